"""The whole system over a Chroma server, as `DALIL_CHROMA_URL` has it."""

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from qa.settings import from_environment
from qa.system import System, build
from tests.conftest import ARTICLE

pytestmark = [pytest.mark.server, pytest.mark.model]

QUESTION = "What did Lavrov agree to?"


def test_what_one_system_ingests_another_on_the_same_server_answers_from(
    chroma_url: str, system: System, tmp_path: Path
) -> None:
    settings = from_environment({"DALIL_CHROMA_URL": chroma_url, "DALIL_DATA": str(tmp_path / "data")}, None)
    one, other = build(settings, like=system), build(settings, like=system)
    assert ingest(one.index, [str(ARTICLE)], one.loader).added
    for asked in (one, other):
        citations = asked.ask(QUESTION).citations
        assert citations == system.ask(QUESTION).citations
        assert citations
    assert not (settings.data / "chroma").exists()  # the embedded store
    (record,) = one.index.documents()
    one.index.remove(record.id)
    assert other.search(QUESTION, 3) == []
    one.close()
    other.close()
