import json
from pathlib import Path

import pytest

from ingest.errors import SourceError
from qa.evaluation.formats import read_testset
from qa.evaluation.testset import Evidence
from tests.qa.evaluation.formats.written import read


def test_jsonl_with_contexts_brings_its_own_documents(tmp_path: Path) -> None:
    line = '{"id": "a", "question": "Where?", "answers": ["Moscow", "in Moscow"], "context": "They met in Moscow."}\n'
    testset = read(tmp_path, "set.jsonl", line)
    (question,), (document,) = testset.questions, testset.documents
    assert (question.id, question.answers) == ("a", ("Moscow", "in Moscow"))
    assert document.text == "They met in Moscow."
    assert question.evidence == (Evidence(document.id, quote="Moscow"), Evidence(document.id, quote="in Moscow"))


def test_an_id_may_be_zero_and_an_empty_one_is_the_line_number(tmp_path: Path) -> None:
    rows = ('"id": 0, "question": "a"', '"id": 1, "question": "b"', '"id": "", "question": "c"', '"question": "d"')
    testset = read(tmp_path, "set.jsonl", "\n".join(f'{{{row}, "answer": "x"}}' for row in rows))
    assert [question.id for question in testset.questions] == ["0", "1", "3", "4"]


def test_a_line_number_that_another_row_has_for_its_id_is_told_from_it(tmp_path: Path) -> None:
    rows = ('"id": 2, "question": "a"', '"question": "b"', '"question": "c"')
    testset = read(tmp_path, "set.jsonl", "\n".join(f'{{{row}, "answer": "x"}}' for row in rows))
    assert [question.id for question in testset.questions] == ["2", "line 2", "3"]


def test_rows_of_delimiters_alone_are_ignored(tmp_path: Path) -> None:
    """As spreadsheets end a table; there may be more delimiters than columns."""
    testset = read(tmp_path, "set.csv", "question,answer\n\nWhere?,Moscow\n,\n , \n,,,\nWho?,Kerry\n,\n")
    assert [(question.id, question.text) for question in testset.questions] == [("3", "Where?"), ("7", "Who?")]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_list_of_records_is_a_table(tmp_path: Path, indent: int | None) -> None:
    """As pandas writes it with orient="records"."""
    records = [
        {"question": "Where?", "answers": {"text": ["Moscow"]}, "context": "They met in Moscow."},
        {"question": "Why?", "answers": {"text": []}, "context": None},
    ]
    where, why = read(tmp_path, "set.json", json.dumps(records, indent=indent)).questions
    assert (where.id, where.answers, where.evidence[0].quote) == ("1", ("Moscow",), "Moscow")
    assert (why.id, why.impossible) == ("2", True)


def test_records_may_stand_where_squad_has_its_articles(tmp_path: Path) -> None:
    """As pandas writes them with orient="table"."""
    text = json.dumps({"schema": {}, "data": [{"question": "Where?", "answer": "Moscow"}]})
    (question,) = read(tmp_path, "set.json", text).questions
    assert (question.text, question.answers) == ("Where?", ("Moscow",))


@pytest.mark.parametrize("indent", [None, 1])
def test_one_json_record_is_a_table_of_one_row(tmp_path: Path, indent: int | None) -> None:
    text = json.dumps({"Question": "Where?", "answer": "Moscow", "document": "talks.txt"}, indent=indent)
    (question,) = read(tmp_path, "set.json", text + "\n").questions
    assert (question.answers, question.evidence) == (("Moscow",), (Evidence("talks.txt"),))


@pytest.mark.parametrize("column", ["document", "document_id", "source", "title", "file"])
def test_a_document_is_named_in_any_of_these_columns(tmp_path: Path, column: str) -> None:
    (question,) = read(tmp_path, "set.csv", f"question,{column}\nWhere?,talks.txt\n").questions
    assert question.evidence == (Evidence("talks.txt"),)


def test_a_document_may_be_named_by_a_number(tmp_path: Path) -> None:
    rows = (
        '{"question": "Who?", "answer": "x", "document": 5, "evidence": "It is x."}\n{"question": "?", "document": 0}'
    )
    quoted, named = read(tmp_path, "set.jsonl", rows).questions
    assert quoted.evidence == (Evidence("5", quote="It is x."),)
    assert named.evidence == (Evidence("0"),)


