"""The documents' Python examples that need no server; the others run in tests/ui/test_server.py."""

import json
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.settings import Settings
from qa.system import System, build
from tests.conftest import ARTICLE, SEEDS
from tests.examples import examples, printed

pytestmark = pytest.mark.model


@pytest.fixture
def started_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory like the project's, so far as the examples see."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_s_system_answers_from_the_index(started_here: Path, system: System) -> None:
    filled = build(Settings(), like=system)
    ingest(filled.index, [str(ARTICLE)], filled.loader)
    filled.close()
    (code,) = [code for code in examples("README.md") if "build(Settings())" in code]
    said, names = printed(code)
    names["system"].close()
    assert said.strip() in ARTICLE.read_text("utf-8")
    assert said.strip()


def test_an_evaluation_in_python_gives_estimates_and_rows(started_here: Path) -> None:
    testset = json.loads((SEEDS / "questions.json").read_text("utf-8"))
    paragraph = testset["data"][0]["paragraphs"][0]
    paragraph["qas"] = paragraph["qas"][:3]  # as many as take no long time
    (started_here / "seeds").mkdir()
    (started_here / "seeds" / "questions.json").write_text(json.dumps(testset), "utf-8")
    (code,) = examples("docs/evaluation.md")
    said, names = printed(code)
    assert "Estimate(value=" in said
    assert len(names["evaluation"].rows) == 3


def test_langchain_gets_a_whole_answer_and_a_retriever(started_here: Path, system: System) -> None:
    filled = build(Settings(), like=system)
    ingest(filled.index, [str(ARTICLE)], filled.loader)
    filled.close()
    (code,) = [code for code in examples("docs/llm.md") if "as_runnable" in code]
    said, names = printed(code)
    names["system"].close()
    assert said.startswith(f"{names['answer'].text}\n")
    assert names["answer"].citations
    assert said.count("\n") >= 3
