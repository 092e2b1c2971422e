"""What `read` computes for packed rows is what the model computes for the same rows padded."""

import pytest
import torch
from transformers import BertConfig, BertModel

from qa.reader.model import ReaderModel, padded

ROWS = [[0, 5, 6, 2, 2, 7, 8, 9, 2], [0, 5, 2], [0, 10, 11, 12, 2, 2, 13, 2]]


@pytest.fixture
def model() -> ReaderModel:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=64,
        initializer_range=0.5,  # so that tokens differ enough to matter to each other
        pad_token_id=1,
    )
    return ReaderModel(BertModel(config, add_pooling_layer=False), 32).eval()


def test_packed_rows_have_the_logits_of_padded_ones(model: ReaderModel) -> None:
    with torch.inference_mode():
        expected = model(padded(ROWS))
    found = model.read(ROWS)
    assert len(found) == len(ROWS)
    for n, (row, outputs) in enumerate(zip(ROWS, found, strict=True)):
        assert torch.allclose(outputs.start, expected.start[n, : len(row)], atol=1e-4)
        assert torch.allclose(outputs.end, expected.end[n, : len(row)], atol=1e-4)
        assert torch.allclose(outputs.relevance, expected.relevance[n], atol=1e-4)


def test_in_bfloat16_the_logits_are_float32_and_near(model: ReaderModel) -> None:
    exact = model.read(ROWS)
    rounded = model.to(torch.bfloat16).read(ROWS)
    for one, other in zip(exact, rounded, strict=True):
        assert other.start.dtype == other.end.dtype == other.relevance.dtype == torch.float32
        assert torch.allclose(one.start, other.start, atol=0.1)  # eight bits of precision


def test_a_row_does_not_depend_on_the_rows_beside_it(model: ReaderModel) -> None:
    alone, beside = model.read(ROWS[:1])[0], model.read([ROWS[2], ROWS[0]])[1]
    assert torch.allclose(alone.start, beside.start, atol=1e-5)
    assert torch.allclose(alone.relevance, beside.relevance, atol=1e-5)
