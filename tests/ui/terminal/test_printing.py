"""What a terminal is given."""

import pytest

from ui.terminal.printing import printable


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
