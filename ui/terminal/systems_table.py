"""Several systems as one table: for the terminal, and as Markdown, LaTeX or CSV for a paper."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping

from qa.evaluation.systems import Systems

Table = Callable[[Systems], str]


def text(systems: Systems) -> str:
    """The systems in columns, the best of each measure marked; below, each pair."""
    names, measures = list(systems.figures), systems.measures
    width = max(12, *(len(name) + 3 for name in names))
    lines = [f"{'':<24}{''.join(f'{name:>{width}}' for name in names)}"]
    for measure in measures:
        cells = (_cell(systems, name, measure, "{}*") or "-" for name in names)
        lines.append(f"{measure:<24}{''.join(f'{cell:>{width}}' for cell in cells)}")
    return "\n".join([*lines, "", *_pairs(systems)])


def markdown(systems: Systems) -> str:
    rows = [["system", *systems.measures]]
    rows += [[name, *(_cell(systems, name, m, "**{}**") for m in systems.measures)] for name in systems.figures]
    rows.insert(1, ["---", *("---:" for _ in systems.measures)])
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "\n".join([*(f"| {' | '.join(row)} |" for row in escaped), "", *_pairs(systems)])


def latex(systems: Systems) -> str:
    """A `tabular` for booktabs, the measures in rows."""
    names = list(systems.figures)
    lines = [rf"\begin{{tabular}}{{l{'r' * len(names)}}}", r"\toprule"]
    lines += [" & ".join(["", *map(_tex, names)]) + r" \\", r"\midrule"]
    for measure in systems.measures:
        cells = (_cell(systems, name, measure, r"\textbf{{{}}}") for name in names)
        lines.append(" & ".join([_tex(measure), *cells]) + r" \\")
    comments = (f"% {line}" for line in _pairs(systems))
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", *comments])


def as_csv(systems: Systems) -> str:
    """A line for each system and measure, with the interval."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["system", "measure", "value", "low", "high"])
    for name, figures in systems.figures.items():
        for measure, e in figures.items():
            writer.writerow([name, measure, *(f"{value:.4f}" for value in (e.value, e.low, e.high))])
    return out.getvalue().rstrip("\n")


TABLES: Mapping[str, Table] = {"text": text, "markdown": markdown, "latex": latex, "csv": as_csv}


def _cell(systems: Systems, name: str, measure: str, best: str) -> str:
    estimate = systems.figures[name].get(measure)
    if estimate is None:
        return ""
    return (best if name in systems.best(measure) else "{}").format(f"{estimate.value:.4f}")


def _pairs(systems: Systems) -> Iterator[str]:
    yield f"{systems.primary}, each pair (paired; p by randomisation, adjusted over the pairs by Holm's method)"
    for pair in systems.pairs:
        if d := pair.difference:
            change = f"{d.new - d.old:+.4f}, 95 % {d.low:+.4f} to {d.high:+.4f}, p {d.p:.4f}"
            yield f"  {pair.first} → {pair.second}: {change}, {d.verdict}"
        else:
            yield f"  {pair.first} → {pair.second}: no question in common"


def _tex(name: str) -> str:
    return "".join(f"\\{c}" if c in "_&%$#{}" else c for c in name)
