from io import BytesIO

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from ingest.errors import SourceError
from ingest.formats.slides import SLIDES
from tests.ingest.formats.reading import content_of


def test_slides_are_read_by_page_with_their_tables_charts_and_notes() -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Harbour plan"
    first.placeholders[1].text_frame.text = "Two new piers"
    under = first.placeholders[1].text_frame.add_paragraph()
    under.text, under.level = "One for ferries", 1
    first.notes_slide.notes_text_frame.text = "Ask Omar for the costs."
    second = deck.slides.add_slide(deck.slide_layouts[6])
    second.shapes.add_group_shape().shapes.add_textbox(0, 0, Cm(9), Cm(2)).text_frame.text = "Built by 2027."
    table = second.shapes.add_table(2, 2, 0, 0, Cm(9), Cm(2)).table
    for (row, column), text in {(0, 0): "Port", (0, 1): "Town", (1, 0): "Mina", (1, 1): "Tripoli"}.items():
        table.cell(row, column).text = text
    data = CategoryChartData()
    data.categories = ["2019", "2020"]
    data.add_series("Ships", (31, 44.5))
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Cm(9), Cm(5), data)
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Secret"
    hidden.element.set("show", "0")
    file = BytesIO()
    deck.save(file)
    read = content_of(SLIDES, file.getvalue())
    assert read.title == "Harbour plan"
    assert [(read.text[b.start : b.end], b.kind, b.level, b.page, b.header) for b in read.blocks] == [
        ("Harbour plan", "heading", 1, 1, ()),
        ("Two new piers", "item", 1, 1, ()),
        ("One for ferries", "item", 2, 1, ()),
        ("Ask Omar for the costs.", "comment", 1, 1, ()),
        ("Built by 2027.", "paragraph", 1, 2, ()),
        ("Port\tTown", "row", 1, 2, ()),
        ("Mina\tTripoli", "row", 1, 2, ("Port", "Town")),
        ("\tShips", "row", 1, 2, ()),
        ("2019\t31", "row", 1, 2, ("", "Ships")),
        ("2020\t44.5", "row", 1, 2, ("", "Ships")),
    ]


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(SourceError, match="a is a broken PPTX"):
        content_of(SLIDES, b"PK\x03\x04 cut off")
