import pytest

from ingest.text.tokens import count_tokens
from qa.dialogue.conversation import Turn, joined, recent

TURN = Turn("Who agreed on Syria?", "Lavrov and Kerry agreed on a plan.")


def test_the_latest_turns_that_fit_are_kept_in_order() -> None:
    history = [Turn(f"Question {n}?", "word " * 100) for n in range(5)]
    kept = recent(history, 300)
    assert [turn.question for turn in kept] == ["Question 3?", "Question 4?"]
    assert sum(count_tokens(turn.question + turn.answer) for turn in kept) <= 300


def test_a_last_turn_too_long_keeps_the_first_sentences_of_its_answer() -> None:
    (kept,) = recent([Turn("Why?", "It is so. " * 200)], 100)
    assert kept.answer.startswith("It is so. It is so.")
    assert kept.answer.endswith("It is so.")
    assert count_tokens(kept.question + kept.answer) <= 100


@pytest.mark.parametrize(
    "question",
    [
        "And when will it begin?",
        "When?",
        "What did he say about Syria?",
        "ومتى سيبدأ تنفيذ الخطة؟",
        "ماذا عن الهدنة؟",
        "متى يبدأ؟",
        "من هو؟",
        "ماذا قال هو عن سورية؟",
    ],
)
def test_without_an_llm_the_former_question_goes_before_one_that_points_back(question: str) -> None:
    assert joined(question, [TURN]) == f"Who agreed on Syria? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the United Nations envoy to Syria?",
        "من هو مبعوث الأمم المتحدة إلى سورية؟",
        "ما هي الصحيفة التي كشفت عن الوثيقة؟",
        "What does the IT department of the bank do?",
    ],
)
def test_a_question_that_is_whole_is_left_alone(question: str) -> None:
    assert joined(question, [TURN]) == question


def test_a_first_question_has_nothing_before_it() -> None:
    assert joined("When?", []) == "When?"
    assert joined("When?", [Turn("When?", "In July.")]) == "When?"
