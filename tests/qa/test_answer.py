"""What an answer says of itself: its text, its notice and its JSON, worked out by hand."""

import json
from dataclasses import replace
from typing import Any

import pytest

from qa.answer import Answer, Citation, Passage, Reading, Sentence, appended

CITATION = Citation(1, "d1", "News", "/a.txt", 10, 14, "They", page=3, section="Leave")
PASSAGE = Passage("d1", "News", "/a.txt", 0, 4, "Text", 0.123456, 0.5, Reading(0, 4, 91.23456, 0.8), 91.23456)
ENGLISH, ARABIC = "How long did they meet?", "كم دام اللقاء؟"


def generated(question: str, *sentences: Sentence, **rest: Any) -> Answer:
    return replace(Answer(question, True, "generated", sentences, None, 0.8, [CITATION], model="m:x"), **rest)


QUOTED = Answer(ENGLISH, True, "quoted", [Sentence("They met for 3 hours.", (1,), True)], "3 hours", 0.93, [CITATION])
LIST = (
    Sentence("They agreed on two things:", (1, 2), True),
    Sentence("- a truce", (2,), True, starts_line=True),
    Sentence("It begins in May.", (), False),
    Sentence("- aid.", (), False, starts_line=True),
    Sentence("---", (), True, starts_line=True),
)
NEAREST = Answer(ENGLISH, False, "generated", [Sentence("They met.", (1,), True)], None, 0.0, [CITATION])


@pytest.mark.parametrize(
    ("answer", "text", "plain"),
    [
        (QUOTED, "They met for 3 hours. [1]", "They met for 3 hours."),
        (
            generated(ENGLISH, *LIST),
            "They agreed on two things: [1][2]\n"
            "- a truce [2] It begins in May. [no evidence]\n"
            "- aid. [no evidence]\n"
            "---",
            "They agreed on two things:\n- a truce It begins in May.\n- aid.\n---",
        ),
        (
            generated(ARABIC, Sentence("دام ثلاث ساعات.", (1,), True), Sentence("ثم غادرا.", (), False)),
            "دام ثلاث ساعات. [1] ثم غادرا. [بلا دليل]",
            "دام ثلاث ساعات. ثم غادرا.",
        ),
        (replace(QUOTED, hedged=True), "Perhaps: They met for 3 hours. [1]", "Perhaps: They met for 3 hours."),
        (
            replace(QUOTED, question=ARABIC, hedged=True),
            "ربما: They met for 3 hours. [1]",
            "ربما: They met for 3 hours.",
        ),
        (Answer(ENGLISH, False, "quoted", (), None, 0.1), "The sources do not say.", "The sources do not say."),
        (Answer(ARABIC, False, "quoted", (), None, 0.1), "المصادر لا تذكر ذلك.", "المصادر لا تذكر ذلك."),
        (
            NEAREST,
            "The sources do not say. The nearest evidence: «They met.» [1]",
            "The sources do not say. The nearest evidence: «They met.»",
        ),
        (
            replace(NEAREST, question=ARABIC),
            "المصادر لا تذكر ذلك. أقرب ما ورد فيها: «They met.» [1]",
            "المصادر لا تذكر ذلك. أقرب ما ورد فيها: «They met.»",
        ),
        (
            Answer("Hello", True, "chat", [Sentence("Hello.", (), True), Sentence("Ask me.", (), True)], None, 1.0),
            "Hello. Ask me.",
            "Hello. Ask me.",
        ),
    ],
)
def test_the_text_is_the_sentences_with_their_marks(answer: Answer, text: str, plain: str) -> None:
    assert (answer.text, answer.plain) == (text, plain)


def test_the_text_is_what_its_sentences_append() -> None:
    pieces = [appended(sentence, "en", first=n == 0) for n, sentence in enumerate(LIST)]
    assert pieces[1:3] == ["\n- a truce [2]", " It begins in May. [no evidence]"]
    assert "".join(pieces) == generated(ENGLISH, *LIST).text


