"""Questions on tables in each format that has them: is the value right, and is the row the evidence?

python benchmarks/tables.py [--wrong]

The tables and questions stand here, in two languages. Each format gets an index of its own with all the tables, and
`--wrong` prints what was answered wrong. "Right" is the value in the short answer, or in the text where there is none;
the row is right where the first quote holds its first cell and the value.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from ingest.pipeline import ingest_documents
from qa.answer import Answer
from qa.settings import from_environment
from qa.system import build

Question = tuple[str, str, str]
"""The question, the first cell of the row that answers it, and the value."""


@dataclass(frozen=True)
class Table:
    """A table under a heading and a sentence, and what is asked of it."""

    heading: str
    sentence: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    questions: Sequence[Question]


TABLES = (
    Table(
        "Staff of the municipality",
        "Salaries are paid in dinars on the last working day of the month.",
        ("Name", "Post", "Salary", "Since"),
        (
            ("Layla Haddad", "Accountant", "19,500", "2016"),
            ("Omar Nasser", "Legislative clerk", "21,000", "2019"),
            ("Rami Khalil", "Driver", "11,200", "2021"),
            ("Dina Saleh", "Head of archive", "24,750", "2008"),
            ("Youssef Aziz", "Surveyor", "18,300", "2014"),
        ),
        (
            ("How much is Omar Nasser paid?", "Omar Nasser", "21,000"),
            ("What is Dina Saleh's post?", "Dina Saleh", "Head of archive"),
            ("Since when has Rami Khalil worked there?", "Rami Khalil", "2021"),
            ("Who is the surveyor?", "Youssef Aziz", "Youssef Aziz"),
            ("What is the salary of the accountant?", "Layla Haddad", "19,500"),
            ("كم راتب رامي خليل؟", "Rami Khalil", "11,200"),
        ),
    ),
    Table(
        "Ships that called at each port",
        "Fishing boats are not counted.",
        ("Port", "2019", "2020", "2021"),
        (
            ("Tripoli", "310", "442", "398"),
            ("Tyre", "75", "91", "102"),
            ("Sidon", "128", "117", "133"),
            ("Latakia", "820", "611", "590"),
        ),
        (
            ("How many ships called at Tripoli in 2020?", "Tripoli", "442"),
            ("How many ships called at Tyre in 2021?", "Tyre", "102"),
            ("ships of Latakia in 2019", "Latakia", "820"),
            ("How many ships came to Sidon in 2021?", "Sidon", "133"),
        ),
    ),
    Table(
        "Ferry prices",
        "Children under three travel free.",
        ("Route", "Adult", "Child", "Crossing"),
        (
            ("Aqaba – Nuweiba", "75 JOD", "50 JOD", "3 hours"),
            ("Aqaba – Taba", "85 JOD", "60 JOD", "90 minutes"),
            ("Safaga – Duba", "62 JOD", "41 JOD", "7 hours"),
        ),
        (
            ("What does a child pay from Aqaba to Taba?", "Aqaba – Taba", "60 JOD"),
            ("How long does the crossing from Safaga to Duba take?", "Safaga – Duba", "7 hours"),
            ("What is the adult price for Aqaba – Nuweiba?", "Aqaba – Nuweiba", "75 JOD"),
        ),
    ),
    Table(
        "سكان المدن التونسية",
        "الأرقام من تعداد عام 2014.",
        ("المدينة", "السكان", "المساحة", "الوالي"),
        (
            ("صفاقس", "272,801", "56 كم²", "أنيس الوسلاتي"),
            ("سوسة", "221,530", "45 كم²", "رجاء الطرابلسي"),
            ("القيروان", "139,070", "60 كم²", "محمد بورقيبة"),
            ("بنزرت", "136,917", "34 كم²", "سمير عبد اللاوي"),
        ),
        (
            ("كم عدد سكان سوسة؟", "سوسة", "221,530"),
            ("ما مساحة بنزرت؟", "بنزرت", "34 كم²"),
            ("من هو والي القيروان؟", "القيروان", "محمد بورقيبة"),
            ("كم يبلغ عدد سكان صفاقس؟", "صفاقس", "272,801"),
            ("What is the population of Bizerte?", "بنزرت", "136,917"),
        ),
    ),
    Table(
        "جدول الامتحانات",
        "يحضر الطلاب قبل الموعد بنصف ساعة.",
        ("المادة", "اليوم", "الساعة", "القاعة"),
        (
            ("الرياضيات", "الأحد", "9:00", "القاعة 12"),
            ("الفيزياء", "الثلاثاء", "11:30", "القاعة 4"),
            ("التاريخ", "الأربعاء", "8:15", "المدرج الكبير"),
        ),
        (
            ("في أي يوم امتحان الفيزياء؟", "الفيزياء", "الثلاثاء"),
            ("أين يعقد امتحان التاريخ؟", "التاريخ", "المدرج الكبير"),
            ("في أي ساعة يبدأ امتحان الرياضيات؟", "الرياضيات", "9:00"),
        ),
    ),
    Table(
        "Laboratory results",
        "All samples were taken in March.",
        ("Well", "Depth (m)", "Nitrate (mg/l)", "Judgement"),
        (
            ("Ain Zarqa", "38", "12.4", "drinkable"),
            ("Wadi Qelt", "112", "51.0", "not drinkable"),
            ("Beit Safa", "64", "23.7", "drinkable after treatment"),
        ),
        (
            ("How deep is the well Wadi Qelt?", "Wadi Qelt", "112"),
            ("How much nitrate has the water of Beit Safa?", "Beit Safa", "23.7"),
            ("What is the judgement on Ain Zarqa?", "Ain Zarqa", "drinkable"),
        ),
    ),
)


def html(table: Table) -> bytes:
    head = "".join(f"<th>{cell}</th>" for cell in table.header)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<h1>{table.heading}</h1><p>{table.sentence}</p><table><tr>{head}</tr>{body}</table>".encode()


def markdown(table: Table) -> bytes:
    lines = [table.header, ["---"] * len(table.header), *table.rows]
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"# {table.heading}\n\n{table.sentence}\n\n{grid}\n".encode()


def csv(table: Table) -> bytes:
    lines = [table.header, *table.rows]
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode()


def docx(table: Table) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(table.heading, 1)
    document.add_paragraph(table.sentence)
    grid = document.add_table(rows=0, cols=len(table.header))
    for line in (table.header, *table.rows):
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
        for number, line in enumerate(([table.heading], [table.sentence], table.header, *table.rows)):
            sheet.write_row(number, 0, line)
    return file.getvalue()


FORMS: dict[str, Callable[[Table], bytes]] = {"docx": docx, "html": html, "md": markdown, "csv": csv, "xlsx": xlsx}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print what was answered wrong")
    shown = parser.parse_args().wrong
    asked = sum(len(table.questions) for table in TABLES)
    for extension, written in FORMS.items():
        values, rows = figures(extension, written, shown)
        print(f"{extension:<5} value {values}/{asked}  row {rows}/{asked}", flush=True)
    return 0


def figures(extension: str, written: Callable[[Table], bytes], shown: bool) -> tuple[int, int]:
    """How many questions get the right value, and how many the right row, in this format."""
    values = rows = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(build(replace(from_environment(), data=Path(folder)))) as system,
    ):
        documents = [system.loader.load_bytes(f"{t.heading}.{extension}", written(t)) for t in TABLES]
        ingest_documents(system.index, documents)
        for question, row, value in (question for table in TABLES for question in table.questions):
            answer = system.ask(question)
            has_value, has_row = is_value(answer, value), is_row(answer, row, value)
            values, rows = values + has_value, rows + has_row
            if shown and not (has_value and has_row):
                quote = answer.citations[0].quote if answer.citations else None
                print(f"  {question} {value!r}: {answer.short_answer!r} {quote!r} {answer.confidence}")
    return values, rows


def is_value(answer: Answer, value: str) -> bool:
    return value in (answer.short_answer or answer.text)


def is_row(answer: Answer, row: str, value: str) -> bool:
    return bool(answer.citations) and row in answer.citations[0].quote and value in answer.citations[0].quote


if __name__ == "__main__":
    sys.exit(main())
