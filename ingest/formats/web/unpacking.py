"""Unpacking: an answer's body in pieces as they come, each unpacked by itself, so that its size can be watched."""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import SourceError

if TYPE_CHECKING:
    import httpx

_PACKED, _UNREAD = {"gzip", "x-gzip", "deflate"}, {"br", "zstd", "compress", "x-compress"}
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # the window of zlib that tells the two apart by their first bytes
_UNPACKED_AT_ONCE = 65_536  # bytes: a thousand times what is packed can come out of it


def pieces(url: str, response: "httpx.Response") -> Iterator[bytes]:
    """The body as it comes; not by httpx's `iter_bytes`, which unpacks all that has come before it can be measured."""
    told = [coding.lower() for coding in response.headers.get_list("content-encoding", split_commas=True)]
    # what else servers tell there, such as `utf-8` or `aws-chunked`, packs nothing
    packings = [coding for coding in told if coding in _PACKED | _UNREAD]
    if len(packings) > 1 or _UNREAD.intersection(packings):
        packed = ", ".join(packings)
        raise SourceError(f"{url} answered packed as {packed}, which is not read; download it and ingest the file")
    return _unpacked(url, response.iter_raw()) if packings else response.iter_raw()


def _unpacked(url: str, packed: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for piece in packed:
            rest = piece
            while rest:
                yield unpacker.decompress(rest, _UNPACKED_AT_ONCE)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
        yield unpacker.flush()
    except zlib.error:
        raise SourceError(f"{url} could not be fetched (its gzip or deflate is broken); try again later") from None
    if not unpacker.eof:
        raise SourceError(f"{url} could not be fetched (its gzip or deflate is cut off); try again later")
