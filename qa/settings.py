"""Settings: one frozen object, read from the environment and `.env` in one place."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import NoneType
from typing import Any, get_args

from ingest.errors import UsageError

PREFIX = "DALIL_"
SMALL_CONTEXT = 2000
"""Tokens of prompt below which an LLM gets sentences instead of whole passages."""
LLM_EVIDENCE = ("passages", "sentences")


def _setting(default: Any, help: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """Each field is `DALIL_<FIELD>` in the environment."""

    data: Path = _setting(Path("dalil-data"), "Directory of the index.")
    cache: Path | None = _setting(None, "Directory for restored models; empty means the user's cache directory.")
    embedding: str = _setting(
        "bundled", "Embedding model: `bundled`, `sentence-transformers:NAME_OR_PATH`, or a LangChain `provider:model`."
    )
    chroma_url: str | None = _setting(
        None, "URL of a Chroma server (`http://127.0.0.1:8000`); empty means an embedded Chroma in the data directory."
    )
    chunk_tokens: int = _setting(256, "Most tokens in a chunk, counted by tiktoken (o200k_base).")
    chunk_overlap: int = _setting(0, "Tokens that neighbouring chunks share, in whole sentences.")
    max_file_mb: int = _setting(100, "Largest file or download that is ingested, in MB.")
    reading_seconds: float = _setting(120.0, "Longest time that reading one document may take, in seconds.")
    reading_memory_mb: int = _setting(2000, "Most memory that reading one document may take, in MB.")
    allow_private_urls: bool = _setting(False, "Ingest URLs whose host is in a private or loopback address range.")
    keep_originals: bool = _setting(
        True,
        "Keep a copy of each file that is ingested, in the data directory, for download; it goes with its document.",
    )
    reader: str = _setting(
        "bundled",
        "What reads the passages: `bundled` (Dalil's own), `sentences` (the nearest sentence, no trained reader), "
        "or `transformers:NAME_OR_PATH` (a Hugging Face extractive QA model).",
    )
    reranker: str | None = _setting(
        None, "A sentence-transformers CrossEncoder (`NAME_OR_PATH`) that orders passages instead of the reader."
    )
    candidates: int = _setting(8, "Passages that retrieval hands to the reader; no fewer than are shown.")
    passages: int = _setting(8, "Passages shown with an answer and given to an LLM.")
    threshold: float | None = _setting(
        None, 'Confidence below which the answer is "the sources do not say"; empty means the reader\'s own.'
    )
    llm: str | None = _setting(
        None,
        "LLM that writes the answer, as LangChain names it (`openai:…`, `ollama:…`), or a file of your own, "
        "`gguf:PATH`; empty means quoted answers.",
    )
    llm_base_url: str | None = _setting(None, "Base URL of the LLM's server: an OpenAI-compatible one, or Ollama's.")
    llm_api_key: str | None = _setting(None, "Key for the LLM; the provider's own variable works too.", secret=True)
    llm_timeout: float = _setting(60.0, "Seconds an LLM may be silent before the quoted answer is given instead.")
    llm_context: int = _setting(4096, "Tokens of prompt an LLM gets: instructions, history and passages together.")
    llm_evidence: str | None = _setting(
        None,
        "What an LLM gets of the passages found: `passages` (whole) or `sentences` (the three likeliest); "
        "empty means `sentences` for `gguf:` models and contexts below 2,000 tokens, else `passages`.",
    )
    request_timeout: float = _setting(
        30.0, "Seconds a request may take to arrive, head and body; every 10,000 bytes of body add one."
    )
    host: str = _setting("127.0.0.1", "Address the server listens on.")
    port: int = _setting(7860, "Port the server listens on.")

    @property
    def llm_gets_sentences(self) -> bool:
        """Whether an LLM gets the sentences that the reader chose, instead of whole passages."""
        if self.llm_evidence is not None:
            return self.llm_evidence == "sentences"
        return (self.llm or "").startswith("gguf:") or self.llm_context < SMALL_CONTEXT

    @property
    def passages_read(self) -> int:
        """How many passages are retrieved and read for an answer."""
        return max(self.candidates, self.passages)


def env_name(field_name: str) -> str:
    """`chunk_tokens` → `DALIL_CHUNK_TOKENS`."""
    return PREFIX + field_name.upper()


def from_environment(
    environ: Mapping[str, str] = os.environ, dotenv: Path | None = Path(".env"), **overrides: Any
) -> Settings:
    """Settings from `.env` (if there), the environment over it, and `overrides` over both (None is no override).

    An override is named like its field; a text is read as the environment's is. Raises UsageError for an unknown name,
    a value of the wrong form, or a `.env` that is not UTF-8.
    """
    values = {**_read_dotenv(dotenv), **environ}
    known = {env_name(f.name): f for f in fields(Settings)}
    unknown = sorted(name for name in values if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise UsageError(f"unknown setting {unknown[0]}; the settings are {', '.join(sorted(known))}")
    read: dict[str, Any] = {f.name: _parse(name, values[name], f.type) for name, f in known.items() if values.get(name)}
    for name, value in overrides.items():
        if env_name(name) not in known:
            raise UsageError(f"unknown setting {name}; the settings are {', '.join(f.name for f in fields(Settings))}")
        if value is not None:
            text = isinstance(value, str)
            read[name] = _parse(env_name(name), value, known[env_name(name)].type) if text else value
    return _checked(Settings(**read))


def _read_dotenv(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        # Windows editors begin UTF-8 with a mark, which python-dotenv 1.1 takes for part of the first name
        values = dotenv_values(path, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}; give yourself the right to, or remove it"
        ) from error
    return {name: value for name, value in values.items() if value is not None}


_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def _parse_bool(value: str) -> bool:
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ValueError(value)


_PARSERS: Mapping[type, tuple[Callable[[str], object], str]] = {
    bool: (_parse_bool, "true or false"),
    int: (int, "a whole number"),
    float: (float, "a number"),
    str: (str, "text"),
    Path: (lambda value: Path(value).expanduser(), "a path"),
}


def _parse(name: str, value: str, kind: Any) -> object:
    """The value in its field's type; `kind` is `int`, `int | None` and the like."""
    own = next((one for one in get_args(kind) if one is not NoneType), kind)
    parse, expected = _PARSERS[own]
    try:
        return parse(value)
    except ValueError:
        raise UsageError(f"{name}={value!r} is not {expected}; correct it in the environment or in .env") from None


