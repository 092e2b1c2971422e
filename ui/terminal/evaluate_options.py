"""Which options go together: one that would change nothing is refused, before anything is asked."""

import argparse
from collections.abc import Mapping, Sequence

from ingest.errors import UsageError

_WITHOUT_USE: Mapping[str, tuple[str, Sequence[str]]] = {
    "systems": (
        "puts runs side by side that are made",
        (
            *("predictions", "only", "fresh", "judge", "grade", "rubric", "limit", "seed", "measure", "by", "compare"),
            *("rows", "report", "report_language", "fail_under", "no_worse", "junit"),
        ),
    ),
    "predictions": ("scores answers that are given: nothing is asked", ("only", "fresh", "judge")),
    "only": ("answers nothing", ("judge", "grade", "rubric")),
    "json": ("prints JSON", ("format",)),
}
"""Of an option what it does, and those that it leaves without use."""

_NEEDED: Mapping[str, Sequence[str]] = {
    "seed": ("limit",),
    "rubric": ("grade",),
    "primary": ("compare", "systems"),
    "format": ("systems",),
    "report_language": ("report",),
    "no_worse": ("compare",),
    "junit": ("fail_under", "no_worse"),
}
"""Of an option those of which it needs one, where the command has any of them."""


def check_options(args: argparse.Namespace) -> None:
    """Raises UsageError for an option that has no use beside the others, or without one that is missing."""
    for option, (does, useless) in _WITHOUT_USE.items():
        for other in useless if _is_given(args, option) else ():
            if _is_given(args, other):
                raise UsageError(f"{_flag(option)} {does}, so {_flag(other)} has no use; leave one of them out")
    for option, needed in _NEEDED.items():
        there = [other for other in needed if hasattr(args, other)]
        if there and _is_given(args, option) and not any(_is_given(args, other) for other in there):
            raise UsageError(f"{_flag(option)} has no use without {' or '.join(map(_flag, needed))}; {_either(option)}")
    if _is_given(args, "language") and args.normalise != "mlqa":
        raise UsageError("--language has no use without --normalise mlqa; add it, or leave --language out")
    if args.only and (answers := [m for m in _measures(args) if not m.startswith("retrieval.")]):
        raise UsageError(f"--only retrieval answers nothing, so there is no {answers[0]}; name a measure of retrieval")


def _measures(args: argparse.Namespace) -> list[str]:
    """Those that decide something."""
    return [
        *(floor.partition("=")[0].strip() for floor in getattr(args, "fail_under", ())),
        *filter(None, [args.primary]),
    ]


def _is_given(args: argparse.Namespace, option: str) -> bool:
    value = getattr(args, option, None)
    return value is not None and value is not False and value != []  # --seed 0 is given


def _flag(option: str) -> str:
    return f"--{option.replace('_', '-')}"


def _either(option: str) -> str:
    return f"add it, or leave {_flag(option)} out"
