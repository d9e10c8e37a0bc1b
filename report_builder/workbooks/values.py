"""From what openpyxl finds in a cell to an answer: text, a date, a whole number, or a flaw."""

from __future__ import annotations

import datetime as dt
import re

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.rich_text import CellRichText, TextBlock

from report_builder.text import CellText, Run, plain
from report_builder.workbooks.declare import Field, Kind


class Flaw(str):
    """What a cell shows instead of an answer: an error value, a formula without a result."""

    __slots__ = ()


class ErrorValue(Flaw):
    """An Excel error such as ``#N/A``."""

    __slots__ = ()


class EmptyFormula(Flaw):
    """A formula whose result is not stored in the file."""

    __slots__ = ()


_CARRIAGE_RETURN = re.compile(r"_x000[dD]_\n?|\r\n?")


def answer(cell: ExcelCell, field: Field) -> object:
    """Return what ``cell`` answers: ``""`` if nothing, else as ``field.kind`` would have it.

    A value that is not of that kind is returned as it stands, for the checks to judge.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return ErrorValue(value)
    if field.kind is Kind.DATE:
        return _date(value)
    if field.kind is Kind.WHOLE:
        return _whole(value)
    text = _text(cell, value)
    if not text.strip():
        return ""
    return field.choices_folded.get(plain(text), text)


def _date(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return _stripped(value)


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return _stripped(value)


def _stripped(value: object) -> object:
    return str(value).strip() if isinstance(value, str) else value


def _text(cell: ExcelCell, value: object) -> CellText:
    bold = bool(cell.font and cell.font.b)
    if isinstance(value, CellRichText):
        runs = tuple(_run(piece, bold) for piece in value)
    else:
        runs = (Run(_line_ends(_as_typed(value)), bold),)
    return CellText(runs)


def _run(piece: str | TextBlock, bold: bool) -> Run:
    if isinstance(piece, TextBlock):
        return Run(_line_ends(piece.text), bool(piece.font.b))
    return Run(_line_ends(piece), bold)


def _line_ends(text: str) -> str:
    return _CARRIAGE_RETURN.sub("\n", text)


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
