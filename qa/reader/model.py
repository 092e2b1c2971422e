"""The reader's network: the embedding model's encoder, its upper layers retrained, with its own heads."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from qa.reader.encoding import PAD
from qa.reader.packed import packed_states

TRAINED_LAYERS = 12
SUPPORT_HEAD = "support.weight"
"""The parameter that only weights with the support head have."""


class Outputs(NamedTuple):
    """Start and end logits, shape (batch, tokens), padding at the least value; the others of shape (batch,).

    `support` is None where the network has no such head.
    """

    start: Tensor
    end: Tensor
    relevance: Tensor
    support: Tensor | None = None


class ReaderModel(nn.Module):
    """A BertModel with a head for spans, one for relevance and perhaps one for support.

    Training calls the model on a padded batch; inference calls `read`, which gives the same logits in less time.

    Position 0 of the span logits stands for "the answer is not in this passage". Support is asked of a claim in the
    question's place and a sentence in the passage's: does the sentence say what is claimed?
    """

    def __init__(self, encoder: nn.Module, hidden: int, support: bool = False) -> None:
        super().__init__()
        self.encoder: Any = encoder
        self.span = nn.Linear(hidden, 2)
        self.relevance = nn.Linear(hidden, 1)
        self.support = nn.Linear(hidden, 1) if support else None

    def forward(self, ids: Tensor) -> Outputs:
        """`ids`: shape (batch, tokens), padded with PAD."""
        mask = ids != PAD
        states = self.encoder(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        start, end = self.span(states).float().masked_fill(~mask[..., None], -1e4).unbind(-1)
        return Outputs(start, end, *self._of_the_whole(states[:, 0]))

    @torch.inference_mode()
    def read(self, rows: Sequence[Sequence[int]]) -> list[Outputs]:
        """Each row's outputs, without padding: start and end logits of shape (tokens,), the others of shape ()."""
        outputs = []
        for states in packed_states(self.encoder, rows):
            start, end = self.span(states).float().unbind(-1)
            outputs.append(Outputs(start, end, *self._of_the_whole(states[0])))
        return outputs

    def _of_the_whole(self, states: Tensor) -> tuple[Tensor, Tensor | None]:
        """Relevance and support, by the states of `<s>`."""
        support = self.support(states).float().squeeze(-1) if self.support else None
        return self.relevance(states).float().squeeze(-1), support


def trained_names(model: ReaderModel, layers: int = TRAINED_LAYERS) -> list[str]:
    """The parameters that training changes: the heads and the upper `layers` of the encoder."""
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
