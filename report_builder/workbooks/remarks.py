"""Remarks: facts about cells, collected while a workbook is read, for the checks to judge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from report_builder.problems import PROGRAM, Cell
from report_builder.workbooks.declare import Field, Kind
from report_builder.workbooks.number_formats import Shown, shown
from report_builder.workbooks.values import cell_text
from report_builder.workbooks.xlsx.book import Page
from report_builder.workbooks.xlsx.cells import ReadCell, RichText

SIGNATURE = f"– {PROGRAM}"
"""The last line of the program's own comments: LibreOffice does not keep a comment's author."""

_MOST_OUTSIDE = 20


class RemarkKind(StrEnum):
    """What is remarkable about a cell."""

    STRUCK_THROUGH = "struck-through"
    HIDDEN_BY_FORMAT = "hidden-by-format"
    SHOWN_OTHERWISE = "shown-otherwise"
    HIDDEN_BY_COLOUR = "hidden-by-colour"
    HIGHLIGHTED = "highlighted"
    HIDDEN_ROW = "hidden-row"
    HIDDEN_COLUMN = "hidden-column"
    HIDDEN_SHEET = "hidden-sheet"
    HIDDEN_EXTRA_SHEET = "hidden-extra-sheet"
    MERGED_OVER_ANSWER = "merged-over-answer"
    OUTSIDE_THE_FORM = "outside-the-form"
    EXTRA_SHEET = "extra-sheet"
    DRAWING = "drawing"
    COMMENT = "comment"


ABOUT_AN_ANSWER = frozenset(
    (
        *(RemarkKind.STRUCK_THROUGH, RemarkKind.HIDDEN_BY_FORMAT, RemarkKind.SHOWN_OTHERWISE),
        *(RemarkKind.HIDDEN_BY_COLOUR, RemarkKind.HIGHLIGHTED),
    )
)
"""The kinds whose label is that of an answer's field."""


@dataclass(frozen=True)
class Remark:
    """Something about a cell, or about a sheet if the cell has no address, that a reader misses.

    ``value`` is what stands there, ``label`` the field, or the range, that it is about.
    """

    kind: RemarkKind
    where: Cell
    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class Answers:
    """Where the answers of a page stand: the rows that have any, in order, and the columns."""

    page: Page
    rows: list[int]
    columns: dict[int, str]
    """With their labels; columns that the program has filled in are left out."""

    def first_in(self, column: int) -> ReadCell | None:
        """Return the first answer of a column, ``None`` if it has none."""
        found = (self.page.cells.rows[row].get(column) for row in self.rows)
        return next((cell for cell in found if cell and _seen(cell).strip()), None)


def about_answer(cell: ReadCell, field: Field, where: Cell) -> Iterator[Remark]:
    """Yield what is remarkable about the look of an answer."""
    is_rich = isinstance(cell.value, RichText)
    if cell.value is None or (
        cell.look.is_ordinary and isinstance(cell.value, str) and not is_rich
    ):
        return
    text = _seen(cell)
    if not text.strip():
        return
    struck = _struck(cell, text)
    if struck:
        yield Remark(RemarkKind.STRUCK_THROUGH, where, struck, field.label)
    if _is_invisible(cell):
        yield Remark(RemarkKind.HIDDEN_BY_COLOUR, where, text, field.label)
    if cell.look.is_highlighted and field.printed and field.kind in (Kind.LINE, Kind.TEXT):
        yield Remark(RemarkKind.HIGHLIGHTED, where, text, field.label)
    seen = shown(cell.value, cell.look.number_format)
    if seen is Shown.NOT:
        yield Remark(RemarkKind.HIDDEN_BY_FORMAT, where, text, field.label)
    elif seen is Shown.OTHERWISE and field.kind in (Kind.LINE, Kind.TEXT):
        yield Remark(RemarkKind.SHOWN_OTHERWISE, where, text, field.label)


