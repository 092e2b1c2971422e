"""Packed formats: a zip of parts, mostly XML, that may unpack to far more than it is."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from ingest.errors import SourceError, TooLarge
from ingest.formats.format import Raw
from ingest.metadata import Metadata

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


def xml(data: bytes) -> Any:
    """The tree of one part. Entities are not resolved: they name files, or repeat a text to any length."""
    from lxml.etree import XMLParser, fromstring

    return fromstring(data, XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))


def property_metadata(properties: Any) -> Metadata:
    """What the core properties of an Office file say of it."""
    created = properties.created
    return Metadata(
        str(properties.author or "").strip() or None,
        created.date().isoformat() if created else None,
        str(properties.language or "").strip() or None,
    )


@contextmanager
def naming_broken(source: str, what: str) -> Iterator[None]:
    """A broken file surfaces as anything, in the zip, the XML or a missing part: raises SourceError instead."""
    try:
        yield
    except SourceError:
        raise
    except Exception:
        raise SourceError(
            f"{source} is a broken {what}; open it in the program it is made for, save it anew and ingest that"
        ) from None
