"""KILT (Petroni et al. 2021): `input` and a list of `output`s. Its provenance names pages of a Wikipedia of its own."""

from collections.abc import Iterator

from qa.evaluation.formats.forms.form import Form, Record, without


def _fits(record: Record) -> bool:
    outputs = record.get("output")
    return (
        isinstance(record.get("input"), str) and isinstance(outputs, list) and all(isinstance(o, dict) for o in outputs)
    )


def _read(record: Record) -> Iterator[Record]:
    answers = [one["answer"] for one in record["output"] if one.get("answer")]
    yield {**without(record, "input", "output", "meta"), "question": record["input"], "answers": answers or None}


KILT = Form("KILT", _fits, _read)
