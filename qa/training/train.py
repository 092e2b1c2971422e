"""Training the reader: `python -m qa.training.train --data DATA --work WORK --cache CACHE`, seeded and resumable.

Writes a checkpoint and a progress log to the working directory, and the weights with the best development figures so
far. `--start WEIGHTS` begins where an earlier training ended instead of with the embedding model's own layers. On a GPU
where one is there, otherwise on the CPU; bfloat16 forward and backward, float32 master weights.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from ingest.embedding.bundled_model import restore
from qa.reader.bundled import Loaded
from qa.reader.model import TRAINED_LAYERS
from qa.reader.weights import save_weights
from qa.training.batches import Batch, batches
from qa.training.development import Development
from qa.training.examples import stream
from qa.training.mixture import GROUPS, Embedded, mixture
from qa.training.trainer import RATE, Trainer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# plain attention: on a CPU its backward pass is quicker than the fused one's
MODEL_OPTIONS = {"dtype": torch.bfloat16, "attn_implementation": "eager"}


SAVE_EVERY = 10  # minutes
LOGGED_STEPS = 50


def train(arguments: argparse.Namespace) -> None:
    from sentence_transformers import SentenceTransformer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    folder = restore(arguments.cache)
    embedder = SentenceTransformer(str(folder), device=device, model_kwargs=MODEL_OPTIONS)
    embedder.max_seq_length = 128  # enough to rank near misses
    tokenizer = embedder.tokenizer.backend_tokenizer
    groups = mixture(arguments.data, Embedded(embedder, work))
    sources = [one for group, shares in groups.items() if group not in arguments.without for one in shares]
    tokenizer.no_truncation()
    tokenizer.no_padding()
    trainer = Trainer(embedder, device, arguments.layers, arguments.rate)
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        trainer.resume(checkpoint)
    elif arguments.start:
        trainer.start(arguments.start)
    rng = random.Random(arguments.seed + trainer.examples)
    development = Development(arguments.data)
    if arguments.measure_first:
        _measure(trainer, tokenizer, development, work)
    run(trainer, batches(stream(sources, rng), tokenizer, rng), tokenizer, development, arguments)


def run(
    trainer: Trainer,
    steps: Iterator[Batch],
    tokenizer: "Tokenizer",
    development: Development,
    arguments: argparse.Namespace,
) -> None:
    """Train until the minutes or the examples are used up; measure every `--every` minutes."""
    began = time.monotonic() - trainer.seconds
    saved = measured = trainer.seconds
    losses = list[float]()
    while (fraction := _fraction(trainer, arguments)) < 1:
        losses.append(trainer.step(next(steps), fraction))
        trainer.seconds = time.monotonic() - began
        if len(losses) == LOGGED_STEPS:
            _log(
                arguments.work,
                examples=trainer.examples,
                seconds=round(trainer.seconds),
                loss=round(sum(losses) / LOGGED_STEPS, 4),
            )
            losses.clear()
        if trainer.seconds - saved > 60 * SAVE_EVERY:
            _save(trainer, arguments.work)
            saved = trainer.seconds
        if trainer.seconds - measured > 60 * arguments.every:
            _measure(trainer, tokenizer, development, arguments.work)
            measured = trainer.seconds = time.monotonic() - began
    _save(trainer, arguments.work)
    _measure(trainer, tokenizer, development, arguments.work)


def _fraction(trainer: Trainer, arguments: argparse.Namespace) -> float:
    by_time = trainer.seconds / (60 * float(arguments.minutes))
    return max(by_time, trainer.examples / int(arguments.examples))


def _save(trainer: Trainer, work: Path) -> None:
    trainer.save(work / "checkpoint.pt")
    save_weights(work / "latest.safetensors", trainer.weights())


def _measure(trainer: Trainer, tokenizer: "Tokenizer", development: Development, work: Path) -> None:
    """Log the development figures; keep these weights, and as `reader.safetensors` the best so far."""
    figures, score = development.measure(Loaded(trainer.model, tokenizer))
    _log(work, examples=trainer.examples, seconds=round(trainer.seconds), score=round(score, 2), **figures)
    save_weights(work / f"at-{trainer.examples}.safetensors", trainer.weights())
    if score > trainer.best:
        trainer.best = score
        save_weights(work / "reader.safetensors", trainer.weights())


def _log(work: Path, **values: Any) -> None:
    line = json.dumps(values)
    print(line, flush=True)
    with (work / "progress.jsonl").open("a") as log:
        log.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="directory of the question sets")
    parser.add_argument("--work", type=Path, required=True, help="directory of checkpoint, log and weights")
    parser.add_argument("--cache", type=Path, required=True, help="directory of the restored embedding model")
    parser.add_argument(
        "--start", type=Path, nargs="+", help="weights to begin with: a reader.safetensors, or several for their mean"
    )
    parser.add_argument("--rate", type=float, default=RATE, help="the greatest rate of the uppermost layer")
    parser.add_argument("--measure-first", action="store_true", help="measure before the first step too")
    parser.add_argument("--layers", type=int, default=TRAINED_LAYERS, help="how many of the upper layers are trained")
    parser.add_argument("--without", nargs="*", default=(), choices=GROUPS, help="leave out, as for an ablation")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--examples", type=int, default=1_000_000)
    parser.add_argument("--every", type=float, default=15, help="minutes between measurements")
    parser.add_argument("--threads", type=int, help="of the CPU; by default PyTorch's own choice")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
