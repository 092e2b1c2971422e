"""promptfoo: `vars` with `assert`s (YAML, JSON), or a CSV whose `__expected` columns hold them."""

import re
from collections.abc import Iterator
from typing import Any

from qa.evaluation.formats.forms.form import Form, Record
from qa.evaluation.formats.names import NAMES

_ASSERTION = re.compile(
    r"\s*(?:(i?contains(?:-any|-all)?|equals|similar|starts-with)(?:\([\d.]+\))?:)?\s*(.*)", re.DOTALL
)
_TOLD = {"contains", "icontains", "contains-any", "icontains-any", "equals", "similar", "starts-with"}
_OTHER = re.compile(r"\s*[a-z-]+(\([\d.]+\))?:")
"""An assertion of another kind (`llm-rubric: …`), which holds no answer."""


def _fits(record: Record) -> bool:
    return isinstance(record.get("vars"), dict) or any(name.startswith("__expected") for name in record)


def _read(record: Record) -> Iterator[Record]:
    given = record.get("vars")
    fields = dict(given) if isinstance(given, dict) else {n: v for n, v in record.items() if not n.startswith("__")}
    if fields and not set(fields) & set(NAMES["question"]):
        fields["question"] = fields.pop(next(iter(fields)))
    yield {**fields, "answers": [*_asserted(record.get("assert")), *_expected(record)] or None}


def _asserted(assertions: Any) -> Iterator[str]:
    for one in assertions or ():
        if isinstance(one, dict) and one.get("type") in _TOLD:
            values = one.get("value")
            yield from map(str, values if isinstance(values, list) else [values])


def _expected(record: Record) -> Iterator[str]:
    for name, value in record.items():
        found = _ASSERTION.fullmatch(str(value)) if name.startswith("__expected") and value else None
        if found and (found[1] or not _OTHER.match(found[2])):
            yield found[2].strip()


PROMPTFOO = Form("promptfoo", _fits, _read)
