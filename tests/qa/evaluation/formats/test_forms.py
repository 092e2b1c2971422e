"""Each form of record: a question as its program writes it, and what is read of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import SourceError
from qa.evaluation.formats.forms import FORMS
from qa.evaluation.testset import TestSet
from tests.qa.evaluation.formats.written import read

TEXT = "The bridge was opened in 1984. It cost ١٢ million."
START = TEXT.index("1984")
ASKED = "When was it opened?"


def of(folder: Path, record: Any) -> TestSet:
    return read(folder, "set.jsonl", json.dumps(record))


TYDI = {
    "document_plaintext": "سنة " + TEXT,  # an Arabic letter has two bytes
    "question_text": ASKED,
    "annotations": [
        {
            "minimal_answer": {"plaintext_start_byte": START + 7, "plaintext_end_byte": START + 11},
            "passage_answer": {"candidate_index": 0},
            "yes_no_answer": "NONE",
        }
    ],
}
NATURAL = {
    "document_text": TEXT.replace(".", " ."),
    "question_text": ASKED,
    "example_id": 7,
    "annotations": [{"short_answers": [{"start_token": 5, "end_token": 6}], "yes_no_answer": "NONE"}],
}
QASPER = {
    "title": "P",
    "full_text": [{"section_name": "Opening", "paragraphs": [TEXT]}],
    "qas": [{"question": ASKED, "question_id": "x", "answers": [{"answer": {"extractive_spans": ["1984"]}}]}],
}
RECORDS: dict[str, dict[str, Any]] = {
    "HotpotQA": {"question": ASKED, "answer": "1984", "supporting_facts": [["B", 0]], "context": [["B", [TEXT]]]},
    "HotpotQA, of datasets": {
        "question": ASKED,
        "answer": "1984",
        "supporting_facts": {"title": ["B"], "sent_id": [0]},
        "context": {"title": ["B"], "sentences": [[TEXT]]},
    },
    "DPR": {"question": ASKED, "answers": ["1984"], "positive_ctxs": [{"title": "B", "text": TEXT}]},
    "KILT": {"input": ASKED, "output": [{"answer": "1984", "provenance": [{"title": "B"}]}, {"provenance": []}]},
    "TriviaQA": {"Question": ASKED, "QuestionId": "t", "Answer": {"Value": "1984", "Aliases": ["1984 AD"]}},
    "TriviaQA, of datasets": {"question": ASKED, "answer": {"value": "1984", "aliases": []}},
    "Natural Questions": NATURAL,
    "TyDi QA": TYDI,
    "QASPER": QASPER,
    "MKQA": {"queries": {"en": ASKED}, "answers": {"en": [{"text": "1984", "aliases": []}]}, "example_id": 3},
    "LangSmith": {"inputs": {"question": ASKED}, "outputs": {"answer": "1984"}},
    "LangSmith, other names": {"inputs": {"text": ASKED}, "outputs": {"label": "1984"}},
    "OpenAI evals": {
        "input": [{"role": "system", "content": "x"}, {"role": "user", "content": ASKED}],
        "ideal": "1984",
    },
    "a chat": {"messages": [{"role": "user", "content": ASKED}, {"role": "assistant", "content": "1984"}]},
    "a chat, ShareGPT": {"conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": "1984"}]},
    "Alpaca": {"instruction": ASKED, "input": "", "output": "1984"},
    "multiple choice": {"question": ASKED, "choices": ["1980", "1984", "1990"], "answer": 1},
    "multiple choice, RACE": {"question": ASKED, "options": ["1980", "1984", "1990"], "answer": "B"},
    "multiple choice, ARC": {
        "question": ASKED,
        "choices": {"text": ["1980", "1984"], "label": ["1", "2"]},
        "answerKey": "2",
    },
    "multiple choice, columns": {"Question": ASKED, "A": "1980", "B": "1984", "C": "1990", "Answer": "b"},
    "MS MARCO": {
        "query": ASKED,
        "answers": ["1984"],
        "passages": {"is_selected": [0, 1], "passage_text": ["Another bridge.", TEXT]},
    },
    "promptfoo": {
        "vars": {"q": ASKED},
        "assert": [{"type": "llm-rubric", "value": "good"}, {"type": "icontains", "value": "1984"}],
    },
    "promptfoo, CSV": {"question": ASKED, "__expected1": "icontains: 1984", "__expected2": "llm-rubric: is polite"},
    "FinanceBench": {
        "question": ASKED,
        "answer": "1984",
        "evidence": [{"evidence_text": TEXT, "evidence_page_num": 3}],
    },
    "ragas": {"user_input": ASKED, "reference": "1984", "response": "1990", "retrieved_contexts": [TEXT]},
    "DeepEval": {"input": ASKED, "actual_output": "1990", "expected_output": "1984", "context": [TEXT]},
    "TruLens": {"query": ASKED, "expected_response": "1984", "expected_chunks": [{"text": TEXT, "title": "B"}]},
    "LlamaIndex": {"query": ASKED, "reference_answer": "1984", "reference_contexts": [TEXT]},
}


@pytest.mark.parametrize("name", RECORDS)
def test_question_and_gold_answer_are_read(tmp_path: Path, name: str) -> None:
    testset = of(tmp_path, RECORDS[name])
    (question,) = testset.questions
    assert (question.text, question.answers[0], question.unscored) == (ASKED, "1984", None)
    if testset.documents:
        assert question.evidence
        assert not question.unplaced


def test_every_form_has_a_record_here() -> None:
    names = {form.name for form in FORMS} - {"MIRACL and DPR"}  # DPR
    assert names <= set(RECORDS)


def test_every_supporting_paragraph_is_relevant_and_the_others_are_texts_too(tmp_path: Path) -> None:
    facts = [["A", 0], ["B", 1]]
    context = [["A", ["One. ", "Two."]], ["B", ["Three."]], ["C", ["Four."]]]
    record = {"question": "?", "answer": "yes", "supporting_facts": facts, "context": context, "type": "bridge"}
    testset = of(tmp_path, record)
    titles = {document.id: document.title for document in testset.documents}
    (question,) = testset.questions
    assert [titles[evidence.document or ""] for evidence in question.evidence] == ["A", "B"]
    assert sorted(titles.values()) == ["A", "B", "C"]
    assert question.tags == {"type": "bridge"}
    assert question.unplaced  # "yes" is in no text


def test_passages_without_answers_are_judged_as_they_are(tmp_path: Path) -> None:
    record = {
        "query_id": "m1",
        "query": ASKED,
        "positive_passages": [{"docid": "1#0", "title": "B", "text": TEXT}],
        "negative_passages": [{"docid": "2#0", "title": "C", "text": "Another."}],
    }
    (question,) = (testset := of(tmp_path, record)).questions
    assert (question.id, question.answers, question.unplaced) == ("m1", (), False)
    assert [e.document for e in question.evidence] == [testset.documents[0].id]
    assert len(testset.documents) == 2


def test_a_choice_s_own_words_and_a_chat_s_history_beside_a_question_are_no_other_form(tmp_path: Path) -> None:
    own = {"question": ASKED, "choices": ["1980", "1984"], "answer": "1984"}
    assert of(tmp_path, own).questions[0].answers == ("1984",)
    history = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello!"}]
    (question,) = of(tmp_path, {"messages": history, "question": ASKED, "answer": "1984"}).questions
    assert (question.text, question.answers) == (ASKED, ("1984",))


def test_of_ms_marco_the_selected_passages_are_evidence_and_no_answer_is_none(tmp_path: Path) -> None:
    (question,) = (testset := of(tmp_path, RECORDS["MS MARCO"])).questions
    assert [e.document for e in question.evidence] == [d.id for d in testset.documents if d.text == TEXT]
    assert of(tmp_path, {**RECORDS["MS MARCO"], "answers": ["No Answer Present."]}).questions[0].impossible


def test_places_in_bytes_are_places_in_the_text(tmp_path: Path) -> None:
    (question,) = (testset := of(tmp_path, TYDI)).questions
    (evidence,) = question.evidence
    assert testset.documents[0].text[evidence.start : evidence.end] == "1984"


def test_what_a_document_does_not_answer_is_impossible(tmp_path: Path) -> None:
    none = {"minimal_answer": {"plaintext_start_byte": -1}, "passage_answer": {"candidate_index": -1}}
    assert of(tmp_path, {**TYDI, "annotations": [none]}).questions[0].impossible
    assert of(tmp_path, {**NATURAL, "annotations": [{"short_answers": []}]}).questions[0].impossible
    unanswerable = {"question": "?", "question_id": "y", "answers": [{"answer": {"unanswerable": True}}]}
    assert of(tmp_path, {**QASPER, "qas": [unanswerable]}).questions[0].impossible


def test_one_record_may_hold_several_questions(tmp_path: Path) -> None:
    queries = {"en": ASKED, "ar": "متى افتتح؟"}
    answers = {"en": [{"text": "1984"}], "ar": [{"text": "سنة ١٩٨٤", "aliases": ["١٩٨٤"]}]}
    questions = of(tmp_path, {"queries": queries, "answers": answers, "example_id": 3}).questions
    assert [(q.id, q.answers, q.tags) for q in questions] == [
        ("3-en", ("1984",), {"language": "en"}),
        ("3-ar", ("سنة ١٩٨٤", "١٩٨٤"), {"language": "ar"}),
    ]


def test_tests_in_yaml_are_read(tmp_path: Path) -> None:
    text = 'tests:\n - vars: {question: "Where?"}\n   assert: [{type: contains, value: Moscow}]\n'
    assert read(tmp_path, "set.yaml", text).questions[0].answers == ("Moscow",)
    with pytest.raises(SourceError, match="line 2: not YAML"):
        read(tmp_path, "set.yaml", "tests: [\n}")


def test_a_record_that_looks_like_a_form_and_is_broken_is_refused_with_its_name(tmp_path: Path) -> None:
    record = {"question": "?", "answer": "x", "supporting_facts": [["A", 0]], "context": {"title": ["A"]}}
    with pytest.raises(SourceError, match="line 1: looks like HotpotQA, but is not as that is written"):
        of(tmp_path, record)
