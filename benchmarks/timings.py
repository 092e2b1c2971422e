"""Time what a user waits for, on an otherwise idle machine: `python benchmarks/timings.py [--json]`.

Measures `dalil --help`, a cold `dalil ask`, ingest's chunks a second, the reader's time for eight passages, a warm
answer's p50 and p95, and the server's memory, on the seed article and on that article many times over.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
DALIL = [sys.executable, "-m", "ui"]
PORT = 7961
COPIES = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    print(json.dumps(figures, indent=2) if args.json else "\n".join(f"{n:<34} {v:>9.2f}" for n, v in figures.items()))


def measure(folder: Path) -> dict[str, float]:
    """Figures by name, seconds and MB unless the name says otherwise."""
    data = folder / "data"
    seconds("--data", str(data), "ingest", str(SEEDS))  # also restores the model, once in a user's life
    return {
        "help, s": statistics.median(seconds("--help") for _ in range(9)),
        "ingest again, nothing new, s": seconds("--data", str(data), "ingest", str(SEEDS)),
        "cold ask, s": statistics.median(
            seconds("--data", str(data), "ask", "What did Lavrov agree to?") for _ in range(5)
        ),
        "ingest, chunks/s": ingest_rate(folder),
        "read 8 passages, 200 tokens each, ms": 1000 * reading_time(),
        **server_figures(data),
    }


def seconds(*words: str) -> float:
    begun = time.perf_counter()
    done = subprocess.run([*DALIL, *words], capture_output=True, cwd=ROOT, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - begun


def ingest_rate(folder: Path) -> float:
    """Chunks a second of one process that ingests many texts, the model's loading not counted."""
    from ingest.document import Document
    from ingest.pipeline import ingest_documents
    from qa.settings import Settings
    from qa.system import build

    text = next(SEEDS.glob("*.txt")).read_text(encoding="utf-8")
    documents = [Document(f"copy {i}", f"Copy {i}", f"Copy {i}. {text}") for i in range(COPIES)]
    system = build(Settings(data=folder / "rate"))
    system.index.embed("warm up")
    begun = time.perf_counter()
    summary = ingest_documents(system.index, documents)
    taken = time.perf_counter() - begun
    system.close()
    return sum(record.chunks for record in summary.added) / taken


def reading_time() -> float:
    """Median seconds of a question over eight passages of 200 of the model's own tokens."""
    from ingest.cache import default_cache
    from ingest.embedding.models import Models
    from qa.reader.bundled import BundledReader

    text = next(SEEDS.glob("*.txt")).read_text(encoding="utf-8")
    encoder = Models(default_cache()).bundled
    model = encoder.thread.run(lambda: encoder.model)  # a second thread at work would slow the model's own
    spans = model.tokenizer.backend_tokenizer.encode(text, add_special_tokens=False).offsets
    passages = [text[spans[at][0] : spans[at + 199][1]] for at in range(0, 1600, 200)]
    reader = BundledReader(encoder)
    reader.find("What did Lavrov agree to?", passages)
    taken = []
    for _ in range(30):
        begun = time.perf_counter()
        reader.find("What did Lavrov agree to?", passages)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def server_figures(data: Path) -> dict[str, float]:
    """A warm answer over HTTP: every seed question three times; then the process's resident memory."""
    asked = list(questions(SEEDS / "questions.json"))
    with server(data) as (process, ready):
        for question in asked[:5]:
            ask(question)
        taken = sorted(ask(question) for _ in range(3) for question in asked)
        status = Path(f"/proc/{process.pid}/status").read_text()
    memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "server ready for questions, s": ready,
        "warm answer p50, ms": 1000 * statistics.median(taken),
        "warm answer p95, ms": 1000 * taken[int(0.95 * len(taken))],
        "server memory, MB": memory / 1024,
    }


def questions(path: Path) -> Iterator[str]:
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield from (qa["question"] for qa in paragraph["qas"])


@contextmanager
def server(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The real server and the seconds until it answered its first question."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*DALIL, "--data", str(data), "serve", "--port", str(PORT)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                ask("What did Lavrov agree to?")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield process, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def ask(question: str) -> float:
    begun = time.perf_counter()
    response = httpx.post(f"http://127.0.0.1:{PORT}/api/ask", json={"question": question}, timeout=120)
    response.raise_for_status()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
