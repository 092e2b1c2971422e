"""The panel beside the chat: what it shows for an answer and for what a browser asks for."""

from pathlib import Path

import pytest

from ingest.document import Document
from ingest.index import Index
from ingest.pipeline import ingest_documents
from qa.answer import Answer, Citation, Passage
from tests.conftest import MakeIndex
from ui.page.article import Mark
from ui.page.escaping import escaped
from ui.page.panel import Shown, evidence, panel_html, requested
from ui.page.strings import ARABIC, ENGLISH

ONE = Citation(1, "d1", "One", "/1.txt", 5, 9, "that")
TWO = Citation(2, "d2", "Two", "/2.txt", 0, 4, "this")
NEAR = [Passage("d2", "Two", "/2.txt", 0, 40, "", 1.0), Passage("d1", "One", "/1.txt", 0, 20, "", 0.5)]


def answer(answered: bool, *citations: Citation) -> Answer:
    return Answer("Who?", answered, "quoted", (), None, 0.9, citations, NEAR)


def test_an_answer_shows_the_document_of_its_first_citation_and_only_the_marks_in_it() -> None:
    assert evidence(answer(True, ONE, TWO)) == Shown("d1", [Mark(5, 9, 1), Mark(0, 20)], Mark(5, 9, 1))


def test_where_the_sources_do_not_say_the_nearest_document_is_shown_and_nothing_is_active() -> None:
    assert evidence(answer(False)) == Shown("d2", [Mark(0, 40)], None)


def test_without_any_passage_there_is_nothing_to_show() -> None:
    assert evidence(Answer("Who?", False, "quoted", (), None, 0.0)) is None


def test_a_link_asks_for_a_place_among_the_marks_of_its_answer() -> None:
    request = {"document": "d1", "active": [5, 9], "marks": [[5, 9, 1], [0, 20, 0]]}
    assert requested(request) == Shown("d1", [Mark(5, 9, 1), Mark(0, 20)], Mark(5, 9, 1))


def test_a_place_that_is_no_mark_of_its_answer_is_marked_all_the_same() -> None:
    assert requested({"document": "d1", "active": [1, 2], "marks": []}) == Shown("d1", [Mark(1, 2)], Mark(1, 2))


def test_a_link_to_a_whole_document_marks_nothing() -> None:
    assert requested({"document": "d1", "active": [0, 0], "marks": [[0, 0, 0]]}) == Shown("d1", [], None)


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"document": ["x"], "active": "1-2", "marks": {"a": 1}},
        {"document": None, "active": [1], "marks": [None, 3, "x", [1], [1, "2", 3], [2, 1, 0], [1.5, 2.5, 0]]},
    ],
)
def test_what_has_another_form_is_left_out(request_: dict[str, object]) -> None:
    shown = requested(request_)
    assert shown.marks == []
    assert shown.active is None


@pytest.mark.model
def test_the_panel_shows_the_document_or_says_why_there_is_none(make_index: MakeIndex, tmp_path: Path) -> None:
    index: Index = make_index(tmp_path)
    document = Document("/a.txt", "News", "They met. They left.")
    ingest_documents(index, [document])
    page = panel_html(index, Shown(document.id, [Mark(0, 9, 1)], Mark(0, 9, 1)), ENGLISH)
    assert '<mark class="at-0-9 c1" data-n="1">They met.</mark>' in page
    gone = panel_html(index, Shown("0000"), ENGLISH)
    assert gone == '<p class="nothing">This document is no longer in the index.</p>'
    assert panel_html(index, None, ARABIC) == f'<p class="nothing">{escaped(ARABIC.no_documents)}</p>'
    index.close()
