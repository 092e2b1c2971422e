"""A sweep: one test set over several settings, in one table."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from ingest.errors import UsageError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.per_question import PerQuestion
from qa.evaluation.systems import Systems, side_by_side

Values = Mapping[str, Sequence[str]]


def choices(texts: Sequence[str]) -> Values:
    """Of `chunk_tokens=128,256`, several times. Raises UsageError."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, sign, values = text.partition("=")
        given = [value.strip() for value in values.split(",") if value.strip()]
        if not sign or not given:
            raise UsageError(f"--set {text}: give a setting and its values, like chunk_tokens=128,256")
        found[name.strip().lower().removeprefix("dalil_")] = given
    return found


def combinations(values: Values) -> list[dict[str, str]]:
    """Every combination of one value for each setting."""
    return [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]


def sweep(values: Values, run: Callable[[Mapping[str, str]], Evaluation], primary: str | None = None) -> Systems:
    """The figures of each combination; `run` evaluates one. Raises UsageError where there are fewer than two."""
    chosen = combinations(values)
    if len(chosen) < 2:
        raise UsageError("a sweep needs two combinations at least; give a setting several values")
    names = [", ".join(f"{name}={value}" for name, value in one.items()) for one in chosen]
    runs = {name: PerQuestion.of(run(one)) for name, one in zip(names, chosen, strict=True)}
    return side_by_side(runs, primary)
