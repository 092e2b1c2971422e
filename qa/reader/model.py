"""The reader's network: the embedding model's encoder, its upper layers retrained, with a span and a relevance head."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from qa.reader.encoding import PAD
from qa.reader.packed import packed_states

TRAINED_LAYERS = 12


class Outputs(NamedTuple):
    """Start and end logits, shape (batch, tokens), padding at the least value; relevance logits, shape (batch,)."""

    start: Tensor
    end: Tensor
    relevance: Tensor


class ReaderModel(nn.Module):
    """A BertModel with two heads. Position 0 of the span logits stands for "the answer is not in this passage".

    Training calls the model on a padded batch; inference calls `read`, which gives the same logits in less time.
    """

    def __init__(self, encoder: nn.Module, hidden: int) -> None:
        super().__init__()
        self.encoder: Any = encoder
        self.span = nn.Linear(hidden, 2)
        self.relevance = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor) -> Outputs:
        """`ids`: shape (batch, tokens), padded with PAD."""
        mask = ids != PAD
        states = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        start, end = self.span(states).float().masked_fill(~mask[..., None], -1e4).unbind(-1)
        return Outputs(start, end, self.relevance(states[:, 0]).float().squeeze(-1))

    @torch.inference_mode()
    def read(self, rows: Sequence[Sequence[int]]) -> list[Outputs]:
        """Each row's outputs, without padding: start and end logits of shape (tokens,), relevance of shape ()."""
        outputs = []
        for states in packed_states(self.encoder, rows):
            start, end = self.span(states).float().unbind(-1)
            outputs.append(Outputs(start, end, self.relevance(states[0]).float().squeeze(-1)))
        return outputs


def trained_names(model: ReaderModel, layers: int = TRAINED_LAYERS) -> list[str]:
    """The parameters that training changes: the two heads and the upper `layers` of the encoder."""
    config: Any = model.encoder.config
    lowest = config.num_hidden_layers - layers
    return [name for name, _ in model.named_parameters() if _is_trained(name, lowest)]


def _is_trained(name: str, lowest: int) -> bool:
    number = layer_number(name)
    return not name.startswith("encoder.") if number is None else number >= lowest


def layer_number(name: str) -> int | None:
    """7 of the parameter `encoder.encoder.layer.7.output.dense.weight`; None where it is of no layer."""
    parts = name.split(".")
    return int(parts[3]) if name.startswith("encoder.encoder.layer.") else None


def padded(rows: list[list[int]]) -> Tensor:
    """Shape (rows, longest row), int64."""
    longest = max(map(len, rows))
    return torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])
