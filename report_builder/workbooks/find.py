"""Finds a form's sheets and fields in a workbook, wherever they have been moved to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from report_builder.text import plain
from report_builder.workbooks.declare import (
    HEADER_ROW,
    HIDDEN_SHEET,
    AnswerSheet,
    Form,
    TableSheet,
)
from report_builder.workbooks.xlsx.book import Book, Page
from report_builder.workbooks.xlsx.cells import ReadCell

_HEADING_ROWS = 200
"""How far down the headings are looked for."""
_LONGEST_HEADING = 200  # folding every long answer to look for a heading would take time
_SIGNS = re.compile(r"[\W_]+")
_COLUMN_HEADINGS = ("question", "answer", "what is asked")
_ANSWER_HEADING = "answer"
_ENOUGH = 0.5
"""The share of a sheet's headings that a renamed sheet must have."""

Sheet = AnswerSheet | TableSheet
_Fit = tuple[bool, float]
_NO_FIT: _Fit = (False, 0.0)


@dataclass
class Found:
    """Where the fields of a sheet stand on a page."""

    page: Page
    heading_row: int = 0
    """The row with a table's headings, or the one above the first labelled answer."""
    headings: dict[str, ReadCell] = field(default_factory=dict)
    """The heading or the label of each field that was found."""
    repeated: list[tuple[str, ReadCell]] = field(default_factory=list)
    answer_column: int = 0
    """The column of the answers, on a sheet of labelled cells."""


def heading_key(text: object) -> str:
    """Return ``text`` folded for comparing headings: only letters and figures count."""
    return plain(_SIGNS.sub(" ", str(text)))


def find_all(book: Book, form: Form) -> dict[str, Found]:
    """Return where each sheet of ``form`` was found, by the sheet's name.

    A sheet is known by its title, else (it was renamed) by its headings, if no other page and no
    other sheet could be meant.
    """
    titled = {plain(page.title): page for page in book.pages}
    by_title = {
        sheet.name: find(sheet, titled[plain(sheet.title)])
        for sheet in form.read_sheets
        if plain(sheet.title) in titled
    }
    found = {name: one for name, one in by_title.items() if one.headings}
    lost = [sheet for sheet in form.sheets if sheet.name not in found]
    if not lost:
        return found
    taken = {id(one.page) for one in found.values()}
    left = [
        page
        for page in book.pages
        if id(page) not in taken and plain(page.title) != plain(HIDDEN_SHEET)
    ]
    fits = {(sheet.name, page.title): _fit(sheet, page) for sheet in lost for page in left}
    for sheet in lost:
        page = _only_best({one.title: fits[sheet.name, one.title] for one in left})
        if page and _only_best({one.name: fits[one.name, page] for one in lost}) == sheet.name:
            found[sheet.name] = find(sheet, titled[plain(page)])
    return {**by_title, **found}


def find(sheet: Sheet, page: Page) -> Found:
    """Return where the fields of ``sheet`` stand on ``page``."""
    if isinstance(sheet, AnswerSheet):
        return _find_labels(sheet, page)
    return _find_headings(sheet, page)


def _fit(sheet: Sheet, page: Page) -> _Fit:
    """Return how well ``page`` fits ``sheet``: does its heading say so, how many fields has it."""
    wanted = sum(not field.may_lack for field in sheet.fields) or len(sheet.fields)
    share = len(find(sheet, page).headings) / wanted
    says_so = any(
        plain(str(cell.value)) == plain(sheet.title)
        for row in page.cells.row_numbers[:3]
        for cell in page.cells.rows[row].values()
    )
    is_enough = share >= _ENOUGH and (says_so or len(sheet.fields) > 1)
    return (says_so, share) if is_enough else _NO_FIT


def _only_best(fits: dict[str, _Fit]) -> str:
    """Return the name of what fits best, ``""`` if nothing fits or two fit as well."""
    best = max(fits.values(), default=_NO_FIT)
    names = [name for name, fit in fits.items() if fit == best]
    return names[0] if best != _NO_FIT and len(names) == 1 else ""


def _rows_of_headings(page: Page) -> Iterator[list[ReadCell]]:
    for number in page.cells.rows_between(1, _HEADING_ROWS):
        row = page.cells.rows[number]
        yield [row[column] for column in sorted(row)]


def _can_be_heading(cell: ReadCell) -> bool:
    return isinstance(cell.value, str) and len(cell.value) <= _LONGEST_HEADING


def _find_headings(sheet: TableSheet, page: Page) -> Found:
    """Return the row in which most of the headings stand, and each of its headings."""
    wanted = {heading_key(field.label): field.name for field in sheet.fields}
    enough = {field.name for field in sheet.fields if not field.may_lack}
    best = Found(page, 1)
    said: set[object] = set()
    for row in _rows_of_headings(page):
        if said and said.isdisjoint(cell.value for cell in row):
            continue  # a head is known, and this is none
        found = Found(page, row[0].row)
        for cell in row:
            name = wanted.get(heading_key(cell.value)) if _can_be_heading(cell) else None
            if name and name in found.headings:
                found.repeated.append((name, cell))
            elif name:
                found.headings[name] = cell
        if len(found.headings) > len(best.headings):
            best = found
        if len(best.headings) == len(wanted):
            break  # no row below can have more
        if best.headings.keys() >= enough:
            said = {cell.value for cell in best.headings.values()}
    return best


def _find_labels(sheet: AnswerSheet, page: Page) -> Found:
    """Return the labels of the column in which most of them stand."""
    wanted = {heading_key(field.label): field.name for field in sheet.fields}
    labels = [
        (name, cell)
        for row in _rows_of_headings(page)
        for cell in row
        if _can_be_heading(cell) and (name := wanted.get(heading_key(cell.value)))
    ]
    if not labels:
        return Found(page, 1)
    column = Counter(cell.column for _, cell in labels).most_common(1)[0][0]
    in_column = [(name, cell) for name, cell in labels if cell.column == column]
    found = Found(page, min(cell.row for _, cell in in_column) - 1)
    for name, cell in in_column:
        found.headings.setdefault(name, cell)
    found.answer_column = _answer_column(page, found.heading_row, column)
    return found


def _answer_column(page: Page, heading_row: int, label_column: int) -> int:
    """Return the column headed Answer, else the one beside the labels."""
    headed = (
        cell.column
        for row in page.cells.rows_between(1, heading_row)
        for cell in page.cells.rows[row].values()
        if cell.column > label_column and plain(str(cell.value)) == _ANSWER_HEADING
    )
    return next(headed, label_column + 1)


def is_the_forms_own(cell: ReadCell, sheet: Sheet, found: Found) -> bool:
    """Return whether the form itself has put these words beside its answers."""
    head = sheet.header_row if isinstance(sheet, TableSheet) else HEADER_ROW
    is_in_head = cell.column == 1 and 0 < found.heading_row - cell.row < head
    words = plain(str(cell.value))
    return is_in_head or words in sheet.own_words or words in _COLUMN_HEADINGS
