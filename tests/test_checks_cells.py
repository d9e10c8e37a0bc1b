"""Each check of cells fires on what Excel shows otherwise than it is, and is silent beside it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from reports import written
from tiny_xlsx import COMPLETED, DATE, MONTH, NOTHING, STRUCK, WHITE, Sheet, Tiny

from report_builder import pipeline
from report_builder.checks import cells
from report_builder.checks.registry import RULES
from report_builder.folder import ReportFolder
from report_builder.workbooks.number_formats import Shown, shown
from report_builder.workbooks.read import read
from report_builder.workbooks.standard_return import STANDARD_RETURN

CODES = {code for code, rule in RULES.items() if rule.topic == cells.__name__}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report folder with the tiny report."""
    return written(tmp_path_factory.mktemp("report")).root


def found(report: Path, tmp_path: Path, change: Callable[[Tiny], None]) -> list[tuple[str, ...]]:
    """Return what the checks of cells find in a changed return, as flat (sheet, cell, code)."""
    folder = ReportFolder(tmp_path / "report")
    shutil.copytree(report, folder.root)
    book = Tiny()
    change(book)
    (folder.returns / "Early Help.xlsx").write_bytes(book.bytes())
    return [
        (problem.where.sheet, problem.where.address, problem.code)
        for problem in pipeline.check(folder).problems
        if problem.code in CODES
    ]


def struck(book: Tiny) -> None:
    book["Actions"].look("I6", STRUCK)


def struck_where_the_program_wrote(book: Tiny) -> None:
    book["Actions"].look("A6", STRUCK)


def struck_piece(book: Tiny) -> None:
    book.shared.append("<si><r><t>a </t></r><r><rPr><strike/></rPr><t>b</t></r></si>")
    book["Actions"].put("I6", ("shared", 0))


def struck_space(book: Tiny) -> None:
    book.shared.append("<si><r><t>a</t></r><r><rPr><strike/></rPr><t> </t></r></si>")
    book["Actions"].put("I6", ("shared", 0))


def word_by_format(book: Tiny) -> None:
    book["Actions"].put("I6", 1, COMPLETED)


def text_in_a_format_for_numbers(book: Tiny) -> None:
    book["Actions"].look("I6", COMPLETED)


def nothing_by_format(book: Tiny) -> None:
    book["Actions"].look("I6", NOTHING)


def nothing_by_format_on_a_date(book: Tiny) -> None:
    book["Actions"].look("G6", NOTHING)


def nothing_by_format_on_nothing(book: Tiny) -> None:
    book["Actions"].put("K6", "", NOTHING)


def month(book: Tiny) -> None:
    book["Actions"].put("L6", dt.date(2026, 8, 1), MONTH)


def day_in_a_text(book: Tiny) -> None:
    book["Actions"].put("L6", dt.date(2026, 8, 1), DATE)


def month_in_a_date(book: Tiny) -> None:
    book["Actions"].look("G6", MONTH)


def white(book: Tiny) -> None:
    book["Actions"].look("I6", WHITE)


def white_on_blue(book: Tiny) -> None:
    book.styles = book.styles.replace(
        '<patternFill patternType="none"/>',
        '<patternFill patternType="solid"><fgColor rgb="FF1F3A4D"/></patternFill>',
    )
    book["Actions"].look("I6", WHITE)


def coloured(address: str, colour: str) -> Callable[[Tiny], None]:
    def coloured(book: Tiny) -> None:
        pattern = f'<patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill>'
        book.styles = book.styles.replace("</fills>", f"<fill>{pattern}</fill></fills>")
        book.styles = book.styles.replace("</cellXfs>", '<xf fillId="1"/></cellXfs>')
        book["Actions"].look(address, 8)

    return coloured


def white_piece(book: Tiny) -> None:
    colour = '<color theme="0"/>'
    book.shared.append(f"<si><r><t>a </t></r><r><rPr>{colour}</rPr><t>b</t></r></si>")
    book["Actions"].put("I6", ("shared", 0))


