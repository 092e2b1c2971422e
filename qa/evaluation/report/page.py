"""The report's page: head, figures in words, pictures, failures."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from qa.evaluation.comparison import Difference
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.report.failures import failures
from qa.evaluation.report.figures import figures
from qa.evaluation.report.plots import whisker

# No script, nothing fetched: whatever a test set holds, the page can only be looked at.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_TILES = (
    ("retrieval.recall@1", "evidence first"),
    ("retrieval.recall@5", "evidence in five"),
    ("answer.f1", "answer F1"),
    ("answer.exact_match", "exact match"),
    ("citations.precision", "citations right"),
    ("abstention.auroc", "answerable told apart"),
)


def render(evaluation: Evaluation, differences: Sequence[Difference] = ()) -> str:
    """The whole page; `differences` are those to an earlier run, if there is one."""
    name = escape(evaluation.testset)
    compared = _comparison(differences) if differences else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name} · Dalil</title><style>{_style()}</style></head><body><main>"
        f"{_header(evaluation)}{_tiles(evaluation)}{compared}"
        f"<h2>Pictures</h2>{figures(evaluation)}"
        f"<h2>All figures</h2>{_table(evaluation)}"
        f"<h2>Failures by cause</h2>{failures(evaluation.rows)}"
        f"{_unscored(evaluation)}{_settings(evaluation.settings)}</main></body></html>"
    )


def _style() -> str:
    return files("qa.evaluation.report").joinpath("report.css").read_text(encoding="utf-8")


def _header(evaluation: Evaluation) -> str:
    answerable = sum(row.answerable for row in evaluation.rows)
    model = evaluation.settings.get("llm") or "quoted answers, no language model"
    return (
        f"<header><h1><bdi>{escape(evaluation.testset)}</bdi></h1>"
        f'<p class="soft">{len(evaluation.rows):,} questions, {answerable:,} answerable · '
        f"{escape(str(model))} · {escape(evaluation.date)}</p></header>"
    )


def _tiles(evaluation: Evaluation) -> str:
    tiles = []
    for name, words in _TILES:
        if estimate := evaluation.estimates.get(name):
            tiles.append(
                f'<div class="tile"><b>{estimate.value:.3f}</b><span>{words}</span>'
                f'<span class="soft">{estimate.low:.3f}–{estimate.high:.3f}</span></div>'
            )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _table(evaluation: Evaluation) -> str:
    rows = []
    for name, estimate in evaluation.estimates.items():
        if estimate:
            section, key = name.split(".", 1)
            rows.append(
                f"<tr><td>{section}</td><td>{key}</td><td>{estimate.value:.4f}</td>"
                f"<td>{estimate.low:.4f}–{estimate.high:.4f}</td>"
                f"<td>{whisker(estimate.low, estimate.value, estimate.high)}</td></tr>"
            )
    latency = "".join(
        f"<tr><td>latency_ms</td><td>{k}</td><td>{v}</td></tr>" for k, v in evaluation.latency.items() if v
    )
    head = "<tr><th></th><th>measure</th><th>figure</th><th>95 % interval</th><th></th></tr>"
    note = (
        "answer: over answerable questions; overall: all scored ones, an abstention being right where the sources "
        "do not say (as in SQuAD 2.0)"
    )
    table = f'<table class="figures-table">{head}{"".join(rows)}{latency}</table>'
    return f'<div class="wide">{table}</div><p class="soft">{note}</p>'


def _comparison(differences: Sequence[Difference]) -> str:
    rows = "".join(
        f'<tr class="{_verdict(d)}"><td>{escape(d.measure)}</td><td>{d.old:.4f}</td><td>{d.new:.4f}</td>'
        f"<td>{d.new - d.old:+.4f}</td><td>{d.low:+.4f} to {d.high:+.4f}</td>"
        f"<td>{d.p:.4f}</td><td>{_verdict(d)}</td></tr>"
        for d in differences
    )
    head = (
        "<tr><th>measure</th><th>before</th><th>now</th><th>change</th><th>95 % interval</th><th>p</th><th></th></tr>"
    )
    return f'<h2>Against the earlier run</h2><div class="wide"><table class="figures-table">{head}{rows}</table></div>'


def _verdict(difference: Difference) -> str:
    if not difference.real:
        return "unclear"
    return "better" if difference.new > difference.old else "worse"


def _unscored(evaluation: Evaluation) -> str:
    if not evaluation.unscored:
        return ""
    rows = "".join(
        f"<tr><td><bdi>{escape(u['id'])}</bdi></td><td dir='auto'>{escape(u['reason'])}</td></tr>"
        for u in evaluation.unscored
    )
    return (
        f'<details class="cause"><summary><b>Not scored</b> <span class="count">{len(evaluation.unscored)}</span>'
        f'</summary><div class="wide"><table>{rows}</table></div></details>'
    )


def _settings(settings: Mapping[str, Any]) -> str:
    rows = "".join(f"<tr><td>{escape(str(k))}</td><td>{escape(str(v))}</td></tr>" for k, v in settings.items())
    return f'<details class="cause"><summary><b>Settings</b></summary><table>{rows}</table></details>'
