"""From a filled-in workbook to tables, each row with the cells that it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder.problems import Cell, Problem
from report_builder.text import plain
from report_builder.workbooks import faults, gate, remarks
from report_builder.workbooks.declare import (
    HIDDEN_SHEET,
    AnswerSheet,
    Field,
    Form,
    Identity,
    Kind,
    TableSheet,
)
from report_builder.workbooks.find import Found, find_all, is_the_forms_own
from report_builder.workbooks.remarks import Answers, Remark
from report_builder.workbooks.values import answer, words
from report_builder.workbooks.xlsx.book import Book, Page
from report_builder.workbooks.xlsx.cells import LAST_ROW, ReadCell, column_letters

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS, MAX_ROWS_OF_THE_AUTHOR = 5_000, 100_000
"""The most rows of a table that are read, in a return and in the author's own workbook."""

# What the program itself puts into a workbook beside the form's sheets.
_READING_SHEETS = (plain(HIDDEN_SHEET), "guidance", "tokens")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini", "icon\r")


@dataclass(frozen=True)
class Places:
    """Where the fields of a sheet stand in one workbook."""

    workbook: str
    sheet: str
    columns: dict[str, str]
    rows: dict[str, int]
    """The row of each field, on a sheet of labelled cells."""

    def cell(self, field: str, row: int) -> Cell:
        """Return the cell of ``field``, in table row ``row`` if the sheet is a table."""
        letter = self.columns.get(field, "")
        return Cell(
            self.workbook, self.sheet, f"{letter}{self.rows.get(field, row)}" if letter else ""
        )


def columns_of(sheet: AnswerSheet | TableSheet) -> list[str]:
    """Return the names of what each row of a sheet holds."""
    return [*(field.name for field in sheet.fields), "row"]


@dataclass(frozen=True)
class Filled:
    """A workbook as it was read; ``rows`` and ``places`` go by the declared sheets' names.

    A row has the answer to each declared field, and its number in Excel at the end; an empty cell
    is ``""``. A workbook that cannot be used has neither.
    """

    file: str
    form: Form
    identity: Identity | None
    rows: dict[str, list[list[object]]]
    places: dict[str, Places]
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the rows as tables, with a column for each declared field and ``row``."""
        import pandas as pd

        return {
            sheet.name: pd.DataFrame(self.rows[sheet.name], columns=columns_of(sheet), dtype=object)
            for sheet in self.form.read_sheets
            if sheet.name in self.rows
        }

    def records(self, sheet: str) -> list[dict[str, object]]:
        """Return the rows of a sheet by the names of its fields, none if it is lacking."""
        [declared] = (each for each in self.form.read_sheets if each.name == sheet)
        names = [field.name for field in declared.fields]  # without the row's number at its end
        return [dict(zip(names, row, strict=False)) for row in self.rows.get(sheet, ())]

    @property
    def is_unanswered(self) -> bool:
        """Return whether the person has filled in no row of any table yet."""
        return all(
            sheet.name in self.rows and self._is_empty(sheet, lambda field: not field.prefilled)
            for sheet in self.form.sheets
            if isinstance(sheet, TableSheet)
        )

    @property
    def is_untouched(self) -> bool:
        """Return whether nobody has written anything into the workbook since it was issued."""
        if not self.is_unanswered or self.remarks or self.problems:
            return False
        # The program fills in contacts, but never a date.
        return all(
            self._is_empty(sheet, lambda field: field.kind is Kind.DATE)
            for sheet in self.form.sheets
            if isinstance(sheet, AnswerSheet)
        )

    def _is_empty(self, sheet: AnswerSheet | TableSheet, is_meant: Callable[[Field], bool]) -> bool:
        places = [place for place, field in enumerate(sheet.fields) if is_meant(field)]
        return all(row[place] == "" for row in self.rows[sheet.name] for place in places)

    def of_another_report(self) -> Filled:
        """Return the workbook with nothing of it kept but the problem that it is the wrong one."""
        problem = faults.OTHER_REPORT.at(Cell(self.file))
        return Filled(self.file, self.form, self.identity, {}, {}, (problem,))


def read(path: Path, form: Form, name: str = "") -> Filled:
    """Return what ``path`` holds of ``form``; whatever is wrong with it is a problem in it.

    Problems call the workbook ``name``, or else by the name of its file.
    """
    name = name or path.name
    try:
        book = Book(gate.admitted(path))
        identity = _identity(book)
        problem = _wrong_form(name, identity, form)
        if problem:
            return Filled(name, form, identity, {}, {}, (problem,))
        return _Reader(name, book, form).filled(identity)
    except faults.RefusedError as refused:
        problem = refused.kind.at(Cell(name), **refused.named)
        return Filled(name, form, None, {}, {}, (problem,))


def workbooks_in(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder of workbooks by name, without the files of the system itself.

    Lock files, folders and place-holders of cloud drives are among it: :func:`read` says what
    they are.
    """
    for path in sorted(folder.glob("*")):
        name = path.name.lower()
        is_told = name.startswith(".~lock.") or name.endswith(".icloud")
        if (is_told or not name.startswith(".")) and name not in _SYSTEM_FILES:
            yield path


