"""The report's failures: grouped by cause, each with question, gold, answer and evidence side by side."""

from collections.abc import Sequence
from html import escape

from qa.evaluation.row import CAUSES, Cause, Row

_MEANING: dict[Cause, str] = {
    "not retrieved": "The gold evidence is in none of the passages that were looked at.",
    "not read": "The evidence was retrieved, but the answer was taken from elsewhere.",
    "wrong span": "The right place is cited, but the answer's words are not those asked for.",
    "wrongly abstained": "The evidence was retrieved, but Dalil said that the sources do not say.",
    "wrongly answered": "The sources do not say, but Dalil gave an answer.",
}


def failures(rows: Sequence[Row]) -> str:
    """A section for each cause that occurs; the first one open."""
    groups = [(cause, [row for row in rows if row.cause == cause]) for cause in CAUSES]
    return "".join(_group(cause, group, len(rows)) for cause, group in groups if group) or "<p>None.</p>"


def _group(cause: Cause, rows: Sequence[Row], of: int) -> str:
    return (
        f'<details class="cause"><summary><b>{cause.capitalize()}</b> '
        f'<span class="count">{len(rows)}</span> <span class="soft">{len(rows) / of:.1%} · {_MEANING[cause]}</span>'
        f"</summary>{''.join(map(_card, rows))}</details>"
    )


def _card(row: Row) -> str:
    confidence = "" if row.confidence is None else f" · confidence {row.confidence:.2f}"
    rank = f" · first relevant passage: {row.rank or 'none'}" if row.retrieval is not None else ""
    score = "" if row.f1 is None else f" · F1 {row.f1:.2f}"
    return (
        f'<article><h4 dir="auto">{escape(row.question)}</h4>'
        f'<dl><div><dt>Gold</dt><dd dir="auto">{_golds(row)}</dd></div>'
        f'<div><dt>Answer</dt><dd dir="auto">{escape(row.answer) or _none("the sources do not say")}</dd></div>'
        f'<div><dt>Gold evidence</dt><dd dir="auto">{_marked(row.evidence, row.golds) or _none("none")}</dd></div>'
        f'<div><dt>Cited</dt><dd dir="auto">{_cited(row)}</dd></div></dl>'
        f'<p class="soft"><bdi>{escape(row.id)}</bdi>{score}{confidence}{rank}</p></article>'
    )


def _none(words: str) -> str:
    return f'<span class="soft" dir="ltr">({words})</span>'


def _golds(row: Row) -> str:
    return "".join(f'<p dir="auto">{escape(gold)}</p>' for gold in row.golds) or _none("no answer")


def _cited(row: Row) -> str:
    if not row.citations:
        return _none("nothing")
    return "".join(f'<p dir="auto">{_marked(cited.quote, (row.answer,))}</p>' for cited in row.citations)


def _marked(text: str, parts: Sequence[str]) -> str:
    """The text, escaped, with the first of the parts that it holds marked."""
    for part in parts:
        before, found, after = text.partition(part) if part else (text, "", "")
        if found:
            return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"
    return escape(text)
