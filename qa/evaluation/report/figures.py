"""The report's pictures: what each plots of the rows."""

from collections.abc import Sequence
from html import escape

import numpy as np

from qa.evaluation.coverage import TARGET, counted, curve
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.report.plots import Frame, bars, line, mark
from qa.evaluation.report.words import Words
from qa.evaluation.row import RIGHT, Row

_BINS = 20
_RELIABILITY_BINS = 10
_MIN_POINTS = 3
DEEPEST = 10


def figures(evaluation: Evaluation, said: Words) -> str:
    """Every picture that the rows have something to show in, under their heading; nothing where they have none."""
    rows = [row for row in evaluation.rows if row.unscored is None]
    threshold = evaluation.settings.get("threshold")
    drawn = (
        _recall(rows, said),
        _confidence(rows, threshold, said),
        _coverage(rows, said),
        _reliability(rows, said),
        _latency(rows, said),
    )
    return f'<h2>{said.pictures}</h2><div class="figures">{"".join(drawn)}</div>' if any(drawn) else ""


def _recall(rows: Sequence[Row], said: Words) -> str:
    asked = [row for row in rows if row.retrieval is not None]
    if not asked:
        return ""
    found = [sum(row.rank is not None and row.rank <= k for row in asked) / len(asked) for k in range(1, DEEPEST + 1)]
    frame = Frame(said.passages, said.questions, DEEPEST, 1.0, x_ticks=DEEPEST)
    drawn = line(frame, list(enumerate(found, start=1)), "first")
    note = said.recall_note.format(first=found[0], last=found[-1])
    return _figure(frame.draw(drawn, label=note), said.recall_title, note)


def _confidence(rows: Sequence[Row], threshold: float | None, said: Words) -> str:
    """The answerable against the unanswerable; where all are answerable, the right against the wrong."""
    known = [row for row in rows if row.confidence is not None and (row.f1 is not None or row.impossible)]
    if not known:
        return ""
    has_impossible = any(row.impossible for row in known)
    first = [row for row in known if (row.answerable if has_impossible else row.right)]
    second = [row for row in known if not (row.answerable if has_impossible else row.right)]
    answerable, answered = (said.answerable, said.unanswerable), (said.answered_right, said.answered_wrong)
    names = answerable if has_impossible else answered
    counts = [_histogram([row.confidence or 0.0 for row in group], 1.0) for group in (first, second)]
    frame = Frame(said.confidence, said.questions, 1.0, _round_up(max(map(max, counts))))
    drawn = [bars(frame, c, style, i, 2) for i, (c, style) in enumerate(zip(counts, ("first", "second"), strict=True))]
    if threshold is not None:
        drawn.append(mark(frame, threshold, said.threshold.format(threshold=threshold)))
    note = said.threshold_note if threshold is not None else ""
    picture = frame.draw(*drawn, label=f"{said.confidence}: {' / '.join(names)}")
    return _figure(picture, said.confidence.capitalize(), note, names)


def _coverage(rows: Sequence[Row], said: Words) -> str:
    """Risk against coverage: how many of the surest answers are right."""
    known = counted(rows)
    points = [(point.coverage, point.right) for point in curve(known)]
    if len(points) < _MIN_POINTS:
        return ""
    frame = Frame(said.coverage, said.right, 1.0, 1.0)
    level = f'<line class="ideal" x1="{frame.x(0)}" y1="{frame.y(TARGET)}" x2="{frame.x(1)}" y2="{frame.y(TARGET)}"/>'
    path = " ".join(f"{frame.x(x)},{frame.y(y)}" for x, y in points)
    note = said.coverage_note.format(n=len(known), target=TARGET)
    drawn = frame.draw(level, f'<polyline class="first" points="{path}"/>', label=said.coverage_title)
    return _figure(drawn, said.coverage_title, note)


def _reliability(rows: Sequence[Row], said: Words) -> str:
    known = [
        row for row in rows if row.confidence is not None and row.answered and (row.f1 is not None or row.impossible)
    ]
    if not known:
        return ""
    frame = Frame(said.confidence, said.right, 1.0, 1.0)
    bins: list[list[Row]] = [[] for _ in range(_RELIABILITY_BINS)]
    for row in known:
        bins[min(_RELIABILITY_BINS - 1, int((row.confidence or 0.0) * _RELIABILITY_BINS))].append(row)
    points = [
        (sum(r.confidence or 0.0 for r in group) / len(group), sum(r.right for r in group) / len(group))
        for group in bins
        if group
    ]
    numbers = "".join(
        f'<text x="{frame.x(x)}" y="{frame.y(y) - 7}" text-anchor="middle">{len(group)}</text>'
        for (x, y), group in zip(points, filter(None, bins), strict=True)
    )
    ideal = f'<line class="ideal" x1="{frame.x(0)}" y1="{frame.y(0)}" x2="{frame.x(1)}" y2="{frame.y(1)}"/>'
    return _figure(
        frame.draw(ideal, line(frame, points, "first"), numbers, label=said.reliability_title),
        said.reliability_title,
        said.reliability_note.format(right=RIGHT),
    )


def _latency(rows: Sequence[Row], said: Words) -> str:
    totals = [row.latency_ms["total"] for row in rows if "total" in row.latency_ms]
    if not totals:
        return ""
    p50, p95 = (float(np.percentile(totals, p)) for p in (50, 95))
    most = _round_up(float(np.percentile(totals, 99)) * 1.05)
    counts = _histogram([min(total, most * 0.999) for total in totals], most)
    frame = Frame(said.milliseconds, said.questions, most, _round_up(max(counts)))
    marks = mark(frame, p50, f"p50 {p50:.0f}"), mark(frame, p95, f"p95 {p95:.0f}", row=1)
    picture = frame.draw(
        bars(frame, counts, "first"), *marks, label=f"{said.latency_title}: p50 {p50:.0f}, p95 {p95:.0f}"
    )
    return _figure(picture, said.latency_title, said.latency_note)


def _figure(svg: str, title: str, note: str, legend: Sequence[str] = ()) -> str:
    keys = "".join(
        f'<span class="key {style}"></span>{escape(name)} '
        for name, style in zip(legend, ("first", "second"), strict=False)
    )
    legend_line = f"<div>{keys}</div>" if keys else ""
    return f"<figure><h3>{escape(title)}</h3>{svg}<figcaption>{legend_line}{escape(note)}</figcaption></figure>"


def _histogram(values: Sequence[float], most: float) -> list[int]:
    counts, _ = np.histogram(np.clip(values, 0, most), bins=_BINS, range=(0, most))
    return [int(count) for count in counts]


def _round_up(value: float) -> float:
    """The next 1, 2, 4 or 8 times a power of ten: an axis whose four ticks are plain figures."""
    power = 10 ** float(np.floor(np.log10(max(value, 4))))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)
