"""Eight-bit layers compute what the float layers do, up to half a step of each scale; padding changes nothing."""

import pytest
import torch
from transformers import BertConfig, BertModel

from qa.reader.eight_bit import EightBitEncoder, EightBitLinear


def test_whole_numbers_within_eight_bits_come_out_exactly() -> None:
    weight, bias = torch.tensor([[127.0, -3.0], [0.0, 127.0]]), torch.tensor([0.5, -1.0])
    states = torch.tensor([[[127.0, 2.0]], [[-1.0, 127.0]]])
    # 127·127 − 3·2 + ½, 127·2 − 1; 127·(−1) − 3·127 + ½, 127·127 − 1
    expected = torch.tensor([[[16123.5, 253.0]], [[-507.5, 16128.0]]])
    assert torch.allclose(EightBitLinear(weight, bias)(states), expected)


def test_a_large_token_does_not_blur_a_small_one() -> None:
    states = torch.tensor([[1000.0, 1000.0], [0.01, 0.005]])
    out = EightBitLinear(torch.eye(2), torch.zeros(2))(states)
    assert out[1].tolist() == pytest.approx([0.01, 0.005], rel=0.02)


def test_a_token_of_noughts_gives_the_bias() -> None:
    assert EightBitLinear(torch.eye(2), torch.tensor([3.0, 4.0]))(torch.zeros(1, 2)).tolist() == [[3.0, 4.0]]


@pytest.fixture
def encoder() -> BertModel:
    torch.manual_seed(0)
    config = BertConfig(vocab_size=50, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64)
    return BertModel(config, add_pooling_layer=False).eval()


def eight_bit(encoder: BertModel) -> EightBitEncoder:
    return EightBitEncoder(encoder.embeddings, encoder.encoder.state_dict(), encoder.config, torch.float32)


IDS = torch.tensor([[5, 6, 7, 8, 9], [10, 11, 12, 0, 0]])
MASK = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])


def test_the_states_are_those_of_the_float_encoder(encoder: BertModel) -> None:
    with torch.inference_mode():
        expected = encoder(input_ids=IDS, attention_mask=MASK).last_hidden_state
        states = eight_bit(encoder)(input_ids=IDS, attention_mask=MASK).last_hidden_state
    real = MASK.bool()
    assert (states - expected)[real].abs().mean() < 0.02 * expected[real].abs().mean()


def test_padding_changes_nothing(encoder: BertModel) -> None:
    network = eight_bit(encoder)
    with torch.inference_mode():
        padded = network(input_ids=IDS, attention_mask=MASK).last_hidden_state[1, :3]
        alone = network(input_ids=IDS[1:, :3], attention_mask=MASK[1:, :3]).last_hidden_state[0]
    assert torch.allclose(padded, alone, atol=1e-4)
