import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import SourceError, TooLarge
from qa.evaluation.formats import read_testset
from qa.evaluation.formats.archive import read_zip

FILES = {
    "corpus.jsonl": json.dumps({"_id": "d1", "title": "Dublin", "text": "The Liffey flows through Dublin."}),
    "queries.jsonl": json.dumps({"_id": "q1", "text": "Which river flows through Dublin?"}),
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\n",
}


def zipped(path: Path, files: dict[str, str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def inside(folder: str) -> dict[str, str]:
    return {f"{folder}{name}": text for name, text in FILES.items()}


@pytest.mark.parametrize("folder", ["", "tiny/"])
def test_a_zip_is_read_with_and_without_a_folder_around_it(tmp_path: Path, folder: str) -> None:
    testset = read_testset(zipped(tmp_path / "rivers.zip", inside(folder)))
    (question,), (document,) = testset.questions, testset.documents
    assert (question.id, question.text) == ("q1", "Which river flows through Dublin?")
    assert [evidence.document for evidence in question.evidence] == [document.id]
    assert testset.name == ("tiny" if folder else "rivers.zip")


def test_what_a_mac_puts_beside_the_folder_is_ignored(tmp_path: Path) -> None:
    beside = {"__MACOSX/tiny/._corpus.jsonl": "\0", "__MACOSX/tiny/qrels/._test.tsv": "\0", ".DS_Store": "\0"}
    assert len(read_testset(zipped(tmp_path / "set.zip", {**inside("tiny/"), **beside})).questions) == 1


def test_a_fault_is_told_by_zip_file_and_line(tmp_path: Path) -> None:
    path = zipped(tmp_path / "set.zip", {**inside("tiny/"), "tiny/qrels/test.tsv": "q1\td1\t1\nq1\td7\n"})
    with pytest.raises(SourceError, match=r"set\.zip/tiny/qrels/test\.tsv, line 2: expected query-id"):
        read_testset(path)


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        ({"notes.txt": "x"}, "corpus.jsonl, queries.jsonl, qrels/*.tsv missing"),
        ({"a/corpus.jsonl": "{}", "a/qrels/test.tsv": "x"}, "queries.jsonl missing"),
        ({"corpus.jsonl": "{}", "queries.jsonl": "{}", "qrels/test.txt": "x"}, "qrels/*.tsv missing"),
        ({f"all/{name}": text for name, text in inside("tiny/").items()}, "missing at its top"),  # one folder too deep
        ({}, "corpus.jsonl, queries.jsonl, qrels/*.tsv missing"),
    ],
)
def test_a_zip_that_is_no_beir_folder_is_told_what_is_missing(
    tmp_path: Path, files: dict[str, Any], missing: str
) -> None:
    with pytest.raises(SourceError) as fault:
        read_testset(zipped(tmp_path / "set.zip", files))
    assert missing in str(fault.value)


def test_a_zip_of_several_folders_is_not_guessed_about(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"several BEIR folders \(one/, two/\)"):
        read_testset(zipped(tmp_path / "set.zip", {**inside("one/"), **inside("two/")}))


def test_more_than_the_limit_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    size = sum(len(text.encode()) for text in FILES.values())
    path = zipped(tmp_path / "set.zip", FILES)
    assert read_zip(path, most=size).questions
    with pytest.raises(TooLarge, match=f"unpacks to {size} bytes, over the limit of {size - 1}"):
        read_zip(path, most=size - 1)


def test_a_zip_that_declares_less_than_it_holds_is_not_unpacked_beyond_that(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {**FILES, "corpus.jsonl": "0" * 1_000_000})
    lie = path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(lie)
    with pytest.raises(SourceError, match=r"bomb\.zip is no zip that can be read \(Bad CRC-32"):
        read_zip(path, most=2000)


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/outside.txt", "tiny/../../outside.txt", "//", "a//b", "./x"])
def test_a_path_that_leads_out_of_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(SourceError, match="a path that leads out of it"):
        read_testset(zipped(tmp_path / "in" / "set.zip", {**FILES, name: "x"}))
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "set.zip"]


def test_what_is_no_zip_or_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "set.zip").write_bytes(b"no zip at all")
    with pytest.raises(SourceError, match=r"set\.zip is no zip that can be read \(File is not a zip file\)"):
        read_testset(tmp_path / "set.zip")
    with pytest.raises(SourceError, match=r"corpus\.jsonl has a password or a rare compression"):
        read_testset(zipped(tmp_path / "rare.zip", FILES, zipfile.ZIP_LZMA))


def test_broken_data_inside_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "set.zip", {**FILES, "corpus.jsonl": FILES["corpus.jsonl"] * 50})
    content = bytearray(path.read_bytes())
    content[60:90] = bytes(30)
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"set\.zip is no zip that can be read"):
        read_testset(path)
