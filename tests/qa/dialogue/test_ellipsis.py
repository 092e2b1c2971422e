from collections.abc import Sequence

import pytest

from qa.dialogue.ellipsis import completed, named_anew
from qa.dialogue.nouns import NounKind, kind_of


class Texts:
    """What these texts show nouns to be; of several that fit the first."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def kind(self, noun: str) -> NounKind | None:
        return kind_of(noun, self._texts)

    def nearest(self, noun: str, others: Sequence[str]) -> int:
        return 0

    def are_said(self, words: str) -> bool:
        return any(words in text for text in self._texts)


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        ("and kerry?", "kerry"),
        ("what about the night shift", "the night shift"),
        ("sunday?", "sunday"),
        ("ولافروف؟", "لافروف"),
        ("ماذا عن المتحف", "المتحف"),
        ("and in 2020", "in 2020"),
    ],
)
def test_a_turn_that_only_names_something_is_seen_by_how_it_joins_on(turn: str, name: str) -> None:
    assert named_anew(turn, "when did lavrov arrive?") == name


@pytest.mark.parametrize(
    "turn", ["and when did he leave?", "kerry", "وزير المالية", "ومتى ينتهي", "and you?", "وعرضه؟", "so what"]
)
def test_a_turn_that_asks_itself_or_stands_alone_names_nothing_anew(turn: str) -> None:
    assert named_anew(turn, "when did lavrov arrive?") is None


@pytest.mark.parametrize(
    ("former", "name", "whole"),
    [
        ("when did lavrov arrive?", "kerry", "when did kerry arrive?"),
        ("when did the ferry sink?", "the bridge", "when did the bridge sink?"),
        ("who founded the mill?", "the dairy", "who founded the dairy?"),
        ("how many books can i borrow", "dvds", "how many dvds can i borrow?"),
        ("what did the mayor say about the war?", "the priest", "what did the priest say about the war?"),
        ("when does it open?", "the museum", "when does the museum open?"),
        ("how many came in 2019?", "in 2020", "how many came in 2020?"),
        ("how many came in 2019?", "2020", "how many came in 2020?"),
        ("how much is a ticket?", "for children", "how much is a ticket for children?"),
        ("متى وصل كيري؟", "لافروف", "متى وصل لافروف؟"),
        ("من هو وزير المالية؟", "وزير الدفاع", "من هو وزير الدفاع؟"),
        ("وأين عاش؟", "أديسون", "أديسون: أين عاش؟"),
    ],
)
def test_the_last_question_keeps_its_form(former: str, name: str, whole: str) -> None:
    assert completed(name, former, Texts()) == whole


TRAVELS = Texts(
    "Envoy Marit Solberg met the judge Tomas Reyes in Tarn and in Lomas.", "التقى السفير نبيل عطا الوفد في حلب."
)


@pytest.mark.parametrize(
    ("former", "name", "whole"),
    [
        ("In Tarn, when did Reyes speak?", "solberg", "In Tarn, when did solberg speak?"),
        ("When did Reyes travel to Tarn?", "Lomas", "When did Reyes travel to Lomas?"),
        ("how many people live in Tarn?", "Lomas", "how many people live in Lomas?"),
        ("who runs the depot?", "the accountant", "Who is the accountant?"),
        ("who appointed the inspector?", "the accountant", "who appointed the accountant?"),
        ("who paid Reyes?", "the accountant", "who paid the accountant?"),
        ("when did the inspector come?", "the accountant", "when did the accountant come?"),
        ("من يدير المخزن؟", "المحاسب", "من هو المحاسب؟"),
    ],
)
def test_what_gives_way_is_of_the_same_kind(former: str, name: str, whole: str) -> None:
    assert completed(name, former, TRAVELS) == whole
