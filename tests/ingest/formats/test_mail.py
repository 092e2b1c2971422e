from email.message import EmailMessage

import pytest

from ingest.errors import SourceError
from ingest.formats.mail import MAIL
from tests.ingest.formats.reading import content_of


def mail(text: str | None, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Salma <salma@example.org>", "omar@example.org"
    message["Subject"], message["Date"] = "الإيجار for May", "Fri, 03 May 2024 09:00:00 +0300"
    if text is not None:
        message.set_content(text, charset="utf-8")
    if html is not None:
        (message.add_alternative if text is not None else message.set_content)(html, subtype="html")
    return message


HEAD = [
    "From: Salma <salma@example.org>",
    "To: omar@example.org",
    "Date: Fri, 03 May 2024 09:00:00 +0300",
    "Subject: الإيجار for May",
]


def test_head_text_and_names_of_attachments_are_read() -> None:
    message = mail("The rent is 900 euros.\n\nشكرا.\n", "<p>The rent is <b>900</b> euros.</p>")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="lease.pdf")
    read = content_of(MAIL, message.as_bytes())
    assert read.title == "الإيجار for May"
    assert read.text.split("\n") == [
        *HEAD,
        "The rent is 900 euros.",
        "شكرا.",
        "Attachment: lease.pdf (not read; ingest it as a file of its own)",
    ]


def test_html_is_read_where_there_is_no_text() -> None:
    message = mail(None, "<table><tr><th>Month<th>Rent<tr><td>May<td>900</table>")
    assert content_of(MAIL, message.as_bytes()).text.split("\n") == [*HEAD, "Month\tRent", "May\t900"]


def test_what_is_no_mail_is_refused() -> None:
    with pytest.raises(SourceError, match="a is no mail"):
        content_of(MAIL, b"\n\nnothing")
