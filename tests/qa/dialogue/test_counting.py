import pytest

from qa.dialogue.counting import MOST, sentences_wanted


@pytest.mark.parametrize(
    ("turn", "count"),
    [
        ("sum it up in four short sentences", 4),
        ("the top 6 key points please", 6),
        ("what is this about, in one line", 1),
        ("summary in 60 words", 3),
        ("لخص في سطرين", 2),
        ("لخص بسبع نقاط", 7),
        ("أعطني ٥ نقاط", 5),
        ("لخص في جملة واحدة", 1),
        ("summarize in 400 points", MOST),
        ("summarize", None),
        ("how many points did they win by", None),
    ],
)
def test_how_many_sentences_an_overview_is_wanted_in(turn: str, count: int | None) -> None:
    assert sentences_wanted(turn)[1] == count
