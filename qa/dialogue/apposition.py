"""Apposition: who or what a name stands for, as a passage says it, and the way back: who holds an office.

"وزير الخارجية الروسي سيرغي لافروف" says it of لافروف, and of Lavrov, as names are compared by their sounds across
scripts. What is found is a span of the passage: the title before a name, what it is said to be, or the name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.text.names import named
from ingest.text.sentences import Span, sentences
from ingest.text.words import light_stem, normalise, script

_ROLES_ENGLISH = """minister president envoy spokesman spokeswoman spokesperson secretary director chief leader king
queen prince princess ambassador commander general colonel admiral founder co-founder chairman chairwoman chair
chairperson professor governor mayor senator judge captain coach author writer poet historian scientist physicist
engineer editor manager head deputy officer counsel emperor pope bishop sultan pharaoh actor actress composer architect
mediator representative chancellor adviser advisor inspector clerk accountant"""
_ROLES_ARABIC = """وزير وزيره رئيس رئيسه مبعوث مبعوثه متحدث متحدثه ناطق مدير مديره زعيم ملك ملكه امير اميره سفير سفيره
قائد امين نائب نائبه مستشار مستشاره مؤسس مؤسسه كاتب كاتبه شاعر مؤرخ عالم فيزيائي مهندس مهندسه مدرب لاعب ممثل ممثله
حاكم محافظ عمده قاضي مفتي سلطان خليفه امام شيخ بابا امبراطور محرر مفوض مفوضه وسيط مندوب مراقب مخترع مصمم مالك عضو
محاسب محاسبه"""
_BEFORE_A_ROLE = "special foreign prime deputy former vice senior acting chief first interim late سابق اسبق راحل"
_DETERMINE = "the a an our his her their its my your"
_WITHIN_A_NAME = "de di da del von van al el bin ibn abu ben la le دي دو فان فون بن ابن ابو ابي عبد آل ال"
_SAYS_WHAT_IT_IS = "is was are were هو هي كان كانت"
_BEGINS_A_KIND = "a an the one"
_WITHIN_A_TITLE = "of for to in at on and s باسم الى في"
_BEGINS_NO_NAME = """في من على الى عن مع خلال بعد قبل ان انه انها قد كان كانت كما حول يوم مساء صباح امس ثم لا لم لن ما
هو هي الذي التي حيث عند بين منذ حتى او باسم لدى between with from by on in under after before during since while when
where although as if but and or dear"""


def _set(words: str) -> frozenset[str]:
    return frozenset(map(normalise, words.split()))


_ROLES = _set(f"{_ROLES_ENGLISH} {_ROLES_ARABIC}")
_BEFORE_ROLE = _set(_BEFORE_A_ROLE)
_DETERMINERS = _set(_DETERMINE)
_PARTICLES = _set(_WITHIN_A_NAME)
_LINKS = _set(_WITHIN_A_TITLE)
_NO_NAMES = _set(_BEGINS_NO_NAME) | _LINKS
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
            found = _after(text, words, last, end, _ROLES) or _before(text, words, first, whole, _ROLES, _ROLES)
            if found:
                return found
    return None


@dataclass(frozen=True)
class Titled:
    """A name with the title that the text gives it: both as spans of the text."""

    title: Span
    name: Span


def is_role(word: str) -> bool:
    """Whether the word names a role by itself: minister, وزير."""
    return _is_role(normalise(word), _ROLES)


def titled(text: str, office: str = "") -> Iterator[Titled]:
    """Each name of the text that has a title, with each of its titles. The office's noun counts as a role.

    In Arabic, where nothing marks a name, each word that may begin one is taken for one.
    """
    roles = _ROLES | {_noun(office).removeprefix("ال")}
    asked = roles.union(_content(office))
    for start, end in sentences(text):
        words = [_word(found) for found in _WORD.finditer(text, start, end)]
        for first, last in _names(text, words, asked):
            before = _before(text, words, first, True, roles, asked)
            after = _after(text, words, last, end, roles)
            if before and _leads(text, before[1], words[first].start, roles):
                yield Titled(before, (words[first].start, words[last].end))
            if after and (script(text) != "arabic" or _is_role(words[last + 1].plain, roles)):
                yield Titled(after, (words[first].start, words[last].end))


def _noun(office: str) -> str:
    """What the office is a kind of: the first word in Arabic, the last before "of" in English."""
    words = [normalise(word) for word in _WORD.findall(office)]
    if not words or script(office) == "arabic":
        return words[0] if words else ""
    return next((one for one, following in pairwise(words) if following in _LINKS), words[-1])


def _leads(text: str, title_end: int, name: int, roles: frozenset[str]) -> bool:
    """Whether nothing but another role or a form of address stands between a title, which no "of" ends, and a name."""
    between = [_word(found) for found in _WORD.finditer(text, title_end, name)]
    last = [_word(found) for found in _WORD.finditer(text, max(0, title_end - _LONGEST), title_end)][-1]
    return last.plain not in _LINKS | _NO_NAMES and all(
        text[word.end] == "." or word.plain in _DETERMINERS or _is_role(word.plain, roles) for word in between
    )


def holders(text: str, office: str, document: str = "") -> list[Titled]:
    """Who holds the office by the text, which is in its script, those whose title says least beside it.

    What the title leaves out of the office has to stand in the document's title.
    """
    asked, around = _content(office), _content(document)
    found: dict[Titled, int] = {}
    for one in titled(text, office):
        title = [_word(word) for word in _WORD.finditer(text, *one.title)]
        said = [word.plain for word in title]
        more = [word for word in title if word.plain not in _LINKS | _DETERMINERS and not _holds(asked, word.plain)]
        names = any(_holds(_content(text[slice(*one.name)]), word) for word in asked)
        lacks = [word for word in asked if not _holds(said, word)]
        if not names and len(lacks) < len(asked) and all(_holds(around, word) for word in lacks):
            comma = one.title[0] > one.name[0]
            if all(comma or _may_add(text, word) for word in more) and not any(_changes(word.plain) for word in more):
                found[one] = len(more)
    return [one for one, more in found.items() if more == min(found.values())]


def _content(text: str) -> list[str]:
    plain = [normalise(word) for word in _WORD.findall(text)]
    return [word for word in plain if word not in _LINKS | _DETERMINERS]


def _holds(words: list[str], asked: str) -> bool:
    """Whether one of the words is the asked one, but for its ending: الروسي and روسيا."""
    stem = light_stem(asked)
    stems = (light_stem(word) for word in words)
    return any(a == stem or (min(len(a), len(stem)) > 2 and a.startswith(stem[: len(a)])) for a in stems)


def _may_add(text: str, word: _Word) -> bool:
    """Whether a title before a name may say the word beside the office: an Arabic adjective, a Latin name."""
    return word.definite if script(text[word.start : word.end]) == "arabic" else text[word.start].isupper()


def _changes(plain: str) -> bool:
    """Whether a word makes another office of one: the deputy, the former."""
    return plain.removeprefix("ال") in _BEFORE_ROLE or _is_role(plain, _ROLES)


def _names(text: str, words: list[_Word], no_names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The first and the last word of what may be a name: Latin words with capitals, behind any role, or two Arabic."""
    n = 0
    while n < len(words):
        last, latin = n, script(text[words[n].start : words[n].end]) != "arabic"
        if not _begins_name(text, words[n], no_names):
            n += 1
            continue
        while last + 1 < len(words) and (latin or last == n or words[last].plain in _PARTICLES):
            between, more = text[words[last].end : words[last + 1].start], words[last + 1]
            part = more.plain in _PARTICLES or (latin and text[more.start].isupper()) or not latin
            if between.strip() or not part or more.plain in _NO_NAMES or _is_role(more.plain, no_names):
                break
            last += 1
        yield n, last
        n = last + 1 if latin else n + 1


