"""SQuAD 1.1 and 2.0 JSON, and the sets made in its form: MLQA, XQuAD, ARCD.

Rajpurkar et al. 2016 and 2018. Each paragraph is a document of its own; the article's title is its title.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.document import Document
from ingest.errors import SourceError
from qa.evaluation.formats.cells import truth
from qa.evaluation.formats.names import MAX_TAG
from qa.evaluation.formats.spans import located
from qa.evaluation.testset import Question, TestSet


def read_squad(path: Path, root: Any) -> TestSet:
    """Of a file's JSON value. Raises SourceError with the JSON path of the fault."""
    documents: dict[tuple[str, str], Document] = {}
    questions: list[Question] = []
    file = _File(path)
    for article, at in file.items(file.checked(root), "", "data"):
        title = str(article.get("title") or "")
        for paragraph, at_paragraph in file.items(article, at, "paragraphs"):
            text = file.string(paragraph, at_paragraph, "context")
            new = Document(f"testset:{path.name}#{at_paragraph}", title, text)
            document = documents.setdefault((title, text), new)
            for qa, at_qa in file.items(paragraph, at_paragraph, "qas"):
                questions.append(replace(_question(file, qa, at_qa, document), tags=_tags(title, qa)))
    return TestSet(path.name, questions, list(documents.values()))


def _tags(title: str, qa: dict[str, Any]) -> dict[str, str]:
    """By what figures may be told apart: the article, and what else a question says of itself."""
    others = {name: value for name, value in qa.items() if name not in _READ and isinstance(value, str | int | float)}
    values = {name: str(value) for name, value in {"title": title, **others}.items()}
    return {name: value for name, value in values.items() if 0 < len(value) <= MAX_TAG}


_READ = ("id", "question", "answers", "is_impossible")


def _question(file: "_File", qa: dict[str, Any], at: str, document: Document) -> Question:
    """An empty list of answers says that the sources do not say (SQuAD 2.0), unless the question says otherwise."""
    id, text = file.string(qa, at, "id"), file.string(qa, at, "question")
    answers = file.items(qa, at, "answers") if qa.get("answers") is not None else []
    impossible = file.truth(qa, at, "is_impossible")
    if impossible or (impossible is None and not answers and "answers" in qa):
        return Question(id, text, impossible=True)
    if not answers:
        return Question(id, text, unscored=f"it has no answer, and is not said to be impossible ({at})")
    golds = [(file.string(a, at_answer, "text"), a.get("answer_start")) for a, at_answer in answers]
    evidence = [located(document, gold, start) for gold, start in golds]
    texts = tuple(dict.fromkeys(gold for gold, _ in golds))
    found = tuple(dict.fromkeys(e for e in evidence if e))
    unscored = None if found else f"the answer {texts[0]!r} is not in its context ({at})"
    return Question(id, text, texts, found, unscored=unscored)


class _File:
    """A JSON file whose errors are reported with their path inside it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def checked(self, root: Any) -> dict[str, Any]:
        if not isinstance(root, dict) or "data" not in root:
            raise SourceError(
                f'{self.path} is JSON but not in SQuAD form: expected {{"data": [{{"paragraphs": …}}]}} at the top, '
                'or a list of records [{"question": …, "answer": …}]'
            )
        return root

    def items(self, parent: dict[str, Any], at: str, key: str) -> Sequence[tuple[dict[str, Any], str]]:
        """The objects of the list `parent[key]`, each with its own path."""
        value = parent.get(key)
        if not isinstance(value, list):
            raise self._fault(f"{at}/{key}", "a list", value)
        for i, item in enumerate(value):
            if not isinstance(item, dict):
                raise self._fault(f"{at}/{key}/{i}", "an object", item)
        return [(item, f"{at}/{key}/{i}") for i, item in enumerate(value)]

    def string(self, parent: dict[str, Any], at: str, key: str) -> str:
        value = parent.get(key)
        if isinstance(value, int) and key == "id":
            return str(value)
        if not isinstance(value, str):
            raise self._fault(f"{at}/{key}", "a string", value)
        return value

    def truth(self, parent: dict[str, Any], at: str, key: str) -> bool | None:
        """True or false, as people write them; None where it is not there."""
        value = parent.get(key)
        said = truth(value)
        if said is None and value is not None:
            raise self._fault(f"{at}/{key}", "true or false", value)
        return said

    def _fault(self, at: str, expected: str, value: Any) -> SourceError:
        found = "nothing" if value is None else type(value).__name__
        return SourceError(f"{self.path}: {at} should be {expected}, found {found}")
