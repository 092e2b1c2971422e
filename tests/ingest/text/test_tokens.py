import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.text.tokens import count_tokens
from tests.conftest import AS_ORDINARY_USER

VOCABULARY = "fb374d419588a4632f3f557e76b4b70aebbca790"  # the SHA-1 of its URL
# a resolver that fails at once
PROGRAM = """
import socket
def no_network(*_): raise OSError('no network')
socket.getaddrinfo = no_network
from ingest.errors import StorageError
from ingest.text.tokens import count_tokens
try:
    print(count_tokens('hello world'))
except StorageError as error:
    print(error)
"""


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def counted(temporary: Path, **environ: str) -> str:
    """What a new process says of "hello world"; without `TIKTOKEN_CACHE_DIR` unless it is given."""
    others = {name: value for name, value in os.environ.items() if name != "TIKTOKEN_CACHE_DIR"}
    command = [*AS_ORDINARY_USER, sys.executable, "-c", PROGRAM]
    env = {**others, "TMPDIR": str(temporary), **environ}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()


def test_counts_are_those_of_o200k_base() -> None:
    # "hello world" is two tokens in every OpenAI vocabulary; the marker must not be read as a control token
    assert count_tokens("") == 0
    assert count_tokens("hello world") == 2
    assert count_tokens("<|endoftext|>") > 1


def test_a_run_of_a_million_spaces_is_counted() -> None:
    once = count_tokens(" " * 100_000)
    assert once > 100_000 / 128  # no token is longer
    assert count_tokens(" " * 1_000_000) == 10 * once


@pytest.mark.slow
def test_the_vocabulary_comes_from_a_package_not_from_the_network(tmp_path: Path, temporary: Path) -> None:
    """A fresh cache and no network: the count is the same."""
    assert counted(temporary, TIKTOKEN_CACHE_DIR=str(tmp_path / "fresh")) == "2"
    assert [file.name for file in (tmp_path / "fresh").iterdir()] == [VOCABULARY]


@pytest.mark.slow
@pytest.mark.parametrize("environ", [{}, {"TIKTOKEN_CACHE_DIR": ""}])
def test_the_vocabulary_is_kept_in_the_user_s_cache_not_at_a_place_for_all(
    tmp_path: Path, temporary: Path, environ: dict[str, str]
) -> None:
    assert counted(temporary, XDG_CACHE_HOME=str(tmp_path / "cache"), **environ) == "2"
    assert (tmp_path / "cache" / "dalil" / "tiktoken" / VOCABULARY).is_file()
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_where_the_user_s_cache_cannot_be_used_a_temporary_folder_serves_and_goes(
    tmp_path: Path, temporary: Path
) -> None:
    folder = tmp_path / "cache" / "dalil" / "tiktoken"
    folder.mkdir(parents=True)
    (folder / VOCABULARY).touch(mode=0o000)  # another user's
    folder.chmod(0o500)
    assert counted(temporary, XDG_CACHE_HOME=str(tmp_path / "cache")) == "2"
    assert counted(temporary, XDG_CACHE_HOME="/dev/null") == "2"
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_chosen_cache_that_cannot_be_written_is_named(temporary: Path) -> None:
    said = counted(temporary, TIKTOKEN_CACHE_DIR="/dev/null/tokens")
    assert said.startswith("the token vocabulary cannot be written to /dev/null/tokens: ")
    assert said.endswith("set TIKTOKEN_CACHE_DIR to a directory that can be written")
