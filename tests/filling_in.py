"""Fills in workbooks as a person does in Excel: finds the heading, and types below or beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet, Form, TableSheet


def fill_in(path: Path, form: Form, said: dict[str, Any]) -> None:
    """Type ``said`` (by sheet and field, as the samples say it) into the workbook at ``path``.

    In a table that names its rows, a row that is there already is filled in further, and what is
    not there is added; in every other table the rows are typed from the top.
    """
    book = openpyxl.load_workbook(path, rich_text=True)
    for sheet in form.sheets:
        if sheet.name in said:
            page = book[sheet.title]
            if isinstance(sheet, AnswerSheet):
                _fill_in_answers(page, sheet, said[sheet.name])
            else:
                _fill_in_rows(page, sheet, said[sheet.name])
    book.save(path)


def seen(path: Path, sheet: TableSheet, key: str) -> dict[str, Any]:
    """Return what a person sees in the row of ``key``, by heading; empty cells are left out."""
    page = openpyxl.load_workbook(path)[sheet.title]
    top, columns = _columns(page, sheet)
    at = next(row for row in range(top + 1, page.max_row + 1) if page.cell(row, 1).value == key)
    found = {name: page.cell(at, column).value for name, column in columns.items()}
    return {name: value for name, value in found.items() if value is not None}


def _fill_in_answers(page: Worksheet, sheet: AnswerSheet, answers: dict[str, Any]) -> None:
    labels = {plain(str(row[0].value)): row[1] for row in page.iter_rows(max_col=2)}
    for name, value in answers.items():
        labels[plain(sheet.by_name[name].label)].value = value


def _fill_in_rows(page: Worksheet, sheet: TableSheet, rows: list[dict[str, Any]]) -> None:
    top, columns = _columns(page, sheet)
    for number, said in enumerate(rows, top + 1):
        at = number
        if sheet.key:
            keys = [page.cell(row, columns[sheet.key]).value for row in range(top + 1, top + 200)]
            wanted = said[sheet.key] if said[sheet.key] in keys else None
            at = top + 1 + keys.index(wanted)
        for name, value in said.items():
            page.cell(at, columns[name]).value = value


def _columns(page: Worksheet, sheet: TableSheet) -> tuple[int, dict[str, int]]:
    """Return the row of the headings, and the column of each field."""
    labels = {plain(field.label): field.name for field in sheet.fields}
    rows = [
        {
            labels[plain(str(cell.value))]: cell.column
            for cell in row
            if plain(str(cell.value)) in labels
        }
        for row in page.iter_rows(max_row=20)
    ]
    best = max(rows, key=len)
    return rows.index(best) + 1, best
