"""Numbers: the figures of a text in one form each, so that those of one text can be looked for in another.

Numbers in words are not read, nor what a figure and "million" make together: with both (230 lines more) recall across
scripts was the same. Of the claims that `benchmarks/citations.py` makes of XQuAD 95 of 7,408 true ones were refused
for a number and 1,181 of 5,556 false ones; with this 88 and 1,188.
"""

import re

from ingest.text.words import normalise

_RAISED = re.compile(r"[²³¹⁰-₉¼½¾]")  # folded, a note or an exponent would run into the number before it
_THOUSANDS = re.compile(r"(?<=\d)[,٬،\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_FIGURE = re.compile(r"(?<![a-z])\d+(?:[.٫]\d+)*")  # not the 2 of km2


def numbers_in(text: str) -> frozenset[str]:
    """1,000 and ١٠٠٠, 3.50 and ٣٫٥, 07 and 7 are the same; 15.7.2016 is three numbers."""
    figures = _FIGURE.findall(normalise(_THOUSANDS.sub("", _RAISED.sub(" ", text))))
    return frozenset(form for figure in figures for form in _forms(re.split("[.٫]", figure)))


def lacks_numbers(of: frozenset[str], *within: frozenset[str]) -> bool:
    """Whether a number of one text stands in none of the others."""
    return not of <= frozenset().union(*within)


def share_of_numbers(of: frozenset[str], within: frozenset[str]) -> float:
    """The share of one text's numbers that another holds; 0 where it has none."""
    return len(of & within) / len(of) if of else 0.0


def _forms(parts: list[str]) -> list[str]:
    whole = [part.lstrip("0") or "0" for part in parts]
    if len(parts) != 2 or not (decimals := parts[1].rstrip("0")):
        return whole if len(parts) != 2 else whole[:1]
    return [f"{whole[0]}.{decimals}"]
