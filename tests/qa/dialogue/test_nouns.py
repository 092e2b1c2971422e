import pytest

from qa.dialogue.nouns import NounKind, kind_of, names_a_role

TEXTS = (
    "Envoy Marit Solberg arrived in Tarn on Monday. Tomas Reyes, the governor, met her at the port.",
    "وصل وزير المالية سامي قنديل إلى المدينة. وعقد الاجتماع في حلب.",
)


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("solberg", NounKind.PERSON),
        ("Tomas Reyes", NounKind.PERSON),
        ("the accountant", NounKind.PERSON),
        ("Tarn", NounKind.PLACE),
        ("the port", NounKind.PLACE),
        ("qandil", NounKind.PERSON),
        ("aleppo", NounKind.PLACE),
        ("حلب", NounKind.PLACE),
        ("monday", None),
    ],
)
def test_a_title_makes_a_person_and_in_or_at_a_place(noun: str, kind: NounKind | None) -> None:
    assert kind_of(noun, TEXTS) is kind


@pytest.mark.parametrize(
    ("noun", "is_one"),
    [("our accountant", True), ("minister of trade", True), ("محاسب الشركة", True), ("the office", False)],
)
def test_an_office_is_known_by_its_noun(noun: str, is_one: bool) -> None:
    assert names_a_role(noun) is is_one
