"""Whole answers written by a language model: figures, and what the check of its sentences made of each reply.

What the model wrote is kept in the cache by its prompt, so that the same replies can be checked in another way at once.

The same questions are asked without the model too.

    python benchmarks/with_model.py TESTSET… [--questions N] [--unseen]    # the model of benchmarks/local_model.py
    DALIL_LLM=ollama:qwen3 python benchmarks/with_model.py TESTSET…        # another
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from local_model import fetched
from quality import unseen

from ingest.cache import default_cache
from qa.answer import Answer
from qa.evaluation import Evaluation, Question, TestSet, evaluate, read_testset
from qa.evaluation.own_index import over_own_documents
from qa.settings import from_environment
from qa.system import System, build
from qa.writing.wording import in_language_of

REPLIES = "benchmark-replies.jsonl"
SHOWN = (
    "retrieval.recall@1",
    "answer.f1",
    "answer.contains",
    "abstention.precision",
    "abstention.recall",
    "citations.precision",
    "citations.recall",
)


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
            model, pieces, begun, times = self.load(), list[str](), time.perf_counter(), list[float]()
            async for chunk in model.astream(messages):
                pieces.append(chunk.text)
                times.append(round(time.perf_counter() - begun, 2))
            reply, seconds = "".join(pieces), times[:1] + times[-1:]  # to the first token and to the last
            with self.file.open("a", encoding="utf-8") as file:
                kept_now = {"key": key, "told": told, "reply": reply, "seconds": seconds}
                file.write(json.dumps(kept_now, ensure_ascii=False) + "\n")
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
        strange = "" if in_language_of(answer.question, llm.last) else " | in another language"
        print(f"{answer.question}\n  model: {llm.last}\n  {outcome}{why}{strange}: {answer.text}", flush=True)
        return answer


def measured(system: System, recorded: Recorded, testset: TestSet) -> tuple[Evaluation, Evaluation]:
    """With the model, and without."""
    own = over_own_documents(system, testset)
    assert own.generator
    parts = {**vars(own), "generator": replace(own.generator, load=lambda: recorded)}
    asked = replace(testset, documents=())
    both = evaluate(Loud(**parts), asked), evaluate(System(**{**parts, "generator": None}), asked)
    own.close()
    return both


def spread(questions: Sequence[Question], n: int) -> Sequence[Question]:
    """`n` of the questions, evenly from first to last."""
    n = min(n, len(questions))
    return [questions[len(questions) * i // n] for i in range(n)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("testsets", nargs="+", type=Path, metavar="TESTSET")
    parser.add_argument("--questions", type=int, default=60, metavar="N", help="of each set, evenly (default 60)")
    parser.add_argument("--unseen", action="store_true", help="only about articles that the reader was not trained on")
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
        testset = read_testset(path)
        testset = unseen(testset) if arguments.unseen else testset
        testset = replace(testset, questions=spread(testset.questions, arguments.questions))
        for mode, evaluation in zip(("with", "without"), measured(system, recorded, testset), strict=True):
            values = {name: evaluation.estimates.get(name) for name in SHOWN}
            print(path.name, mode, {name: round(one.value, 3) for name, one in values.items() if one}, flush=True)
            if arguments.rows:
                with arguments.rows.open("a", encoding="utf-8") as file:
                    rows = ({"set": path.name, "mode": mode, **row.to_json()} for row in evaluation.rows)
                    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
