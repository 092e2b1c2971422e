"""Asking: what kind of answer a question wants, told by its words: yes or no, a sum, who or what something is."""

import re

from ingest.text.words import normalise
from qa.dialogue.apposition import is_role

_BEFORE = r"^(?:(?:and|but|so|ok|okay|then|well|please|hi|hello|و)[\s,،]+)*"
_TELL_ME = (
    r"(?:you|u|someone|anyone)\s+(?:please\s+)?(?:tell|explain|show|give|list|say|name|describe|find)\b"
    r"|(?:يمكنك|تستطيع|ممكن|تقدر)\s+(?:ان\s+)?(?:ت?خبر|تقول|تشرح|تعطي|تذكر)"
)
_YES_NO = re.compile(
    rf"{_BEFORE}(?:(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|may|might|must|am)"
    rf"(?:n['’]?t)?|و?هل|و?(?:اليس|اليست|الم|افلا))\s+(?!{_TELL_ME})"
)
_CHOICE = re.compile(r"\s(?:or|او|ام)\s")

_MORE = r"(?:larg|bigg|high|low|old|long|small|cheap|great|tall|fast|short)(?:er|est)"
_COMPUTES = re.compile(
    rf"\b(?:how (?:much|many) (?:more|less|fewer|{_MORE})|how (?:old|long)er|{_MORE} than"
    r"|difference (?:between|in)"
    r"|in total|altogether|combined|total (?:number|amount|cost|of)|sum of|average|compared?|versus|vs"
    r"|(?:twice|times) as"
    rf"|(?:which|who|what)(?: \w+){{0,2}} (?:is|was|are|were) (?:the )?{_MORE}(?=\W*$|.* or ))\b"
    r"|(?:كم|ما|شو|ايش|وش) (?:هو )?الفرق\b"
    r"|\b(?:بكم|كم) (?:يزيد|تزيد|يقل|تقل|زاد|زادت)\b|\b(?:ما|كم) (?:(?:هو|هي) )?(?:مجموع|اجمالي|متوسط|معدل)\b"
    r"|\b(?:ايهما|ايهم|مين|اي \w+) (?:اكبر|اكثر|اقل|اصغر|اطول|اعلي|اقدم|ارخص|اغلي)\b|\b(?:قارن|مقارنه)\b"
)

_WHEN = re.compile(
    rf"{_BEFORE}(?:since |until |till |from |by |at |on |in )?(?:when|(?:what|which) (?:time|day|date|month|year)s?)\b"
    r"|\bو?(?:متي|(?:في )?اي (?:ساعه|يوم|تاريخ|شهر|سنه|عام))\b"
)
_NOT_THE_RESULT = """how much many is was are were the which who what in of between as or كم ما هو اي"""
_NO_RESULT = frozenset(map(normalise, _NOT_THE_RESULT.split()))

_MANY_THINGS = (
    r"(?:goal|aim|objective|reason|step|way|point|condition|rule|benefit|dut|measure|result|task|demand|proposal)"
)
# other verbs ("ماذا تعتبر") ask for one thing: more sentences for them cost ARCD .037 of citation precision
_SAYS_ARABIC = (
    "قال|قول|ذكر|صرح|ا?علن|وافق|ا?تفق|طلب|طالب|ريد|اراد|قرر|ا?قترح|ناقش|بحث|وعد|ا?وصي|فعل|ا?شترط|تضمن|شمل|جب|لزم"
)
_SEVERAL = re.compile(
    rf"{_BEFORE}(?:what (?:are|were|else)\b|what (?:do|does|did|will|would|should|can) (?:\w+ ){{1,4}}?"
    r"(?:say|said|agree|want|promise|demand|propose|decide|discuss|plan|ask|need|recommend|do)\b[\w ]{0,12}\W*$"
    rf"|(?:list|name) |which (?:\w+ )?{_MANY_THINGS}\w*s\b|how (?:do|can|should) (?:i|we|you|one)\b|how to\b"
    rf"|و?(?:(?:علي|عن|ب)\s*)?(?:ماذا|علام|بماذا) (?:س?[يتن])?(?:{_SAYS_ARABIC})\w{{0,3}}\b"
    r"|و?(?:اذكر|عدد)\b|كيف (?:يمكن|استطيع|نستطيع)"
    r"|و?ما (?:هي )?(?:ال)?(?:اهداف|اسباب|شروط|خطوات|نقاط|نتائج|مهام|فوائد|مطالب|\w{3,}ات)\b)"
)

