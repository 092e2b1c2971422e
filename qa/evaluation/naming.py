"""Naming: the names there are, with the one that is nearest to what was looked for."""

from collections.abc import Sequence
from difflib import SequenceMatcher

_MIN_LIKENESS = 0.5
_MAX_NAMED = 20


def nearest(wanted: str, there: Sequence[str], also: Sequence[str] = ()) -> str:
    """Words for a message: which names there are, and which is nearest; `also` are other names of what is wanted."""
    if not there:
        return "there are none"
    likeness = {name: max(_alike(name, one) for one in (wanted, *also)) for name in there}
    near = max(there, key=lambda name: likeness[name])
    names = ", ".join(name[:40] for name in there[:_MAX_NAMED]) + (" …" if len(there) > _MAX_NAMED else "")
    return f"there are {names}" + (f"; the nearest is {near!r}" if likeness[near] >= _MIN_LIKENESS else "")


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()
