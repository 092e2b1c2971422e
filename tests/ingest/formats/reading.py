"""A file's bytes read as a format reads them: its title and its text."""

from ingest.formats.format import Content, Format, Raw


def content_of(form: Format, data: bytes, source: str = "a", max_bytes: int = 10**7) -> Content:
    return form.read(Raw(source, "fallback", form.name, data, max_bytes))


def title_and_text(form: Format, data: bytes, source: str = "a", max_bytes: int = 10**7) -> tuple[str | None, str]:
    read = content_of(form, data, source, max_bytes)
    return read.title, read.text
