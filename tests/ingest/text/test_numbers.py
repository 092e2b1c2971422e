import pytest

from ingest.text.numbers import lacks_numbers, numbers_in, share_of_numbers


@pytest.mark.parametrize(
    ("claim", "passage", "lacks"),
    [
        ("in 1921", "built in 1921", False),
        ("in 1921", "بني عام ١٩٢١", False),
        ("in 1921", "built in 1931", True),
        ("1,000 books", "1000 books", False),
        ("1,000 books", "١٬٠٠٠ كتاب", False),
        ("grew by 3.5 percent", "grew by 3٫50 in the hundred", False),
        ("grew by 35 percent", "grew by 3.5 percent", True),
        ("5 percent", "0.5 percent", True),
        ("نسبة 125", "نسبة 12٫5", True),
        ("1,5 percent", "1.5 percent", False),
        ("1.500.000 men", "1,500,000 men", False),
        ("1,00,000 men", "100000 men", False),
        ("1,000.5 tons", "1000.5 tons", False),
        ("on 15.7.2016", "on 15.7.2016", False),
        ("0 degrees", "0 degrees", False),
        ("3 engineers", "three engineers", False),
        ("3 engineers", "ثلاثة مهندسين", False),
        ("4 engineers", "three engineers", True),
        ("three engineers", "four engineers", False),
        ("07 July", "7 July", False),
        ("no number", "5 numbers", False),
        # several words are one number
        ("17 waterwheels", "سبع عشرة ناعورة", False),
        ("7 waterwheels", "سبع عشرة ناعورة", True),
        ("10 waterwheels", "سبع عشرة ناعورة", True),
        ("12 landmarks", "اثنا عشر معلما", False),
        ("25 men", "twenty-five men", False),
        ("5 men", "twenty-five men", True),
        ("25 men", "خمسة وعشرون رجلا", False),
        ("700 dead", "seven hundred dead", False),
        ("7 dead", "seven hundred dead", True),
        ("700 dead", "سبعمائة قتيل", False),
        ("115 pages", "مئة وخمس عشرة صفحة", False),
        ("3200 people", "ثلاثة آلاف ومئتا شخص", False),
        ("120,000 people", "one hundred and twenty thousand people", False),
        ("1,200,000 people", "مليون ومئتا ألف", False),
        ("2 people", "between two and three people", False),
        ("3 people", "between two and three people", False),
        ("5 people", "between two and three people", True),
        ("1 man", "أحد الرجال", True),
        ("3 men", "وثلاثة رجال", False),
        # a figure and the words after it too
        ("1.5 million", "1,500,000 people", False),
        ("3 people", "3 million people", True),
        ("3,000,000 people", "ثلاثة ملايين", False),
        ("3 ملايين", "3 million people", False),
        # other ways to write a figure
        ("1,500 books", "١،٥٠٠ كتاب", False),
        ("1500 books", "1\u00a0500 books", False),
        ("in 2021", "on 12.05.2021", False),
        ("12 May 2021", "on 12.05.2021", False),
        ("in 1990", "1990,1991", False),
        ("0.5 percent", ".5 percent", False),
        ("-5 degrees", "minus 5 degrees", False),
        ("It cost 1,500,000", "It cost 1.500.000.", False),
        ("on 12.05.2020", "It was on 12.05.2020.", False),
        ("in 1990", "وفي عام 1990 ألّف نجيب محفوظ كتابا", False),
        ("in 2016", "وصل في عام 2016 آلاف اللاجئين", False),
        ("كوفيد-19", "كوفيد -19", False),
        ("500 km2", "500 km²", False),
        ("3 thousand", "between two thousand and three thousand", False),
        ("2 thousand", "between two thousand and three thousand", False),
        ("500", "between two hundred and five hundred", False),
        ("3 million", "بين مليون وثلاثة ملايين", False),
        ("1,000,000", "half a million people", True),
        ("1,000,000", "مليون ونصف", True),
        ("1,000,000", "ملايين الأشخاص", True),
        ("25 men", "Twenty\n\nFive men", True),
        ("800", "ثمانمئة", False),
        ("1,200,000", "مليون ومئتي ألف", False),
        ("105", "مئة و خمسة", False),
        ("1.5 million", "1.5 mn", False),
        ("1" * 29, "1" * 28 + "2", True),
        ("5 men", "4-5 men", False),
        # signs that are no figures of the number before them
        ("in 1921", "in 1921¹", False),
        ("106 cells", "10⁶ cells", True),
        ("84 m²", "84 square metres", False),
        ("3½ tons", "3.5 tons", False),
    ],
)
def test_a_number_in_digits_must_stand_in_the_passage_in_digits_or_spelled(
    claim: str, passage: str, lacks: bool
) -> None:
    assert lacks_numbers(numbers_in(claim), numbers_in(passage)) is lacks


def test_the_question_may_hold_the_number() -> None:
    assert not lacks_numbers(numbers_in("in 1921"), numbers_in("it fell"), numbers_in("What fell in 1921?"))


def test_the_share_of_numbers_counts_each_once() -> None:
    assert share_of_numbers(numbers_in("3 of 12 in 1921"), numbers_in("12, three")) == pytest.approx(2 / 3)
    assert share_of_numbers(numbers_in("none"), numbers_in("12")) == 0.0
