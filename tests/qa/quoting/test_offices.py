import pytest
from langchain_core.embeddings import Embeddings

from qa.answer import Passage
from qa.quoting.offices import holder, speaks_of

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


@pytest.mark.parametrize(
    ("office", "text", "speaks"),
    [
        ("treasurer of the rowing club", "The rowing club keeps no books.", True),
        ("president of Peru", "The president spoke.", False),
        ("french ambassador", "The ambassador of France came.", True),
        ("judge", "The court has three rooms.", False),
        ("رئيس بيرو", "تحدث الرئيس أمس.", False),
        ("وزير الدفاع الكولومبي", "زار وزير دفاع كولومبيا المدينة.", True),
        # in another script: a name is heard, or it is not; what is no name cannot be
        ("president of Brazil", "تحدث رئيس تركمانستان.", False),
        ("mayor of saida", "استقبل رئيس بلدية صيدا الوفد.", True),
        ("director of the mill", "استقبل مدير المطحنة الوفد.", True),
    ],
)
def test_a_passage_speaks_of_an_office_where_it_says_whose_it_is(office: str, text: str, speaks: bool) -> None:
    assert speaks_of(office, passage(text)) == speaks


@pytest.mark.model
@pytest.mark.parametrize(("office", "name"), [("president of Germany", "كلاوس برنر"), ("president of Chile", None)])
def test_a_title_of_another_country_is_not_the_one_asked_for(
    embedding: Embeddings, office: str, name: str | None
) -> None:
    text = "استقبل الرئيس الألماني كلاوس برنر الوفد صباح اليوم."
    found = holder(office, [passage(text)], embedding.embed_query)
    assert (text[slice(*found.name)] if found else None) == name
