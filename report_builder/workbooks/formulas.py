"""What is still missing, said by the workbook itself while the person types.

The hidden sheet counts the missing answers of each sheet. Each sheet tells its own count in words,
and the sheet that opens first tells the whole. Next to each formula stands its result for a new
workbook: a program that does not calculate, such as Excel's Protected View, shows that.
"""

from __future__ import annotations

from collections.abc import Callable

from report_builder import statuses
from report_builder.workbooks import layout
from report_builder.workbooks.declare import AnswerSheet, Field, Form, TableSheet

Row = dict[str, object]
_Sheet = AnswerSheet | TableSheet

NOTHING_MISSING = "Nothing is missing on this sheet."
_MISSING = "Answers missing on this sheet (the yellow cells): "
_NOT_READY = "Not ready. Answers missing (the yellow cells): "
_NEXT = ". Next sheet to complete: "
_CLOSED = tuple(status.name for status in statuses.CHOSEN if not status.open)
_BROKEN = "A cell shows an Excel error such as #N/A: type the answer itself."


def count(sheet: _Sheet, last_row: int) -> str:
    """Return the formula that counts the answers missing on ``sheet``."""
    if isinstance(sheet, AnswerSheet):
        terms = [f"({_missing_answer(sheet, field, _quoted(sheet))})" for field in _asked(sheet)]
        return "=" + "+".join(["0", *terms])
    terms = [_count_in_column(sheet, field, last_row) for field in _asked(sheet)]
    required = sum(field.required for field in _asked(sheet))
    if required and not (sheet.fixed or sheet.optional):
        # The first row of an empty table is asked for.
        terms.append(f"({_used_rows(sheet, last_row)}=0)*{required}")
    return "=" + "+".join(terms or ["0"])


def counted(sheet: _Sheet, answers: Row, rows: list[Row]) -> int:
    """Return what :func:`count` gives for ``answers`` on ``sheet``, or for its table's ``rows``."""
    if isinstance(sheet, AnswerSheet):
        return sum(_is_missing(field, answers) for field in _asked(sheet))
    used = [row for row in rows if any(map(_filled, row.values()))]
    if sheet.fixed:
        used = rows or [{}]
    missing = sum(_is_missing(field, row) for row in used for field in _asked(sheet))
    if not (used or sheet.optional):
        missing += sum(field.required for field in _asked(sheet))
    return missing


def tell(form: Form, sheet: _Sheet) -> str:
    """Return the formula of the line that tells what ``sheet`` still lacks."""
    missing = layout.count_cell(form, sheet)
    return (
        f'=IF(ISERROR({missing}),"{_BROKEN}",'
        f'IF({missing}=0,"{NOTHING_MISSING}","{_MISSING}"&{missing}))'
    )


def told(missing: int) -> str:
    """Return what :func:`tell` gives when ``missing`` answers are missing."""
    return f"{_MISSING}{missing}" if missing else NOTHING_MISSING


def tell_ready(form: Form) -> str:
    """Return the formula of the cell that says whether the whole workbook is ready."""
    cells = [layout.count_cell(form, sheet) for sheet in form.sheets]
    total = f"SUM({cells[0]}:{cells[-1].rpartition('!')[2]})"
    next_sheet = f'"{form.sheets[-1].title}"'
    for cell, sheet in reversed(list(zip(cells, form.sheets, strict=True))[:-1]):
        next_sheet = f'IF({cell}>0,"{sheet.title}",{next_sheet})'
    return (
        f'=IF(ISERROR({total}),"{_BROKEN}",IF({total}=0,"{form.ready}",'
        f'"{_NOT_READY}"&{total}&"{_NEXT}"&{next_sheet}))'
    )


def told_ready(form: Form, missing: list[int]) -> str:
    """Return what :func:`tell_ready` gives when the sheets lack ``missing`` answers each."""
    lacking = [sheet.title for sheet, n in zip(form.sheets, missing, strict=True) if n]
    return f"{_NOT_READY}{sum(missing)}{_NEXT}{lacking[0]}" if lacking else form.ready


def marks(sheet: _Sheet, last_row: int) -> list[tuple[str, str]]:
    """Return the cells of ``sheet`` that may be missing, each range with the formula that says so.

    A formula is written for the first row of its range; Excel moves it along for the others.
    """
    if isinstance(sheet, AnswerSheet):
        return [
            (layout.answer_cell(sheet, field.name), _missing_answer(sheet, field))
            for field in _asked(sheet)
        ]
    first = layout.FIRST_ROW
    found = []
    for field in _asked(sheet):
        letter = layout.column(sheet, field.name)
        empty = f"LEN(TRIM(${letter}{first}))=0"
        found.append(
            (f"{letter}{first}:{letter}{last_row}", f"AND({empty},{_when_in_row(sheet, field)})")
        )
        if field.required and not (sheet.fixed or sheet.optional):
            found.append((f"{letter}{first}", f"{_used_cells(sheet, last_row)}=0"))
    return found


