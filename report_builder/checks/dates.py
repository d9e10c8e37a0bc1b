"""Checks of dates: what was typed, and how one stands to another."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator

from report_builder import statuses
from report_builder.checks.registry import (
    Column,
    Finding,
    columns,
    field_rule,
    row_rule,
    rule,
)
from report_builder.merged import Merged, Row
from report_builder.problems import Severity, as_shown
from report_builder.workbooks.declare import Kind
from report_builder.workbooks.values import Flaw

_YEARS = range(1990, 2101)
_DAY_ZERO = dt.date(1899, 12, 30)  # Excel's serial numbers count days from here
_FIRST_SERIAL = (dt.date(_YEARS[0], 1, 1) - _DAY_ZERO).days
_LAST_SERIAL = (dt.date(_YEARS[-1], 12, 31) - _DAY_ZERO).days
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})\s*[./\\-]\s*(?P<month>\d{{1,2}})\s*[./\\-]\s*{_YEAR}",
        r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?:[t ].*)?",
        r"(?:[a-z]+,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*"
        rf"(?P<month>[a-z]{{3,9}})\.?,?[\s-]*{_YEAR}",
        rf"(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        # Month first only where day first cannot be meant: 08/31/2026.
        rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/{_YEAR}",
    )
)


@rule(
    "not-a-date",
    Severity.ERROR,
    "Type {label} as a date, for example 31/08/2026: “{value}” is not one.{why}",
)
def not_a_date(merged: Merged) -> Iterator[Finding]:
    """What is no date cannot be compared with one, nor printed as one."""
    for column, row, value in _no_dates(merged):
        if day_meant(value) is None:
            yield Finding(column.cell(row), value, {**column.named(row), "why": _why(value)})


@rule(
    "date-as-text",
    Severity.ERROR,
    "Type {label} as a date: “{value}” is text. If {reads} is meant, type {typed}.",
)
def date_as_text(merged: Merged) -> Iterator[Finding]:
    """Excel takes a date for text if it is typed in a way that it does not know.

    Day and month could be swapped by reading it unasked, so the person says which is meant.
    """
    yield from _dates_typed_otherwise(merged, str)


@rule(
    "date-as-number",
    Severity.ERROR,
    "Type {label} as a date: the cell shows the number {value}. If {reads} is meant, type {typed}.",
)
def date_as_number(merged: Merged) -> Iterator[Finding]:
    """Excel stores a date as a number of days; in a cell of another format only that shows."""
    yield from _dates_typed_otherwise(merged, int, float)


@field_rule(
    "impossible-date",
    Severity.ERROR,
    "Check the year of {label}: {value} cannot be right.",
)
def impossible_date(column: Column) -> Iterable[bool]:
    """A year outside 1990 to 2100 is a slip of the keyboard, or of Excel's date system."""
    return column.which(dt.date, lambda day: day.year not in _YEARS)


@row_rule(
    "completed-after-as-at",
    Severity.ERROR,
    "areas",
    "date",
    "Check the date of {reference}: it is Completed, but {value} is after the report's as-at date, "
    "{report_as_at}. Give the day on which it was completed, or another status.",
)
def completed_after_as_at(area: Row, merged: Merged) -> bool:
    """What is completed on a later day was not completed as at the report's date."""
    return area["status"] == statuses.COMPLETED.name and _comes_before(merged.as_at, area["date"])


@row_rule(
    "completed-before-inspection",
    Severity.QUERY,
    "areas",
    "date",
    "Check the date of {reference}: it is Completed, but {value} is before the inspection report "
    "was published. Explain it if it is right.",
)
def completed_before_inspection(area: Row, merged: Merged) -> bool:
    """What had been done already is seldom what the inspection asked for."""
    published = merged.tables["cover"].value("inspection_date")
    return area["status"] == statuses.COMPLETED.name and _comes_before(area["date"], published)


@row_rule(
    "revised-before-first",
    Severity.QUERY,
    "areas",
    "revised_date",
    "Check the revised date of {reference}: {value} is before the date first expected, {date}.",
)
def revised_before_first(area: Row, _: Merged) -> bool:
    """A date is revised because it cannot be kept; two dates may have changed places."""
    is_open = any(status.open and status.name == area["status"] for status in statuses.CHOSEN)
    return is_open and _comes_before(area["revised_date"], area["date"])


