"""What a terminal is given."""

import logging

import pytest

from ui.terminal.printing import Notices, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("a\x07\x7f\rb", "a\ufffd\ufffd\ufffdb"),
        ("a\tb\nc\fd\ve", "a\tb\nc\fd\ve"),  # page breaks occur in texts
        ("قال: «نعم»", "قال: «نعم»"),
    ],
)
def test_control_codes_are_replaced_and_layout_stays(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_record_of_the_log_is_printed_whole_and_without_control_codes(capsys: pytest.CaptureFixture[str]) -> None:
    path = f"/srv/{'folder/' * 40}catalogue.sqlite"
    Notices().handle(logging.makeLogRecord({"msg": "%s\x1b[2J cannot be read", "args": (path,)}))
    assert capsys.readouterr().err == f"dalil: {path}\ufffd[2J cannot be read\n"
