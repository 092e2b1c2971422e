"""Tables with a row for each question: CSV, JSON Lines, a JSON list of records.

Columns (the first name that is there counts): question; answer or answers (several: a list or `a | b`);
id; context (the text it is asked of); document, source, title or file (one in the index); evidence (words that prove
the answer); answerable or is_impossible. A set with contexts is asked of those, one without of the current index.
"""

import reprlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

from ingest.document import Document
from ingest.errors import SourceError
from qa.evaluation.formats.cells import holds_none, placed, texts, truth
from qa.evaluation.formats.delimited import rows
from qa.evaluation.formats.spans import located
from qa.evaluation.formats.text import json_lines
from qa.evaluation.testset import Evidence, Question, TestSet

Record = dict[str, Any]
T = TypeVar("T")

_QUESTION = ("question", "query", "prompt", "السؤال")
_ANSWER = ("answers", "answer", "ground_truth", "ground_truths", "reference", "الجواب", "الإجابة")
_ID = ("id", "_id", "qid", "question_id")
_CONTEXT = ("context", "passage")
_DOCUMENT = ("document", "document_id", "source", "title", "file")
_EVIDENCE = ("evidence", "quote", "quotes")


def read_jsonl(path: Path) -> TestSet:
    """Raises SourceError with the line of the fault."""
    return _testset(path, "line", json_lines(path))


def read_records(path: Path, records: Sequence[Any]) -> TestSet:
    """Of a JSON file whose value holds them. Raises SourceError with the number of the faulty record."""
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            raise SourceError(f"{path}, record {number}: expected an object, found {type(record).__name__}")
    return _testset(path, "record", enumerate(records, start=1))


def records_of(value: Any) -> Sequence[Any]:
    """The records that a JSON value holds: a list of them, also as `{"data": […]}`, or the one that it is.

    None where it is another thing, such as SQuAD's articles, which have paragraphs.
    """
    if isinstance(value, dict) and "data" in value:
        held = value["data"]
        return [] if not isinstance(held, list) or any(map(_is_article, held)) else held
    if isinstance(value, dict):
        return [value] if set(_QUESTION) & set(map(_key, value)) else []
    return value if isinstance(value, list) else []


def _is_article(value: Any) -> bool:
    return isinstance(value, dict) and "paragraphs" in value


def read_csv(path: Path) -> TestSet:
    """Comma, semicolon or tab as the first line shows. Raises SourceError with the line of the fault."""
    # spreadsheets end a table with rows of delimiters alone
    lines = ((number, cells) for number, cells in rows(path, "\t;,") if any(map(str.strip, cells)))
    at, names = next(lines, (1, ["none"]))
    if not set(_QUESTION) & set(map(_key, names)):
        raise SourceError(f"{path}, line {at}: no column `question`; the columns are {', '.join(names)}")
    return _testset(path, "line", _csv_records(path, names, lines))


def _csv_records(path: Path, names: list[str], lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, Record]]:
    for number, cells in lines:
        # programs end a row with a delimiter
        if any(map(str.strip, cells[len(names) :])):
            raise SourceError(f"{path}, line {number}: more cells than columns; quote cells with commas")
        yield number, {name: cell or None for name, cell in zip_longest(names, cells[: len(names)])}


def _testset(path: Path, unit: str, records: Iterable[tuple[int, Record]]) -> TestSet:
    read = [_Row(path, unit, number, {_key(name): v for name, v in record.items()}) for number, record in records]
    given = {row.given_id for row in read}
    documents: dict[str, Document] = {}
    questions = []
    for row in read:
        document = None
        if context := _context(row):
            title = str(row.first(("title", "document")) or "")
            document = documents.setdefault(context, Document(f"testset:{path.name}#{row.number}", title, context))
        questions.append(_question(row, row.id(given), document))
    return TestSet(path.name, questions, list(documents.values()))


