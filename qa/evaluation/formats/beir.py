"""BEIR folders (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels/*.tsv. It has no answers."""

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ingest.document import Document
from ingest.errors import SourceError
from qa.evaluation.formats.delimited import rows
from qa.evaluation.formats.text import json_lines
from qa.evaluation.testset import Evidence, Question, TestSet

SPLITS = ("test", "dev", "train")
_GRADE = re.compile(r"\s*(-?\d{1,9})(\.0+)?\s*")  # pandas makes 1.0 of 1 where a cell is empty


def is_beir(folder: Path) -> bool:
    return (folder / "corpus.jsonl").is_file() and (folder / "queries.jsonl").is_file()


def read_beir(folder: Traversable) -> TestSet:
    """A folder on disk or in a zip. Its questions are those in the qrels.

    The split is `test`, else `dev`, else `train`, else the only file in qrels/.
    Raises SourceError with the file and line of the fault.
    """
    documents = dict(_corpus(folder))
    judged = _judgements(_qrels_file(folder), documents)
    texts = {
        _text(query, folder / "queries.jsonl", n, "_id"): _text(query, folder / "queries.jsonl", n, "text")
        for n, query in json_lines(folder / "queries.jsonl")
    }
    empty = {document.id: id for id, document in documents.items() if not document.text.strip()}
    questions = [_question(id, texts, evidence, empty) for id, evidence in judged.items()]
    return TestSet(folder.name, questions, list(documents.values()))


def _question(id: str, texts: dict[str, str], evidence: list[Evidence], empty: dict[str, str]) -> Question:
    """`empty` are the documents without a text, by what the corpus calls them: they are in no index."""
    if id not in texts:
        return Question(id, "", unscored="it is in the qrels but not in queries.jsonl")
    relevant = tuple(e for e in evidence if e.grade > 0)
    lacking = [empty[e.document] for e in relevant if e.document in empty]
    unscored = None if relevant else "no document is relevant to it"
    if lacking and len(lacking) == len(relevant):
        unscored = f"its document {lacking[0]!r} holds no text"
    return Question(id, texts[id], (), relevant, unscored=unscored)


def _corpus(folder: Traversable) -> Iterator[tuple[str, Document]]:
    path = folder / "corpus.jsonl"
    for number, record in json_lines(path):
        id, text = _text(record, path, number, "_id"), _text(record, path, number, "text")
        title = str(record.get("title") or "")
        # in BEIR title and text are the document: one may stand alone
        yield id, Document(f"testset:{folder.name}#{id}", title, text if text.strip() else title)


def _qrels_file(folder: Traversable) -> Traversable:
    qrels = folder / "qrels"
    if (folder / "qrels.tsv").is_file():
        return folder / "qrels.tsv"
    files = {file.name: file for file in (qrels.iterdir() if qrels.is_dir() else ()) if file.name.endswith(".tsv")}
    named = [files[f"{split}.tsv"] for split in SPLITS if f"{split}.tsv" in files]
    chosen = named or list(files.values())
    if not named and len(chosen) != 1:
        raise SourceError(f"{qrels} has no test.tsv, dev.tsv or train.tsv, where BEIR keeps its judgements")
    return chosen[0]


def _judgements(path: Traversable, documents: dict[str, Document]) -> dict[str, list[Evidence]]:
    judged: dict[str, list[Evidence]] = {}
    for number, row in rows(path, "\t "):
        if not row or (number == 1 and not _GRADE.fullmatch(row[-1])):  # the header
            continue
        row = [row[0], row[2], row[3]] if len(row) == 4 else row  # TREC's second column says nothing
        found = _GRADE.fullmatch(row[2]) if len(row) == 3 else None
        if not found:
            raise SourceError(f"{path}, line {number}: expected query-id, corpus-id and a whole number, found {row}")
        query, document, _ = row
        # one that the corpus lacks stays relevant, and is never found
        held = documents[document].id if document in documents else f"{_lacking(path)}{document}"
        judged.setdefault(query, []).append(Evidence(held, grade=int(found[1])))
    return judged


def _lacking(path: Traversable) -> str:
    return f"not in the corpus of {path.name}: "


def _text(record: dict[str, Any], path: Traversable, number: int, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str | int):
        raise SourceError(f"{path}, line {number}: {key!r} should be a string, found {value!r}")
    return str(value)
