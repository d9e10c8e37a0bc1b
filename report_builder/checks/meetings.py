"""Checks of the way to the decision: the meeting path, and when the report must be published.

“The Regulations” are SI 2012/2089, the Local Authorities (Executive Arrangements) (Meetings and
Access to Information) (England) Regulations 2012.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from report_builder.checks.answers import (
    at,
    day,
    decision_day,
    is_before,
    period,
    said,
)
from report_builder.checks.registry import Finding, rule
from report_builder.days import Period
from report_builder.merged import Merged
from report_builder.problems import Cell, Severity
from report_builder.publication import withholds_all
from report_builder.workbooks.report_workbook import MEETING


@rule(
    "decision-before-as-at",
    Severity.QUERY,
    "Check the date of the decision: {value} is before the report's as-at date, {as_at}.",
)
def decision_before_as_at(merged: Merged) -> Iterator[Finding]:
    """Nobody can decide on what is true on a later day."""
    if is_before(decision_day(merged), merged.as_at):
        yield at(merged, "decision_date", "cover", as_at=merged.as_at)


@rule(
    "meeting-after-decision",
    Severity.QUERY,
    "Check the date of {body}: {value} is after the decision on {decision}.",
)
def meeting_after_decision(merged: Merged) -> Iterator[Finding]:
    """The meeting path on the cover leads to the decision: the council's layout, and advice."""
    table, decision = merged.tables["meetings"], decision_day(merged)
    for index, row in table.records:
        if is_before(decision, row["date"]):
            named = {"body": row["body"], "decision": decision}
            yield Finding(table.cell(index, "date"), row["date"], named)


@rule(
    "meetings-out-of-order",
    Severity.QUERY,
    "Check the date of {body}: {value} is before {before}, the date of a meeting above it. The "
    "cover prints the meetings by date.",
)
def meetings_out_of_order(merged: Merged) -> Iterator[Finding]:
    """The author's order shows what was meant; a date that breaks it may be a slip."""
    table, latest = merged.tables["meetings"], None
    for index, row in table.records:
        if is_before(row["date"], latest):
            named = {"body": row["body"], "before": latest}
            yield Finding(table.cell(index, "date"), row["date"], named)
        else:
            latest = day(row["date"]) or latest


@rule(
    "publish-by",
    Severity.NOTE,
    "Publish the report by {by}: {period} must lie between its publication and {body} on {value}.",
)
def publish_by(merged: Merged) -> Iterator[Finding]:
    """A report is open to inspection for five clear days before a public meeting.

    The Regulations, 6 and 7, for a meeting of the executive; Local Government Act 1972, section
    100B, for a committee. That working days are meant is how many councils read it: a setting.
    """
    found = deadline(merged)
    if found and not is_before(found.by, found.complete):
        yield found.finding


@rule(
    "too-late-to-publish",
    Severity.QUERY,
    "Check the date of {body}, {value}: the report would have to be published by {by}, {period} "
    "before it, and is not complete until {complete} (as-at date and implications).",
)
def too_late_to_publish(merged: Merged) -> Iterator[Finding]:
    """A report is open to inspection for five clear days before a public meeting.

    For less than that only where the meeting itself is called at shorter notice (the Regulations,
    6(2); Local Government Act 1972, section 100B).
    """
    found = deadline(merged)
    if found and is_before(found.by, found.complete):
        yield found.finding


@dataclass(frozen=True)
class Deadline:
    """The last day on which the report can be published, and the meeting that sets it."""

    body: str
    meeting: dt.date
    period: Period
    by: dt.date
    complete: dt.date | None
    """The last date of the as-at date and of the implications."""
    where: Cell

    @property
    def finding(self) -> Finding:
        """Return the deadline as the rules tell it, at the date of the meeting."""
        named = {name: getattr(self, name) for name in ("body", "period", "by", "complete")}
        return Finding(self.where, self.meeting, named)


def deadline(merged: Merged) -> Deadline | None:
    """Return by when the report must be published; ``None`` if no public meeting is known."""
    found = None if withholds_all(merged) else _first_public_meeting(merged)
    if found is None or not isinstance(found.value, dt.date):
        return None
    wanted = period(merged, "publication_days")
    dates = [merged.as_at, *merged.tables["implications"].columns["date"]]
    days = [known for date in dates if (known := day(date))]
    return Deadline(
        body=str(found.named["body"]),
        meeting=found.value,
        period=wanted,
        by=wanted.latest_start(found.value),
        complete=max(days, default=None),
        where=found.where,
    )


def _first_public_meeting(merged: Merged) -> Finding | None:
    """Return the first meeting after the as-at date that the public may attend, else the decision.

    The decision only if a meeting takes it.
    """
    table = merged.tables["meetings"]
    dates = {
        index: date
        for index, row in table.records
        if row["public"] == "Yes" and (date := day(row["date"]))
    }
    ahead = [index for index, date in dates.items() if not is_before(date, merged.as_at)]
    if ahead:
        first = min(ahead, key=dates.__getitem__)
        named = {"body": table.at(first, "body")}
        return Finding(table.cell(first, "date"), dates[first], named)
    if said(merged, "decision_maker", "cover") == MEETING and decision_day(merged):
        return at(merged, "decision_date", "cover", body=said(merged, "decision_by", "cover"))
    return None
