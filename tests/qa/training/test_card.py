"""The model card's figures, on scenes small enough to count by hand."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from qa.reader.calibration import Calibration, Signals
from qa.training.card import Bin, bins, calibration_plot, learning_curve, report
from qa.training.scenes import Candidate, Scene

# meaning alone puts the right passage first, retrieval the wrong one, which the relevance logit turns; the confidence
# is 1 / (1 + e^-margin)
OWN = Candidate(Signals(0.80, 0.8, 3, 2), gold=True, f1=1.0, right=True, quoted=True)
OTHER = Candidate(Signals(0.82, 0.7, -3, -2), gold=False, f1=0.0, right=False, quoted=False)
FAR = Candidate(Signals(0.70, 0.6, -3, -3), gold=False, f1=0.0, right=False, quoted=False)
READ = [Scene("set", (OTHER, OWN), elsewhere=(FAR,))]
FITTED = Calibration(order_relevance=1, order_margin=0, margin=1, threshold=0.5)


def test_the_report_has_lines_for_each_set() -> None:
    text = report(READ, FITTED)
    assert "| set | 100.0 | 0.0 | 100.0 | 100.0 | 100.0 |" in text
    assert "| set | 1.000 | 1.000 | 100 % | 0 % | 0 % |" in text
    assert "| all | 1.000 | 1.000 | 100 % | 0 % | 0 % |" in text


def test_the_report_tells_questions_that_lost_their_paragraph_from_those_that_lost_their_article() -> None:
    # a far passage as sure as the own one: half of such pairs are told apart by chance, and it is answered
    text = report([replace(READ[0], elsewhere=(replace(OWN, gold=False),))], FITTED)
    assert "| set | 1.000 | 0.500 | 100 % | 0 % | 100 % |" in text


def test_answers_fall_into_bins_by_their_confidence() -> None:
    # below .2 the wrong passages' 1 / (1 + e^2) and 1 / (1 + e^3)
    found = bins(READ, FITTED)
    assert [round(one.confidence, 4) for one in found] == [0.0833, 0.8808]
    assert found == [Bin(0.0, 0.2, 2, found[0].confidence, 0.0), Bin(0.8, 1.0, 1, found[1].confidence, 1.0)]


def test_the_plots_are_files_that_a_browser_can_draw(tmp_path: Path) -> None:
    log = tmp_path / "progress.jsonl"
    figures = {
        name: {"f1": 50.0} for name in ("xquad-dev.ar", "xquad-dev.en-ar", "xquad-dev.en", "arcd-dev", "tydiqa.ar")
    }
    rows = [{"examples": 800, "loss": 2.0}, {"examples": 1000, "score": 48.0, **figures}]
    log.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for drawn in (learning_curve(log), calibration_plot(bins(READ, FITTED))):
        root = ElementTree.fromstring(drawn)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert len(list(root.iter("{http://www.w3.org/2000/svg}polyline"))) >= 2
