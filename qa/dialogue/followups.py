"""Follow-ups: a question that leans on what was said before, as one that can be searched with and one that can be read.

Without a language model. The topic's words are those of the former questions that say what they are about, as far back
as each leans on the one before it, and the former short answer where that names somebody or something.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text.words import light_stem, normalise
from qa.dialogue.asking import asks_who_or_what

MAX_TURNS = 3
MAX_TOPIC_WORDS = 12
LONGEST_ANSWER = 6
"""Words of a former short answer that may be what a pronoun stands for; a longer one is no name."""


@dataclass(frozen=True)
class Said:
    """An earlier turn: its question, and the short answer it got."""

    question: str
    short_answer: str | None = None


@dataclass(frozen=True)
class FollowUp:
    """A question with what it leans on: `searched` after the questions before it, `read` after the topic's words.

    Passages are found by whole questions better than by words picked from them, above all in another language; but a
    reader would answer the former question again.
    """

    searched: str
    read: str


_JOINS = re.compile(r"(?:and|but|so|then|also|what about|how about|ok(?:ay)?|ماذا عن|طيب|ثم)\b", re.IGNORECASE)
_IS_IT = re.compile(r"(?:من|ما|ماذا|[أا]ين|كم|متى|مين) (?:هو|هي|هم|هما)\b")  # "is", no pronoun
_PRONOUN = re.compile(
    r"\b(?:he|she|(?-i:[Ii]t)|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|one|ones"
    r"|ذلك|بذلك|تلك|هذا|هذه|هو|هي|هم|هما|فيه|فيها|منه|منها|به|بها|له|لها|لهم|عنه|عنها|[إا]ليه|[إا]ليها|عليه|عليها)(?!\w)",
    re.IGNORECASE,  # but for "IT", which is a department
)
_ENDING = re.compile(r"\b[ء-ي]{2,}(?:ها|هم|ه)\b")  # of عاصمته and سكانها, which stand for what was said before
_JOINED = re.compile(
    r"^\s*(?:(?:and|but|so|then|also)\b[\s,]*|و(?=(?:متى|[أا]ين|كيف|كم|لماذا|ماذا|هل|من|ما|[أا]ي|في|ب|على|مع)))",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:^|\s)و?(?:متى|[أا]ين|كيف|لماذا|هل|وين|[إا]?يمتى|امتى)\s+(?!ال)([ء-ي]{3,})(?=\s)"
    r"|\b(?:is|are|was|were|be|been)\b.*\s(\w+ed)\W*$",
    re.IGNORECASE,
)
_BARE_SUBJECT = re.compile(
    r"^\W*(?:(?:when|where|why|how|what|which|who)\b.*?\b(?:do|does|did)|do|does|did)\s+"
    r"(?!(?:the|a|an|this|that|these|those|my|your|his|her|its|our|their|i|you|he|she|it|we|they|one|anyone|people)\b)"
    r"[a-z]\w{2,}\s+\w{2,}",
    re.IGNORECASE,
)
"""Without an article after "did": a name, however it is spelt ("when did kerry arrive")."""
_OF_A_NAME = re.compile(r"(?:ما|كم|متى|[أا]ين|وين|من|مين|شو)\s+(?!ال)([ء-ي]{2,})\s+(?!ال|ذلك|هذا|هذه|تلك)[ء-ي]{3,}\W*$")
_NAME = re.compile(r"(?<=\s)(?:[A-Z]|\d)\w*")
_ASKS_FOR_ONE = re.compile(r"^(?:and )?(?:who|which|what|whom)\b|^و?(?:من|ما|مين|منو|شو|[أا]ي)\s", re.IGNORECASE)
"""Questions whose answer the next may be about; not when, where or how many."""
_FEW = 2
"""Words that say what a question is about; one of so few without a name leaves something unsaid."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP_WORDS = """
a an the of in on at to from by for with and or but so then also is are was were be been being do does did done has
have had can could will would shall should may might must what which who whom whose when where why how many much long
old often far there that this these those it its he she they his her their him them i you we me my your our as if not
no than about into after before during over under between up out what's who's name called kind type year time
ما ماذا من متى أين اين كيف كم لماذا هل أي اي اية مين شو وش ايش ايه شنو وين فين ليش ليه امتى قديش كام في على عن الى إلى
مع هو هي هم كان كانت يكون تكون التي الذي الذين اللي يلي و أو او ثم قد لقد منذ بين بعد قبل عند هذا هذه
ذلك تلك عدد اسم سنة عام تم"""
_STOP = frozenset(map(normalise, _STOP_WORDS.split()))


def follow_up(question: str, history: Sequence[Said]) -> FollowUp | None:
    """The question with its topic; None where it stands alone."""
    if not history or not leans(question):
        return None
    chain = _chain(history)
    own = {_stem(word) for word in _content(question)}
    words = [word for word in _topic(chain) if _stem(word) not in own]
    happened = {_stem(verb) for said in chain for verb in _verbs(said.question)} if own else set()
    topic = ([word for word in words if _stem(word) not in happened] or words)[:MAX_TOPIC_WORDS]
    if not topic:
        return None
    questions = " ".join(said.question for said in chain)
    return FollowUp(f"{questions} {question}", f"{' '.join(topic)}: {_JOINED.sub('', question)}")


def _verbs(question: str) -> list[str]:
    """What a question says that its topic did, as "died" in "متى توفي تسلا".

    A question with content of its own does not lean on that. An Arabic verb follows the question word; an English one
    is known where it ends the question in -ed.
    """
    return [found[1] or found[2] for found in _VERB.finditer(question)]


def leans(question: str) -> bool:
    """Whether a question leaves its topic unsaid: it joins on, holds a pronoun without its noun, or says little."""
    if asks_who_or_what(question) or _names_its_own(question):
        return False
    content, named = _content(question), _NAME.search(question)
    first = (_WORD.findall(question) or [""])[0]
    if _JOINS.match(question) or (first.startswith("و") and normalise(first[1:]) in _STOP) or len(content) <= 1:
        return True
    if pronoun := _PRONOUN.search(question, opened.end() if (opened := _IS_IT.match(question)) else 0):
        return len(content) <= _FEW + 1 or not (named and named.start() < pronoun.start())
    return not named and len(content) <= _FEW + bool(_ENDING.search(question))


def may_stand_alone(question: str) -> bool:
    """Whether nothing but its few words says that a question leans: no pronoun, nothing that joins it on.

    "What is the monthly rent" may go on about a flat or begin anew; only what the documents say of each can tell.
    """
    first = (_WORD.findall(question) or [""])[0]
    joins = (
        _JOINS.match(question) or _JOINED.match(question) or (first.startswith("و") and normalise(first[1:]) in _STOP)
    )
    return bool(_content(question)) and not (joins or _PRONOUN.search(question) or _ENDING.search(question))


def _names_its_own(question: str) -> bool:
    """Whether it names its subject: without an article, or as the second of two Arabic words (ما عاصمة فرنسا)."""
    if _BARE_SUBJECT.match(question) and not _PRONOUN.search(question):
        return True
    found = _OF_A_NAME.match(question)
    return found is not None and normalise(found[1]) not in _STOP and not _ENDING.search(question)


def _chain(history: Sequence[Said]) -> list[Said]:
    """The turns that the last one leans on, from one that stands alone on."""
    alone = next((n for n in reversed(range(len(history))) if not leans(history[n].question)), 0)
    return list(history[max(alone, len(history) - MAX_TURNS) :])


def _topic(chain: Sequence[Said]) -> list[str]:
    """The words of the topic: what the last answer named, then the questions' words, the latest question's first."""
    last, answer = chain[-1], (chain[-1].short_answer or "").split()
    named = answer if _ASKS_FOR_ONE.match(last.question) and len(answer) <= LONGEST_ANSWER else []
    words = [
        word for text in (" ".join(named), *(said.question for said in reversed(chain))) for word in _content(text)
    ]
    return list({_stem(word): word for word in reversed(words)}.values())[::-1]


def _content(text: str) -> list[str]:
    """The words that say what a text is about, with those of names, as Doctor Who."""
    names = {found.start() for found in _NAME.finditer(text)}
    return [found[0] for found in _WORD.finditer(text) if found.start() in names or _says(found[0])]


def _says(word: str) -> bool:
    plain = normalise(word)
    return len(word) > 1 and plain not in _STOP and not (plain.startswith("و") and plain[1:] in _STOP)


def _stem(word: str) -> str:
    return light_stem(normalise(word))
