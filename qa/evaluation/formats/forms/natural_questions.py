"""Natural Questions, simplified (Kwiatkowski et al. 2019): answers are spans of the document's tokens."""

from collections.abc import Iterator

from qa.evaluation.formats.forms.form import Form, Record


def _fits(record: Record) -> bool:
    return "document_text" in record and isinstance(record.get("annotations"), list)


def _read(record: Record) -> Iterator[Record]:
    tokens = str(record["document_text"]).split(" ")
    spans = [s for a in record["annotations"] for s in a.get("short_answers") or _long(a)]
    said = [a["yes_no_answer"].lower() for a in record["annotations"] if a.get("yes_no_answer") in ("YES", "NO")]
    answers = [" ".join(tokens[span["start_token"] : span["end_token"]]) for span in spans]
    yield {
        "id": record.get("example_id"),
        "question": record.get("question_text"),
        "context": record["document_text"],
        "answers": [*said, *dict.fromkeys(answers)],
    }


def _long(annotation: Record) -> list[Record]:
    """The paragraph that answers, where nothing shorter does; none where nothing does."""
    long = annotation.get("long_answer") or {}
    return [long] if long.get("start_token", -1) >= 0 and annotation.get("yes_no_answer") not in ("YES", "NO") else []


NATURAL_QUESTIONS = Form("Natural Questions", _fits, _read)
