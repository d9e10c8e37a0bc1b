"""Checks of dates against each other and against the report's as-at date."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from report_builder import statuses
from report_builder.checks.registry import none, row_rule
from report_builder.merge import Merged
from report_builder.problems import Severity


@row_rule(
    "completed-after-as-at",
    Severity.ERROR,
    "areas",
    "date",
    "Check the date of {reference}: it is Completed, but {value} is after the report's as-at date.",
)
def completed_after_as_at(areas: pd.DataFrame, merged: Merged) -> pd.Series:
    """What is completed on a later day was not completed as at the report's date."""
    as_at = merged.as_at
    if as_at is None:
        return none(areas["date"])
    later = areas["date"].map(lambda value: isinstance(value, dt.date) and value > as_at)
    return later.astype(bool) & (areas["status"] == statuses.COMPLETED.name)


@row_rule(
    "another-as-at-date",
    Severity.QUERY,
    "return",
    "as_at",
    "Check the as-at date: {value} is not the report's.",
)
def another_as_at_date(returns: pd.DataFrame, merged: Merged) -> pd.Series:
    """The report says of all services that it is true as at one date."""
    as_at = merged.as_at
    blank = returns["workbook"].isin(merged.blank_returns)
    other = returns["as_at"].map(
        lambda value: as_at is not None and isinstance(value, dt.date) and value != as_at
    )
    return other.astype(bool) & ~blank
