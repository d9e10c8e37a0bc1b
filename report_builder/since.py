"""What has changed since the last report, worked out once, from the records of the reports before.

``GROUPS`` is the one place that says which changes there are: tokens, the filter of section 3 and
the checks go by it. Without records only the statuses that the author has typed into the register
are known; what needs more is not said then.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_builder import statuses
from report_builder.days import date_or_none
from report_builder.record import Record, ReportedArea

NEW = "Not in the last report"
NEWLY_COMPLETED = "Newly completed"
STILL_COMPLETED = "Completed before"
NEWLY_NOT_REQUIRED = "Newly no longer required"
STILL_NOT_REQUIRED = "No longer required before"
STILL_OPEN = "Still open"
REOPENED = "Reopened"

CHANGES = (
    *(NEW, NEWLY_COMPLETED, STILL_COMPLETED, NEWLY_NOT_REQUIRED, STILL_NOT_REQUIRED),
    *(STILL_OPEN, REOPENED),
)
"""All that can become of an area; each area has one of them, if anything is known of it."""

SLIPPED = "Slipped"
UNCHANGED = "Unchanged for two reports"

GROUPS: dict[str, tuple[str, str, frozenset[str]]] = {
    NEWLY_COMPLETED: (
        "that are Completed and were not in the last report",
        *("change", frozenset({NEWLY_COMPLETED})),
    ),
    STILL_OPEN: (
        "that were open in the last report and still are, the overdue ones included",
        *("change", frozenset({STILL_OPEN})),
    ),
    REOPENED: (
        "that were Completed or No longer required in the last report and are open now",
        *("change", frozenset({REOPENED})),
    ),
    NEW: ("that the last report did not have", "change", frozenset({NEW})),
    SLIPPED: (
        "that are open, and due later than the last report said",
        *("slipped", frozenset({"Yes"})),
    ),
    UNCHANGED: (
        "that are open, with the status and the due date that the two reports before this one gave",
        *("unchanged", frozenset({"Yes"})),
    ),
}
"""What each change is called: its meaning, and the column and the values that tell it."""

COLUMNS = (
    *("previous_status", "change", "slipped", "unchanged"),
    *("days_slipped", "times_slipped", "completed_on"),
)
"""What :func:`changes` tells of an area, and figures count."""

SLIP = "slip"
"""What it tells too: the :class:`Slip` that may be printed of the area itself, else ``""``."""


@dataclass(frozen=True)
class Slip:
    """By how much one area is due later than the last report said, and how often it has been."""

    days: int
    times: int
    """In how many reports, this one included, its due date was later than in the one before."""


@dataclass(frozen=True)
class Change:
    """What has become of one area since the last report."""

    previous_status: str
    """The status that the last report gave it, Overdue included; ``""`` if that is not known."""
    change: str
    """One of the words above, ``""`` if nothing is known of the last report."""
    days_slipped: int = 0
    """By how many days an open area is due later than the last report said; never less than 0."""
    times_slipped: int = 0
    """In how many reports, this one included, its due date was later than in the one before."""
    unchanged: bool = False
    """Whether this report and the last one brought no other status and no other due date."""


def changes(area: Mapping[str, Any], history: Sequence[Record]) -> dict[str, object]:
    """Return what has become of ``area`` since the last report: ``COLUMNS`` and ``SLIP``.

    ``history`` holds the records of the reports before this one, the oldest first.
    """
    change = _change(area, history)
    return {
        "previous_status": change.previous_status,
        "change": change.change,
        "slipped": "Yes" if change.days_slipped else "No",
        "unchanged": "Yes" if change.unchanged else "No",
        "days_slipped": change.days_slipped,
        "times_slipped": change.times_slipped,
        SLIP: Slip(change.days_slipped, change.times_slipped),
        "completed_on": _completed_on(area, history) or "",
    }


def is_anything_known(areas: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether anything is known of a last report."""
    return any(area["change"] != "" for area in areas)


def last_said(history: Sequence[Record], reference: str) -> ReportedArea | None:
    """Return what the last report said of an area, ``None`` if it did not have it."""
    return _reported(history[-1], reference) if history else None


def _completed_on(area: Mapping[str, Any], history: Sequence[Record]) -> dt.date | None:
    """Return the day on which a completed area was completed, as it says or the last report did."""
    if area["standing"] != statuses.COMPLETED.name:
        return None
    last = last_said(history, str(area["reference"]))
    return date_or_none(area["date"]) or (last.completed if last else None)


def _change(area: Mapping[str, Any], history: Sequence[Record]) -> Change:
    reference, standing = str(area["reference"]), str(area["standing"])
    if not history:
        typed = str(area["previous_status"])
        return Change(typed, _word(typed, standing) if typed else "")
    last = last_said(history, reference)
    if last is None:
        return Change("", NEW)
    change = _word(last.standing, standing)
    if not is_open(standing):
        return Change(last.standing, change)
    # From the last report backwards, for as long as the area was open in each.
    told = [(str(area["status"]), date_or_none(area["due"]))]
    for record in reversed(history):
        then = _reported(record, reference)
        if then is None or not is_open(then.standing):
            break
        told.append((then.status, then.due))
    slips = [_days_later(now[1], before[1]) for now, before in itertools.pairwise(told)]
    return Change(
        previous_status=last.standing,
        change=change,
        days_slipped=slips[0] if slips else 0,
        times_slipped=sum(days > 0 for days in slips),
        unchanged=len(told) > 2 and told[0] == told[1] == told[2],
    )


def _word(before: str, now: str) -> str:
    """Return what became of an area; nothing is said of one that has not been reported on."""
    if now == statuses.NOT_REPORTED.name:
        return ""
    if is_open(now):
        return STILL_OPEN if is_open(before) else REOPENED
    if now == statuses.COMPLETED.name:
        return STILL_COMPLETED if before == now else NEWLY_COMPLETED
    return STILL_NOT_REQUIRED if before == now else NEWLY_NOT_REQUIRED


def is_open(status: str) -> bool:
    """Return whether an area of that status is still to be done; unknown is not open."""
    known = statuses.BY_NAME.get(status)
    return known is not None and known.open and known is not statuses.NOT_REPORTED


def _reported(record: Record, reference: str) -> ReportedArea | None:
    found = record.area(reference)
    return None if found is None or found.withdrawn_reason else found


def _days_later(now: dt.date | None, before: dt.date | None) -> int:
    return max(0, (now - before).days) if now and before else 0
