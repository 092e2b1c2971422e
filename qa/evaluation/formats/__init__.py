"""Test sets on disk: SQuAD JSON (MLQA, XQuAD, ARCD alike), BEIR folders and their zips, JSON records, JSONL and CSV.

They are told apart by their looks.
"""

from dataclasses import replace
from pathlib import Path

from ingest.errors import SourceError
from qa.evaluation.formats.archive import read_zip
from qa.evaluation.formats.beir import is_beir, read_beir
from qa.evaluation.formats.squad import read_squad
from qa.evaluation.formats.table import read_csv, read_jsonl, read_records, records_of
from qa.evaluation.formats.text import parse_json, read_json
from qa.evaluation.testset import Question, TestSet

FORMS = (
    "SQuAD JSON, a BEIR folder or a zip of it (corpus.jsonl, queries.jsonl, qrels/*.tsv), JSONL, CSV, or JSON records"
)


def read_testset(path: Path) -> TestSet:
    """The test set at that path.

    Raises SourceError: nothing there, no known form, or a fault inside the file, named with its line or JSON path.
    """
    if not path.exists():
        raise SourceError(f"no test set at {path}; give the path of {FORMS}")
    testset = _read(path)
    if not testset.questions:
        raise SourceError(f"{path} holds no question; expected {FORMS}")
    return replace(testset, questions=_with_own_ids(testset, path))


def _read(path: Path) -> TestSet:
    if path.is_dir():
        if is_beir(path):
            return read_beir(path if path.name.strip(".") else path.resolve())  # "." has no name
        raise SourceError(f"the folder {path} is no test set; a BEIR folder has corpus.jsonl, queries.jsonl and qrels/")
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return read_zip(path)
    if suffix in {".csv", ".tsv"}:
        return read_csv(path)
    if suffix in {".jsonl", ".ndjson"} or _has_object_per_line(path):
        return read_jsonl(path)
    if suffix == ".json":
        return _read_json(path)
    raise SourceError(f"{path} has no known form ({suffix or 'no suffix'}); expected {FORMS}")


def _read_json(path: Path) -> TestSet:
    value = read_json(path)
    records = records_of(value)
    return read_records(path, records) if records else read_squad(path, value)


def _has_object_per_line(path: Path) -> bool:
    """A JSON Lines file under another name: its first line is a whole object and there is a second."""
    try:
        with path.open("rb") as file:
            first, second = file.readline(), file.readline()
        return second.strip() != b"" and isinstance(parse_json(first.decode("utf-8-sig")), dict)
    except (OSError, ValueError):  # whoever reads it for its suffix tells what is wrong with it
        return False


def _with_own_ids(testset: TestSet, path: Path) -> list[Question]:
    seen: set[str] = set()
    for question in testset.questions:
        if question.id in seen:
            raise SourceError(f"{path}: the question id {question.id!r} occurs twice; ids must differ")
        seen.add(question.id)
    return list(testset.questions)
