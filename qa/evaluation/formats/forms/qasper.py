"""QASPER (Dasigi et al. 2021): questions about a paper, which is one document of all its sections."""

from collections.abc import Iterator

from qa.evaluation.formats.forms.form import Form, Record


def _fits(record: Record) -> bool:
    return "full_text" in record and isinstance(record.get("qas"), list)


def _read(record: Record) -> Iterator[Record]:
    sections = record["full_text"]
    parts = [[s.get("section_name") or "", *s.get("paragraphs", ())] for s in sections]
    context = "\n\n".join(part for section in parts for part in section if part)
    for qa in record["qas"]:
        given = [one.get("answer", one) for one in qa.get("answers", ())]
        answers = [text for one in given for text in _texts(one)]
        yield {
            "id": qa.get("question_id"),
            "question": qa.get("question"),
            "title": record.get("title"),
            "context": context,
            "answers": answers,
            "is_impossible": None if answers else any(one.get("unanswerable") for one in given) or None,
        }


def _texts(answer: Record) -> list[str]:
    if answer.get("extractive_spans"):
        return list(answer["extractive_spans"])
    if answer.get("yes_no") is not None:
        return ["yes" if answer["yes_no"] else "no"]
    return [answer["free_form_answer"]] if answer.get("free_form_answer") else []


QASPER = Form("QASPER", _fits, _read)
