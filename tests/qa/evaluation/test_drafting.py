from pathlib import Path

import pytest

from ingest.document import Block, Document
from qa.evaluation.drafting import Draft, drafts
from tests.qa.evaluation.formats.written import read

TEXT = (
    "Opening\nThe old bridge of Homs was opened in March 1984 by Omar Nasser. It cost 12 million dinars in the end. "
    "A viaduct is a long bridge that carries a road. The bridge is 320 metres long. A festival in honour of the bridge "
    "was founded in 1990 by Layla Haddad, who was the mayor."
)
BRIDGE = Document("bridge.txt", "The bridge", TEXT, (Block(0, 7, "heading"),))
ARABIC = Document(
    "a.txt", "الجسر", "افتتح الجسر الكبير في المدينة سنة ١٩٨٤ بعد عمل طويل. القنطرة هي جسر صغير من حجر فوق نهر."
)


def found(*documents: Document) -> dict[str, Draft]:
    return {draft.kind: draft for draft in drafts(documents, 20)}


def asked(*documents: Document) -> set[tuple[str, str]]:
    return {(draft.question, draft.answer) for draft in drafts(documents, 40)}


def test_a_question_is_asked_for_each_kind_of_thing_that_a_sentence_says() -> None:
    assert {
        ("When was the old bridge of Homs opened by Omar Nasser?", "March 1984"),
        ("By whom was the old bridge of Homs opened in March 1984?", "Omar Nasser"),
        ("What is a viaduct?", "a long bridge that carries a road"),
        ("How many metres long is the bridge?", "320"),
        ("When was a festival in honour of the bridge founded by Layla Haddad?", "1990"),
    } <= asked(BRIDGE)
    assert found(BRIDGE)["heading"].question == "What does the text say about “Opening”?"
    assert not any("cost" in question for question, _ in asked(BRIDGE))  # it: nobody could tell what did


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("The club has 8,450 members in two cities.", "How many members does the club have in two cities?", "8,450"),
        ("There are 12 rooms in the house.", "How many rooms are there in the house?", "12"),
        ("Full pay is given for 30 days, as full as ever.", "For how many days is full pay given?", "30"),
        ("The ticket will cost 25 euros from May on.", "How many euros will the ticket cost from May on?", "25"),
        ("The head office of it is in New York.", "Where is the head office of it?", "New York"),
        ("في عام 1990 نقلت الشركة مقرها إلى حمص.", "متى نقلت الشركة مقرها إلى حمص؟", "1990"),
        ("بلغت كلفة الجسر ١٢ مليون دينار.", "كم مليون دينار بلغت كلفة الجسر؟", "١٢"),
        ("يمنح الموظف راتبا كاملا خلال ٣٠ يوما من مرضه.", "خلال كم يوما يمنح الموظف راتبا كاملا من مرضه؟", "٣٠"),
    ],
)
def test_the_question_word_comes_first(sentence: str, question: str, answer: str) -> None:
    assert asked(Document("a.txt", "A", sentence)) == {(question, answer)}


@pytest.mark.parametrize(
    "sentence",
    [
        "The company moved to Homs in 2009.",  # its verb would have to change
        "The network is one of those published in 1975 by them.",  # it is not of 1975
        "Although the town was rich, the bridge was built in 1984.",
        "Attacks reached a high between 2005 and 2010 for all.",
        "وقد افتتح الجسر في عام 1984 بعد عمل طويل.",
        "توفي المهندس في 7 يناير 1943 في بيته القديم.",
        "بدأ العمل الطويل في صيف عام 1943 في المدينة.",
    ],
)
def test_of_what_would_make_no_plain_question_none_is_made(sentence: str) -> None:
    assert asked(Document("a.txt", "A", sentence)) == set()


def test_a_heading_that_is_a_question_asks_itself() -> None:
    text = "Who may work from home?\nAll clerks may do so on two days a week."
    document = Document("a.txt", "A", text, (Block(0, 23, "heading"),))
    assert asked(document) == {("Who may work from home?", "All clerks may do so on two days a week.")}


def test_arabic_sentences_are_asked_in_arabic() -> None:
    assert asked(ARABIC) == {
        ("متى افتتح الجسر الكبير في المدينة بعد عمل طويل؟", "١٩٨٤"),
        ("ما هي القنطرة؟", "جسر صغير من حجر فوق نهر"),
    }


def test_answer_and_evidence_are_the_document_s_own_words() -> None:
    for document in (BRIDGE, ARABIC):
        for draft in drafts([document], 20):
            assert draft.evidence in document.text
            assert draft.answer in draft.evidence


def test_a_near_miss_asks_of_another_name_what_is_not_said() -> None:
    misses = {draft for draft in drafts([BRIDGE], 20) if draft.kind == "near miss"}
    assert "When was the old bridge of Homs opened by Layla Haddad?" in {miss.question for miss in misses}
    assert {(miss.answer, miss.evidence) for miss in misses} == {("", "")}


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
    assert [q.tags["kind"] for q in testset.questions if q.impossible] == ["near miss"] * 2
    assert all(q.evidence[0].document == "The bridge" for q in testset.questions if not q.impossible)
