from ingest.formats.pdf.legibility import is_garbage


def test_words_of_mixed_scripts_or_controls_are_garbage() -> None:
    assert is_garbage("الtي كAhbt ونrKهA عAم 1965.")
    assert is_garbage("\x05\x12\x08 \x03\x11\x12 of \x01\x02\x02 the \x0b\x0c")


def test_texts_in_several_scripts_are_none() -> None:
    assert not is_garbage("صدرت صحيفة The Washington Post في عام 2016 بـ12 صفحة.")
    assert not is_garbage("東京タワーは高さ333メートルの電波塔です。 日本の首都 東京 ソウル 서울")
    assert not is_garbage("The angle α is measured in μm, see В. Иванов and co\x02\u2013workers ﬁrst of all.")
    assert not is_garbage("قَالَ ٱلْوَزِيرُ إِنَّ ٱلْبَلَدَيْنِ ٱتَّفَقَا")


def test_two_words_tell_nothing() -> None:
    assert not is_garbage("الtي كAhbt")
