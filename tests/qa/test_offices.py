import pytest
from langchain_core.embeddings import Embeddings

from qa.answer import Passage
from qa.offices import holder

NEWS = (
    "قالت وزيرة الصحة اللبنانية ريما حداد، أمس، إن اللقاح متوفر. "
    "وشكر رئيس بلدية صيدا وسيم فارس المتطوعين، وحضر مدير المستشفى عادل نمر."
)
CLUB = "The treasurer, Olga Brandt, keeps the books. The captain is chosen in May."


def passage(text: str, title: str = "T") -> Passage:
    return Passage(title, title, title, 0, len(text), text, 1.0)


def none(_: str) -> list[float]:
    raise AssertionError("nothing in another script is to be compared")


def test_an_office_is_found_by_its_words() -> None:
    found = holder("treasurer", [passage(CLUB)], none)
    assert found is not None
    assert (CLUB[slice(*found.name)], found.sure) == ("Olga Brandt", True)


def test_of_two_people_with_the_title_the_first_is_named_and_not_for_sure() -> None:
    other = "Our treasurer, Piet Maas, left."
    found = holder("treasurer", [passage(CLUB), passage(other, "U")], none)
    assert found is not None
    assert (CLUB[slice(*found.name)], found.sure) == ("Olga Brandt", False)


@pytest.mark.model
@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("lebanese health minister", "ريما حداد"),
        ("director of the hospital", "عادل نمر"),
        ("queen of Denmark", None),
        ("head of the police", None),
    ],
)
def test_a_title_in_another_script_is_compared_by_meaning_and_never_sure(
    embedding: Embeddings, office: str, name: str | None
) -> None:
    found = holder(office, [passage(NEWS)], embedding.embed_query)
    assert (NEWS[slice(*found.name)] if found else None) == name
    assert found is None or not found.sure


def test_where_the_first_passage_is_in_the_asker_s_script_no_title_of_the_other_is_looked_at() -> None:
    passages = [passage("The director of the mill is away."), passage(NEWS, "N")]
    assert holder("director of the mill", passages, none) is None
