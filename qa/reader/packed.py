"""Packed: rows of token ids of any lengths → one pass through a BertModel, without padding.

The linear layers, where the time goes, take the tokens of all rows at once; only attention goes row by row.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

if TYPE_CHECKING:
    from transformers import BertModel


def packed_states(encoder: "BertModel", rows: Sequence[Sequence[int]]) -> tuple[Tensor, ...]:
    """The last layer's states of each row, shape (tokens, width)."""
    lengths = [len(row) for row in rows]
    ids = torch.tensor([id for row in rows for id in row], device=encoder.device)
    positions = torch.cat([torch.arange(length, device=encoder.device) for length in lengths])
    states: Tensor = encoder.embeddings(input_ids=ids[None], position_ids=positions[None])[0]
    layer: Any
    for layer in encoder.encoder.layer:
        states = layer.attention.output(_attended(layer.attention.self, states, lengths), states)
        states = layer.output(layer.intermediate(states), states)
    return torch.split(states, lengths)


def _attended(attention: Any, states: Tensor, lengths: list[int]) -> Tensor:
    """What each token takes from the tokens of its own row; shape (tokens, width)."""
    parts = [linear(states).split(lengths) for linear in (attention.query, attention.key, attention.value)]
    rows = []
    for row in zip(*parts, strict=True):
        # (1, heads, tokens, width of a head); without the 1, PyTorch does not take its fused kernel
        heads = [part.unflatten(-1, (attention.num_attention_heads, -1)).transpose(0, 1)[None] for part in row]
        rows.append(scaled_dot_product_attention(*heads)[0].transpose(0, 1).flatten(1))
    return torch.cat(rows)
