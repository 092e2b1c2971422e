"""Question and answer wrapped: LangSmith (`inputs`, `outputs`), OpenAI evals (`input`, `ideal`), chats, Alpaca."""

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
    if len(fields) == 1 and not set(fields) & {*NAMES["question"], *NAMES["answer"]}:
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


_TURNS = ("messages", "conversations", "conversation")
_USER = ("user", "human")


def _turns(record: Record) -> list[tuple[str, Any]]:
    """Who says what: OpenAI's `role` and `content`, ShareGPT's `from` and `value`; nothing beside a question."""
    if set(record) & set(NAMES["question"]):
        return []
    turns: list[Any] = next((record[name] for name in _TURNS if isinstance(record.get(name), list)), [])
    return [
        (str(t.get("role") or t.get("from")), t.get("content") or t.get("value")) for t in turns if isinstance(t, dict)
    ]


def _read_chat(record: Record) -> Iterator[Record]:
    """The last question of the user, and what is answered to it."""
    turns = _turns(record)
    last = max(place for place, (who, _) in enumerate(turns) if who in _USER)
    answered = {"answers": [turns[last + 1][1]]} if turns[last + 1 :] else {}
    yield {**without(record, *_TURNS), "question": turns[last][1], **answered}


def _read_instruction(record: Record) -> Iterator[Record]:
    yield {
        **without(record, "instruction", "input", "output"),
        "question": record["instruction"],
        "context": record.get("input") or None,
        "answers": record["output"],
    }


CHAT = Form("a chat", lambda record: any(who in _USER for who, _ in _turns(record)), _read_chat)
ALPACA = Form(
    "Alpaca", lambda record: {"instruction", "output"} <= record.keys() and "question" not in record, _read_instruction
)
