"""Checks of form, derived from the declaration: required, allowed, length, kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from report_builder import since
from report_builder.checks.registry import Column, Finding, field_rule, rule
from report_builder.merged import Merged
from report_builder.problems import Cell, Severity
from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet, Kind, TableSheet
from report_builder.workbooks.standard_return import ACTIONS, PROBLEMS
from report_builder.workbooks.values import EmptyFormula, ErrorValue, Flaw

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WRITTEN_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")  # as a workbook that Excel saves has it


@field_rule("missing-answer", Severity.ERROR, "Fill in {label}: it is empty.")
def missing_answer(column: Column) -> Iterable[bool]:
    """The report, or the author, cannot do without this answer.

    Of an area that has been withdrawn since the return was issued, nothing is asked any more.
    """
    if not column.field.required:
        return ()
    withdrawn = _withdrawn_rows(column)
    return (
        value == "" and row not in withdrawn
        for row, value in zip(column.rows, column.values, strict=True)
    )


def _withdrawn_rows(column: Column) -> frozenset[int]:
    """Return the rows of a return that speak of areas that are withdrawn."""
    if not column.merged.withdrawn or column.table.sheet.name != ACTIONS.name:
        return frozenset()
    withdrawn = {plain(str(area["reference"])) for area in column.merged.withdrawn}
    return frozenset(
        row for row in column.rows if plain(str(column.table.at(row, "reference"))) in withdrawn
    )


@field_rule(
    "missing-for-status",
    Severity.ERROR,
    "Fill in {label}: the status {status} needs it, or choose another status.",
)
def missing_for_status(column: Column) -> Iterable[bool]:
    """Completed needs a date and evidence; At risk needs a revised date and the mitigation.

    An area that the last report told was closed does not need them again.
    """
    if not column.field.required_for:
        return ()
    table, needing = column.table, column.field.required_for
    told = _told_before(column.merged) if column.field.not_again else frozenset()
    return (
        value == ""
        and table.at(row, "status") in needing
        and plain(str(table.at(row, "reference"))) not in told
        for row, value in zip(column.rows, column.values, strict=True)
    )


@field_rule(
    "not-in-the-list",
    Severity.ERROR,
    "Choose {label} from the list{choices}: “{value}” is not in it.",
)
def not_in_the_list(column: Column) -> Iterable[bool]:
    """Only the listed words have a meaning in the report; a near miss could mean another."""
    field = column.field
    if not field.is_choice:
        return ()
    if field.choices:
        return (value not in field.choices and _is_typed(value) for value in column.values)
    spelt = set(column.choices)
    allowed = {plain(choice) for choice in spelt}
    return (
        value not in spelt and _is_typed(value) and plain(str(value)) not in allowed
        for value in column.values
    )


@field_rule(
    "too-long",
    Severity.ERROR,
    "Shorten {label} to at most {longest} characters.",
)
def too_long(column: Column) -> Iterable[bool]:
    """The place where this is used has a limit; nothing is ever cut off instead."""
    longest = column.field.longest
    return column.which(str, lambda text: len(text) > longest)


@field_rule(
    "not-a-whole-number",
    Severity.ERROR,
    "Type {label} as a whole number: “{value}” is not one.",
)
def not_a_whole_number(column: Column) -> Iterable[bool]:
    """The number is used for counting or ordering."""
    if column.field.kind is not Kind.WHOLE:
        return ()
    return (
        _is_typed(value) and (not isinstance(value, int) or isinstance(value, bool) or value < 0)
        for value in column.values
    )


@field_rule(
    "error-value",
    Severity.ERROR,
    "Type the answer for {label}: the cell shows the Excel error {value}.",
)
def error_value(column: Column) -> Iterable[bool]:
    """An Excel error hides whatever answer was meant."""
    return column.which(ErrorValue)


@field_rule(
    "formula-without-result",
    Severity.ERROR,
    "Type the answer for {label} itself: the cell holds {value}.",
)
def formula_without_result(column: Column) -> Iterable[bool]:
    """What a formula shows is stored only when a spreadsheet program has worked it out."""
    return column.which(EmptyFormula)


@field_rule(
    "control-character",
    Severity.ERROR,
    "Retype {label}: it holds an invisible character that Word cannot show.",
)
def control_character(column: Column) -> Iterable[bool]:
    """Control characters come with copied text; Word refuses a file that holds them."""
    return column.which(str, _has_control_character)


@field_rule(
    "line-break",
    Severity.ERROR,
    "Put {label} on one line: take out the line breaks.",
)
def line_break(column: Column) -> Iterable[bool]:
    """Text copied from a PDF carries stray line ends, which would break the sentence in two."""
    if column.field.kind is not Kind.LINE or column.field.name == "references":
        return ()
    return column.which(str, lambda text: "\n" in text and "\n" in text.strip())


@field_rule(
    "repeated",
    Severity.ERROR,
    "Use each {label} once: “{value}” stands here again.",
)
def repeated(column: Column) -> Iterable[bool]:
    """Two rows of the same name would be taken for one."""
    sheet = column.table.sheet
    # Repeated references of the returns are told by duplicate-reference, with both places.
    if not isinstance(sheet, TableSheet) or sheet.key != column.field.name or sheet.fixed:
        return ()
    return _stands_already(column.values)


@rule("empty-sheet", Severity.ERROR, "Fill in the sheet {sheet}: it has no rows yet.")
def empty_sheet(merged: Merged) -> Iterator[Finding]:
    """Every section of the council's layout says something, be it None."""
    for table in merged.tables.values():
        sheet = table.sheet
        if isinstance(sheet, AnswerSheet) or sheet.optional or sheet is PROBLEMS:
            continue
        filled_in = set(table.columns["workbook"])
        for workbook, places in table.places.items():
            if workbook not in filled_in:
                where = Cell(workbook, places.sheet)
                yield Finding(where, "", {"sheet": sheet.title})


def _told_before(merged: Merged) -> frozenset[str]:
    """Return the areas that the last report told were closed, and that still are."""
    return frozenset(
        plain(str(area["reference"]))
        for area in merged.areas
        if area["change"] in (since.STILL_COMPLETED, since.STILL_NOT_REQUIRED)
    )


def _has_control_character(text: str) -> bool:
    # What can be printed has none, and that is quickly said.
    is_clean = text.replace("\n", "").isprintable() or not _CONTROL.search(text)
    return not is_clean or bool(_WRITTEN_CONTROL.search(text))


def _is_typed(value: object) -> bool:
    return value != "" and not isinstance(value, Flaw)


def _stands_already(values: Iterable[object]) -> Iterator[bool]:
    seen = set()
    for value in values:
        key = plain(str(value))
        yield key != "" and key in seen
        seen.add(key)
