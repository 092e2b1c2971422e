import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingest.errors import SourceError, UsageError
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
    with pytest.raises(SourceError, match="no column `question`"):
        read(tmp_path, "set.csv", f"{context},answer\nWhere?,Moscow\n")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("set.jsonl", '{"question": "a", "answer": "b"}\n{"question": \n', "line 2, column"),
        ("set.jsonl", '{"question": "a", "answer": "b"}\n[1]\n', "line 2: expected an object, found list"),
        (
            "set.jsonl",
            '{"answer": "b"}\n',
            r"no column `question`; there are answer; .*name it with --map question=COLUMN",
        ),
        ("set.csv", "querry,answer\nWhere?,x\n", "there are querry, answer; the nearest is 'querry'"),
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
            '{"data": [{"text_a": "a", "answer": "b"}]}',
            "set.json: no column `question`; there are text_a, answer",
        ),
        ("set.jsonl", '{"question": "a", "answerable": "perhaps"}\n', "line 1: answerable should be true or false"),
        (
            "set.jsonl",
            '{"question": "a", "context": "x"}\n{"question": "b", "context": ["x", 7]}\n',
            "line 2: context .'x', 7.: should be a text or a list of texts, found int",
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


def test_a_missing_path_and_what_is_no_text_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no test set at"):
        read_testset(tmp_path / "none.json")
    (tmp_path / "old.csv").write_bytes(bytes(range(32)) * 10)
    with pytest.raises(SourceError, match="is not text"):
        read_testset(tmp_path / "old.csv")


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "utf-8-sig"])
def test_a_table_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "set.csv").write_bytes("السؤال,الإجابة\nأين التقى الوزيران؟,في موسكو\n".encode(encoding))
    (question,) = read_testset(tmp_path / "set.csv").questions
    assert (question.text, question.answers) == ("أين التقى الوزيران؟", ("في موسكو",))


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "set.csv.gz").write_bytes(gzip.compress(b"question,answer\nWhere?,Moscow\n"))
    assert read_testset(tmp_path / "set.csv.gz").questions[0].answers == ("Moscow",)
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(b"question,answer\n")[:-4])
    with pytest.raises(SourceError, match="no gzip file that can be read"):
        read_testset(tmp_path / "broken.csv.gz")


def test_a_first_line_may_name_the_separator(tmp_path: Path) -> None:
    (question,) = read(tmp_path, "set.csv", "sep=;\nquestion;answer\nWhere, then?;Moscow\n").questions
    assert (question.text, question.answers, question.id) == ("Where, then?", ("Moscow",), "3")


def test_a_table_without_a_header_is_read_by_where_its_question_stands(tmp_path: Path) -> None:
    (question,) = read(tmp_path, "set.csv", "q7,Where?,Moscow\n").questions
    assert (question.id, question.text, question.answers) == ("q7", "Where?", ("Moscow",))


def test_an_id_that_occurs_again_gets_its_number(tmp_path: Path) -> None:
    questions = read(tmp_path, "set.csv", "id,question,answer\na,Where?,x\na,When?,y\n").questions
    assert [question.id for question in questions] == ["a", "a (2)"]


def test_the_system_s_own_answer_is_no_gold_where_one_stands_beside_it(tmp_path: Path) -> None:
    rows = [
        {"question": "Where?", "answer": "In Paris.", "ground_truth": "Moscow"},
        {"question": "When?", "answer": "Today.", "ground_truth": None},
    ]
    testset = read(tmp_path, "set.jsonl", "\n".join(map(json.dumps, rows)))
    assert [question.answers for question in testset.questions] == [("Moscow",), ()]
    assert (testset.columns["answer"], testset.ignored) == ("ground_truth", ("answer",))


def test_a_column_may_be_named_for_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "set.csv").write_text("frage,antwort,question\nWo?,Moskau,7\n")
    (question,) = read_testset(tmp_path / "set.csv", {"question": "frage", "answer": "antwort"}).questions
    assert (question.text, question.answers, question.tags) == ("Wo?", ("Moskau",), {"question": "7"})
    with pytest.raises(UsageError, match=r"there is no column 'fragen'; .*the nearest is 'frage'"):
        read_testset(tmp_path / "set.csv", {"question": "fragen"})
    with pytest.raises(UsageError, match=r"no such role; .*the nearest is 'answer'"):
        read_testset(tmp_path / "set.csv", {"answers": "antwort"})


