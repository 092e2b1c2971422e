"""Dialect: a question in spoken Arabic with the question words of the standard language, which models know better.

Only words that the standard language does not ask with are taken for dialect's, but for بكم before a thing, which asks
for its price in either.
"""

import re

_STANDARD = {
    "كم": r"[قأاگ]ديش|قداش|ش[قكگ]د|كام|شحال",
    "كم سعر": r"ب[قأاگ]ديش|بقداش|بكام|بكم(?=\s+(?!ي|تزيد|تقل)(?:\S+\s+)?ال)",
    "ما": r"شو|شنو|شنهو|وش|[إا]يش",
    "أين": r"وين|فين",
    "لماذا": r"ليش|ليه|علاش",
    "متى": r"[إا]يمتى|[إا]متى",
    "من": r"مين|منو|منهو|شكون",
    "كيف": r"[إا]زاي|شلون|كيفاش",
}
_ASKS = re.compile(r"\b(?:" + "|".join(f"({words})" for words in _STANDARD.values()) + r")\b")
_FORMS = tuple(_STANDARD)
_COSTS = re.compile(r"\bكم (?:سعر )?(?:ب?[يت]?كل[ّ]?ف|حق|سعر)\b")
_PRESENT = re.compile(r"\bب(?=[يتن][ء-ي]{3,})")
"""The b- before a verb of the present: بيكلف, بتفتح."""


def standard(question: str) -> str:
    """The question as the standard language asks it; itself where nothing in it asks in dialect."""
    if not _ASKS.search(question):
        return question
    asked = _ASKS.sub(lambda found: _FORMS[(found.lastindex or 1) - 1], question)
    return _PRESENT.sub("", _COSTS.sub("كم سعر", asked))