def rows_hidden(book: Tiny) -> None:
    book["Actions"].hidden_rows |= {6, 7}


def row_hidden_by_its_height(book: Tiny) -> None:
    parts = book.all_parts()
    name = "xl/worksheets/sheet2.xml"
    book.parts[name] = parts[name].replace(b'<row r="7">', b'<row r="7" ht="0" customHeight="1">')


def empty_row_hidden(book: Tiny) -> None:
    book["Actions"].put("A12", "")
    book["Actions"].hidden_rows.add(12)


def column_hidden(book: Tiny) -> None:
    book["Actions"].head = '<cols><col min="9" max="9" hidden="1"/></cols>'


def column_hidden_by_its_width(book: Tiny) -> None:
    book["Actions"].head = '<cols><col min="9" max="9" width="0"/></cols>'


def columns_hidden_that_the_program_wrote_or_nobody(book: Tiny) -> None:
    book[
        "Actions"
    ].head = '<cols><col min="3" max="5" hidden="1"/><col min="11" max="11" hidden="1"/></cols>'


def sheet_hidden(book: Tiny) -> None:
    book["Actions"].state = "veryHidden"


def sheet_of_the_program_very_hidden(book: Tiny) -> None:
    book["Form"].state = "veryHidden"


def extra_sheet(book: Tiny) -> None:
    book.sheets.append(Sheet("Notes", {(3, 2): ("A note.", 0)}))


def extra_sheet_hidden(book: Tiny) -> None:
    book.sheets.append(Sheet("Notes", {(3, 2): ("A note.", 0)}, "hidden"))


def extra_sheet_empty(book: Tiny) -> None:
    book.sheets.append(Sheet("Notes", {(3, 2): (" ", 0)}, "hidden"))


def guidance(book: Tiny) -> None:
    book.sheets.append(Sheet("Guidance", {(3, 1): ("What this is", 0)}))


def merge(*ranges: str) -> Callable[[Tiny], None]:
    def change(book: Tiny) -> None:
        cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
        book["Actions"].tail = f"<mergeCells>{cells}</mergeCells>"

    return change


def merge_on_return(one: str) -> Callable[[Tiny], None]:
    def change(book: Tiny) -> None:
        book["Return"].tail = f'<mergeCells><mergeCell ref="{one}"/></mergeCells>'

    return change


def beside(address: str, words: object) -> Callable[[Tiny], None]:
    def change(book: Tiny) -> None:
        book["Actions"].put(address, words)

    return change


def column_of_notes(book: Tiny) -> None:
    for row in range(5, 8):
        book["Actions"].put(f"P{row}", f"Note {row}")


def formula_beside(book: Tiny) -> None:
    book["Actions"].put("P9", ("raw", ' t="str"><f>A6</f><v>SG-01</v>'))


def comment(author: str, words: str = "Is it?") -> Callable[[Tiny], None]:
    def change(book: Tiny) -> None:
        book["Actions"].relations.append(("comments", "../comments1.xml"))
        book.parts["xl/comments1.xml"] = (
            f'<comments xmlns="{_MAIN}"><authors><author>{author}</author></authors><commentList>'
            f'<comment ref="F6" authorId="0"><text><t>{words}</t></text></comment></commentList>'
            "</comments>"
        ).encode()

    return change


def test_of_a_threaded_comment_only_its_words_are_told(tmp_path: Path) -> None:
    book = Tiny()
    comment("tc={1}")(book)
    part = book.parts["xl/comments1.xml"]
    said = b"[Threaded comment]\n\nYour version of Excel...\n\nComment:\n    Is it?"
    book.parts["xl/comments1.xml"] = part.replace(b"Is it?", said)
    path = tmp_path / "Early Help.xlsx"
    path.write_bytes(book.bytes())
    (remark,) = read(path, STANDARD_RETURN).remarks
    assert (remark.where.address, remark.value) == ("F6", "Is it?")


