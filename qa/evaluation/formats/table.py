"""Tables with a row for each question: what each row's columns, or its program's form, say of it.

`columns.py` names the columns, `forms` the forms. A set with contexts is asked of those, one without of the current
index.
"""

import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ingest.document import Document
from ingest.errors import SourceError
from qa.evaluation.formats.cells import holds_none, placed, texts, truth
from qa.evaluation.formats.columns import Columns
from qa.evaluation.formats.contexts import Documents, contexts
from qa.evaluation.formats.forms import plain
from qa.evaluation.formats.forms.form import TEXTS, Record, Text
from qa.evaluation.formats.names import NAMES, key
from qa.evaluation.formats.spans import located
from qa.evaluation.naming import nearest
from qa.evaluation.testset import Evidence, Question, TestSet

T = TypeVar("T")


def read_table(path: Path, unit: str, records: Iterable[tuple[int, Any]], mapped: Mapping[str, str]) -> TestSet:
    """Of records with their numbers of `unit`s. Raises SourceError with the number of the faulty one; UsageError."""
    found = [one for number, record in records for one in _plain(path, unit, number, record)]
    columns = Columns.of((fields for _, fields in found), mapped)
    rows = [_Row(path, place, fields, columns) for place, fields in found]
    if rows and "question" not in columns.taken:
        known = nearest("question", columns.there, NAMES["question"])
        raise SourceError(f"{path}: no column `question`; {known}; name it with --map question=COLUMN")
    given = {row.given_id for row in rows}
    documents = Documents(path.name)
    questions = [_question(row, row.id(given), documents) for row in rows]
    return TestSet(path.name, questions, documents.all(), columns.taken, columns.left)


def _plain(path: Path, unit: str, number: int, record: Any) -> list[tuple[str, Record]]:
    """The questions in a record, each with its place."""
    if not isinstance(record, dict):
        raise SourceError(f"{path}, {unit} {number}: expected an object, found {type(record).__name__}")
    try:
        found = list(plain({key(name): value for name, value in record.items()}))
    except ValueError as error:
        raise SourceError(f"{path}, {unit} {number}: {error}") from error
    return [(f"{unit} {number}" + (f".{n}" if n > 1 else ""), fields) for n, fields in enumerate(found, start=1)]


@dataclass(frozen=True)
class _Row:
    """A row's fields, where it stands, and what the set's columns are taken for."""

    path: Path
    place: str
    fields: Record
    columns: Columns

    @property
    def number(self) -> str:
        return self.place.rpartition(" ")[2]

    @property
    def given_id(self) -> str | None:
        id = self.first("id")
        return None if id in (None, "") else str(id)

    def id(self, given: set[str | None]) -> str:
        """Its own, else its number, unless that is given to another row."""
        return self.given_id or (self.place if self.number in given else self.number)

    def first(self, role: str) -> Any:
        """The first of the role's columns that holds something."""
        return self.fields.get(self.name(role))

    def name(self, role: str) -> str:
        names = self.columns.names[role]
        return next((name for name in names if self.fields.get(name) is not None), names[0] if names else "")

    def read(self, read: Callable[[Any], T], role: str) -> T:
        """What the first of the columns says. Raises SourceError where it cannot be read."""
        try:
            return read(self.first(role))
        except (ValueError, RecursionError) as error:
            raise self.fault(f"{self.name(role)} {reprlib.repr(self.first(role))}: {error}") from error

    def fault(self, what: str) -> SourceError:
        return SourceError(f"{self.path}, {self.place}: {what}")


def _question(row: _Row, id: str, documents: Documents) -> Question:
    text = row.first("question")
    if isinstance(text, dict):
        text = text.get("text")
    if not isinstance(text, str) or not text.strip():
        raise row.fault(f"no question; {nearest('question', list(row.fields))}")
    held, tags = _held(row, documents), row.columns.tags(row.fields)
    answers, impossible = row.read(_answers, "answer"), _is_impossible(row)
    if impossible or (impossible is None and row.read(holds_none, "answer")):
        return Question(id, text, impossible=True, tags=tags)
    evidence = _evidence(row, held, answers)
    unplaced = bool(held and answers and evidence) and not _is_placed(evidence, held, answers)
    unscored = None if evidence else _unscored(row, bool(held), answers)
    return Question(id, text, answers, evidence, unscored=unscored, unplaced=unplaced, tags=tags)


Held = Sequence[tuple[Document, bool]]
"""A row's documents, and of each whether it is said to hold the answer."""


def _held(row: _Row, documents: Documents) -> Held:
    given: Sequence[Text] | None = row.fields.get(TEXTS)
    if given is None:
        title = str(row.fields.get("title") or row.fields.get("document") or "")
        given = row.read(lambda value: contexts(value, title), "context")
    places = (row.number if n == 1 else f"{row.number}.{n}" for n, _ in enumerate(given, start=1))
    return [(documents.add(t.title, t.text, place), t.gold) for t, place in zip(given, places, strict=False)]


def _answers(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes", "true") if value else ("no", "false")
    return texts(value)


def _unscored(row: _Row, has_context: bool, answers: tuple[str, ...]) -> str | None:
    """Why a question without evidence is not scored; its answer alone is enough where no context is given."""
    if not answers:
        return f"{row.place} has neither an answer nor evidence for it"
    return f"the answer {answers[0]!r} is not in its context ({row.place})" if has_context else None


def _evidence(row: _Row, held: Held, answers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The quotes the row gives, else its answers where it has contexts, else the document it names.

    Texts that a form says to hold the answer are evidence as they are. Where all answers say where they stand, they are
    there alone, as in SQuAD JSON. A context beside no answer proves nothing.
    """
    if TEXTS in row.fields:
        return tuple(Evidence(document.id) for document, gold in held if gold)
    quotes = row.read(texts, "evidence")
    if not held:
        named = row.first("document")
        place = None if named in (None, "") else str(named)
        return tuple(Evidence(place, quote=q) for q in quotes) or ((Evidence(place),) if place else ())
    golds = row.read(placed, "answer") if not quotes and len(held) == 1 else ()
    if golds and {gold.strip() for gold, _ in golds} >= set(answers):
        spans = (located(held[0][0], gold, start) for gold, start in golds)
        return tuple(dict.fromkeys(span for span in spans if span))
    wanted = quotes or answers
    found = [Evidence(d.id, quote=quote) for d, _ in held for quote in wanted if quote in d.text]
    if quotes and not found:
        return tuple(Evidence(held[0][0].id, quote=quote) for quote in quotes)  # told as not there, word for word
    return tuple(found) or (tuple(Evidence(d.id) for d, _ in held) if answers else ())


def _is_placed(evidence: Sequence[Evidence], held: Held, answers: tuple[str, ...]) -> bool:
    """Whether the evidence is words of the text, or a text that has the answer in it."""
    if any(e.start is not None or e.quote is not None for e in evidence):
        return True
    return any(answer in document.text for document, gold in held if gold for answer in answers)


def _is_impossible(row: _Row) -> bool | None:
    """What the row says of it; None where it says nothing."""
    for name in NAMES["impossible"]:
        value = row.fields.get(name)
        if value is None:
            continue
        said = truth(value)
        if said is None:
            raise row.fault(f"{name} should be true or false, found {value!r}")
        return said == (name != "answerable")
    return None
