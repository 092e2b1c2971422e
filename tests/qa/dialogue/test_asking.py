import pytest

from qa.dialogue.asking import (
    asks_for_several,
    asks_to_compute,
    asks_when,
    asks_who,
    asks_who_holds,
    asks_who_or_what,
    asks_yes_no,
    content_words,
    says_the_result,
)
from tests.qa.dialogue.development_set import rows

ASKED = [(row["kind"], row["question"]) for row in rows("asking.tsv")]


@pytest.mark.parametrize(("kind", "question"), [one for one in ASKED if one[0] != "compute"])
def test_a_question_that_yes_or_no_answers_is_known(kind: str, question: str) -> None:
    assert asks_yes_no(question) == (kind == "yes_no")


@pytest.mark.parametrize(("kind", "question"), ASKED)
def test_a_question_that_needs_a_sum_or_a_comparison_is_known(kind: str, question: str) -> None:
    assert asks_to_compute(question) == (kind == "compute")


@pytest.mark.parametrize("question", ["and when is that", "Until what time is lunch?", "متى يبدأ", "في أي يوم السوق"])
def test_a_question_for_a_time_is_known(question: str) -> None:
    assert asks_when(question)


@pytest.mark.parametrize("question", ["who came when it rained", "what is the time limit", "من جاء أمس"])
def test_another_question_asks_for_no_time(question: str) -> None:
    assert not asks_when(question)


def test_who_is_told_from_what() -> None:
    assert asks_who("and who is Lind")
    assert asks_who("من هي ليند")
    assert not asks_who("what is a tern")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("who is lavrov", "lavrov"),
        ("And who's Staffan de Mistura?", "Staffan de Mistura"),
        ("What is DECnet?", "DECnet"),
        ("من هو لافروف؟", "لافروف"),
        ("مين دي ميستورا", "دي ميستورا"),
        ("لافروف مين؟", "لافروف"),
        ("who is the foreign minister of Syria", None),
        ("من هو الرئيس الروسي", None),
        ("what is good cause for dismissal", None),
        ("who is he", None),
        ("when did he come", None),
    ],
)
def test_the_name_that_is_asked_about(question: str, name: str | None) -> None:
    assert asks_who_or_what(question) == name


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("who is the russian foreign minister", "russian foreign minister"),
        ("Who's our director?", "director"),
        ("who is head of sales", "head of sales"),
        ("who is russian foreign minister", "russian foreign minister"),
        ("who is president putin", None),
        ("who is lavrov", None),
        ("who was born in 1960", None),
        ("من هو وزير الخارجية الروسي", "وزير الخارجية الروسي"),
        ("من رئيس فرنسا؟", "رئيس فرنسا"),
        ("من هو المدير", "المدير"),
        ("من المتحدث باسم الوزارة", "المتحدث باسم الوزارة"),
        ("من هو الرئيس بوتين", None),
        ("من فاز بالكأس", None),
    ],
)
def test_the_office_whose_holder_is_asked_for(question: str, office: str | None) -> None:
    assert asks_who_holds(question) == office


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("What did the minister agree to?", True),
        ("what are the rules for guests", True),
        ("How do I clean the filter?", True),
        ("ما هي شروط العضوية؟", True),
        ("على ماذا اتفق الوزيران؟", True),
        ("ماذا يطلب المستأجرون؟", True),
        ("ماذا تعد المدينة؟", False),
        ("ماذا يحد البلاد من الغرب؟", False),
        ("ما هي عاصمة المغرب؟", False),
        ("When did the minister agree?", False),
        ("What is the fee?", False),
    ],
)
def test_some_questions_ask_for_several_things(question: str, several: bool) -> None:
    assert asks_for_several(question) == several


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("In May 90 ships came, which is 12 more than in April.", True),
        ("In May 90 ships came, in April 78.", False),
    ],
)
def test_a_sentence_may_say_what_would_have_to_be_computed(sentence: str, says: bool) -> None:
    assert says_the_result("How many more ships came in May than in April?", sentence) == says


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ("patients in May", ["patients", "may"]),
        ("what opens on 3 may", ["opens", "3", "may"]),
        ("May 2020 rainfall", ["may", "2020", "rainfall"]),
        ("what may I bring", ["bring"]),
    ],
)
def test_may_is_a_word_of_content_where_it_is_the_month(turn: str, words: list[str]) -> None:
    assert content_words(turn) == words
