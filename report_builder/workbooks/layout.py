"""Where things stand on the sheets that the program writes, and how they look."""

from __future__ import annotations

import math
import re
from xml.sax.saxutils import escape

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.workbooks.declare import (
    HEADER_ROW,
    HIDDEN_SHEET,
    AnswerSheet,
    Form,
    TableSheet,
)

TITLE_ROW = 1
PURPOSE_ROW = 2
MISSING_ROW = 3
COLOURS_ROW = 4
FIRST_ROW = HEADER_ROW + 1
LABEL_COLUMN, ANSWER_COLUMN, GUIDANCE_COLUMN = "A", "B", "C"
ANSWER_WIDTHS = {LABEL_COLUMN: 36, ANSWER_COLUMN: 60, GUIDANCE_COLUMN: 60}
READING_WIDTH = 78  # one column cannot be printed smaller by LibreOffice: it fits on A4
BOXED_ROWS = 25
"""How many rows of a table are drawn while they are empty: no more than one page of them."""
FIRST_COUNT_ROW = 6
"""The row of the hidden sheet, below the form's identity, where the counts begin."""

INK = "1F3A4D"
GREY = "ECEEF0"
LINE = "B4BCC4"
YELLOW = "FFF2CC"

TITLE_FONT = Font(name="Arial", size=16, bold=True, color=INK)
PLAIN_FONT = Font(name="Arial", size=11)
LABEL_FONT = Font(name="Arial", size=11, bold=True)
GUIDANCE_FONT = Font(name="Arial", size=11, color="44546A")
HEADER_FONT = Font(name="Arial", size=11, bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor=INK)
PREFILLED_FILL = PatternFill("solid", fgColor=GREY)
MISSING_FILL = PatternFill("solid", bgColor=YELLOW)
READY_FILL = PatternFill("solid", bgColor="D9EAD3")
PROBLEM_FILL = PatternFill("solid", bgColor="F8CBAD")
_SIDE = Side("thin", color=LINE)
BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)

# Arial needs about this much of its size for a line, and of a column's width for a character;
# what is given is a little too high rather than too low.
_LINE_HEIGHT = 1.3
_CHARACTERS = 11.2
_TALLEST = 409.0  # what Excel allows
_USUAL = 15.0
_WIDEST_ON_ONE_PAGE = 220
_READABLE_ON_A_PAGE = 160
_HEIGHT_BY_HAND = re.compile(rb'(<row [^>]*?) customHeight="1"')


def column(sheet: TableSheet, name: str) -> str:
    """Return the letter of the column in which a table's field is written."""
    letter: str = get_column_letter([field.name for field in sheet.fields].index(name) + 1)
    return letter


def answer_cell(sheet: AnswerSheet, name: str) -> str:
    """Return the address of the cell that holds an answer."""
    return f"{ANSWER_COLUMN}{FIRST_ROW + [field.name for field in sheet.fields].index(name)}"


def count_row(form: Form, sheet: AnswerSheet | TableSheet) -> int:
    """Return the row of the hidden sheet that counts the answers missing on ``sheet``."""
    return FIRST_COUNT_ROW + form.sheets.index(sheet)


def count_cell(form: Form, sheet: AnswerSheet | TableSheet) -> str:
    """Return the reference, for a formula, of the cell that counts what ``sheet`` lacks."""
    return f"'{HIDDEN_SHEET}'!$B${count_row(form, sheet)}"


def header(cell: ExcelCell, label: str) -> None:
    """Make ``cell`` a heading that says ``label``."""
    cell.value, cell.font, cell.fill = label, HEADER_FONT, HEADER_FILL
    cell.alignment, cell.border = WRAPPED, BOX


def protect(page: Worksheet) -> None:
    """Lock ``page`` but for its open cells, without a password."""
    page.protection.enable()
    # In Open XML these name what is forbidden: bold, sizes and filters stay the person's.
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)


def fit_to_width(page: Worksheet, *, landscape: bool = True) -> None:
    """Print ``page`` on A4, on as many pages side by side as keep it readable."""
    width = sum(dimension.width for dimension in page.column_dimensions.values())
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    many = math.ceil(width / _READABLE_ON_A_PAGE)
    page.page_setup.fitToWidth = 1 if width <= _WIDEST_ON_ONE_PAGE else many
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.6, 0.8
    page.page_margins.footer = 0.35  # a line of the footer stands between it and the sheet
    page.oddFooter.left.text, page.oddFooter.right.text = "&F, &A", "Page &P of &N"


def suggest_heights(page: Worksheet) -> None:
    """Give the rows of ``page`` the heights that their words need.

    Excel finds the heights by itself when it opens a workbook, LibreOffice does not.
    """
    for row in page.iter_rows():
        height = max(_height_needed(page, cell) for cell in row)
        if height > _USUAL:
            page.row_dimensions[row[0].row].height = height


def heights_as_found(part: bytes) -> bytes:
    """Return a sheet's XML with its rows' heights as if Excel had found them.

    openpyxl says of every height that it was set by hand; such a row does not grow with its words.
    """
    return _HEIGHT_BY_HAND.sub(rb"\1", part)


def with_result(part: bytes, address: str, result: str | float) -> bytes:
    """Return a sheet's XML with ``result`` stored beside the formula at ``address``."""
    formula = re.compile(rb'(<c r="%b"[^>]*)(><f>[^<]*</f>)(?:<v ?/>|<v></v>)' % address.encode())
    kind = b' t="str"' if isinstance(result, str) else b""
    stored = b"<v>" + escape(str(result)).encode() + b"</v>"
    return formula.sub(lambda match: match[1] + kind + match[2] + stored, part, count=1)


def _height_needed(page: Worksheet, cell: ExcelCell) -> float:
    if not isinstance(cell.value, str | list) or cell.data_type == "f":
        return 0
    size = cell.font.sz
    width = math.inf
    if cell.alignment.wrap_text:
        width = page.column_dimensions[cell.column_letter].width * _CHARACTERS / size
        width *= 0.93 if cell.font.b else 1
    lines = sum(_lines_needed(line, width) for line in str(cell.value).split("\n"))
    height: float = math.ceil(lines * size * _LINE_HEIGHT)
    return min(height, _TALLEST)


def _lines_needed(line: str, width: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        if used and used + len(word) > width:
            lines, used = lines + 1, 0
        lines += int(len(word) / width)
        used += len(word) % width + 1
    return lines
