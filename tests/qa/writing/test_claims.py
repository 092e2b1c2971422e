import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.writing.claims import Claim, ClaimStream, claims
from qa.writing.prompting import NOT_IN_SOURCES


def streamed(*pieces: str) -> list[Claim]:
    stream = ClaimStream()
    return [claim for piece in pieces for claim in stream.feed(piece)] + stream.finish()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("They met [1].", [Claim("They met.", (1,))]),
        ("They met. [1]", [Claim("They met.", (1,))]),
        ("They met.[1][2]", [Claim("They met.", (1, 2))]),
        ("They met [1]. He left [2].", [Claim("They met.", (1,)), Claim("He left.", (2,))]),
        ("They met. [1] He left. [2]", [Claim("They met.", (1,)), Claim("He left.", (2,))]),
        ("[1] They met. [2] He left.", [Claim("They met.", (1,)), Claim("He left.", (2,))]),
        ("- [1] They met. [2] He left.", [Claim("- They met.", (1,)), Claim("He left.", (2,))]),
        ("[1] says they met. He left. [2]", [Claim("says they met.", (1,)), Claim("He left.", (2,))]),
        (
            "[1] They met.\nHe left. [2]\nShe stayed. [3]",
            [Claim("They met.", (1,)), Claim("He left.", (2,), starts_line=True), Claim("She stayed.", (3,), True)],
        ),
        ("They met at 5 p.m. on Friday [1].", [Claim("They met at 5 p.m. on Friday.", (1,))]),
        ("بني عام 323 ق.م. في بابل [1].", [Claim("بني عام 323 ق.م. في بابل.", (1,))]),
        ("[1] They met.\n[2] He left.", [Claim("They met.", (1,)), Claim("He left.", (2,), True)]),
        ("They met [1] and he left [2].", [Claim("They met and he left.", (1, 2))]),
        ("They met.", [Claim("They met.", ())]),
        ("They met", [Claim("They met", ())]),
        ("التقيا [١]. ثم غادر؟ [٢]", [Claim("التقيا.", (1,)), Claim("ثم غادر؟", (2,))]),
        ("1. They met [1].\n2. He left.", [Claim("1. They met.", (1,)), Claim("2. He left.", (), True)]),
        ("- They met [1]\n- He left", [Claim("- They met", (1,)), Claim("- He left", (), True)]),
        ("42 [1].", [Claim("42.", (1,))]),
        (NOT_IN_SOURCES, [Claim("", (), gives_up=True)]),
        (f"**{NOT_IN_SOURCES}**", [Claim("", (), gives_up=True)]),
        (f"`{NOT_IN_SOURCES}`", [Claim("", (), gives_up=True)]),
        ("NOT\\_IN\\_SOURCES", [Claim("", (), gives_up=True)]),
        ("**1.** They met [1].", [Claim("**1.** They met.", (1,))]),
        ("Sorry: not_in_sources. [1]", [Claim("Sorry:", (1,), gives_up=True)]),
        ("In [2019] they met [1].", [Claim("In (2019) they met.", (1,))]),
        ("They met.\n[1]", [Claim("They met.", ())]),
        ("", []),
        ("[1]", []),
    ],
)
def test_sentences_carry_the_passages_they_cite(written: str, expected: list[Claim]) -> None:
    assert claims(written) == expected


def test_a_claim_comes_once_when_the_next_has_begun() -> None:
    stream = ClaimStream()
    assert [stream.feed(piece) for piece in ("They ", "met [", "1].", " [2", "] ", "He", " left. ", "\n")] == [
        *([], [], [], [], []),
        [Claim("They met.", (1, 2))],
        *([], []),
    ]
    assert stream.finish() == [Claim("He left.", ())]
    assert stream.finish() == []


def test_a_statement_is_the_claim_without_the_marks_at_its_end() -> None:
    assert [Claim(text, ()).statement for text in ("They met.", "ثم غادر؟", "He said »Yes.«", "---", "| |")] == [
        *("They met", "ثم غادر", "He said »Yes.«", "", ""),
    ]


def test_the_sentinel_is_never_shown() -> None:
    assert streamed(*f"I think {NOT_IN_SOURCES}.") == [Claim("I think", (), gives_up=True)]


def test_square_brackets_that_are_no_marker_become_round() -> None:
    assert claims("They [all] met in [0000001].") == [Claim("They (all) met in (0000001).", ())]


@pytest.mark.parametrize("forged", ["[[1]1]", "[ [2]1]", "【【1】1】", "[1[2]]", "[" + "1," * 200 + "1]"])
def test_what_is_left_where_a_marker_stood_is_no_marker(forged: str) -> None:
    (claim,) = claims(f"They met {forged}.")
    assert not set(claim.text) & set("[]【】［］")


def test_no_tag_opens_where_a_marker_stood() -> None:
    assert claims("They <[1]b onclick=x>met.") == [Claim("They < b onclick=x>met.", (1,))]


def test_a_marker_on_a_line_of_its_own_belongs_to_no_sentence() -> None:
    assert claims("They met.\n[1]\nHe left.") == [Claim("They met.", ()), Claim("He left.", (), starts_line=True)]


# Any text, and often the letters and words that mean something here.
LETTERS = [*"1,[]【†_.!؟…\"»'<> \t\n\u00a0"]
WORDS = ["They", "هم", "Dr", "-", "1.", "[1]", "[[2]]", "【3†s】", NOT_IN_SOURCES, "not_in"]
TOKEN = st.sampled_from(LETTERS + WORDS)


@st.composite
def written(draw: st.DrawFn) -> list[str]:
    text = "".join(draw(st.lists(TOKEN | st.text(max_size=3), max_size=15)))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


WRITTEN = written()


@given(WRITTEN)
def test_the_pieces_do_not_change_the_claims(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert streamed(*pieces) == streamed(*text) == claims(text)


@given(WRITTEN)
def test_what_is_shown_holds_no_square_bracket_and_no_sentinel(pieces: list[str]) -> None:
    shown = "".join(claim.text for claim in streamed(*pieces))
    assert not set(shown) & set("[]【】［］")
    assert NOT_IN_SOURCES not in shown
