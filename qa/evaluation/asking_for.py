"""Asking for a part of a sentence: the sentence → a question with the question word first and the rest in its order.

English needs its verb behind the question word, so only sentences with an auxiliary or a form of `be` or `have` are
turned; of others there is no question. Arabic puts the question word in front and leaves the rest as it is.
"""

import re

_SUBORDINATE = (
    "with|without|although|though|since|when|while|if|in|on|at|after|before|during|by|for|from|as|because|until|to|of"
)
_CLAUSE = re.compile(
    rf"(?!(?:{_SUBORDINATE})\b)(?P<subject>\w[^,]{{1,80}}?) "
    r"(?P<verb>is|are|was|were|has|have|had|will|would|can|could|may|might|must|should) ",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"\s*(?:[,،]|\b(?:that|which|who|whose|where|and|but|or|when|while|because)\b|\b(?:الذي|التي|الذين|مما|حيث|لكن)\b)"
)
"""Where another clause begins, which a question leaves out."""
_OPENING = re.compile(r"^(?:The|An?|There|All|Each|Every|Some|Most|Many|Both|No) ")
_ARTICLE = re.compile(r"(?:the|an?|one|not)\b")
_MAIN_VERB = {"has": "does", "have": "do", "had": "did"}
_PREPOSITION = re.compile("at|by|for|from|in|into|of|on|over|to|under|with|within|after|before|during|until")
_ARABIC_PREPOSITION = re.compile("في|من|إلى|الى|على|عن|خلال|بعد|قبل|منذ|حتى|لمدة|مدة|كل|مع|نحو|حوالي")
_ASKED_BY = {"by": "By whom", "in": "Where", "at": "Where"}


def english(kind: str, sentence: str, held: re.Match[str], is_word: bool = False) -> str | None:
    """A question for what `held` has as `answer`; `before` is the word in front of it, `noun` what is counted.

    `is_word`: the sentence's first word is an ordinary one, which loses its capital.
    """
    found, said = _CLAUSE.match(sentence), sentence.rstrip(" .!")
    if found is None or found.start("verb") > held.start("before"):
        return None
    subject, verb, before = _uncapitalised(found["subject"], is_word), found["verb"], held["before"]
    middle, after = said[found.end() : held.start("before")].strip(), _FURTHER.split(said[held.end() :])[0].strip()
    if _FURTHER.search(f"{subject} {middle}"):
        return None
    if kind == "number" and found.start("verb") == held.start("before"):
        return _how_many_there(subject, verb, held["noun"], after)
    if kind == "number":
        if _PREPOSITION.fullmatch(before):
            return _joined(f"{before.capitalize()} how many{held['noun']}", verb, subject, middle, after)
        return _joined(f"How many{held['noun']}", verb, subject, middle, before, after)
    is_stated = not _ARTICLE.match(middle) and (bool(middle) or before != "by")
    if not is_stated or (kind == "year" and verb not in ("was", "were", "had")):
        return None
    return _joined("When" if kind == "year" else _ASKED_BY[before], verb, subject, middle, after)


def _uncapitalised(subject: str, is_word: bool) -> str:
    return subject[0].lower() + subject[1:] if is_word or _OPENING.match(f"{subject} ") else subject


def _how_many_there(subject: str, verb: str, noun: str, after: str) -> str | None:
    """Of a number right behind the verb: how many members the club has, how many metres long the bridge is."""
    if verb in _MAIN_VERB:
        return _joined(f"How many{noun}", _MAIN_VERB[verb], subject, "have", after)
    if subject == "there":
        return _joined(f"How many{noun}", verb, subject, after)
    return _joined(f"How many{noun}", after, verb, subject) if verb in ("is", "are", "was", "were") else None


def arabic(kind: str, sentence: str, held: re.Match[str]) -> str | None:
    """As `english`, in Arabic."""
    said, word = sentence.rstrip(" .!"), held["before"].strip()
    before, after = said[: held.start("before")].strip(" ،"), _FURTHER.split(said[held.end() :])[0].strip()
    if _FURTHER.search(before) or len(f"{before}{after}".split()) < 2:
        return None
    if kind == "year":
        # "in the summer of the year …" would leave "in the summer"; "in the city, in the year …" has its article
        place, *named = before.split()[-2:] or [""]
        is_cut = "في" not in word and _ARABIC_PREPOSITION.fullmatch(place) and not "".join(named).startswith("ال")
        return None if is_cut else _joined("متى", before, after, mark="؟")
    if _ARABIC_PREPOSITION.fullmatch(word):
        return _joined(f"{word} كم{held['noun']}", before, after, mark="؟")
    return _joined(f"كم{held['noun']}", before, word, after, mark="؟")


def _joined(*parts: str, mark: str = "?") -> str:
    return " ".join(part for part in parts if part).replace(" ,", ",") + mark
