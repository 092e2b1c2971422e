"""Parquet and Arrow files, and folders as `datasets.save_to_disk` writes them, by pyarrow (the extra `parquet`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import SourceError

SPLITS = ("test", "validation", "dev", "train")


def read_parquet(path: Path) -> Iterator[dict[str, Any]]:
    """Raises SourceError where it is broken, or pyarrow is not installed."""
    _require(path)
    import pyarrow
    from pyarrow import parquet

    try:
        yield from parquet.read_table(path).to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise SourceError(f"{path} is no Parquet file that can be read ({error}); write it again") from error


def is_dataset(folder: Path) -> bool:
    return (
        (folder / "state.json").is_file() or (folder / "dataset_dict.json").is_file() or any(folder.glob("*.parquet"))
    )


def read_dataset(folder: Path) -> Iterator[dict[str, Any]]:
    """The split `test` where there are several, else the next of SPLITS. Raises SourceError."""
    if (folder / "dataset_dict.json").is_file():
        folder = next((folder / split for split in SPLITS if (folder / split).is_dir()), folder)
    for file in sorted(folder.glob("*.parquet")):
        yield from read_parquet(file)
    for file in sorted(folder.glob("*.arrow")):
        yield from read_arrow(file)


def read_arrow(path: Path) -> Iterator[dict[str, Any]]:
    _require(path)
    import pyarrow

    try:
        with pyarrow.memory_map(str(path)) as source:
            yield from pyarrow.ipc.open_stream(source).read_all().to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise SourceError(f"{path} is no Arrow file that can be read ({error}); write it again") from error


def _require(path: Path) -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise SourceError(
            f"{path} needs pyarrow to be read; pip install 'dalil[parquet]', or save the table as CSV or JSON Lines"
        ) from None
