import pytest

from ingest.errors import SourceError
from ingest.formats.rtf import RTF
from tests.ingest.formats.reading import content_of


def test_text_and_tables_are_read() -> None:
    table = r"\trowd\cellx1\cellx2 Name\cell Salary\cell\row\trowd\cellx1\cellx2 Omar\cell 21,000\cell\row\pard"
    data = rf"{{\rtf1\ansi\ansicpg1256 The lease\par The rent is {{\b 900}} euros.\par {table} End.\par}}".encode()
    read = content_of(RTF, data)
    assert read.title == "The lease"
    assert [(read.text[b.start : b.end], b.header) for b in read.blocks] == [
        ("The lease", ()),
        ("The rent is 900 euros.", ()),
        ("Name\tSalary", ()),
        ("Omar\t21,000", ("Name", "Salary")),
        ("End.", ()),
    ]


@pytest.mark.parametrize("written", [r"\'e4\'d5", r"\u1606?\u1589?"])
def test_arabic_is_read_as_bytes_of_its_code_page_and_as_characters(written: str) -> None:
    expected = "نص" if "u1606" in written else b"\xe4\xd5".decode("cp1256")
    data = rf"{{\rtf1\ansi\ansicpg1256 {written}\par}}".encode()
    assert content_of(RTF, data).text.strip() == expected


def test_what_is_no_rtf_is_refused() -> None:
    with pytest.raises(SourceError, match="a is no RTF"):
        content_of(RTF, b"PK\x03\x04")
