"""The weights file: only what training changed, matrices as int8 with one float16 scale a row, the rest float16."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SCALE = ".scale"


def save_weights(path: Path, weights: "Mapping[str, Tensor]") -> None:
    """Write the named parameters; the file appears whole or not at all."""
    from safetensors.torch import save_file

    stored: dict[str, Tensor] = {}
    for name, weight in weights.items():
        if weight.dim() == 2:
            stored[name], stored[name + SCALE] = quantised(weight.detach().float().cpu())
        else:
            stored[name] = weight.detach().half().cpu()
    part = path.with_suffix(".part")
    save_file(stored, part)
    part.rename(path)


def load_weights(path: Path) -> "dict[str, Tensor]":
    """The named parameters as float32."""
    from safetensors.torch import load_file

    stored = load_file(path)
    return {
        name: tensor.float() * stored[name + SCALE].float()[:, None] if name + SCALE in stored else tensor.float()
        for name, tensor in stored.items()
        if not name.endswith(SCALE)
    }


def quantised(weight: "Tensor") -> "tuple[Tensor, Tensor]":
    """int8 of the shape (rows, columns), and a float16 scale for each row."""
    import torch

    scale = (weight.abs().amax(dim=1) / 127).clamp(min=1e-6).half()
    rows = (weight / scale.float()[:, None]).round().clamp(-127, 127)
    return rows.to(torch.int8), scale
