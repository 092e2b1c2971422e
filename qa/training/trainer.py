"""The trainer: a network that learns from batches, in bfloat16 with float32 master weights."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from ingest.errors import UsageError
from qa.reader.model import TRAINED_LAYERS, ReaderModel, layer_number, trained_names
from qa.reader.weights import load_weights
from qa.training.batches import Batch

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RATE, HEAD_RATE, LAYER_DECAY = 1.8e-4, 6e-4, 0.88
WARM_UP = 0.06
RELEVANCE_WEIGHT = 0.5


class Trainer:
    """The network in bfloat16, its trained part also in float32, and how far training has come."""

    def __init__(self, embedder: "SentenceTransformer", device: str, layers: int = TRAINED_LAYERS) -> None:
        encoder: Any = embedder[0].auto_model
        self.model = ReaderModel(encoder, encoder.config.hidden_size).to(device, torch.bfloat16).eval()
        self.names = trained_names(self.model, layers)
        parameters = dict(self.model.named_parameters())
        for name, parameter in parameters.items():
            parameter.requires_grad_(name in self.names)
        self.copies = [parameters[name] for name in self.names]
        self.masters = [copy.detach().float().clone() for copy in self.copies]
        groups = [{"params": [m], "lr": _rate(n)} for n, m in zip(self.names, self.masters, strict=True)]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, foreach=False)
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.examples, self.seconds, self.best = 0, 0.0, 0.0

    def step(self, batch: Batch, fraction: float) -> float:
        """One update at `fraction` of the training; the loss."""
        device = self.copies[0].device
        loss = _loss(self.model, Batch(batch.ids.to(device), batch.start.to(device), batch.end.to(device)))
        loss.backward()  # type: ignore[no-untyped-call]
        for copy, master in zip(self.copies, self.masters, strict=True):
            master.grad, copy.grad = copy.grad.float() if copy.grad is not None else None, None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        slope = min(fraction / WARM_UP, (1 - fraction) / (1 - WARM_UP))
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * max(slope, 0.0)
        self.optimizer.step()
        with torch.no_grad():
            for copy, master in zip(self.copies, self.masters, strict=True):
                copy.copy_(master)
        self.examples += len(batch.ids)
        return float(loss.detach())

    def weights(self) -> dict[str, Tensor]:
        return dict(zip(self.names, self.masters, strict=True))

    def start(self, path: Path) -> None:
        """Take over the weights of an earlier training. Raises UsageError where it trained other layers."""
        weights = load_weights(path)
        if weights.keys() != set(self.names):
            raise UsageError(
                f"{path} holds other layers than are to be trained; give --layers as they were, or no --start"
            )
        self._set([weights[name] for name in self.names])

    def save(self, path: Path) -> None:
        state = {"masters": self.masters, "optimizer": self.optimizer.state_dict()}
        progress = {"examples": self.examples, "seconds": self.seconds, "best": self.best}
        torch.save({**state, **progress}, path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, map_location=self.copies[0].device, weights_only=True)
        self.optimizer.load_state_dict(state["optimizer"])
        self.examples, self.seconds, self.best = state["examples"], state["seconds"], state["best"]
        self._set(state["masters"])

    def _set(self, weights: Sequence[Tensor]) -> None:
        with torch.no_grad():
            for copy, master, weight in zip(self.copies, self.masters, weights, strict=True):
                master.copy_(weight)
                copy.copy_(weight)


def _rate(name: str) -> float:
    number = layer_number(name)
    return HEAD_RATE if number is None else RATE * LAYER_DECAY ** (TRAINED_LAYERS - 1 - number)


def _loss(model: ReaderModel, batch: Batch) -> Tensor:
    outputs = model(batch.ids)
    span = (cross_entropy(outputs.start, batch.start) + cross_entropy(outputs.end, batch.end)) / 2
    relevance = binary_cross_entropy_with_logits(outputs.relevance, (batch.start > 0).float())
    return span + RELEVANCE_WEIGHT * relevance
