"""From what stands in a cell to an answer: text, a date, a whole number, or a flaw."""

from __future__ import annotations

import datetime as dt
import re

from report_builder.text import CellText, Run, joined, plain
from report_builder.workbooks.declare import Field, Kind
from report_builder.workbooks.xlsx.cells import ErrorCode, ReadCell, RichText


class Flaw(str):
    """What a cell shows instead of an answer: an error value, a formula without a result."""

    __slots__ = ()


class ErrorValue(Flaw):
    """An Excel error such as ``#N/A``."""

    __slots__ = ()


class EmptyFormula(Flaw):
    """A formula whose result is not stored in the file."""

    __slots__ = ()


_OF_TEXT, _CHOICE = frozenset(Kind) - {Kind.DATE, Kind.WHOLE}, Kind.CHOICE
_LINE_END = re.compile(r"\r\n?")
# What a list shows before anything is chosen, as forms of other makers have it.
_NOT_CHOSEN = re.compile(
    r"\W*(?:please )?(?:select|choose|pick)(?: (?:one|an? \w+|(?:from )?(?:the |this )?"
    r"(?:drop-?down )?list))?\W*"
)


def answer(cell: ReadCell, field: Field) -> object:
    """Return what ``cell`` answers: ``""`` if nothing, else as ``field.kind`` would have it.

    A value that is not of that kind is returned as it stands, for the checks to judge.
    """
    if cell.value is None:
        return EmptyFormula("a formula without a result")
    if isinstance(cell.value, ErrorCode):
        return ErrorValue(cell.value)
    if field.kind is Kind.DATE:
        return _date(cell.value)
    if field.kind is Kind.WHOLE:
        return _whole(cell.value)
    return _said(cell_text(cell), field)


def words(text: str, field: Field) -> object:
    """Return what a cell with the plain words ``text`` answers, as :func:`answer` does."""
    if field.kind in _OF_TEXT:
        return _said(_line_ends(text) if "\r" in text else text, field)
    return _date(text) if field.kind is Kind.DATE else _whole(text)


def _said(text: str, field: Field) -> str:
    if not text or text.isspace():
        return ""
    return _choice(text, field) if field.kind is _CHOICE else text


def cell_text(cell: ReadCell) -> str:
    """Return what a cell holds as text: a :class:`CellText` if any of it is bold."""
    bold = cell.look.font.bold
    if not isinstance(cell.value, RichText):
        words = cell.value if type(cell.value) is str else _as_typed(cell.value)
        if "\r" in words:
            words = _line_ends(words)
        return CellText([Run(words, bold)]) if bold else words
    runs = [
        Run(_line_ends(piece.text), piece.font.bold if piece.font else bold)
        for piece in cell.value.pieces
    ]
    return CellText(runs) if any(run.bold for run in runs) else joined(runs)


def _choice(text: str, field: Field) -> str:
    if text in field.choices:
        return str(text)
    folded = plain(text)
    if folded in field.choices_folded:
        return field.choices_folded[folded]
    return "" if _NOT_CHOSEN.fullmatch(folded) else text


def _date(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.date()
    return _stripped(value)


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return _stripped(value)


def _stripped(value: object) -> object:
    return str(value).strip() if isinstance(value, str) else value


def _line_ends(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _as_typed(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"  # as Excel rounds it: 0.3, not 0.30000000000000004
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
