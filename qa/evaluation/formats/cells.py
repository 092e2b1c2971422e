"""Cells: what a field of a row says, however it was written: texts, or true and false.

Programs write a list into a CSV cell in their own ways: as JSON, or as Python shows it (pandas, `datasets`).
"""

import ast
import io
import re
import tokenize
from itertools import pairwise
from typing import Any

from qa.evaluation.formats.text import parse_json, whole_characters

_TRUE, _FALSE = {"1", "true", "yes"}, {"0", "false", "no"}
_ARRAY = re.compile(r"\barray\(\[")
_NUMPY = "a list as NumPy shows it, of which texts cannot be told apart; write it as JSON, or as a list (`.tolist()`)"


def truth(value: Any) -> bool | None:
    """True or false, as people write them; None where it is neither."""
    said = str(value).strip().lower()
    return said in _TRUE if said in _TRUE | _FALSE else None


def texts(value: Any) -> tuple[str, ...]:
    """The texts in a field, each once: of a list, of SQuAD's `{"text": […]}`, of `a | b`, or the one it is.

    Raises ValueError as `unfolded` does.
    """
    value = unfolded(value)
    if isinstance(value, dict):
        value = value.get("text")
    if isinstance(value, list):
        return tuple(dict.fromkeys(text for item in value for text in texts(item)))
    if value is None:
        return ()
    return tuple(dict.fromkeys(part.strip() for part in str(value).split(" | ") if part.strip()))


def holds_none(value: Any) -> bool:
    """Whether it is an empty list, or SQuAD's `{"text": []}`: the sources do not say. Raises ValueError."""
    value = unfolded(value)
    return value == [] or (isinstance(value, dict) and value.get("text") == [])


def unfolded(value: Any) -> Any:
    """The list or SQuAD's object that a text writes, in JSON or as Python shows it; anything else as it is.

    Raises ValueError for NumPy's way of writing lists.
    """
    if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
        return value
    try:
        found = parse_json(value)
    except ValueError:
        found = _shown_by_python(value.strip())
    return found if isinstance(found, list) or (isinstance(found, dict) and "text" in found) else value


def _shown_by_python(text: str) -> Any:
    """None where it is no Python value. Raises ValueError for NumPy's arrays: `array(['a', 'b'])`, `['a' 'b']`."""
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        if _ARRAY.search(text):
            raise ValueError(_NUMPY) from None
        return None
    if _has_texts_in_a_row(text):
        raise ValueError(_NUMPY)
    return whole_characters(found)


def _has_texts_in_a_row(text: str) -> bool:
    """Texts without a comma between them, which Python would join."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kinds = [token.type for token in tokens if token.type != tokenize.NL]
    return any(one == next == tokenize.STRING for one, next in pairwise(kinds))
