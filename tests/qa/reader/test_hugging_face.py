"""Any Hugging Face model reads and orders, through the same interface; here two very small ones, made on the spot."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering, BertForSequenceClassification

from ingest.cache import default_cache
from ingest.embedding.bundled_model import restore
from ingest.embedding.model_thread import ModelThread
from ingest.errors import ModelError
from qa.answer import Passage
from qa.reader.cross_encoder import CrossEncoderOrder
from qa.reader.hugging_face import HuggingFaceReader

pytestmark = pytest.mark.model

TEXTS = ["Kerry came to Moscow on Thursday.", "وصل كيري إلى موسكو. " * 100]


def passages() -> list[Passage]:
    return [Passage("d", "t", "s", 0, len(text), text, retrieval_score=0, similarity=0.5) for text in TEXTS]


def config(labels: int) -> BertConfig:
    return BertConfig(
        vocab_size=250037,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        pad_token_id=1,
        num_labels=labels,
    )


def saved(model: torch.nn.Module, folder: Path) -> str:
    model.save_pretrained(folder)  # type: ignore[operator]
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(restore(default_cache()) / name, folder)
    return str(folder)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> HuggingFaceReader:
    torch.manual_seed(0)
    return HuggingFaceReader(
        saved(BertForQuestionAnswering(config(2)), tmp_path_factory.mktemp("reader")), ModelThread()
    )


def test_a_question_answering_model_reads_each_passage_also_a_long_one(reader: HuggingFaceReader) -> None:
    readings = reader.read("When did Kerry come?", passages())
    for reading, text in zip(readings, TEXTS, strict=True):
        assert 0 <= reading.start < reading.end <= len(text)
        assert 0 <= reading.confidence <= 1
        # whole words: a span begins and ends where a word does
        assert text[reading.start - 1 : reading.start] in ("", " ")
        assert not text[reading.end : reading.end + 1].isalnum()


def test_a_very_long_question_is_read_too(reader: HuggingFaceReader) -> None:
    assert len(reader.read("Kerry came to Moscow. " * 90 + "When?", passages())) == 2


def test_a_cross_encoder_gives_the_order_and_leaves_spans_and_confidence(
    reader: HuggingFaceReader, tmp_path: Path
) -> None:
    place = saved(BertForSequenceClassification(config(1)), tmp_path)
    ordered = CrossEncoderOrder(place, reader, ModelThread()).read("When did Kerry come?", passages())
    plain = reader.read("When did Kerry come?", passages())
    assert [(r.start, r.end, r.confidence) for r in ordered] == [(r.start, r.end, r.confidence) for r in plain]
    assert all(0 <= r.relevance <= 1 for r in ordered)  # a CrossEncoder's sigmoid; the reader's own would be near 50


def test_a_model_that_is_not_there_is_an_error_that_names_the_setting(
    reader: HuggingFaceReader, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="correct DALIL_READER"):
        HuggingFaceReader(str(tmp_path / "none"), ModelThread()).read("?", passages())
    with pytest.raises(ModelError, match="correct DALIL_RERANKER"):
        CrossEncoderOrder(str(tmp_path / "none"), reader, ModelThread()).read("?", passages())
