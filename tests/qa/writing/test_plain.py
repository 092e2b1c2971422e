import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing.plain import PlainStream, plain


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
        ("<thinking>Passage [1] says so.</thinking>Yes [2].", "Yes [2]."),
        ("<scr<script>ipt>alert(1)", "< script>alert(1)"),
        ("<</>!>", "< !>"),
        ("<[/>]()", "< />"),
        ("[[x](http://evil)](http://evil)", "[x] (http://evil)"),
        ("[<b>Moscow</b>](http://evil)", "Moscow"),
        ("[Source 2](#source-2)", "[Source 2]"),
        ("Yes.<br/><br />No.", "Yes.No."),
        ("if x<y and z>w, a&b", "if x< y and z>w, a&b"),
        ("x in [0, 1) or arr[i]!", "x in [0, 1) or arr[i]!"),
        ("Yes [2].<|im_end|>\n<|endoftext|>", "Yes [2].\n"),
        ("إذا كان س<ص و[ع]>ل", "إذا كان س<ص و[ع]>ل"),
        ("وافق <b>لافروف</b> [١].", "وافق لافروف [١]."),
    ],
)
def test_what_is_shown_is_plain(written: str, shown: str) -> None:
    assert plain(written) == shown


# Any text, and often the letters that mean something here.
TOKEN = st.sampled_from([*"<>|![](:)/=a1 \n", "](", "<b>", "<think>", "</think>", "ن"])
HOSTILE = st.lists(TOKEN | st.text(max_size=3), max_size=30)


@given(HOSTILE)
def test_no_tag_and_no_markdown_address_is_left_whatever_comes(pieces: list[str]) -> None:
    shown = streamed(pieces)
    assert not re.search(r"<[a-zA-Z/!?]", shown)
    assert not re.search(r"\]\(|\]:", shown)


@given(HOSTILE)
def test_the_pieces_do_not_change_what_is_shown(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert streamed(pieces) == streamed(text) == plain(text)


def streamed(pieces: Iterable[str]) -> str:
    stream = PlainStream()
    return "".join(stream.feed(piece) for piece in pieces) + stream.finish()
