from pathlib import Path

import pytest

from ingest.document import Block, Document
from qa.evaluation.drafting import Draft, drafts
from tests.qa.evaluation.formats.written import read

TEXT = (
    "Opening\nThe old bridge of Homs was opened in March 1984 by Omar Nasser. It cost 12 million dinars in the end. "
    "A viaduct is a long bridge that carries a road. Later the mayor thanked Layla Haddad for her help with it."
)
BRIDGE = Document("bridge.txt", "The bridge", TEXT, (Block(0, 7, "heading"),))
ARABIC = Document(
    "a.txt", "الجسر", "افتتح الجسر الكبير في المدينة سنة ١٩٨٤ بعد عمل طويل. القنطرة هي جسر صغير من حجر فوق نهر."
)


def found(*documents: Document) -> dict[str, Draft]:
    return {draft.kind: draft for draft in drafts(documents, 20)}


def test_a_question_is_asked_for_each_kind_of_thing_that_a_sentence_says() -> None:
    of = found(BRIDGE)
    assert (of["year"].question, of["year"].answer) == (
        "The old bridge of Homs was opened in which year by Omar Nasser?",
        "March 1984",
    )
    assert (of["number"].question, of["number"].answer) == ("It cost how many million dinars in the end?", "12")
    assert (of["definition"].question, of["definition"].answer) == (
        "What is a viaduct?",
        "a long bridge that carries a road",
    )
    assert of["heading"].question == "What does the text say of “Opening”?"
    assert {d.answer for d in drafts([BRIDGE], 20) if d.kind == "name"} == {"Omar Nasser", "Layla Haddad"}


def test_arabic_sentences_are_asked_in_arabic() -> None:
    of = found(ARABIC)
    assert (of["year"].question, of["year"].answer) == ("افتتح الجسر الكبير في المدينة سنة كم بعد عمل طويل؟", "١٩٨٤")
    assert (of["definition"].question, of["definition"].answer) == ("ما هي القنطرة؟", "جسر صغير من حجر فوق نهر")


def test_answer_and_evidence_are_the_document_s_own_words() -> None:
    for document in (BRIDGE, ARABIC):
        for draft in drafts([document], 20):
            assert draft.evidence in document.text
            assert draft.answer in draft.evidence


def test_a_near_miss_asks_of_another_name_what_is_not_said() -> None:
    miss = found(BRIDGE)["near miss"]
    assert miss.question == "The old bridge of Homs was opened in which year by Layla Haddad?"
    assert (miss.answer, miss.evidence) == ("", "")


def test_the_same_seed_drafts_the_same_and_no_more_than_asked_for() -> None:
    assert drafts([BRIDGE, ARABIC], 3, 5) == drafts([BRIDGE, ARABIC], 3, 5)
    assert len(drafts([BRIDGE, ARABIC], 3, 5)) == 3


@pytest.mark.parametrize("name", ["set.csv", "set.jsonl"])
def test_what_is_written_is_a_test_set(tmp_path: Path, name: str) -> None:
    from ui.terminal.testsets import _as_csv, _as_lines, _row

    rows = [_row(f"q{n}", draft) for n, draft in enumerate(drafts([BRIDGE], 20))]
    testset = read(tmp_path, name, (_as_csv if name.endswith("csv") else _as_lines)(rows))
    assert len(testset.questions) == len(rows)
    assert [q.unscored for q in testset.questions] == [None] * len(rows)
    assert [q.tags["kind"] for q in testset.questions if q.impossible] == ["near miss"]
    assert all(q.evidence[0].document == "The bridge" for q in testset.questions if not q.impossible)
