"""The network for inference: the shipped layers and heads on top of the embedding model's own lower layers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from ingest.errors import ModelError
from qa.reader.eight_bit import EightBitEncoder, has_fast_eight_bits
from qa.reader.model import ReaderModel, layer_number
from qa.reader.weights import load_weights

if TYPE_CHECKING:
    from transformers import BertModel


def build_network(encoder: "BertModel", path: Path, eight_bits: bool | None = None) -> ReaderModel:
    """The reader over `encoder`, sharing its embeddings and the layers that training left alone, in its dtype.

    With `eight_bits` the trained layers multiply in eight bits; by default where the machine does so fast.
    `encoder` itself is not changed. Raises ModelError for a file that is not the reader's.
    """
    weights = load_weights(path)
    model = ReaderModel(_skeleton(encoder), encoder.config.hidden_size)
    upper: Any = model.encoder.get_submodule("encoder.layer")
    lowest = min(number for name in weights if (number := layer_number(name)) is not None)
    for number in range(lowest):
        upper[number] = encoder.encoder.layer[number]
    names = model.state_dict().keys()
    missing, unknown = names - weights.keys(), weights.keys() - names
    lacking = [name for name in missing if not name.startswith("encoder.") or name.startswith(_layers(lowest))]
    if unknown or lacking:
        raise ModelError(f"{path} does not hold the reader's weights ({[*unknown, *lacking][0]}); install Dalil again")
    if has_fast_eight_bits() if eight_bits is None else eight_bits:
        inner = {**encoder.encoder.state_dict(), **_without_prefix(weights)}
        model.encoder = EightBitEncoder(encoder.embeddings, inner, encoder.config, encoder.dtype)
        weights = {name: weight for name, weight in weights.items() if not name.startswith("encoder.")}
    own = {name: weight.to(encoder.dtype) for name, weight in weights.items()}
    model.load_state_dict(own, strict=False, assign=True)
    return model.eval().requires_grad_(False)


def _skeleton(encoder: "BertModel") -> "BertModel":
    """An encoder of the same form with the same embeddings, its layers still without memory."""
    from transformers import BertModel

    with torch.device("meta"):
        skeleton = BertModel(encoder.config, add_pooling_layer=False)
    skeleton.embeddings = encoder.embeddings
    skeleton.set_attn_implementation("eager")  # on a CPU half the time of the fused one's, at these lengths
    return skeleton


def _layers(lowest: int) -> tuple[str, ...]:
    return tuple(f"encoder.encoder.layer.{number}." for number in range(lowest, 64))


def _without_prefix(weights: dict[str, torch.Tensor], prefix: str = "encoder.encoder.") -> dict[str, torch.Tensor]:
    return {name.removeprefix(prefix): weight for name, weight in weights.items() if name.startswith(prefix)}
