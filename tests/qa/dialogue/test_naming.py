from dataclasses import replace

import pytest

from ingest.document import Block, Document
from ingest.naming import labels
from ingest.stores.catalogue import DocumentRecord
from qa.dialogue.naming import sections
from qa.dialogue.turns import besides_overview

RECORD = DocumentRecord("1", "Notes", "/a/spring.md", 1, 1, "2026-01-01T00:00:00+00:00")


def test_documents_of_one_title_are_told_apart_by_file_or_place() -> None:
    same_file = [replace(RECORD, id=str(n), source=f"/{n}/spring.md") for n in (2, 3)]
    other = [replace(RECORD, id="4", source="/a/autumn.md"), replace(RECORD, id="5", title="Plan", source="/plan.md")]
    assert labels([RECORD, *other]) == {
        "/a/spring.md": "Notes (spring.md)",
        "/a/autumn.md": "Notes (autumn.md)",
        "/plan.md": "Plan",
    }
    assert labels(same_file) == {"/2/spring.md": "Notes (/2/spring.md)", "/3/spring.md": "Notes (/3/spring.md)"}


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    text = "Pay\nWages.\nBonus\nNone.\nLeave\nDays."
    heads = [("Pay", 1), ("Bonus", 2), ("Leave", 1)]
    blocks = tuple(Block(at := text.index(name), at + len(name), "heading", level) for name, level in heads)
    found = {section.heading: text[slice(*section.span)] for section in sections(Document("a", "A", text, blocks))}
    assert found == {"Pay": "\nWages.\nBonus\nNone.\n", "Bonus": "\nNone.\n", "Leave": "\nDays."}


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("summarize the notice period please", ["notice", "period"]),
        ("give me the main points of the section on parking", ["parking"]),
        ("لخص سياسة الاجازات", ["سياسه", "الاجازات"]),
        ("summarize in three sentences", []),
        ("when does the shift begin", None),
    ],
)
def test_an_overview_is_of_what_is_said_besides(turn: str, words: list[str] | None) -> None:
    assert besides_overview(turn) == words