@row_rule(
    "another-as-at-date",
    Severity.QUERY,
    "return",
    "as_at",
    "Check the as-at date: {value} is not the report's, {report_as_at}.",
)
def another_as_at_date(returned: Row, merged: Merged) -> bool:
    """The report says of all services that it is true as at one date."""
    if returned["workbook"] in merged.blank_returns:
        return False
    days = returned["as_at"], merged.as_at
    return _comes_before(*days) or _comes_before(*reversed(days))


@row_rule(
    "signed-off-before-as-at",
    Severity.QUERY,
    "return",
    "sign_off_date",
    "Check the date signed off: {value} is before the as-at date, {as_at}.",
)
def signed_off_before_as_at(returned: Row, _: Merged) -> bool:
    """Nobody can agree that the answers are true on a day that is still to come."""
    return _comes_before(returned["sign_off_date"], returned["as_at"])


@row_rule(
    "as-at-before-inspection",
    Severity.ERROR,
    "cover",
    "as_at",
    "Check the as-at date: {value} is before the day on which the inspection report was "
    "published, {inspection_date}.",
)
def as_at_before_inspection(cover: Row, _: Merged) -> bool:
    """The timescales run from the inspection report: before it, nothing is due or done."""
    return _comes_before(cover["as_at"], cover["inspection_date"])


@row_rule(
    "meeting-before-as-at",
    Severity.QUERY,
    "meetings",
    "date",
    "Check the date of the meeting: {value} is before the report's as-at date, {report_as_at}.",
)
def meeting_before_as_at(meeting: Row, merged: Merged) -> bool:
    """A meeting cannot consider what is true on a later day."""
    return _comes_before(meeting["date"], merged.as_at)


def day_meant(value: object) -> dt.date | None:
    """Return the day that a text or an Excel serial number probably means, ``None`` if none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()):
        days = float(value)
        likely = _FIRST_SERIAL <= days <= _LAST_SERIAL
        return _DAY_ZERO + dt.timedelta(days=int(days)) if likely else None
    if not isinstance(value, str):
        return None
    written = (pattern.fullmatch(value.strip()) for pattern in _WRITTEN)
    return next((day for match in written if match and (day := _day(**match.groupdict()))), None)


def _day(day: str, month: str, year: str) -> dt.date | None:
    full_year = _full(year)
    try:
        found = dt.date(full_year, _number_of(month), int(day))
    except ValueError:
        return None
    return found if full_year in _YEARS else None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _number_of(month: str) -> int:
    """Return the number of a month, 0 if there is none of that name."""
    if month.isdecimal():
        return int(month)
    known = [at for at, name in enumerate(_MONTHS, 1) if name.startswith(month.casefold())]
    return known[0] if known else 0


def _why(value: object) -> str:
    """Return why a text is no date if it names a day that its month does not have."""
    for match in (pattern.fullmatch(str(value).strip()) for pattern in _WRITTEN):
        month, year = (_number_of(match["month"]), _full(match["year"])) if match else (0, 0)
        if match and 1 <= month <= len(_MONTHS) and year in _YEARS:
            days = monthrange(year, month)[1]
            return f" {_MONTHS[month - 1].capitalize()} {year} has {days} days."
    return ""


def _dates_typed_otherwise(merged: Merged, *kinds: type) -> Iterator[Finding]:
    for column, row, value in _no_dates(merged):
        meant = day_meant(value) if isinstance(value, kinds) else None
        if meant:
            reads, typed = f"{meant.day} {meant:%B %Y}", as_shown(meant)
            named = {**column.named(row), "reads": reads, "typed": typed}
            yield Finding(column.cell(row), value, named)


def _no_dates(merged: Merged) -> Iterator[tuple[Column, int, object]]:
    """Yield each answer that should be a date and is none, with its column and row."""
    for column in columns(merged):
        if column.field.kind is Kind.DATE:
            for row, value in zip(column.rows, column.values, strict=True):
                if _is_no_date(value):
                    yield column, row, value


def _is_no_date(value: object) -> bool:
    return value != "" and not isinstance(value, dt.date) and not isinstance(value, Flaw)


def _comes_before(one: object, other: object) -> bool:
    """Return whether both are dates, the first before the second."""
    return isinstance(one, dt.date) and isinstance(other, dt.date) and one < other
