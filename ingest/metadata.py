"""What a file says of itself beside its text."""

import re
from dataclasses import dataclass

from ingest.json_form import JsonForm

_DAY = re.compile(r"\s*(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)")


@dataclass(frozen=True)
class Metadata(JsonForm):
    """None where the file does not say.

    `date` is ISO 8601, of a day, a month or a year; `language` a BCP 47 tag, as `ar` or `en-GB`; `pages` counts those
    without text too.
    """

    author: str | None = None
    date: str | None = None
    language: str | None = None
    pages: int | None = None


NO_METADATA = Metadata()


def iso_date(text: str) -> str | None:
    """The date that the text begins with, as `2024-05-31`, `2024-05` or `2024`; None where it begins with none."""
    found = _DAY.match(text)
    return "-".join(part for part in found.groups() if part) if found else None
