"""What people put on a page of a PDF: the values of its form's fields beside their labels, and comments."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ingest.formats.pdf.lines import Line

_TICK, _RADIO, _CHOICE, _LIST, _TEXT = 2, 3, 4, 5, 6  # FPDF_FORMFIELD_*
_COMMENTS = {1, 3, 9, 10, 11, 12, 14, 13}  # FPDF_ANNOT_*: TEXT, FREETEXT, HIGHLIGHT, UNDERLINE, …, CARET, STAMP
_WIDGET = 20
_FARTHEST = 250.0  # points from a label to its field
_SIZE = 10.0  # points, of a value without a label
_ABOVE = 2.0  # times a label's size: how far over its field it may stand
_WORDS = {(True, False): "ticked", (False, False): "not ticked", (True, True): "محدَّد", (False, True): "غير محدَّد"}


@dataclass(frozen=True)
class Field:
    """A filled field: its value, or whether it is ticked; its box in points from the lower left corner."""

    name: str
    value: str | bool
    left: float
    bottom: float
    right: float
    top: float


def fields(page: Any) -> list[Field]:
    """The filled fields of a page whose document has an open form."""
    return [field for note in _annotations(page) for field in _field(page, note)]


def comments(page: Any) -> list[str]:
    """What notes and marks on the page say."""
    from pypdfium2 import raw

    found = []
    for note in _annotations(page):
        if raw.FPDFAnnot_GetSubtype(note) in _COMMENTS:
            text = _text(lambda *to, n=note: raw.FPDFAnnot_GetStringValue(n, b"Contents", *to)).strip()
            found += [text] if text else []
    return found


def filled_in(lines: Sequence[Line], filled: Sequence[Field]) -> list[Line]:
    """The lines with each field's value behind its label; where there is none, the field's name stands for it."""
    result = list(lines)
    for field in filled:
        near = min(range(len(result)), key=lambda n: _distance(result[n], field), default=None)
        if near is not None and _distance(result[near], field) < _FARTHEST:
            label = result[near]
            left, right = min(label.left, field.left), max(label.right, field.right)
            result[near] = replace(
                label, text=f"{label.text} {_said(field, label.rtl)}", left=left, right=right, alone=True
            )
        else:
            text = f"{field.name}: {_said(field, rtl=False)}" if field.name else _said(field, rtl=False)
            result.append(Line(text, field.left, field.right, field.bottom, _SIZE, rtl=False, alone=True))
    return result


def _said(field: Field, rtl: bool) -> str:
    return _WORDS[field.value, rtl] if isinstance(field.value, bool) else field.value


def _distance(line: Line, field: Field) -> float:
    """Points between a label and its field: before it where one reads on, at a tick's other side, or right above."""
    at_height = field.bottom - 0.5 * line.size < line.baseline < field.top
    before = field.left - line.right if not line.rtl else line.left - field.right
    after = line.left - field.right if not line.rtl else field.left - line.right
    if at_height and before > -line.size:
        return abs(before)
    if at_height and isinstance(field.value, bool) and after > -line.size:
        return abs(after)
    is_above = 0 <= line.baseline - field.top < _ABOVE * line.size
    overlaps = line.left < field.right and field.left < line.right
    return _FARTHEST - 1 if is_above and overlaps else float("inf")


def _field(page: Any, note: Any) -> Iterator[Field]:
    from pypdfium2 import raw

    if raw.FPDFAnnot_GetSubtype(note) != _WIDGET or page.formenv is None:
        return
    form, box = page.formenv, raw.FS_RECTF()
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    raw.FPDFAnnot_GetRect(note, box)
    stated = _text(lambda *to: raw.FPDFAnnot_GetFormFieldAlternateName(form, note, *to)).strip()
    name = stated or _text(lambda *to: raw.FPDFAnnot_GetFormFieldName(form, note, *to)).strip()
    value: str | bool = _text(lambda *to: raw.FPDFAnnot_GetFormFieldValue(form, note, *to)).strip()
    if kind in (_TICK, _RADIO):
        value = bool(raw.FPDFAnnot_IsChecked(form, note))
    if (kind == _TICK) or (kind in (_RADIO, _CHOICE, _LIST, _TEXT) and value):
        yield Field(name, value, box.left, box.bottom, box.right, box.top)


def _annotations(page: Any) -> Iterator[Any]:
    from pypdfium2 import raw

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        with _opened(page, number) as note:
            if note:
                yield note


@contextmanager
def _opened(page: Any, number: int) -> Iterator[Any]:
    from pypdfium2 import raw

    note = raw.FPDFPage_GetAnnot(page, number)
    try:
        yield note
    finally:
        if note:
            raw.FPDFPage_CloseAnnot(note)


def _text(ask: Callable[..., int]) -> str:
    """What a function of pdfium answers that takes a buffer and its length, in bytes of UTF-16."""
    from pypdfium2 import raw

    length = ask(None, 0)
    buffer = ctypes.create_string_buffer(length)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", errors="ignore").rstrip("\0").replace("\r\n", "\n").replace("\r", "\n")
