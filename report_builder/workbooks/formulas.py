"""Excel formulas that say, while the person types, what is still missing."""

from __future__ import annotations

from report_builder.workbooks import layout
from report_builder.workbooks.declare import AnswerSheet, Field, Form, TableSheet


def missing_on(sheet: AnswerSheet | TableSheet, last_row: int) -> str:
    """Return the expression that counts the answers still missing on ``sheet`` (no ``=``)."""
    if isinstance(sheet, AnswerSheet):
        terms = [
            f"(LEN(TRIM({_quoted(sheet)}{layout.answer_cell(sheet, field.name)}))=0)*1"
            for field in sheet.fields
            if field.required and not field.prefilled
        ]
    else:
        terms = [
            f"SUMPRODUCT(({_condition(sheet, field, last_row)})"
            f"*(LEN(TRIM({_range(sheet, field.name, last_row)}))=0))"
            for field in sheet.fields
            if _can_be_missing(field)
        ]
    return "+".join(terms) or "0"


def missing_here(sheet: TableSheet, field: Field) -> str:
    """Return the conditional format's formula: is this answer of the first row missing?

    It is written for the first row of the table; Excel moves it along for the others.
    """
    row = layout.FIRST_ROW
    cell = f"${layout.column(sheet, field.name)}{row}"
    if field.required:
        if sheet.fixed:
            return f"LEN(TRIM({cell}))=0"
        columns = (f"${layout.column(sheet, other.name)}{row}" for other in sheet.fields)
        return f"AND(LEN(TRIM({cell}))=0,LEN({'&'.join(columns)})>0)"
    status = f"${layout.column(sheet, 'status')}{row}"
    chosen = ",".join(f'{status}="{name}"' for name in field.required_for)
    return f"AND(LEN(TRIM({cell}))=0,OR({chosen}))"


def ready(form: Form, last_rows: dict[str, int], *, yes: str, no: str) -> str:
    """Return the formula of the cell that says whether the whole workbook is ready."""
    count = "+".join(missing_on(sheet, last_rows[sheet.name]) for sheet in form.sheets)
    return f'=IF(({count})=0,"{yes}","{no}. Answers missing: "&({count})&" (yellow cells)")'


def still_missing(sheet: AnswerSheet | TableSheet, last_row: int) -> str:
    """Return the formula of the line that tells how many answers a sheet still lacks."""
    count = missing_on(sheet, last_row)
    return (
        f'=IF(({count})=0,"Nothing is missing on this sheet.",'
        f'"Answers missing on this sheet: "&({count})&" (the yellow cells)")'
    )


def _can_be_missing(field: Field) -> bool:
    return not field.prefilled and bool(field.required or field.required_for)


def _condition(sheet: TableSheet, field: Field, last_row: int) -> str:
    if field.required_for:
        status = _range(sheet, "status", last_row)
        return "+".join(f'({status}="{name}")' for name in field.required_for)
    if sheet.fixed:
        return "1"
    columns = (_range(sheet, other.name, last_row) for other in sheet.fields)
    return f"LEN({'&'.join(columns)})>0"


def _range(sheet: TableSheet, name: str, last_row: int) -> str:
    letter = layout.column(sheet, name)
    return f"{_quoted(sheet)}${letter}${layout.FIRST_ROW}:${letter}${last_row}"


def _quoted(sheet: AnswerSheet | TableSheet) -> str:
    return f"'{sheet.title}'!"
