"""All formats that are read. What is supported, reported and tested derives from this one tuple."""

from pathlib import PurePath

from ingest.formats.delimited import DELIMITED
from ingest.formats.docx.reading import DOCX
from ingest.formats.epub import EPUB
from ingest.formats.format import Format
from ingest.formats.html.reading import HTML
from ingest.formats.mail import MAIL
from ingest.formats.markdown import MARKDOWN
from ingest.formats.odt import ODT
from ingest.formats.pdf.reading import PDF
from ingest.formats.rtf import RTF
from ingest.formats.sheets import SHEETS
from ingest.formats.slides import SLIDES
from ingest.formats.subtitles import SUBTITLES
from ingest.formats.text import TEXT

FORMATS: tuple[Format, ...] = (
    *(TEXT, MARKDOWN, HTML, PDF, DOCX),
    *(DELIMITED, SHEETS, SLIDES, ODT, RTF, EPUB, MAIL, SUBTITLES),
)

EXTENSIONS = tuple(extension for one in FORMATS for extension in one.extensions)
SUPPORTED = f"{', '.join(one.extensions[0][1:] for one in FORMATS)} are supported"


def of_name(name: str) -> Format | None:
    """The format that a file's extension names."""
    suffix = PurePath(name).suffix.lower()
    return next((one for one in FORMATS if suffix in one.extensions), None)


def of_content_type(content_type: str) -> Format | None:
    """The format of a content type without parameters."""
    return next((one for one in FORMATS if content_type in one.content_types), None)


def named(name: str) -> Format:
    """The format of that name."""
    return {one.name: one for one in FORMATS}[name]
