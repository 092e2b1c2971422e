import pytest
from langchain_core.embeddings import Embeddings

from qa.dialogue.turns import QUESTION, Kind, Topic, Turns, Wanted, by_words
from tests.qa.dialogue.development_set import rows


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("Hellooo 👋", Wanted(Kind.SMALL_TALK, Topic.HELLO)),
        ("شُكراً جزيلاً!", Wanted(Kind.SMALL_TALK, Topic.THANKS)),
        ("مين انت", Wanted(Kind.SMALL_TALK, Topic.WHO)),
        ("وش تقدر تسوي", Wanted(Kind.SMALL_TALK, Topic.HELP)),
        ("👍", Wanted(Kind.SMALL_TALK, Topic.OK)),
        ("which documents do you have?", Wanted(Kind.DOCUMENTS)),
        ("شو الملفات يلي عندك", Wanted(Kind.DOCUMENTS)),
        ("what is this article about", Wanted(Kind.OVERVIEW)),
        ("عن ماذا يتحدث المقال", Wanted(Kind.OVERVIEW)),
        ("لخّص", Wanted(Kind.OVERVIEW)),
        ("summarize in four sentences", Wanted(Kind.OVERVIEW)),
        ("لخص بجملتين", Wanted(Kind.OVERVIEW)),
        ("are you sure?", Wanted(Kind.DOUBT)),
        ("هل أنت متأكد؟", Wanted(Kind.DOUBT)),
        ("could you write a song about rain", Wanted(Kind.TASK)),
        ("ترجم صباح الخير الى الفرنسية", Wanted(Kind.TASK)),
        ("3 * 14 =", Wanted(Kind.TASK)),
        ("that was a bad answer", Wanted(Kind.SMALL_TALK, Topic.UPSET)),
        ("?!", Wanted(Kind.SMALL_TALK, Topic.UNCLEAR)),
    ],
)
def test_words_tell_small_talk_documents_and_overview(turn: str, wanted: Wanted) -> None:
    assert by_words(turn) == wanted


@pytest.mark.parametrize(
    "turn",
    [
        "thanks to whom was the deal made?",
        "what is the agreement about",
        "what documents do i need for a visa",
        "hello world program: what does it print",
        "عن ماذا تحدث كيري مع بوتين",
        "شكرا ومتى انتهى اللقاء",
        "15/7/2016",
        "who can write a cheque",
        "i want to send a parcel",
        "بدي أرسل طرد",
    ],
)
def test_one_word_of_a_question_leaves_it_open(turn: str) -> None:
    assert by_words(turn) is None


def test_what_can_be_told_about_a_topic_is_a_question() -> None:
    assert by_words("What can you tell me about Lavrov?") == QUESTION


class Unasked(Embeddings):
    """Nothing may be embedded."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError(texts)

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError(text)


def test_neither_plain_small_talk_nor_a_long_question_is_embedded() -> None:
    turns = Turns(Unasked())
    assert turns.wanted("thanks") == Wanted(Kind.SMALL_TALK, Topic.THANKS)
    assert turns.wanted("hjklh") == QUESTION  # no word that a turn is known by: a name, or nonsense
    assert turns.wanted("what did the two ministers say about the ceasefire when they met in Moscow") == QUESTION


@pytest.mark.model
def test_a_mistake_of_typing_is_forgiven_by_meaning(embedding: Embeddings) -> None:
    turns = Turns(embedding)
    assert turns.wanted("sumarize this artcle plz") == Wanted(Kind.OVERVIEW)
    assert turns.wanted("who is de mistura") == QUESTION


@pytest.mark.model
@pytest.mark.parametrize("question", ["ما هو إنترنت2؟", "ما هى البيتكوين؟", "ما لقب شعار أي بي سي من حملة عام 2000؟"])
def test_a_question_about_something_is_no_small_talk(embedding: Embeddings, question: str) -> None:
    assert Turns(embedding).wanted(question) == QUESTION


@pytest.mark.model
@pytest.mark.parametrize("turn", ["what a lovely tool"])
def test_a_new_word_in_a_turn_that_asks_nothing_makes_it_no_question(embedding: Embeddings, turn: str) -> None:
    assert Turns(embedding).wanted(turn) != QUESTION


@pytest.mark.model
def test_of_the_turns_that_nothing_was_chosen_on_nineteen_in_twenty_are_right(embedding: Embeddings) -> None:
    held, turns = [row for row in rows("turns.tsv") if row["part"] in ("first", "later")], Turns(embedding)
    wanted = [turns.wanted(row["turn"]).kind for row in held]
    assert sum(kind == row["kind"] for kind, row in zip(wanted, held, strict=True)) >= 0.95 * len(held)
    taken = [r["turn"] for k, r in zip(wanted, held, strict=True) if r["kind"] == "question" and k != "question"]
    assert len(taken) <= 7  # of 130; 6 where vectors are made in bfloat16, 7 in float32
