"""What Dalil says to people in its own words, in English and Arabic. Knows nothing of documents or models."""

from typing import Literal

from ingest.text.words import script

Language = Literal["ar", "en"]
Phrase = dict[Language, str]
"""One text for the user in each language."""

SOURCES_DO_NOT_SAY: Phrase = {"en": "The sources do not say.", "ar": "المصادر لا تذكر ذلك."}
NEAREST_EVIDENCE: Phrase = {"en": "The nearest evidence:", "ar": "أقرب ما ورد فيها:"}
NO_EVIDENCE: Phrase = {"en": "[no evidence]", "ar": "[بلا دليل]"}
HEDGED: Phrase = {"en": "Perhaps: {text}", "ar": "ربما: {text}"}
SOURCES: Phrase = {"en": "Sources:", "ar": "المصادر:"}
UNDERSTOOD_AS: Phrase = {"en": "Understood as: {question}", "ar": "فُهم السؤال هكذا: {question}"}
NOTHING_SUPPORTED: Phrase = {
    "en": "Nothing in the language model's answer is supported by the sources.",
    "ar": "لا تؤيد المصادر شيئًا من جواب النموذج اللغوي.",
}
QUOTED_INSTEAD: Phrase = {
    "en": "{reason}; this is the quoted answer instead.",
    "ar": "{reason}؛ وهذا جواب مقتبس من المصادر بدلًا منه.",
}
FETCH_MODEL: Phrase = {"en": "To fetch the model: {command}", "ar": "لتنزيل النموذج: {command}"}
FAILURE: dict[str, Phrase] = {
    "unreachable": {"en": "The language model cannot be reached", "ar": "تعذّر الاتصال بالنموذج اللغوي"},
    "refused": {"en": "The language model refused the key", "ar": "رفض النموذج اللغوي المفتاح"},
    "unknown": {"en": "The language model's server knows no such model", "ar": "لا يعرف الخادم النموذج اللغوي المطلوب"},
    "busy": {"en": "The language model takes no more requests for now", "ar": "لا يقبل النموذج اللغوي طلبات الآن"},
    "late": {"en": "The language model did not answer in time", "ar": "لم يجب النموذج اللغوي في الوقت المحدد"},
    "too_long": {"en": "The text is too long for the language model", "ar": "النص أطول مما يتسع له النموذج اللغوي"},
    "interrupted": {"en": "The language model broke off", "ar": "انقطع جواب النموذج اللغوي"},
    "failed": {"en": "The language model failed", "ar": "أخفق النموذج اللغوي"},
}
"""Why a language model gave no answer, by the kind of failure (`qa.answer.Failure`)."""


def language(text: str) -> Language:
    """Arabic where at least half of the letters are Arabic, else English."""
    return "ar" if script(text) == "arabic" else "en"
