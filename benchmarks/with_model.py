"""Whole answers written by a language model: figures, and what the check of its sentences made of each reply.

What the model wrote is kept in the cache by its prompt, so that the same replies can be checked in another way at once.

    python benchmarks/with_model.py TESTSET… [--every N] [--rows FILE.jsonl]    # the model of benchmarks/local_model.py
    DALIL_LLM=ollama:qwen3 python benchmarks/with_model.py TESTSET…             # another
"""

import argparse
import hashlib
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from local_model import fetched

from ingest.cache import default_cache
from qa.answer import Answer
from qa.evaluation import evaluate, read_testset
from qa.evaluation.own_index import over_own_documents
from qa.phrases import language
from qa.settings import from_environment
from qa.system import System, build

REPLIES = "benchmark-replies.jsonl"
SHOWN = ("retrieval.recall@1", "answer.f1", "answer.contains", "citations.precision", "citations.recall")


class Recorded(BaseChatModel):
    """Another model, loaded when a prompt is not among the replies of the file."""

    load: Any
    name: str
    file: Path
    last: str = ""

    @property
    def _llm_type(self) -> str:
        return "recorded"

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    async def _astream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        told = json.dumps([self.name, *((message.type, message.text) for message in messages)], ensure_ascii=False)
        key = hashlib.sha256(told.encode()).hexdigest()
        kept = [json.loads(line) for line in self.file.read_text("utf-8").splitlines()] if self.file.exists() else []
        reply = next((one["reply"] for one in kept if one["key"] == key), None)
        if reply is None:
            reply = "".join([chunk.text async for chunk in self.load().astream(messages)])
            with self.file.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "told": told, "reply": reply}, ensure_ascii=False) + "\n")
        self.last = reply
        yield ChatGenerationChunk(message=AIMessageChunk(content=reply))


class Loud(System):
    """A system that keeps each answer with what the model wrote."""

    def ask(self, *args: Any, **kwargs: Any) -> Answer:
        assert self.generator
        llm = self.generator.llm
        assert isinstance(llm, Recorded)
        llm.last = ""
        answer = super().ask(*args, **kwargs)
        outcome = "chat" if answer.mode == "chat" else "written" if answer.model else "quoted instead"
        outcome = outcome if answer.answered else "not said"
        why = " (unsupported)" if answer.unsupported else " (overruled)" if answer.overruled else ""
        strange = "" if language(answer.question) == language(llm.last) else " | in another language"
        print(f"{answer.question}\n  model: {llm.last}\n  {outcome}{why}{strange}: {answer.text}", flush=True)
        return answer


def measured(
    system: System, recorded: Recorded, path: Path, n: int
) -> tuple[dict[str, float], Sequence[dict[str, Any]]]:
    """The figures of every nth question, and a row of each."""
    testset = read_testset(path)
    own = over_own_documents(system, testset)
    assert own.generator
    loud = Loud(**{**vars(own), "generator": replace(own.generator, load=lambda: recorded)})
    evaluation = evaluate(loud, replace(testset, documents=(), questions=testset.questions[::n]))
    own.close()
    figures = {name: estimate.value for name, estimate in evaluation.estimates.items() if estimate}
    return figures, [row.to_json() for row in evaluation.rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("testsets", nargs="+", type=Path, metavar="TESTSET")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth question")
    parser.add_argument("--rows", type=Path, metavar="FILE.jsonl", help="write what was seen of each question")
    arguments = parser.parse_args()
    settings = from_environment()
    if not settings.llm:
        settings = replace(settings, llm=f"gguf:{fetched(default_cache())}", llm_timeout=3600.0)
    system = build(settings)
    assert system.generator
    generator = system.generator
    recorded = Recorded(load=lambda: generator.llm, name=system.generator.model, file=default_cache() / REPLIES)
    for path in arguments.testsets:
        figures, rows = measured(system, recorded, path, arguments.every)
        print(path.name, {name: round(figures[name], 3) for name in SHOWN if name in figures})
        if arguments.rows:
            with arguments.rows.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
