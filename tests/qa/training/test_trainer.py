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
    spans = torch.tensor([4, 5, 0])
    return Batch(rows, spans, spans, torch.tensor([False] * 3), torch.tensor([True, True, False]))


def claims() -> Batch:
    """Supported where the sentence has the token 9."""
    rows = torch.tensor([[0, 5, 2, 2, 9, 2], [0, 6, 2, 2, 9, 2], [0, 5, 2, 2, 7, 2], [0, 6, 2, 2, 7, 2]])
    spans = torch.zeros(4, dtype=torch.long)
    return Batch(rows, spans, spans, torch.tensor([True] * 4), torch.tensor([True, True, False, False]))


@pytest.mark.slow
def test_the_loss_falls() -> None:
    one = trainer()
    first = one.step(batch(), 0.06)
    for _ in range(60):
        last = one.step(batch(), 0.06)
    assert last < 0.85 * first
    assert one.examples == 61 * 3


@pytest.mark.slow
def test_what_supports_a_claim_is_learnt_and_the_other_heads_stay() -> None:
    one = trainer()
    first = one.step(claims(), 0.06)
    for _ in range(80):
        last = one.step(claims(), 0.06)
    assert last < 0.9 * first
    fresh = dict(trainer().model.named_parameters())
    for name, parameter in one.model.named_parameters():
        if name.startswith(("span.", "relevance.")):
            assert torch.allclose(parameter, fresh[name], atol=0.02)  # weight decay alone


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
    other.start([tmp_path / "w.safetensors"])
    # a row's step is its largest weight / 127; the other tensors are float16
    pairs = zip(one.masters, other.masters, strict=True)
    assert all(torch.allclose(a, b, atol=float(a.abs().max()) / 200) for a, b in pairs)
    assert other.examples == 0


def test_weights_of_other_layers_are_refused(tmp_path: Path) -> None:
    one = trainer()
    save_weights(tmp_path / "w.safetensors", {name: w for name, w in one.weights().items() if ".layer.4." not in name})
    with pytest.raises(UsageError, match="other layers"):
        one.start([tmp_path / "w.safetensors"])


def test_the_last_step_of_training_changes_almost_nothing() -> None:
    one = trainer()
    before = [master.clone() for master in one.masters]
    one.step(batch(), 1.0)
    assert all(torch.equal(a, b) for a, b in zip(one.masters, before, strict=True))


def test_training_begins_with_the_mean_of_several_weights(tmp_path: Path) -> None:
    one = trainer()
    for name, value in (("a", 1.0), ("b", 3.0)):
        save_weights(tmp_path / name, {n: torch.full_like(w, value) for n, w in one.weights().items()})
    one.start([tmp_path / "a", tmp_path / "b"])
    assert all(torch.allclose(master, torch.full_like(master, 2.0), atol=0.01) for master in one.masters)


def test_a_head_that_earlier_weights_lack_begins_anew(tmp_path: Path) -> None:
    one = trainer()
    fresh = {name: weight.clone() for name, weight in one.weights().items()}
    without = {n: torch.full_like(w, 2.0) for n, w in fresh.items() if not n.startswith("support.")}
    save_weights(tmp_path / "w.safetensors", without)
    one.start([tmp_path / "w.safetensors"])
    assert torch.equal(one.weights()["support.weight"], fresh["support.weight"])
    assert torch.allclose(one.weights()["span.weight"], torch.tensor(2.0), atol=0.01)


def test_a_head_that_a_checkpoint_lacks_begins_anew(tmp_path: Path) -> None:
    one, other = trainer(), trainer()
    one.step(batch(), 0.06)
    one.save(tmp_path / "checkpoint.pt")
    state = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    lacking = [n for n, name in enumerate(state["names"]) if name.startswith("support.")]
    assert lacking
    for n in reversed(lacking):
        del state["names"][n], state["masters"][n]
    kept = [n for n in range(len(one.names)) if n not in lacking]
    moments = state["optimizer"]["state"]
    state["optimizer"]["state"] = {place: moments[n] for place, n in enumerate(kept) if n in moments}
    torch.save(state, tmp_path / "checkpoint.pt")
    other.resume(tmp_path / "checkpoint.pt")
    assert torch.equal(other.weights()["span.weight"], one.weights()["span.weight"])
    assert torch.equal(other.weights()["support.weight"], trainer().weights()["support.weight"])
    assert one.step(batch(), 0.06) == pytest.approx(other.step(batch(), 0.06))
