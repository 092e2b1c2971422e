"""Packed formats: a zip of parts, mostly XML, that may unpack to far more than it is."""

import zipfile
from io import BytesIO

from ingest.errors import TooLarge
from ingest.formats.format import Raw

_ALWAYS_FINE = 10_000_000  # bytes unpacked: the styles and pictures of an empty document are nearly a million


def opened(raw: Raw) -> zipfile.ZipFile:
    """The source's zip. Raises TooLarge if it unpacks to more than `max_bytes`, BadZipFile if it is none."""
    packed = zipfile.ZipFile(BytesIO(raw.data))
    unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > max(raw.max_bytes, _ALWAYS_FINE):
        raise TooLarge(
            f"{raw.source} unpacks to {unpacked:,} bytes, over the limit of {raw.max_bytes:,}; "
            "raise DALIL_MAX_FILE_MB or split it"
        )
    return packed