def test_csv_without_contexts_is_asked_of_the_index(tmp_path: Path) -> None:
    testset = read(tmp_path, "set.csv", "question,answer,document\nWhere?,Moscow | موسكو,talks.txt\nWhen?,Friday,\n")
    where, when = testset.questions
    assert not testset.documents
    assert where.answers == ("Moscow", "موسكو")
    assert where.evidence == (Evidence("talks.txt"),)
    assert (when.id, when.answers, when.evidence) == ("3", ("Friday",), ())


def test_half_a_character_is_replaced_in_lines_and_in_cells(tmp_path: Path) -> None:
    line = r'{"question": "Where\ud800?", "answer": "x\ud800", "context": "In x\ud800."}'
    (question,) = read(tmp_path, "set.jsonl", line).questions
    assert (question.text, question.answers, question.evidence[0].quote) == ("Where\ufffd?", ("x\ufffd",), "x\ufffd")
    (question,) = read(tmp_path, "set.csv", 'question,answer\nWhere?,"[""x\\ud800""]"\n').questions
    assert question.answers == ("x\ufffd",)


def test_quotation_marks_between_tabs_are_text_where_they_do_not_quote_whole_cells(tmp_path: Path) -> None:
    text = 'id\tquestion\tanswer\nq3\t"Hamlet" by Shakespeare\t"x"\nq4\tA 12" disc?\tyes\n'
    hamlet, disc = read(tmp_path, "set.tsv", text).questions
    assert (hamlet.text, hamlet.answers) == ('"Hamlet" by Shakespeare', ('"x"',))
    assert (disc.text, disc.answers) == ('A 12" disc?', ("yes",))


def test_a_quoted_cell_may_stand_after_a_space(tmp_path: Path) -> None:
    (question,) = read(tmp_path, "set.csv", 'question, answer\nWho?, "Kerry, John"\n').questions
    assert question.answers == ("Kerry, John",)


def test_quotation_marks_after_a_space_may_be_text(tmp_path: Path) -> None:
    (question,) = read(tmp_path, "set.csv", 'question, answer\nWho?, "Hamlet" by Shakespeare\n').questions
    assert question.answers == ('"Hamlet" by Shakespeare',)


def test_empty_cells_beyond_the_columns_are_ignored(tmp_path: Path) -> None:
    where, who = read(tmp_path, "set.csv", "question,answer\nWhere?,Moscow,\nWho?,Kerry,, \n").questions
    assert (where.answers, who.answers) == (("Moscow",), ("Kerry",))


def test_marks_as_pandas_writes_them_beside_an_empty_cell_are_read(tmp_path: Path) -> None:
    text = "question,answer,is_impossible\nWhere?,Moscow,0.0\nWhy?,,1.0\nWho?,Kerry,\n"
    assert [question.impossible for question in read(tmp_path, "set.csv", text).questions] == [False, True, False]


def test_quotation_marks_and_lines_within_a_cell_are_kept(tmp_path: Path) -> None:
    text = 'question,answer\n"Where, ""they"" asked,\nwas it?",x "y" z\nWho?,w\n'
    where, who = read(tmp_path, "set.csv", text).questions
    assert (where.id, where.text, where.answers) == ("3", 'Where, "they" asked,\nwas it?', ('x "y" z',))
    assert (who.id, who.answers) == ("4", ("w",))


@pytest.mark.parametrize("depth", range(200, 1200, 40))
def test_lists_nested_however_deep_are_read_or_refused(tmp_path: Path, depth: int) -> None:
    line = f'{{"question": "Where?", "answer": {"[" * depth}"x"{"]" * depth}}}'
    try:
        (question,) = read(tmp_path, "set.jsonl", line).questions
    except SourceError:
        return
    assert question.answers == ("x",)


def test_lists_and_objects_as_python_shows_them_are_read(tmp_path: Path) -> None:
    rows = (
        "\"{'text': ['Moscow'], 'answer_start': [12]}\"",
        "\"{'text': [], 'answer_start': []}\"",
        "\"['Moscow', 'in Moscow']\"",
    )
    text = "question,answers,context\n" + "".join(f"Where?,{row},They met in Moscow.\n" for row in rows)
    squad, impossible, listed = read(tmp_path, "set.csv", text).questions
    assert squad.answers == ("Moscow",)
    assert impossible.impossible
    assert listed.answers == ("Moscow", "in Moscow")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_seen_from_the_first_line(tmp_path: Path, separator: str) -> None:
    text = f"id{separator}question{separator}answer\r\n7{separator}Where?{separator}Moscow\r\n"
    assert read(tmp_path, "set.csv", "\ufeff" + text).questions[0].answers == ("Moscow",)


