"""Questions on tables in each format that has them: is the value right, and is the row the evidence?

python benchmarks/tables.py [--wrong] [--form html]

The tables and questions are in tables.toml, in two languages. Each format gets an index of its own with all the
tables. "Right" is the value in the short answer, or in the text where there is none; the row is right where the first
quote holds its first cell and the value. Needs Chromium, which prints the PDFs.
"""

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from ingest.pipeline import ingest_documents
from ingest.text.words import script
from qa.answer import Answer
from qa.settings import from_environment
from qa.system import build

Question = tuple[str, str, str]
"""The question, the first cell of the row that answers it, and the value."""

FILE = Path(__file__).with_name("tables.toml")


@dataclass(frozen=True)
class Table:
    """A table under a heading and a sentence, and what is asked of it. Without a header it is a form: names, values."""

    heading: str
    sentence: str
    rows: Sequence[Sequence[str]]
    questions: Sequence[Question]
    header: Sequence[str] = ()
    held_out: bool = False

    @property
    def lines(self) -> list[Sequence[str]]:
        return [self.header, *self.rows] if self.header else list(self.rows)


TABLES = [Table(**table) for table in tomllib.loads(FILE.read_text(encoding="utf-8"))["table"]]


def html(table: Table) -> bytes:
    head = f"<tr>{''.join(f'<th>{cell}</th>' for cell in table.header)}</tr>" if table.header else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<h1>{table.heading}</h1><p>{table.sentence}</p><table>{head}{body}</table>".encode()


def markdown(table: Table) -> bytes:
    width = len(table.rows[0])
    lines = [table.header or [""] * width, ["---"] * width, *table.rows]
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {table.heading}\n\n{table.sentence}\n\n{grid}\n".encode()


def csv(table: Table) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in table.lines).encode()


def docx(table: Table) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(table.heading, 1)
    document.add_paragraph(table.sentence)
    grid = document.add_table(rows=0, cols=len(table.rows[0]))
    for line in table.lines:
        for cell, text in zip(grid.add_row().cells, line, strict=True):
            cell.text = text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def xlsx(table: Table) -> bytes:
    from xlsxwriter import Workbook

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(([table.heading], [table.sentence], *table.lines)):
            sheet.write_row(number, 0, line)
    return file.getvalue()


def pdf(table: Table) -> bytes:
    """The HTML as Chromium prints it, its cells ruled."""
    direction = "rtl" if script(table.heading) == "arabic" else "ltr"
    style = "<style>table{border-collapse:collapse} td,th{border:1px solid;padding:2px 10px;text-align:start}</style>"
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(
            f'<html dir="{direction}"><meta charset="utf-8">{style}{html(table).decode()}', encoding="utf-8"
        )
        command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={printed}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
        return printed.read_bytes()


FORMS: dict[str, Callable[[Table], bytes]] = {
    "docx": docx, "html": html, "md": markdown, "csv": csv, "xlsx": xlsx, "pdf": pdf
}  # fmt: skip


@dataclass
class Figures:
    """Counts of questions, over one half of the tables."""

    asked: int = 0
    values: int = 0
    rows: int = 0

    def __str__(self) -> str:
        return f"value {self.values}/{self.asked}  row {self.rows}/{self.asked}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print what was answered wrong, of tables not held out")
    parser.add_argument("--form", action="append", choices=[*FORMS], help="ask in this format only")
    wanted = parser.parse_args()
    for extension in wanted.form or FORMS:
        ours, held_out = figures(extension, FORMS[extension], wanted.wrong)
        print(f"{extension:<5} {ours}   held out: {held_out}", flush=True)
    return 0


def figures(extension: str, written: Callable[[Table], bytes], shown: bool) -> tuple[Figures, Figures]:
    """How many questions get the right value, and how many the right row: of the tables not held out, and of those."""
    halves = Figures(), Figures()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(build(replace(from_environment(), data=Path(folder)))) as system,
    ):
        documents = [system.loader.load_bytes(f"{t.heading}.{extension}", written(t)) for t in TABLES]
        ingest_documents(system.index, documents)
        for table, (question, row, value) in ((t, asked) for t in TABLES for asked in t.questions):
            answer, half = system.ask(question), halves[table.held_out]
            has_value, has_row = is_value(answer, value), is_row(answer, row, value)
            half.asked, half.values, half.rows = half.asked + 1, half.values + has_value, half.rows + has_row
            if shown and not table.held_out and not (has_value and has_row):
                quote = answer.citations[0].quote if answer.citations else None
                print(f"  {question} {value!r}: {answer.short_answer!r} {quote!r} {answer.confidence:.2f}")
    return halves


def is_value(answer: Answer, value: str) -> bool:
    return value in (answer.short_answer or answer.text)


def is_row(answer: Answer, row: str, value: str) -> bool:
    return bool(answer.citations) and row in answer.citations[0].quote and value in answer.citations[0].quote


if __name__ == "__main__":
    sys.exit(main())
