"""Test sets on disk: SQuAD JSON (MLQA, XQuAD, ARCD alike), BEIR folders and their zips, and tables of questions.

They are recognised by their content. A table may lie in a file of many kinds (`KINDS`), and each record in it may be
written in the form of many a program (`forms`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from qa.evaluation.formats.archive import read_zip
from qa.evaluation.formats.beir import is_beir, read_beir
from qa.evaluation.formats.delimited import rows
from qa.evaluation.formats.forms import FORMS as RECORD_FORMS
from qa.evaluation.formats.names import NAMES, key
from qa.evaluation.formats.parquet import is_dataset, read_arrow, read_dataset, read_parquet
from qa.evaluation.formats.records import records_of
from qa.evaluation.formats.sheets import read_sheet
from qa.evaluation.formats.squad import read_squad
from qa.evaluation.formats.table import read_table
from qa.evaluation.formats.text import json_lines, parse_json, read_json
from qa.evaluation.formats.yaml_file import read_yaml
from qa.evaluation.testset import Question, TestSet

Records = Iterable[tuple[int, Any]]

FORMS = (
    "SQuAD JSON, a BEIR folder or a zip of it (corpus.jsonl, queries.jsonl, qrels/*.tsv), or a table of questions as "
    "CSV, JSON, JSON Lines, YAML, xlsx or Parquet"
)


@dataclass(frozen=True)
class Kind:
    """A kind of file that holds a table: its suffixes, what its records are counted by, and how they are read."""

    suffixes: tuple[str, ...]
    unit: str
    read: Callable[[Path], Records]


def read_testset(path: Path, mapped: Mapping[str, str] | None = None) -> TestSet:
    """The test set at that path; `mapped` names the column of a role, as `{"question": "user_input"}`.

    Raises SourceError: nothing there, no known form, or a fault inside the file, named with its line or JSON path;
    UsageError for a role or column that there is not.
    """
    if not path.exists():
        raise SourceError(f"no test set at {path}; give the path of {FORMS}")
    testset = _read(path, mapped or {})
    if not testset.questions:
        raise SourceError(f"{path} holds no question; expected {FORMS}")
    return replace(testset, questions=_with_own_ids(testset))


def _read(path: Path, mapped: Mapping[str, str]) -> TestSet:
    if path.is_dir():
        return _read_folder(path, mapped)
    suffix = _suffix(path)
    if suffix == ".zip":
        return read_zip(path)
    if suffix == ".qrels":
        raise SourceError(f"{path} holds judgements alone; put it beside corpus.jsonl and queries.jsonl as qrels.tsv")
    if suffix == ".json" and not _has_object_per_line(path):
        value = read_json(path)
        records = records_of(value)
        return read_table(path, "record", enumerate(records, start=1), mapped) if records else read_squad(path, value)
    kind = next((kind for kind in KINDS if suffix in kind.suffixes), None)
    if kind is None and _has_object_per_line(path):
        kind = JSON_LINES
    if kind is None:
        raise SourceError(f"{path} has no known form ({suffix or 'no suffix'}); expected {FORMS}")
    return read_table(path, kind.unit, kind.read(path), mapped)


def _read_folder(path: Path, mapped: Mapping[str, str]) -> TestSet:
    if is_beir(path):
        return read_beir(path if path.name.strip(".") else path.resolve())  # "." has no name
    if is_dataset(path):
        return read_table(path, "row", enumerate(read_dataset(path), start=1), mapped)
    raise SourceError(
        f"the folder {path} is no test set; a BEIR folder has corpus.jsonl, queries.jsonl and qrels/, "
        "one of `datasets` state.json and *.arrow"
    )


def _suffix(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _delimited(path: Path) -> Records:
    # spreadsheets end a table with rows of delimiters alone
    return _with_header(path, ((number, row) for number, row in rows(path, "\t;,|") if any(map(str.strip, row))))


def _sheet(path: Path) -> Records:
    return _with_header(path, ((number, row) for number, row in read_sheet(path) if any(map(str.strip, row))))


def _with_header(path: Path, lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, dict[str, str | None]]]:
    at, first = next((line for line in lines if not _is_title(line[1])), (1, []))
    names = _names(first)
    if names is None:
        names, lines = first, lines
    else:
        lines = iter([(at, first), *lines])
    for number, cells in lines:
        # programs end a row with a delimiter
        if any(map(str.strip, cells[len(names) :])):
            raise SourceError(f"{path}, line {number}: more cells than columns; quote cells with commas")
        yield number, {name: cell or None for name, cell in zip_longest(names, cells[: len(names)])}


def _is_title(cells: list[str]) -> bool:
    """What spreadsheets have over their table: words in one of several cells."""
    return len(cells) > 1 and sum(map(bool, map(str.strip, cells))) == 1


def _names(first: list[str]) -> list[str] | None:
    """The columns of a table without a header, whose first line has a question in it; None where it has one."""
    known = {name for names in NAMES.values() for name in names}
    asked = next((n for n, cell in enumerate(first) if cell.strip().endswith(("?", "؟"))), None)
    if asked is None or known & set(map(key, first)):
        return None
    names = [f"column {n}" for n, _ in enumerate(first, start=1)]
    for role, place in (("id", asked - 1), ("question", asked), ("answer", asked + 1), ("context", asked + 2)):
        if 0 <= place < len(names):
            names[place] = role
    return names


JSON_LINES = Kind((".jsonl", ".ndjson", ".json"), "line", json_lines)
KINDS = (
    Kind((".csv", ".tsv", ".txt", ".tab"), "line", _delimited),
    JSON_LINES,
    Kind((".yaml", ".yml"), "record", lambda path: enumerate(records_of(read_yaml(path)), start=1)),
    Kind((".xlsx", ".xlsm", ".xls", ".ods"), "row", _sheet),
    Kind((".parquet",), "row", lambda path: enumerate(read_parquet(path), start=1)),
    Kind((".arrow",), "row", lambda path: enumerate(read_arrow(path), start=1)),
)
"""Where a table may lie; a new kind is a line here. `RECORD_FORMS` are the forms of its records."""

SUFFIXES = (*dict.fromkeys(suffix for kind in KINDS for suffix in kind.suffixes), ".zip", ".gz")
"""Of the files that can be test sets."""

__all__ = ["FORMS", "KINDS", "RECORD_FORMS", "SUFFIXES", "read_testset"]


def _has_object_per_line(path: Path) -> bool:
    """A JSON Lines file under another name: its first line is a whole object and there is a second."""
    try:
        with path.open("rb") as file:
            first = file.readline()
            second = next((line for line in file if line.strip()), b"")
        return second != b"" and isinstance(parse_json(first.decode("utf-8-sig")), dict)
    except (OSError, ValueError):  # whoever reads it for its suffix tells what is wrong with it
        return False


def _with_own_ids(testset: TestSet) -> list[Question]:
    """Of an id that occurs again, the later ones get their number: `1`, `1 (2)`."""
    seen: dict[str, int] = {}
    questions = []
    for question in testset.questions:
        seen[question.id] = again = seen.get(question.id, 0) + 1
        questions.append(question if again == 1 else replace(question, id=f"{question.id} ({again})"))
    return questions
