"""Any extractive question-answering model of Hugging Face as a reader: `DALIL_READER=transformers:NAME_OR_PATH`."""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.embedding.model_thread import ModelThread
from ingest.errors import ModelError
from qa.answer import Passage, Reading
from qa.reader.alignment import aligned
from qa.reader.decoding import TokenSpan, best_spans
from qa.reader.encoding import shortened

if TYPE_CHECKING:
    from torch import Tensor

MAX_TOKENS, STRIDE, BATCH = 384, 128, 8


class Loaded(NamedTuple):
    """A tokenizer and a model as transformers gives them."""

    tokenizer: Any
    model: Any


class HuggingFaceReader:
    """Relevance is 100 × cosine + margin, confidence a plain logistic of the margin: no figures of it are known here.

    A model trained on unanswerable questions (SQuAD 2.0) is needed for "the sources do not say" to mean much.
    """

    threshold = sure = 0.5

    def __init__(self, place: str, thread: ModelThread) -> None:
        self.name = f"transformers:{place}"
        self._place = place
        self._thread = thread

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in their order. Raises ModelError where the model cannot be loaded."""
        return self._thread.run(lambda: [self._read(question, passage) for passage in passages])

    def _read(self, question: str, passage: Passage) -> Reading:
        start, end, margin = max(_windows(self._loaded, question, passage.view.text), key=lambda found: found[2])
        whole = aligned(passage.view.text, start, end)
        start, end = whole if whole[0] < whole[1] else (start, end)
        span = passage.view.back(start, end)
        return Reading(*span, 100 * passage.similarity + margin, 1 / (1 + math.exp(-max(-50.0, margin))))

    @cached_property
    def _loaded(self) -> Loaded:
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        try:
            tokenizer = AutoTokenizer.from_pretrained(self._place)
            model = AutoModelForQuestionAnswering.from_pretrained(self._place)
        except Exception as error:  # whatever a stranger's model folder may raise
            raise ModelError(
                f"the reader {self.name!r} cannot be loaded: {error}; "
                "correct DALIL_READER or leave it empty for the bundled reader"
            ) from error
        return Loaded(tokenizer, model.eval())


def _windows(loaded: Loaded, question: str, text: str) -> list[tuple[int, int, float]]:
    """The best span of each window, in the text's characters, and its margin over "not here" (the first token)."""
    import torch

    encoded = loaded.tokenizer(
        shortened(question, loaded.tokenizer(question, return_offsets_mapping=True)["offset_mapping"]),
        text,
        truncation="only_second",
        max_length=MAX_TOKENS,
        stride=STRIDE,
        padding=True,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    offsets = encoded.pop("offset_mapping").tolist()
    encoded.pop("overflow_to_sample_mapping", None)
    found = []
    with torch.inference_mode():
        outputs = loaded.model(**encoded)
    for n, places in enumerate(offsets):
        first, count = _passage_tokens(encoded.sequence_ids(n))
        span = _span(outputs.start_logits[n], outputs.end_logits[n], first, count)
        found.append((places[span.first][0], places[span.last][1], span.margin))
    return found


def _passage_tokens(sequence_ids: Sequence[int | None]) -> tuple[int, int]:
    return sequence_ids.index(1), sequence_ids.count(1)


def _span(start: "Tensor", end: "Tensor", first: int, count: int) -> TokenSpan:
    return best_spans(start.float().numpy(), end.float().numpy(), first, count)[0]
