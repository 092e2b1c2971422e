"""Ellipsis: "and Kerry?" after "when did Lavrov arrive?", as the question that it stands for.

Without a language model. The former question keeps its form; of its nouns one of the new one's kind, a person or a
place, gives way to it, and of several the one that is most like it by the embedding. Which of its words are nouns is
told by their place: not after "who" or a pronoun, and not the last behind "did"; in Arabic not right after the question
word.
"""

import re
from collections.abc import Sequence

from ingest.text.sentences import Span
from ingest.text.words import normalise, script
from qa.dialogue.nouns import NounKind, Nouns, names_a_role

MOST_WORDS = 5

_OPENS = re.compile(
    r"^\s*(?:(?:طيب|طب)?\s*و?(?:ماذا عن|شو عن|[إا]يش عن|بالنسبة (?:إلى|الى|ل))"
    r"|(?:(?:and|but|so|or|then|ok(?:ay)?)\b[\s,]*)*(?:(?:what|how) about\b)?)\s*",
    re.IGNORECASE,
)
_AND = re.compile(
    r"^و(?!(?:زير|زار|قت|اجب|الد(?=[ةهي]?\b)|فد|صول|لاي|طن|ثيق|سط|كال|ارد|حد|ظيف|فا|لاد|عد)[ء-ي]*)(?=[ء-ي]{3})"
)
"""و before a word, but not the first letter of one."""
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PRONOUN = re.compile(r"\b(?:he|she|(?-i:[Ii]t)|they|him|them)\b", re.IGNORECASE)  # but not "IT", a department
_JOINED = re.compile(
    r"^\s*(?:(?:and|but|so|then|also)\b[\s,]*|و(?=(?:متى|[أا]ين|كيف|كم|لماذا|ماذا|هل|من|ما|[أا]ي)))", re.IGNORECASE
)
_POSSESSED = re.compile(r"[ء-ي]{2,}(?:ها|هم|ه)$")  # عرضه leans on whose width it is, as a follow-up does


def _words(text: str) -> frozenset[str]:
    return frozenset(map(normalise, text.split()))


_DETERMINERS = _words("the a an this that these those my your his her its our their")
_PREPOSITIONS = _words(
    "in on at of for from to by with about during after before under over between as than into per"
    " في من على عن إلى مع عند بعد قبل بين منذ خلال حول"
)
_DO = _words("do does did can could will would shall should may might must has have had")
_BE = _words("is are was were be been")
_WHO = _words("who what which whom whose")
_WHO_ASKS = _words("who whos من مين منو")
_BEFORE_A_PLACE = re.compile(r"(?:^|\s)(?:in|at|to|from|into|near|towards?|في|إلى|الى|من)\s+$", re.IGNORECASE)
_SUBJECTS = _words("i you we he she it they one")
_OPENERS = _words("when where why how متى أين وين فين كيف لماذا ليش ليه ماذا هل")
_PERSON = _words("من مين منو")
_OTHERS = _words(
    "كم أي أية شو وش ايش مين منو ما هو هي هم هما و أو ثم كان كانت التي الذي الذين اللي"
    " much many long old often far and or not there"
)
_FUNCTION = _DETERMINERS | _PREPOSITIONS | _DO | _BE | _WHO | _SUBJECTS | _OPENERS | _OTHERS
_ASKS = _DO | _BE | _WHO | _OPENERS | _words("كم أي أية شو وش ايش مين منو")
_DIGITS = re.compile(r"\d[\d.,/]*")
_DEFINITE = re.compile("و?[بكفل]?ال|لل")


def named_anew(turn: str, former: str) -> str | None:
    """What a turn names that asks nothing itself: "Kerry" of "and Kerry?"; None where it asks, or nothing is former."""
    opened = _OPENS.match(turn)
    rest = turn[opened.end() if opened else 0 :].strip(" ?؟!.،,")
    joined = bool(opened and opened[0].strip())
    if not joined and (bare := _AND.sub("", rest)) != rest:
        rest, joined = bare, True
    words = [normalise(word) for word in _WORD.findall(rest)]
    asked = joined or turn.rstrip().endswith(("?", "؟"))
    if not former or not asked or not 0 < len(words) <= MOST_WORDS or _POSSESSED.search(rest):
        return None
    return rest if _ASKS.isdisjoint(words) and not _FUNCTION.issuperset(words) else None


