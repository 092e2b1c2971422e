"""What is printed: for people, whose terminal must not take orders from a document, and for programs, as it is."""

import json
import logging
import sys
from io import TextIOWrapper
from typing import Any

_LAYOUT = "\n\t\v\f"
_COMMANDS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _LAYOUT}


class Unwritten(Exception):
    """stdout takes no more; `reason` says why."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def printable(text: str) -> str:
    """The text with U+FFFD for each control code (C0, C1 and DEL) but white space that lays text out.

    Escape sequences would else set a window's title, hide output or write the clipboard (ECMA-48).
    """
    return text.translate(_COMMANDS)


def say(text: str = "", end: str = "\n") -> None:
    """Print a result for a person. Raises Unwritten."""
    _write(printable(text) + end)


def hand_over(text: str) -> None:
    """Print a result for a program: in UTF-8, whatever the terminal's encoding is. Raises Unwritten."""
    if isinstance(sys.stdout, TextIOWrapper):
        # the lone surrogates of a file's name that is no UTF-8 become what JSON calls them
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    _write(text + "\n")


def print_json(value: Any, indent: int | None = 2) -> None:
    """Print a result for a program as JSON. Raises Unwritten."""
    hand_over(json.dumps(value, ensure_ascii=False, indent=indent))


def notify(message: object) -> None:
    """Print a notice or an error on stderr, beside the result."""
    print(printable(f"dalil: {message}"), file=sys.stderr, flush=True)


class Notices(logging.Handler):
    """Prints each record of the log as a notice, whole: a handler that wraps lines would break the paths in it."""

    def emit(self, record: logging.LogRecord) -> None:
        notify(self.format(record))


def _write(text: str) -> None:
    try:
        print(text, end="", flush=True)
    except OSError as error:
        raise Unwritten(error) from error
