"""From a declaration to a workbook that a person can fill in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from copy import copy

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.files import canonical_package
from report_builder.text import CellText
from report_builder.workbooks import formulas, layout
from report_builder.workbooks.declare import (
    EXCEL_LIMIT,
    HEADER_ROW,
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
_SPARE_ROWS = 10
_COLOURS = "Yellow: still missing. White: yours to fill in."
_GREY = " Grey: filled in for you."
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


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
        _write_head(page, sheet, form)
        if isinstance(sheet, AnswerSheet):
            _write_answers(page, sheet, filling.answers.get(sheet.name, {}), form)
        else:
            _write_table(page, sheet, filling.rows.get(sheet.name, []), form, last_rows[sheet.name])
        _mark_missing(page, sheet, last_rows[sheet.name])
        layout.fit_to_width(page)
        if form.protected:
            layout.protect(page)
    _write_hidden(book.create_sheet(HIDDEN_SHEET), identity, form, last_rows)
    for page in book.worksheets:
        layout.suggest_heights(page)
        page.sheet_view.tabSelected = page.title == form.opens_at
    book.active = book.sheetnames.index(form.opens_at)
    if form.protected:
        book.security = WorkbookProtection(lockStructure=True)
    properties = book.properties
    properties.title, properties.creator, properties.language = title, "report_builder", "en-GB"
    properties.created = dt.datetime.combine(made, dt.time())
    return canonical_package(_saved(book, _results(form, filling)), modified=made)


def _saved(book: Workbook, results: dict[str, dict[str, str | int]]) -> bytes:
    """Return the package of ``book``, its formulas with their results beside them."""
    saved, finished = io.BytesIO(), io.BytesIO()
    book.save(saved)
    pages = {page.path.lstrip("/"): page.title for page in book.worksheets}
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(finished, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name in pages:
                part = layout.heights_as_found(part)
                for address, result in results.get(pages[name], {}).items():
                    part = layout.with_result(part, address, result)
            target.writestr(name, part)
    return finished.getvalue()


def _results(form: Form, filling: Filling) -> dict[str, dict[str, str | int]]:
    counts = [
        formulas.counted(
            sheet, filling.answers.get(sheet.name, {}), filling.rows.get(sheet.name, [])
        )
        for sheet in form.sheets
    ]
    results: dict[str, dict[str, str | int]] = {HIDDEN_SHEET: {}}
    for sheet, missing in zip(form.sheets, counts, strict=True):
        results[HIDDEN_SHEET][f"B{layout.count_row(form, sheet)}"] = missing
        told = formulas.told(missing)
        if sheet.title == form.opens_at:
            told = formulas.told_ready(form, counts)
        results[sheet.title] = {f"A{layout.MISSING_ROW}": told}
    return results


def _last_row(sheet: AnswerSheet | TableSheet, rows: list[dict[str, object]]) -> int:
    if isinstance(sheet, AnswerSheet):
        return layout.FIRST_ROW + len(sheet.fields) - 1
    count = len(rows) if sheet.fixed else max(sheet.blank_rows, len(rows) + _SPARE_ROWS)
    return layout.FIRST_ROW + max(count, 1) - 1


def _write_head(page: Worksheet, sheet: AnswerSheet | TableSheet, form: Form) -> None:
    opening = sheet.title == form.opens_at
    colours = _COLOURS + (_GREY if any(field.prefilled for field in sheet.fields) else "")
    for row, words, font in (
        (layout.TITLE_ROW, sheet.title, layout.TITLE_FONT),
        (layout.PURPOSE_ROW, sheet.purpose, layout.GUIDANCE_FONT),
        (
            layout.MISSING_ROW,
            formulas.tell_ready(form) if opening else formulas.tell(form, sheet),
            layout.LABEL_FONT,
        ),
        (layout.COLOURS_ROW, colours, layout.GUIDANCE_FONT),
    ):
        page.cell(row, 1).value, page.cell(row, 1).font = words, font
    line = f"$A${layout.MISSING_ROW}"
    ready = f'{line}="{form.ready if opening else formulas.NOTHING_MISSING}"'
    columns = 3 if isinstance(sheet, AnswerSheet) else min(len(sheet.fields), 3)
    across = f"A{layout.MISSING_ROW}:{get_column_letter(columns)}{layout.MISSING_ROW}"
    for formula, fill in ((ready, layout.READY_FILL), (f"NOT({ready})", layout.MISSING_FILL)):
        page.conditional_formatting.add(across, FormulaRule([formula], fill=fill))
    page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    page.sheet_properties.tabColor = layout.INK
    page.sheet_view.showGridLines = False


def _mark_missing(page: Worksheet, sheet: AnswerSheet | TableSheet, last_row: int) -> None:
    for cells, formula in formulas.marks(sheet, last_row):
        rule = FormulaRule([formula], fill=layout.MISSING_FILL)
        page.conditional_formatting.add(cells, rule)


def _write_answers(
    page: Worksheet,
    sheet: AnswerSheet,
    answers: dict[str, object],
    form: Form,
) -> None:
    for letter, width in layout.ANSWER_WIDTHS.items():
        page.column_dimensions[letter].width = width
    for number, word in enumerate(("Question", "Answer", "What is asked"), 1):
        layout.header(page.cell(HEADER_ROW, number), word)
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
        _validate(page, field, address, form)
    first = next(field for field in sheet.fields if not field.prefilled)
    _put_cursor(page, layout.answer_cell(sheet, first.name))
    page.freeze_panes = f"A{layout.FIRST_ROW}"


def _write_table(
    page: Worksheet,
    sheet: TableSheet,
    rows: list[dict[str, object]],
    form: Form,
    last_row: int,
) -> None:
    drawn = last_row if sheet.fixed else layout.FIRST_ROW - 1 + max(len(rows), layout.BOXED_ROWS)
    for number, field in enumerate(sheet.fields, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = field.width
        layout.header(page.cell(HEADER_ROW, number), field.label)
        first_cell = page.cell(layout.FIRST_ROW, number)
        _dress(first_cell, field)
        for row in range(layout.FIRST_ROW + 1, last_row + 1):
            page.cell(row, number)._style = copy(first_cell._style)  # much quicker than dressing
            if row == drawn + 1:
                page.cell(row, number).border = Border()
                first_cell = page.cell(row, number)
        _validate(page, field, f"{letter}{layout.FIRST_ROW}:{letter}{last_row}", form)
    for row, values in enumerate(rows, layout.FIRST_ROW):
        for number, field in enumerate(sheet.fields, 1):
            _write_value(page.cell(row, number), values.get(field.name, ""))
    last_column = get_column_letter(len(sheet.fields))
    if drawn < last_row:  # an empty grid is not printed: these rows are drawn as they are filled in
        is_used = f"SUMPRODUCT(LEN($A{drawn + 1}:${last_column}{drawn + 1}))>0"
        page.conditional_formatting.add(
            f"A{drawn + 1}:{last_column}{last_row}", FormulaRule([is_used], border=layout.BOX)
        )
    cells = f"A{HEADER_ROW}:{last_column}{last_row}"
    table = Table(displayName=sheet.table_name, ref=cells)
    table.tableColumns = [
        TableColumn(id=number, name=field.label) for number, field in enumerate(sheet.fields, 1)
    ]
    if sheet.key:  # elsewhere the order of the rows is the order of the report
        table.autoFilter = AutoFilter(ref=cells)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    page.add_table(table)
    page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{layout.FIRST_ROW}"
    if sheet.frozen:
        page.print_title_cols = "A:A"  # the key tells the row; more would leave little room
    first = next(field for field in sheet.fields if not field.prefilled)
    _put_cursor(page, f"{layout.column(sheet, first.name)}{layout.FIRST_ROW}")


def _write_guidance(page: Worksheet, guidance: Guidance) -> None:
    page.column_dimensions["A"].width = layout.READING_WIDTH
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
    layout.fit_to_width(page, landscape=False)
    layout.protect(page)


def _write_hidden(
    page: Worksheet, identity: Identity, form: Form, last_rows: dict[str, int]
) -> None:
    for number, (name, value) in enumerate(
        (
            ("form", identity.form),
            ("version", identity.version),
            ("report", identity.report),
            ("service", identity.service),
        ),
        1,
    ):
        _write_value(page.cell(number, 1), name)
        _write_value(page.cell(number, 2), value)
    for sheet in form.sheets:
        row = layout.count_row(form, sheet)
        page.cell(row, 1).value = f"answers missing on {sheet.title}"
        page.cell(row, 2).value = formulas.count(sheet, last_rows[sheet.name])
    page.sheet_state = "hidden"
    page.protection.enable()


def _write_value(cell: ExcelCell, value: object) -> None:
    if value == "" or value is None:
        return
    if isinstance(value, CellText) and any(run.bold for run in value.runs):
        cell.value = CellRichText(
            [
                TextBlock(InlineFont(rFont="Arial", sz=11, b=run.bold), _escaped(run.text))
                for run in value.runs
                if run.text
            ]
        )
        return
    if isinstance(value, str):
        cell.value = _escaped(value)
        cell.data_type = "s"  # a text that begins with "=" is no formula
    else:
        cell.value = value  # a date or a whole number


def _escaped(text: str) -> str:
    """Return ``text`` so that Excel shows a typed ``_x0041_`` as it is, and not as a letter."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def _dress(cell: ExcelCell, field: Field) -> None:
    cell.font, cell.alignment, cell.border = layout.PLAIN_FONT, layout.WRAPPED, layout.BOX
    if field.kind is Kind.DATE:
        cell.number_format = _DATE_FORMAT
    elif field.kind is not Kind.WHOLE:
        cell.number_format = "@"  # "- a bullet" and "01632" are words: no formula, no number
    if field.prefilled:
        cell.fill = layout.PREFILLED_FILL
    else:
        cell.protection = Protection(locked=False)


