import pytest

from ingest.text.numbers import lacks_numbers, numbers_in, share_of_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("in 1921", {"1921"}),
        ("بني عام ١٩٢١", {"1921"}),
        ("07 July", {"7"}),
        ("0 degrees", {"0"}),
        ("1,000 books", {"1000"}),
        ("١٬٠٠٠ كتاب و١،٥٠٠ قلم", {"1000", "1500"}),
        ("1\u00a0500 books", {"1500"}),
        ("in 1990,1991", {"1990", "1991"}),
        ("3.5 percent, 3.50, ٣٫٥", {"3.5"}),
        ("5.0 percent", {"5"}),
        ("1,000.5 tons.", {"1000.5"}),
        ("on 15.7.2016.", {"15", "7", "2016"}),
        ("version 1.10.02", {"1", "10", "2"}),
        ("بنسبة بـ20%", {"20"}),
        ("كوفيد-19 and COVID-19", {"19"}),
        ("500 km² is 500 km2", {"500"}),
        ("in 1921¹, 10⁶ cells, 3½ tons", {"1921", "10", "3"}),
        ("three men", set()),
    ],
)
def test_a_number_has_one_form_however_it_is_written(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_every_number_must_stand_in_one_of_the_texts() -> None:
    claim = numbers_in("12 men in 1921")
    assert not lacks_numbers(claim, numbers_in("12 men fell"), numbers_in("What fell in 1921?"))
    assert lacks_numbers(claim, numbers_in("12 men fell"))
    assert lacks_numbers(numbers_in("5 percent"), numbers_in("0.5 percent"))
    assert lacks_numbers(numbers_in("35 percent"), numbers_in("3.5 percent"))
    assert not lacks_numbers(numbers_in("no number"), numbers_in("5 men"))


def test_the_share_of_numbers_counts_each_once() -> None:
    assert share_of_numbers(numbers_in("3 of 12 in 1921"), numbers_in("12, 3")) == pytest.approx(2 / 3)
    assert share_of_numbers(numbers_in("none"), numbers_in("12")) == 0.0
