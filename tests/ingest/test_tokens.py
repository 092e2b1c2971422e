import os
import subprocess
import sys
from pathlib import Path

from ingest.tokens import count_tokens


def test_counts_are_those_of_o200k_base() -> None:
    # "hello world" is two tokens in every OpenAI vocabulary; the marker must not be read as a control token
    assert count_tokens("") == 0
    assert count_tokens("hello world") == 2
    assert count_tokens("<|endoftext|>") > 1


def test_the_vocabulary_comes_from_a_package_not_from_the_network(tmp_path: Path) -> None:
    """A fresh cache and a resolver that fails at once: the count is the same."""
    program = (
        "import socket\n"
        "def no_network(*_): raise OSError('no network')\n"
        "socket.getaddrinfo = no_network\n"
        "from ingest.tokens import count_tokens\n"
        "print(count_tokens('hello world'))\n"
    )
    env = {**os.environ, "TIKTOKEN_CACHE_DIR": str(tmp_path / "fresh")}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"
    assert len(list((tmp_path / "fresh").iterdir())) == 1
