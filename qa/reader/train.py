"""Training the reader: `python -m qa.reader.train --data DATA --work WORK --cache CACHE`, seeded and resumable.

Writes a checkpoint and a progress log to the working directory, and the weights with the best development figures so
far. `--start WEIGHTS` begins where an earlier training ended instead of with the embedding model's own layers. On a GPU
where one is there, otherwise on the CPU; bfloat16 forward and backward, float32 master weights.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from ingest.bundled_model import restore
from ingest.errors import UsageError
from qa.reader.bundled import Loaded
from qa.reader.development import WEIGHTS, development_sets, measure
from qa.reader.encoding import MASK, Span, encode_passage, encode_question, join
from qa.reader.examples import Example, cropped, stream
from qa.reader.mixture import GROUPS, Embedded, mixture
from qa.reader.model import TRAINED_LAYERS, ReaderModel, padded, trained_names
from qa.reader.questions import QuestionSet
from qa.reader.weights import load_weights, save_weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

BATCH = 16
POOL = 8 * BATCH  # examples sorted by length before they are cut into batches
MOST_TOKENS = 144  # a question and a window of the passage as inference cuts it
RATE, HEAD_RATE, LAYER_DECAY = 1.8e-4, 6e-4, 0.88
WARM_UP = 0.06
MASKED_QUESTION, MASKED_PASSAGE = 0.06, 0.03  # in place of dropout, which doubles the time on a CPU
RELEVANCE_WEIGHT = 0.5

# plain attention: on a CPU its backward pass is quicker than the fused one's
MODEL_OPTIONS = {"dtype": torch.bfloat16, "attn_implementation": "eager"}


@dataclass(frozen=True)
class Step:
    """One batch: token ids (rows, tokens), start, end (rows,; 0 means no answer)."""

    ids: Tensor
    start: Tensor
    end: Tensor


def batches(examples: Iterator[Example], tokenizer: "Tokenizer", rng: random.Random) -> Iterator[Step]:
    """Batches of examples of like length, in random order."""
    while True:
        rows = (row for example in examples if (row := _encode(example, tokenizer, rng)))
        pool = sorted(islice(rows, POOL), key=lambda row: len(row[0]))
        cuts = [pool[at : at + BATCH] for at in range(0, POOL, BATCH)]
        for cut in rng.sample(cuts, len(cuts)):
            ids, starts, ends = zip(*cut, strict=True)
            yield Step(padded(list(ids)), torch.tensor(starts), torch.tensor(ends))


def _encode(example: Example, tokenizer: "Tokenizer", rng: random.Random) -> tuple[list[int], int, int] | None:
    """Ids, first and last token of the answer (0 without one); None where the answer is too long to fit."""
    question = encode_question(tokenizer, example.question)
    room = MOST_TOKENS - len(question) - 4
    passage, offsets = encode_passage(tokenizer, example.passage)
    if len(passage) > room:
        example = cropped(example, 0.9 * room / len(passage), rng)
        passage, offsets = encode_passage(tokenizer, example.passage)
    encoded = join(question, *token_window(passage, offsets, room, example.span, rng))
    span = encoded.token_span(*example.span) if example.span else (0, 0)
    if span is None:
        return None
    ids = [
        MASK if rng.random() < (MASKED_PASSAGE if n >= encoded.first + 3 else MASKED_QUESTION) and token > 2 else token
        for n, token in enumerate(encoded.ids)
    ]
    return ids, *span


def token_window(
    passage: list[int], offsets: list[Span], room: int, answer: Span | None, rng: random.Random
) -> tuple[list[int], list[Span]]:
    """At most `room` tokens: the prompt and a random window of the rest, over the answer; long sentences are cut so."""
    prompt = sum(right == 0 for _, right in offsets)
    room -= prompt
    last = max(len(passage) - prompt - room, 0)
    low, high = 0, last
    if answer:
        touched = [n for n, (left, right) in enumerate(offsets[prompt:]) if left < answer[1] and right > answer[0]]
        low, high = min(max(touched[-1] - room + 1, 0), last), min(touched[0], last)
    at = prompt + rng.randint(min(low, high), high)
    return passage[:prompt] + passage[at : at + room], offsets[:prompt] + offsets[at : at + room]


class Trainer:
    """The network in bfloat16, its trained part also in float32, and how far training has come."""

    def __init__(self, embedder: "SentenceTransformer", device: str, layers: int = TRAINED_LAYERS) -> None:
        encoder: Any = embedder[0].auto_model
        self.model = ReaderModel(encoder, encoder.config.hidden_size).to(device, torch.bfloat16).eval()
        self.names = trained_names(self.model, layers)
        parameters = dict(self.model.named_parameters())
        for name, parameter in parameters.items():
            parameter.requires_grad_(name in self.names)
        self.copies = [parameters[name] for name in self.names]
        self.masters = [copy.detach().float().clone() for copy in self.copies]
        groups = [{"params": [m], "lr": _rate(n)} for n, m in zip(self.names, self.masters, strict=True)]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, foreach=False)
        self.rates = [group["lr"] for group in self.optimizer.param_groups]
        self.examples, self.seconds, self.best = 0, 0.0, 0.0

    def step(self, batch: Step, fraction: float) -> float:
        """One update at `fraction` of the training; the loss."""
        device = self.copies[0].device
        loss = _loss(self.model, Step(batch.ids.to(device), batch.start.to(device), batch.end.to(device)))
        loss.backward()  # type: ignore[no-untyped-call]
        for copy, master in zip(self.copies, self.masters, strict=True):
            master.grad, copy.grad = copy.grad.float() if copy.grad is not None else None, None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        slope = min(fraction / WARM_UP, (1 - fraction) / (1 - WARM_UP))
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * max(slope, 0.0)
        self.optimizer.step()
        with torch.no_grad():
            for copy, master in zip(self.copies, self.masters, strict=True):
                copy.copy_(master)
        self.examples += len(batch.ids)
        return float(loss.detach())

    def weights(self) -> dict[str, Tensor]:
        return dict(zip(self.names, self.masters, strict=True))

    def start(self, path: Path) -> None:
        """Take over the weights of an earlier training. Raises UsageError where it trained other layers."""
        weights = load_weights(path)
        if weights.keys() != set(self.names):
            raise UsageError(
                f"{path} holds other layers than are to be trained; give --layers as they were, or no --start"
            )
        self._set([weights[name] for name in self.names])

    def save(self, path: Path) -> None:
        state = {"masters": self.masters, "optimizer": self.optimizer.state_dict()}
        progress = {"examples": self.examples, "seconds": self.seconds, "best": self.best}
        torch.save({**state, **progress}, path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, map_location=self.copies[0].device, weights_only=True)
        self.optimizer.load_state_dict(state["optimizer"])
        self.examples, self.seconds, self.best = state["examples"], state["seconds"], state["best"]
        self._set(state["masters"])

    def _set(self, weights: Sequence[Tensor]) -> None:
        with torch.no_grad():
            for copy, master, weight in zip(self.copies, self.masters, weights, strict=True):
                master.copy_(weight)
                copy.copy_(weight)


def _rate(name: str) -> float:
    if not name.startswith("encoder."):
        return HEAD_RATE
    return RATE * LAYER_DECAY ** (11 - int(name.split(".")[3]))


def _loss(model: ReaderModel, batch: Step) -> Tensor:
    outputs = model(batch.ids)
    span = (cross_entropy(outputs.start, batch.start) + cross_entropy(outputs.end, batch.end)) / 2
    relevance = binary_cross_entropy_with_logits(outputs.relevance, (batch.start > 0).float())
    return span + RELEVANCE_WEIGHT * relevance


def train(arguments: argparse.Namespace) -> None:
    from sentence_transformers import SentenceTransformer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    folder = restore(arguments.cache)
    embedder = SentenceTransformer(str(folder), device=device, model_kwargs=MODEL_OPTIONS)
    embedder.max_seq_length = 128  # enough to rank near misses
    tokenizer = embedder.tokenizer.backend_tokenizer
    groups = mixture(arguments.data, Embedded(embedder, work))
    pairings = [one for group, pairs in groups.items() if group not in arguments.without for one in pairs]
    tokenizer.no_truncation()
    tokenizer.no_padding()
    trainer = Trainer(embedder, device, arguments.layers)
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        trainer.resume(checkpoint)
    elif arguments.start:
        trainer.start(arguments.start)
    rng = random.Random(arguments.seed + trainer.examples)
    run(trainer, batches(stream(pairings, rng), tokenizer, rng), tokenizer, arguments)


def run(trainer: Trainer, steps: Iterator[Step], tokenizer: "Tokenizer", arguments: argparse.Namespace) -> None:
    """Train until the minutes or the examples are used up; measure and save every `--every` minutes."""
    sets = development_sets(arguments.data)
    began, measured, losses = time.monotonic() - trainer.seconds, trainer.seconds, list[float]()
    while (fraction := _fraction(trainer, arguments)) < 1:
        losses.append(trainer.step(next(steps), fraction))
        trainer.seconds = time.monotonic() - began
        if len(losses) % 50 == 0:
            _log(
                arguments.work,
                examples=trainer.examples,
                seconds=round(trainer.seconds),
                loss=round(sum(losses[-50:]) / 50, 4),
            )
        if trainer.seconds - measured > 60 * arguments.every:
            _checkpoint(trainer, tokenizer, sets, arguments.work)
            measured = trainer.seconds = time.monotonic() - began
    _checkpoint(trainer, tokenizer, sets, arguments.work)


def _fraction(trainer: Trainer, arguments: argparse.Namespace) -> float:
    by_time = trainer.seconds / (60 * float(arguments.minutes))
    return max(by_time, trainer.examples / int(arguments.examples))


def _checkpoint(trainer: Trainer, tokenizer: "Tokenizer", sets: Sequence[QuestionSet], work: Path) -> None:
    trainer.save(work / "checkpoint.pt")
    loaded = Loaded(trainer.model, tokenizer)
    figures = {questions.name: measure(loaded, questions, every=2) for questions in sets}
    score = sum(weight * f.f1 for weight, f in zip(WEIGHTS, figures.values(), strict=True)) / sum(WEIGHTS)
    _log(
        work,
        examples=trainer.examples,
        seconds=round(trainer.seconds),
        score=round(score, 2),
        **{n: asdict(f) for n, f in figures.items()},
    )
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
    parser.add_argument("--start", type=Path, help="weights to begin with: a reader.safetensors")
    parser.add_argument("--layers", type=int, default=TRAINED_LAYERS, help="how many of the upper layers are trained")
    parser.add_argument("--without", nargs="*", default=(), choices=GROUPS, help="leave out, as for an ablation")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--examples", type=int, default=1_000_000)
    parser.add_argument("--every", type=float, default=15, help="minutes between measurements")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
