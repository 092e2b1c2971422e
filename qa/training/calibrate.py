"""Fitting a reader's calibration on the development split: `python -m qa.training.calibrate --data DATA --cache CACHE`.

Chooses the order's two weights and bound by F1, at no set's cost in recall@1, fits the logistic on the passage that
comes first, and takes the threshold that leaves every set nineteen in twenty of its answerable questions, and as
`sure` the least confidence from which on 86 of a hundred answers are right. Writes `weights/calibration.json` and the
plot beside it; `--reader sentences` prints the sentence reader's numbers instead.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.models import Models
from qa.reader.bundled import WEIGHTS_FOLDER, BundledReader
from qa.reader.calibration import Calibration
from qa.reader.finding import Find
from qa.reader.sentences import SentenceReader
from qa.training.card import bins, calibration_plot, report
from qa.training.remembering import Remembering
from qa.training.scenes import Candidate, Scene, first, mean_f1, recall_at_1, scenes, weighted

GRID_RELEVANCE = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 1.0)
GRID_MARGIN = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.75, 1.0)
GRID_BOUND = (None, 16.0, 8.0, 4.0)
SIGNALS = ("similarity", "relevance", "margin", "across", "shared")  # of the confidence; weights of the same names
ANSWERED = 0.95  # of each set's answerable questions, at the threshold
RIGHT = 0.86  # of the answers that are given as sure, where one question in five is unanswerable
ONE_IN_FIVE = 0.125  # the weight of a scene without its passage, and of one without its article, beside one with both
PRIOR = 0.1  # of the ridge that keeps the logistic's weights finite
STEADY = 1e-9  # a spread below this is rounding: the mean of equal numbers need not be that number


def choose_order(read: Sequence[Scene]) -> Calibration:
    """The weights and the bound of the order: no set's recall@1 lower than by retrieval alone, then the best mean F1.

    Where every order costs some set, retrieval's own stays.
    """
    sets = [[scene for scene in read if scene.testset == name] for name in sorted({scene.testset for scene in read})]
    grid = [Calibration(r, m, bound) for r, m, bound in product(GRID_RELEVANCE, GRID_MARGIN, GRID_BOUND)]
    own = [recall_at_1(scenes, grid[0]) for scenes in sets]  # grid[0] is retrieval's order
    harmless = [o for o in grid if all(recall_at_1(scenes, o) >= r for scenes, r in zip(sets, own, strict=True))]
    return max(harmless, key=lambda order: sum(mean_f1(scenes, order) for scenes in sets))


def fit(read: Sequence[Scene], order: Calibration) -> Calibration:
    """The logistic of similarity, relevance, margin, across and shared, and the threshold."""
    firsts = [(first(scene, order), weight) for scene, weight in weighted(read)]
    signals = np.array([_row(candidate) for candidate, _ in firsts])
    right = np.array([candidate.right for candidate, _ in firsts], float)
    weights = np.array([weight for _, weight in firsts])
    bias, *its = _logistic(signals, right, weights)
    fitted = replace(order, bias=bias, **dict(zip(SIGNALS, its, strict=True)))
    threshold = _threshold(read, fitted)
    return replace(fitted, threshold=threshold, sure=max(threshold, _sure(read, fitted)))


def _row(candidate: Candidate) -> list[float]:
    return [float(getattr(candidate.signals, name)) for name in SIGNALS]


def _logistic(signals: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64]) -> list[float]:
    """Ridge logistic regression by Newton's method on standardised signals: bias and weights of the raw ones."""
    mean, spread = signals.mean(axis=0), signals.std(axis=0)
    spread = np.where(spread > STEADY, spread, np.inf)  # a signal that never varies gets no weight
    design = np.column_stack((np.ones(len(signals)), (signals - mean) / spread))
    ridge = PRIOR * np.eye(design.shape[1])
    solution = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ solution))
        slope = design.T @ (weights * (right - chance)) - ridge @ solution
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + ridge
        solution += np.linalg.solve(curve, slope)
    raw = solution[1:] / spread
    return [float(solution[0] - raw @ mean), *map(float, raw)]


def _threshold(read: Sequence[Scene], fitted: Calibration) -> float:
    """The greatest at which ANSWERED of each set's answerable questions are answered, in hundredths."""
    sure = {name: list[float]() for name in sorted({scene.testset for scene in read})}
    for scene in read:
        if scene.answerable:
            sure[scene.testset].append(fitted.confidence(first(scene, fitted).signals))
    return min(math.floor(100 * float(np.quantile(its, 1 - ANSWERED, method="lower"))) for its in sure.values()) / 100


def _sure(read: Sequence[Scene], fitted: Calibration) -> float:
    """The least confidence, in hundredths, from which on RIGHT of the quotes hold the answer; 1 where there is none."""
    firsts = [(first(scene, fitted), weight) for scene, weight in weighted(read, ONE_IN_FIVE)]
    given = [(fitted.confidence(candidate.signals), candidate.quoted, weight) for candidate, weight in firsts]
    for hundredths in range(100):
        above = [(right, weight) for confidence, right, weight in given if 100 * confidence >= hundredths]
        if above and sum(right * w for right, w in above) >= RIGHT * sum(w for _, w in above):
            return hundredths / 100
    return 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="directory of the question sets")
    parser.add_argument("--cache", type=Path, required=True, help="directory of the restored embedding model")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="directory of reader.safetensors")
    parser.add_argument("--reader", choices=("bundled", "sentences"), default="bundled")
    parser.add_argument("--candidates", type=int, default=8, help="passages read for each question")
    arguments = parser.parse_args()
    models = Models(arguments.cache)
    if arguments.reader == "sentences":
        find: Find = SentenceReader(Remembering(models.embedding("bundled"))).find
    else:
        find = BundledReader(models.bundled, arguments.weights).find
    read = list(scenes(arguments.data, arguments.cache, arguments.candidates, find))
    fitted = fit(read, choose_order(read))
    if arguments.reader == "bundled":
        fitted.write(arguments.weights / "calibration.json")
        (arguments.weights / "calibration.svg").write_text(calibration_plot(bins(read, fitted)), encoding="utf-8")
    print(fitted, report(read, fitted), sep="\n\n")


if __name__ == "__main__":
    main()
