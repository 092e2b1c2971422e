"""Formulas of Word files → one line with their text in its order, as one types it: `x^2 + 1/(b+c)`.

Of 157 Word files (test files of pandoc and python-docx, and ours) none holds a formula, so signs are added only where
the text alone would say something else: `12` for a half, `106` for 10^6, `2a+b` for 2(a+b).

The parts are those of ECMA-376, part 1, section 22.1 (Office Math Markup Language).
"""

import re
from typing import Any

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_IN_LINE = {"borderBox", "box", "hyperlink", "ins", "moveTo", "oMath", "r", "sdt", "sdtContent", "smartTag"}
_LEFT_OUT = {"del", "moveFrom"}  # under review
_PLAIN = re.compile(r"[\w.,٫٬]*")  # needs no parentheses


def formula(element: Any) -> str:
    """The text of a formula; U+FFFD for a symbol of a picture font."""
    return re.sub(r" +(?=[_^])", "", " ".join(_line(element).split()))


def _line(element: Any) -> str:
    name = _name(element)
    if name in ("t", "sym"):
        return str(element.text or "") if name == "t" else "\ufffd"
    parts = [_line(part) for part in element if _name(part) not in _LEFT_OUT]
    if name in _IN_LINE:
        return "".join(parts)
    line = _part(element, name, [said for part in parts if (said := part.strip())])
    return line and f" {line} "  # 3 and 1/2 are no 31/2


def _part(element: Any, name: str, said: list[str]) -> str:
    match name, said:
        case "d", _:
            separator = _property(element, "sepChr", "|")
            return f"{_property(element, 'begChr', '(')}{separator.join(said)}{_property(element, 'endChr', ')')}"
        case "f", _:  # without a bar it is one number above another, and no division
            return (" " if _property(element, "type", "bar") == "noBar" else "/").join(map(_held, said))
        case "sub" | "sup", [_, *_]:
            return ("_" if name == "sub" else "^") + _held(" ".join(said))
        case "rad", [*degree, base]:
            return "√" + "".join(f"[{n}]" for n in degree) + _held(base)
        case "nary", _:
            return " ".join([_property(element, "chr", "∫"), *said])
        case "acc", _:
            return " ".join(said) + _property(element, "chr", "\u0302")
    return " ".join(said)


def _held(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else f"({text})"


def _property(element: Any, name: str, default: str) -> str:
    found = element.find(f"{element.tag}Pr/{MATH}{name}")
    return default if found is None else str(found.get(f"{MATH}val", ""))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
