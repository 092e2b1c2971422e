"""The weights file holds what was put in, as int8 with a scale a row."""

from pathlib import Path

import torch

from qa.reader.weights import load_weights, save_weights


def test_a_matrix_comes_back_within_half_a_step_of_its_rows_scale(tmp_path: Path) -> None:
    matrix = torch.tensor([[1.27, -0.5, 0.004], [0.0, 0.0, 0.0]])
    save_weights(tmp_path / "w.safetensors", {"a.weight": matrix})
    back = load_weights(tmp_path / "w.safetensors")["a.weight"]
    # the first row's step is 1.27 / 127 = 0.01
    assert torch.allclose(back, torch.tensor([[1.27, -0.5, 0.0], [0.0, 0.0, 0.0]]), atol=1e-3)


def test_a_vector_comes_back_as_float16(tmp_path: Path) -> None:
    save_weights(tmp_path / "w.safetensors", {"bias": torch.tensor([0.1, -3.0])})
    assert torch.equal(load_weights(tmp_path / "w.safetensors")["bias"], torch.tensor([0.1, -3.0]).half().float())


def test_a_matrix_takes_a_byte_a_weight(tmp_path: Path) -> None:
    save_weights(tmp_path / "w.safetensors", {"a.weight": torch.ones(400, 500)})
    assert (tmp_path / "w.safetensors").stat().st_size < 400 * 500 + 2 * 400 + 500
    assert [path.name for path in tmp_path.iterdir()] == ["w.safetensors"]
