"""The report's page: head, figures in words, pictures, failures."""

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from qa.answer import Failure
from qa.evaluation.comparison import Comparison
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.grading import Correctness
from qa.evaluation.judging import Faithfulness
from qa.evaluation.report.failures import failures
from qa.evaluation.report.figures import figures
from qa.evaluation.report.tables import comparison, figure, parts, settings, table, unscored
from qa.evaluation.report.words import Words, words
from qa.phrases import FAILURE, Language

# No script, nothing fetched: whatever a test set holds, the page can only be looked at.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(evaluation: Evaluation, compared: Comparison | None = None, language: Language = "en") -> str:
    """The whole page in a language; `compared` is the comparison with an earlier run, if there is one."""
    said = words(language)
    sections = (
        _header(evaluation, said),
        _tiles(evaluation, said),
        _stood_in(evaluation.stood_in, said),
        f"<p>{said.unplaced.format(count=evaluation.unplaced)}</p>" if evaluation.unplaced else "",
        comparison(compared, said),
        figures(evaluation, said),
        f"<h2>{said.all_figures}</h2>{table(evaluation, said)}",
        parts(evaluation, said),
        _judged(evaluation.judged, said),
        _graded(evaluation.graded, said),
        f"<h2>{said.failures_by_cause}</h2>{failures(evaluation.rows, said)}",
        unscored(evaluation, said),
        settings(evaluation.settings, said),
    )
    return (
        f'<!doctype html><html lang="{said.language}" dir="{said.direction}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(evaluation.testset)} · Dalil</title><style>{_style()}</style></head>"
        f"<body><main>{''.join(sections)}</main></body></html>"
    )


def _style() -> str:
    return files("qa.evaluation.report").joinpath("report.css").read_text(encoding="utf-8")


def _header(evaluation: Evaluation, said: Words) -> str:
    answerable = sum(row.answerable for row in evaluation.rows)
    size = said.size.format(questions=len(evaluation.rows), answerable=answerable)
    return (
        f"<header><h1><bdi>{escape(evaluation.testset)}</bdi></h1>"
        f'<p class="soft">{size} · <bdi>{escape(_model(evaluation.settings, said))}</bdi> · '
        f"<bdi>{escape(evaluation.date)}</bdi></p></header>"
    )


def _model(settings: Mapping[str, Any], said: Words) -> str:
    return said.predicted if "predictions" in settings else str(settings.get("llm") or said.quoted)


def _tiles(evaluation: Evaluation, said: Words) -> str:
    tiles = []
    for name, meaning in said.tiles.items():
        if estimate := evaluation.estimates.get(name):
            tiles.append(
                f'<div class="tile"><b>{estimate.value:.3f}</b><span>{meaning}</span>'
                f'<span class="soft">{figure(f"{estimate.low:.3f}–{estimate.high:.3f}")}</span></div>'
            )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _stood_in(stood_in: Mapping[Failure, int], said: Words) -> str:
    """That the figures are not all the LLM's own, where it failed."""
    if not stood_in:
        return ""
    reasons = "".join(
        f"<li>{count} × <bdi>{FAILURE[failure][said.language]}</bdi></li>" for failure, count in stood_in.items()
    )
    return f"<p>{said.stood_in.format(count=sum(stood_in.values()))}</p><ul>{reasons}</ul>"


def _judged(judged: Faithfulness | None, said: Words) -> str:
    """A language model's opinion, apart from all that is measured."""
    if judged is None:
        return ""
    estimate = judged.estimate
    share = figure(f"<b>{estimate.value:.4f} ({estimate.low:.4f}–{estimate.high:.4f})</b>") if estimate else said.none
    counts = said.judged_counts.format(judged=judged.sentences, not_judged=judged.not_judged)
    reasons = "".join(f"<li><bdi>{escape(reason)}</bdi></li>" for reason in judged.reasons(said.language))
    return (
        f"<h2>{said.judged_by.format(model=f'<bdi>{escape(judged.model)}</bdi>')}</h2>"
        f'<p>{said.faithfulness}: {share}</p><p class="soft">{counts}</p><ul class="soft">{reasons}</ul>'
    )


def _graded(graded: Correctness | None, said: Words) -> str:
    """A language model's opinion of the answers, and how far it agrees with what is measured."""
    if graded is None:
        return ""
    estimate = graded.estimate
    share = figure(f"<b>{estimate.value:.4f} ({estimate.low:.4f}–{estimate.high:.4f})</b>") if estimate else said.none
    exact, f1 = (figure("–" if a is None else f"{a:.3f}") for a in (graded.with_exact_match, graded.with_f1))
    counts = said.graded_counts.format(graded=graded.graded, not_graded=graded.not_graded, exact=exact, f1=f1)
    return (
        f"<h2>{said.judged_by.format(model=f'<bdi>{escape(graded.model)}</bdi>')}</h2>"
        f'<p>{said.correct}: {share}</p><p class="soft">{counts}</p>'
    )