def _begins_name(text: str, word: _Word, no_names: frozenset[str]) -> bool:
    if word.plain in _NO_NAMES | _DETERMINERS | _BEFORE_ROLE or _is_role(word.plain, no_names):
        return False
    if script(text[word.start : word.end]) == "arabic":
        return not word.definite and len(word.plain) > 2
    return text[word.start].isupper() and not text.startswith(". ", word.end)


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


def _after(text: str, words: list[_Word], last: int, end: int, roles: frozenset[str]) -> Span | None:
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
    if between in {",", "،", "(", "-", "–", "—"} and any(
        _is_role(word.plain, roles) for word in words[last + 1 : last + 5]
    ):
        return _until(text, following[0].start, end)
    return None


def _before(
    text: str, words: list[_Word], first: int, whole: bool, roles: frozenset[str], joined: frozenset[str]
) -> Span | None:
    """وزير الخارجية الروسي سيرغي [لافروف] · UN special envoy to Syria Staffan [de Mistura]

    `whole`: the mention holds the given name too. `joined` are words that go with a role behind them.
    """
    while first and words[first - 1].plain in _PARTICLES:
        first -= 1
    reach = words[max(0, first - _TITLE_WORDS) : first]
    role = next((n for n in reversed(range(len(reach))) if _is_role(reach[n].plain, roles)), None)
    if role is None:
        return None
    begin = role
    while begin and (_joins(text, reach[begin - 1], reach[begin], joined)):
        begin -= 1
    stop = _title_end(text, reach, role, words[first], whole)
    return (reach[begin].start, stop) if stop - reach[begin].start <= _LONGEST else None


def _is_role(plain: str, roles: frozenset[str]) -> bool:
    return any(part.removeprefix("ال") in roles for part in plain.split("-"))


def _joins(text: str, word: _Word, following: _Word, joined: frozenset[str]) -> bool:
    """Whether a word before the role is part of the title: the deputy of a minister, a special envoy, UN."""
    if text[word.end : following.start].strip():
        return False
    shown = text[word.start : word.end]
    return word.plain in joined or word.plain in _BEFORE_ROLE or (shown[0].isupper() and word.plain not in _DETERMINERS)


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
