"""TyDi QA, the primary task (Clark et al. 2020): answers are spans of bytes of the document."""

from collections.abc import Iterator

from qa.evaluation.formats.forms.form import Form, Record


def _fits(record: Record) -> bool:
    return "document_plaintext" in record and isinstance(record.get("annotations"), list | dict)


def _read(record: Record) -> Iterator[Record]:
    text = str(record["document_plaintext"])
    data, said, spans = text.encode(), list[str](), list[tuple[int, int]]()
    candidates = record.get("passage_answer_candidates") or []
    for annotation in record["annotations"]:
        start, end = _span(annotation.get("minimal_answer") or {})
        at = (annotation.get("passage_answer") or {}).get("candidate_index", -1)
        if annotation.get("yes_no_answer") in ("YES", "NO"):
            said.append(annotation["yes_no_answer"].lower())
        elif start >= 0:
            spans.append((start, end))
        elif 0 <= at < len(candidates):
            spans.append(_span(candidates[at]))
    starts = [len(data[:start].decode(errors="ignore")) for start, _ in spans]
    ends = [len(data[:end].decode(errors="ignore")) for _, end in spans]
    answers = [text[start : _word_end(text, end)] for start, end in zip(starts, ends, strict=True)]
    yield {
        "id": None if record.get("example_id") in (-1, None) else record["example_id"],
        "question": record.get("question_text"),
        "title": record.get("document_title"),
        "context": text,
        "answers": said or {"text": answers, "answer_start": starts},
        "language": record.get("language"),
    }


def _word_end(text: str, end: int) -> int:
    """An end within a word is meant for the whole of it."""
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return end


def _span(value: Record) -> tuple[int, int]:
    return value.get("plaintext_start_byte", -1), value.get("plaintext_end_byte", -1)


TYDI = Form("TyDi QA", _fits, _read)
