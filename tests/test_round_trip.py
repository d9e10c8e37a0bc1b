"""The whole way as a person goes it: new, fill in, issue, fill in, check, build, read.

Words are typed beside the labels that a person reads, into the blank workbooks that the program
writes; the workbooks are saved by openpyxl, and again by LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph
from office import opened_and_saved
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet
from test_cli import run

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.merged import Table
from report_builder.text import lines
from report_builder.workbooks.declare import AnswerSheet
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

Answers = dict[str, Any]


def rich(*pieces: str | tuple[str]) -> CellRichText:
    """Return the words of a cell, those in a tuple bold."""
    bold = InlineFont(rFont="Arial", sz=11, b=True)
    return CellRichText(
        [TextBlock(bold, piece[0]) if isinstance(piece, tuple) else piece for piece in pieces]
    )


COVER: Answers = {
    "Title of the report": "“Right help, right time” – progress & next steps for Llŵyd <Vale>",
    "Decision to be taken by": "City Mayor & Executive",
    "Kind of decision maker": "An individual",
    "Date of the decision": dt.date(2026, 12, 3),
    "Lead director": "Zoë Harcastle-Okafor",
    "Mark at the foot of the cover": "City Mayor",
    "Ward(s) affected": "All",
    "Report author": "Bea Author",
    "Report author's job title": "Policy & Inspection Manager",
    "Report author's e-mail": "bea.author@wexcombe.gov.uk",
    "Report author's telephone": "01632 960001",
    "Report version number": 3,
    "As-at date": dt.date(2026, 8, 31),
    "Inspection report published": dt.date(2026, 1, 19),
    "Returns are due on": dt.date(2026, 9, 4),
}
DECISION: Answers = {
    "Is this a private report?": "No",
    "Is this a key decision?": "No",
    "Reason": "=All wards are affected, though not significantly:\n- North;\n- South.",
}
BEFORE_ISSUE: dict[str, list[Answers]] = {
    "Meetings": [
        {"Body": "Scrutiny Commission", "Date": dt.date(2026, 9, 17)},
        {"Body": "Departmental Management Team", "Date": dt.date(2026, 9, 10)},
    ],
    "Services": [
        {
            "Service": "Early Help",
            "Head of service": "Dee Head",
            "E-mail": "dee.head@wexcombe.gov.uk",
        },
        {"Service": "Children’s Social Care"},
    ],
    "Parts": [
        {"Part": "Safeguarding", "Introductory sentence": "The council should do [areas]."},
        {"Part": "Services for Looked After Children", "Introductory sentence": "And this."},
        {"Part": "Health & Care", "Introductory sentence": "Partners should do this."},
    ],
    "Timescales": [{"Timescale": "Within twelve months", "Months": 12}],
    "Register": [
        {
            "Reference": "SG-01",
            "Part": "Safeguarding",
            "Timescale": "Immediately",
            "Area for improvement": "ensure that records are kept & read",
            "Lead service": "Early Help",
            "Carried forward?": "No",
        },
        {
            "Reference": "LC-01",
            "Part": "Services for Looked After Children",
            "Timescale": "Within three months",
            "Area for improvement": "ensure that children’s views are heard",
            "Lead service": "Children’s Social Care",
            "Carried forward?": "Yes",
        },
        {
            "Reference": "0012",
            "Part": "Health & Care",
            "Timescale": "Within twelve months",
            "Area for improvement": "plan together",
            "Order": 1,
            "Lead service": "Early Help",
            "Lead organisation": "Integrated Care Board",
            "Carried forward?": "Yes",
        },
    ],
}
AFTER_ISSUE: dict[str, list[Answers]] = {
    "1 Summary": [
        {"Kind": "Numbered paragraph", "Text": "There are [areas], [areas completed] done."},
        {"Kind": "Paragraph", "Text": "{{ not a tag }} and <not a tag> cost 98\u00a0% of £1."},
    ],
    "2 Recommendations": [
        {"Kind": "Numbered paragraph", "Text": "The Executive is asked:"},
        {"Kind": "Bullet", "Text": "to note the report; and"},
        {"Kind": "Bullet", "Text": "to ask for another."},
    ],
    "3 Supporting information": [
        {"Kind": "Heading", "Text": "Progress"},
        {"Kind": "Numbered paragraph", "Text": "[Areas below] in all:"},
        {"Kind": "Areas", "Areas: what to print": "Everything"},
        {"Kind": "Narrative", "Service": "Early Help"},
        {"Kind": "Heading", "Text": "Options considered"},
        {"Kind": "Numbered paragraph", "Text": "To do nothing was rejected."},
    ],
    "4 Scrutiny": [
        {"Kind": "Paragraph", "Text": rich(("External Scrutiny:",), " twice a year.")},
        {"Kind": "Paragraph", "Text": rich("Last, ", ("Internal Scrutiny:",), " monthly.")},
    ],
    "5 Implications": [
        {
            "Implication": name,
            "Text": f"None for {number}, because nothing is spent.",
            "Signatory": "Cy Signatory",
            "Job title": "Accountant",
            "Date": dt.date(2026, 9, 1),
        }
        for number, name in enumerate(
            (
                "Financial implications",
                "Legal implications",
                "Climate Change and Carbon Reduction implications",
                "Equality Impact Assessment",
                "Other Implications",
            ),
            1,
        )
    ],
    "6 Background papers": [{"Paper": "First report of May 2026, by Bea Author."}],
    "7 Appendices": [{"Title": "Areas for improvement from the inspection"}],
}
EARLY_HELP: dict[str, list[Answers]] = {
    "Actions": [
        {
            "Reference": "SG-01",
            "Status": "Completed",
            "Date completed or expected": dt.date(2026, 2, 2),
            "Progress since the last report": rich(
                "Records are kept – “always” – & read.\nWhat ",
                ("matters",),
                " is:\n- who wrote it:\n  - the social worker;\n  - the manager;\n- when.\n\n"
                "👧🏽 Children say: `thank you`.",
            ),
            "Impact on children": "Children wait less.",
            "Evidence": "- An audit in March.\n- A survey.",
            "Needs further work?": "No",
            "Remarks to the report author": "=Not printed",
        },
        {
            "Reference": "0012",
            "Status": "At risk",
            "Date completed or expected": dt.date(2026, 10, 1),
            "Revised date": dt.date(2027, 1, 4),
            "Progress since the last report": "Half of it is agreed.",
            "Mitigation, if at risk": "The board meets every week.",
            "Needs further work?": "Yes",
        },
    ],
    "Narrative": [
        {"Heading": "Practice Together", "Kind": "Paragraph", "Text": "Sixteen people meet."},
        {"Kind": "Bullet", "Text": "They listen."},
        {"Kind": "Sub-bullet", "Text": "They write it down."},
    ],
}
SOCIAL_CARE: dict[str, list[Answers]] = {
    "Actions": [
        {
            "Reference": "LC-01",
            "Status": "On track",
            "Date completed or expected": dt.date(2026, 12, 1),
            "Progress since the last report": "  Views are heard: 1 < 2 > 0.  ",
            "Needs further work?": "Yes",
        }
    ]
}


def _who(name: str) -> Answers:
    return {
        "Head of service": name,
        "Job title": "Head of Service",
        "E-mail": "head@wexcombe.gov.uk",
        "Telephone": "0116 496 0000",
        "As-at date": dt.date(2026, 8, 31),
        "Signed off by": "Zoë Harcastle-Okafor",
        "Date signed off": dt.date(2026, 9, 2),
    }


RETURNS = {
    "Early Help": ({"Return": _who("Dee Head")}, EARLY_HELP),
    "Children’s Social Care": ({"Return": _who("Renée Müller")}, SOCIAL_CARE),
}


def fill_in(
    path: Path, answers: dict[str, Answers], rows: dict[str, list[Answers]], saved_by: str
) -> None:
    """Type ``answers`` beside their labels and ``rows`` below their headings, and save."""
    book = load_workbook(path, rich_text=True)
    for title, said in answers.items():
        labels = {cell.value: cell for cell in book[title]["A"]}
        for label, value in said.items():
            _type(book[title].cell(labels[label].row, 2), value)
    for title, tables in rows.items():
        for row in tables:
            _type_row(book[title], row)
    book.save(path)
    if saved_by == "LibreOffice":
        (saved,) = opened_and_saved([path], path.parent / "saved")
        saved.replace(path)
        shutil.rmtree(path.parent / "saved")


def _type_row(page: Worksheet, said: Answers) -> None:
    header = next(row for row in page.iter_rows() if said.keys() <= {cell.value for cell in row})
    columns = {cell.value: cell.column for cell in header}
    own = next(iter(said))
    below = range(header[0].row + 1, page.max_row + 1)
    given = [row for row in below if page.cell(row, columns[own]).value == said[own]]
    empty = [row for row in below if all(page.cell(row, c).value is None for c in columns.values())]
    place = given[0] if given and own in _NAMING else empty[0]
    for label, value in said.items():
        if page.cell(place, columns[label]).value != value:
            _type(page.cell(place, columns[label]), value)


_NAMING = ("Reference", "Part", "Implication")
"""The columns whose rows stand in a blank workbook already."""


def _type(cell: Any, value: object) -> None:
    assert not (cell.parent.protection.sheet and cell.protection.locked), cell.coordinate
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # in Excel too, a cell made for text takes "=" as a character


def command(*arguments: str) -> str:
    """Run a command of the program; return what it prints on standard output."""
    done = run(*arguments, cwd=Path.cwd())
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


@dataclass(frozen=True)
class Told:
    """A report that was told from beginning to end."""

    folder: ReportFolder
    problems: list[dict[str, str]]
    document: Document


@pytest.fixture(scope="module", params=["openpyxl", "LibreOffice"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = ReportFolder(tmp_path_factory.mktemp("round trip") / "my report")
    at = ("--folder", str(folder.root))
    command("new", str(folder.root))
    fill_in(folder.report_workbook, {"Cover": COVER}, BEFORE_ISSUE, request.param)
    command("issue", *at)
    fill_in(folder.report_workbook, {"8 and 9 Decision": DECISION}, AFTER_ISSUE, request.param)
    for service, (answers, rows) in RETURNS.items():
        fill_in(folder.returns / f"{service}.xlsx", answers, rows, request.param)
    problems = json.loads(command("check", *at, "--format", "json"))
    command("build", *at)
    (path,) = folder.output.glob("*.docx")
    return Told(folder, problems, docx.Document(str(path)))


def test_nothing_is_wrong_with_what_was_typed(told: Told) -> None:
    assert [problem for problem in told.problems if problem["severity"] == "error"] == []


def test_report_has_a_name_that_a_clerk_can_use(told: Told) -> None:
    (path,) = told.folder.output.glob("*.docx")
    assert path.name.startswith("“Right help, right time” – progress & next steps for Llŵyd")
    assert path.name.endswith(" - version 3.docx")


def test_everything_typed_into_the_report_workbook_is_read(told: Told) -> None:
    merged = pipeline.check(told.folder).merged
    assert merged is not None
    forms = REPORT_WORKBOOK.by_title
    for title, answers in (("Cover", COVER), ("8 and 9 Decision", DECISION)):
        table = merged.tables[forms[title].name]
        assert {label: _answer(table, label) for label in answers} == answers
    for title, rows in {**BEFORE_ISSUE, **AFTER_ISSUE}.items():
        table = merged.tables[forms[title].name]
        for row in rows:
            assert _row(table, row) == {label: _plain(value) for label, value in row.items()}


def test_everything_typed_into_the_returns_is_read(told: Told) -> None:
    merged = pipeline.check(told.folder).merged
    assert merged is not None
    for service, (answers, rows) in RETURNS.items():
        own = {
            name: table.with_records(
                (index, row) for index, row in table.records if row["workbook"] == f"{service}.xlsx"
            )
            for name, table in merged.tables.items()
        }
        table = own["return"]
        assert {label: _answer(table, label) for label in answers["Return"]} == answers["Return"]
        for title, said in rows.items():
            table = own[STANDARD_RETURN.by_title[title].name]
            for row in said:
                assert _row(table, row) == {label: _plain(value) for label, value in row.items()}


def _answer(table: Table, label: str) -> object:
    assert isinstance(table.sheet, AnswerSheet)
    return table.value(next(field.name for field in table.sheet.fields if field.label == label))


def _row(table: Table, typed: Answers) -> Answers:
    """Return, of the row that agrees most with ``typed``, what it says under the same labels."""
    names = {field.label: field.name for field in table.sheet.fields}
    read = [{label: row[names[label]] for label in typed} for _, row in table.records]
    return max(
        read, key=lambda row: sum(row[label] == _plain(value) for label, value in typed.items())
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, CellRichText) else value


def test_everything_that_can_be_printed_is_in_the_word_file(told: Told) -> None:
    printed = [paragraph.text for paragraph in told.document.paragraphs]
    for text in _printable():
        for line in lines(text):
            assert any(line.text in words for words in printed), line.text


def _printable() -> list[str]:
    """Return every text typed that the report prints as it is: no tokens, dates and choices."""
    unprinted = {
        *("As-at date", "Inspection report published", "Returns are due on"),
        *("Reference", "Kind", "Timescale", "Months", "Order", "Status", "Carried forward?"),
        *("Lead service", "Lead organisation", "Head of service", "E-mail", "Service"),
        *("Needs further work?", "Remarks to the report author", "Areas: what to print"),
        "Kind of decision maker",
    }
    rows = [
        *(row for rows in (*BEFORE_ISSUE.values(), *AFTER_ISSUE.values()) for row in rows),
        *(row for _, tables in RETURNS.values() for rows in tables.values() for row in rows),
        *(COVER, DECISION),
    ]
    texts = [
        str(value)
        for row in rows
        for label, value in row.items()
        if label not in unprinted and isinstance(value, str | CellRichText)
    ]
    return [text for text in texts if "[" not in text]


@pytest.mark.parametrize(
    "sentence",
    [
        "There are three areas, one area done.",
        "Three areas in all:",
        "The council should do three areas.",
        "10 September 2026",
        "ensure that records are kept & read.\u00a0COMPLETED",
        "ensure that children’s views are heard.\u00a0IN\u00a0PROGRESS",
        "plan together.\u00a0AT\u00a0RISK",
    ],
)
def test_figures_dates_and_markers_are_worked_out(sentence: str, told: Told) -> None:
    assert any(sentence in paragraph.text for paragraph in told.document.paragraphs)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("External Scrutiny:", "External Scrutiny: twice a year."),
        ("Internal Scrutiny:", "Last, Internal Scrutiny: monthly."),
        ("matters", "What matters is:"),
    ],
)
def test_bold_words_are_bold_and_no_others(words: str, line: str, told: Told) -> None:
    paragraph = next(found for found in told.document.paragraphs if found.text.endswith(line))
    assert _bold(paragraph) == words


def _bold(paragraph: Paragraph) -> str:
    return "".join(
        run.text
        for run in paragraph.runs
        if run.bold or (run.style.font.bold and run.bold is not False)
    )


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("who wrote it:", "bullet"),
        ("the social worker;", "sub-bullet"),
        ("when.", "bullet"),
        ("An audit in March.", "bullet"),
        ("They listen.", "bullet"),
        ("They write it down.", "sub-bullet"),
        ("North;", "bullet"),
        ("to note the report; and", "bullet"),
    ],
)
def test_bullets_are_real_ones(text: str, style: str, told: Told) -> None:
    styles = {
        paragraph.style.name.casefold() if paragraph.style and paragraph.style.name else ""
        for paragraph in told.document.paragraphs
        if paragraph.text.endswith(text)
    }
    assert len(styles) == 1
    (name,) = styles
    assert "bullet" in name
    assert ("2" in name or "sub" in name) == (style == "sub-bullet")


def test_remarks_and_contacts_of_the_services_are_not_printed(told: Told) -> None:
    printed = "\n".join(paragraph.text for paragraph in told.document.paragraphs)
    for words in ("=Not printed", "head@wexcombe.gov.uk", "0116 496 0000", "Integrated Care Board"):
        assert words not in printed


def test_issue_leaves_filled_returns_as_they_are(told: Told) -> None:
    before = {path: path.read_bytes() for path in told.folder.returns.iterdir()}
    said = command("issue", "--folder", str(told.folder.root))
    assert said.count("kept as it is") == len(RETURNS) == len(before)
    assert {path: path.read_bytes() for path in told.folder.returns.iterdir()} == before


def test_return_says_ready_when_it_is_filled_in(told: Told, tmp_path: Path) -> None:
    paths = sorted(told.folder.returns.glob("*.xlsx"))
    for saved in opened_and_saved(paths, tmp_path):
        assert load_workbook(saved, data_only=True)["Return"]["A3"].value == "Ready to send"
