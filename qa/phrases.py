"""What Dalil says to people in its own words, in English and Arabic. Knows nothing of documents or models.

The texts are in `phrases.en.toml` and `phrases.ar.toml`, under the same names in lower case.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args

from ingest.text.words import script

Language = Literal["ar", "en"]
Phrase = dict[Language, str]
"""One text for the user in each language."""


def by_language(table: Path) -> dict[Language, dict[str, Any]]:
    """The texts of `TABLE.en.toml` and `TABLE.ar.toml` by their names."""
    return {code: tomllib.loads(Path(f"{table}.{code}.toml").read_text("utf-8")) for code in get_args(Language)}


_TEXTS = by_language(Path(__file__).with_suffix(""))


def _phrase(name: str) -> Phrase:
    return {code: texts[name] for code, texts in _TEXTS.items()}


SOURCES_DO_NOT_SAY = _phrase("sources_do_not_say")
NEAREST_EVIDENCE = _phrase("nearest_evidence")
NO_EVIDENCE = _phrase("no_evidence")
HEDGED = _phrase("hedged")
THE_SOURCES_SAY = _phrase("the_sources_say")
FACTS_TO_COMPUTE = _phrase("facts_to_compute")
PART_NOT_SAID = _phrase("part_not_said")
QUOTED_FROM: dict[Language, Phrase] = {"ar": _phrase("quoted_from_arabic"), "en": _phrase("quoted_from_english")}
"""By the language of the quotes."""
SOURCES = _phrase("sources")
ON_PAGE = _phrase("on_page")
RECOGNISED = _phrase("recognised")
UNDERSTOOD_AS = _phrase("understood_as")
NOTHING_SUPPORTED = _phrase("nothing_supported")
QUOTED_AS_UNSUPPORTED = _phrase("quoted_as_unsupported")
QUOTED_AS_NOT_FOUND = _phrase("quoted_as_not_found")
TRANSLATED_BY = _phrase("translated_by")
NUMBERS_DIFFER = _phrase("numbers_differ")
QUOTED_INSTEAD = _phrase("quoted_instead")
FETCH_MODEL = _phrase("fetch_model")
FAILURE: dict[str, Phrase] = {
    kind: {code: texts["failure"][kind] for code, texts in _TEXTS.items()} for kind in _TEXTS["en"]["failure"]
}
"""Why a language model gave no answer, by the kind of failure (`qa.answer.Failure`)."""


_WORD = re.compile(r"[^\W\d_]+")


def language(text: str) -> Language:
    """Arabic where at least half of the words are, else English: long names in Latin letters do not decide."""
    words = _WORD.findall(text)
    return "ar" if words and 2 * sum(script(word) == "arabic" for word in words) >= len(words) else "en"
