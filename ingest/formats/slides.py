"""PowerPoint → blocks by slide, by python-pptx: titles as headings, tables and charts as rows, notes as comments."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.packing import naming_broken, opened, property_metadata
from ingest.formats.tables import rows


def read_slides(raw: Raw) -> Content:
    """The title (the file's property, else the first slide's; None without either); a slide is a page."""
    from pptx import Presentation

    with naming_broken(raw.source, "PPTX"):
        opened(raw).close()
        deck = Presentation(BytesIO(raw.data))
        pieces = [
            replace(piece, page=number)
            for number, slide in enumerate(deck.slides, start=1)
            if slide.element.get("show") != "0"
            for piece in _slide(slide)
        ]
        heading = next((piece.text for piece in pieces if piece.kind == "heading"), None)
        title, metadata = str(deck.core_properties.title or "").strip(), property_metadata(deck.core_properties)
    named = title if title != "PowerPoint Presentation" else ""
    return content(named or heading, pieces, replace(metadata, pages=len(deck.slides)))


SLIDES = Format(
    "pptx", (".pptx",), ("application/vnd.openxmlformats-officedocument.presentationml.presentation",), read_slides
)


def _slide(slide: Any) -> Iterator[Piece]:
    title = slide.shapes.title
    if title is not None:
        yield Piece(_one_line(title.text_frame.text), "heading")
    yield from _shapes(shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield Piece(slide.notes_slide.notes_text_frame.text.replace("\v", "\n"), "comment")


def _shapes(shapes: Iterable[Any]) -> Iterator[Piece]:
    from pptx.enum.shapes import MSO_SHAPE_TYPE

    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)
        elif shape.has_table:
            table = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
            yield from rows(table, headers=1 if shape.table.first_row and len(table) > 1 else None)
        elif shape.has_chart:
            yield from _chart(shape.chart)
        elif shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                kind, text = "item" if shape.is_placeholder else "paragraph", paragraph.text.replace("\v", "\n")
                yield Piece(text, "item", paragraph.level + 1) if kind == "item" else Piece(text)


def _chart(chart: Any) -> Iterator[Piece]:
    """The figures that it shows, a category a row."""
    if chart.has_title:
        yield Piece(_one_line(chart.chart_title.text_frame.text), "caption")
    for plot in chart.plots:
        series = [(str(one.name), list(one.values)) for one in plot.series]
        lines = [
            [
                str(category),
                *(f"{values[at]:g}" if at < len(values) and values[at] is not None else "" for _, values in series),
            ]
            for at, category in enumerate(plot.categories)
        ]
        yield from rows([["", *(name for name, _ in series)], *lines], headers=1)


def _one_line(text: str) -> str:
    return " ".join(text.split())
