"""Topics: what a turn wants to be told about, as "the festival" of "tell me about the festival", احكيلي عن المهرجان."""

import re

from ingest.text.words import normalise

_PLEASE = (
    r"(?:(?:please|pls|hi|hey|ok|okay|so|and|can you|could you|would you"
    r"|طيب|ممكن|لو سمحت|من فضلك|دليل|يا) )*"
)
_TELL_ABOUT = re.compile(
    rf"^{_PLEASE}(?:(?:tell|inform|brief|teach) (?:me|us) (?:something |more |a bit |a little |everything |all )?about"
    r"|give (?:me|us) (?:some |more |all )?(?:info|information|details|an overview) (?:about|on)"
    r"|what (?:do|can) you (?:know|say|tell me|tell us) about|i (?:want|would like|need) to (?:know|hear|learn)"
    r" (?:more )?about|و?(?:احك|خبر|حدث|كلم|قول|قل|عرف|اعطين|عطين|اعلم)(?:ي|ن|و)*(?:لي|ني|لنا|نا)?(?: (?:لي|لنا))?"
    r"(?: (?:شي|شيئا|اكثر|معلومات|نبذه|المزيد|كل شي))? (?:عن|علي|حول)"
    r"|(?:شو|ايش|وش|ماذا|ايه) (?:ب?ت?ا?ع?عرف|تقول|بتقول|تعرفين|بتعرفي) (?:لي )?عن"
    r"|(?:بدي|اريد|عايز|عاوز|ابغي|ابي|حاب|نفسي) (?:ان )?(?:اعرف|افهم) (?:اكثر )?عن)"
    r" (.+)$"
)
_ENGLISH = r"(?:polic(?:y|ies)|rules?|regulations?|guidelines|arrangements|terms|scheme)"
_ARABIC = r"(?:سياسه|قواعد|تعليمات|احكام|ضوابط|قوانين)"
_RULES_ON = re.compile(
    rf"^{_PLEASE}what(?:s| is| are) (?:the |your |our |their )?(.+?) {_ENGLISH}$"
    rf"|^{_PLEASE}what(?:s| is| are) (?:the |your |our |their )?{_ENGLISH} (?:on|about|for|regarding|of) (.+)$"
    rf"|^(?:ما|شو|ايش|وش|ايه)(?: (?:هو|هي|هم))? {_ARABIC} (.+)$"
)
_IS_RULES = re.compile(rf"(?<=.) {_ENGLISH}$|^{_ARABIC} (?=.)")
_NOTHING = """it this that them these those him her me you us yourself myself everything all
ذلك هذا هذه حالك نفسك كل شي شيء"""


def told_about(turn: str) -> str | None:
    """What the turn wants to be told about, normalised, without "policy" or "rules"; None where it asks otherwise."""
    found = _TELL_ABOUT.match(_plain(turn))
    return _topic(_IS_RULES.sub("", found[1])) if found else None


def rules_on(turn: str) -> str | None:
    """What the turn asks the rules on: "leave" of "what is the leave policy", normalised."""
    found = _RULES_ON.match(_plain(turn))
    return _topic(next(group for group in found.groups() if group)) if found else None


def _plain(turn: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:[-.][^\W_]+)*", re.sub("['’]", "", normalise(turn))))


def _topic(words: str) -> str | None:
    return None if set(_NOTHING.split()).issuperset(words.split()) else words
