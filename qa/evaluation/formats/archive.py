"""A BEIR folder as a zip, with or without one folder around it; read where it lies, nothing is unpacked to disk."""

import zlib
from collections.abc import Set
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zipfile import Path as Inside

from ingest.errors import SourceError, TooLarge
from qa.evaluation.formats.beir import read_beir
from qa.evaluation.testset import TestSet

MAX_UNPACKED = 500_000_000
"""Bytes that the files inside may have. What an entry declares binds: `zipfile` reads no byte more of it."""


def read_zip(path: Path, most: int = MAX_UNPACKED) -> TestSet:
    """Raises TooLarge, or SourceError: no zip, no BEIR folder inside, or a fault told with its file and line."""
    try:
        with ZipFile(path) as archive:
            _check(archive, path, most)
            return read_beir(Inside(archive, _place(set(archive.namelist()), path)))
    except (BadZipFile, zlib.error, EOFError, OSError) as error:
        raise SourceError(f"{path} is no zip that can be read ({error}); zip the folder again") from error


def _check(archive: ZipFile, path: Path, most: int) -> None:
    """Refuse what could harm before anything is unpacked."""
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if size > most:
        raise TooLarge(f"{path} unpacks to {size:,} bytes, over the limit of {most:,}; unpack it and give the folder")
    for entry in entries:
        if not _is_plain(entry.filename):
            raise SourceError(f"{path} holds a path that leads out of it, {entry.filename!r}; zip the folder itself")
        if entry.flag_bits & 1 or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise SourceError(f"{path}: {entry.filename} has a password or a rare compression; zip the folder plainly")


def _is_plain(name: str) -> bool:
    # "//" too: zipfile.Path of older Pythons never ends on it (CVE-2024-8088)
    return not {"", ".", ".."} & set(name.removesuffix("/").split("/"))


def _place(names: Set[str], path: Path) -> str:
    """The folder inside that holds everything: the top (an empty name) or one that stands there."""
    tables = {name.rpartition("/")[0] for name in names if name.endswith(".tsv")}
    tops = sorted({f"{name.split('/')[0]}/" for name in names if "/" in name})
    missing = {place: _missing(place, names, tables) for place in ("", *tops)}
    whole = [place for place, lacking in missing.items() if not lacking]
    if len(whole) > 1:
        raise SourceError(f"{path} holds several BEIR folders ({', '.join(whole[:5])}); zip one of them")
    if not whole:
        nearest = min(missing.values(), key=len)
        lacking = ", ".join(nearest)
        raise SourceError(f"{path} is no zip of a BEIR folder: {lacking} missing at its top, or in one folder there")
    return whole[0]


def _missing(place: str, names: Set[str], tables: Set[str]) -> list[str]:
    lacking = [name for name in ("corpus.jsonl", "queries.jsonl") if place + name not in names]
    return lacking if f"{place}qrels" in tables else [*lacking, "qrels/*.tsv"]
