"""The report's failures: grouped by cause, each with question, gold, answer and evidence side by side."""

from collections.abc import Sequence
from html import escape

from qa.evaluation.report.words import Words
from qa.evaluation.row import CAUSES, Cause, Row


def failures(rows: Sequence[Row], said: Words) -> str:
    """A section for each cause that occurs; where no answer could be told right from wrong, that."""
    if not any(row.impossible or row.f1 is not None for row in rows):
        return f"<p>{said.no_answers}</p>"
    groups = [(cause, [row for row in rows if row.cause == cause]) for cause in CAUSES]
    found = "".join(_group(cause, group, len(rows), said) for cause, group in groups if group)
    return found or f"<p>{said.no_failures}</p>"


def _group(cause: Cause, rows: Sequence[Row], of: int, said: Words) -> str:
    share = f"<bdi>{len(rows) / of:.1%}</bdi>"
    # of another system's answers nobody knows what they were read from
    meaning = f" · {said.meanings[cause]}" if rows[0].citations is not None else ""
    return (
        f'<details class="cause"><summary><b>{said.causes[cause]}</b> '
        f'<span class="count">{len(rows)}</span> <span class="soft">{share}{meaning}</span>'
        f"</summary>{''.join(_card(row, said) for row in rows)}</details>"
    )


def _card(row: Row, said: Words) -> str:
    parts = (
        (said.gold, _golds(row, said)),
        (said.answer, escape(row.answer) or _none(said.none if row.missing else said.not_said)),
        (said.gold_evidence, _marked(row.evidence, row.golds) or _none(said.none)),
        (said.cited, _cited(row, said)),
    )
    sides = "".join(f'<div><dt>{name}</dt><dd dir="auto">{held}</dd></div>' for name, held in parts)
    return f'<article><h4 dir="auto">{escape(row.question)}</h4><dl>{sides}</dl>{_facts(row, said)}</article>'


def _facts(row: Row, said: Words) -> str:
    facts = [f"<bdi>{escape(row.id)}</bdi>"]
    if row.f1 is not None:
        facts.append(f"<bdi>F1 {row.f1:.2f}</bdi>")
    if row.confidence is not None:
        facts.append(said.confidence_of.format(confidence=row.confidence))
    if row.retrieval is not None:
        facts.append(said.first_relevant.format(rank=row.rank or said.none))
    return f'<p class="soft">{" · ".join(facts)}</p>'


def _none(text: str) -> str:
    return f'<span class="soft">({text})</span>'


def _golds(row: Row, said: Words) -> str:
    return "".join(f'<p dir="auto">{escape(gold)}</p>' for gold in row.golds) or _none(said.no_answer)


def _cited(row: Row, said: Words) -> str:
    if not row.citations:
        return _none(said.none)
    return "".join(f'<p dir="auto">{_marked(cited.quote, (row.answer,))}</p>' for cited in row.citations)


def _marked(text: str, parts: Sequence[str]) -> str:
    """The text, escaped, with the first of the parts that it holds marked."""
    for part in parts:
        before, found, after = text.partition(part) if part else (text, "", "")
        if found:
            return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"
    return escape(text)
