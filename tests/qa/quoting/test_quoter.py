from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Document
from qa.answer import Passage, Reading, Sentence
from qa.quoting.citing import Citer
from qa.quoting.quoter import Quoter
from tests.conftest import MakeIndex

pytestmark = pytest.mark.model

TEXT = "Kerry arrived on Thursday. Lavrov spoke on Friday evening. The talks were intense."


@pytest.fixture(scope="module")
def quoter(tmp_path_factory: pytest.TempPathFactory, make_index: MakeIndex) -> Iterator[Quoter]:
    index = make_index(tmp_path_factory.mktemp("quoting"))
    index.add([Document("a.txt", "A", TEXT)])
    yield Quoter(Citer(index), threshold=0.5)
    index.close()


def passage(quoter: Quoter, reading: Reading | None, text: str = TEXT) -> Passage:
    document_id = quoter.citer.index.documents()[0].id
    return Passage(document_id, "A", "a.txt", 0, len(text), text, 1.0, reading=reading)


def test_the_answer_is_the_span_and_its_evidence_the_sentence(quoter: Quoter) -> None:
    # "Friday evening" is TEXT[43:57], in the second sentence TEXT[27:58]
    answer = quoter.answer("When?", [passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.8))])
    assert (answer.answered, answer.mode, answer.short_answer) == (True, "quoted", "Friday evening")
    assert answer.sentences == (Sentence("Lavrov spoke on Friday evening.", (1,), True),)
    assert answer.text == "Lavrov spoke on Friday evening. [1]"
    assert [(c.n, c.start, c.end, c.quote) for c in answer.citations] == [
        (1, 27, 58, "Lavrov spoke on Friday evening.")
    ]
    assert answer.confidence == 0.8


def test_brackets_of_the_document_are_no_citations_in_the_text(tmp_path: Path, make_index: MakeIndex) -> None:
    index, text = make_index(tmp_path), "The bridge was mended in 1950 [2]."
    index.add([Document("b.txt", "B", text)])
    found = Passage(index.documents()[0].id, "B", "b.txt", 0, len(text), text, 1.0, reading=Reading(25, 29, 2.0, 0.8))
    answer = Quoter(Citer(index), threshold=0.5).answer("When?", [found])
    assert answer.text == "The bridge was mended in 1950 (2). [1]"
    assert answer.citations[0].quote == text
    index.close()


def test_below_the_threshold_the_sources_do_not_say(quoter: Quoter) -> None:
    nearest = [passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.49))]
    answer = quoter.answer("When?", nearest)
    assert (answer.answered, answer.short_answer, answer.confidence) == (False, None, 0.49)
    assert answer.text == "The sources do not say. The nearest evidence: «Lavrov spoke on Friday evening.» [1]"
    assert [citation.quote for citation in answer.citations] == ["Lavrov spoke on Friday evening."]
    assert answer.passages == nearest


def test_the_sources_do_not_say_in_the_question_s_language(quoter: Quoter) -> None:
    assert quoter.answer("متى؟", []).text == "المصادر لا تذكر ذلك."


def test_evidence_that_is_not_in_the_document_is_not_shown(quoter: Quoter) -> None:
    invented = passage(quoter, Reading(0, 5, relevance=2.0, confidence=0.9), text="Obama arrived on Thursday.")
    assert not quoter.answer("Who?", [invented]).answered


def sentence(quoter: Quoter, start: int, end: int, confidence: float) -> Passage:
    """One sentence of the text, read by itself as a whole."""
    whole = passage(quoter, None)
    return replace(whole.stretch(start, end), reading=Reading(0, end - start, relevance=1.0, confidence=confidence))


def test_what_a_passage_leaves_in_doubt_its_sentence_decides(quoter: Quoter) -> None:
    doubtful = passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.4))
    answer = quoter.answer("Who came?", [doubtful], [sentence(quoter, 0, 26, 0.6), sentence(quoter, 27, 58, 0.1)])
    assert (answer.answered, answer.short_answer) == (True, "Kerry arrived on Thursday.")
    assert [citation.quote for citation in answer.citations] == ["Kerry arrived on Thursday."]


def test_a_passage_just_over_the_threshold_is_not_enough_where_none_of_its_sentences_is(quoter: Quoter) -> None:
    doubting = replace(quoter, sure=0.9)
    doubtful = passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.6))
    answer = doubting.answer("Who?", [doubtful], [sentence(quoter, 0, 26, 0.3)])
    assert not answer.answered
    assert [citation.quote for citation in answer.citations] == ["Kerry arrived on Thursday."]
    assert answer.passages == [doubtful]
    assert doubting.answer("Who?", [doubtful]).answered  # where no sentence was read


def test_of_two_sentences_that_are_nearly_as_sure_both_are_quoted_and_the_surer_has_the_short_answer(
    quoter: Quoter,
) -> None:
    doubtful = passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.4))
    single = [sentence(quoter, 0, 26, 0.6), sentence(quoter, 27, 58, 0.5), sentence(quoter, 59, 82, 0.3)]
    answer = quoter.answer("When?", [doubtful], single)
    assert answer.short_answer == "Kerry arrived on Thursday."
    assert [citation.quote for citation in answer.citations] == [
        "Kerry arrived on Thursday.",
        "Lavrov spoke on Friday evening.",
    ]


def test_yes_or_no_is_decided_by_the_sentences_and_never_by_a_span_of_the_passage(quoter: Quoter) -> None:
    assert not quoter.decides("Did Kerry arrive?", [passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.9))])
    whole = passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.9))
    single = [sentence(quoter, 0, 26, 0.7), sentence(quoter, 27, 58, 0.3)]
    answer = quoter.answer("Did Kerry arrive?", [whole], single)
    assert answer.text == "The sources say: “Kerry arrived on Thursday.” [1]"
    assert answer.short_answer is None


def test_two_sentences_that_may_say_yes_or_no_are_both_shown(quoter: Quoter) -> None:
    whole = passage(quoter, Reading(43, 57, relevance=2.0, confidence=0.9))
    single = [sentence(quoter, 0, 26, 0.7), sentence(quoter, 59, 82, 0.6), sentence(quoter, 27, 58, 0.3)]
    answer = quoter.answer("Did Kerry arrive?", [whole], single)
    assert [citation.quote for citation in answer.citations] == [
        "Kerry arrived on Thursday.",
        "The talks were intense.",
    ]
