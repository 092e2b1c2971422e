"""Apposition: who or what a name stands for, as a passage says it: the title before it, or what it is said to be.

"وزير الخارجية الروسي سيرغي لافروف" says it of لافروف, and of Lavrov, as names are compared by their sounds across
scripts. What is found is a span of the passage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.text.names import named
from ingest.text.sentences import Span, sentences
from ingest.text.words import normalise, script

_ROLES_ENGLISH = """minister president envoy spokesman spokeswoman spokesperson secretary director chief leader king
queen prince princess ambassador commander general colonel admiral founder co-founder chairman chairwoman chair
chairperson professor governor mayor senator judge captain coach author writer poet historian scientist physicist
engineer editor manager head deputy officer counsel emperor pope bishop sultan pharaoh actor actress composer architect
mediator representative chancellor adviser advisor inspector clerk accountant"""
_ROLES_ARABIC = """وزير وزيره رئيس رئيسه مبعوث مبعوثه متحدث متحدثه ناطق مدير مديره زعيم ملك ملكه امير اميره سفير سفيره
قائد امين نائب نائبه مستشار مستشاره مؤسس مؤسسه كاتب كاتبه شاعر مؤرخ عالم فيزيائي مهندس مهندسه مدرب لاعب ممثل ممثله
حاكم محافظ عمده قاضي مفتي سلطان خليفه امام شيخ بابا امبراطور محرر مفوض مفوضه وسيط مندوب مراقب مخترع مصمم مالك عضو
محاسب محاسبه"""
_BEFORE_A_ROLE = "special foreign prime deputy former vice senior acting chief first interim late"
_DETERMINE = "the a an our his her their its my your"
_WITHIN_A_NAME = "de di da del von van al el bin ibn abu ben la le دي دو فان فون بن ابن ابو ابي عبد آل ال"
_SAYS_WHAT_IT_IS = "is was are were هو هي كان كانت"
_BEGINS_A_KIND = "a an the one"


def _set(words: str) -> frozenset[str]:
    return frozenset(map(normalise, words.split()))


_ROLES = _set(f"{_ROLES_ENGLISH} {_ROLES_ARABIC}")
_BEFORE_ROLE = _set(_BEFORE_A_ROLE)
_DETERMINERS = _set(_DETERMINE)
_PARTICLES = _set(_WITHIN_A_NAME)
_IS = _set(_SAYS_WHAT_IT_IS)
_AFTER_IS = _set(_BEGINS_A_KIND)
_ENDS = re.compile(
    r"[,،;؛.:()!?؟«»]|\s(?:who|which|that|whose|where|الذي|التي|الذين|حيث|وقد|وكان|said|announced|added)\b"
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_TITLE_WORDS = 9
_LONGEST = 100  # characters of a span


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    plain: str
    definite: bool


def apposition(text: str, name: str) -> Span | None:
    """The span of the text that says who or what the name is, the first there is; None where none does."""
    for start, end in sentences(text):
        words = [_word(found) for found in _WORD.finditer(text, start, end)]
        for first, last in _mentions(text, words, name):
            whole = sum(word.plain not in _PARTICLES for word in words[first : last + 1]) > 1
            found = _after(text, words, last, end) or _before(text, words, first, whole)
            if found:
                return found
    return None


def _word(found: re.Match[str]) -> _Word:
    plain = normalise(found[0])
    bare = plain[1:] if plain.startswith("و") and len(plain) > 4 else plain
    return _Word(found.start(), found.end(), plain, bare.startswith("ال"))


def _mentions(text: str, words: list[_Word], name: str) -> Iterator[tuple[int, int]]:
    """The words of each mention, the first and the last: the name's last word, and those before it that are its too."""
    asked = _WORD.findall(name)
    own = script(name) == script(text)
    for n, word in enumerate(words):
        if not _same(asked[-1], text[word.start : word.end], own):
            continue
        first = n
        for part in reversed(asked[:-1]):
            if first and _same(part, text[words[first - 1].start : words[first - 1].end], own):
                first -= 1
        yield first, n


def _same(asked: str, word: str, own_script: bool) -> bool:
    if own_script:
        plain = normalise(word)
        return normalise(asked).removeprefix("ال") in {plain.removeprefix(p) for p in ("", "ال", "وال", "و", "ل", "ب")}
    return bool(named(asked).sounds & named(word).sounds)


def _after(text: str, words: list[_Word], last: int, end: int) -> Span | None:
    """Lavrov, the Russian foreign minister, … · DECnet is a suite of … · سيرغي لافروف، وزير الخارجية، …"""
    following = words[last + 1 : last + 4]
    if not following:
        return None
    between = text[words[last].end : following[0].start].strip()
    if between == "":
        if following[0].plain not in _IS or len(following) < 2:
            return None
        arabic = script(following[0].plain) == "arabic"
        if not arabic and following[1].plain not in _AFTER_IS:
            return None
        return _until(text, following[1].start, end)
    if between in {",", "،", "(", "-", "–", "—"} and any(_is_role(word.plain) for word in words[last + 1 : last + 5]):
        return _until(text, following[0].start, end)
    return None


def _before(text: str, words: list[_Word], first: int, whole: bool) -> Span | None:
    """وزير الخارجية الروسي سيرغي [لافروف] · UN special envoy to Syria Staffan [de Mistura]

    `whole`: the mention holds the given name too.
    """
    while first and words[first - 1].plain in _PARTICLES:
        first -= 1
    reach = words[max(0, first - _TITLE_WORDS) : first]
    role = next((n for n in reversed(range(len(reach))) if _is_role(reach[n].plain)), None)
    if role is None:
        return None
    begin = role
    while begin and (_joins(text, reach[begin - 1], reach[begin])):
        begin -= 1
    stop = _title_end(text, reach, role, words[first], whole)
    return (reach[begin].start, stop) if stop - reach[begin].start <= _LONGEST else None


def _is_role(plain: str) -> bool:
    return any(part.removeprefix("ال") in _ROLES for part in plain.split("-"))


def _joins(text: str, word: _Word, following: _Word) -> bool:
    """Whether a word before the role is part of the title: the deputy of a minister, a special envoy, UN."""
    if text[word.end : following.start].strip():
        return False
    shown = text[word.start : word.end]
    return word.plain in _ROLES or word.plain in _BEFORE_ROLE or (shown[0].isupper() and word.plain not in _DETERMINERS)


def _title_end(text: str, reach: list[_Word], role: int, mention: _Word, whole: bool) -> int:
    """Where the title ends: at a comma, else before the given name that stands between it and the mention."""
    after = [*reach[role:], mention]
    for word, following in pairwise(after):
        if re.search(r"[,،:(–-]", text[word.end : following.start]):
            return word.end
    given = len(reach) - 1
    latin = script(text[mention.start : mention.end]) != "arabic"
    # one given name stands before a surname: in Latin script with a capital, in Arabic without an article
    if given > role and not whole:
        shown = text[reach[given].start : reach[given].end]
        if (latin and shown[0].isupper()) or (not latin and not reach[given].definite):
            given -= 1
    return reach[given].end


def _until(text: str, start: int, end: int) -> Span | None:
    """From `start` to where the apposition ends, within the sentence."""
    found = _ENDS.search(text, start, min(end, start + _LONGEST))
    stop = found.start() if found else end
    return (start, stop) if 0 < stop - start <= _LONGEST else None
