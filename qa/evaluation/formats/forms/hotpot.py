"""HotpotQA (Yang et al. 2018), MuSiQue and 2WikiMultihopQA in its form: several paragraphs, several of them needed.

Each supporting paragraph is relevant, so recall says how much of the evidence was found.
"""

from collections.abc import Iterator
from typing import Any

from qa.evaluation.formats.forms.form import TEXTS, Form, Record, Text, without


def _fits(record: Record) -> bool:
    return "supporting_facts" in record and isinstance(record.get("context"), list | dict)


def _read(record: Record) -> Iterator[Record]:
    needed = {title for title, *_ in _pairs(record["supporting_facts"], "title", "sent_id")}
    texts = [
        Text(str(title), " ".join(map(str.strip, sentences)), title in needed)
        for title, sentences in _pairs(record["context"], "title", "sentences")
    ]
    yield {**without(record, "supporting_facts", "context"), TEXTS: texts}


def _pairs(value: Any, *names: str) -> list[tuple[Any, ...]]:
    """As the authors write it, `[[title, …], …]`, or as `datasets` does, `{"title": […], …}`."""
    if isinstance(value, dict):
        return list(zip(*(value[name] for name in names), strict=True))
    return [tuple(item) for item in value]


HOTPOT = Form("HotpotQA", _fits, _read)