def _identity(book: Book) -> Identity | None:
    for page in book.pages:
        if plain(page.title) == plain(HIDDEN_SHEET):
            return _said_identity(page)
    return None


def _said_identity(page: Page) -> Identity | None:
    rows = page.cells.rows
    said = {
        str(rows[row][1].value): rows[row][2].value
        for row in range(1, 5)
        if row in rows and {1, 2} <= rows[row].keys()
    }
    try:
        version = int(str(said.get("version")).removesuffix(".0"))
    except ValueError:
        return None
    if not said.get("form"):
        return None
    return Identity(
        str(said["form"]), version, str(said.get("report") or ""), str(said.get("service") or "")
    )


def _wrong_form(name: str, identity: Identity | None, form: Form) -> Problem | None:
    if identity is None or identity.form != form.name:
        return faults.FOREIGN_FORM.at(Cell(name), form=form.name)
    if identity.version != form.version:
        return faults.OLD_FORM.at(
            Cell(name, HIDDEN_SHEET), identity.version, found=identity.version, wanted=form.version
        )
    return None


class _Reader:
    """Reads one workbook of the right form."""

    def __init__(self, name: str, book: Book, form: Form) -> None:
        self._name, self._book, self._form = name, book, form
        self._rows: dict[str, list[list[object]]] = {}
        self._places: dict[str, Places] = {}
        self._problems: list[Problem] = []
        self._remarks: list[Remark] = []

    def filled(self, identity: Identity | None) -> Filled:
        self._read_package()
        found = find_all(self._book, self._form)
        for sheet in self._form.read_sheets:
            if sheet.name in found:
                self._read_sheet(found[sheet.name], sheet)
            elif sheet is not self._form.handed_back:
                where = Cell(self._name, sheet.title)
                self._problems.append(faults.MISSING_SHEET.at(where, sheet=sheet.title))
        known = {*_READING_SHEETS, *(plain(one.page.title) for one in found.values())}
        others = (page for page in self._book.pages if plain(page.title) not in known)
        self._remarks += remarks.about_other_pages(others, self._name)
        return Filled(
            self._name,
            self._form,
            identity,
            self._rows,
            self._places,
            tuple(self._problems),
            tuple(self._remarks),
        )

    def _read_package(self) -> None:
        if self._book.has_macros:
            self._problems.append(faults.MACROS.at(Cell(self._name)))
        if self._book.has_external_links:
            self._problems.append(faults.EXTERNAL_LINKS.at(Cell(self._name)))

    def _read_sheet(self, found: Found, sheet: AnswerSheet | TableSheet) -> None:
        if not found.headings:
            where, first = Cell(self._name, found.page.title), sheet.fields[0].label
            self._problems.append(faults.MISSING_HEADINGS.at(where, first=first))
            return
        self._report_headings(sheet, found)
        if isinstance(sheet, AnswerSheet):
            self._read_answers(found, sheet)
        else:
            self._read_table(found, sheet)

    def _read_answers(self, found: Found, sheet: AnswerSheet) -> None:
        column = found.answer_column
        rows = {name: label.row for name, label in found.headings.items()}
        cells = found.page.cells.rows
        values = [
            self._answer(found.page, cell, field)
            if field.name in rows and (cell := cells[rows[field.name]].get(column))
            else ""
            for field in sheet.fields
        ]
        self._keep(sheet, found.page, [[*values, 0]], dict.fromkeys(rows, column), rows)
        answered = sorted(row for row in rows.values() if column in cells[row])
        inside = {row: {column} for row in answered}
        for label in found.headings.values():
            inside.setdefault(label.row, set()).add(label.column)
        self._remark(
            sheet,
            found,
            Answers(found.page, answered, {column: "Answer"}),
            lambda row: inside.get(row, set()),
        )

    def _read_table(self, found: Found, sheet: TableSheet) -> None:
        page, heading_row = found.page, found.heading_row
        columns = {name: heading.column for name, heading in found.headings.items()}
        fields = [(field, columns.get(field.name, 0)) for field in sheet.fields]
        rows: list[list[object]] = []
        for number in page.cells.rows_between(heading_row + 1, LAST_ROW):
            cells = page.cells.rows[number]
            row = [
                "" if (cell := cells.get(column)) is None else self._answer(page, cell, field)
                for field, column in fields
            ]
            if any(value != "" for value in row):
                rows.append([*row, number])
                self._refuse_too_many(len(rows), page)
        self._keep(sheet, page, rows, columns, {})
        labels = {
            columns[field.name]: field.label
            for field in sheet.fields
            if field.name in columns and not field.prefilled
        }
        inside = {*columns.values(), *(cell.column for _, cell in found.repeated)}
        self._remark(
            sheet,
            found,
            Answers(page, [int(str(row[-1])) for row in rows], labels),
            lambda row: inside if row >= heading_row else set(),
        )

    def _refuse_too_many(self, rows: int, page: Page) -> None:
        most = MAX_ROWS if self._form.protected else MAX_ROWS_OF_THE_AUTHOR
        if rows > most:
            reason = f"the sheet {page.title} has more than {most:,} rows"
            raise faults.RefusedError(faults.TOO_LARGE, reason=reason)

    def _answer(self, page: Page, cell: ReadCell, field: Field) -> object:
        if field.worked_out:
            return ""
        if cell.look.is_plain and type(cell.value) is str:
            return words(cell.value, field)  # as most are; there is nothing to remark
        if not field.prefilled:
            where = Cell(self._name, page.title, cell.address)
            self._remarks += remarks.about_answer(cell, field, where)
        return answer(cell, field)

    def _remark(
        self,
        sheet: AnswerSheet | TableSheet,
        found: Found,
        answers: Answers,
        inside: Callable[[int], Set[int]],
    ) -> None:
        outside = (
            cell
            for cell in found.page.cells.typed(inside)
            if not is_the_forms_own(cell, sheet, found)
        )
        self._remarks += remarks.about_hiding(answers, self._name)
        self._remarks += remarks.about_merging(answers, self._name)
        self._remarks += remarks.about_outside(found.page, self._name, outside)
        self._remarks += remarks.about_what_lies_over(found.page, self._name)

    def _report_headings(self, sheet: AnswerSheet | TableSheet, found: Found) -> None:
        page = found.page
        for field in sheet.fields:
            if field.name not in found.headings and not field.may_lack:
                where = Cell(self._name, page.title, f"A{found.heading_row}")
                self._problems.append(faults.MISSING_COLUMN.at(where, label=field.label))
        for name, cell in found.repeated:
            where, label = Cell(self._name, page.title, cell.address), sheet.by_name[name].label
            self._problems.append(faults.REPEATED_COLUMN.at(where, label, label=label))

    def _keep(
        self,
        sheet: AnswerSheet | TableSheet,
        page: Page,
        rows: list[list[object]],
        columns: dict[str, int],
        places: dict[str, int],
    ) -> None:
        letters = {name: column_letters(column) for name, column in columns.items()}
        self._rows[sheet.name] = rows
        self._places[sheet.name] = Places(self._name, page.title, letters, places)
