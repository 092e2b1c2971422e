"""Alignment: a span of tokens, which may cut a word or a bracket, → the span of whole words a person would mark."""

import re
import unicodedata

Span = tuple[int, int]

_WORD = re.compile(
    r"""
    (?:(?<!\S)(?<!\d\s)[-−])? \d+ (?:[.,:/٫٬\-–]\d+)* \s?[%٪‰]                                    # 3.5 %, 10–20%
  | (?:(?<!\S)(?<!\d\s)[-−])? [$€£¥]? \d+ (?:[.,:/٫٬]\d+)* (?:[^\W\d_]|[\u064B-\u065F])*   # -5, $1,000.50, 12:30, 5km
  | (?: [^\W_] | [\u0300-\u036f\u0610-\u061a\u064B-\u065F\u0670ـ]       # letters and their marks,
      | (?<=\w)['’\-](?=\w) )+                                         # joined inside: o'clock, semi-final
    """,
    re.VERBOSE,
)
_SIGNED = re.compile(r"(?<!\S)(?<!\d\s)[-−](?=[$€£¥]?\d)")  # the minus of a number, not a dash
_SHARP = re.compile(r"(?<!\w)[A-Z]#")  # C#, the language or the note
_LONGEST_WORD = 80  # characters before a span in which its first word may begin
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")  # Thai, Lao, Chinese, Japanese: words not spaced
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "（": "）", "「": "」"}
_LOOSE = re.compile(r"^(?:(?-i:[Aa]nd|or)|و|أو)\s+|\s+(?:and|or|the|of|و|أو|من|في|على|إلى)$", re.IGNORECASE)
_BRACKET_REACH = 40  # characters in which a bracket's other half is looked for


def aligned(text: str, start: int, end: int) -> Span:
    """The nearest span of whole words, no half bracket, no punctuation at its ends; empty where nothing is left."""
    start, end = _whole_words(text, *_trimmed(text, start, end))
    start, end = _whole_brackets(text, start, end)
    return _without_loose_words(text, *_trimmed(text, start, end))


def _whole_words(text: str, start: int, end: int) -> Span:
    if start >= end or _UNSPACED.search(text, start, end):
        return start, end
    for word in _WORD.finditer(text, max(0, start - _LONGEST_WORD)):
        if word.start() >= end:
            break
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, end


def _whole_brackets(text: str, start: int, end: int) -> Span:
    """Take in a bracket's other half where it is near, otherwise leave the lone half out with what lies outside it."""
    for left, right in _PAIRS.items():
        opened, closed = text.rfind(left, start, end), text.find(right, start, end)
        if opened >= 0 and text.find(right, opened, end) < 0:
            found = text.find(right, end, end + _BRACKET_REACH)
            start, end = (start, found + 1) if found >= 0 else _longer(start, opened, opened + 1, end)
        elif closed >= 0 and text.rfind(left, start, closed) < 0:
            found = text.rfind(left, max(0, start - _BRACKET_REACH), start)
            start, end = (found, end) if found >= 0 else _longer(start, closed, closed + 1, end)
    if text[start:end].count('"') % 2:
        start, end = _whole_quotation(text, start, end)
    return start, end


def _whole_quotation(text: str, start: int, end: int) -> Span:
    mark = text.index('"', start, end)
    return _longer(start, mark, mark + 1, end)


def _longer(start: int, first_end: int, second_start: int, end: int) -> Span:
    return (start, first_end) if first_end - start >= end - second_start else (second_start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and _is_edge(text[start], opening=True) and not _SIGNED.match(text, start):
        start += 1
    while end > start and _is_edge(text[end - 1], opening=False) and not _SHARP.match(text, end - 2):
        end -= 1
    return start, end


def _is_edge(character: str, opening: bool) -> bool:
    """White space and punctuation, but not a bracket or quotation mark that may have its other half inside."""
    if character.isspace():
        return True
    kind = unicodedata.category(character)
    kept = {"Ps", "Pi"} if opening else {"Pe", "Pf"}
    return kind.startswith("P") and kind not in kept and character not in "%٪‰\"'"


def _without_loose_words(text: str, start: int, end: int) -> Span:
    while loose := _LOOSE.search(text[start:end]):
        start, end = (start + loose.end(), end) if loose.start() == 0 else (start, start + loose.start())
        start, end = _trimmed(text, start, end)
    return start, end
