import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from ingest.errors import UsageError
from qa.settings import Settings, env_name, from_environment
from tests.conftest import AS_ORDINARY_USER

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_environment_goes_over_dotenv_and_overrides_over_both(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DALIL_PORT=1111\nDALIL_PASSAGES=3\nDALIL_CHUNK_TOKENS=100\nOTHER=1\n")
    settings = from_environment({"DALIL_PORT": "2222", "DALIL_PASSAGES": "4"}, tmp_path / ".env", port=3333, host=None)
    assert (settings.port, settings.passages, settings.chunk_tokens) == (3333, 4, 100)
    assert settings.host == "127.0.0.1"


def test_an_override_that_is_a_text_is_read_as_the_environment_s_is() -> None:
    assert from_environment({}, None, data="/some/where", port="81") == Settings(data=Path("/some/where"), port=81)
    with pytest.raises(UsageError, match="DALIL_PORT='http' is not a whole number"):
        from_environment({}, None, port="http")


def test_a_dotenv_is_read_as_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DALIL_DATA=/فهرس\n", encoding="utf-8-sig")
    assert from_environment({}, tmp_path / ".env").data == Path("/فهرس")


@pytest.mark.parametrize(("encoding", "byte"), [("windows-1256", 12), ("utf-16", 0)])
def test_a_dotenv_in_another_encoding_is_named(tmp_path: Path, encoding: str, byte: int) -> None:
    (tmp_path / ".env").write_text("DALIL_DATA=/فهرس\n", encoding=encoding)
    with pytest.raises(UsageError, match=rf"\.env is not UTF-8 text \(byte {byte}\); save it as UTF-8"):
        from_environment({}, tmp_path / ".env")


def test_a_dotenv_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").touch(mode=0o000)
    program = f"from qa.settings import *; from_environment({{}}, Path({str(tmp_path / '.env')!r}))"
    done = subprocess.run(
        [*AS_ORDINARY_USER, sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert re.search(rf"UsageError: {tmp_path}/\.env cannot be read: Permission denied", done.stderr)


def test_values_take_their_field_s_form() -> None:
    environ = {
        "DALIL_DATA": "/some/where",
        "DALIL_CACHE": "~/models",
        "DALIL_ALLOW_PRIVATE_URLS": "yes",
        "DALIL_THRESHOLD": "0.5",
        "DALIL_LLM": "",
    }
    settings = from_environment(environ, None)
    assert (settings.data, settings.allow_private_urls) == (Path("/some/where"), True)
    assert (settings.threshold, settings.llm) == (0.5, None)
    assert settings.cache == Path.home() / "models"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DALIL_PORT", "http", "DALIL_PORT='http' is not a whole number"),
        ("DALIL_PORT", "0", "DALIL_PORT=0 is out of range; it must be from 1 to 65535"),
        ("DALIL_ALLOW_PRIVATE_URLS", "perhaps", "DALIL_ALLOW_PRIVATE_URLS='perhaps' is not true or false"),
        ("DALIL_THRESHOLD", "high", "DALIL_THRESHOLD='high' is not a number"),
        ("DALIL_CHUNK_OVERLAP", "240", "DALIL_CHUNK_OVERLAP=240 must be below DALIL_CHUNK_TOKENS=200"),
        ("DALIL_PROT", "1", "unknown setting DALIL_PROT; the settings are"),
    ],
)
def test_a_bad_value_is_told_with_its_name_and_what_is_expected(name: str, value: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        from_environment({"DALIL_CHUNK_TOKENS": "200", name: value}, None)


def test_a_file_is_no_data_directory(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("A lamp.", encoding="utf-8")
    for place in ("notes.txt", "notes.txt/index"):
        with pytest.raises(UsageError, match=f"{place} is a file, or in one; name a directory with --data"):
            from_environment({}, None, data=tmp_path / place)


def test_a_key_is_never_shown() -> None:
    assert "s3cret" not in repr(from_environment({"DALIL_LLM_API_KEY": "s3cret"}, None))


def test_the_table_of_settings_has_every_one_with_its_default_and_help_and_no_other() -> None:
    described = [(f"`{env_name(f.name)}`", shown(f.default), f.metadata["help"]) for f in fields(Settings)]
    assert re.findall(r"^\| (`DALIL_\w+`) \| (.*?) ?\| (.+) \|$", DOCS.read_text("utf-8"), re.MULTILINE) == described


def shown(default: object) -> str:
    return "" if default is None else f"`{default}`"
