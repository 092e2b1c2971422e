"""The encoder in eight bits: the file's own whole numbers, multiplied as they are, where bfloat16 takes longer.

Each row of weights and each token's states have a scale of their own ("LLM.int8()", Dettmers et al. 2022, without its
outliers); one scale for all tokens, as in ONNX Runtime's dynamic quantisation, moves this network's logits five times
as far.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, layer_norm
from transformers.modeling_outputs import BaseModelOutput

from qa.reader.weights import quantised

PADDED = -1e4  # added to the scores of padding
LEAST = 1e-6  # of a token's largest state: no division by nought


def has_fast_eight_bits() -> bool:
    """Whether this machine multiplies eight-bit numbers in hardware; elsewhere PyTorch does it in slow loops."""
    return not torch.cuda.is_available() and bool(torch.cpu._is_vnni_supported())


class EightBitLinear(nn.Module):
    """`states @ weight.T + bias` for a weight of shape (outputs, inputs); float32 in and out."""

    weight: Tensor
    scale: Tensor
    bias: Tensor

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        rows, scale = quantised(weight)
        self.register_buffer("weight", rows.t())
        self.register_buffer("scale", scale.float())
        self.register_buffer("bias", bias.float())

    def forward(self, states: Tensor) -> Tensor:
        tokens = states.flatten(0, -2)
        step = tokens.abs().amax(1, keepdim=True).clamp_(min=LEAST).div_(127)
        products = torch._int_mm((tokens / step).round_().to(torch.int8), self.weight).float().mul_(step)
        return torch.addcmul(self.bias, products, self.scale, out=products).view(*states.shape[:-1], -1)


class EightBitLayer(nn.Module):
    """One layer of a BertEncoder; `weights` by their names within it. `dtype` is that of the attention's products."""

    def __init__(self, weights: Mapping[str, Tensor], config: Any, dtype: torch.dtype) -> None:
        super().__init__()
        self.heads, self.dtype = config.num_attention_heads, dtype
        narrower = (config.hidden_size / self.heads) ** -0.5
        parts = [(f"attention.self.{name}", by) for name, by in (("query", narrower), ("key", 1), ("value", 1))]
        self.attended = EightBitLinear(
            torch.cat([weights[f"{name}.weight"] * by for name, by in parts]),
            torch.cat([weights[f"{name}.bias"] * by for name, by in parts]),
        )
        self.joined = _linear(weights, "attention.output.dense")
        self.widened = _linear(weights, "intermediate.dense")
        self.narrowed = _linear(weights, "output.dense")
        self.norms = [_norm(weights, "attention.output.LayerNorm"), _norm(weights, "output.LayerNorm")]
        self.epsilon = config.layer_norm_eps

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """`states`: shape (rows, tokens, width); `mask`: added to the scores, shape (rows, 1, 1, tokens)."""
        states = self._normalised(0, self.joined(self._attention(states, mask)).add_(states))
        return self._normalised(1, self.narrowed(gelu(self.widened(states))).add_(states))

    def _attention(self, states: Tensor, mask: Tensor | None) -> Tensor:
        rows, tokens, width = states.shape
        each = width // self.heads
        parts = self.attended(states).to(self.dtype).view(rows, tokens, 3, self.heads, each)
        together = parts.permute(2, 0, 3, 1, 4).reshape(3, rows * self.heads, tokens, each)  # one copy instead of four
        query, key, value = together.unbind()
        scores = (query @ key.mT).float()  # softmax is quicker in float32, too
        if mask is not None:
            scores.view(rows, self.heads, tokens, tokens).add_(mask)
        joined: Tensor = scores.softmax(-1).to(self.dtype) @ value
        return joined.view(rows, self.heads, tokens, each).transpose(1, 2).reshape(rows, tokens, width).float()

    def _normalised(self, which: int, states: Tensor) -> Tensor:
        weight, bias = self.norms[which]
        return layer_norm(states, weight.shape, weight, bias, self.epsilon)


class EightBitEncoder(nn.Module):
    """In the place of a BertModel, with its embeddings; `weights` of the layers by their names within its encoder."""

    def __init__(self, embeddings: nn.Module, weights: Mapping[str, Tensor], config: Any, dtype: torch.dtype) -> None:
        super().__init__()
        self.config, self.dtype, self.embeddings = config, dtype, embeddings
        numbers = range(config.num_hidden_layers)
        self.layers = nn.ModuleList(EightBitLayer(_within(weights, f"layer.{n}."), config, dtype) for n in numbers)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> BaseModelOutput:
        """`input_ids`, `attention_mask` (1 or, for padding, 0): shape (rows, tokens)."""
        mask = PADDED * (1 - attention_mask.float())[:, None, None] if (attention_mask == 0).any() else None
        states = self.embeddings(input_ids=input_ids).float()
        for layer in self.layers:
            states = layer(states, mask)
        return BaseModelOutput(last_hidden_state=states.to(self.dtype))


def _linear(weights: Mapping[str, Tensor], name: str) -> EightBitLinear:
    return EightBitLinear(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _norm(weights: Mapping[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _within(weights: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): weight for name, weight in weights.items() if name.startswith(prefix)}
