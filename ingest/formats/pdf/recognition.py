"""Text recognition: what a page shows → paragraphs, by the program Tesseract where it is installed."""

import os
import re
import shutil
import subprocess
from functools import cache
from typing import Any

from ingest.formats.pdf.visual_order import plain_letters
from ingest.text.words import script

_LANGUAGES = {"ara", "eng"}
INSTALL = (
    "install Tesseract with its Arabic data (Debian: tesseract-ocr, tesseract-ocr-ara; macOS: tesseract, "
    "tesseract-lang) and ingest it again"
)
_DPI = 300  # what Tesseract was trained on
_POINTS = 72  # an inch
_MAX_PIXELS = 40_000_000
_PAGE_SECONDS = 60
_PARAGRAPHS = re.compile(r"\n\s*\n")
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def recognised(page: Any) -> list[str]:
    """The paragraphs that the page shows; none where there are none, or where Tesseract is not installed.

    An Arabic page is read again as Arabic alone: of a vocalised one that finds .88 of the words instead of .56.
    """
    program = _program()
    if program is None:
        return []
    picture = _picture(page)
    text = _read(program, picture, "eng+ara")
    if script(text) == "arabic":
        text = _read(program, picture, "ara")
    found = (" ".join(_HYPHEN.sub("", part).split()) for part in _PARAGRAPHS.split(text.replace("\f", "\n\n")))
    return [part for part in found if any(char.isalnum() for char in part)]


def _read(program: str, picture: bytes, languages: str) -> str:
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", languages, "--dpi", str(_DPI)],
            input=picture,
            capture_output=True,
            check=True,
            timeout=_PAGE_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # with more it takes longer: its threads wait for each other
        )
    except (subprocess.SubprocessError, OSError):
        return ""
    return plain_letters(done.stdout.decode("utf-8", errors="replace"))


def is_installed() -> bool:
    return _program() is not None


def _program() -> str | None:
    """Where Tesseract is; None where it or one of the languages is not installed."""
    found = shutil.which("tesseract")
    return found if found and _has_languages(found) else None


@cache
def _has_languages(program: str) -> bool:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_PAGE_SECONDS)
    except (subprocess.SubprocessError, OSError):
        return False
    return set(listed.stdout.split()) >= _LANGUAGES


def _picture(page: Any) -> bytes:
    """The page in shades of grey, as a portable graymap."""
    width, height = page.get_size()
    scale = min(_DPI / _POINTS, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
