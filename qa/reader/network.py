"""The network for inference: the shipped layers and heads on top of the embedding model's own lower layers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from ingest.errors import ModelError
from qa.reader.model import SUPPORT_HEAD, ReaderModel, layer_number
from qa.reader.weights import load_weights

if TYPE_CHECKING:
    from transformers import BertModel

HEADS = ("span.", "relevance.", "support.")


def build_network(encoder: "BertModel", path: Path) -> ReaderModel:
    """The reader over `encoder`, sharing its embeddings and the layers that training left alone, in its dtype.

    `encoder` itself is not changed; heads that inference does not know are ignored. Raises ModelError for a file that
    is not the reader's.
    """
    weights = load_weights(path)
    model = ReaderModel(_skeleton(encoder), encoder.config.hidden_size, support=SUPPORT_HEAD in weights)
    upper: Any = model.encoder.get_submodule("encoder.layer")
    lowest = min(number for name in weights if (number := layer_number(name)) is not None)
    for number in range(lowest):
        upper[number] = encoder.encoder.layer[number]
    needed = [name for name in model.state_dict() if _is_stored(name, lowest)]
    unknown = [name for name in weights if name.startswith("encoder.") and name not in needed]
    if wrong := [*unknown, *(name for name in needed if name not in weights)]:
        raise ModelError(f"{path} does not hold the reader's weights ({wrong[0]}); install Dalil again")
    own = {name: weights[name].to(encoder.dtype) for name in needed}
    model.load_state_dict(own, strict=False, assign=True)
    return model.eval().requires_grad_(False)


def _skeleton(encoder: "BertModel") -> "BertModel":
    """An encoder of the same form with the same embeddings, its layers still without memory."""
    from transformers import BertModel

    with torch.device("meta"):
        skeleton = BertModel(encoder.config, add_pooling_layer=False)
    skeleton.embeddings = encoder.embeddings
    return skeleton


def _is_stored(name: str, lowest: int) -> bool:
    number = layer_number(name)
    return name.startswith(HEADS) if number is None else number >= lowest
