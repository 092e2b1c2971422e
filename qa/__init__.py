"""The way out: a question becomes passages, a reading of them, and an answer with verbatim citations.

    from qa import Settings, ask, build, evaluate

What is exported here is imported when it is first used, so that `import qa` stays cheap.
"""

from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.answer import Answer, Citation, Event, Found, Passage, Sentence, Token, Trace
    from qa.dialogue.conversation import Turn
    from qa.evaluation.evaluation import Evaluation
    from qa.evaluation.formats import read_testset
    from qa.evaluation.run import evaluate
    from qa.evaluation.testset import TestSet
    from qa.retrieval.hybrid import HybridRetriever
    from qa.runnable import as_runnable
    from qa.settings import Settings, from_environment
    from qa.system import System, build

__all__ = [
    "Answer",
    "Citation",
    "Evaluation",
    "Event",
    "Found",
    "HybridRetriever",
    "Passage",
    "Sentence",
    "Settings",
    "System",
    "TestSet",
    "Token",
    "Trace",
    "Turn",
    "as_runnable",
    "ask",
    "build",
    "evaluate",
    "from_environment",
    "read_testset",
]

_HOME = {
    **dict.fromkeys(("Answer", "Citation", "Event", "Found", "Passage", "Sentence", "Token", "Trace"), "qa.answer"),
    "Turn": "qa.dialogue.conversation",
    "Evaluation": "qa.evaluation.evaluation",
    "read_testset": "qa.evaluation.formats",
    "evaluate": "qa.evaluation.run",
    "HybridRetriever": "qa.retrieval.hybrid",
    "as_runnable": "qa.runnable",
    "TestSet": "qa.evaluation.testset",
    **dict.fromkeys(("Settings", "from_environment"), "qa.settings"),
    **dict.fromkeys(("System", "build"), "qa.system"),
}


def ask(question: str, **settings: Any) -> "Answer":
    """The answer from the index that the environment, `.env` and `settings` describe, as `dalil ask` gives it.

    `ask("من هو لافروف؟", data="dalil-data")`. Loads the models and closes the index again: for several questions,
    `build` the system once. Raises what `from_environment`, `build` and `System.ask` raise, all DalilError.
    """
    from qa.settings import from_environment
    from qa.system import build

    with closing(build(from_environment(**settings))) as system:
        return system.ask(question)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
