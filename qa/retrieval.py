"""Retrieval: passages by meaning and by words, fused so that words cannot drown a question in another language.

Plain reciprocal rank fusion takes English questions over Arabic text from recall@1 .69 to .39, because words find
only what shares a name with the question. So the word ranking counts only among passages in the question's script;
a passage that words cannot reach is judged by meaning twice.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from ingest.document import Chunk
from ingest.index import Hit, Index
from ingest.words import script
from qa.answer import Passage

if TYPE_CHECKING:
    from ingest.vectors import Vector

DEPTH = 50
RRF_K = 60  # Cormack, Clarke, Büttcher 2009


class HybridRetriever(BaseRetriever):
    """The index as a LangChain retriever: `k` passages a question, best first."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    index: Index
    k: int = 8

    def retrieve(self, question: str, k: int | None = None) -> list[Passage]:
        """The k passages that fit the question best by meaning and words; score is the fused one.

        Raises IndexMismatch, StorageError, ModelError.
        """
        vector = self.index.embed(question)
        near = self.index.near(vector, DEPTH)
        words = [hit for hit in self.index.words(question, DEPTH) if script(hit.chunk.text) == script(question)]
        ranked = fuse(near, words, script(question))[: k or self.k]
        return self._passages(ranked, near, vector)

    def _passages(self, ranked: Sequence[Hit], near: Sequence[Hit], vector: "Vector") -> list[Passage]:
        cosine = {hit.chunk.id: hit.score for hit in near}
        unknown = [hit.chunk for hit in ranked if hit.chunk.id not in cosine]
        cosine |= dict(zip((c.id for c in unknown), self.index.similarities(vector, unknown), strict=True))
        records = {i: self.index.record(i) for i in {hit.chunk.document_id for hit in ranked}}
        return [
            _passage(hit, records[hit.chunk.document_id].title, records[hit.chunk.document_id].source, cosine)
            for hit in ranked
        ]

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(page_content=passage.text, metadata=passage.to_json()) for passage in self.retrieve(query)
        ]


def fuse(near: Sequence[Hit], words: Sequence[Hit], question_script: str) -> list[Hit]:
    """Reciprocal rank fusion of both rankings, gated by script; best first.

    A passage in the question's script gets 1/(60 + rank) from each ranking it is in. A passage in another script
    gets its share by meaning twice.
    """
    score: dict[str, float] = {}
    chunks: dict[str, Chunk] = {}
    for rank, hit in enumerate(near, start=1):
        reachable = bool(words) and script(hit.chunk.text) == question_script
        chunks[hit.chunk.id] = hit.chunk
        score[hit.chunk.id] = (1 if reachable else 2) / (RRF_K + rank)
    for rank, hit in enumerate(words, start=1):
        chunks[hit.chunk.id] = hit.chunk
        score[hit.chunk.id] = score.get(hit.chunk.id, 0.0) + 1 / (RRF_K + rank)
    order = sorted(score, key=lambda chunk_id: score[chunk_id], reverse=True)
    return [Hit(chunks[chunk_id], score[chunk_id]) for chunk_id in order]


def _passage(hit: Hit, title: str, source: str, cosine: dict[str, float]) -> Passage:
    chunk = hit.chunk
    return Passage(
        chunk.document_id, title, source, chunk.start, chunk.end, chunk.text, hit.score, cosine.get(chunk.id, 0.0)
    )
