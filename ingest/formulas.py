"""Formulas of Word files → one line, as one types it: `x^2`, `a/(b+c)`. Knows nothing of what surrounds them."""

from typing import Any

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BEFORE = {"den": "/", "sup": "^", "sub": "_"}


def formula(element: Any) -> str:
    """The text of a formula or of a part of it."""
    name = str(element.tag).removeprefix(MATH)
    if name == "t":
        return str(element.text or "")
    if name == "chr":  # the sign of a sum or an integral
        return str(element.get(f"{MATH}val", ""))
    inner = "".join(formula(child) for child in element)
    if not inner:
        return ""
    is_one_part = name == "d" or (name in ("num", *_BEFORE) and not inner.isalnum())
    return _BEFORE.get(name, "") + (f"({inner})" if is_one_part else inner)
