"""The values of a test set: its questions, what answers them, and the documents they are asked of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.document import Document


@dataclass(frozen=True)
class Evidence:
    """Where an answer stands: a span of a document, or a whole document (`start` and `end` are None).

    `document` is a document's id, or its title or source where the set is asked of an index that exists already.
    `quote` is a passage given by its words alone; it becomes spans where a document holds it. `grade` is a relevance
    grade as in TREC qrels.
    """

    document: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    grade: int = 1


@dataclass(frozen=True)
class Question:
    """A question, its acceptable answers and where they stand.

    `impossible`: the sources do not say. `unscored` says why the question cannot be scored, where it cannot.
    `unplaced`: no answer is in its context word for word, so the whole context stands for the evidence. `tags` are the
    set's other columns, by which figures may be told apart.
    """

    id: str
    text: str
    answers: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    impossible: bool = False
    unscored: str | None = None
    unplaced: bool = False
    tags: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def document(self) -> str | None:
        """The document it is about, by the first evidence."""
        return next((e.document for e in self.evidence if e.document), None)

    @property
    def answerable(self) -> bool:
        return not self.impossible and self.unscored is None


@dataclass(frozen=True)
class TestSet:
    """Questions, with the documents they are asked of; without documents, they are asked of the current index.

    `columns` tells which of its columns were taken for what, `ignored` which were not understood.
    """

    __test__ = False  # no test class, whatever pytest thinks of its name

    name: str
    questions: Sequence[Question]
    documents: Sequence[Document] = field(default=(), repr=False)
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()
