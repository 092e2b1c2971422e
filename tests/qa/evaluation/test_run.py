"""The whole run with the real model over small sets."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from ingest.document import Document
from ingest.errors import UsageError
from ingest.pipeline import ingest_documents
from ingest.scope import EVERYTHING, Scope
from qa.answer import Passage, Reading
from qa.evaluation import Evidence, Question, TestSet, evaluate
from qa.evaluation.judging import Judge
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.own_index import over_own_documents
from qa.evaluation.row import Row
from qa.evaluation.run import Options
from qa.retrieval.hybrid import HybridRetriever
from qa.settings import Settings
from qa.system import System, build
from qa.writing.generation import Generator
from tests.scripted_llm import ScriptedLLM

pytestmark = pytest.mark.model

TALKS = Document(
    "testset:s#1", "Talks", "John Kerry and Sergey Lavrov met in Moscow. They spoke for three hours about Syria."
)
CATS = Document("testset:s#2", "القطط", "تنام القطط معظم النهار. وتصطاد الفئران في الليل.")
BRIDGE = Document("testset:s#3", "Bridge", "The bridge was built in 1889 by Gustave Eiffel. It is made of iron.")


def spot(document: Document, words: str) -> Evidence:
    start = document.text.index(words)
    return Evidence(document.id, start, start + len(words))


OWN = TestSet(
    "own",
    [
        Question("talks", "Where did Kerry and Lavrov meet?", ("Moscow",), (spot(TALKS, "Moscow"),)),
        Question("cats", "متى تصطاد القطط الفئران؟", ("في الليل",), (spot(CATS, "في الليل"),)),
        Question("empty", "  ", ("x",), (spot(CATS, "تنام"),)),
    ],
    [TALKS, CATS, BRIDGE],
)


@pytest.fixture(scope="module")
def empty_system(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system whose index is empty; its cache, where sets' own indexes go, is a folder of the test."""
    folder = tmp_path_factory.mktemp("run")
    empty = build(Settings(data=folder / "data", cache=folder / "cache"), like=system)
    yield empty
    empty.close()


def test_a_set_with_documents_is_asked_of_those_alone(empty_system: System) -> None:
    stages = []
    evaluation = evaluate(empty_system, OWN, progress=lambda stage, done, total: stages.append((stage, done, total)))
    rows = {row.id: row for row in evaluation.rows}
    assert [rows["talks"].rank, rows["cats"].rank] == [1, 1]
    assert rows["talks"].passages[0].document_id == TALKS.id
    assert evaluation.to_json()["retrieval"]["recall@1"] == 1.0
    assert rows["talks"].latency_ms["total"] > 0
    assert all(cited.verbatim for row in evaluation.rows for cited in row.citations or ())
    assert empty_system.index.documents() == []
    assert ("questions", 3, 3) in stages


class Contrary:
    """A reader that holds the passage which retrieval puts last for the best; each answers with its first word."""

    name = "contrary"
    threshold = sure = 0.0

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        return [Reading(0, p.text.index(" "), float(n), 1.0) for n, p in enumerate(passages)]


def test_no_more_passages_are_read_than_when_a_question_is_asked(empty_system: System, tmp_path: Path) -> None:
    """Retrieval's order is talks, bridge, cats; of the two that are read the reader puts the bridge first."""
    settings = replace(empty_system.settings, data=tmp_path, candidates=2, passages=1)
    system = replace(build(settings, like=empty_system), reader=Contrary())
    ingest_documents(system.index, OWN.documents)
    (row,) = evaluate(system, replace(OWN, questions=OWN.questions[:1], documents=[])).rows
    assert system.ask(OWN.questions[0].text).short_answer == row.answer == "The"
    assert [passage.document_id for passage in row.passages] == [BRIDGE.id, TALKS.id, CATS.id]
    system.close()


class Counting:
    """A retriever that keeps what it was asked."""

    def __init__(self, retriever: HybridRetriever) -> None:
        self.retriever, self.index = retriever, retriever.index
        self.asked: list[str] = []

    def retrieve(self, question: str, k: int | None = None, scope: Scope = EVERYTHING) -> list[Passage]:
        self.asked.append(question)
        return self.retriever.retrieve(question, k, scope)


@pytest.mark.parametrize("judged", [False, True])
def test_each_question_is_searched_once(empty_system: System, tmp_path: Path, judged: bool) -> None:
    """After one search that loads the models; also where ten documents are looked for and there are but three."""
    settings = replace(empty_system.settings, data=tmp_path, candidates=1, passages=1)
    system = build(settings, like=empty_system)
    ingest_documents(system.index, OWN.documents)
    counting = Counting(system.retriever)
    asked = "Where did Kerry and Lavrov meet?"
    question = Question("talks", asked, ("Moscow",), (Evidence(TALKS.id),) if judged else ())
    (row,) = evaluate(replace(system, retriever=cast(HybridRetriever, counting)), TestSet("current", [question])).rows
    assert counting.asked == [asked, asked]
    assert len(row.passages) == 3
    system.close()


