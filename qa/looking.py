"""Looking: the passages for one question, found by its wordings and read, and how long each stage took."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.scope import Scope
from ingest.text.sentences import sentences
from qa.answer import Passage
from qa.dialogue.understanding import Asked
from qa.quoting.joining import interleaved
from qa.reader.reading import Reader, rerank
from qa.retrieval.hybrid import HybridRetriever

READ_CLOSELY = 4
"""The best passages, whose sentences are read one by one where several may answer or an answer is in doubt."""


class Stages:
    """A clock: how long each stage of an answer took, all its times together."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self.milliseconds: dict[str, float] = {}

    def end(self, stage: str) -> None:
        now = time.perf_counter()
        self.milliseconds[stage] = self.milliseconds.get(stage, 0.0) + 1000 * (now - self._since)
        self._since = now


@dataclass(frozen=True)
class Lists:
    """The passages of one question, in retrieval's order, and those that were read in the reader's."""

    retrieved: Sequence[Passage]
    ranked: Sequence[Passage]


@dataclass(frozen=True)
class Looking:
    """Finds and reads passages: `most` of each wording, `depth` of them in the trace, within `scope`."""

    retriever: HybridRetriever
    reader: Reader
    most: int
    depth: int
    scope: Scope
    stages: Stages

    def found(self, asked: Asked) -> Lists:
        wordings = dict.fromkeys((asked.question, asked.searched))
        found = [self.retriever.retrieve(q, max(self.depth, self.most), self.scope) for q in wordings]
        self.stages.end("retrieve")
        ranked = rerank(asked.read, interleaved([of_one[: self.most] for of_one in found]), self.reader)
        self.stages.end("read")
        return Lists(interleaved(found), ranked)

    def closely(self, asked: Asked, passages: Sequence[Passage]) -> list[Passage]:
        """The sentences of the first passage and of others of its document, read one by one, the surest first.

        Each is read behind the document's title, which says whom "the company" means, with a similarity of its own.
        """
        first = passages[0]
        near_first = [p for p in passages[:READ_CLOSELY] if p.document_id == first.document_id]
        single = [p.stretch(*span) for p in near_first for span in sentences(p.text)]
        near = self.retriever.nearness(asked.searched, [one.view.text for one in single], first.facts.script)
        titled = [
            replace(one, similarity=similarity, stored_view=one.view.behind(f"{first.title}."))
            for one, similarity in zip(single, near, strict=True)
        ]
        self.stages.end("retrieve")
        read = rerank(asked.read, titled, self.reader)
        self.stages.end("read")
        return sorted(read, key=lambda one: one.reading.confidence if one.reading else 0.0, reverse=True)

    def sentences(self, asked: Asked, passages: Sequence[Passage]) -> list[Passage]:
        """The sentences of the best passages, read one by one."""
        near = passages[:READ_CLOSELY]
        single = [p.stretch(*span) for p in near for span in sentences(p.text)]
        read = rerank(asked.read, single, self.reader)
        self.stages.end("read")
        return read
