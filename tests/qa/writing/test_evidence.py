"""The sentences that a model with little room gets."""

from qa.answer import Answer, Citation, Passage, Reading
from qa.writing.evidence import chosen_sentences

BRIDGE = "The bridge was built in 1921. It rained. It is 84 metres long."
BOOKS = "The weather is fine. The library holds 3,000 books."


def passage(document: str, text: str, start: int, reading: Reading | None = None) -> Passage:
    end = start + len(text)
    return Passage(document, "Town", "/town.txt", start, end, text, 1.0, reading=reading, section="Sights")


def quoted(*citations: Citation) -> Answer:
    return Answer("?", True, "quoted", (), None, 0.9, citations)


def citation(document: str, start: int, quote: str) -> Citation:
    return Citation(1, document, "Town", "/town.txt", start, start + len(quote), quote)


def test_what_the_quoted_answer_cites_comes_first_then_what_the_reader_saw() -> None:
    bridge = passage("a", BRIDGE, 100, Reading(24, 28, 1.0, 0.8))
    books = passage("b", BOOKS, 0, Reading(39, 44, 0.5, 0.2))
    cited = quoted(citation("a", 141, "It is 84 metres long."))
    chosen = chosen_sentences([bridge, books], cited)
    assert [one.text for one in chosen] == [
        "It is 84 metres long.",
        "The bridge was built in 1921.",
        "The library holds 3,000 books.",
    ]
    assert [(one.start, one.end) for one in chosen] == [(141, 162), (100, 129), (21, 51)]
    assert chosen[0].section == "Sights"


def test_the_sentence_nearest_by_meaning_comes_before_what_was_read_in_other_passages() -> None:
    bridge = passage("a", BRIDGE, 100, Reading(24, 28, 1.0, 0.8))
    books = passage("b", BOOKS, 0, Reading(39, 44, 0.5, 0.2))
    chosen = chosen_sentences([bridge, books], quoted(), nearest=bridge.stretch(30, 40))
    assert [one.text for one in chosen] == [
        "The bridge was built in 1921.",
        "It rained.",
        "The library holds 3,000 books.",
    ]


def test_what_was_read_in_a_sentence_goes_with_it() -> None:
    (chosen,) = chosen_sentences([passage("b", BOOKS, 0, Reading(39, 44, 0.5, 0.2))], quoted())
    assert chosen.reading is not None
    assert chosen.text[chosen.reading.start : chosen.reading.end] == "3,000"


def test_a_sentence_comes_once() -> None:
    bridge = passage("a", BRIDGE, 100, Reading(24, 28, 1.0, 0.8))
    assert len(chosen_sentences([bridge, bridge], quoted(citation("a", 100, "The bridge was built in 1921.")))) == 1


def test_passages_that_nothing_read_give_none() -> None:
    unread = passage("a", BRIDGE, 100)
    assert chosen_sentences([unread], quoted(), nearest=unread.stretch(30, 40)) == []


def test_they_are_a_few() -> None:
    passages = [passage(f"{n}", f"The bridge number {n} is long.", 0, Reading(4, 10, 1.0, 0.5)) for n in range(9)]
    assert [one.document_id for one in chosen_sentences(passages, quoted())] == ["0", "1", "2"]
