"""The report's tables: every figure, differences to an earlier run, what was not scored, the settings."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from qa.evaluation.comparison import Comparison
from qa.evaluation.differences import Difference
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.report.plots import whisker
from qa.evaluation.report.words import Words


def table(evaluation: Evaluation, said: Words) -> str:
    rows = []
    for name, estimate in evaluation.estimates.items():
        if estimate:
            section, key = name.split(".", 1)
            interval = figure(f"{estimate.low:.4f}–{estimate.high:.4f}")
            picture = whisker(estimate.low, estimate.value, estimate.high)
            rows.append(_row(said.sections[section], figure(key), f"{estimate.value:.4f}", interval, picture))
    latency = "".join(_row(said.sections["latency_ms"], k, str(v)) for k, v in evaluation.latency.items() if v)
    head = _head("", said.measure, said.figure, said.interval, "")
    table = f'<table class="figures-table">{head}{"".join(rows)}{latency}</table>'
    return f'<div class="wide">{table}</div><p class="soft">{said.sections_note}</p>'


def parts(evaluation: Evaluation, said: Words) -> str:
    """For each column that figures are grouped by, a table with a row for each value."""
    return "".join(_part_table(column, of, said) for column, of in evaluation.parts.items())


def _part_table(column: str, of: Mapping[str, Evaluation], said: Words) -> str:
    names = [name for name in said.tiles if any(part.estimates.get(name) for part in of.values())]
    rows = []
    for value, part in of.items():
        estimates = [part.estimates.get(name) for name in names]
        figures = [f"{e.value:.3f}" if e else "" for e in estimates]
        rows.append(_row(f"<bdi>{escape(value) or said.none}</bdi>", str(len(part.rows)), *figures))
    head = _head("", said.questions, *(said.tiles[name] for name in names))
    return (
        f"<h2>{said.by_column.format(column=f'<bdi>{escape(column)}</bdi>')}</h2>"
        f'<div class="wide"><table class="figures-table">{head}{"".join(rows)}</table></div>'
    )


def comparison(compared: Comparison | None, said: Words) -> str:
    if compared is None or not compared.differences:
        return ""
    rows = "".join(_difference(difference, said) for difference in compared.differences)
    head = _head(said.measure, said.before, said.now, said.change, said.interval, "p", "")
    return (
        f'<h2>{said.earlier_run}</h2><div class="wide"><table class="figures-table">{head}{rows}</table></div>'
        f'<p class="soft">{" ".join(_notes(compared, said))}</p>'
    )


def _notes(compared: Comparison, said: Words) -> Iterator[str]:
    """How questions were paired, and what of that is unsure."""
    yield said.comparison_note
    if compared.reworded:
        yield said.reworded.format(count=compared.reworded)
    if compared.other_set:
        yield said.other_set.format(name=f"<bdi>{escape(compared.other_set)}</bdi>")


def _difference(difference: Difference, said: Words) -> str:
    section, key = difference.measure.split(".", 1)
    change = figure(f"{difference.new - difference.old:+.4f}")
    interval = figure(f"{difference.low:+.4f} … {difference.high:+.4f}")
    return _row(
        f"{said.sections[section]} {figure(key)}{'*' * difference.primary}",
        *(f"{difference.old:.4f}", f"{difference.new:.4f}", change, interval, f"{difference.p:.4f}"),
        said.verdicts[difference.verdict],
        style=difference.verdict,
    )


def unscored(evaluation: Evaluation, said: Words) -> str:
    if not evaluation.unscored:
        return ""
    rows = "".join(
        f"<tr><td><bdi>{escape(u['id'])}</bdi></td><td dir='auto'>{escape(u['reason'])}</td></tr>"
        for u in evaluation.unscored
    )
    return (
        f'<details class="cause"><summary><b>{said.not_scored}</b> '
        f'<span class="count">{len(evaluation.unscored)}</span>'
        f'</summary><div class="wide"><table>{rows}</table></div></details>'
    )


def settings(values: Mapping[str, Any], said: Words) -> str:
    rows = "".join(_row(figure(escape(str(k))), figure(escape(str(v)))) for k, v in values.items())
    return f'<details class="cause"><summary><b>{said.settings}</b></summary><table>{rows}</table></details>'


def _head(*names: str) -> str:
    return f"<tr>{''.join(f'<th>{name}</th>' for name in names)}</tr>"


def _row(*cells: str, style: str = "") -> str:
    opened = f'<tr class="{style}">' if style else "<tr>"
    return f"{opened}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def figure(text: str) -> str:
    """Figures and names that read from left to right in any language: 0.1–0.2 must not become 0.2–0.1."""
    return f'<bdi dir="ltr">{text}</bdi>'
