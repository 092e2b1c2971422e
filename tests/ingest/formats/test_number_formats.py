import pytest

from ingest.formats.number_formats import number_format


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0%", 0.45, "45%"),
        ("0.0%", 0.4567, "45.7%"),
        ("#,##0", 1234567, "1,234,567"),
        ("#,##0.00", -1234.5, "-1,234.50"),
        ('"$"#,##0.00', 19.5, "$19.50"),
        ("[$€-407]\\ #,##0", 1500.0, "€ 1,500"),
        ("#,##0.00\\ [$د.ك‏-3401]", 3.5, "3.50 د.ك‏"),
        ("0.00_);[Red](0.00)", 2.345, "2.35"),
        ("0", 2.5, "3"),
    ],
)
def test_a_number_is_shown_as_its_format_says(code: str, value: float, shown: str) -> None:
    form = number_format(code)
    assert form is not None
    assert form.shown(value) == shown


@pytest.mark.parametrize("code", ["General", "@", "yyyy-mm-dd", "h:mm", "0.00E+00", "# ?/?", "", '"none"'])
def test_other_formats_are_left_alone(code: str) -> None:
    assert number_format(code) is None
