"""Training on a very small network: it learns, leaves the lower layers alone, and goes on where it was cut off."""

from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import BertConfig, BertModel

from ingest.errors import UsageError
from qa.reader.model import TRAINED_LAYERS
from qa.reader.weights import save_weights
from qa.training.batches import Batch
from qa.training.trainer import Trainer

LAYERS = TRAINED_LAYERS + 4


class Embedder:
    """Holds an encoder where a SentenceTransformer has it."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        self.auto_model = encoder

    def __getitem__(self, n: int) -> "Embedder":
        return self


def trainer() -> Trainer:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
        intermediate_size=32,
        pad_token_id=1,
    )
    embedder: Any = Embedder(BertModel(config, add_pooling_layer=False))
    return Trainer(embedder, "cpu")


def batch() -> Batch:
    """The answer is token 9 where there is one; the last row has none."""
    rows = torch.tensor([[0, 5, 2, 2, 9, 7, 2], [0, 5, 2, 2, 7, 9, 2], [0, 5, 2, 2, 7, 7, 2]])
    return Batch(rows, torch.tensor([4, 5, 0]), torch.tensor([4, 5, 0]))


def test_the_loss_falls() -> None:
    one = trainer()
    first = one.step(batch(), 0.06)
    for _ in range(60):
        last = one.step(batch(), 0.06)
    assert last < 0.85 * first
    assert one.examples == 61 * 3


def test_embeddings_and_lower_layers_stay_as_they_were() -> None:
    one = trainer()
    before = {name: parameter.clone() for name, parameter in one.model.named_parameters()}
    one.step(batch(), 0.06)
    changed = {name for name, parameter in one.model.named_parameters() if not torch.equal(parameter, before[name])}
    assert changed <= set(one.names)
    assert f"encoder.encoder.layer.{LAYERS - TRAINED_LAYERS}.output.dense.weight" in changed
    assert "span.weight" in changed
    assert not any(name.startswith("encoder.embeddings") for name in one.names)


def test_training_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    one = trainer()
    one.step(batch(), 0.06)
    one.save(tmp_path / "checkpoint.pt")
    other = trainer()
    other.resume(tmp_path / "checkpoint.pt")
    assert other.examples == 3
    assert one.step(batch(), 0.06) == pytest.approx(other.step(batch(), 0.06))
    assert all(torch.equal(a, b) for a, b in zip(one.masters, other.masters, strict=True))


def test_training_begins_with_earlier_weights(tmp_path: Path) -> None:
    one, other = trainer(), trainer()
    one.step(batch(), 0.06)
    save_weights(tmp_path / "w.safetensors", one.weights())
    other.start(tmp_path / "w.safetensors")
    # a row's step is its largest weight / 127; the other tensors are float16
    pairs = zip(one.masters, other.masters, strict=True)
    assert all(torch.allclose(a, b, atol=float(a.abs().max()) / 200) for a, b in pairs)
    assert other.examples == 0


def test_weights_of_other_layers_are_refused(tmp_path: Path) -> None:
    one = trainer()
    save_weights(tmp_path / "w.safetensors", {name: w for name, w in one.weights().items() if ".layer.4." not in name})
    with pytest.raises(UsageError, match="other layers"):
        one.start(tmp_path / "w.safetensors")


def test_the_last_step_of_training_changes_almost_nothing() -> None:
    one = trainer()
    before = [master.clone() for master in one.masters]
    one.step(batch(), 1.0)
    assert all(torch.equal(a, b) for a, b in zip(one.masters, before, strict=True))
