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

# pandas makes 1.0 of true where another cell of the column is empty
_TRUE, _FALSE = {"1", "1.0", "true", "yes"}, {"0", "0.0", "false", "no"}
_SQUAD_ARRAY = re.compile(r"'text': array\(\[")
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


def placed(value: Any) -> tuple[tuple[str, int], ...]:
    """The answers that say where they stand, as SQuAD's `text` and `answer_start` do. Raises ValueError."""
    value = unfolded(value)
    if isinstance(value, list):
        return tuple(gold for item in value for gold in placed(item))
    if not isinstance(value, dict):
        return ()
    golds, starts = _several(value.get("text")), _several(value.get("answer_start"))
    pairs = zip(golds, starts, strict=False)
    return tuple((gold, start) for gold, start in pairs if isinstance(gold, str) and isinstance(start, int))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def unfolded(value: Any) -> Any:
    """The list of texts or SQuAD's object that a text writes, in JSON or as Python or pandas shows it.

    Anything else stays as it is, and so does a list of numbers alone: `[0, 1]` is an interval, `[1,000]` one number.
    Raises ValueError for a list as NumPy prints it, without commas.
    """
    if not isinstance(value, str) or not value.lstrip().startswith(("[", "{")):
        return value
    try:
        found = _written(value)
        return found if _holds_texts(found) else value
    except RecursionError:
        return value


def _written(text: str) -> Any:
    try:
        return parse_json(text)
    except ValueError:
        return _shown_by_python(text.strip())


def _holds_texts(value: Any) -> bool:
    """Whether it is SQuAD's object, or a list of such, of texts (figures among them too) or of nothing."""
    if isinstance(value, list):
        has_figures_alone = value != [] and all(isinstance(item, int | float) for item in value)
        return not has_figures_alone and all(
            item is None or isinstance(item, str | int | float) or _holds_texts(item) for item in value
        )
    return isinstance(value, dict) and "text" in value


def _shown_by_python(text: str) -> Any:
    """None where it is no Python value. Raises ValueError for `['a' 'b']`, and for a SQuAD array that is no list."""
    try:
        found = ast.literal_eval(_Arrays().visit(ast.parse(text, mode="eval")))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        if _SQUAD_ARRAY.search(text):
            raise ValueError(_NUMPY) from None
        return None
    if _holds_texts(found) and _has_texts_in_a_row(text):
        raise ValueError(_NUMPY)
    return whole_characters(found)


class _Arrays(ast.NodeTransformer):
    """`array(['a', 'b'], dtype=object)`, as pandas writes a list within an object: the list in it."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        match node:
            case ast.Call(func=ast.Name(id="array"), args=[ast.List() as held]):
                return held
        return node


def _has_texts_in_a_row(text: str) -> bool:
    """Texts without a comma between them, which Python would join."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kinds = [token.type for token in tokens if token.type != tokenize.NL]
    return any(one == next == tokenize.STRING for one, next in pairwise(kinds))
