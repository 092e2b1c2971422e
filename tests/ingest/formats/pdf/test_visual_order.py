"""Lines are laid out by hand: each character 10 points wide from left to right, a space 4 points of nothing."""

from ingest.formats.pdf.visual_order import Glyph, in_reading_order, plain_letters


def painted(text: str) -> list[Glyph]:
    """What stands on paper from left to right, words numbered as they come."""
    glyphs, x, word = [], 0.0, 0
    for char in text:
        if char == " ":
            x, word = x + 4, word + 1
        else:
            glyphs.append(Glyph(char, x, 100, x + 0.5, x + 9.5, 12, word))
            x += 10
    return glyphs


def read(text: str) -> str:
    return in_reading_order([painted(text)])[0]


def test_right_to_left_words_are_read_from_the_right() -> None:
    assert read("وكسوم ىلإ لصو") == "وصل إلى موسكو"


def test_the_order_in_the_file_does_not_matter() -> None:
    line = painted("وكسوم ىلإ لصو")
    assert in_reading_order([line[5:8] + list(reversed(line[:5])) + line[8:]]) == ["وصل إلى موسكو"]


def test_numbers_dates_and_latin_words_inside_keep_their_own_direction() -> None:
    assert read("زومت 15 ةعمجلا موي") == "يوم الجمعة 15 تموز"
    assert read("15/7/2016 خيراتب") == "بتاريخ 15/7/2016"
    assert read("ةديدج BBC World ةفيحص") == "صحيفة BBC World جديدة"
    assert read("ةنس 12.5% ةبسنلا") == "النسبة 12.5% سنة"


def test_latin_words_may_prevail_in_a_line_of_an_arabic_page() -> None:
    page = [painted("ةيجراخلا ةرازو نع لقن ام ىلع ةفيحصلا تدكأ"), painted("The Washington Post ةفيحص يف")]
    assert in_reading_order(page)[1] == "في صحيفة The Washington Post"


def test_an_arabic_name_in_a_latin_line_is_turned_alone() -> None:
    assert read("The word ةيروس in a line") == "The word سورية in a line"


def test_brackets_face_their_words_whether_the_file_mirrors_them_or_not() -> None:
    assert read("(ةرصنلا)و (شعاد) ةبراحم") == "محاربة (داعش) و(النصرة)"
    assert read(")ةرصنلا(و )شعاد( ةبراحم") == "محاربة (داعش) و(النصرة)"


def test_a_line_painted_letter_by_letter_from_the_left_is_read_so() -> None:
    assert read("اتفقت الدولتان على هدنة طويلة (15 تموز)") == "اتفقت الدولتان على هدنة طويلة (15 تموز)"


def test_letters_of_a_ligature_share_a_place_and_keep_their_order() -> None:
    ligature = [Glyph("ا", 0, 100, 0.4, 9, 12), Glyph("ل", 0, 100, 2.0, 6, 12)]
    assert in_reading_order([ligature]) == ["لا"]


def test_presentation_forms_become_letters_and_marks_of_direction_go() -> None:
    assert plain_letters("\u202bﻻ\u200f \u2067ﷲ\u2069 ﬁn") == "لا الله fin"
    assert plain_letters("\ufe77\ufe70") == "\u064e\u064b"
    assert plain_letters("① ½ ２ x²") == "① ½ ２ x²"


def test_a_number_behind_arabic_letters_is_read_in_the_order_written() -> None:
    assert read("50-6-962+ فتاهلاو") == "والهاتف +962-6-50"
    assert read("ناك 5- ةجرد") == "درجة -5 كان"
    assert read("%45.7 ةبسنب") == "بنسبة 45.7%"
    assert read("٪٤٥٫٧ ةبسنب") == "بنسبة ٤٥٫٧٪"
    assert read("1995-1990 نيب") == "بين 1990-1995"


def test_a_telephone_number_may_have_a_direction_of_its_own() -> None:
    assert read("5001234-6-962+ :فتاه") == "هاتف: +962-6-5001234"
    assert read("+962-6-5001234 :فتاه") == "هاتف: +962-6-5001234"
    assert read("+962 6 5001234 :فتاه") == "هاتف: +962 6 5001234"
    assert read("+18 :رمعلا") == "العمر: 18+"


def test_a_number_that_begins_a_paragraph_keeps_its_order() -> None:
    assert read("ماع 1990-1995") == "1990-1995 عام"


def test_a_cell_of_figures_alone_is_read_as_painted() -> None:
    header = [painted("1998"), painted("ةنيدملا")]
    assert in_reading_order(header) == ["1998", "المدينة"]
    assert in_reading_order([painted("011-554321"), painted("ةرئادلا فتاه")]) == ["011-554321", "هاتف الدائرة"]
    assert in_reading_order([painted(".رهشلا"), painted("12%"), painted("ةبسنلا")])[1] == "12%"


def test_the_comma_of_a_number_may_stand_off() -> None:
    number = [Glyph(c, x, 100, x, x + 6, 12, 1) for c, x in zip("221,530", (0, 7, 14, 23.2, 32, 39, 46), strict=True)]
    word = [Glyph(c, x, 100, x, x + 9, 12, 2) for c, x in zip("ةسوس", (60, 70, 80, 90), strict=True)]
    assert in_reading_order([number + word]) == ["سوسة 221,530"]


def test_lam_stands_before_alef_in_a_ligature_whatever_the_file_has() -> None:
    for first, second in ("لا", "ال"):
        shared = [Glyph(first, 0, 100, 0, 9, 12), Glyph(second, 0, 100, 0, 9, 12)]
        assert in_reading_order([shared]) == ["لا"]


def test_lam_stands_before_alef_with_marks_too() -> None:
    """The file has kasra, hamza, sukun and lam at one place, each a little further left."""
    shared = [Glyph(char, 20, 100, 24 - n, 25 - n, 12) for n, char in enumerate("ِإْل")]
    assert in_reading_order([[*shared, Glyph("ن", 12, 100, 12, 20, 12)]]) == ["لْإِن"]


def test_letters_with_marks_may_stand_further_apart_than_words_without() -> None:
    """A gap of 2 points at size 12 is a space's between words, and none where each letter stands alone."""
    first, second = Glyph("د", 20, 100, 20, 24, 12, 1), Glyph("م", 10, 100, 10, 18, 12, 2)
    assert in_reading_order([[first, second]]) == ["د م"]
    assert in_reading_order([[first._replace(word=-1), second._replace(word=-2)]]) == ["دم"]


def test_persian_and_urdu_words_may_end_with_lam_alef() -> None:
    assert read("تسا نارگ الاک یاهب") == "بهای کالا گران است"
    assert read("ےہ الاک کیا ہی") == "یہ ایک کالا ہے"


def test_direction_is_judged_without_vowel_marks() -> None:
    assert read("ٱلْمَدْرَسَة ٱلْكَبِيرَة"[::-1]) == "ٱلْمَدْرَسَة ٱلْكَبِيرَة"


def test_a_bracket_that_is_turned_away_from_its_word_beside_others_that_are_not_faces_it() -> None:
    assert read("(51 ص رظنا( 1 مقر") == "رقم 1 (انظر ص 51)"
