"""The examples of the documents."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def examples(document: str, language: str = "python") -> list[str]:
    """Each block of a language in a document of the project."""
    return re.findall(rf"```{language}\n(.+?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)


def printed(code: str) -> tuple[str, dict[str, Any]]:
    """What an example prints, and its names."""
    said, names = io.StringIO(), dict[str, Any]()
    with contextlib.redirect_stdout(said):
        exec(code, names)
    return said.getvalue(), names
