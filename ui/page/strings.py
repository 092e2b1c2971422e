"""What the page says in its own words, in English and Arabic. What answers say is in `qa/phrases.py`.

The texts are in `strings.en.toml` and `strings.ar.toml`; both must have just the names of `Strings`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from qa.phrases import Language, by_language
from ui.page.escaping import escaped


@dataclass(frozen=True)
class Strings:
    """One language's words; a name in braces is filled in."""

    tagline: str
    question: str
    placeholder: str
    send: str
    stop: str
    new_conversation: str
    undo: str
    waiting: str
    too_long: str
    conversation: str
    welcome: str
    invitation: str
    no_documents: str
    chat: str
    article: str
    documents: str
    evaluation: str
    choose_document: str
    previous: str
    next: str
    place_shown: str
    gone: str
    upload: str
    collection: str
    asked_of: str
    all_documents: str
    original: str
    formats: str
    reading_files: str
    embedding: str
    added: str
    replaced: str
    replaced_same: str
    unchanged: str
    failed: str
    failed_as_named: str
    skipped: str
    skipped_as_named: str
    not_all_read: str
    removed: str
    more: str
    remove: str
    really_remove: str
    size: str
    testset: str
    testset_forms: str
    evaluation_options: str
    earlier: str
    predictions: str
    predictions_form: str
    normalise: str
    judge: str
    evaluate: str
    no_testset: str
    asking: str
    report: str
    run: str
    rows: str
    unpredicted: str
    compared: str
    nothing_in_common: str
    searching: str
    reading: str
    stopped: str
    evidence: str
    also_in: str
    nearest_passages: str
    translate: str
    translating: str
    show_in_article: str
    high_confidence: str
    medium_confidence: str
    low_confidence: str
    confidence_percent: str
    seconds: str
    written_by: str
    went_wrong: str
    error_lead: str


_STRINGS: dict[Language, Strings] = {
    code: Strings(**texts) for code, texts in by_language(Path(__file__).with_suffix("")).items()
}
ENGLISH, ARABIC = _STRINGS["en"], _STRINGS["ar"]


def strings(language: Language) -> Strings:
    """The page's words in a language."""
    return _STRINGS[language]


def both(name: str, **values: object) -> str:
    """One text in both languages, as HTML of which the page shows the one in its own language."""
    pair = (("en", getattr(ENGLISH, name)), ("ar", getattr(ARABIC, name)))
    return "".join(f'<span class="in-{code}">{escaped(text.format(**values))}</span>' for code, text in pair)


def filled(text: str, **values: str | Sequence[str]) -> str:
    """The text as HTML, each value isolated: a title in the other script does not turn the line round."""
    parts = []
    for literal, name, _, _ in Formatter().parse(text):
        parts.append(escaped(literal))
        if name is not None:
            value = values[name]
            parts.append(" · ".join(f"<bdi>{escaped(v)}</bdi>" for v in ([value] if isinstance(value, str) else value)))
    return "".join(parts)


def preferred_language(accept_language: str) -> Language:
    """The page's language from a browser's `Accept-Language` header: Arabic where it comes first, else English."""
    return "ar" if accept_language.strip().lower().startswith("ar") else "en"
