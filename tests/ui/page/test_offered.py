"""The questions that a conversation begins with: such as the user's own documents answer, then the examples."""

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.pipeline import ingest_documents
from tests.conftest import ARTICLE, MakeIndex
from ui.page.examples import examples, offered

pytestmark = pytest.mark.model


def test_questions_about_a_document_of_the_users_own_stand_before_the_examples(
    make_index: MakeIndex, tmp_path: Path
) -> None:
    index = make_index(tmp_path)
    ingest_documents(index, [Document(str(ARTICLE), "Talks", "They met in Moscow.")])
    brought = offered(index, index.documents(), "en")
    assert brought == examples(index.documents())
    assert len(brought) == 4
    ingest_documents(index, [Document("/own.txt", "House rules", "Dogs stay outside.")])
    assert offered(index, index.documents(), "en") == [
        "What is “House rules” about?",
        "What is “Talks” about?",
        *brought[:2],
    ]
    assert offered(index, index.documents(), "ar")[2:] == [
        "أين مقر مجموعة التنفيذ المشتركة؟",
        "متى وصل كيري إلى موسكو؟",
    ]
    index.close()


def test_two_documents_of_one_title_are_told_apart_by_their_files(make_index: MakeIndex, tmp_path: Path) -> None:
    index = make_index(tmp_path)
    rules = [Document(f"/{n}.txt", "House rules", f"Dogs stay outside, rule {n}.") for n in range(2)]
    ingest_documents(index, rules)
    assert offered(index, index.documents(), "en") == [
        "What is “House rules (1.txt)” about?",
        "What is “House rules (0.txt)” about?",
    ]
    index.close()
