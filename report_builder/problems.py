"""Problems: what an officer or the author is asked to put right in a workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from report_builder.masking import masked

PROGRAM = "report_builder"
"""The name under which the program comments on what people have written."""

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Severity(StrEnum):
    """How much a problem matters; an ``ERROR`` stands in the way of a final report."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"


class Cell(NamedTuple):
    """A place in a workbook; ``sheet`` and ``address`` are empty where the whole is meant."""

    workbook: str
    sheet: str = ""
    address: str = ""

    def __str__(self) -> str:
        """Return the place as a person would say it: ``Safeguarding.xlsx, Actions, H7``."""
        parts = (self.workbook, self.sheet, self.address)
        return writable(", ".join(part for part in parts if part))


@dataclass(frozen=True)
class Problem:
    """One fault, its place, the value found there and what to do about it."""

    code: str
    severity: Severity
    where: Cell
    value: str
    message: str
    for_author: bool = False
    """Whether it is the author's to act on, wherever it stands."""
    explained: bool = False
    """Whether it was a query, and an explanation was given."""

    def as_dict(self) -> dict[str, str]:
        """Return the problem as the flat object that ``check --format json`` prints."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "workbook": writable(self.where.workbook),
            "sheet": writable(self.where.sheet),
            "cell": self.where.address,
            "value": self.value,
            "message": self.message,
        }


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: its code, its severity, what it tells a person, and why it is one."""

    code: str
    severity: Severity
    message: str
    """With named fields in braces; ``{value}`` is what the cell holds."""
    reason: str
    """Why this is a problem, and the source of the rule if it has one."""
    for_author: bool = False
    """Whether it is the author's to act on, even where it stands in a return."""

    def at(self, where: Cell, value: object = "", **named: object) -> Problem:
        """Return this problem at ``where``, its message filled in with ``value`` and ``named``.

        Personal data is masked here, and what no file can hold replaced, once, for whatever shows
        the problem to anybody.
        """
        shown = _Shown(named, value=value)
        message = self.message.format_map(shown)
        return Problem(self.code, self.severity, where, shown["value"], message, self.for_author)


class _Shown(dict[str, object]):
    """Values by name, each as it may be shown; only those that are asked for are worked out."""

    def __getitem__(self, name: str) -> str:
        return masked(writable(as_shown(super().__getitem__(name))))


def as_shown(value: object) -> str:
    """Return ``value`` as Excel shows it to a British reader: dates as ``31/08/2026``."""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def writable(text: str) -> str:
    """Return ``text`` with U+FFFD for each character that no Office file and no page can hold."""
    return text if text.isprintable() else _NOT_XML.sub("\ufffd", text)


def no_formula(value: object) -> object:
    """Return ``value`` such that a spreadsheet program does not run it as a formula."""
    dangerous = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if dangerous else value


_SEVERITY_ORDER = {severity: rank for rank, severity in enumerate(Severity)}
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return ``problems`` without repeats: by workbook, whole-file faults first, then by cell."""
    return sorted(dict.fromkeys(problems), key=_reading_key)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of ``problems`` stands in the way of a final report."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _reading_key(problem: Problem) -> tuple[str, str, int, int, str, int, str]:
    match = _ADDRESS.match(problem.where.address)
    column, row = (match[1], int(match[2])) if match else ("", 0)
    return (
        problem.where.workbook.casefold(),
        problem.where.sheet,
        row,
        len(column),
        column,
        _SEVERITY_ORDER[problem.severity],
        problem.code,
    )