def test_a_spreadsheet_is_a_table(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "set.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["question", "answer", "year"])
    sheet.write_row(1, 0, ["How many?", 5, 1984])
    book.close()
    (question,) = read_testset(tmp_path / "set.xlsx").questions
    assert (question.answers, question.tags) == (("5",), {"year": "1984"})


def test_parquet_and_a_folder_of_it_are_tables(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pytest.importorskip("pyarrow").table({"question": ["Where?"], "answers": [["Moscow"]]})
    parquet.write_table(table, tmp_path / "set.parquet")
    for path in (tmp_path / "set.parquet", tmp_path):
        assert read_testset(path).questions[0].answers == ("Moscow",)
    (tmp_path / "set.parquet").write_bytes(b"PAR1")
    with pytest.raises(SourceError, match="no Parquet file"):
        read_testset(tmp_path / "set.parquet")


@pytest.mark.parametrize(
    "value",
    [
        {"question": ["Where?"], "answer": ["Moscow"]},
        {"question": {"0": "Where?"}, "answer": {"0": "Moscow"}},
        {"columns": ["question", "answer"], "index": [0], "data": [["Where?", "Moscow"]]},
        {"schema": {}, "data": [{"index": 0, "question": "Where?", "answer": "Moscow"}]},
        {"version": 2, "test_cases": [{"question": "Where?", "answer": "Moscow"}]},
        {"q1": {"question": "Where?", "answer": "Moscow"}},
    ],
    ids=["columns", "pandas", "pandas split", "pandas table", "under a name", "by id"],
)
def test_records_are_found_however_a_program_arranges_them(tmp_path: Path, value: dict[str, Any]) -> None:
    (question,) = read(tmp_path, "set.json", json.dumps(value)).questions
    assert (question.text, question.answers) == ("Where?", ("Moscow",))


def test_a_comma_too_many_in_json_is_forgiven_and_kept_within_texts(tmp_path: Path) -> None:
    (question,) = read(tmp_path, "set.json", '[{"question": "Why ,]?", "answer": "x",},]').questions
    assert question.text == "Why ,]?"


def test_several_contexts_are_several_documents(tmp_path: Path) -> None:
    row = {"user_input": "Where?", "reference": "Moscow", "reference_contexts": ["In Moscow.", "In June."]}
    testset = read(tmp_path, "set.jsonl", json.dumps(row))
    assert [document.text for document in testset.documents] == ["In Moscow.", "In June."]
    assert testset.questions[0].evidence == (Evidence(testset.documents[0].id, quote="Moscow"),)


def test_true_is_yes(tmp_path: Path) -> None:
    row = {"question": "Is it?", "answer": True, "passage": "It is."}
    (question,) = read(tmp_path, "set.jsonl", json.dumps(row)).questions
    assert (question.answers, question.unplaced) == (("yes", "true"), True)


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("Customer question,Best answer", {"question": "customer_question", "answer": "best_answer"}),
        ("السؤال المطروح,الجواب الصحيح", {"question": "السؤال_المطروح", "answer": "الجواب_الصحيح"}),
        ("q,a", {"question": "q", "answer": "a"}),
        ("question,answer type", {"question": "question"}),  # an answer's type is none
        ("question,first answer,second answer", {"question": "question"}),  # which of them is left to --map
        ("question,answer,human answer", {"question": "question", "answer": "answer"}),
    ],
)
def test_a_column_of_another_name_is_known_by_what_it_is_about(
    tmp_path: Path, header: str, taken: dict[str, str]
) -> None:
    cells = ["Where?", "Moscow", "Rome"][: header.count(",") + 1]
    assert read(tmp_path, "set.csv", f"{header}\n{','.join(cells)}\n").columns == taken


def test_a_title_over_a_table_is_passed_over(tmp_path: Path) -> None:
    text = "Our questions,,\n\nquestion,answer,topic\nWhere?,Moscow,places\n"
    (question,) = read(tmp_path, "set.csv", text).questions
    assert (question.text, question.answers, question.tags) == ("Where?", ("Moscow",), {"topic": "places"})
