"""Token counts by tiktoken (o200k_base), with the vocabulary out of a package instead of the network."""

import gzip
import hashlib
import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

ENCODING = "o200k_base"
_URL = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"


def count_tokens(text: str) -> int:
    """How many o200k_base tokens the text has; special tokens inside it count as plain text."""
    return len(encoding().encode_ordinary(text))


@cache
def encoding() -> "tiktoken.Encoding":
    """The encoding, loaded once; never from the network."""
    import tiktoken

    _offer_vocabulary()
    return tiktoken.get_encoding(ENCODING)


def _offer_vocabulary() -> None:
    """Put the vocabulary where tiktoken looks before it goes to the network: a cache file named by its URL's SHA-1.

    tiktoken checks the file's own hash, so a damaged copy is noticed. A cache the user has set is respected.
    """
    folder = Path(os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(Path(tempfile.gettempdir()) / "dalil-tiktoken")))
    target = folder / hashlib.sha1(_URL.encode()).hexdigest()
    if target.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    packed = files("bpe_openai").joinpath("data", f"{ENCODING}.tiktoken.gz").read_bytes()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        part.write(gzip.decompress(packed))
    os.replace(part.name, target)
