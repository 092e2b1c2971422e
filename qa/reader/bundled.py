"""The bundled reader: Dalil's own network over the bundled embedding model, loaded when the first question comes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.embedding.encoder import Encoder
from ingest.text.rows import rows_in
from ingest.text.views import View, plain
from ingest.text.words import search_words
from qa.answer import Passage, Reading
from qa.reader.alignment import aligned
from qa.reader.calibration import Calibration, Signals
from qa.reader.cells import answering_cell
from qa.reader.decoding import best_spans
from qa.reader.encoding import Encoded, encode_question
from qa.reader.finding import Finding
from qa.reader.windows import windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from qa.reader.model import Outputs, ReaderModel

WEIGHTS_FOLDER = Path(__file__).parent / "weights"
CHOICES = 8  # spans looked at before a passage is said to repeat the question only
OR = re.compile(r"\b(?:or|أو|او|أم|ام)\b", re.IGNORECASE)  # such a question names its own answer


@dataclass(frozen=True)
class Loaded:
    """The network and the tokenizer, ready."""

    network: "ReaderModel"
    tokenizer: "Tokenizer"


class BundledReader:
    """Finds the answering span of each passage, its relevance and its confidence; used by several threads at once."""

    name = "bundled"

    def __init__(self, encoder: Encoder, weights: Path = WEIGHTS_FOLDER) -> None:
        self._encoder = encoder  # whose vocabulary the reader shares
        self._weights = weights

    @cached_property
    def _calibration(self) -> Calibration:
        return Calibration.read(self._weights / "calibration.json")

    @property
    def threshold(self) -> float:
        return self._calibration.threshold

    @property
    def sure(self) -> float:
        return self._calibration.sure

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in their order. Raises ModelError where the network cannot be loaded."""
        views = [passage.view for passage in passages]
        findings = self._encoder.thread.run(lambda: find(self._loaded, question, views))
        return [self._reading(question, p, finding) for p, finding in zip(passages, findings, strict=True)]

    def find(self, question: str, texts: Sequence[str]) -> list[Finding]:
        """The network's best span in each text, by windows where it is long."""
        return self._encoder.thread.run(lambda: find(self._loaded, question, [plain(text) for text in texts]))

    def _reading(self, question: str, passage: Passage, finding: Finding) -> Reading:
        signals, calibration = Signals.of(question, passage, finding), self._calibration
        span = passage.view.back(finding.start, finding.end)
        return Reading(*span, calibration.order(signals), calibration.confidence(signals))

    @cached_property
    def _loaded(self) -> Loaded:
        """Made once, as only the model's own thread asks for it."""
        from qa.reader.network import build_network

        model = self._encoder.model
        network = build_network(model[0].auto_model, self._weights / "reader.safetensors")
        return Loaded(network, model.tokenizer.backend_tokenizer)


def find(loaded: Loaded, question: str, views: Sequence[View]) -> list[Finding]:
    """The network's best span in each view, whole words or a cell of a table; by windows where a view is long."""
    asked = encode_question(loaded.tokenizer, question)
    cut = [(seen.text, windows(loaded.tokenizer, asked, seen.text, rows_in(seen))) for seen in views]
    outputs = iter(loaded.network.read([row.ids for _, rows in cut for row in rows]) if cut else ())
    known: frozenset[str] = frozenset() if OR.search(question) else frozenset(search_words(question))
    found = ([_finding(next(outputs), row, text, question, known) for row in rows] for text, rows in cut)
    return [max(of_text, key=lambda finding: finding.margin + finding.relevance) for of_text in found]


def _finding(outputs: "Outputs", window: Encoded, text: str, question: str, asked: frozenset[str]) -> Finding:
    """The best cell or span of one window of the text, in the text's characters."""
    if window.row and (cell := answering_cell(outputs, window, text, question, asked)):
        return cell
    relevance = float(outputs.relevance)
    spans = best_spans(
        outputs.start.cpu().numpy(), outputs.end.cpu().numpy(), window.first, len(window.offsets), CHOICES
    )
    choices = (Finding(*aligned(text, *window.characters(s.first, s.last)), s.margin, relevance) for s in spans)
    return first_answer(choices, text, asked)


class _Faults(NamedTuple):
    """What is wrong with a span, the gravest first, so that the least of several has the slightest."""

    over_lines: bool
    wordless: bool
    only_asked: bool


def first_answer(findings: Iterable[Finding], text: str, asked: frozenset[str]) -> Finding:
    """The first span within one line that says more than the question's own words; else the one least at fault.

    `findings`, best first, are looked at only until one is without fault. The whole text where the least at fault has
    no word.
    """
    faulty: list[tuple[_Faults, Finding]] = []
    for finding in findings:
        said = text[finding.start : finding.end]
        words = search_words(said)
        faults = _Faults("\n" in said.strip(), not words, asked.issuperset(words))
        if not any(faults):
            return finding
        faulty.append((faults, finding))
    faults, best = min(faulty, key=lambda one: one[0])
    return best._replace(start=0, end=len(text)) if faults.wordless else best