@dataclass(frozen=True)
class _Row:
    """A row's fields, and where it stands: `number` of `unit`s."""

    path: Path
    unit: str
    number: int
    fields: Record

    @property
    def place(self) -> str:
        return f"{self.unit} {self.number}"

    @property
    def given_id(self) -> str | None:
        id = self.first(_ID)
        return None if id in (None, "") else str(id)

    def id(self, given: Set[str | None]) -> str:
        """Its own, else its number, unless that is given to another row."""
        return self.given_id or (self.place if str(self.number) in given else str(self.number))

    def first(self, names: Sequence[str]) -> Any:
        """The first of the fields that is there."""
        return self.fields.get(self.name(names))

    def name(self, names: Sequence[str]) -> str:
        """Of the first of the fields that is there, else the first name."""
        return next((name for name in names if self.fields.get(name) is not None), names[0])

    def read(self, read: Callable[[Any], T], names: Sequence[str]) -> T:
        """What the first of the fields says. Raises SourceError where it cannot be read."""
        try:
            return read(self.first(names))
        except (ValueError, RecursionError) as error:
            raise self.fault(f"{self.name(names)} {reprlib.repr(self.first(names))}: {error}") from error

    def fault(self, what: str) -> SourceError:
        return SourceError(f"{self.path}, {self.place}: {what}")


def _context(row: _Row) -> str:
    context = row.first(_CONTEXT) or ""
    if not isinstance(context, str):
        raise row.fault(f"the context should be a string, found {type(context).__name__}; make one text of it")
    return context if context.strip() else ""


def _question(row: _Row, id: str, document: Document | None) -> Question:
    text = row.first(_QUESTION)
    if not isinstance(text, str) or not text.strip():
        raise row.fault(f"no question; the fields are {', '.join(row.fields)}")
    answers, impossible = row.read(texts, _ANSWER), _is_impossible(row)
    if impossible or (impossible is None and row.read(holds_none, _ANSWER)):
        return Question(id, text, impossible=True)
    evidence = _evidence(row, document, answers)
    unplaced = bool(document and answers) and all(e.start is None and e.quote is None for e in evidence)
    unscored = None if evidence else _unscored(row, document, answers)
    return Question(id, text, answers, evidence, unscored=unscored, unplaced=unplaced and not unscored)


def _unscored(row: _Row, document: Document | None, answers: tuple[str, ...]) -> str | None:
    """Why a question without evidence is not scored; its answer alone is enough where no context is given."""
    if not answers:
        return f"{row.place} has neither an answer nor evidence for it"
    return f"the answer {answers[0]!r} is not in its context ({row.place})" if document else None


def _evidence(row: _Row, document: Document | None, answers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The quotes the row gives, else its answers where it has a context, else the document it names.

    Where all answers say where they stand, they are there alone, as in SQuAD JSON. A context beside no answer proves
    nothing.
    """
    named = document.id if document else row.first(_DOCUMENT)
    place = None if named in (None, "") else str(named)
    quotes = row.read(texts, _EVIDENCE)
    golds = row.read(placed, _ANSWER) if document and not quotes else ()
    if golds and document and {gold.strip() for gold, _ in golds} >= set(answers):
        spans = (located(document, gold, start) for gold, start in golds)
        return tuple(dict.fromkeys(span for span in spans if span))
    if not quotes and document:
        quotes = tuple(answer for answer in answers if answer in document.text)
    if quotes:
        return tuple(Evidence(place, quote=quote) for quote in quotes)
    return (Evidence(place),) if place and (answers or not document) else ()


def _is_impossible(row: _Row) -> bool | None:
    """What the row says of it; None where it says nothing."""
    for name, meant in (("is_impossible", True), ("answerable", False)):
        value = row.fields.get(name)
        if value is None:
            continue
        said = truth(value)
        if said is None:
            raise row.fault(f"{name} should be true or false, found {value!r}")
        return said == meant
    return None


def _key(name: str | None) -> str:
    return (name or "").strip().lower().replace(" ", "_")
