"""FinanceBench (Islam et al. 2023): the pages that prove an answer, with the words on them that do."""

from collections.abc import Iterator
from typing import Any

from qa.evaluation.formats.forms.form import TEXTS, Form, Record, Text, without


def _fits(record: Record) -> bool:
    return bool(_pages(record.get("evidence")))


def _pages(value: Any) -> list[Record]:
    return (
        [one for one in value if isinstance(one, dict) and one.get("evidence_text")] if isinstance(value, list) else []
    )


def _read(record: Record) -> Iterator[Record]:
    texts = [
        Text(
            f"{one.get('doc_name') or record.get('doc_name') or ''} p. {one.get('evidence_page_num', '?')}",
            str(one.get("evidence_text_full_page") or one["evidence_text"]),
            True,
        )
        for one in _pages(record["evidence"])
    ]
    yield {
        "id": record.get("financebench_id"),
        **without(record, "evidence", "doc_name", "financebench_id"),
        TEXTS: texts,
    }


FINANCEBENCH = Form("FinanceBench", _fits, _read)