def picture(book: Tiny) -> None:
    book["Actions"].relations.append(("drawing", "../drawings/drawing1.xml"))
    book.parts["xl/drawings/drawing1.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing">'
        "<xdr:oneCellAnchor><xdr:pic/></xdr:oneCellAnchor></xdr:wsDr>"
    ).encode()


def empty_drawing(book: Tiny) -> None:
    book["Actions"].relations.append(("drawing", "../drawings/drawing1.xml"))
    book.parts["xl/drawings/drawing1.xml"] = b"<wsDr/>"


FIRING = [
    (struck, "I6", "struck-through"),
    (struck_piece, "I6", "struck-through"),
    (word_by_format, "I6", "hidden-by-format"),
    (nothing_by_format, "I6", "hidden-by-format"),
    (nothing_by_format_on_a_date, "G6", "hidden-by-format"),
    (month, "L6", "shown-otherwise"),
    (white, "I6", "hidden-by-colour"),
    (white_piece, "I6", "hidden-by-colour"),
    (coloured("I6", "FFFF00"), "I6", "highlighted-answer"),
    (coloured("I6", "FFFF99"), "I6", "highlighted-answer"),
    (coloured("I6", "92D050"), "I6", "highlighted-answer"),
    (rows_hidden, "A6", "hidden-row"),
    (row_hidden_by_its_height, "A7", "hidden-row"),
    (column_hidden, "I6", "hidden-column"),
    (column_hidden_by_its_width, "I6", "hidden-column"),
    (sheet_hidden, "", "hidden-sheet"),
    (merge("L6:L7"), "L6", "merged-over-answer"),
    (merge("I6:J6"), "I6", "merged-over-answer"),
    (merge("A1:XFD1048576"), "A1", "merged-over-answer"),
    (beside("Q9", "A note."), "Q9", "text-outside-the-form"),
    (beside("B3", 45), "B3", "text-outside-the-form"),
    (column_of_notes, "P5", "text-outside-the-form"),
    (comment("Dee"), "F6", "comment"),
    (picture, "", "picture-or-text-box"),
]


def _name(value: object) -> str | None:
    return value.__qualname__.partition(".")[0] if callable(value) else None


@pytest.mark.parametrize(("change", "address", "code"), FIRING, ids=_name)
def test_fires(
    report: Path, tmp_path: Path, change: Callable[[Tiny], None], address: str, code: str
) -> None:
    assert found(report, tmp_path, change) == [("Actions", address, code)]


@pytest.mark.parametrize(
    ("change", "code"),
    [(extra_sheet, "extra-sheet"), (extra_sheet_hidden, "hidden-extra-sheet")],
    ids=_name,
)
def test_fires_on_a_sheet_that_is_not_the_forms(
    report: Path, tmp_path: Path, change: Callable[[Tiny], None], code: str
) -> None:
    assert found(report, tmp_path, change) == [("Notes", "", code)]


def test_fires_on_an_answer_hidden_under_a_merged_cell(report: Path, tmp_path: Path) -> None:
    where = ("Return", "A7", "merged-over-answer")
    assert found(report, tmp_path, merge_on_return("A7:B7")) == [where]


SILENT = [
    lambda _: None,
    struck_where_the_program_wrote,
    struck_space,
    text_in_a_format_for_numbers,
    nothing_by_format_on_nothing,
    day_in_a_text,
    month_in_a_date,
    white_on_blue,
    coloured("I6", "DDEBF7"),  # as tables are striped
    coloured("I6", "FFF2CC"),  # as the form marks what is missing
    coloured("I6", "1F3A4D"),
    coloured("F6", "92D050"),  # a status that is coloured green
    coloured("A6", "FFFF00"),  # where the program wrote
    empty_row_hidden,
    columns_hidden_that_the_program_wrote_or_nobody,
    sheet_of_the_program_very_hidden,
    extra_sheet_empty,
    guidance,
    merge("A1:N1", "F5:G5", "A20:N30"),
    merge_on_return("B7:C7"),
    beside("Q9", " "),
    beside("A2", "One row for each area."),
    beside("Q5", "status"),
    formula_beside,
    comment(" ", "Choose a status.\n– report_builder"),
    empty_drawing,
]


