"""Formulas of Word files → one line, as one types it: `x^2`, `a/(b+c)`. Knows nothing of what surrounds them.

The parts are those of ECMA-376, part 1, section 22.1 (Office Math Markup Language).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRANSPARENT = {
    *("borderBox", "box", "e", "groupChr", "hyperlink", "ins", "moveTo", "oMath", "r", "sdt", "sdtContent", "smartTag"),
}
_LEFT_OUT = {"del", "moveFrom"}  # under review
# what follows one of these might seem a part of it
_OPEN_ENDED = {"f", "func", "limLow", "nary", "rad", "sSub", "sSubSup", "sSup"}
_OPENING = ("(", "[", "{", "√")
_MARK = "[\u0300-\u036f\u20d0-\u20ff]?"
_ATOM = re.compile(
    rf"\d+([.,٫٬]\d+)*|[^\W\d_]+{_MARK}|.{_MARK}|[^\W\d_]*\([^()]*\)|\[[^\[\]]*\]|\{{[^{{}}]*\}}|\|[^|]*\|"
)
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_BARS = {"top": "\u0305", "bot": "\u0332"}


class _UnknownPart(Exception):
    pass


def formula(element: Any) -> str:
    """The text of a formula; empty if a part of it is not known, since the rest would say something else."""
    try:
        return _line(element)
    except _UnknownPart:
        return ""


def _line(element: Any) -> str:
    line, before = "", ""
    for part in _parts(element):
        name = _name(part)
        if piece := _written(part, name):
            line += _fitted(line, before, name, piece)
            before = name
    return line


def _parts(element: Any) -> Iterator[Any]:
    for child in element:
        if _name(child) in _TRANSPARENT:
            yield from _parts(child)
        elif _name(child) not in _LEFT_OUT and not _name(child).endswith("Pr"):
            yield child


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _written(part: Any, name: str) -> str:
    if name in _WRITERS:
        return _WRITERS[name](part)
    if name == "sym" or "".join(part.itertext()).strip():
        raise _UnknownPart(name)
    return ""  # a bookmark, say


def _fitted(line: str, before: str, name: str, piece: str) -> str:
    """The piece, kept apart from a line that it would change or that would change it: `3 1/2`, `x^2 y`, `a/(b/c)`."""
    if name == "f" and line.endswith(("/", "÷", "∕")):
        return f"({piece})"
    may_go_on = before in _OPEN_ENDED and line[-1:].isalnum() and (piece[:1].isalnum() or piece.startswith(_OPENING))
    is_factor = name == "f" and (line[-1:].isalnum() or line.endswith((")", "]", "}")))
    return f" {piece}" if may_go_on or is_factor else piece


def _held(text: str) -> str:
    """In parentheses unless it is one number, name or group."""
    return text if not text or _ATOM.fullmatch(text) else f"({text})"


def _base(text: str) -> str:
    return text if text.isalnum() else _held(text)  # `2x` over or under something is no other than it seems


def _of(part: Any, name: str) -> str:
    """What stands in this place of the part."""
    place = part.find(MATH + name)
    return "" if place is None else _line(place)


def _property(part: Any, name: str, default: str) -> str:
    found = part.find(f"{part.tag}Pr/{MATH}{name}")
    return default if found is None else str(found.get(f"{MATH}val", ""))


def _fraction(part: Any) -> str:
    if _property(part, "type", "bar") == "noBar":  # one number above another, which is no division
        raise _UnknownPart("noBar")
    return f"{_base(_of(part, 'num'))}/{_held(_of(part, 'den'))}"


def _limits(part: Any) -> str:
    sub, sup = _held(_of(part, "sub")), _held(_of(part, "sup"))
    return (sub and f"_{sub}") + (sup and f"^{sup}")


def _scripts(part: Any) -> str:
    return _base(_of(part, "e")) + _limits(part)


def _lower_limit(part: Any) -> str:
    return f"{_base(_of(part, 'e'))}_{_held(_of(part, 'lim'))}"


def _sum(part: Any) -> str:
    sign = _property(part, "chr", "∫") + _limits(part)
    return sign + _fitted(sign, "nary", "e", _of(part, "e"))


def _function(part: Any) -> str:
    argument = _held(_of(part, "e"))
    return _of(part, "fName") + ("" if argument.startswith("(") else " ") + argument


def _root(part: Any) -> str:
    degree, base = _of(part, "deg"), _held(_of(part, "e"))
    return _ROOTS[degree] + base if degree in _ROOTS else f"{base}^(1/{_held(degree)})"


def _delimited(part: Any) -> str:
    begin, end = _property(part, "begChr", "("), _property(part, "endChr", ")")
    inner = [_line(element) for element in part.iterfind(f"{MATH}e")]
    if [_name(held) for held in _parts(part)] == ["m"]:
        inner = [inner[0][1:-1]]  # the matrix needs no brackets of its own
    return begin + _property(part, "sepChr", "|").join(inner) + end


def _matrix(part: Any) -> str:
    rows = [", ".join(map(_line, row.iterfind(f"{MATH}e"))) for row in part.iterfind(f"{MATH}mr")]
    return f"[{'; '.join(rows)}]"


def _equations(part: Any) -> str:
    return "; ".join(map(_line, part.iterfind(f"{MATH}e"))).replace("&", "")  # which aligns them


def _accented(part: Any) -> str:
    return _held(_of(part, "e")) + _property(part, "chr", "\u0302")


def _barred(part: Any) -> str:
    return _held(_of(part, "e")) + _BARS[_property(part, "pos", "bot")]


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "acc": _accented,
    "bar": _barred,
    "d": _delimited,
    "eqArr": _equations,
    "f": _fraction,
    "func": _function,
    "limLow": _lower_limit,
    "m": _matrix,
    "nary": _sum,
    "rad": _root,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sSup": _scripts,
    "t": lambda part: str(part.text or ""),
}