def test_where_documents_are_judged_the_passages_of_one_leave_room_for_the_next(empty_system: System) -> None:
    """Twelve passages of one document are nearer than the judged one, which is the second document all the same."""
    near = Document("testset:s#near", "Talks", " ".join(f"Kerry and Lavrov met in town number {n}." for n in range(12)))
    fine = build(replace(empty_system.settings, chunk_tokens=12), like=empty_system)
    question = Question("talks", "In what town did Kerry and Lavrov meet?", (), (Evidence(CATS.id),))
    (row,) = evaluate(fine, TestSet("judged", [question], [near, CATS])).rows
    assert [passage.document_id for passage in row.passages] == [near.id] * 10 + [CATS.id]
    assert row.retrieval == {
        "recall@1": 0.0,
        "recall@5": 1.0,
        "recall@10": 1.0,
        "mrr@10": 0.5,
        "ndcg@10": pytest.approx(1 / math.log2(3)),
        "hit@1": 0.0,
        "hit@5": 1.0,
        "hit@10": 1.0,
    }
    (spans,) = evaluate(fine, TestSet("spans", [replace(question, evidence=(spot(CATS, "تنام"),))], [near, CATS])).rows
    assert {passage.document_id for passage in spans.passages} == {near.id}


def test_an_empty_question_is_named_and_stops_nothing(empty_system: System) -> None:
    (unscored,) = evaluate(empty_system, OWN).unscored
    assert unscored["id"] == "empty"
    assert "the question is empty" in unscored["reason"]


def test_a_second_run_embeds_nothing_again(empty_system: System) -> None:
    evaluate(empty_system, OWN)
    stages = set()
    evaluate(empty_system, OWN, progress=lambda stage, done, total: stages.add(stage))
    assert "chunks" not in stages


def test_other_content_and_other_chunking_have_other_indexes(empty_system: System) -> None:
    larger = replace(OWN, documents=[*OWN.documents, Document("testset:s#4", "", "Another text.")])
    coarser = build(replace(empty_system.settings, chunk_tokens=100), like=empty_system)
    folders = set()
    for system, testset in ((empty_system, OWN), (empty_system, larger), (coarser, OWN)):
        own = over_own_documents(system, testset)
        folders.add(own.settings.data)
        own.close()
    assert len(folders) == 3


def test_a_set_without_documents_is_asked_of_the_current_index(empty_system: System, tmp_path: Path) -> None:
    system = build(Settings(data=tmp_path / "data"), like=empty_system)
    ingest_documents(system.index, [replace(TALKS, source="/library/talks.txt"), BRIDGE])
    testset = TestSet(
        "current",
        [
            Question("named", "Where did Kerry and Lavrov meet?", ("Moscow",), (Evidence("talks.txt"),)),
            Question("contained", "When was the bridge built?", ("1889",)),
            Question("lost", "Who?", ("x",), (Evidence("nowhere.txt"),)),
        ],
    )
    evaluation = evaluate(system, testset)
    system.close()
    assert [row.rank for row in evaluation.rows] == [1, 1, None]
    assert [u["id"] for u in evaluation.unscored] == ["lost"]


def test_an_llm_s_answers_are_scored_by_the_same_measures(empty_system: System, tmp_path: Path) -> None:
    system = build(Settings(data=tmp_path / "data"), like=empty_system)
    ingest_documents(system.index, [BRIDGE])
    llm = ScriptedLLM(scripts=[["The bridge was built in 1889 [1]."]])
    embedding = system.index.embedding
    writing = replace(system, generator=Generator(lambda: llm, "scripted:x", embedding, system.quoter, 4096, 10))
    evaluation = evaluate(writing, TestSet("current", [Question("when", "When was the bridge built?", ("in 1889",))]))
    system.close()
    (row,) = evaluation.rows
    assert row.text == "The bridge was built in 1889. [1]"
    assert (row.answer, row.contains) == ("1889", 1)
    assert row.f1 == pytest.approx(2 / 3)  # precision 1, recall 1/2
    assert [cited.gold for cited in row.citations or ()] == [True]
    assert row.latency_ms["total"] > 0
    assert row.latency_ms == {name: round(milliseconds, 2) for name, milliseconds in row.latency_ms.items()}