def about_hiding(answers: Answers, workbook: str) -> Iterator[Remark]:
    """Yield the hidden ones of the rows and columns in which answers stand."""
    page = answers.page
    if page.is_hidden:
        yield Remark(RemarkKind.HIDDEN_SHEET, Cell(workbook, page.title), "", page.title)
    for block in _blocks(row for row in answers.rows if row in page.cells.hidden_rows):
        first = min(page.cells.rows[block[0]].values(), key=lambda cell: cell.column)
        rows = f"row {block[0]} is" if len(block) == 1 else f"rows {block[0]} to {block[-1]} are"
        yield Remark(RemarkKind.HIDDEN_ROW, _at(first, page, workbook), _seen(first), rows)
    for column, label in answers.columns.items():
        if page.cells.is_hidden_column(column) and (cell := answers.first_in(column)):
            where = _at(cell, page, workbook)
            yield Remark(RemarkKind.HIDDEN_COLUMN, where, _seen(cell), label)


def about_merging(answers: Answers, workbook: str) -> Iterator[Remark]:
    """Yield the merged ranges that hide an answer."""
    rows, page = answers.rows, answers.page
    for merged in dict.fromkeys(page.cells.merged):
        first, after = bisect_left(rows, merged.top), bisect_right(rows, merged.bottom)
        over = [column for column in answers.columns if merged.left <= column <= merged.right]
        covered = (after - first) * len(over)
        if not covered:
            continue
        if covered == 1 and (rows[first], over[0]) == (merged.top, merged.left):
            continue  # one answer, spread over cells that are not asked for
        where = Cell(workbook, page.title, str(merged).partition(":")[0])
        cell = page.cells.rows.get(merged.top, {}).get(merged.left)
        yield Remark(RemarkKind.MERGED_OVER_ANSWER, where, _seen(cell), str(merged))


def about_outside(page: Page, workbook: str, outside: Iterable[ReadCell]) -> Iterator[Remark]:
    """Yield what was typed beside the form, one remark for a column that runs on downwards."""
    last_rows: dict[int, int] = {}
    told = 0
    for cell in outside:
        is_told = cell.column in last_rows
        last_rows[cell.column] = cell.row
        if is_told:
            continue
        yield Remark(RemarkKind.OUTSIDE_THE_FORM, _at(cell, page, workbook), _seen(cell))
        told += 1
        if told == _MOST_OUTSIDE:
            return


def about_what_lies_over(page: Page, workbook: str) -> Iterator[Remark]:
    """Yield the comments at a sheet's cells, but for the program's own, and its drawings."""
    for note in page.comments:
        if not is_own_comment(note.text):
            yield Remark(RemarkKind.COMMENT, Cell(workbook, page.title, note.address), note.text)
    for drawing in page.drawings:
        yield Remark(RemarkKind.DRAWING, Cell(workbook, page.title), drawing.text)


def is_own_comment(text: str) -> bool:
    """Return whether the program wrote a comment, and nobody has written below it since."""
    return text.rstrip().endswith(SIGNATURE)


def about_other_pages(pages: Iterable[Page], workbook: str) -> Iterator[Remark]:
    """Yield the sheets that are not the form's and on which something has been typed."""
    for page in pages:
        kind = RemarkKind.HIDDEN_EXTRA_SHEET if page.is_hidden else RemarkKind.EXTRA_SHEET
        if cell := page.first_cell:
            yield Remark(kind, Cell(workbook, page.title), _seen(cell), page.title)


def _at(cell: ReadCell, page: Page, workbook: str) -> Cell:
    return Cell(workbook, page.title, cell.address)


def _seen(cell: ReadCell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell_text(cell))


def _blocks(numbers: Iterable[int]) -> list[list[int]]:
    """Return ``numbers`` in blocks of those that follow each other."""
    blocks: list[list[int]] = []
    for number in numbers:
        if blocks and number == blocks[-1][-1] + 1:
            blocks[-1].append(number)
        else:
            blocks.append([number])
    return blocks


def _struck(cell: ReadCell, text: str) -> str:
    if not isinstance(cell.value, RichText):
        return text if cell.look.font.struck else ""
    pieces = (
        piece.text
        for piece in cell.value.pieces
        if (piece.font.struck if piece.font else cell.look.font.struck)
    )
    return "".join(pieces).strip()


def _is_invisible(cell: ReadCell) -> bool:
    if not isinstance(cell.value, RichText):
        return cell.look.is_invisible
    background = cell.look.background
    return any(
        (piece.font or cell.look.font).colour == background
        for piece in cell.value.pieces
        if piece.text.strip()
    )
