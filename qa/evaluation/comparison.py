"""Comparison of two runs, question by question.

Questions are the same where id and text are: an id may be a line number, which another set has too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import UsageError
from qa.evaluation.differences import Difference, Pair, adjusted, difference
from qa.evaluation.measures import CONDITIONAL, Share
from qa.evaluation.per_question import PerQuestion


@dataclass(frozen=True)
class Comparison:
    """The differences of two runs; none where they share no question.

    `reworded` counts the questions left out because one id has two texts. `other_set` names the earlier run's test set
    where that is another and the run holds no texts, so that ids alone say which questions are the same.
    """

    differences: Sequence[Difference]
    reworded: int = 0
    other_set: str | None = None


def compare(old: PerQuestion, new: PerQuestion, primary: str | None = None) -> Comparison:
    """Every measure that both runs have, over the questions that both have scored.

    `primary` names the measure that is tested on its own. Raises UsageError where their answers were normalised
    differently, or where gold answers have changed.
    """
    check_normalisation(old.normalisation, new.normalisation)
    place = {id: i for i, id in enumerate(old.ids)}
    shared = [(place[id], j) for j, id in enumerate(new.ids) if id in place]
    same = [(i, j) for i, j in shared if not old.texts or not new.texts or old.texts[i] == new.texts[j]]
    _check_golds(old, new, same)
    unscored = old.unscored | new.unscored
    scored = [(i, j) for i, j in same if new.ids[j] not in unscored]
    other = old.testset if not old.texts and old.testset != new.testset else None
    return Comparison(adjusted(_differences(old, new, scored), primary), len(shared) - len(same), other)


def _check_golds(old: PerQuestion, new: PerQuestion, places: Sequence[tuple[int, int]]) -> None:
    """Raises UsageError where a question's gold answers differ: its scores would, for the same answer."""
    if old.golds is None or new.golds is None:
        return
    changed = [new.ids[j] for i, j in places if old.golds[i] != new.golds[j]]
    if changed:
        raise UsageError(
            f"the gold answers of {len(changed)} questions changed since the earlier run (the first: {changed[0]!r}), "
            "so the scores do not compare; make the earlier run again on this test set"
        )


def check_normalisation(old: str | None, new: str | None) -> None:
    """Raises UsageError where the normalisations differ: one answer may score 0 by one and 1 by the other."""
    if old and new and old != new:
        raise UsageError(
            f"the earlier run's answers were normalised as {old!r}, this run's as {new!r}, so their scores do not "
            f"compare; choose {old!r} (--normalise {_options(old)}), or make the earlier run again with {new!r}"
        )


def _options(normalisation: str) -> str:
    return normalisation.replace(" (", " --language ").rstrip(")")


def _differences(old: PerQuestion, new: PerQuestion, places: Sequence[tuple[int, int]]) -> list[Difference]:
    found = []
    for name in new.shares:
        if name in old.shares:
            pairs = [(old.shares[name][i], new.shares[name][j]) for i, j in places]
            found.append(difference(name, _counted(pairs, name in CONDITIONAL)))
    return [d for d in found if d]


def _counted(pairs: Sequence[tuple[Share | None, Share | None]], conditional: bool) -> list[Pair]:
    """The pairs that count in both runs; in one at least, where each run's answers decide what counts.

    There a question that counts in one run alone adds nothing in the other.
    """
    enough = any if conditional else all
    return [(a or (0, 0), b or (0, 0)) for a, b in pairs if enough(share is not None for share in (a, b))]
