"""MKQA (Longpre et al. 2021): one question in many languages, of each one record."""

from collections.abc import Iterator

from qa.evaluation.formats.forms.form import Form, Record


def _fits(record: Record) -> bool:
    return isinstance(record.get("queries"), dict) and isinstance(record.get("answers"), dict)


def _read(record: Record) -> Iterator[Record]:
    for language, question in record["queries"].items():
        given = record["answers"].get(language) or []
        answers = [text for one in given for text in (one.get("text"), *(one.get("aliases") or ())) if text]
        yield {
            "id": f"{record.get('example_id', '')}-{language}".strip("-"),
            "question": question,
            "answers": answers or None,
            "language": language,
        }


MKQA = Form("MKQA", _fits, _read)