_RANGES = {
    "chunk_tokens": (16, 480),
    "chunk_overlap": (0, 240),
    "max_file_mb": (1, 10_000),
    "reading_seconds": (1, 86_400),
    "reading_memory_mb": (100, 1_000_000),
    "candidates": (1, 200),
    "passages": (1, 100),
    "threshold": (0, 1),
    "llm_timeout": (0.1, 3600),
    "llm_context": (512, 2_000_000),
    "request_timeout": (1, 3600),
    "port": (1, 65_535),
}


def _checked(settings: Settings) -> Settings:
    for name, (least, most) in _RANGES.items():
        value = getattr(settings, name)
        if value is not None and not least <= value <= most:
            raise UsageError(f"{env_name(name)}={value} is out of range; it must be from {least} to {most}")
    if any(map(os.path.isfile, (settings.data, *settings.data.parents))):
        raise UsageError(f"the data directory {settings.data} is a file, or in one; name a directory with --data")
    if settings.llm_evidence not in (None, *LLM_EVIDENCE):
        raise UsageError(f"DALIL_LLM_EVIDENCE={settings.llm_evidence!r} is not one of {', '.join(LLM_EVIDENCE)}")
    if settings.chunk_overlap >= settings.chunk_tokens:
        raise UsageError(
            f"DALIL_CHUNK_OVERLAP={settings.chunk_overlap} must be below DALIL_CHUNK_TOKENS={settings.chunk_tokens}"
        )
    return settings
