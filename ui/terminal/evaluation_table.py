"""An evaluation as a table for the terminal."""

from collections.abc import Iterator, Sequence

from qa.evaluation import Evaluation
from qa.evaluation.coverage import TARGET, transfer
from qa.evaluation.differences import PRIMARY, Difference
from qa.phrases import FAILURE

_NAMED = 5
_TOLD_BY_PART = ("retrieval.recall@5", "answer.exact_match", "answer.f1", "citations.precision")


def table(evaluation: Evaluation, differences: Sequence[Difference] = ()) -> str:
    """Figures with their intervals, failures by cause, what was not scored, and differences to an earlier run."""
    parts = (
        _head(evaluation),
        _figures(evaluation),
        _parts(evaluation),
        _judged(evaluation),
        _graded(evaluation),
        _counts(evaluation),
        _compared(differences),
    )
    return "\n".join(line for part in parts for line in part)


def _head(evaluation: Evaluation) -> Iterator[str]:
    answerable = sum(row.answerable for row in evaluation.rows)
    yield f"{evaluation.testset}: {len(evaluation.rows)} questions, {answerable} answerable"
    yield f"normalisation {evaluation.settings['normalisation']}, {evaluation.date}"
    if evaluation.reused:
        yield f"{evaluation.reused} answers were kept from an earlier run of the same system; --fresh asks again"


def _figures(evaluation: Evaluation) -> Iterator[str]:
    section = ""
    for name, estimate in evaluation.estimates.items():
        if estimate is None:
            continue
        begun, key = name.split(".", 1)
        if begun != section:
            yield ""
        title = "" if begun == section else begun
        yield f"{title:<12}{key:<14}{estimate.value:>7.4f}   {_range(estimate.low, estimate.high)}"
        section = begun
    yield from _trust(evaluation)
    if evaluation.latency["p50"] is not None:
        yield ""
        yield "latency_ms  " + "   ".join(f"{key} {value}" for key, value in evaluation.latency.items())


def _trust(evaluation: Evaluation) -> Iterator[str]:
    """What the figures can tell: the smallest difference of the deciding measure, and a threshold that was tried."""
    primary = next((name for name in PRIMARY if evaluation.estimates.get(name)), None)
    if primary and (estimate := evaluation.estimates[primary]):
        yield ""
        smallest = f"{estimate.smallest_difference:.4f}"
        yield f"the smallest difference of {primary} that a second run can show (four times in five): {smallest}"
    if moved := transfer(evaluation.rows):
        yield (
            f"a threshold for {TARGET:.0%} right, chosen on one half, answers {moved.coverage:.1%} of the other, "
            f"{moved.right:.1%} of that right"
        )


def _parts(evaluation: Evaluation) -> Iterator[str]:
    """The figures of each value of a column, one line each."""
    for column, parts in evaluation.parts.items():
        yield ""
        yield f"by {column}"
        for value, part in parts.items():
            told = {name: e.value for name, e in part.estimates.items() if e and name in _TOLD_BY_PART}
            figures = "   ".join(f"{name} {figure:.4f}" for name, figure in told.items())
            yield f"  {value or '(none)':<24}{len(part.rows):>6}   {figures}"


def _judged(evaluation: Evaluation) -> Iterator[str]:
    if (judged := evaluation.judged) is None:
        return
    yield ""
    yield f"judged by {judged.model}: a language model's opinion, not measured"
    if estimate := judged.estimate:
        yield f"{'':<12}{'faithfulness':<14}{estimate.value:>7.4f}   {_range(estimate.low, estimate.high)}"
    yield f"{'':<12}{judged.sentences} sentences judged, {judged.not_judged} not judged"
    yield from (f"{'':<14}{reason}" for reason in judged.reasons("en"))


def _graded(evaluation: Evaluation) -> Iterator[str]:
    if (graded := evaluation.graded) is None:
        return
    yield ""
    yield f"graded by {graded.model}: a language model's opinion, not measured"
    if estimate := graded.estimate:
        yield f"{'':<12}{'correct':<14}{estimate.value:>7.4f}   {_range(estimate.low, estimate.high)}"
        yield f"{'':<12}it agrees with exact match in {graded.with_exact_match:.1%}, with F1 in {graded.with_f1:.1%}"
    yield f"{'':<12}{graded.graded} answers graded, {graded.not_graded} not graded"


def _range(low: float, high: float, sign: str = "") -> str:
    return f"95 % {low:{sign}.4f} to {high:{sign}.4f}"


def _counts(evaluation: Evaluation) -> Iterator[str]:
    causes = [f"{count} {cause}" for cause, count in evaluation.causes.items() if count]
    if causes:
        yield ""
        yield f"failures    {', '.join(causes)}"
    if stood_in := evaluation.stood_in:
        yield ""
        yield f"not written {sum(stood_in.values())}, quoted answers stand in for them:"
        yield from (f"  {count} × {FAILURE[failure]['en']}" for failure, count in stood_in.items())
    if evaluation.unplaced:
        yield ""
        yield f"not placed  {evaluation.unplaced} answers are not in their context word for word;"
        yield "            no citation figure counts them"
    if evaluation.unscored:
        yield ""
        yield f"not scored  {len(evaluation.unscored)}, named in --json and --report; the first:"
        yield from (f"  {u['id']}: {u['reason']}" for u in evaluation.unscored[:_NAMED])


def _compared(differences: Sequence[Difference]) -> Iterator[str]:
    if not differences:
        return
    yield ""
    yield "against the earlier run (paired; p by randomisation; * decides, the others by Holm's method)"
    for d in differences:
        change = f"{d.old:.4f} → {d.new:.4f}  {d.new - d.old:+.4f}"
        yield f"  {d.measure:<24}{change}   {_range(d.low, d.high, '+')}   p {d.p:.4f}   {d.verdict}{' *' * d.primary}"