@pytest.mark.parametrize(
    ("changes", "english", "arabic"),
    [
        ({}, None, None),
        ({"understood_as": "x?"}, "Understood as: x?", "فُهم السؤال هكذا: x?"),
        (
            {"understood_as": "x?", "failure": "late"},
            "Understood as: x? The language model did not answer in time; this is the quoted answer instead.",
            "فُهم السؤال هكذا: x? لم يجب النموذج اللغوي في الوقت المحدد؛ وهذا جواب مقتبس من المصادر بدلًا منه.",
        ),
        (
            {"failure": "unknown", "remedy": "ollama pull x"},
            "The language model's server knows no such model; this is the quoted answer instead. "
            "To fetch the model: ollama pull x",
            "لا يعرف الخادم النموذج اللغوي المطلوب؛ وهذا جواب مقتبس من المصادر بدلًا منه. لتنزيل النموذج: ollama pull x",
        ),
        (
            {"unsupported": True},
            "The language model's answer is not supported; this is what the sources say.",
            "جواب النموذج اللغوي لا تؤيده المصادر، وهذا ما تقوله.",
        ),
        (
            {"overruled": True},
            "The language model found no answer; this is what the sources say.",
            "لم يجد النموذج اللغوي جوابًا، وهذا ما تقوله المصادر.",
        ),
        (
            {"unsupported": True, "answered": False},
            "Nothing in the language model's answer is supported by the sources.",
            "لا تؤيد المصادر شيئًا من جواب النموذج اللغوي.",
        ),
    ],
)
def test_the_notice_is_made_of_what_went_otherwise(changes: dict[str, object], english: str, arabic: str) -> None:
    assert generated(ENGLISH, **changes).notice == english
    assert generated(ARABIC, **changes).notice == arabic


FOREIGN = replace(CITATION, n=2, quote="اتفق الوزيران على هدنة.")


@pytest.mark.parametrize("hedged", [False, True])
@pytest.mark.parametrize("citations", [(FOREIGN,), (CITATION, FOREIGN)])
def test_quotes_in_another_language_are_said_to_be_quotes(citations: tuple[Citation, ...], hedged: bool) -> None:
    answer = replace(QUOTED, citations=citations, hedged=hedged)
    assert answer.notice == "Quoted from the Arabic original."


def test_quotes_in_the_question_s_language_need_no_notice() -> None:
    assert replace(QUOTED, question=ARABIC, citations=[FOREIGN]).notice is None


def test_the_json_is_that_of_the_contract() -> None:
    answer = replace(QUOTED, confidence=0.93456, passages=[PASSAGE], timings_ms={"total": 29.94, "answer": 20.26})
    assert json.loads(json.dumps(answer.to_json())) == {
        "question": ENGLISH,
        "answered": True,
        "hedged": False,
        "mode": "quoted",
        "model": None,
        "text": "They met for 3 hours. [1]",
        "short_answer": "3 hours",
        "confidence": 0.9346,
        "notice": None,
        "sentences": [{"text": "They met for 3 hours.", "citations": [1], "supported": True}],
        "citations": [
            {
                **{"n": 1, "document_id": "d1", "title": "News", "source": "/a.txt", "start": 10, "end": 14},
                **{"quote": "They", "page": 3, "section": "Leave"},
            }
        ],
        "passages": [
            {
                **{"document_id": "d1", "title": "News", "source": "/a.txt", "start": 0, "end": 4, "text": "Text"},
                "score": 91.2346,
            }
        ],
        "timings_ms": {"total": 29.9, "answer": 20.3},
    }


def test_a_passage_that_nothing_read_is_ordered_by_its_retrieval_score() -> None:
    assert replace(PASSAGE, relevance=None).score == 0.123456
    assert replace(PASSAGE, relevance=0.0).score == 0.0


def test_a_citation_names_page_and_section_as_far_as_there_are_any() -> None:
    assert CITATION.place("en") == "News · p. 3 · Leave"
    assert CITATION.place("ar") == "News · ص 3 · Leave"
    assert replace(CITATION, page=None, section="Sick\n leave").place("en") == "News · Sick leave"
    assert replace(CITATION, page=None, section=None).place("en") == "News"
    assert replace(CITATION, section="News").place("en") == "News · p. 3"  # not twice


def test_a_recognised_quote_says_so_beside_its_place_and_in_its_json() -> None:
    recognised = replace(CITATION, section=None, recognised=True)
    assert recognised.place("en") == "News · p. 3 · recognised text: its digits may be wrong"
    assert recognised.to_json()["recognised"] is True
    assert "recognised" not in CITATION.to_json()


def test_a_passage_tells_page_and_section_only_where_it_has_them() -> None:
    assert not {"page", "section", "also_in"} & PASSAGE.to_json().keys()
    assert replace(PASSAGE, page=2, section="Leave").to_json().items() >= {"page": 2, "section": "Leave"}.items()
