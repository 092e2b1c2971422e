"""Evaluation: rows and the figures made of them, in the form that `dalil evaluate --json` prints."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from qa.answer import Failure
from qa.evaluation.bootstrap import Estimate, auroc_estimate, ratio_estimate
from qa.evaluation.coverage import coverage_estimate, transfer
from qa.evaluation.grading import Correctness, correctness
from qa.evaluation.judging import Faithfulness, faithfulness
from qa.evaluation.measures import AUROC, COVERAGE, SECTIONS, applies, shares
from qa.evaluation.row import CAUSES, Row
from qa.evaluation.selection import by_value

Estimates = Mapping[str, Estimate | None]


@dataclass(frozen=True)
class Evaluation:
    """What a test set showed. `settings` tells what was run; `date` is ISO 8601, UTC; `judge` and `grader` name an LLM.

    `reused` answers were kept from an earlier run. `by` names the columns for whose values there are figures too.
    """

    testset: str
    rows: Sequence[Row]
    settings: Mapping[str, Any]
    date: str
    judge: str | None = None
    reused: int = 0
    by: Sequence[str] = ()
    grader: str | None = None

    @cached_property
    def estimates(self) -> Estimates:
        """Each measure, named `section.key`, with its 95 % interval; None where the set says nothing of it."""
        groups = [row.document or f"question {row.id}" for row in self.rows]
        ratios = {name: ratio_estimate(of_rows, groups) for name, of_rows in shares(self.rows).items()}
        judged = [row for row in self.rows if row.unscored is None and row.confidence is not None]
        marks = [(row.confidence or 0.0, row.answerable) for row in judged] if applies(AUROC, self.rows) else []
        separation = auroc_estimate([m for m, _ in marks], [a for _, a in marks]) if marks else None
        found = {**ratios, AUROC: separation, COVERAGE: coverage_estimate(self.rows)}
        return {name: found[name] for section in SECTIONS for name in found if name.startswith(f"{section}.")}

    @cached_property
    def judged(self) -> Faithfulness | None:
        """What the judge found of all answers; None where no judge was asked."""
        return faithfulness(self.judge, [row.judged for row in self.rows]) if self.judge else None

    @cached_property
    def graded(self) -> Correctness | None:
        """What the grader found of all answers; None where no grader was asked."""
        return correctness(self.grader, self.rows) if self.grader else None

    @property
    def causes(self) -> dict[str, int]:
        """How many questions failed for each cause."""
        return {cause: sum(row.cause == cause for row in self.rows) for cause in CAUSES}

    @property
    def latency(self) -> dict[str, float | None]:
        """Milliseconds of a whole answer, retrieval included."""
        totals = [row.latency_ms["total"] for row in self.rows if "total" in row.latency_ms]
        if not totals:
            return {"p50": None, "p95": None}
        return {f"p{p}": round(float(np.percentile(totals, p)), 1) for p in (50, 95)}

    @property
    def unscored(self) -> list[dict[str, str]]:
        return [{"id": row.id, "reason": row.unscored} for row in self.rows if row.unscored]

    @property
    def unplaced(self) -> int:
        """Questions whose gold answer is not in its context word for word: no citation figure counts them."""
        return sum(row.unplaced for row in self.rows)

    @property
    def stood_in(self) -> dict[Failure, int]:
        """Why quoted answers stand for those an LLM was to write, by failure with their number, most frequent first."""
        return dict(Counter(row.stood_in for row in self.rows if row.stood_in).most_common())

    @cached_property
    def parts(self) -> dict[str, dict[str, "Evaluation"]]:
        """For each column of `by`, the figures of each of its values."""
        return {
            column: {value: replace(self, rows=rows, by=()) for value, rows in by_value(self.rows, column).items()}
            for column in self.by
        }

    def to_json(self) -> dict[str, Any]:
        """The contract of `dalil evaluate --json`; `per_question` is what `--compare` pairs."""
        return {
            "testset": self.testset,
            "date": self.date,
            "questions": len(self.rows),
            "answerable": sum(row.answerable for row in self.rows),
            "unscored": self.unscored,
            "unplaced": self.unplaced,
            "reused": self.reused,
            **{section: self._section(section, lambda e: round(e.value, 4)) for section in SECTIONS},
            "latency_ms": self.latency,
            "intervals": {s: self._section(s, lambda e: [round(e.low, 4), round(e.high, 4)]) for s in SECTIONS},
            "by": {c: {v: part.figures() for v, part in parts.items()} for c, parts in self.parts.items()},
            "smallest_difference": {s: self._section(s, lambda e: round(e.smallest_difference, 4)) for s in SECTIONS},
            "threshold_transfer": moved.to_json() if (moved := transfer(self.rows)) else None,
            "failures": self.causes,
            "stood_in": self.stood_in,
            "judged": self.judged.to_json() if self.judged else None,
            "graded": self.graded.to_json() if self.graded else None,
            "settings": dict(self.settings),
            "per_question": {
                "id": [row.id for row in self.rows],
                "question": [row.question for row in self.rows],
                "gold": [row.gold_digest for row in self.rows],
                **shares(self.rows),
            },
        }

    def figures(self) -> dict[str, Any]:
        """The number of questions and every figure that there is."""
        estimates = {name: round(e.value, 4) for name, e in self.estimates.items() if e}
        return {"questions": len(self.rows), **estimates}

    def _section(self, section: str, show: Any) -> dict[str, Any]:
        names = [name for name in self.estimates if name.startswith(f"{section}.")]
        return {
            name.removeprefix(f"{section}."): show(estimate) if (estimate := self.estimates[name]) else None
            for name in names
        }
