"""Selection: a part of a test set's questions, drawn at random, and rows told apart by a column."""

import random
from collections.abc import Sequence
from dataclasses import replace

from ingest.errors import UsageError
from qa.evaluation.naming import nearest
from qa.evaluation.row import Row
from qa.evaluation.testset import TestSet


def sampled(testset: TestSet, limit: int, seed: int) -> TestSet:
    """At most `limit` questions, drawn with that seed and in the set's order; all its documents."""
    if limit >= len(testset.questions):
        return testset
    chosen = sorted(random.Random(seed).sample(range(len(testset.questions)), limit))
    return replace(testset, questions=[testset.questions[i] for i in chosen])


def check_columns(testset: TestSet, columns: Sequence[str]) -> None:
    """Raises UsageError for a column that no question has: before they are asked, which may take hours."""
    held = sorted({name for question in testset.questions for name in question.tags})
    for column in columns:
        if column not in held:
            raise UsageError(f"no question has a column {column!r} to tell figures apart by; {nearest(column, held)}")


def by_value(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    """The rows of each value of the column, the most frequent first; those without one under an empty name."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.tags.get(column, ""), []).append(row)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))
