"""Reading test-set files: text and JSON, with faults that name the place."""

import json
import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from ingest.errors import SourceError

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_text(path: Traversable) -> str:
    """The file's text (UTF-8, with or without a byte-order mark)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def parse_json(text: str) -> Any:
    """The value in a JSON text, with U+FFFD for each half of a character. Raises JSONDecodeError.

    JSON can hold such halves (`"\\ud800"`), no encoding can. One character for one: offsets stay right.
    """
    return _in_whole_characters(json.loads(text))


def _in_whole_characters(value: Any) -> Any:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_in_whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {_in_whole_characters(name): _in_whole_characters(held) for name, held in value.items()}
    return value


def read_json(path: Traversable) -> Any:
    try:
        return parse_json(read_text(path))
    except json.JSONDecodeError as error:
        raise SourceError(f"{path}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from error


def json_lines(path: Traversable) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; blank lines are passed over."""
    # not splitlines(): JSON text may hold U+2028 and its like, which end no line
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = parse_json(line)
        except json.JSONDecodeError as error:
            raise SourceError(f"{path}, line {number}, column {error.colno}: not JSON: {error.msg}") from error
        if not isinstance(value, dict):
            raise SourceError(f"{path}, line {number}: expected an object, found {type(value).__name__}")
        yield number, value
