"""Reading test-set files: text and JSON, with faults that name the place."""

import json
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from ingest.errors import SourceError


def read_text(path: Traversable) -> str:
    """The file's text (UTF-8, with or without a byte-order mark)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error


def read_json(path: Traversable) -> Any:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise SourceError(f"{path}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from error


def json_lines(path: Traversable) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; blank lines are passed over."""
    # not splitlines(): JSON text may hold U+2028 and its like, which end no line
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise SourceError(f"{path}, line {number}, column {error.colno}: not JSON: {error.msg}") from error
        if not isinstance(value, dict):
            raise SourceError(f"{path}, line {number}: expected an object, found {type(value).__name__}")
        yield number, value