def completed(named: str, former: str, nouns: Nouns) -> str:
    """The former question about what is named anew. Raises what `nouns` raises."""
    first = normalise(_WORD.findall(named)[0])
    text = _JOINED.sub("", former).strip(" ?؟!.")
    words = [(m.start(), m.end(), normalise(m[0])) for m in _WORD.finditer(text)]
    if first in _PREPOSITIONS:
        same = [start for start, _, word in words[1:] if word == first]
        return _asked(f"{text[: same[-1]].rstrip() if same else text} {named}")
    if found := _PRONOUN.search(text) or (_DIGITS.fullmatch(named) and _DIGITS.search(text)):
        return _put(text, found.span(), named)
    spans = _nouns(words)
    if names_a_role(named) and words[0][2] in _WHO_ASKS and not _of_kind(NounKind.PERSON, text, spans, nouns):
        return _asked(f"{'من هو' if script(named) == 'arabic' else 'Who is'} {named}")
    if len(spans) > 1 and (kind := nouns.kind(named)):
        spans = _of_kind(kind, text, spans, nouns) or _by_place(kind, text, spans)
    spans = _alike(named, text, spans)
    if not spans:
        return _asked(f"{named}: {text}")
    return _put(text, spans[nouns.nearest(named, [text[a:b] for a, b in spans]) if len(spans) > 1 else 0], named)


def _of_kind(kind: NounKind, text: str, spans: Sequence[Span], nouns: Nouns) -> list[Span]:
    return [span for span in spans if nouns.kind(text[slice(*span)]) is kind]


def _by_place(kind: NounKind, text: str, spans: Sequence[Span]) -> list[Span]:
    """Those that stand where a place does, behind "in" or "to", or else the others; all where none does so."""
    fitting = [span for span in spans if bool(_BEFORE_A_PLACE.search(text, 0, span[0])) == (kind is NounKind.PLACE)]
    return fitting or list(spans)


def _put(text: str, span: Span, named: str) -> str:
    return _asked(f"{text[: span[0]]}{named}{text[span[1] :]}")


def _asked(text: str) -> str:
    return f"{text}{'؟' if script(text) == 'arabic' else '?'}"


def _alike(named: str, text: str, spans: Sequence[Span]) -> list[Span]:
    """Those with an article where what is named has one, without one where it has none; all where none is so."""
    alike = [span for span in spans if _has_article(text[slice(*span)]) == _has_article(named)]
    return alike or list(spans)


def _has_article(text: str) -> bool:
    return bool(_DEFINITE.match(text)) or normalise(text.split()[0]) in _DETERMINERS


_Word = tuple[int, int, str]


def _nouns(words: Sequence[_Word]) -> list[Span]:
    """The spans of a question's words that may be its nouns, with their articles."""
    spans: list[Span] = []
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end][2] not in _FUNCTION:
            end += 1
        if end > start:
            spans += _of_run(words[start:end], words[:start])
        start = end + 1
    return spans


def _of_run(run: Sequence[_Word], before: Sequence[_Word]) -> list[Span]:
    """Of a run of words without a function word the stretches that may be a noun."""
    article = before[-1] if before and before[-1][2] in _DETERMINERS else None
    said = [word for _, _, word in before if word not in _DETERMINERS]
    last = said[-1] if said else ""
    if "ء" <= run[0][2][0] <= "ي":
        return _arabic(run[1:] if last in _OPENERS or (last in _PERSON and len(run) > 1) else run)
    if last in _SUBJECTS or (last in _WHO and len(run) > 1):
        run = run[1:]
    elif len(run) > 1 and (
        last in _DO or (last in _BE and (len(said) == 1 or said in (["when", last], ["why", last])))
    ):
        run = run[:-1]
    if not run:
        return []
    if article or last not in _DO:
        return [((article or run[0])[0], run[-1][1])]
    return [(run[0][0], run[n][1]) for n in range(len(run))]


def _arabic(run: Sequence[_Word]) -> list[Span]:
    """All that is not cut before a word with an article, which goes on with it: جمعية الزيت, الدرجة الأولى."""
    ends = [n for n in range(len(run)) if n + 1 == len(run) or not _DEFINITE.match(run[n + 1][2])]
    return [(run[a][0], run[b][1]) for b in ends for a in range(b + 1)]
