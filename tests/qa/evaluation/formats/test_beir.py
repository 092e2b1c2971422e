import json
from pathlib import Path

import pytest

from ingest.errors import SourceError
from qa.evaluation.formats import read_testset


def write(folder: Path, qrels: str, name: str = "test.tsv") -> Path:
    documents = [{"_id": "d1", "title": "One", "text": "first text"}, {"_id": "d2", "text": "second text"}]
    queries = [{"_id": "q1", "text": "what is first?"}, {"_id": "q2", "text": "never judged"}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels").mkdir()
    (folder / "qrels" / name).write_text(qrels)
    return folder


def test_judged_questions_know_their_documents_and_grades(tmp_path: Path) -> None:
    testset = read_testset(write(tmp_path, "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t1\n"))
    (question,) = testset.questions
    ids = {document.title: document.id for document in testset.documents}
    assert {(e.document, e.grade) for e in question.evidence} == {(ids["One"], 2), (ids[""], 1)}
    assert question.text == "what is first?"


def test_a_grade_may_be_below_zero_which_is_not_relevant(tmp_path: Path) -> None:
    (question,) = read_testset(write(tmp_path, "q1\td1\t1\nq1\td2\t-1\n")).questions
    assert [evidence.grade for evidence in question.evidence] == [1]


@pytest.mark.parametrize("grade", ["2.0", "2 ", " 2.00 "])
def test_a_grade_may_be_a_whole_number_as_programs_write_it(tmp_path: Path, grade: str) -> None:
    (question,) = read_testset(write(tmp_path, f"q1\td1\t{grade}\nq1\td2\t1\n")).questions
    assert [evidence.grade for evidence in question.evidence] == [2, 1]


@pytest.mark.parametrize("inside", [".", "qrels/.."])
def test_a_folder_has_its_name_also_where_it_is_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    (tmp_path / "scifact").mkdir()
    monkeypatch.chdir(write(tmp_path / "scifact", "q1\td1\t1\n"))
    testset = read_testset(Path(inside))
    assert testset.name == "scifact"
    assert testset.documents[0].source == "testset:scifact#d1"


def test_dev_stands_in_for_test(tmp_path: Path) -> None:
    assert read_testset(write(tmp_path, "q1\td1\t1\n", "dev.tsv")).questions[0].id == "q1"


def test_questions_that_cannot_be_scored_are_named(tmp_path: Path) -> None:
    first, second = read_testset(write(tmp_path, "q1\td1\t0\nq9\td1\t1\n")).questions
    assert first.unscored == "no document is relevant to it"
    assert second.unscored == "it is in the qrels but not in queries.jsonl"


def test_a_document_without_any_text_is_told_by_the_corpus_s_own_id(tmp_path: Path) -> None:
    folder = write(tmp_path, "q1\td1\t1\nq2\td1\t1\nq2\td2\t1\n")
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "text": " "}\n{"_id": "d2", "text": "x"}\n')
    alone, with_another = read_testset(folder).questions
    assert alone.unscored == "its document 'd1' holds no text"
    assert with_another.unscored is None


def test_a_document_of_a_title_alone_has_the_title_for_its_text(tmp_path: Path) -> None:
    folder = write(tmp_path, "q1\td1\t1\n")
    documents = [{"_id": "d1", "title": "Masks in wards", "text": " "}, {"_id": "d2", "title": "Two", "text": "x"}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    read = [(document.title, document.text) for document in read_testset(folder).documents]
    assert read == [("Masks in wards", "Masks in wards"), ("Two", "x")]


@pytest.mark.parametrize(
    ("qrels", "fault"),
    [
        ("query-id\tcorpus-id\tscore\nq1\td1\n", "line 2: expected query-id, corpus-id and a whole number"),
        ("q1\td1\t1\nq1\td2\t²\n", "line 2: expected query-id, corpus-id and a whole number"),
        ("q1\td1\t1\nq1\td2\t--1\n", "line 2: expected query-id, corpus-id and a whole number"),
        (f"q1\td1\t1\nq1\td2\t{'9' * 5000}\n", "line 2: expected query-id, corpus-id and a whole number"),
        ('q1\td1\t1\n"q1\td2\t1\n', "line 2: a quotation mark that is not closed"),
        ("q1\td1\t1\nq1\td2\t1.5\n", "line 2: expected query-id, corpus-id and a whole number"),
    ],
)
def test_a_fault_is_told_by_file_and_line(tmp_path: Path, qrels: str, fault: str) -> None:
    with pytest.raises(SourceError, match=rf"test\.tsv, {fault}"):
        read_testset(write(tmp_path, qrels))


def test_a_corpus_without_text_is_told_by_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, "q1\td1\t1\n")
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "text": "x"}\n{"_id": "d2"}\n')
    with pytest.raises(SourceError, match=r"corpus\.jsonl, line 2: 'text' should be a string, found None"):
        read_testset(folder)


def test_a_judged_document_that_the_corpus_lacks_stays_relevant(tmp_path: Path) -> None:
    testset = read_testset(write(tmp_path, "q1\td1\t1\nq1\td7\t1\n"))
    held, lacking = (evidence.document for evidence in testset.questions[0].evidence)
    assert held in {document.id for document in testset.documents}
    assert lacking == "not in the corpus of test.tsv: d7"


def test_trec_s_own_four_columns_are_read_and_qrels_beside_the_corpus(tmp_path: Path) -> None:
    folder = write(tmp_path, "q1\t0\td1\t2\n")
    assert [e.grade for e in read_testset(folder).questions[0].evidence] == [2]
    (folder / "qrels" / "test.tsv").rename(folder / "qrels.tsv")
    (folder / "qrels.tsv").write_text("q1 0 d1 1\n")
    assert [e.grade for e in read_testset(folder).questions[0].evidence] == [1]
