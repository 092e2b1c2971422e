from ingest.formats.pdf.marks import with_marks
from ingest.formats.pdf.visual_order import Glyph, in_reading_order


def glyph(char: str, left: float, right: float, y: float = 100, word: int = 0) -> Glyph:
    return Glyph(char, left, y, left, right, 12, word)


def read(*marked: Glyph, plain: tuple[Glyph, ...] = ()) -> str:
    return in_reading_order([with_marks(plain, marked)])[0]


def test_a_mark_that_shares_its_letters_place_is_read_behind_it_in_any_stored_order() -> None:
    kasra, alef = Glyph("ِ", 20, 97, 21, 22, 12), Glyph("إ", 20, 97, 20, 21, 12)
    assert read(kasra, alef, glyph("ن", 12, 20)) == "إِن"


def test_a_mark_painted_over_a_letter_is_its() -> None:
    assert read(glyph("ب", 20, 28), glyph("َ", 22, 25, y=104), glyph("ت", 12, 20)) == "بَت"


def test_a_mark_may_belong_to_a_letter_of_a_part_of_the_word_without_marks() -> None:
    plain = (glyph("ع", 30, 40, word=1), glyph("ي", 20, 30, word=1))
    assert read(glyph("ّ", 22, 26, y=104, word=2), glyph("ة", 12, 20, word=2), plain=plain) == "عيّة"
