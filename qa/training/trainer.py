"""The trainer: a network that learns from batches, in bfloat16 with float32 master weights."""

from collections.abc import Mapping, Sequence
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

RATE, LAYER_DECAY = 1.8e-4, 0.88
HEADS = 10 / 3  # times the rate of the uppermost layer
WARM_UP = 0.03
RELEVANCE_WEIGHT, SUPPORT_WEIGHT = 0.5, 1.0


class Trainer:
    """The network in bfloat16, its trained part also in float32, and how far training has come."""

    def __init__(
        self, embedder: "SentenceTransformer", device: str, layers: int = TRAINED_LAYERS, rate: float = RATE
    ) -> None:
        encoder: Any = embedder[0].auto_model
        self.model = ReaderModel(encoder, encoder.config.hidden_size, support=True).to(device, torch.bfloat16).eval()
        self.names = trained_names(self.model, layers)
        parameters = dict(self.model.named_parameters())
        for name, parameter in parameters.items():
            parameter.requires_grad_(name in self.names)
        self.copies = [parameters[name] for name in self.names]
        self.masters = [copy.detach().float().clone() for copy in self.copies]
        groups = [{"params": [m], "lr": rate * _share(n)} for n, m in zip(self.names, self.masters, strict=True)]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, foreach=False)
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.examples, self.seconds, self.best = 0, 0.0, 0.0

    def step(self, batch: Batch, fraction: float) -> float:
        """One update at `fraction` of the training; the loss."""
        device = self.copies[0].device
        loss = _loss(self.model, batch.to(device))
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

    def start(self, paths: Sequence[Path]) -> None:
        """Take over the weights of earlier trainings, their mean where there are several.

        A head that they lack starts from scratch. Raises UsageError where they trained other layers.
        """
        read = [load_weights(path) for path in paths]
        for path, weights in zip(paths, read, strict=True):
            if weights.keys() - set(self.names) or any(
                name.startswith("encoder.") for name in set(self.names) - weights.keys()
            ):
                raise UsageError(
                    f"{path} holds other layers than are to be trained; give --layers as they were, or no --start"
                )
        self._set(
            {name: torch.stack(found).mean(0) for name in self.names if (found := [w[name] for w in read if name in w])}
        )

    def save(self, path: Path) -> None:
        state = {"names": self.names, "masters": self.masters, "optimizer": self.optimizer.state_dict()}
        progress = {"examples": self.examples, "seconds": self.seconds, "best": self.best}
        torch.save({**state, **progress}, path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)

    def resume(self, path: Path) -> None:
        """Go on where training was cut off; a head that it lacked starts from scratch."""
        state = torch.load(path, map_location=self.copies[0].device, weights_only=True)
        place = {name: n for n, name in enumerate(state["names"])}
        moments = state["optimizer"]["state"]
        kept = {n: moments[place[name]] for n, name in enumerate(self.names) if place.get(name) in moments}
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": kept})
        self.examples, self.seconds, self.best = state["examples"], state["seconds"], state["best"]
        self._set(dict(zip(state["names"], state["masters"], strict=True)))

    def _set(self, weights: Mapping[str, Tensor]) -> None:
        with torch.no_grad():
            for name, copy, master in zip(self.names, self.copies, self.masters, strict=True):
                if name in weights:
                    master.copy_(weights[name])
                    copy.copy_(weights[name])


def _share(name: str) -> float:
    """The parameter's part of the rate."""
    number = layer_number(name)
    return HEADS if number is None else float(LAYER_DECAY ** (TRAINED_LAYERS - 1 - number))


def _loss(model: ReaderModel, batch: Batch) -> Tensor:
    """The mean over the rows: a question's for its span and relevance, a claim's for its support."""
    outputs = model(batch.ids)
    assert outputs.support is not None
    ends = ((outputs.start, batch.start), (outputs.end, batch.end))
    span = sum((cross_entropy(logits, wanted, reduction="none") / 2 for logits, wanted in ends), torch.zeros(()))
    right = batch.right.float()
    relevance = binary_cross_entropy_with_logits(outputs.relevance, right, reduction="none")
    support = binary_cross_entropy_with_logits(outputs.support, right, reduction="none")
    return torch.where(batch.claim, SUPPORT_WEIGHT * support, span + RELEVANCE_WEIGHT * relevance).mean()
