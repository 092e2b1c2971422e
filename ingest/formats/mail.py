"""A mail (.eml) → its head, its text (or the HTML where there is none), and the names of what is attached."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import cast

from ingest.errors import SourceError
from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Piece, Raw, clean, content
from ingest.formats.html.reading import declared_encoding, title_and_pieces
from ingest.formats.wrapping import unwrapped
from ingest.metadata import Metadata

_HEAD = ("From", "To", "Cc", "Date", "Subject")


def read_mail(raw: Raw) -> Content:
    """The subject is the title."""
    message = message_from_bytes(raw.data, policy=default)
    if not message.keys():
        raise SourceError(f"{raw.source} is no mail; save it from the mail program again, as .eml")
    pieces = [*_head(message), *_body(raw.source, message), *_attached(message)]
    sent = getattr(message.get("Date"), "datetime", None)
    writer = " ".join(str(message.get("From", "")).split())
    metadata = Metadata(
        (parseaddr(writer)[0] or writer) or None,
        sent.date().isoformat() if sent else None,
        str(message.get("Content-Language", "")).strip() or None,
    )
    return content(str(message.get("Subject", "")).strip() or None, pieces, metadata)


MAIL = Format("eml", (".eml",), ("message/rfc822",), read_mail)


def _head(message: EmailMessage) -> Iterator[Piece]:
    for name in _HEAD:
        if value := " ".join(str(message.get(name, "")).split()):
            yield Piece(f"{name}: {value}")


def _body(source: str, message: EmailMessage) -> Iterator[Piece]:
    body = message.get_body(("plain", "html"))
    if body is None:
        return
    data = cast(bytes, body.get_payload(decode=True) or b"")
    charset, is_html = body.get_content_charset(), body.get_content_subtype() == "html"
    text = clean(decode(source, data, charset or (declared_encoding(data) if is_html else None)))
    yield from title_and_pieces(text)[1] if is_html else map(Piece, unwrapped(text).split("\n"))


def _attached(message: EmailMessage) -> Iterator[Piece]:
    for part in message.iter_attachments():
        if name := part.get_filename():
            yield Piece(f"Attachment: {name} (not read; ingest it as a file of its own)", "caption")
