"""Where things stand on the sheets that the program writes, and how they look."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from report_builder.workbooks.declare import AnswerSheet, TableSheet

TITLE_ROW = 1
PURPOSE_ROW = 2
MISSING_ROW = 3
HEADER_ROW = 5
FIRST_ROW = HEADER_ROW + 1
LABEL_COLUMN, ANSWER_COLUMN, GUIDANCE_COLUMN = "A", "B", "C"
ANSWER_WIDTHS = {LABEL_COLUMN: 36, ANSWER_COLUMN: 60, GUIDANCE_COLUMN: 60}

INK = "1F3A4D"
GREY = "ECEEF0"
LINE = "B4BCC4"

TITLE_FONT = Font(name="Arial", size=16, bold=True, color=INK)
PLAIN_FONT = Font(name="Arial", size=11)
LABEL_FONT = Font(name="Arial", size=11, bold=True)
GUIDANCE_FONT = Font(name="Arial", size=11, color="44546A")
HEADER_FONT = Font(name="Arial", size=11, bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor=INK)
PREFILLED_FILL = PatternFill("solid", fgColor=GREY)
MISSING_FILL = PatternFill("solid", bgColor="FFF2CC")
READY_FILL = PatternFill("solid", bgColor="D9EAD3")
_SIDE = Side("thin", color=LINE)
BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")


def column(sheet: TableSheet, name: str) -> str:
    """Return the letter of the column in which a table's field is written."""
    letter: str = get_column_letter([field.name for field in sheet.fields].index(name) + 1)
    return letter


def answer_cell(sheet: AnswerSheet, name: str) -> str:
    """Return the address of the cell that holds an answer."""
    return f"{ANSWER_COLUMN}{FIRST_ROW + [field.name for field in sheet.fields].index(name)}"
