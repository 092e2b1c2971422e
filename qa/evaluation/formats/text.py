"""Reading test-set files: text and JSON, with faults that name the place."""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from ingest.errors import SourceError, TooLarge
from ingest.formats.encodings import decode

_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[\]}])')  # as editors and Python leave it
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


MAX_UNPACKED = 500_000_000
"""Bytes that a packed file may have."""


def read_text(path: Traversable) -> str:
    """The file's text, in whatever encoding (UTF-8, UTF-16, windows-1256 …); one named `.gz` is unpacked."""
    try:
        data = path.read_bytes()
        return decode(str(path), _unpacked(path, data) if path.name.endswith(".gz") else data)
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from error


def _unpacked(path: Traversable, data: bytes) -> bytes:
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(data)).read(MAX_UNPACKED + 1)
    except (EOFError, zlib.error) as error:
        raise SourceError(f"{path} is no gzip file that can be read ({error}); pack it again") from error
    if len(unpacked) > MAX_UNPACKED:
        raise TooLarge(f"{path} unpacks to over {MAX_UNPACKED:,} bytes; unpack it and split it")
    return unpacked


def parse_json(text: str) -> Any:
    """The value in a JSON text, with U+FFFD for each half of a character.

    JSON can hold such halves (`"\\ud800"`), no encoding can. One character for one: offsets stay right.
    Raises ValueError: JSONDecodeError where it is no JSON, another where a number is too long or the nesting too deep.
    """
    try:
        return whole_characters(_loaded(text))
    except RecursionError:
        raise ValueError("lists or objects are nested too deep") from None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        without = _TRAILING_COMMA.sub(lambda found: found[1] or "", text)
        if without == text:
            raise
        return json.loads(without)


def whole_characters(value: Any) -> Any:
    """The value with U+FFFD for each half of a character in its texts."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {whole_characters(name): whole_characters(held) for name, held in value.items()}
    return value


def read_json(path: Traversable) -> Any:
    """Raises SourceError with line and column of the fault."""
    try:
        return parse_json(read_text(path))
    except ValueError as error:
        raise _fault(path, error) from error


def json_lines(path: Traversable) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; blank lines are ignored."""
    # not splitlines(): JSON text may hold U+2028 and its like, which end no line
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = parse_json(line)
        except ValueError as error:
            raise _fault(path, error, number) from error
        if not isinstance(value, dict):
            raise SourceError(f"{path}, line {number}: expected an object, found {type(value).__name__}")
        yield number, value


def _fault(path: Traversable, error: ValueError, line: int | None = None) -> SourceError:
    """What is wrong with a JSON text: a whole file, or one line of it."""
    if isinstance(error, json.JSONDecodeError):
        return SourceError(f"{path}, line {line or error.lineno}, column {error.colno}: not JSON: {error.msg}")
    place = f"{path}, line {line}" if line else str(path)
    return SourceError(f"{place}: JSON that cannot be read: {error}")
