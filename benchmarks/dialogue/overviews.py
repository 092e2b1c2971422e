"""The main sentences of documents, to be judged by a reader.

    python benchmarks/dialogue/overviews.py PATH_OR_URL… [--squad FILE:ARTICLE…]

ARTICLE is the number of an article of a set in SQuAD form, whose paragraphs are joined.
"""

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ingest.cache import default_cache
from ingest.document import Document
from ingest.embedding.models import Models
from ingest.formats.loading import Limits, Loader
from qa.quoting.overviews import overview_of


def documents(paths: list[str], articles: list[str]) -> Iterator[Document]:
    with closing(Loader(Limits())) as loader:
        yield from map(loader.load, paths)
    for named in articles:
        file, _, number = named.rpartition(":")
        article = json.loads(Path(file).read_text("utf-8"))["data"][int(number)]
        text = "\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        yield Document(named, article["title"], text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH_OR_URL")
    parser.add_argument("--squad", nargs="*", default=[], metavar="FILE:ARTICLE")
    args = parser.parse_args()
    embedding = Models(default_cache()).embedding("bundled")
    embedding.embed_documents(["loaded"])
    for document in documents(args.paths, args.squad):
        begun = time.process_time()
        spans = overview_of(document, embedding)
        seconds = time.process_time() - begun
        print(f"## {document.title} ({len(document.text):,} characters, {seconds:.2f} s)")
        print(*(f"- {document.text[start:end]}" for start, end in spans), sep="\n", flush=True)


if __name__ == "__main__":
    main()
