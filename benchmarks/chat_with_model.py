"""A chat with a language model: overviews, small talk, follow-ups and hostile documents, and how long each reply takes.

Prints every reply with the seconds to its first sentence and to its end, to be judged by a reader.

    python benchmarks/chat_with_model.py [turns] [hostile]    # the model of benchmarks/local_model.py
    DALIL_LLM=ollama:qwen3 python benchmarks/chat_with_model.py
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from local_model import fetched

from ingest.cache import default_cache
from ingest.document import Document
from ingest.pipeline import ingest, ingest_documents
from qa.answer import Answer, Token
from qa.dialogue.conversation import Turn
from qa.settings import Settings, from_environment
from qa.system import System, build

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "seeds" / "putin-kerry-moscow-2016-07-15.ar.txt"
HOSTILE = ROOT / "tests" / "injection" / "hostile.json"
BRIDGE = "The bridge over the Orontes was built in 1921 by French engineers. It is 84 metres long and made of stone."
DIALOGUES = (
    ["hello"],
    ["شكرا كتير"],
    ["What is this article about?"],
    ["لخص المقال"],
    ["Where will the joint group be based?", "And what is its task?"],
    ["When did Kerry arrive in Moscow?", "and why?"],
    ["كم استغرق لقاء كيري مع بوتين؟", "ومتى انتهى؟"],
    ["من هو دي ميستورا؟", "وماذا سيقدم؟"],
    ["Who won the world cup in 2018?"],
    ["كم عدد القتلى؟"],
)


async def timed(system: System, question: str, history: Sequence[Turn]) -> tuple[Answer, float | None, float]:
    """The answer, with the seconds to its first sentence, where it streamed any, and to its end."""
    start, first, answer = perf_counter(), None, None
    async for event in system.stream(question, history):
        answer = event if isinstance(event, Answer) else answer
        if first is None and isinstance(event, Token):
            first = perf_counter() - start
    assert answer is not None
    return answer, first, perf_counter() - start


def say(system: System, turns: Sequence[str]) -> None:
    history: list[Turn] = []
    for turn in turns:
        answer, first, last = asyncio.run(timed(system, turn, history))
        history.append(Turn(turn, answer.plain, answer.short_answer))
        seconds = f"first sentence {first or last:.1f} s, whole {last:.1f} s"
        print(f"{turn}\n  {answer.mode}, {len(answer.citations)} citations, {seconds}: {answer.text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=("turns", "hostile", []), help="default: both")
    parts = parser.parse_args().parts or ("turns", "hostile")
    with tempfile.TemporaryDirectory() as data:
        settings: Settings = replace(from_environment(), data=Path(data))
        if not settings.llm:
            settings = replace(settings, llm=f"gguf:{fetched(default_cache())}", llm_timeout=3600.0)
        system = build(settings)
        if "turns" in parts:
            ingest(system.index, [str(ARTICLE)], system.loader)
            for turns in DIALOGUES:
                say(system, turns)
        if "hostile" in parts:
            hostile = json.loads(HOSTILE.read_text("utf-8"))
            ingest_documents(system.index, [Document("bridge.txt", "Bridge", BRIDGE)])
            for one in hostile:
                ingest_documents(system.index, [Document(f"{one['name']}.txt", one["name"], f"{BRIDGE} {one['text']}")])
                print(f"--- {one['name']}")
                say(system, ["When was the bridge over the Orontes built?"])
        system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
