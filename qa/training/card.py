"""The model card's tables and plots: what reranking and abstention are worth, how far confidence can be trusted.

`python -m qa.training.card --work WORK` draws the learning curve from the training's progress log.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.evaluation.report.plots import HEIGHT, WIDTH, Frame, line
from qa.reader.bundled import WEIGHTS_FOLDER
from qa.reader.calibration import Calibration
from qa.training.development import SETS, auroc_between
from qa.training.scenes import Scene, first, mean_f1, recall_at_1, weighted

BINS = 5
STYLE = (
    "svg{background:#fff;font:12px sans-serif}text{fill:#444}.grid{stroke:#ddd}"
    ".c0{stroke:#0b6e75;fill:#0b6e75}.c1{stroke:#b5502a;fill:#b5502a}.c2{stroke:#5b5aa8;fill:#5b5aa8}"
    ".c3{stroke:#7a7a1f;fill:#7a7a1f}.ideal{stroke:#999;fill:#999}polyline.c0,polyline.c1,polyline.c2,polyline.c3,polyline.ideal{fill:none;stroke-width:2}"
    "text.c0,text.c1,text.c2,text.c3{stroke:none}"
)


@dataclass(frozen=True)
class Bin:
    """Answers whose confidence lies between two bounds: their number, mean confidence and the share that is right."""

    low: float
    high: float
    answers: int
    confidence: float
    right: float


def bins(read: Sequence[Scene], fitted: Calibration) -> list[Bin]:
    """The first passages' confidence in bins of equal width; empty ones are left out."""
    found = []
    rows = _rows(read, fitted)
    for n in range(BINS):
        here = np.array([row for row in rows if min(int(row[0] * BINS), BINS - 1) == n], float)
        if len(here):
            confidence, right = np.average(here[:, :2], axis=0, weights=here[:, 2])
            found.append(Bin(n / BINS, (n + 1) / BINS, len(here), float(confidence), float(right)))
    return found


def _rows(read: Sequence[Scene], fitted: Calibration) -> list[tuple[float, bool, float]]:
    """Confidence, whether right, weight: of each scene, then of what is left without passage or article."""
    return [(fitted.confidence((c := first(s, fitted)).signals), c.right, weight) for s, weight in weighted(read)]


def report(read: Sequence[Scene], fitted: Calibration) -> str:
    """Three tables: order and answers by set, abstention by set, how right the confidence is."""
    sets = {name: [scene for scene in read if scene.testset == name] for name in dict.fromkeys(s.testset for s in read)}
    lines = [
        "| set | by meaning | recall@1 | reranked | F1 end to end | F1 given the paragraph |",
        "|---|---|---|---|---|---|",
        *(f"| {name} | {' | '.join(_order(own, fitted))} |" for name, own in sets.items()),
        "",
        f"Without the question's paragraph, and without its article; answered at the threshold {fitted.threshold:.2f}:",
        "",
        "| set | AUROC, paragraph | AUROC, article | answered | … without paragraph | … without article |",
        "|---|---|---|---|---|---|",
        *(f"| {name} | {' | '.join(_abstention(own, fitted))} |" for name, own in [*sets.items(), ("all", read)]),
        "",
        "| confidence | answers | mean confidence | right |",
        "|---|---|---|---|",
        *(
            f"| {b.low:.1f}–{b.high:.1f} | {b.answers} | {b.confidence:.2f} | {b.right:.2f} |"
            for b in bins(read, fitted)
        ),
    ]
    return "\n".join(lines)


def _order(read: Sequence[Scene], fitted: Calibration) -> list[str]:
    """Recall@1 by meaning alone, as retrieved, reranked; F1 of the first passages and of the own ones."""
    nearest = [max(scene.candidates, key=lambda c: c.signals.similarity).gold for scene in read]
    gold = [candidate.f1 for scene in read for candidate in scene.candidates if candidate.gold]
    recalls = float(np.mean(nearest)), recall_at_1(read, Calibration(0, 0)), recall_at_1(read, fitted)
    return [f"{100 * figure:.1f}" for figure in (*recalls, mean_f1(read, fitted), float(np.mean(gold)))]


def _abstention(read: Sequence[Scene], fitted: Calibration) -> list[str]:
    """AUROC against the same without their paragraph and without their article; the shares answered of the three."""
    own = _confidences(read, fitted)
    near = _confidences([scene.without_gold() for scene in read], fitted)
    far = _confidences([scene.without_article() for scene in read], fitted)
    answered = (np.mean(np.array(sure) >= fitted.threshold) for sure in (own, near, far))
    return [
        *(f"{auroc_between(own, less):.3f}" for less in (near, far)),
        *(f"{100 * share:.0f} %" for share in answered),
    ]


def _confidences(read: Sequence[Scene], fitted: Calibration) -> list[float]:
    return [fitted.confidence(first(scene, fitted).signals) for scene in read]


def calibration_plot(reliability: Sequence[Bin]) -> str:
    """An SVG file: the share that is right by confidence; the diagonal is perfect."""
    frame = Frame("confidence", "share right", 1, 1)
    points = [(b.confidence, b.right) for b in reliability]
    return _file(frame, line(frame, [(0, 0), (1, 1)], "ideal"), line(frame, points, "c0"), label="Calibration")


def learning_curve(progress: Path) -> str:
    """An SVG file: F1 on the development split by examples seen, from a training's log."""
    logged = [json.loads(row) for row in progress.read_text(encoding="utf-8").splitlines()]
    measured = [row for row in logged if "score" in row]
    frame = Frame("thousand examples", "F1, the paragraph given", max(row["examples"] for row in measured) / 1000, 80)
    parts = []
    for n, name in enumerate(Path(name).name for name in SETS):
        points = [(row["examples"] / 1000, row[name]["f1"]) for row in measured]
        parts.append(line(frame, points, f"c{n}"))
        parts.append(f'<text class="c{n}" x="60" y="{26 + 14 * n}">{name}</text>')
    return _file(frame, *parts, label="Learning curve")


def _file(frame: Frame, *parts: str, label: str) -> str:
    """The picture as a file of its own, which brings its own style."""
    drawn = frame.draw(f"<style>{STYLE}</style>", *parts, label=label)
    return drawn.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" ', 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="directory of the training's progress.jsonl")
    arguments = parser.parse_args()
    drawn = learning_curve(arguments.work / "progress.jsonl")
    (WEIGHTS_FOLDER / "learning-curve.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
