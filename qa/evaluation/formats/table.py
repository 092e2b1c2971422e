"""JSON Lines and CSV with a row for each question.

Columns (the first name that is there counts): question; answer or answers (several: a JSON list or `a | b`);
id; context (the text it is asked of); document (title or source of one in the index); evidence (words that prove the
answer); answerable or is_impossible. A set with contexts is asked of those, one without of the current index.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ingest.document import Document
from ingest.errors import SourceError
from qa.evaluation.formats.delimited import rows
from qa.evaluation.formats.text import json_lines, parse_json
from qa.evaluation.testset import Evidence, Question, TestSet

Record = dict[str, Any]

_QUESTION = ("question", "query", "prompt", "السؤال")
_ANSWER = ("answers", "answer", "ground_truth", "ground_truths", "reference", "الجواب", "الإجابة")
_ID = ("id", "_id", "qid", "question_id")
_CONTEXT = ("context", "passage")
_DOCUMENT = ("document", "document_id", "source", "title", "file")
_EVIDENCE = ("evidence", "quote", "quotes")
_TRUE, _FALSE = {"1", "true", "yes"}, {"0", "false", "no"}


def read_jsonl(path: Path) -> TestSet:
    """Raises SourceError with the line of the fault."""
    return _testset(path, json_lines(path))


def read_csv(path: Path) -> TestSet:
    """Comma, semicolon or tab as the first line shows. Raises SourceError with the line of the fault."""
    lines = ((number, cells) for number, cells in rows(path, "\t;,") if cells)
    at, names = next(lines, (1, ["none"]))
    if not set(_QUESTION) & set(map(_key, names)):
        raise SourceError(f"{path}, line {at}: no column `question`; the columns are {', '.join(names)}")
    return _testset(path, _csv_records(path, names, lines))


def _csv_records(path: Path, names: list[str], lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, Record]]:
    for number, cells in lines:
        if len(cells) > len(names):
            raise SourceError(f"{path}, line {number}: more cells than columns; quote cells with commas")
        yield number, {name: cell or None for name, cell in zip_longest(names, cells)}


def _testset(path: Path, records: Iterable[tuple[int, Record]]) -> TestSet:
    documents: dict[str, Document] = {}
    questions = []
    for number, raw in records:
        record = {_key(name): value for name, value in raw.items()}
        context = _context(path, number, record)
        document = None
        if context:
            title = str(_first(record, ("title", "document")) or "")
            document = documents.setdefault(context, Document(f"testset:{path.name}#{number}", title, context))
        questions.append(_question(path, number, record, document))
    return TestSet(path.name, questions, list(documents.values()))


def _context(path: Path, number: int, record: Record) -> str:
    context = _first(record, _CONTEXT) or ""
    if not isinstance(context, str):
        found = type(context).__name__
        raise SourceError(f"{path}, line {number}: the context should be a string, found {found}; make one text of it")
    return context


def _question(path: Path, number: int, record: Record, document: Document | None) -> Question:
    text = _first(record, _QUESTION)
    if not isinstance(text, str) or not text.strip():
        raise SourceError(f"{path}, line {number}: no question; the fields are {', '.join(record)}")
    id = _first(record, _ID)
    id = str(number if id in (None, "") else id)
    value = _unfolded(_first(record, _ANSWER))
    answers, impossible = _several(value), _is_impossible(path, number, record)
    if impossible or (impossible is None and _holds_none(value)):
        return Question(id, text, impossible=True)
    evidence = _evidence(record, document, answers)
    unscored = None if answers or evidence else f"line {number} has neither an answer nor evidence for it"
    return Question(id, text, answers, evidence, unscored=unscored)


def _evidence(record: Record, document: Document | None, answers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The quotes the row gives, else its answers where it has a context, else the document it names.

    A context beside no answer proves nothing.
    """
    named = document.id if document else _first(record, _DOCUMENT)
    place = None if named in (None, "") else str(named)
    quotes = _several(_first(record, _EVIDENCE))
    if not quotes and document:
        quotes = tuple(answer for answer in answers if answer in document.text)
    if quotes:
        return tuple(Evidence(place, quote=quote) for quote in quotes)
    return (Evidence(place),) if place and (answers or not document) else ()


def _is_impossible(path: Path, number: int, record: Record) -> bool | None:
    """What the row says of it; None where it says nothing."""
    for name, impossible in (("is_impossible", _TRUE), ("answerable", _FALSE)):
        value = record.get(name)
        if value is None:
            continue
        if str(value).strip().lower() not in _TRUE | _FALSE:
            raise SourceError(f"{path}, line {number}: {name} should be true or false, found {value!r}")
        return str(value).strip().lower() in impossible
    return None


def _unfolded(value: Any) -> Any:
    """A cell that holds a list written as JSON as that list; anything else as it is."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return parse_json(value)
        except ValueError:
            return value
    return value


def _holds_none(value: Any) -> bool:
    """Whether it is an empty list, or SQuAD's `{"text": []}`: the sources do not say."""
    return value == [] or (isinstance(value, dict) and value.get("text") == [])


def _several(value: Any) -> tuple[str, ...]:
    """The texts in a cell: a list, a list written as JSON, SQuAD's `{"text": […]}`, `a | b`, or one text."""
    value = _unfolded(value)
    if isinstance(value, dict):
        value = value.get("text")
    if isinstance(value, list):
        return tuple(dict.fromkeys(text for item in value for text in _several(item)))
    if value is None:
        return ()
    return tuple(dict.fromkeys(part.strip() for part in str(value).split(" | ") if part.strip()))


def _first(record: Record, names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name) is not None), None)


def _key(name: str | None) -> str:
    return (name or "").strip().lower().replace(" ", "_")
