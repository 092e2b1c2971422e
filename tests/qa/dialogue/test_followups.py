import pytest

from qa.dialogue.followups import FollowUp, Said, follow_up, leans

FOUNDED = Said("who founded palmyra logistics?", "Dina Khoury")


@pytest.mark.parametrize(
    ("question", "history", "read"),
    [
        ("when?", [FOUNDED], "Dina Khoury founded palmyra logistics: when?"),
        ("and where", [FOUNDED, Said("when?", "2009")], "founded palmyra logistics: where"),
        (
            "And what is its task?",
            [Said("Where will the joint group be based?", "Amman")],
            "joint group: what is its task?",
        ),
        ("وأين عاش؟", [Said("متى توفي تسلا؟", "1943")], "تسلا: أين عاش؟"),
        ("كم عدد سكانها", [Said("أين تقع آيسلندا؟", None)], "آيسلندا: كم عدد سكانها"),
        (
            "what happened to the crew",
            [Said("When did the Apollo 1 test begin?", "1967")],
            "Apollo 1 test begin: what happened to the crew",
        ),
        ("by whom", [Said("When was the mill painted?", "1931")], "mill painted: by whom"),
    ],
)
def test_the_topic_is_carried_over_and_not_the_former_question(question: str, history: list[Said], read: str) -> None:
    understood = follow_up(question, history)
    assert understood is not None
    assert understood.read == read


@pytest.mark.parametrize(
    "question",
    [
        "who is de mistura",
        "When was the colony of New South Wales founded?",
        "What does the IT department of the bank do?",
        "What did Kerry say when he came to Moscow?",
        "من هو مبعوث الأمم المتحدة إلى سورية؟",
        "متى بدأت فيكتوريا العمل بدستورها؟",
        "ما عاصمة فرنسا",
        "كم مساحة آسيا؟",
        "متى ولد نابليون",
    ],
)
def test_a_question_that_is_whole_is_left_alone(question: str) -> None:
    assert follow_up(question, [FOUNDED]) is None


def test_a_first_question_has_nothing_to_lean_on() -> None:
    assert leans("when?")
    assert follow_up("when?", []) is None


def test_a_change_of_topic_ends_what_is_carried_over() -> None:
    history = [Said("When did Victoria enact its constitution?"), Said("What is DECnet?")]
    assert follow_up("when was it made?", history) == FollowUp(
        "What is DECnet? when was it made?", "DECnet: when was it made?"
    )


def test_over_three_turns_all_that_was_leaned_on_is_searched_with() -> None:
    history = [Said("When did Victoria enact its constitution?"), Said("who can change it?", "Parliament")]
    assert follow_up("with which exceptions", history) == FollowUp(
        "When did Victoria enact its constitution? who can change it? with which exceptions",
        "Parliament change Victoria enact constitution: with which exceptions",
    )
