"""The system: the one place that builds ready parts from settings, and the four things one can ask of it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from ingest.index import Index
from qa.answer import Answer, Event, Passage
from qa.conversation import Turn
from qa.settings import Settings


@dataclass(frozen=True)
class System:
    """Ready parts; built by `build`."""

    settings: Settings
    index: Index

    def search(self, question: str, k: int | None = None) -> list[Passage]:
        """The passages nearest to the question, best first, read by the reader; without an LLM's help."""
        raise NotImplementedError

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer with its evidence.

        Raises UsageError for an empty or overlong question.
        """
        raise NotImplementedError

    async def stream(self, question: str, history: Sequence[Turn] = ()) -> AsyncIterator[Event]:
        """`ask`, as it comes: Found, Tokens, Answer. Closing the iterator ends an LLM's generation."""
        raise NotImplementedError
        yield


def build(settings: Settings) -> System:
    """The system that the settings describe. Nothing is loaded or opened until it is used.

    Raises UsageError for a setting that names no known kind of model.
    """
    raise NotImplementedError