_ASKING_WORDS = frozenset(
    normalise(
        "who what which whom whose when where why how is are was were do does did has have had can could will would"
        " should may must من ما ماذا متى أين كيف لماذا هل كم أي أية مين منو شو وش ايش ايه شنو وين فين ليش ليه"
        " ايمتى امتى قديش شلون ازاي بكم"
    ).split()
)
FUNCTION_WORDS = _ASKING_WORDS | frozenset(
    normalise(
        "a an the this that these those i you he she it we they me my your his her its our their in on at of for from"
        " to by with about and or but not be been في على عن إلى مع هو هي هم و أو ثم هذا هذه"
    ).split()
)
_MONTH_OF_MAY = re.compile(r"\b(?:in|of|by|since|until|till|during|for|from|before|after|last|next|\d+) may\b|\bmay \d")
_ABOUT_ENGLISH = re.compile(
    rf"{_BEFORE}(?:who|what)(?:['’]?s| is| was| are| were) (?!(?:the|a|an|his|her|its|their|my|your|our|this|that|these"
    r"|those|it|he|she|they|there|in|on|at|to|for|not|said|called|meant|known|being|going|about)\b)"
    r"((?:[\w'’.-]+ ?){1,5}?)[?\s]*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"\b(?:of|in|for|to|at|on|with|by|from|about|and|or|than|between|the)\b", re.IGNORECASE)
_ABOUT_ARABIC = re.compile(
    r"^(?:و)?(?:(?:من|مين|منو) (?:هو|هي|هم|يكون|تكون)|مين|منو)"
    r" ((?!ال\S+ ال|ال(?:ذي|تي)|\S+(?:ها|هم)[؟?\s]*$)(?:\S+ ?){1,4}?)[؟?\s]*$"
    r"|^(?:و)?(\S+(?: \S+)?) (?:مين|منو)[؟?\s]*$"
)

_WHO_IS = re.compile(
    rf"{_BEFORE}who(?:['’]?s| is| was| are| were) ((?:(?:the|our|my|your|its|their) )?)(?!(?:not|said|called|known|to"
    r"|in|on|at|he|she|they|it|this|that|there|being|going)\b)(.+)$",
    re.IGNORECASE,
)
_WHO = re.compile(rf"{_BEFORE}who\b|و?(?:من|مين|منو)\b|\S+(?: \S+)? (?:مين|منو)\b")
_OF = re.compile(r"\s(?:of|for|to|in|at)\s", re.IGNORECASE)
_WHO_IS_ARABIC = re.compile(
    r"^و?(?:من|مين|منو) (?:(?:هو|هي|يكون|تكون|كان|كانت) )?((\S+)(?: (?!ال(?:ذي|تي)\b)(\S+).*)?)$"
)
_GOES_ON = re.compile(r"^(?:ال\S+|باسم|في|عن|الى|إلى|على|لل\S+)$")


def asks_yes_no(question: str) -> bool:
    """Whether yes or no would answer it; not where it leaves a choice ("was it red or blue")."""
    plain = normalise(question)
    return bool(_YES_NO.match(plain)) and not _CHOICE.search(plain)


def asks_to_compute(question: str) -> bool:
    """Whether facts have to be added up or compared to answer it."""
    return _COMPUTES.search(normalise(question)) is not None


def asks_when(question: str) -> bool:
    """Whether a time, a day or a date would answer it."""
    return _WHEN.search(normalise(question)) is not None


def says_the_result(question: str, sentence: str) -> bool:
    """Whether a sentence holds what the question wants computed, as it says "on average" or "four more than" itself."""
    found = _COMPUTES.search(normalise(question))
    words = set(re.findall(r"\w+", found[0])) - _NO_RESULT if found else set()
    return not words.isdisjoint(re.findall(r"\w+", normalise(sentence)))


def asks_for_several(question: str) -> bool:
    """Whether more than one thing may answer it: what somebody said or agreed to, goals, reasons, steps."""
    return _SEVERAL.search(normalise(question)) is not None


def asks_who_holds(question: str) -> str | None:
    """The office, as it was typed, whose holder the question asks for; None where it asks for nobody's or by a name."""
    typed = " ".join(question.split()).rstrip("؟? ")
    if found := _WHO_IS.match(typed):
        head, *more = _OF.split(found[2], maxsplit=1)
        is_office = found[1] or is_role(head.split()[-1])
        return found[2] if is_office and (found[1] or more or len(head.split()) > 1) else None
    found = _WHO_IS_ARABIC.match(typed)
    if not found or not is_role(found[2]):
        return None
    is_office = not found[3] or not found[2].startswith("ال") or _GOES_ON.match(found[3])
    return found[1] if is_office else None


def asks_who_or_what(question: str) -> str | None:
    """The name, as it was typed, of which the question asks who or what it is; None for any other question.

    "Who is the minister of finance" names an office and asks for its holder: None.
    """
    typed = " ".join(question.split())
    if (found := _ABOUT_ENGLISH.match(typed)) and not _NO_NAME.search(found[1]):
        return found[1].strip()
    found = _ABOUT_ARABIC.match(typed)
    return (found[1] or found[2]).strip("؟? ") if found else None


def asks_who(question: str) -> bool:
    """Whether it asks for somebody, and not what something is."""
    return _WHO.match(normalise(question)) is not None


def asks_nothing(turn: str) -> bool:
    """Whether it has no form of a question, as a name, a heading, or what makes no sense: no question word, no "?"."""
    return not turn.rstrip().endswith(("?", "؟")) and _ASKING_WORDS.isdisjoint(_words_of(turn))


def is_name(turn: str) -> bool:
    """Whether it is one word that asks nothing, with or without a question mark."""
    return len(_words_of(turn)) == 1 and asks_nothing(turn.rstrip(" ?؟"))


def content_words(turn: str) -> list[str]:
    """Its words, normalised, but those that every text has; "may" where it is the month."""
    of_every_text = FUNCTION_WORDS - {"may"} if _MONTH_OF_MAY.search(normalise(turn)) else FUNCTION_WORDS
    return [word for word in _words_of(turn) if word not in of_every_text]


def _words_of(turn: str) -> list[str]:
    return re.findall(r"[^\W_]+", normalise(turn))
