"""Side by side with the tutorial stack of LangChain: the same texts, the same model, the same machine, one run.

The other stack is what its tutorials build: RecursiveCharacterTextSplitter (1,000 characters, 200 shared), the model
through HuggingFaceEmbeddings, langchain-chroma with its defaults, similarity search. A passage counts where it overlaps
the gold answer's span, on both sides. The times are of retrieval: an answer of that stack needs a language model.

    .venv/bin/pip install -c constraints.txt -e '.[bench]'
    .venv/bin/pip install --no-deps langchain-huggingface==1.2.3
    python benchmarks/side_by_side.py TESTSET…

The second takes no dependencies, since langchain-huggingface asks for an older huggingface-hub than transformers.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ingest.cache import default_cache
from ingest.document import Document
from ingest.embedding.bundled_model import restore
from ingest.pipeline import ingest_documents
from qa.evaluation import TestSet, read_testset
from qa.evaluation.corpus import Corpus
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.ranking import ranking_scores
from qa.evaluation.relevance import Relevance, resolve
from qa.settings import Settings
from qa.system import build

DEPTH = 10


class Found(NamedTuple):
    """A passage that a stack found."""

    document_id: str
    start: int
    end: int
    text: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stack:
    """Something that ingests documents (and returns its number of chunks) and finds passages."""

    name: str
    ingest: Callable[[Sequence[Document]], int]
    find: Callable[[str], list[Found]]


def tutorial(folder: Path) -> Stack:
    """LangChain's tutorial stack over the bundled model's weights."""
    import torch
    from langchain_chroma import Chroma
    from langchain_core.documents import Document as LangChainDocument
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    # the restored folder holds half precision, which is slow on a CPU
    precision = {"model_kwargs": {"dtype": torch.float32}}
    model = HuggingFaceEmbeddings(model_name=str(restore(default_cache())), model_kwargs=precision)
    store = Chroma(embedding_function=model, persist_directory=str(folder))
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
    model.embed_query("warm")

    def ingest(documents: Sequence[Document]) -> int:
        texts = [LangChainDocument(d.text, metadata={"document_id": d.id}) for d in documents]
        splits = splitter.split_documents(texts)
        store.add_documents(splits)
        return len(splits)

    def find(question: str) -> list[Found]:
        return [_found(document) for document in store.similarity_search(question, k=DEPTH)]

    return Stack("LangChain tutorial", ingest, find)


def _found(document: Any) -> Found:
    start = document.metadata["start_index"]
    text = document.page_content
    return Found(document.metadata["document_id"], start, start + len(text), text)


def dalil(folder: Path) -> Stack:
    """Dalil's retrieval as shipped, without its reader's order."""
    system = build(replace(Settings(), data=folder))
    system.index.embed("warm")

    def ingest(documents: Sequence[Document]) -> int:
        ingest_documents(system.index, documents)
        return sum(record.chunks for record in system.index.documents())

    def find(question: str) -> list[Found]:
        return [Found(p.document_id, p.start, p.end, p.text) for p in system.retriever.retrieve(question, DEPTH)]

    return Stack("Dalil", ingest, find)


class Library:
    """The test set's documents, where gold evidence is looked up."""

    def __init__(self, testset: TestSet) -> None:
        self._documents = {document.id: document for document in testset.documents}

    def documents(self) -> list[Document]:
        return list(self._documents.values())

    def document(self, document_id: str) -> Document:
        return self._documents[document_id]


def measure(stack: Stack, testset: TestSet) -> dict[str, Any]:
    """Ingest speed, time of a retrieval, recall at 1 and 5."""
    begun = time.perf_counter()
    chunks = stack.ingest(testset.documents)
    seconds = time.perf_counter() - begun
    corpus, judged, run, times = Corpus(Library(testset)), {}, {}, []
    stack.find(testset.questions[0].text)
    for question in testset.questions:
        relevance = Relevance(resolve(question, corpus), Normalisation())
        if not relevance.question.answerable:
            continue
        begun = time.perf_counter()
        found = stack.find(question.text.strip())
        times.append(1000 * (time.perf_counter() - begun))
        judged[question.id] = relevance.judged
        run[question.id] = relevance.ranked_units([(passage, passage.text) for passage in found])
    scores = list(ranking_scores(judged, run).values())
    return {
        "stack": stack.name,
        "chunks": chunks,
        "chunks_per_second": round(chunks / seconds, 1),
        "characters_per_second": round(sum(len(d.text) for d in testset.documents) / seconds),
        "retrieve_ms_p50": round(float(np.percentile(times, 50)), 1),
        "retrieve_ms_p95": round(float(np.percentile(times, 95)), 1),
        **{name: round(sum(s[name] for s in scores) / len(scores), 4) for name in ("recall@1", "recall@5")},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("testsets", nargs="+", type=Path, metavar="TESTSET")
    for path in parser.parse_args().testsets:
        testset = read_testset(path)
        for make in (tutorial, dalil):
            with tempfile.TemporaryDirectory() as folder:
                print(json.dumps({"testset": path.name, **measure(make(Path(folder)), testset)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
