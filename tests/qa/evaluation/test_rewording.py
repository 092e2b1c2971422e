from collections.abc import Sequence

import pytest

from ingest.document import Document
from ingest.errors import UsageError
from qa.answer import Passage, Reading
from qa.evaluation.drafting import Draft
from qa.evaluation.rewording import Writer, load_writer, reworded
from qa.settings import Settings
from qa.writing.llm import LLMError
from tests.scripted_llm import ScriptedLLM

TEXT = "Opening\nThe old bridge was opened in 1984. It was built by Omar Nasser.\nOther things."
DOCUMENT = Document("bridge.txt", "The bridge", TEXT)
NAMESAKE = Document("other.txt", "The bridge", "Something else.")
YEAR = Draft("year", "When was the old bridge opened?", "1984", "The old bridge was opened in 1984.", "The bridge")
MISS = Draft("near miss", "When was the old bridge opened by Layla Haddad in 1985?", "", "", "The bridge")


class Finding:
    """A reader that finds the same words in whatever it reads."""

    name, threshold, sure = "finding", 0.5, 0.5

    def __init__(self, words: str) -> None:
        self.words, self.read_texts = words, list[str]()

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.read_texts += [passage.text for passage in passages]
        starts = [passage.text.index(self.words) for passage in passages]
        return [Reading(start, start + len(self.words), 0.0, 1.0) for start in starts]


def questions(draft: Draft, said: str, found: str = "1984") -> list[str]:
    llm = ScriptedLLM(scripts=[[said]])
    return [one.question for one in reworded([draft], [NAMESAKE, DOCUMENT], Writer(llm, 10), Finding(found))]


def test_what_the_reader_finds_in_the_paragraph_is_kept_with_the_documents_own_words() -> None:
    llm, reader = ScriptedLLM(scripts=[["In which year did the old bridge open?"]]), Finding("in 1984")
    (kept,) = reworded([YEAR], [DOCUMENT], Writer(llm, 10), reader)
    assert (kept.question, kept.answer, kept.evidence) == (
        "In which year did the old bridge open?",
        "1984",
        YEAR.evidence,
    )
    assert reader.read_texts == ["The old bridge was opened in 1984. It was built by Omar Nasser."]
    assert "<draft>\nWhen was the old bridge opened?\n</draft>" in str(llm.prompts[0][1].content)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Who built the old bridge?", "Omar Nasser"),  # another span
        ("Was the old bridge opened in 1984?", "1984"),  # gives the answer away
        ("Here is a question:\nWhen did it open?", "1984"),
        ("The old bridge opened.", "1984"),
    ],
)
def test_what_does_not_hold_is_left_out(said: str, found: str) -> None:
    assert questions(YEAR, said, found) == []


def test_a_near_miss_keeps_its_names_and_numbers() -> None:
    assert questions(MISS, "When did Layla Haddad open the old bridge in 1985?") != []
    assert questions(MISS, "When did Omar Nasser open the old bridge in 1985?") == []
    assert questions(MISS, "When did Layla Haddad open the old bridge?") == []


def test_a_model_that_fails_stops_it_and_none_is_refused() -> None:
    with pytest.raises(LLMError):
        list(reworded([YEAR], [DOCUMENT], Writer(ScriptedLLM(scripts=[[ValueError("no")], []]), 10), Finding("1984")))
    with pytest.raises(UsageError, match="set DALIL_LLM"):
        load_writer(Settings(llm=None))
