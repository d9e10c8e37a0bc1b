"""Checks of form, derived from the declaration: required, allowed, length, kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pandas as pd

from report_builder.checks.registry import Column, Finding, field_rule, none, rule
from report_builder.merge import Merged
from report_builder.problems import Cell, Severity
from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet, Kind, TableSheet
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.values import EmptyFormula, ErrorValue, Flaw

_OPTIONAL_TABLES = ("narrative",)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x00[01][0-9A-Fa-f]_")


@field_rule("missing-answer", Severity.ERROR, "Fill in {label}: it is empty.")
def missing_answer(column: Column) -> pd.Series:
    """The report, or the author, cannot do without this answer."""
    if not column.field.required:
        return none(column.values)
    return column.values == ""


@field_rule(
    "missing-for-status",
    Severity.ERROR,
    "Fill in {label}: the status that you chose needs it.",
)
def missing_for_status(column: Column) -> pd.Series:
    """Completed needs a date and evidence; At risk needs a revised date and the mitigation."""
    if not column.field.required_for:
        return none(column.values)
    status = column.table.frame.loc[column.values.index, "status"]
    return (column.values == "") & status.isin(column.field.required_for)


@field_rule(
    "not-in-the-list",
    Severity.ERROR,
    "Choose {label} from the list: “{value}” is not in it.",
)
def not_in_the_list(column: Column) -> pd.Series:
    """Only the listed words have a meaning in the report; a near miss could mean another."""
    field = column.field
    if not field.is_choice:
        return none(column.values)
    allowed = set(field.choices)
    if not allowed:
        title, name = field.choices_from
        source = column.merged.tables[REPORT_WORKBOOK.by_title[title].name]
        allowed = {plain(choice) for choice in source.values(name)}
        return column.values.map(
            lambda value: value != "" and not _flawed(value) and plain(str(value)) not in allowed
        ).astype(bool)
    return column.values.map(
        lambda value: value != "" and not _flawed(value) and value not in allowed
    ).astype(bool)


@field_rule(
    "too-long",
    Severity.ERROR,
    "Shorten {label} to at most {longest} characters.",
)
def too_long(column: Column) -> pd.Series:
    """The place where this is used has a limit; nothing is ever cut off instead."""
    return column.values.map(
        lambda value: isinstance(value, str) and len(value) > column.field.longest
    ).astype(bool)


@field_rule(
    "not-a-date",
    Severity.ERROR,
    "Type {label} as a date, for example 31/08/2026: “{value}” is not one.",
)
def not_a_date(column: Column) -> pd.Series:
    """A date typed as words or as a number cannot be compared, and day and month can be swapped."""
    if column.field.kind is not Kind.DATE:
        return none(column.values)
    return column.values.map(
        lambda value: value != "" and not _flawed(value) and not isinstance(value, dt.date)
    ).astype(bool)


@field_rule(
    "impossible-date",
    Severity.ERROR,
    "Check the year of {label}: {value} cannot be right.",
)
def impossible_date(column: Column) -> pd.Series:
    """A year outside 1990 to 2100 is a slip of the keyboard, or of Excel's date system."""
    return column.values.map(
        lambda value: isinstance(value, dt.date) and not 1990 <= value.year <= 2100
    ).astype(bool)


@field_rule(
    "not-a-whole-number",
    Severity.ERROR,
    "Type {label} as a whole number: “{value}” is not one.",
)
def not_a_whole_number(column: Column) -> pd.Series:
    """The number is used for counting or ordering."""
    if column.field.kind is not Kind.WHOLE:
        return none(column.values)
    return column.values.map(
        lambda value: (
            value != ""
            and not _flawed(value)
            and (not isinstance(value, int) or isinstance(value, bool) or value < 0)
        )
    ).astype(bool)


@field_rule(
    "error-value",
    Severity.ERROR,
    "Type the answer for {label}: the cell shows the Excel error {value}.",
)
def error_value(column: Column) -> pd.Series:
    """An Excel error hides whatever answer was meant."""
    return column.values.map(lambda value: isinstance(value, ErrorValue)).astype(bool)


@field_rule(
    "formula-without-result",
    Severity.ERROR,
    "Type the answer for {label} itself: the cell holds {value}.",
)
def formula_without_result(column: Column) -> pd.Series:
    """What a formula shows is stored only when a spreadsheet program has worked it out."""
    return column.values.map(lambda value: isinstance(value, EmptyFormula)).astype(bool)


@field_rule(
    "control-character",
    Severity.ERROR,
    "Retype {label}: it holds an invisible character that Word cannot show.",
)
def control_character(column: Column) -> pd.Series:
    """Control characters come with copied text; Word refuses a file that holds them."""
    return column.values.map(
        lambda value: isinstance(value, str) and bool(_CONTROL.search(value))
    ).astype(bool)


@field_rule(
    "line-break",
    Severity.ERROR,
    "Put {label} on one line: take out the line breaks.",
)
def line_break(column: Column) -> pd.Series:
    """Text copied from a PDF carries stray line ends, which would break the sentence in two."""
    if column.field.kind is not Kind.LINE or column.field.name == "references":
        return none(column.values)
    return column.values.map(lambda value: isinstance(value, str) and "\n" in value.strip()).astype(
        bool
    )


@field_rule(
    "repeated",
    Severity.ERROR,
    "Use each {label} once: “{value}” stands here again.",
)
def repeated(column: Column) -> pd.Series:
    """Two rows of the same name would be taken for one."""
    sheet = column.table.sheet
    # Repeated references of the returns are told by duplicate-reference, with both places.
    if not isinstance(sheet, TableSheet) or sheet.key != column.field.name or sheet.fixed:
        return none(column.values)
    keys = column.values.map(lambda value: plain(str(value)))
    return keys.duplicated() & (keys != "")


@rule("empty-sheet", Severity.ERROR, "Fill in the sheet {sheet}: it has no rows yet.")
def empty_sheet(merged: Merged) -> Iterator[Finding]:
    """Every section of the council's layout says something, be it None."""
    for table in merged.tables.values():
        sheet = table.sheet
        if isinstance(sheet, AnswerSheet) or sheet.name in _OPTIONAL_TABLES:
            continue
        for workbook, places in table.places.items():
            if not (table.frame["workbook"] == workbook).any():
                where = Cell(workbook, places.sheet)
                yield Finding(where, "", {"sheet": sheet.title})


def _flawed(value: object) -> bool:
    return isinstance(value, Flaw)
