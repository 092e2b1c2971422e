"""Splitting: two questions asked in one. By words alone; where the second leans on the first, it is a follow-up."""

import re

_WH = r"(?:when|where|what|who|whom|whose|which|why|how)(?:['’]?s)?"
_AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|must)"
_SUBJECT = r"(?:he|she|it|they|we|i|you|there|the|this|that|these|those|his|her|its|their|anyone|someone|[A-Z]\w+)"
_TO = r"(?:to|for|by|with|from|in|on|at|of|about)"
_ENGLISH = re.compile(
    rf",?\s+(?:and|also|plus)\s+(?:then\s+|also\s+)?(?=(?:{_TO}\s+)?{_WH}\b|{_AUXILIARY}\s+{_SUBJECT}\b)",
    re.IGNORECASE,
)
_ASKS_ENGLISH = re.compile(rf"\b{_WH}\b|^(?:and\s+)?{_AUXILIARY}\b", re.IGNORECASE)
_PAIR = re.compile(rf"^({_WH}),?\s+and\s+({_WH})\s+(.+)$", re.IGNORECASE)  # when and where was he born

# ومن may be "and from", وما "and not" or "and the like": taken only before what makes them ask
_ASKS = (
    r"(?:متى|[أا]ين|كيف|كم|لماذا|ماذا|هل|لمن|بماذا|[أا]ي|مين|منو|شو|وين|فين|ليش|ليه|[إا]يش|[إا]يمتى|[إا]متى|[إا]زاي"
    r"|شلون|قديش|ما(?=\s+(?:هو|هي|هم|ال|سبب|مهمة|اسم|عدد|رأي|راي|نتيجة|موقف|دور|معنى|هدف))"
    r"|من(?=\s+(?:هو|هي|هم|الذي|التي|الذين|[يت]\w{3,}))"
    r"|(?:على|عن|في|إلى|الى|مع|من)\s+(?:ماذا|من|متى|[أا]ين|[أا]ي|شو))"
)
_ARABIC = re.compile(rf"[،,]?\s+و(?={_ASKS}(?:[\s؟?]|$))|[،,]?\s+و(?=ما\s+ال|من\s+ال(?:ذي|تي|ذين))")
_ASKS_ARABIC = re.compile(rf"(?:^|\s)و?(?:{_ASKS}|من|ما)(?:[\s؟?]|$)")
_MARKED = re.compile(r"(?<=[?؟])\s+(?=\S)")


def split(question: str) -> list[str]:
    """The questions that one turn asks, in order; itself alone where it asks one thing.

    "What is the capital and largest city of X?" is one: only a question word, or an auxiliary with its subject, after
    "and" begins a second.
    """
    parts = [part for marked in _MARKED.split(question.strip()) for part in _joined_by_and(marked)]
    asking = [part for part in parts if _ASKS_ENGLISH.search(part) or _ASKS_ARABIC.search(part)]
    return parts if len(parts) == len(asking) else [question]


def _joined_by_and(question: str) -> list[str]:
    if pair := _PAIR.match(question):
        return [f"{pair[1]} {pair[3]}", f"{pair[2]} {pair[3]}"]
    parts: list[str] = []
    for part in re.split(f"{_ENGLISH.pattern}|{_ARABIC.pattern}", question, flags=re.IGNORECASE):
        # "how many soldiers and what" is no question yet
        if parts and len(parts[-1].split()) < 2:
            return [question]
        parts.append(part.strip(" ,،"))
    return parts
