"""From a filled-in workbook to tables, each row with the cells that it came from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.problems import Cell, Problem
from report_builder.text import plain
from report_builder.workbooks import faults, gate
from report_builder.workbooks.declare import (
    HIDDEN_SHEET,
    AnswerSheet,
    Field,
    Form,
    Identity,
    TableSheet,
)
from report_builder.workbooks.values import EmptyFormula, answer

_HEADER_SEARCH = 30


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


@dataclass(frozen=True)
class Filled:
    """A workbook as it was read; ``tables`` and ``places`` go by the declared sheets' names.

    A table has a column for each declared field and the column ``row``; an empty cell is ``""``.
    """

    file: str
    form: Form
    identity: Identity | None
    tables: dict[str, pd.DataFrame]
    places: dict[str, Places]
    problems: tuple[Problem, ...]

    @property
    def is_unanswered(self) -> bool:
        """Return whether the person has filled in no row of any table yet."""
        if not self.tables:
            return False
        return all(
            frame[[field.name for field in sheet.fields if not field.prefilled]]
            .eq("")
            .all(axis=None)
            for sheet in self.form.sheets
            if isinstance(sheet, TableSheet) and (frame := self.tables.get(sheet.name)) is not None
        )

    def of_another_report(self) -> Filled:
        """Return the workbook with nothing of it kept but the problem that it is the wrong one."""
        problem = faults.OTHER_REPORT.at(Cell(self.file))
        return Filled(self.file, self.form, self.identity, {}, {}, (problem,))


def read(path: Path, form: Form) -> Filled:
    """Return what ``path`` holds of ``form``; whatever is wrong with its form is a problem in it.

    Raises:
        OSError: never for the content of a file, only if the disk fails.
    """
    name = path.name
    try:
        gate.examine(path)
        content = path.read_bytes()
        book = _open(content, cached=False)
    except gate.TooLargeError as error:
        return _unread(name, form, faults.TOO_LARGE.at(Cell(name), reason=error))
    except gate.NotAWorkbookError as error:
        return _unread(name, form, faults.UNREADABLE.at(Cell(name), reason=error))
    identity = _identity(book)
    problem = _wrong_form(name, identity, form)
    if problem:
        return Filled(name, form, identity, {}, {}, (problem,))
    return _Reader(name, book, content, form).filled(identity)


def _unread(name: str, form: Form, problem: Problem) -> Filled:
    return Filled(name, form, None, {}, {}, (problem,))


def _open(content: bytes, *, cached: bool) -> Workbook:
    try:
        return load_workbook(io.BytesIO(content), rich_text=not cached, data_only=cached)
    except Exception as error:  # openpyxl raises what its parsers raise, on damaged files anything
        raise gate.NotAWorkbookError(
            "it is damaged, or of another kind than Excel's own"
        ) from error


def _identity(book: Workbook) -> Identity | None:
    if HIDDEN_SHEET not in book.sheetnames:
        return None
    page = book[HIDDEN_SHEET]
    said = {str(page.cell(row, 1).value): page.cell(row, 2).value for row in range(1, 5)}
    version = said.get("version")
    if isinstance(version, float):
        version = int(version)
    if not said.get("form") or not isinstance(version, int):
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
    """Reads one workbook; formulas' stored results are looked up only if there are formulas."""

    def __init__(self, name: str, book: Workbook, content: bytes, form: Form) -> None:
        self._name, self._book, self._content, self._form = name, book, content, form
        self._cached: Workbook | None = None
        self._tables: dict[str, pd.DataFrame] = {}
        self._places: dict[str, Places] = {}
        self._problems: list[Problem] = []

    def filled(self, identity: Identity | None) -> Filled:
        for sheet in self._form.sheets:
            page = self._page(sheet)
            if page is None:
                where = Cell(self._name, sheet.title)
                self._problems.append(faults.MISSING_SHEET.at(where, sheet=sheet.title))
            elif isinstance(sheet, AnswerSheet):
                self._read_answers(page, sheet)
            else:
                self._read_table(page, sheet)
        return Filled(
            self._name, self._form, identity, self._tables, self._places, tuple(self._problems)
        )

    def _page(self, sheet: AnswerSheet | TableSheet) -> Worksheet | None:
        for page in self._book.worksheets:
            if plain(page.title) == plain(sheet.title):
                return page
        return None

    def _read_answers(self, page: Worksheet, sheet: AnswerSheet) -> None:
        wanted = {plain(field.label): field for field in sheet.fields}
        found: dict[str, tuple[str, int]] = {}
        answers: dict[str, object] = {}
        for row in page.iter_rows(max_row=min(page.max_row, 200), max_col=12):
            for cell, beside in pairwise(row):
                field = wanted.get(plain(str(cell.value or "")))
                if field and field.name not in found:
                    found[field.name] = (beside.column_letter, beside.row)
                    answers[field.name] = self._answer(page, beside, field)
        self._report_missing(page, sheet, set(found), 1)
        frame = pd.DataFrame(
            [[answers.get(field.name, "") for field in sheet.fields] + [0]],
            columns=[*(field.name for field in sheet.fields), "row"],
            dtype=object,
        )
        self._keep(
            sheet,
            page,
            frame,
            columns={name: letter for name, (letter, _) in found.items()},
            rows={name: row for name, (_, row) in found.items()},
        )

    def _read_table(self, page: Worksheet, sheet: TableSheet) -> None:
        header, columns = self._header(page, sheet)
        self._report_missing(page, sheet, set(columns), header)
        fields = [(field, columns.get(field.name)) for field in sheet.fields]
        rows = []
        for cells in page.iter_rows(min_row=header + 1, max_row=page.max_row) if columns else ():
            row = [
                self._answer(page, cells[place - 1], field) if place else ""
                for field, place in fields
            ]
            if any(value != "" for value in row):
                rows.append([*row, cells[0].row])
        frame = pd.DataFrame(
            rows, columns=[*(field.name for field in sheet.fields), "row"], dtype=object
        )
        letters = {name: get_column_letter(place) for name, place in columns.items()}
        self._keep(sheet, page, frame, columns=letters, rows={})

    def _header(self, page: Worksheet, sheet: TableSheet) -> tuple[int, dict[str, int]]:
        """Return the row in which most of the headings stand, and the column of each."""
        wanted = {plain(field.label): field.name for field in sheet.fields}
        best: tuple[int, dict[str, int]] = (1, {})
        repeated: list[tuple[str, int, int]] = []
        for row in page.iter_rows(max_row=min(page.max_row, _HEADER_SEARCH)):
            columns: dict[str, int] = {}
            again = []
            for cell in row:
                name = wanted.get(plain(str(cell.value or "")))
                if name and name in columns:
                    again.append((name, cell.row, cell.column))
                elif name:
                    columns[name] = cell.column
            if len(columns) > len(best[1]):
                best, repeated = (row[0].row, columns), again
        for name, number, place in repeated:
            where = Cell(self._name, page.title, f"{get_column_letter(place)}{number}")
            label = sheet.by_name[name].label
            self._problems.append(faults.REPEATED_COLUMN.at(where, label, label=label))
        return best

    def _answer(self, page: Worksheet, cell: ExcelCell, field: Field) -> object:
        if cell.value is None:
            return ""
        if cell.data_type == "f":
            cell = self._cached_page(page)[cell.coordinate]
            if cell.value is None:
                return EmptyFormula("a formula without a result")
        return answer(cell, field)

    def _cached_page(self, page: Worksheet) -> Worksheet:
        if self._cached is None:
            self._cached = _open(self._content, cached=True)
        found = self._cached[page.title]
        assert isinstance(found, Worksheet)  # noqa: S101  the same file, opened a second time
        return found

    def _report_missing(
        self, page: Worksheet, sheet: AnswerSheet | TableSheet, found: set[str], row: int
    ) -> None:
        for field in sheet.fields:
            if field.name not in found:
                where = Cell(self._name, page.title, f"A{row}")
                self._problems.append(faults.MISSING_COLUMN.at(where, label=field.label))

    def _keep(
        self,
        sheet: AnswerSheet | TableSheet,
        page: Worksheet,
        frame: pd.DataFrame,
        *,
        columns: dict[str, str],
        rows: dict[str, int],
    ) -> None:
        self._tables[sheet.name] = frame
        self._places[sheet.name] = Places(self._name, page.title, columns, rows)


def workbooks_in(folder: Path) -> Iterator[Path]:
    """Yield the Excel workbooks of a folder by name, without Excel's lock files."""
    for path in sorted(folder.glob("*")):
        if path.is_file() and not path.name.startswith(("~$", ".")):
            yield path