@pytest.mark.parametrize("change", SILENT, ids=_name)
def test_is_silent(report: Path, tmp_path: Path, change: Callable[[Tiny], None]) -> None:
    assert found(report, tmp_path, change) == []


def test_every_check_of_cells_is_tried() -> None:
    tried = {code for _, _, code in FIRING} | {"extra-sheet", "hidden-extra-sheet"}
    assert tried == CODES


_DAY = dt.datetime(2026, 8, 31)
FORMATS = [
    ("words", "General", Shown.AS_IT_IS),
    ("words", "@", Shown.AS_IT_IS),
    ("words", "0.00", Shown.AS_IT_IS),
    ("words", '"COMPLETED"', Shown.AS_IT_IS),
    ("words", ";;", Shown.AS_IT_IS),
    ("words", "0;-0;0;@", Shown.AS_IT_IS),
    ("words", "0;-0;0;_-@_-", Shown.AS_IT_IS),
    ("words", "[Red]@", Shown.AS_IT_IS),
    ("words", ";;;", Shown.NOT),
    ("words", '0;0;0;"COMPLETED"', Shown.NOT),
    ("words", '@" (agreed)"', Shown.NOT),
    ("words", "@\\!", Shown.NOT),
    (7, "General", Shown.AS_IT_IS),
    (7, "0", Shown.AS_IT_IS),
    (7, "@", Shown.AS_IT_IS),
    (True, "General", Shown.AS_IT_IS),
    (7, "0.00", Shown.OTHERWISE),
    (0.25, "0%", Shown.OTHERWISE),
    (1234, "#,##0", Shown.OTHERWISE),
    (441632960001, "General", Shown.OTHERWISE),
    (441632960001, "0", Shown.OTHERWISE),
    (7, '"COMPLETED"', Shown.NOT),
    (7, ";;;", Shown.NOT),
    (7, '0" areas"', Shown.NOT),
    (-7, "0;;0", Shown.NOT),
    (0, '0;-0;"none"', Shown.NOT),
    (0, "0;-0", Shown.AS_IT_IS),
    (_DAY, "dd/mm/yyyy", Shown.AS_IT_IS),
    (_DAY, "[$-809]dd/mm/yyyy;@", Shown.AS_IT_IS),
    (_DAY, "mmm\\-yy", Shown.OTHERWISE),
    (_DAY, "mm-dd-yy", Shown.OTHERWISE),
    (_DAY, '"COMPLETED"', Shown.NOT),
]


@pytest.mark.parametrize(("value", "number_format", "seen"), FORMATS)
def test_what_a_number_format_shows(value: object, number_format: str, seen: Shown) -> None:
    assert shown(value, number_format) is seen


def test_the_message_about_words_that_are_struck_through_names_their_row(
    report: Path, tmp_path: Path
) -> None:
    folder = ReportFolder(tmp_path / "report")
    shutil.copytree(report, folder.root)
    path = folder.returns / "Early Help.xlsx"
    book = openpyxl.load_workbook(path, rich_text=True)
    book["Actions"]["I7"].font = Font(strike=True)
    book.save(path)
    (message,) = (each.message for each in pipeline.check(folder).problems)
    assert message == (
        "Take out the words of “Progress since the last report” of SG-02 that are struck through, "
        "or take the line off them (mark them, then press Ctrl+5): as it stands, the report prints "
        "them like any others."
    )
