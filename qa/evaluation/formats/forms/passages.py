"""Passages given as relevant or not: MIRACL, Mr. TyDi (`positive_passages`), DPR (`positive_ctxs`), MS MARCO."""

from collections.abc import Iterator
from typing import Any

from qa.evaluation.formats.forms.form import TEXTS, Form, Record, Text, without

_POSITIVE = ("positive_passages", "positive_ctxs")
_NEGATIVE = ("negative_passages", "negative_ctxs", "hard_negative_ctxs")


def _read(record: Record) -> Iterator[Record]:
    texts = [
        Text(str(one.get("title") or ""), str(one["text"]), name in _POSITIVE)
        for name in (*_POSITIVE, *_NEGATIVE)
        for one in _several(record.get(name))
    ]
    yield {**without(record, *_POSITIVE, *_NEGATIVE), TEXTS: texts}


def _several(value: Any) -> list[Record]:
    return [one for one in value or () if isinstance(one, dict) and str(one.get("text") or "").strip()]


PASSAGES = Form("MIRACL and DPR", lambda record: any(isinstance(record.get(n), list) for n in _POSITIVE), _read)


def _read_marco(record: Record) -> Iterator[Record]:
    of = record["passages"]
    pairs = zip(of["passage_text"], of["is_selected"], strict=True)
    answers = [answer for answer in record.get("answers") or () if answer != "No Answer Present."]
    texts = [Text("", text, bool(selected)) for text, selected in pairs]
    yield {**without(record, "passages", "wellformedanswers"), "answers": answers, TEXTS: texts}


def _fits_marco(record: Record) -> bool:
    return isinstance(record.get("passages"), dict) and {"passage_text", "is_selected"} <= record["passages"].keys()


MARCO = Form("MS MARCO", _fits_marco, _read_marco)
