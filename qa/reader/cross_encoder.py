"""A sentence-transformers CrossEncoder orders the passages in place of the reader: `DALIL_RERANKER=NAME_OR_PATH`."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.embedding.model_thread import ModelThread
from ingest.errors import ModelError
from qa.answer import Passage, Reading
from qa.reader.reading import Reader

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderOrder:
    """The reader's spans and confidence; the order is the CrossEncoder's score."""

    def __init__(self, place: str, reader: Reader, thread: ModelThread) -> None:
        self.name = f"{reader.name}, ordered by {place}"
        self.threshold, self.sure = reader.threshold, reader.sure
        self._place = place
        self._reader = reader
        self._thread = thread

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in their order. Raises ModelError where the model cannot be loaded."""
        readings = self._reader.read(question, passages)
        if not passages:
            return readings
        pairs = [(question, passage.view.text) for passage in passages]
        scores = self._thread.run(lambda: self._encoder.predict(pairs, show_progress_bar=False))
        return [replace(reading, relevance=float(score)) for reading, score in zip(readings, scores, strict=True)]

    @cached_property
    def _encoder(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder

        try:
            encoder: CrossEncoder = CrossEncoder(self._place)
        except Exception as error:  # whatever a stranger's model folder may raise
            raise ModelError(
                f"the reranker {self._place!r} cannot be loaded: {error}; correct DALIL_RERANKER or leave it empty"
            ) from error
        return encoder
