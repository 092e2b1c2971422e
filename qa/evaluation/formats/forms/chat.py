"""Tools that wrap question and answer: LangSmith (`inputs`, `outputs`) and OpenAI evals (`input`, `ideal`)."""

from collections.abc import Iterator
from typing import Any

from qa.evaluation.formats.forms.form import Form, Record, without
from qa.evaluation.formats.names import NAMES


def _read_langsmith(record: Record) -> Iterator[Record]:
    yield {
        **without(record, "inputs", "outputs"),
        **_named(record["inputs"], "question"),
        **_named(record.get("outputs") or {}, "answer"),
    }


def _named(fields: dict[str, Any], role: str) -> Record:
    """The fields under names that are known; a single one of another name is the role's."""
    if len(fields) == 1 and not set(fields) & {name for names in NAMES.values() for name in names}:
        return {role: next(iter(fields.values()))}
    return dict(fields)


def _read_evals(record: Record) -> Iterator[Record]:
    asked = [m["content"] for m in record["input"] if m.get("role") == "user"]
    yield {**without(record, "input"), "question": asked[-1] if asked else None}


LANGSMITH = Form("LangSmith", lambda record: isinstance(record.get("inputs"), dict), _read_langsmith)
OPENAI_EVALS = Form(
    "OpenAI evals",
    lambda r: isinstance(r.get("input"), list) and all(isinstance(m, dict) and "content" in m for m in r["input"]),
    _read_evals,
)