def _validate(page: Worksheet, field: Field, cells: str, form: Form) -> None:
    if field.prefilled:
        return
    rule = DataValidation(allow_blank=True, showInputMessage=True, showErrorMessage=True)
    rule.promptTitle = rule.errorTitle = _in_a_title(field.label)
    rule.prompt = field.guidance or None
    if field.kind is Kind.CHOICE:
        rule.type, rule.formula1 = "list", _choices(field, form)
        rule.error = "Choose one of the words in the list."
    elif field.kind is Kind.DATE:
        rule.type, rule.operator = "date", "between"
        rule.formula1, rule.formula2 = "DATE(1990,1,1)", "DATE(2100,12,31)"
        rule.error = "Type a date, for example 31/08/2026."
    elif field.kind is Kind.WHOLE:
        rule.type, rule.operator, rule.formula1 = "whole", "greaterThanOrEqual", "0"
        rule.error = "Type a whole number."
    elif field.longest < EXCEL_LIMIT:
        rule.type, rule.operator = "textLength", "lessThanOrEqual"
        rule.formula1 = str(field.longest)
        rule.error = f"Type at most {field.longest} characters."
    rule.add(cells)
    page.add_data_validation(rule)


def _choices(field: Field, form: Form) -> str:
    if field.choices:
        return '"' + ",".join(field.choices) + '"'
    title, name = field.choices_from
    sheet = form.by_title[title]
    assert isinstance(sheet, TableSheet)  # noqa: S101  a fault of the declaration, not of a user
    return formulas.choices(sheet, name)


def _in_a_title(label: str) -> str:
    """Return ``label`` as it fits into the title of a prompt: whole, or its first words."""
    if len(label) <= _PROMPT_TITLE_LIMIT:
        return label
    return label[:_PROMPT_TITLE_LIMIT].rpartition(" ")[0] + "…"


def _put_cursor(page: Worksheet, address: str) -> None:
    for selection in page.sheet_view.selection:
        selection.activeCell = selection.sqref = address
