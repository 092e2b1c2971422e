import pytest

from ingest.errors import SourceError
from ingest.formats.subtitles import SUBTITLES
from tests.ingest.formats.reading import content_of


def test_cues_are_joined_up_to_a_pause_and_times_are_left_out() -> None:
    srt = (
        "1\r\n00:00:01,000 --> 00:00:03,000\r\n<i>The bridge was</i>\r\nopened {\\an8}in 1984,\r\n\r\n"
        "2\r\n00:00:03,100 --> 00:00:05,000\r\nand it cost 12 million.\r\n\r\n"
        "3\r\n00:00:07,000 --> 00:00:09,000\r\nوطوله ٣٢٠ مترا.\r\n"
    )
    assert content_of(SUBTITLES, srt.encode()).text.split("\n") == [
        "The bridge was opened in 1984, and it cost 12 million.",
        "وطوله ٣٢٠ مترا.",
    ]


def test_webvtt_is_read_with_its_speakers_and_without_its_notes_and_repeated_lines() -> None:
    vtt = (
        "WEBVTT\n\nNOTE by Omar\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:start\n"
        "<v Salma>Tom &amp; I met.</v>\n\n00:02.000 --> 00:03.000\n<v Salma>Tom &amp; I met.</v>\n\n"
        "00:03.000 --> 00:04.000\n<v.loud Omar>When?</v>\n"
    )
    assert content_of(SUBTITLES, vtt.encode()).text == "Salma: Tom & I met. Omar: When?"


def test_a_file_without_timed_lines_is_refused() -> None:
    with pytest.raises(SourceError, match="has no timed line"):
        content_of(SUBTITLES, b"The bridge was opened.")
