"""Single answers of the report workbook, as the checks of the decision ask for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from report_builder.checks.registry import Finding
from report_builder.days import Period, in_words
from report_builder.merged import Merged
from report_builder.text import plain
from report_builder.workbooks.report_workbook import SETTINGS, WORKING_DAYS

LONGEST_PERIOD = 365
_LONG_PERIODS = ("key_notice_days", "private_notice_days")
_YEARS = range(1990, 2101)
_NOTHING = ("none", "nil", "no", "n/a", "na", "not applicable", "-", "–")


def said(merged: Merged, field: str, table: str = "decision") -> str:
    """Return the answer to ``field`` as text, ``""`` if there is none."""
    return str(merged.tables[table].value(field))


def says_nothing(text: object) -> bool:
    """Return whether ``text`` is empty or no more than a word such as None."""
    folded = plain(str(text)).rstrip(".")
    return not folded or folded in _NOTHING


def day(value: object) -> dt.date | None:
    """Return ``value`` if it is a date that can be counted from, else ``None``.

    What is no date, and impossible years, are problems of their own.
    """
    return value if isinstance(value, dt.date) and value.year in _YEARS else None


def day_said(merged: Merged, field: str, table: str = "decision") -> dt.date | None:
    """Return the day that the answer to ``field`` gives, ``None`` if it gives none."""
    return day(merged.tables[table].value(field))


def decision_day(merged: Merged) -> dt.date | None:
    """Return the day on which the decision is to be taken, ``None`` if it is not known."""
    return day_said(merged, "decision_date", "cover")


def at(merged: Merged, field: str, table: str = "decision", **named: object) -> Finding:
    """Return the finding at the answer to ``field``; its message may name ``{label}``."""
    found = merged.tables[table]
    label = found.label(0, field)
    return Finding(found.cell(0, field), found.value(field), {"label": label, **named})


def setting(merged: Merged, name: str) -> int:
    """Return the council's number, the default where it gives none that can be used."""
    value = merged.tables["settings"].value(name)
    default = SETTINGS.by_name[name].default
    usable = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return int(str(value if usable else default))


def period(merged: Merged, name: str) -> Period:
    """Return one of the council's periods of clear days."""
    counted = "days_of_long_periods" if name in _LONG_PERIODS else "days_of_short_periods"
    chosen = merged.tables["settings"].value(counted) or SETTINGS.by_name[counted].default
    return Period(min(setting(merged, name), LONGEST_PERIOD), working=chosen == WORKING_DAYS)


def is_before(one: object, other: object) -> bool:
    """Return whether both are days that can be counted from, the first before the second."""
    first, second = day(one), day(other)
    return first is not None and second is not None and first < second


def too_short(merged: Merged, field: str, wanted: str) -> Iterator[Finding]:
    """Yield the date in ``field`` if less than the period ``wanted`` lies before the decision.

    The message may name ``{decision}``, ``{period}``, ``{given}`` (what does lie between) and
    ``{earliest}``, the first day on which the decision could be taken.
    """
    notice, decision, asked = day_said(merged, field), decision_day(merged), period(merged, wanted)
    if notice and decision and not asked.is_kept(notice, decision):
        yield at(
            merged,
            field,
            decision=decision,
            period=asked,
            given=in_words(asked.between(notice, decision), working=asked.working),
            earliest=asked.earliest_end(notice),
        )
