"""The command line as scripts meet it: stdout, stderr and exit codes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, AS_ORDINARY_USER
from tests.waiting import free_port
from ui.terminal.cli import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the seed article, made by the command itself. A test that changes it copies it."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    assert main(["--data", str(folder), "ingest", str(ARTICLE)]) == 0
    return folder


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ui", *words], capture_output=True, text=True, check=False)


def test_help_answers_at_once_and_shows_examples() -> None:
    begun = time.perf_counter()
    done = run("--help")
    assert done.returncode == 0
    assert 'dalil ask "What did Lavrov agree to?"' in done.stdout
    assert time.perf_counter() - begun < 5  # 0.05 s on an idle machine; tests share theirs


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import sys, contextlib, io\nfrom ui.terminal.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])\n"
        "print(sorted({'torch', 'gradio', 'chromadb', 'transformers', 'langchain_core', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.model
def test_the_index_may_be_named_before_the_command_and_after_it(data: Path, capsys: Captured) -> None:
    for words in ("--data DIR documents list", "documents --data DIR list", "documents list --data DIR"):
        assert main(words.replace("DIR", str(data)).split()) == 0
        assert ARTICLE.name in capsys.readouterr().out


def test_the_version_is_that_of_the_installed_package() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"dalil {version('dalil')}\n")


def test_wrong_usage_is_exit_code_2() -> None:
    done = run("ask")
    assert done.returncode == 2
    assert "usage: dalil ask" in done.stderr
    assert done.stdout == ""


def test_a_bad_setting_is_wrong_usage(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("DALIL_PORT", "http")
    assert main(["documents", "list"]) == 2
    assert "DALIL_PORT='http' is not a whole number" in capsys.readouterr().err


@pytest.mark.model
def test_ask_prints_the_answer_its_quote_and_its_place(data: Path, capsys: Captured) -> None:
    assert main(["--data", str(data), "ask", "من هو مبعوث الأمم المتحدة إلى سورية؟"]) == 0
    out = capsys.readouterr().out
    assert "ستيفان دي ميستورا" in out
    assert "[1] " in out
    assert f"{ARTICLE} · paragraph 20, from character " in out


@pytest.mark.model
def test_ask_names_the_section_of_a_quote(data: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = ["--data", str(shutil.copytree(data, tmp_path / "data"))]
    rules = tmp_path / "rules.md"
    rules.write_text("# Rules\n\nIntroduction.\n\n## Boats\n\nThe boat house of Arwad closes at nine.\n", "utf-8")
    assert main([*folder, "ingest", str(rules)]) == 0
    capsys.readouterr()
    assert main([*folder, "ask", "When does the boat house of Arwad close?"]) == 0
    assert f"Rules · Boats · {rules} · paragraph " in capsys.readouterr().out


@pytest.mark.model
def test_ask_as_json_keeps_the_contract(data: Path, capsys: Captured) -> None:
    assert main(["--data", str(data), "ask", "--json", "What did Lavrov agree to?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["answered"] is True
    assert set(answer) >= {"question", "answered", "mode", "model", "text", "short_answer", "confidence", "timings_ms"}
    assert set(answer["timings_ms"]) == {"retrieve", "answer", "total"}
    text = ARTICLE.read_text(encoding="utf-8")
    assert len(answer["passages"]) == 8
    for passage in answer["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
    assert answer["citations"]
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.model
def test_what_the_sources_do_not_say_is_exit_code_3_and_comes_with_the_nearest_sentence(
    data: Path, capsys: Captured
) -> None:
    assert main(["--data", str(data), "ask", "How many legs does a spider have?"]) == 3
    out = capsys.readouterr().out
    assert out.startswith("The sources do not say. The nearest evidence: «")
    assert out.count("[1] ") == 1


@pytest.mark.model
def test_a_greeting_is_answered_without_a_quote(data: Path, capsys: Captured) -> None:
    assert main(["--data", str(data), "ask", "hello"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Hello!")
    assert "[1]" not in out


@pytest.mark.model
@pytest.mark.parametrize(("question", "message"), [("  ", "is empty"), ("x" * 10_000, "has 10,000 characters")])
def test_a_question_that_cannot_be_asked_is_wrong_usage(
    data: Path, capsys: Captured, question: str, message: str
) -> None:
    assert main(["--data", str(data), "ask", question]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.model
def test_asking_an_empty_index_says_how_to_fill_it(tmp_path: Path, capsys: Captured) -> None:
    assert main(["--data", str(tmp_path / "none"), "ask", "When does the library open?"]) == 3
    assert "the index is empty; put something in with `dalil ingest" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
    assert main(["--data", str(tmp_path / "none"), "ask", "hi"]) == 0
    assert "the index is empty" in capsys.readouterr().err


def test_the_help_of_ingest_names_archives(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["ingest", "--help"])
    assert "a zip archive" in " ".join(capsys.readouterr().out.split())


@pytest.mark.model
def test_one_bad_source_fails_and_the_others_are_ingested(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "good.txt").write_text("A good text.")
    (tmp_path / "empty.txt").write_text("")
    words = [
        "--data",
        str(tmp_path / "data"),
        "ingest",
        str(tmp_path / "good.txt"),
        str(tmp_path / "empty.txt"),
        "/none",
    ]
    assert main([*words, "--json"]) == 1
    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert [record["title"] for record in summary["added"]] == ["good"]
    assert [failure["source"] for failure in summary["failed"]] == ["/none", str(tmp_path / "empty.txt")]
    assert all(len(failure["reason"]) > 20 for failure in summary["failed"])
    assert "chunks: 100%" in captured.err
    assert summary["skipped"] == []

    assert main([*words, "--json"]) == 1
    again = json.loads(capsys.readouterr().out)
    assert (len(again["added"]), len(again["unchanged"])) == (0, 1)


@pytest.mark.model
def test_documents_are_listed_shown_and_removed(data: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = shutil.copytree(data, tmp_path / "data")
    capsys.readouterr()
    assert main(["--data", str(folder), "documents", "list", "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)["documents"]
    assert set(record) == {"id", "title", "source", "characters", "chunks", "added_at", "collection", "pages"}
    assert record["characters"] == len(ARTICLE.read_text(encoding="utf-8"))

    assert main(["--data", str(folder), "documents", "show", record["id"]]) == 0
    assert capsys.readouterr().out == ARTICLE.read_text(encoding="utf-8") + "\n"

    assert main(["--data", str(folder), "documents", "remove", record["id"]]) == 0
    assert main(["--data", str(folder), "documents", "remove", record["id"]]) == 1
    assert f"there is no document '{record['id']}'" in capsys.readouterr().err
    assert main(["--data", str(folder), "documents", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"documents": []}


@pytest.mark.model
def test_a_collection_is_filled_listed_and_asked(data: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = ["--data", str(shutil.copytree(data, tmp_path / "data"))]
    note = tmp_path / "note.txt"
    note.write_text("The garden of the tower opens at nine.\n", "utf-8")
    assert main([*folder, "ingest", str(note), "--collection", "work"]) == 0
    capsys.readouterr()
    assert main([*folder, "documents", "list", "--collection", "work", "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)["documents"]
    assert (record["title"], record["collection"]) == ("note", "work")

    question = ["ask", "Who is the UN envoy to Syria?", "--json", "--in"]
    main([*folder, *question, "work"])
    assert {p["document_id"] for p in json.loads(capsys.readouterr().out)["passages"]} == {record["id"]}
    assert main([*folder, *question, "wrok"]) == 1
    assert "'wrok' is neither a collection nor a document; the collections are work" in capsys.readouterr().err


@pytest.mark.model
def test_no_text_of_a_document_commands_the_terminal(data: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = shutil.copytree(data, tmp_path / "data")
    hostile = tmp_path / "note.txt"
    hostile.write_text("A \x1b]0;owned\x07 note\n\nThe vault opens with \x9b31m marigold \x1b[8m today.\n", "utf-8")
    for words in (["ingest", str(hostile)], ["documents", "list"], ["ask", "What does the vault open with?"]):
        assert main(["--data", str(folder), *words]) == 0
    shown = capsys.readouterr().out
    assert "A \ufffd]0;owned\ufffd note" in shown
    assert "\ufffd[8m today" in shown
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)


@pytest.mark.model
def test_a_source_named_twice_is_read_once(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.txt").write_text("One.", "utf-8")
    words = ["--data", str(tmp_path / "data"), "ingest", str(tmp_path / "a.txt"), str(tmp_path / "a.txt")]
    assert main(words) == 0
    said = capsys.readouterr()
    assert "1 added, 0 replaced, 0 unchanged, 0 failed" in said.out
    assert re.search(r"files: 100%.* 1/1 ", said.err)


@pytest.mark.model
def test_listing_documents_loads_no_model(data: Path) -> None:
    program = (
        "import sys\nfrom ui.terminal.cli import main\n"
        f"main(['--data', {str(data)!r}, 'documents', 'list'])\n"
        "print(sorted({'torch', 'gradio', 'chromadb', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_ctrl_c_ends_it_at_once_while_a_model_is_loading(tmp_path: Path) -> None:
    """A model one of whose files is a pipe, into which nothing is written: it would load for ever."""
    pipe = tmp_path / "modules.json"
    os.mkfifo(pipe)
    (tmp_path / "new.txt").write_text("Something new.")
    words = ("--data", str(tmp_path / "data"), "ingest", str(tmp_path / "new.txt"))
    settings = os.environ | {"DALIL_EMBEDDING": f"sentence-transformers:{tmp_path}"}
    command = [sys.executable, "-m", "ui", *words]
    # the pipe opens once the model's loader reads from it
    with subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) as process, pipe.open("w"):
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "dalil: stopped; what was done so far is kept" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("stopping", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.server
def test_a_server_ends_at_once_while_a_model_is_loading(tmp_path: Path, stopping: signal.Signals) -> None:
    pipe = tmp_path / "modules.json"
    os.mkfifo(pipe)
    words = ("--data", str(tmp_path / "data"), "serve", "--port", str(free_port()))
    settings = os.environ | {"DALIL_EMBEDDING": f"sentence-transformers:{tmp_path}"}
    with subprocess.Popen([sys.executable, "-m", "ui", *words], env=settings, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        with pipe.open("w"):  # once the loader reads from it
            while b"Ctrl-C stops" not in process.stderr.readline():
                assert process.poll() is None
            process.send_signal(stopping)
            process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.model
def test_a_read_only_data_directory_is_reported(data: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(data, tmp_path / "data")
    (tmp_path / "new.txt").write_text("Something new.")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    words = [sys.executable, "-m", "ui", "--data", str(folder), "ingest", str(tmp_path / "new.txt")]
    done = subprocess.run([*AS_ORDINARY_USER, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    reported = rf"dalil: the (data directory|catalogue) {folder}.* cannot be (written|read): .*"
    assert re.search(reported + "(read-?only|Permission denied)", done.stderr)
    assert "choose another with --data" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.model
def test_a_full_data_directory_is_reported_and_nothing_is_lost(data: Path, tmp_path: Path, capsys: Captured) -> None:
    """No file may grow beyond 200 kB, which is what a full disk looks like to one process."""
    folder = shutil.copytree(data, tmp_path / "data")
    (tmp_path / "new.txt").write_text("Something new. " * 30_000)
    program = (
        "import resource, sys\nfrom ui.terminal.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        f"sys.exit(main(['--data', {str(folder)!r}, 'ingest', {str(tmp_path / 'new.txt')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "dalil: the " in done.stderr
    assert "free space" in done.stderr or "not full" in done.stderr
    assert "Traceback" not in done.stderr

    capsys.readouterr()
    assert main(["--data", str(folder), "ingest", str(ARTICLE), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["unchanged"]) == 1
    assert main(["--data", str(folder), "ask", "من هو مبعوث الأمم المتحدة إلى سورية؟"]) == 0


@pytest.mark.model
def test_files_of_a_folder_that_are_skipped_are_printed_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.txt").write_text("A good text.")
    (folder / "photo.png").write_bytes(b"x")
    assert main(["--data", str(tmp_path / "data"), "ingest", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert f"skipped    {folder / 'photo.png'} is of the kind .png, which cannot be ingested" in printed
    assert printed.endswith("1 added, 0 replaced, 0 unchanged, 0 failed, 1 skipped\n")
