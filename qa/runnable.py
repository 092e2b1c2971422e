"""A whole answer as a LangChain `Runnable`: from a question, or a question with its history, to an `Answer`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa.answer import Answer
from qa.system import System, final_answer

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


def as_runnable(system: System) -> "Runnable[str | Mapping[str, Any], Answer]":
    """Takes a question, or the arguments of `System.ask` by their names; `invoke`, `batch` and their like work.

    Raises what `System.ask` raises.
    """
    from langchain_core.runnables import RunnableLambda

    def ask(asked: str | Mapping[str, Any]) -> Answer:
        return system.ask(**_arguments(asked))

    async def ask_async(asked: str | Mapping[str, Any]) -> Answer:
        return await final_answer(system.stream(**_arguments(asked)))

    return RunnableLambda(ask, ask_async, name="dalil")


def _arguments(asked: str | Mapping[str, Any]) -> dict[str, Any]:
    return {"question": asked} if isinstance(asked, str) else dict(asked)
