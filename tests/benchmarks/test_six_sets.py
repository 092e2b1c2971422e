"""The script of the six public sets, without any of them: samples in their forms, of words of our own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.evaluation import TestSet

TEXT = "افتتح الجسر الكبير سنة ١٩٨٤. وبلغت كلفته ١٢ مليون دينار."
ENGLISH = "The bridge was opened in 1984. It cost 12 million dinars."

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"
SCRIPT = FOLDER / "six_sets.py"
Read = Callable[[str], TestSet]


@pytest.mark.model
def test_each_set_that_is_not_there_is_skipped_and_where_to_get_it_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--data", str(tmp_path)], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    names = ("TyDi ar", "MLQA ar", "FinanceBench", "HotpotQA", "Cranfield", "ragas")
    assert [line.startswith(f"SKIP {name}") for line, name in zip(lines, names, strict=True)] == [True] * 6
    assert all("https://" in line or "http://" in line for line in lines)


def _squad(*qas: tuple[str, str, str]) -> str:
    held = [{"id": i, "question": q, "answers": [{"text": a, "answer_start": TEXT.index(a)}]} for i, q, a in qas]
    return json.dumps({"version": "1.0", "data": [{"title": "جسر", "paragraphs": [{"context": TEXT, "qas": held}]}]})


def _lines(*records: dict[str, object]) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


def _page(text: str) -> dict[str, object]:
    return {
        "evidence_text": text,
        "doc_name": "B_2018_10K",
        "evidence_page_num": 59,
        "evidence_text_full_page": f"Contents {text}",
    }


def _financebench(number: int, question: str, answer: str) -> dict[str, object]:
    told = {"company": "B", "doc_name": "B_2018_10K", "domain_question_num": None, "justification": "Seen there."}
    asked = {"financebench_id": f"financebench_id_{number}", "question": question, "answer": answer}
    return {**told, **asked, "evidence": [_page(ENGLISH)]}


def _hotpot(id: str, question: str, answer: str) -> dict[str, object]:
    context = [["Bridge", ["The bridge was opened in 1984. ", "It cost 12 million dinars."]], ["Wall", ["Old."]]]
    told = {"type": "bridge", "level": "hard", "supporting_facts": [["Bridge", 0], ["Bridge", 1]]}
    return {"_id": id, "question": question, "answer": answer, "context": context, **told}


def _wikiqa(id: str, question: str, answer: str) -> dict[str, object]:
    generated = {"generated_with_rag": "In 1990.", "generated_without_rag": "In 1991.", "incorrect_answer": "In 1992."}
    return {"question": question, "correct_answer": answer, "question_id": id, "context": [ENGLISH], **generated}


SAMPLES = {
    "TyDi ar": {
        "tydiqa-goldp-v1.1-dev.json": _squad(
            ("arabic-1-0", "متى افتتح؟", "١٩٨٤"),
            ("arabic-2-0", "كم كلفته؟", "١٢ مليون دينار"),
            ("bengali-3-0", "?", "سنة"),
        )
    },
    "MLQA ar": {
        "test-context-ar-question-ar.json": _squad(("a1", "متى افتتح؟", "١٩٨٤"), ("b2", "كم كلفته؟", "١٢ مليون دينار"))
    },
    "FinanceBench": {
        "financebench_open_source.jsonl": _lines(
            _financebench(1, "When was it opened?", "1984"), _financebench(2, "What did it cost?", "12 million dinars")
        )
    },
    "HotpotQA": {
        "hotpot_dev_distractor_v1.json": json.dumps(
            [_hotpot("5a", "When was it opened?", "1984"), _hotpot("5b", "What did it cost?", "12 million dinars")]
        )
    },
    "Cranfield": {
        "cran/cran.all.1400": f".I 1\n.T\nthe bridge\n.A\nnasser,o.\n.B\nj. 25\n.W\n{ENGLISH}\n.I 2\n.T\nwall\n.W\n",
        "cran/cran.qry": ".I 001\n.W\nwhen was the bridge\nopened .\n.I 004\n.W\nwho built the wall .\n",
        "cran/cranqrel": "1 1 2\n1 2 -1\n2 2 4\n",
    },
    "ragas": {
        "ragas-wikiqa.jsonl": _lines(
            _wikiqa("Q1", "When was it opened?", "1984"), _wikiqa("Q2", "What did it cost?", "12 million dinars")
        )
    },
}


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.syspath_prepend(str(FOLDER))  # as a script sees it
    from six_sets import SETS, read

    def sample(name: str) -> TestSet:
        for file, text in SAMPLES[name].items():
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text(text, "utf-8")
        one = next(one for one in SETS if one.name == name)
        return read(one, tmp_path / one.file)

    return sample


@pytest.mark.parametrize("name", SAMPLES)
def test_two_questions_of_each_set_are_read_in_its_own_form(sample: Read, name: str) -> None:
    testset = sample(name)
    assert [question.unscored for question in testset.questions] == [None, None]
    assert all(question.evidence and not question.unplaced for question in testset.questions)
    answers = {"MLQA ar": ("١٩٨٤",), "TyDi ar": ("١٩٨٤",), "Cranfield": ()}.get(name, ("1984",))
    assert testset.questions[0].answers == answers


def test_cranfield_counts_its_queries_by_their_place_and_only_degrees_are_relevant(sample: Read) -> None:
    testset = sample("Cranfield")
    assert [(q.id, q.text) for q in testset.questions] == [
        ("1", "when was the bridge opened ."),
        ("2", "who built the wall ."),
    ]
    titles = {document.id: document.title for document in testset.documents}
    found = [[titles[e.document or ""] for e in question.evidence] for question in testset.questions]
    assert found == [["the bridge"], ["wall"]]


def test_the_ids_of_ragas_and_financebench_are_their_own(sample: Read) -> None:
    assert [q.id for q in sample("ragas").questions] == ["Q1", "Q2"]
    assert [q.id for q in sample("FinanceBench").questions] == ["financebench_id_1", "financebench_id_2"]
