"""Files of Debian packages → a table by format: how many load, and what of a yardstick's text is in ours.

    python benchmarks/formats.py

Fetches the packages (apt-get, dpkg-deb), takes PDFs and HTML pages from them, and has pandoc make the other formats of
some of the pages. Yardsticks are pdftotext and pandoc's plain text. `recall` is of words, `order` of pairs of
neighbouring words; the median and the lowest of the files. `times pdfium` is CPU as a ratio to plain pdfium's text.
Needs Debian's poppler-utils and pandoc.
"""

import gzip
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from pdf import read_plainly, share, words_of

from ingest.errors import SourceError
from ingest.formats.format import Raw
from ingest.formats.formats import of_name

PACKAGES = (
    *("apt-doc", "bash-doc", "debian-faq", "debian-handbook", "debian-policy", "debian-reference-en"),
    *("developers-reference", "gnuplot-doc", "graphviz-doc", "maint-guide"),
)
MAX_PAGES = 25
OF_A_PACKAGE = {"pdf": 20, "html": 3}
MADE_BY_PANDOC = ("docx", "odt", "epub", "rtf", "md")
MADE_OF = 4  # pages, for each of those formats
LONG = 80_000  # bytes of a page that pandoc takes long for
SIZES = range(3_000, 700_000)  # bytes
_PANDOC = ("pandoc", "-t", "plain", "--wrap=none")


@dataclass(frozen=True)
class Measured:
    """Of one file: shares of the yardstick's words and pairs of words; CPU of ours over plain pdfium's, for PDFs."""

    name: str
    recall: float
    order: float
    ratio: float | None = None


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = list(fetched(Path(folder)))
        for extension in (*OF_A_PACKAGE, *MADE_BY_PANDOC):
            ours = [path for path in files if path.suffix == f".{extension}"]
            report(extension, [measured for path in ours if (measured := measure(path))], len(ours))


def fetched(folder: Path) -> Iterator[Path]:
    """PDFs and pages of the packages, and what pandoc makes of the longest pages that are not too long."""
    pages: list[Path] = []
    for package in PACKAGES:
        place = folder / package
        place.mkdir()
        subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True, capture_output=True)
        subprocess.run(["dpkg-deb", "-x", next(folder.glob(f"{package}_*.deb")), place], check=True)
        pages += taken(place, "html")
        yield from taken(place, "pdf")
    pages = pages[:MAX_PAGES]
    yield from pages
    short = sorted((path for path in pages if path.stat().st_size < LONG), key=lambda path: path.stat().st_size)
    for page in short[-MADE_OF:]:
        for extension in MADE_BY_PANDOC:
            made = page.with_suffix(f".{extension}")
            subprocess.run(
                ["pandoc", "-s", "-f", "html", page, "-o", made], cwd=page.parent, check=True, capture_output=True
            )
            yield made


def taken(place: Path, extension: str) -> list[Path]:
    for packed in place.rglob(f"*.{extension}.gz"):
        if packed.is_file():
            packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    found = sorted(path for path in place.rglob(f"*.{extension}") if path.is_file() and not path.is_symlink())
    return [path for path in found if path.stat().st_size in SIZES][: OF_A_PACKAGE[extension]]


def measure(path: Path) -> Measured | None:
    """None where the file is not loaded."""
    data, form = path.read_bytes(), of_name(path.name)
    assert form
    start = time.process_time()
    try:
        text = form.read(Raw(str(path), path.stem, form.name, data, 10**9)).text
    except SourceError as error:
        print(error, file=sys.stderr)
        return None
    took, ratio = time.process_time() - start, None
    if form.name == "pdf":
        start = time.process_time()
        read_plainly(data)
        ratio = took / (time.process_time() - start)
    expected, found = words_of(yardstick(path)), words_of(text)
    recall = share(Counter(expected), Counter(found))
    return Measured(path.name, recall, share(Counter(pairwise(expected)), Counter(pairwise(found))), ratio)


def yardstick(path: Path) -> str:
    command = ["pdftotext", str(path), "-"] if path.suffix == ".pdf" else [*_PANDOC, str(path)]
    shown = subprocess.run(command, capture_output=True, check=True, cwd=path.parent).stdout
    return shown.decode("utf-8", errors="replace")


def report(extension: str, measured: list[Measured], count: int) -> None:
    if not measured:
        print(f"{extension:<5} loaded 0/{count}")
        return
    recalls, orders = [one.recall for one in measured], [one.order for one in measured]
    worst = min(measured, key=lambda one: one.order)
    ratios = [one.ratio for one in measured if one.ratio]
    pdfium = f"  times pdfium {median(ratios):.1f}" if ratios else ""
    print(
        f"{extension:<5} loaded {len(measured)}/{count}  recall {median(recalls):.3f} (least {min(recalls):.3f})  "
        f"order {median(orders):.3f} (least {worst.order:.3f}: {worst.name}){pdfium}",
        flush=True,
    )


if __name__ == "__main__":
    main()
