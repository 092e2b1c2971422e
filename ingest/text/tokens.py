"""Token counts by tiktoken (o200k_base), with the vocabulary out of a package instead of the network."""

import atexit
import gzip
import hashlib
import os
import shutil
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cache import default_cache
from ingest.errors import StorageError

if TYPE_CHECKING:
    import tiktoken

ENCODING = "o200k_base"
_AT_ONCE = 100_000  # characters: tiktoken panics at a run of a million spaces
_URL = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"


def count_tokens(text: str) -> int:
    """How many o200k_base tokens the text has; special tokens inside it count as plain text. Raises StorageError.

    A text beyond 100,000 characters is counted in slices: a token over their border counts as two.
    """
    slices = (text[start : start + _AT_ONCE] for start in range(0, len(text), _AT_ONCE))
    return sum(len(encoding().encode_ordinary(part)) for part in slices)


@cache
def encoding() -> "tiktoken.Encoding":
    """The encoding, loaded once; never from the network."""
    import tiktoken

    _offer_vocabulary()
    return tiktoken.get_encoding(ENCODING)


def _offer_vocabulary() -> None:
    """Put the vocabulary where tiktoken looks before it goes to the network, and make it look there.

    tiktoken checks the file's own hash, so a damaged copy is noticed. A cache the user has set is respected.
    """
    chosen = os.environ.get("TIKTOKEN_CACHE_DIR")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(_filled(Path(chosen)) if chosen else _own_folder())


def _own_folder() -> Path:
    """A folder of the user's: what lies at a place for all may be another's, and unreadable."""
    try:
        return _filled(default_cache() / "tiktoken")
    except StorageError:
        folder = tempfile.mkdtemp(prefix="dalil-tiktoken-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _filled(Path(folder))


def _filled(folder: Path) -> Path:
    """The folder with the vocabulary in it, named by its URL's SHA-1. Raises StorageError."""
    target = folder / hashlib.sha1(_URL.encode()).hexdigest()
    if os.access(target, os.R_OK):
        return folder
    packed = files("bpe_openai").joinpath("data", f"{ENCODING}.tiktoken.gz").read_bytes()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as building:
            made = Path(building) / target.name
            made.write_bytes(gzip.decompress(packed))
            made.replace(target)
    except OSError as error:
        raise StorageError(
            f"the token vocabulary cannot be written to {folder}: {error}; "
            "make room there or set TIKTOKEN_CACHE_DIR to a directory that can be written"
        ) from error
    return folder
