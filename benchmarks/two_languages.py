"""A collection in two languages: every other XQuAD article in Arabic, the rest in English; questions in one of them.

    python benchmarks/two_languages.py --data DIR

The questions about articles in the other language are the hard ones: passages in the question's own compete.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from retrieval import retrieval_figures

from ingest.document import Document
from qa.evaluation import Question, TestSet, read_testset
from qa.settings import from_environment
from qa.system import build

LANGUAGES = ("ar", "en")


def two_languages(data: Path, asked: str, about: str) -> TestSet:
    """Questions in the language `asked` about the articles in the language `about`, over the whole collection."""
    sets = {language: read_testset(data / f"xquad-dev.{language}.json") for language in LANGUAGES}
    documents = [d for language in LANGUAGES for d in sets[language].documents if _language(d) == language]
    gold = {q.id: q.evidence for q in sets[about].questions if _about(q, documents)}
    questions = [replace(q, evidence=gold[q.id]) for q in sets[asked].questions if q.id in gold]
    return TestSet(f"xquad-dev {asked} about {about}", questions, documents)


def article(document: Document) -> int:
    """The number of the article in the test set's file."""
    return int(document.source.partition("#/data/")[2].split("/")[0])


def _language(document: Document) -> str:
    return LANGUAGES[article(document) % 2]


def _about(question: Question, documents: Sequence[Document]) -> bool:
    ids = {document.id for document in documents}
    return all(evidence.document in ids for evidence in question.evidence)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the development data")
    data = parser.parse_args().data
    system = build(from_environment())
    for asked in LANGUAGES:
        for about in LANGUAGES:
            figures = retrieval_figures(system, two_languages(data, asked, about))
            shown = {name: round(e.value, 4) for name, e in figures.items()}
            print(json.dumps({"asked": asked, "about": about, **shown}), flush=True)
    system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
