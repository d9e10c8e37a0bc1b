"""From a declaration to a workbook that a person can fill in."""

from __future__ import annotations

import datetime as dt
import io

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.files import canonical_package
from report_builder.text import CellText
from report_builder.workbooks import formulas, layout
from report_builder.workbooks.declare import (
    EXCEL_LIMIT,
    HIDDEN_SHEET,
    AnswerSheet,
    Field,
    Filling,
    Form,
    Guidance,
    Identity,
    Kind,
    TableSheet,
)

_DATE_FORMAT = "dd/mm/yyyy"
_PROMPT_TITLE_LIMIT = 32
_PROMPT_LIMIT = 255


def workbook_bytes(
    form: Form,
    identity: Identity,
    filling: Filling,
    guidance: tuple[Guidance, ...],
    *,
    title: str,
    made: dt.date,
) -> bytes:
    """Return a new workbook of ``form`` with ``filling`` in it; the same input, the same bytes.

    ``made`` is the date in the document properties, ``title`` the title there.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    last_rows = {
        sheet.name: _last_row(sheet, filling.rows.get(sheet.name, [])) for sheet in form.sheets
    }
    for reading in guidance:
        _write_guidance(book.create_sheet(reading.title), reading)
    for sheet in form.sheets:
        page = book.create_sheet(sheet.title)
        _write_head(page, sheet, last_rows[sheet.name])
        if isinstance(sheet, AnswerSheet):
            _write_answers(page, sheet, filling.answers.get(sheet.name, {}), form, last_rows)
        else:
            _write_table(page, sheet, filling.rows.get(sheet.name, []), form, last_rows)
        if form.protected:
            _protect(page)
    _write_ready(book[form.opens_at], form, last_rows)
    _write_identity(book.create_sheet(HIDDEN_SHEET), identity)
    book.active = book.sheetnames.index(form.opens_at)
    for page in book.worksheets:
        page.sheet_view.tabSelected = page.title == form.opens_at
    if form.protected:
        book.security = WorkbookProtection(lockStructure=True)
    properties = book.properties
    properties.title, properties.creator, properties.language = title, "report_builder", "en-GB"
    properties.created = dt.datetime.combine(made, dt.time())
    return _saved(book, made)


def _saved(book: Workbook, made: dt.date) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return canonical_package(saved.getvalue(), modified=made)


def _last_row(sheet: AnswerSheet | TableSheet, rows: list[dict[str, object]]) -> int:
    if isinstance(sheet, AnswerSheet):
        return layout.FIRST_ROW + len(sheet.fields) - 1
    count = len(rows) if sheet.fixed else max(sheet.blank_rows, len(rows) + 10)
    return layout.FIRST_ROW + max(count, 1) - 1


def _write_head(page: Worksheet, sheet: AnswerSheet | TableSheet, last_row: int) -> None:
    title, purpose = page.cell(layout.TITLE_ROW, 1), page.cell(layout.PURPOSE_ROW, 1)
    title.value, title.font = sheet.title, layout.TITLE_FONT
    purpose.value, purpose.font = sheet.purpose, layout.GUIDANCE_FONT
    missing = page.cell(layout.MISSING_ROW, 1)
    missing.value, missing.font = formulas.still_missing(sheet, last_row), layout.LABEL_FONT
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text, page.oddFooter.right.text = "&F, &A", "Page &P of &N"
    page.print_title_rows = f"{layout.HEADER_ROW}:{layout.HEADER_ROW}"
    page.sheet_view.showGridLines = False


def _write_answers(
    page: Worksheet,
    sheet: AnswerSheet,
    answers: dict[str, object],
    form: Form,
    last_rows: dict[str, int],
) -> None:
    for letter, width in layout.ANSWER_WIDTHS.items():
        page.column_dimensions[letter].width = width
    for number, word in enumerate(("Question", "Answer", "What is asked"), 1):
        _header(page.cell(layout.HEADER_ROW, number), word)
    for field in sheet.fields:
        address = layout.answer_cell(sheet, field.name)
        row = page[address].row
        label, guidance = page.cell(row, 1), page.cell(row, 3)
        label.value, label.font, label.alignment = field.label, layout.LABEL_FONT, layout.WRAPPED
        guidance.value, guidance.font = field.guidance, layout.GUIDANCE_FONT
        guidance.alignment = layout.WRAPPED
        cell = page[address]
        _write_value(cell, answers.get(field.name, ""))
        _dress(cell, field)
        _validate(page, field, address, form, last_rows)
        if field.required and not field.prefilled:
            rule = FormulaRule([f"LEN(TRIM(${address}))=0"], fill=layout.MISSING_FILL)
            page.conditional_formatting.add(address, rule)
    first = next(field for field in sheet.fields if not field.prefilled)
    _put_cursor(page, layout.answer_cell(sheet, first.name))
    page.freeze_panes = f"A{layout.FIRST_ROW}"


def _write_table(
    page: Worksheet,
    sheet: TableSheet,
    rows: list[dict[str, object]],
    form: Form,
    last_rows: dict[str, int],
) -> None:
    last_row = last_rows[sheet.name]
    for number, field in enumerate(sheet.fields, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = field.width
        _header(page.cell(layout.HEADER_ROW, number), field.label)
        for row in range(layout.FIRST_ROW, last_row + 1):
            _dress(page.cell(row, number), field)
        cells = f"{letter}{layout.FIRST_ROW}:{letter}{last_row}"
        _validate(page, field, cells, form, last_rows)
        if not field.prefilled and (field.required or field.required_for):
            rule = FormulaRule([formulas.missing_here(sheet, field)], fill=layout.MISSING_FILL)
            page.conditional_formatting.add(cells, rule)
    for row, values in enumerate(rows, layout.FIRST_ROW):
        for number, field in enumerate(sheet.fields, 1):
            _write_value(page.cell(row, number), values.get(field.name, ""))
    last_column = get_column_letter(len(sheet.fields))
    table = Table(displayName=sheet.table_name, ref=f"A{layout.HEADER_ROW}:{last_column}{last_row}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    page.add_table(table)
    page.freeze_panes = f"B{layout.FIRST_ROW}"
    first = next(field for field in sheet.fields if not field.prefilled)
    _put_cursor(page, f"{layout.column(sheet, first.name)}{layout.FIRST_ROW}")


def _write_guidance(page: Worksheet, guidance: Guidance) -> None:
    page.column_dimensions["A"].width = 110
    page.sheet_view.showGridLines = False
    title = page.cell(1, 1)
    title.value, title.font = guidance.title, layout.TITLE_FONT
    row = 2
    for heading, sentences in guidance.sections:
        row += 1
        for text, font in [(heading, layout.LABEL_FONT)] + [
            (sentence, layout.PLAIN_FONT) for sentence in sentences
        ]:
            cell = page.cell(row, 1)
            _write_value(cell, text)
            cell.font, cell.alignment = font, layout.WRAPPED
            row += 1
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(page)


def _write_ready(page: Worksheet, form: Form, last_rows: dict[str, int]) -> None:
    cell = page.cell(layout.MISSING_ROW, 1)
    cell.value = formulas.ready(form, last_rows, yes=form.ready, no="Not ready")
    cell.font = layout.LABEL_FONT
    ready = FormulaRule([f'LEFT($A${layout.MISSING_ROW},3)<>"Not"'], fill=layout.READY_FILL)
    waiting = FormulaRule([f'LEFT($A${layout.MISSING_ROW},3)="Not"'], fill=layout.MISSING_FILL)
    for rule in (ready, waiting):
        page.conditional_formatting.add(f"A{layout.MISSING_ROW}", rule)


def _write_identity(page: Worksheet, identity: Identity) -> None:
    for row in (
        ("form", identity.form),
        ("version", identity.version),
        ("report", identity.report),
        ("service", identity.service),
    ):
        page.append(row)
    page.sheet_state = "hidden"
    page.protection.enable()


def _write_value(cell: ExcelCell, value: object) -> None:
    if value == "" or value is None:
        return
    if isinstance(value, CellText) and any(run.bold for run in value.runs):
        cell.value = CellRichText(
            [
                TextBlock(InlineFont(rFont="Arial", sz=11, b=run.bold), run.text)
                for run in value.runs
                if run.text
            ]
        )
        return
    if isinstance(value, str):
        cell.value = str(value)
        cell.data_type = "s"  # a text that begins with "=" is no formula
    else:
        cell.value = value  # a date or a whole number


def _header(cell: ExcelCell, label: str) -> None:
    cell.value, cell.font, cell.fill = label, layout.HEADER_FONT, layout.HEADER_FILL
    cell.alignment, cell.border = layout.WRAPPED, layout.BOX


def _dress(cell: ExcelCell, field: Field) -> None:
    cell.font, cell.alignment, cell.border = layout.PLAIN_FONT, layout.WRAPPED, layout.BOX
    if field.kind is Kind.DATE:
        cell.number_format = _DATE_FORMAT
    elif field.kind is not Kind.WHOLE:
        cell.number_format = "@" if field.longest < EXCEL_LIMIT else "General"
    if field.prefilled:
        cell.fill = layout.PREFILLED_FILL
    else:
        cell.protection = Protection(locked=False)


def _validate(
    page: Worksheet, field: Field, cells: str, form: Form, last_rows: dict[str, int]
) -> None:
    if field.prefilled:
        return
    rule = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=True)
    rule.promptTitle = field.label[:_PROMPT_TITLE_LIMIT]
    rule.prompt = field.guidance[:_PROMPT_LIMIT] or None
    rule.errorTitle = field.label[:_PROMPT_TITLE_LIMIT]
    if field.kind is Kind.CHOICE:
        rule.type, rule.formula1 = "list", _choices(field, form, last_rows)
        rule.error = "Choose one of the words in the list."
    elif field.kind is Kind.DATE:
        rule.type, rule.operator, rule.formula1, rule.formula2 = (
            "date",
            "between",
            "DATE(1990,1,1)",
            "DATE(2100,12,31)",
        )
        rule.error = "Type a date, for example 31/08/2026."
    elif field.kind is Kind.WHOLE:
        rule.type, rule.operator, rule.formula1 = "whole", "greaterThanOrEqual", "0"
        rule.error = "Type a whole number."
    elif field.longest < EXCEL_LIMIT:
        rule.type, rule.operator, rule.formula1 = (
            "textLength",
            "lessThanOrEqual",
            str(field.longest),
        )
        rule.error = f"At most {field.longest} characters."
    rule.add(cells)
    page.add_data_validation(rule)


def _choices(field: Field, form: Form, last_rows: dict[str, int]) -> str:
    if field.choices:
        return '"' + ",".join(field.choices) + '"'
    title, name = field.choices_from
    sheet = form.by_title[title]
    assert isinstance(sheet, TableSheet)  # noqa: S101  a fault of the declaration, not of a user
    letter = layout.column(sheet, name)
    return f"'{title}'!${letter}${layout.FIRST_ROW}:${letter}${last_rows[sheet.name]}"


def _put_cursor(page: Worksheet, address: str) -> None:
    for selection in page.sheet_view.selection:
        selection.activeCell = selection.sqref = address


def _protect(page: Worksheet) -> None:
    page.protection.enable()
    # In Open XML these name what is forbidden: bold, widths and filters stay the person's.
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)
