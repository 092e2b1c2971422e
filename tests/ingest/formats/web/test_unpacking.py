"""Answers that come packed, through httpx's transport as a plain function."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import httpx
import pytest

from ingest.errors import SourceError, TooLarge
from ingest.formats.web.fetching import Fetcher


def answering(body: bytes, packing: str) -> Fetcher:
    """Reads this body, which comes byte by byte where it is short."""
    pieces = [body] if len(body) > 1000 else [body[at : at + 1] for at in range(len(body))]
    headers = {"Content-Encoding": packing}
    return Fetcher(
        1000, transport=httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, content=iter(pieces)))
    )


@pytest.mark.parametrize(
    ("packing", "pack"),
    [("identity", bytes), ("gzip", gzip.compress), ("X-GZip", gzip.compress), ("deflate", zlib.compress)],
)
def test_a_packed_answer_is_unpacked(packing: str, pack: Callable[[bytes], bytes]) -> None:
    text = "أعلن الوزير الاتفاق. ".encode() * 20
    assert answering(pack(text), packing).fetch("http://93.184.216.34/").data == text


@pytest.mark.parametrize("told", ["utf-8", "none", "aws-chunked", "identity, gzip", "gzip, aws-chunked"])
def test_what_packs_nothing_is_ignored(told: str) -> None:
    sent = gzip.compress(b"text") if "gzip" in told else b"text"
    assert answering(sent, told).fetch("http://93.184.216.34/").data == b"text"


def test_only_packing_that_can_be_read_is_asked_for() -> None:
    asked = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["Accept-Encoding"])
        return httpx.Response(200, content=iter([b"text"]))

    Fetcher(1000, transport=httpx.MockTransport(server)).fetch("http://93.184.216.34/")
    assert asked == ["gzip"]


@pytest.mark.parametrize("packing", ["zstd", "br", "gzip, gzip"])
def test_other_packing_is_refused(packing: str) -> None:
    with pytest.raises(SourceError, match=f"^http://93.184.216.34/ answered packed as {packing}, which is not read"):
        answering(b"whatever", packing).fetch("http://93.184.216.34/")


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_an_answer_is_not_unpacked_beyond_the_limit(pack: Callable[[bytes], bytes]) -> None:
    fetcher = answering(pack(bytes(50_000_000)), "gzip")
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="has 65,536 bytes or more, over the limit of 1,000"):
            fetcher.fetch("http://93.184.216.34/")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_packed_answer_that_is_cut_off_is_refused() -> None:
    with pytest.raises(SourceError, match="gzip or deflate is cut off"):
        answering(gzip.compress(b"The rent is 900 euros.")[:-12], "gzip").fetch("http://93.184.216.34/")
