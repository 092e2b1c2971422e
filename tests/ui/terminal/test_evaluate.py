"""`dalil evaluate` as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.evaluation.normalisation import MLQA_LANGUAGES
from ui.terminal import evaluate_arguments
from ui.terminal.cli import main

CONTEXT = "التقى لافروف وكيري في موسكو مساء الخميس. وتحدثا ثلاث ساعات عن سورية."


@pytest.fixture
def testset(tmp_path: Path) -> Path:
    def qa(id: str, question: str, answer: str) -> dict[str, object]:
        return {"id": id, "question": question, "answers": [{"text": answer, "answer_start": CONTEXT.index(answer)}]}

    qas = [qa("where", "أين التقى لافروف وكيري؟", "موسكو"), qa("long", "كم ساعة تحدثا؟", "ثلاث ساعات")]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"title": "لقاء", "paragraphs": [{"context": CONTEXT, "qas": qas}]}]}))
    return path


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"where": "موسكو", "long": "ساعات"}))
    return path


def test_predictions_make_a_table_with_intervals(
    testset: Path, predictions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(testset), "--predictions", str(predictions)]) == 0
    out = capsys.readouterr().out
    assert "set.json: 2 questions, 2 answerable" in out
    # the second: precision 1, recall 1/2 → 2/3; mean of 1 and 2/3
    assert "f1             0.8333   95 % 0.6667 to 1.0000" in out
    assert "retrieval" not in out


def test_control_codes_in_a_test_set_do_not_reach_the_terminal(
    tmp_path: Path, predictions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    testset = tmp_path / "set.csv"
    testset.write_text("id,question,answer\nq\x1b[2J,Where?,\n")
    main(["evaluate", str(testset), "--predictions", str(predictions)])
    out = capsys.readouterr().out
    assert "q\ufffd[2J: line 2 has neither an answer" in out
    assert "\x1b" not in out


def test_json_goes_to_stdout_alone(testset: Path, predictions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(testset), "--predictions", str(predictions), "--json"]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert seen["answer"]["exact_match"] == 0.5
    assert seen["settings"]["normalisation"] == "dalil"


def test_predictions_that_match_no_question_are_told(
    testset: Path, predictions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    predictions.write_text(json.dumps({"where": "موسكو", "elsewhere": "x"}))
    main(["evaluate", str(testset), "--predictions", str(predictions)])
    said = capsys.readouterr().err
    assert "questions without a prediction, which score 0: 1; predictions of no question in the test set: 1" in said


def test_mlqa_takes_the_language_of_the_answers(
    testset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"where": "الموسكو", "long": ""}))
    scores = []
    for more in ([], ["--language", "en"]):
        main(["evaluate", str(testset), "--predictions", str(answers), "--normalise", "mlqa", "--json", *more])
        scores.append(json.loads(capsys.readouterr().out)["answer"]["exact_match"])
    assert scores == [0.5, 0.0]  # Arabic articles go where the answers are Arabic


def test_a_measure_under_its_floor_ends_with_code_4_and_is_told(
    testset: Path, predictions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["evaluate", str(testset), "--predictions", str(predictions), "--fail-under", "answer.exact_match=.5"]
    assert main(command) == 0
    junit = tmp_path / "gate.xml"
    assert main([*command, "--fail-under", "answer.f1=.9", "--junit", str(junit)]) == 4
    assert "answer.f1 is 0.8333, under 0.9" in capsys.readouterr().err
    assert 'tests="2" failures="1"' in junit.read_text()


def test_figures_are_told_apart_by_a_column_and_questions_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    testset, answers = tmp_path / "set.csv", tmp_path / "answers.json"
    testset.write_text("id,question,answer,topic\na,Who?,Ann,people\nb,Who else?,Bob,people\nc,Where?,Rome,places\n")
    answers.write_text(json.dumps({"a": "Ann", "b": "", "c": "Rome"}))
    command = ["evaluate", str(testset), "--predictions", str(answers), "--json"]
    assert main([*command, "--by", "topic"]) == 0
    by = json.loads(capsys.readouterr().out)["by"]["topic"]
    assert [(name, part["questions"], part["answer.f1"]) for name, part in by.items()] == [
        ("people", 2, 0.5),
        ("places", 1, 1.0),
    ]
    assert main([*command, "--by", "topics"]) == 2
    assert "there are topic; the nearest is 'topic'" in capsys.readouterr().err
    assert main([*command, "--limit", "2", "--seed", "3"]) == 0
    seen = json.loads(capsys.readouterr().out)
    assert (seen["questions"], seen["settings"]["limit"], seen["settings"]["seed"]) == (2, 2, 3)


def test_a_set_of_which_nothing_can_be_scored_is_told_with_the_column_that_may_be_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    testset, answers = tmp_path / "set.csv", tmp_path / "answers.json"
    testset.write_text("id,question,topic,anwser_en\na,Who?,people,Ann\n")
    answers.write_text(json.dumps({"a": "Ann"}))
    main(["evaluate", str(testset), "--predictions", str(answers)])
    said = capsys.readouterr().err
    assert "not used there are topic, anwser_en; the nearest is 'anwser_en'; name one with --map answer=COLUMN" in said
    main(["evaluate", str(testset), "--predictions", str(answers), "--map", "answer=anwser_en"])
    assert "no question can be scored" not in capsys.readouterr().err


def test_a_word_that_is_no_language_is_wrong_usage(testset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", str(testset), "--language", "arabic"])
    assert "choose from" in capsys.readouterr().err
    assert evaluate_arguments._LANGUAGES == MLQA_LANGUAGES


def test_a_comparison_says_which_differences_are_real(
    testset: Path, predictions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", str(testset), "--predictions", str(predictions), "--json"])
    old = tmp_path / "old.json"
    old.write_text(capsys.readouterr().out)
    predictions.write_text(json.dumps({"where": "موسكو", "long": "ثلاث ساعات"}))
    main(["evaluate", str(testset), "--predictions", str(predictions), "--compare", str(old)])
    out = capsys.readouterr().out
    assert "answer.f1               0.8333 → 1.0000  +0.1667" in out
    assert "unclear" in out  # one question of two


def test_questions_that_changed_are_left_out_of_a_comparison_and_counted(
    testset: Path, predictions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", str(testset), "--predictions", str(predictions), "--json"])
    old = tmp_path / "old.json"
    old.write_text(capsys.readouterr().out)
    testset.write_text(testset.read_text().replace(json.dumps("كم ساعة تحدثا؟"), json.dumps("عمَّ تحدثا؟")))
    main(["evaluate", str(testset), "--predictions", str(predictions), "--compare", str(old)])
    printed = capsys.readouterr()
    assert "questions of the same id but another text, left out of the comparison: 1" in printed.err
    assert "answer.f1               1.0000 → 1.0000" in printed.out  # the other question alone


def test_runs_of_different_normalisations_are_wrong_usage(
    testset: Path, predictions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evaluate", str(testset), "--predictions", str(predictions), "--json", "--normalise", "squad"])
    old = tmp_path / "old.json"
    old.write_text(capsys.readouterr().out)
    assert main(["evaluate", str(testset), "--compare", str(old)]) == 2
    assert "--normalise squad" in capsys.readouterr().err


def test_an_older_run_of_another_set_is_told(
    testset: Path, predictions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.json"
    old.write_text(json.dumps({"testset": "older.json", "per_question": {"id": ["where"], "answer.f1": [[1, 1]]}}))
    main(["evaluate", str(testset), "--predictions", str(predictions), "--compare", str(old)])
    assert "the earlier run is of another test set, older.json, and holds no texts" in capsys.readouterr().err


def test_a_report_is_written_in_the_language_asked_for(
    testset: Path, predictions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more, begins in (
        ([], '<html lang="en" dir="ltr">'),
        (["--report-language", "ar"], '<html lang="ar" dir="rtl">'),
    ):
        report = tmp_path / "report.html"
        assert main(["evaluate", str(testset), "--predictions", str(predictions), "--report", str(report), *more]) == 0
        assert begins in report.read_text()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["none.json"], "no test set at none.json"),
        (["SET", "--compare", "none.json"], "no run at none.json"),
        (["SET", "--predictions", "none.json"], "no predictions at none.json"),
        # told before anything is read or asked, which may take hours
        (["none.json", "--report", "/no/such/folder/r.html"], "cannot be written: there is no folder /no/such/folder"),
        (["none.json", "--rows", "/"], "/ cannot be written: it is a folder"),
        (["none.json", "--rows", "r" * 300], "cannot be written: File name too long; choose another place"),
    ],
)
def test_a_fault_ends_with_code_1_and_says_what(
    testset: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], fault: str
) -> None:
    assert main(["evaluate", *(str(testset) if a == "SET" else a for a in arguments)]) == 1
    assert fault in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ("--predictions a --judge", "--predictions scores answers that are given: nothing is asked, so --judge has no"),
        ("--predictions a --only retrieval", "so --only has no use; leave one of them out"),
        ("--predictions a --fresh", "so --fresh has no use"),
        ("--only retrieval --judge", "--only answers nothing, so --judge has no use"),
        ("--only retrieval --grade", "so --grade has no use"),
        ("--only retrieval --fail-under answer.f1=.6", "so there is no answer.f1; name a measure of retrieval"),
        ("--only retrieval --compare a --primary answer.f1", "so there is no answer.f1"),
        (
            "--systems a b --predictions c",
            "that are made, so --predictions has no use",
        ),
        ("--systems a b --rows c", "so --rows has no use"),
        ("--systems a b --fail-under answer.f1=.6", "so --fail-under has no use"),
        ("--systems a b --limit 3", "so --limit has no use"),
        ("--systems a b --json --format csv", "--json prints JSON, so --format has no use"),
        ("--seed 0", "--seed has no use without --limit; add it, or leave --seed out"),
        ("--rubric a", "--rubric has no use without --grade"),
        ("--primary answer.f1", "--primary has no use without --compare or --systems"),
        ("--format csv", "--format has no use without --systems"),
        ("--report-language ar", "--report-language has no use without --report"),
        ("--no-worse", "--no-worse has no use without --compare"),
        ("--junit a", "--junit has no use without --fail-under or --no-worse"),
        ("--language ar --normalise squad", "--language has no use without --normalise mlqa"),
    ],
)
def test_an_option_that_would_change_nothing_is_wrong_usage(
    testset: Path, capsys: pytest.CaptureFixture[str], options: str, fault: str
) -> None:
    assert main(["evaluate", str(testset), *options.split()]) == 2
    assert fault in capsys.readouterr().err


def test_a_sweep_refuses_what_would_change_nothing_too(testset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options, fault in (
        ("--seed 3", "--seed has no use without --limit"),
        ("--json --format csv", "--json prints JSON, so --format has no use"),
        ("--only retrieval --primary answer.f1", "so there is no answer.f1"),
    ):
        assert main(["sweep", str(testset), "--set", "chunk_tokens=64", *options.split()]) == 2
        assert fault in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("evaluate set --limit x", "--limit: 'x' should be a whole number, like 20"),
        ("evaluate set --limit 0", "--limit: 0 should be at least 1"),
        ("evaluate set --limit 3 --seed 1.5", "--seed: '1.5' should be a whole number"),
        ("sweep set --set k=1 --limit -2", "--limit: -2 should be at least 1"),
        ("testset make a.csv -n many", "--number: 'many' should be a whole number"),
        ("serve --port http", "--port: 'http' should be a whole number"),
        ("serve --port 70000", "--port: 70000 should be from 0 to 65535"),
    ],
)
def test_what_is_no_number_is_said_in_words(capsys: pytest.CaptureFixture[str], command: str, fault: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(command.split())
    assert fault in capsys.readouterr().err


def test_an_unknown_normalisation_is_wrong_usage(testset: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", str(testset), "--normalise", "none"])
    assert stopped.value.code == 2


@pytest.mark.model
def test_the_whole_command_writes_rows_and_report(testset: Path, tmp_path: Path) -> None:
    rows, report = tmp_path / "rows.jsonl", tmp_path / "report.html"
    evaluate = ["evaluate", str(testset), "--json", "--rows", str(rows), "--report", str(report)]
    command = [sys.executable, "-m", "ui", "--data", str(tmp_path / "data"), *evaluate]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    assert seen["retrieval"]["recall@1"] == 1.0
    assert seen["citations"]["verbatim"] == 1.0
    assert "questions: 100%" in done.stderr
    written = [json.loads(line) for line in rows.read_text().splitlines()]
    assert [row["id"] for row in written] == ["where", "long"]
    # the aggregate is the mean of the rows
    assert seen["answer"]["f1"] == pytest.approx(sum(row["f1"] for row in written) / 2, abs=1e-4)
    assert report.read_text().startswith("<!doctype html>")