def choices(sheet: TableSheet, name: str) -> str:
    """Return the formula of a list of what is filled in in a column, without the empty end."""
    letter = layout.column(sheet, name)
    cells = f"{_quoted(sheet)}${letter}${layout.FIRST_ROW}:${letter}${layout.FIRST_ROW + _REACH}"
    last = f'SUMPRODUCT(MAX(({cells}<>"")*ROW({cells})))-{layout.FIRST_ROW - 1}'
    return f"{_quoted(sheet)}${letter}${layout.FIRST_ROW}:INDEX({cells},MAX(1,{last}))"


_REACH = 999


def _asked(sheet: _Sheet) -> list[Field]:
    return [
        field
        for field in sheet.fields
        if not field.prefilled and (field.required or field.required_for or field.asked_with[0])
    ]


def _decided_by(field: Field) -> list[tuple[str, tuple[str, ...]]]:
    """Return the fields on whose answers it depends whether ``field`` is asked, and the answers."""
    if not field.asked_with[0]:
        return [("status", field.required_for)]
    return [field.asked_with, *([field.and_with] if field.and_with[0] else [])]


def _is_missing(field: Field, row: Row) -> bool:
    if _filled(row.get(field.name)):
        return False
    if field.required:
        return True
    said = {name: str(row.get(name, "")).strip() for name in ("status", "previous_status")}
    is_known = said["status"] == said["previous_status"] and said["status"] in _CLOSED
    return not (field.not_again and is_known) and all(
        str(row.get(name, "")).strip() in answers for name, answers in _decided_by(field)
    )


def _filled(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _missing_answer(sheet: AnswerSheet, field: Field, quoted: str = "") -> str:
    empty = f"(LEN(TRIM({quoted}${layout.answer_cell(sheet, field.name)}))=0)"
    if field.required:
        return empty
    return (
        f"{empty}*{_when(sheet, field, lambda name: f'{quoted}${layout.answer_cell(sheet, name)}')}"
    )


def _count_in_column(sheet: TableSheet, field: Field, last_row: int) -> str:
    empty = f"(LEN(TRIM({_cells(sheet, field.name, last_row)}))=0)"
    if not field.required:
        when = _when(sheet, field, lambda name: _cells(sheet, name, last_row))
        return f"SUMPRODUCT({empty}*{when})"
    if sheet.fixed:
        return f"SUMPRODUCT({empty}*1)"
    others = "+".join(
        f"(LEN(TRIM({_cells(sheet, other.name, last_row)}))>0)"
        for other in sheet.fields
        if other is not field
    )
    return f"SUMPRODUCT({empty}*((0+{others or '0'})>0))"


def _when_in_row(sheet: TableSheet, field: Field) -> str:
    row = layout.FIRST_ROW
    if not field.required:
        return f"{_when(sheet, field, lambda name: f'${layout.column(sheet, name)}{row}')}>0"
    if sheet.fixed:
        return "TRUE"
    first, last = (layout.column(sheet, sheet.fields[place].name) for place in (0, -1))
    return f"SUMPRODUCT(LEN(TRIM(${first}{row}:${last}{row})))>0"


def _when(sheet: _Sheet, field: Field, cells: Callable[[str], str]) -> str:
    """Return what is more than 0 where ``field`` is asked; ``cells`` gives a field's cells."""
    terms = [_any(cells(name), answers) for name, answers in _decided_by(field)]
    if field.not_again and "previous_status" in sheet.by_name:
        status = cells("status")
        terms.insert(0, f"(1-({status}={cells('previous_status')})*{_any(status, _CLOSED)})")
    return "*".join(terms)


def _any(cells: str, answers: tuple[str, ...]) -> str:
    # The 0 makes a number of it: Excel holds even FALSE to be more than 0.
    return "(0+" + "+".join(f'({cells}="{answer}")' for answer in answers) + ")"


def _used_rows(sheet: TableSheet, last_row: int) -> str:
    return _used_cells(sheet, last_row, _quoted(sheet))


def _used_cells(sheet: TableSheet, last_row: int, quoted: str = "") -> str:
    first, last = (layout.column(sheet, sheet.fields[place].name) for place in (0, -1))
    return f"SUMPRODUCT(LEN(TRIM({quoted}${first}${layout.FIRST_ROW}:${last}${last_row})))"


def _cells(sheet: TableSheet, name: str, last_row: int) -> str:
    letter = layout.column(sheet, name)
    return f"{_quoted(sheet)}${letter}${layout.FIRST_ROW}:${letter}${last_row}"


def _quoted(sheet: _Sheet) -> str:
    return f"'{sheet.title}'!"
