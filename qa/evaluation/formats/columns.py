"""Columns: which field of a record holds what, by the names that programs and people give them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import UsageError
from qa.evaluation.formats.forms.form import TEXTS, Record
from qa.evaluation.formats.names import HEADS, MAX_TAG, NAMES, ROLES, SYSTEM_S, head, key
from qa.evaluation.naming import nearest


@dataclass(frozen=True)
class Columns:
    """The names of each role among those that a set has; `mapped` ones were named by the user."""

    names: Mapping[str, tuple[str, ...]]
    there: tuple[str, ...]

    @staticmethod
    def of(records: Iterable[Record], mapped: Mapping[str, str]) -> "Columns":
        """Raises UsageError for a role or a column that there is not."""
        there = tuple(dict.fromkeys(name for record in records for name in record if name != TEXTS))
        for role, name in mapped.items():
            if role not in NAMES:
                raise UsageError(f"--map {role}={name}: there is no such role; {nearest(role, ROLES)}")
            if key(name) not in there:
                raise UsageError(f"--map {role}={name}: there is no column {name!r}; {nearest(name, there)}")
        names = {role: (key(mapped[role]),) if role in mapped else NAMES[role] for role in ROLES}
        # one column has one role: the one it was named for
        own = {key(name) for name in mapped.values()}
        names = {r: of if r in mapped else tuple(n for n in of if n not in own) for r, of in names.items()}
        names = {**names, "answer": _golds(names["answer"], there)}
        return Columns({**names, **_by_head(names, there)}, there)

    @property
    def taken(self) -> dict[str, str]:
        """Each role with the columns that it is read from."""
        found = {role: ", ".join(name for name in names if name in self.there) for role, names in self.names.items()}
        return {role: names for role, names in found.items() if names}

    @property
    def left(self) -> tuple[str, ...]:
        """The columns that no role is read from."""
        read = {name for names in self.names.values() for name in names}
        return tuple(name for name in self.there if name not in read)

    def tags(self, record: Record) -> dict[str, str]:
        """The short values of the other columns."""
        values = {name: record[name] for name in self.left if isinstance(record.get(name), str | int | float)}
        return {name: str(value) for name, value in values.items() if 0 < len(str(value)) <= MAX_TAG}


def _golds(names: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """Not the system's own answer, where the set has gold answers under another name."""
    held = [name for name in names if name in there]
    if any(name not in (*SYSTEM_S, "answers") for name in held):
        return tuple(name for name in names if name not in SYSTEM_S)
    if "answer" in held or "answers" in held:
        return tuple(name for name in names if name not in ("response", "output"))
    return tuple(names)


def _by_head(names: Mapping[str, Sequence[str]], there: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Of each role that no column is named for, the one column that is about it; none where several are."""
    free = [name for name in there if not any(name in of for of in names.values())]
    found = {
        role: [name for name in free if head(name) in heads]
        for role, heads in HEADS.items()
        if not set(names[role]) & set(there)
    }
    return {role: (*columns, *names[role]) for role, columns in found.items() if len(columns) == 1}