def test_answers_that_the_llm_did_not_write_are_told(empty_system: System, tmp_path: Path) -> None:
    system = build(Settings(data=tmp_path / "data"), like=empty_system)
    ingest_documents(system.index, [BRIDGE])
    llm = ScriptedLLM(scripts=[[ValueError("lost")], [ValueError("again")], ["The bridge is made of iron [1]."]])
    generator = Generator(lambda: llm, "scripted:x", system.index.embedding, system.quoter, 4096, 10)
    asked = ("When was the bridge built?", "What is the bridge made of?")
    questions = [Question(question, question, ("iron",)) for question in asked]
    evaluation = evaluate(replace(system, generator=generator), TestSet("current", questions))
    system.close()
    assert [row.stood_in for row in evaluation.rows] == ["failed", None]
    assert evaluation.to_json()["stood_in"] == {"failed": 1}


def test_a_judge_that_fails_in_the_middle_stops_nothing(empty_system: System, tmp_path: Path) -> None:
    system = build(Settings(data=tmp_path / "data"), like=empty_system)
    ingest_documents(system.index, [TALKS, BRIDGE])
    asked = ("Where did Kerry and Lavrov meet?", "When was the bridge built?", "What is the bridge made of?")
    judge = Judge(
        ScriptedLLM(scripts=[[ValueError("lost")], [ValueError("again")], ["Hm."], ["All right."]]), "x:y", 10
    )
    evaluation = evaluate(system, TestSet("current", [Question(q, q, ("x",)) for q in asked]), judge=judge)
    system.close()
    judgements = [row.judged for row in evaluation.rows if row.answered]
    assert [judgement.fault for judgement in judgements if judgement] == ["failed", "unreadable", "unreadable"]
    assert evaluation.to_json()["judged"] == {
        "faithfulness": None,
        "interval": None,
        "sentences": 0,
        "not_judged": 3,
        "reasons": {"failed": 1, "unreadable": 2},
        "model": "x:y",
    }


def test_without_a_judge_nothing_is_judged(empty_system: System) -> None:
    evaluation = evaluate(empty_system, OWN)
    assert evaluation.to_json()["judged"] is None
    assert not any(row.judged for row in evaluation.rows)


def test_the_settings_told_hold_no_secret(empty_system: System) -> None:
    system = replace(empty_system, settings=replace(empty_system.settings, llm_api_key="sk-secret"))
    assert "sk-secret" not in json.dumps(evaluate(system, OWN).to_json())


class Stopped(Exception):
    """The run is stopped."""


def test_a_run_that_was_stopped_goes_on_where_it_was(empty_system: System, tmp_path: Path) -> None:
    settings = replace(empty_system.settings, data=tmp_path / "data", cache=tmp_path / "cache")
    system = build(settings, like=empty_system)
    ingest_documents(system.index, OWN.documents)
    counting = Counting(system.retriever)
    asked = replace(system, retriever=cast(HybridRetriever, counting))
    testset = replace(OWN, documents=[], questions=[replace(q, evidence=()) for q in OWN.questions[:2]])

    def stop(row: Row) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        evaluate(asked, testset, options=Options(resume=True), seen=stop)
    counting.asked.clear()
    resumed = evaluate(asked, testset, options=Options(resume=True))
    cats = OWN.questions[1].text
    assert counting.asked == [cats, cats]  # once to load the models
    assert (resumed.reused, [row.answered for row in resumed.rows]) == (1, [True, True])
    again = evaluate(asked, testset, normalise=Normalisation("squad"), options=Options(resume=True))
    assert (again.reused, len(counting.asked)) == (2, 2)
    assert evaluate(asked, testset, options=Options(resume=True, fresh=True)).reused == 0
    system.close()


def test_retrieval_alone_reads_nothing_and_looks_as_deep_as_its_measures(empty_system: System) -> None:
    options = Options(only_retrieval=True, measures=("recall@1", "p@2", "map@20"))
    evaluation = evaluate(
        replace(empty_system, reader=Contrary()), replace(OWN, questions=OWN.questions[:1]), options=options
    )
    (row,) = evaluation.rows
    assert (row.answered, row.f1, row.citations, row.cause) == (None, None, None, None)
    assert row.retrieval == {"recall@1": 1.0, "p@2": 0.5, "map@20": 1.0}  # the evidence is first of three
    seen = evaluation.to_json()
    assert (seen["retrieval"]["map@20"], seen["answer"]["f1"], seen["settings"]["only"]) == (1.0, None, "retrieval")


def test_an_empty_index_is_refused(empty_system: System) -> None:
    with pytest.raises(UsageError, match=r"that is empty; .*--map context=COLUMN"):
        evaluate(empty_system, TestSet("set", [Question("1", "Where?", ("x",))]))
