"""The journal: what a system said, kept as it is said, so that a second run goes on where a first one stopped.

One file for each system over each set of documents; a line for each question. Whatever bears on an answer is in the
file's name: documents, settings, models and the program itself, so that no changed system answers from a former's file.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.errors import StorageError
from qa.evaluation.said import Said


class Journal:
    """What was said to each question, by its key."""

    def __init__(self, path: Path, fresh: bool = False) -> None:
        """`fresh` forgets what was kept. Raises StorageError."""
        self._path = path
        self._places = {} if fresh else dict(_lines(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb" if fresh else "ab") as file:
                if not fresh and _ends_within_a_line(path):
                    file.write(b"\n")  # what a killed run left half written is a line of its own
        except OSError as error:
            raise self._unwritable(error) from error

    def get(self, key: str) -> Said | None:
        """What an earlier run was told; what this one puts in is for the next."""
        if key not in self._places:
            return None
        with self._path.open("rb") as file:
            file.seek(self._places[key])
            return Said.from_json(json.loads(file.readline())["said"])

    def put(self, key: str, said: Said) -> None:
        """Written out at once: a killed run loses the question it was at, and no other. Raises StorageError."""
        line = json.dumps({"key": key, "said": said.to_json()}, ensure_ascii=False)
        try:
            with self._path.open("ab") as file:
                file.write(line.encode("utf-8", "surrogatepass") + b"\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StorageError:
        reason = f"{self._path} cannot be written: {error.strerror}"
        return StorageError(f"{reason}; choose another place with DALIL_CACHE")


def _ends_within_a_line(path: Path) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read() != b"\n"


def _lines(path: Path) -> Iterator[tuple[str, int]]:
    """Where each whole line begins, by its key: what a run keeps in memory. Broken lines are left out."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        at = 0
        for line in file:
            try:
                value = json.loads(line)
                Said.from_json(value["said"])
                yield value["key"], at
            except (ValueError, KeyError, TypeError, AttributeError):
                pass
            at += len(line)


def key_of(**parts: Any) -> str:
    """A name for what bears on an answer."""
    told = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def program() -> Mapping[str, int]:
    """Every file that answers are made by, with the time it was changed: another program, another journal."""
    specs = [find_spec(package) for package in ("ingest", "qa")]
    folders = [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
    files = [f for folder in folders for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    return {str(f): f.stat().st_mtime_ns for f in files if "evaluation" not in f.parts}