def test_a_cell_may_hold_a_whole_book(tmp_path: Path) -> None:
    context = "They met in Moscow. " * 10_000  # 200,000 characters
    testset = read(tmp_path, "set.csv", f"question,answer,context\nWhere?,Moscow,{context}\n")
    assert testset.documents[0].text == context
    with pytest.raises(SourceError, match="line 1: no column `question`"):
        read(tmp_path, "set.csv", f"{context},answer\nWhere?,Moscow\n")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("set.jsonl", '{"question": "a", "answer": "b"}\n{"question": \n', "line 2, column"),
        ("set.jsonl", '{"question": "a", "answer": "b"}\n[1]\n', "line 2: expected an object, found list"),
        ("set.jsonl", '{"answer": "b"}\n', "line 1: no question; the fields are answer"),
        ("set.csv", "q,answer\nWhere?,x\n", "line 1: no column `question`; the columns are q, answer"),
        ("set.csv", "question,answer\nWhere?,a,b\n", "line 2: more cells than columns"),
        (
            "set.csv",
            'question,answer\n\nWhere?,x\nWho?,"y\nWhen?,z\nHow?,w\n',
            "line 4: unexpected end of data; a cell that",
        ),
        ("set.csv", 'question,answer\n"Moscow" is where?,x\n', "line 2: ',' expected after '\"'"),
        (
            "set.tsv",
            'question\tanswer\n"Moscow" is where?\tx\nWho?\t"y\n',
            "line 3: a quotation mark that is not closed",
        ),
        ("set.tsv", 'question\tanswer\n"So ""x""\nis where?"\tx\n"Who" is?\ty\n', "line 2: a quotation mark that is"),
        (
            "set.csv",
            "question,answer\nWhere?,['a' 'b']\n",
            """line 2: answer "\\['a' 'b']": a list as NumPy shows it""",
        ),
        ("set.csv", "question,quote\nWhere?,['a' 'b']\n", """line 2: quote "\\['a' 'b']": a list as NumPy shows it"""),
        (
            "set.json",
            '{"data": [{"question": "a", "answer": "b"}, {"answer": "b"}]}',
            "set.json, record 2: no question",
        ),
        ("set.json", '[{"question": "a", "answer": "b"}, 3]', "set.json, record 2: expected an object, found int"),
        ("set.json", '[{"question": "a", "answer": "b"}, {"answer": "b"}]', "set.json, record 2: no question"),
        (
            "set.json",
            '{"data": [{"q": "a", "answer": "b"}]}',
            "set.json, record 1: no question; the fields are q, answer",
        ),
        ("set.jsonl", '{"question": "a", "answerable": "perhaps"}\n', "line 1: answerable should be true or false"),
        (
            "set.jsonl",
            '{"question": "a", "context": "x"}\n{"question": "b", "context": ["x", "y"]}\n',
            "line 2: the context should be a string, found list",
        ),
    ],
)
def test_a_fault_is_told_by_its_line(tmp_path: Path, name: str, text: str, fault: str) -> None:
    with pytest.raises(SourceError, match=fault):
        read(tmp_path, name, text)


def test_json_lines_under_another_name_are_recognised(tmp_path: Path) -> None:
    text = '{"question": "a", "answer": "b"}\n{"question": "c", "answer": "d"}\n'
    assert len(read(tmp_path, "set.json", text).questions) == 2


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("set.xml", "<x/>", "has no known form"),
        ("set.json", "[]", "not in SQuAD form"),
        ("set.json", "[" * 5000 + "\n1", "line 1, column 5001: not JSON|nested too deep"),
        ("set.jsonl", "", "holds no question"),
    ],
)
def test_what_is_no_test_set_is_refused_with_the_known_forms(tmp_path: Path, name: str, text: str, fault: str) -> None:
    with pytest.raises(SourceError, match=fault):
        read(tmp_path, name, text)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="the system has no file whose reading fails")
def test_a_file_whose_reading_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no known form"):
        read_testset(Path("/proc/self/mem"))
    (tmp_path / "set.json").symlink_to("/proc/self/mem")
    with pytest.raises(SourceError, match=r"set\.json cannot be read: Input/output error"):
        read_testset(tmp_path / "set.json")


def test_a_missing_path_and_a_wrong_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no test set at"):
        read_testset(tmp_path / "none.json")
    (tmp_path / "old.csv").write_bytes("question,answer\nأين؟,موسكو\n".encode("windows-1256"))
    with pytest.raises(SourceError, match="is not UTF-8"):
        read_testset(tmp_path / "old.csv")
