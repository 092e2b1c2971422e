import pytest

from ingest.errors import SourceError
from ingest.formats.encodings import decode

ARABIC = "أعلن لافروف أن موسكو وواشنطن اتفقتا.\nثم قال: 15 تموز."
WESTERN = "Ein Gespräch über die Lösung, sagt der Außenminister – «très bien»."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859-6"]
)
def test_arabic_text_is_read_in_the_encodings_arabic_files_have(encoding: str) -> None:
    declared = "iso-8859-6" if encoding == "iso8859-6" else None
    assert decode("a.txt", ARABIC.encode(encoding), declared) == ARABIC


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_western_text_is_not_taken_for_arabic(encoding: str) -> None:
    assert decode("a.txt", WESTERN.encode(encoding)) == WESTERN


def test_a_single_arabic_word_in_windows_1256_is_recognised() -> None:
    assert decode("a.txt", "تموز".encode("cp1256")) == "تموز"


@pytest.mark.parametrize("encoding", ["iso8859_6", "mac_arabic"])
def test_arabic_in_older_encodings_is_recognised(encoding: str) -> None:
    text = "اتفق وزيرا الخارجية على تشكيل مجموعة عمل، وأكد لافروف أن المحادثات كانت بناءة. متى؟"
    assert decode("a.txt", text.encode(encoding)) == text


def test_windows_1256_with_a_vowel_mark_on_each_letter_is_recognised() -> None:
    text = "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ مَالِكِ يَوْمِ الدِّينِ"
    assert decode("a.txt", text.encode("cp1256")) == text


@pytest.mark.parametrize(
    "text",
    [
        *("تم", "لا", "من هو", "في 5 من 10 هو لا ما", "من هو أو ما هو، في أي من هذا أو ذا"),
        *(
            "نعم – لا",
            "من – لا",
            "هو «أب»",
            "يد و فم",
            "لا…",
            "لا\u00a0أب",
            "\u200fلا",
            "لا’أب",
            "لا\u200cأب",
            "3 × 5 لا",
        ),
        *("انظر ص 5", "أ) لا", "ab لا – cd", "نَعَم"),
    ],
)
def test_few_short_arabic_words_in_windows_1256_are_recognised(text: str) -> None:
    assert decode("a.txt", text.encode("cp1256")) == text


@pytest.mark.parametrize("text", ["Málaga", "Só São", "Ä", "café – naïve", "© 5 €", "– «ok» …", "1 ó 2", "Ø Å Æ æøå"])
def test_few_western_letters_are_not_taken_for_arabic(text: str) -> None:
    assert decode("a.txt", text.encode("cp1252")) == text


def test_russian_in_windows_1251_is_recognised() -> None:
    text = "Министр иностранных дел России сообщил о переговорах с государственным секретарём в Москве."
    assert decode("a.txt", text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Столица: Москва, река", "cp1251"), ("東京は日本の首都です。", "shift_jis"), ("Ελλάδα και Κύπρος", "cp1253")],
)
def test_a_short_sentence_in_another_script_is_recognised(text: str, encoding: str) -> None:
    assert decode("a.txt", text.encode(encoding)) == text


def test_bytes_that_stand_for_nothing_are_refused() -> None:
    with pytest.raises(SourceError, match=r"a\.txt is in no encoding that can be told; save it as UTF-8"):
        decode("a.txt", b"Price \x9d\x8f ok")


def test_an_encoding_that_the_server_states_is_believed() -> None:
    assert decode("a.txt", "Ελλάδα".encode("cp1253"), "windows-1253") == "Ελλάδα"


@pytest.mark.parametrize("declared", ["windows-1256", "utf-16", "no-such-encoding", "undefined", "\0"])
def test_a_wrong_statement_does_not_spoil_utf_8(declared: str) -> None:
    assert decode("a.txt", ARABIC.encode(), declared) == ARABIC


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    assert decode("a.txt", b"\x93quoted\x94", "iso-8859-1") == "“quoted”"


def test_one_damaged_byte_in_utf_8_is_named_with_its_place() -> None:
    data = "نص سليم ".encode() + b"\xff" + " ثم نص سليم آخر".encode()
    with pytest.raises(SourceError, match=r"a\.txt is UTF-8 with a wrong byte \(0xff at byte 14\); save it"):
        decode("a.txt", data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x02\0\0\0",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0",
        bytes(range(256)) * 4,
        b"\x00" * 100,
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.txt is not text"):
        decode("a.txt", data)


def test_utf_16_cut_in_half_a_character_is_refused() -> None:
    with pytest.raises(SourceError, match="begins like UTF-16 text but is damaged"):
        decode("a.txt", "abc".encode("utf-16")[:-1])
