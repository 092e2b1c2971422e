"""The reader's network shares what training left alone with the embedding model, and adds only its own part."""

from pathlib import Path
from typing import Any

import pytest
import torch

from ingest.embedding.models import Models
from ingest.errors import ModelError
from qa.reader.model import ReaderModel, padded, trained_names
from qa.reader.network import build_network
from qa.reader.weights import save_weights

pytestmark = pytest.mark.model


@pytest.fixture
def encoder(models: Models) -> torch.nn.Module:
    transformer: Any = models.thread.run(lambda: models.bundled.model)[0]
    encoder: torch.nn.Module = transformer.auto_model
    return encoder


def weights(encoder: torch.nn.Module) -> dict[str, torch.Tensor]:
    model = ReaderModel(encoder, 384)
    names = trained_names(model)
    return {name: parameter for name, parameter in model.named_parameters() if name in names}


@pytest.mark.parametrize("support", [False, True])
def test_the_network_computes_what_the_whole_model_computes(
    encoder: torch.nn.Module, tmp_path: Path, support: bool
) -> None:
    torch.manual_seed(0)
    whole = ReaderModel(encoder, 384, support).to(next(encoder.parameters()).dtype)
    names = trained_names(whole)
    save_weights(tmp_path / "w.safetensors", {n: p for n, p in whole.named_parameters() if n in names})
    network = build_network(encoder, tmp_path / "w.safetensors")
    rows = [[0, 41, 1294, 12, 2, 2, 46692, 12, 2], [0, 41, 2, 2, 46692, 2]]
    with torch.inference_mode():
        expected = whole(padded(rows))
    for n, (row, outputs) in enumerate(zip(rows, network.read(rows), strict=True)):
        # the file's weights are in eight bits
        assert torch.allclose(outputs.relevance, expected.relevance[n], atol=0.1)
        assert torch.allclose(outputs.start, expected.start[n, : len(row)], atol=0.2)
        assert torch.allclose(outputs.end, expected.end[n, : len(row)], atol=0.2)
        if support:
            assert outputs.support is not None
            assert expected.support is not None
            assert torch.allclose(outputs.support, expected.support[n], atol=0.1)
        else:
            assert outputs.support is None


def test_the_vocabulary_is_the_embedding_models_own(encoder: torch.nn.Module, tmp_path: Path) -> None:
    save_weights(tmp_path / "w.safetensors", weights(encoder))
    network = build_network(encoder, tmp_path / "w.safetensors")
    theirs = {id(parameter) for parameter in encoder.parameters()}
    own = [name for name, parameter in network.named_parameters() if id(parameter) not in theirs]
    assert sorted(own) == sorted(weights(encoder))
    assert sum(network.get_parameter(name).numel() for name in own) < 25_000_000  # 50 MB of bfloat16


def test_a_head_that_inference_does_not_know_is_ignored(encoder: torch.nn.Module, tmp_path: Path) -> None:
    save_weights(tmp_path / "w.safetensors", {**weights(encoder), "another.weight": torch.ones(1, 384)})
    assert "another.weight" not in build_network(encoder, tmp_path / "w.safetensors").state_dict()


def test_a_file_of_something_else_is_refused(encoder: torch.nn.Module, tmp_path: Path) -> None:
    partial = weights(encoder)
    del partial["span.weight"]
    save_weights(tmp_path / "w.safetensors", partial)
    with pytest.raises(ModelError, match=r"span\.weight"):
        build_network(encoder, tmp_path / "w.safetensors")
