"""What a terminal is given: text from documents, which may hold anything, without the codes that command a terminal."""

import sys
from typing import TextIO

_LAYOUT = "\n\t\v\f"
_COMMANDS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _LAYOUT}


def printable(text: str) -> str:
    """The text with U+FFFD for each control code (C0, C1 and DEL) but white space that lays text out.

    Escape sequences would else set a window's title, hide output or write the clipboard (ECMA-48).
    """
    return text.translate(_COMMANDS)


def say(text: str = "", end: str = "\n", file: TextIO | None = None) -> None:
    """Print for a person."""
    print(printable(text), end=end, file=file or sys.stdout, flush=True)
