"""Comparing: what two quoted sentences have in common, and whether they disagree."""

import re

from ingest.text.words import normalise

SAME_MATTER = 0.5
"""The share of words that two documents' sentences have in common where they say the same of something, or disagree."""
MIN_AROUND = 3
"""Words around two different answers that have to be the same where the answers are no numbers."""
_WORD = re.compile(r"[^\W_]{3,}")
_DIGIT = re.compile(r"\d")


def _stems(text: str) -> set[str]:
    return {word[:4] for word in _WORD.findall(normalise(text))}


def shared(one: str, other: str) -> float:
    """The share of words, by their first letters, that the shorter text has in common with the other; 0..1."""
    a, b = _stems(one), _stems(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def disagree(text: str, answer: str, other_text: str, other_answer: str) -> bool:
    """Whether two sentences answer differently: with other numbers, or alike in all but the answer."""
    if shared(text, other_text) >= SAME_MATTER and _other_number(answer, other_answer):
        return True
    return _same_around(text, answer, other_text, other_answer)


def _other_number(one: str, other: str) -> bool:
    return _DIGIT.search(one) is not None and _numbers(one) != _numbers(other) != set()


def _same_around(text: str, one: str, other_text: str, other: str) -> bool:
    """Whether two sentences say the same but for what they answer, as those that name another director do."""
    rest, other_rest = (_stems(whole.replace(part, " ")) for whole, part in ((text, one), (other_text, other)))
    return len(rest) >= MIN_AROUND and rest == other_rest and not _stems(one) & _stems(other)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", normalise(text)))
