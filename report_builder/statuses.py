"""The statuses of an area for improvement: one table of words, markers and meanings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """A status: the officer's word, the completion marker printed for it, and what it means."""

    name: str
    marker: str
    meaning: str
    computed: bool = False
    open: bool = True


NOT_STARTED = Status(
    "Not started", "NOT STARTED", "No work has begun. Say when it will and what it waits for."
)
ON_TRACK = Status(
    "On track", "IN PROGRESS", "Work is under way and the expected date will be kept."
)
AT_RISK = Status(
    "At risk",
    "AT RISK",
    "The expected date may not be kept. Say what is being done about it, and give a revised date.",
)
COMPLETED = Status(
    "Completed",
    "COMPLETED",
    "All that the area asks for is done. Give the date of completion and the evidence.",
    open=False,
)
NO_LONGER_REQUIRED = Status(
    "No longer required",
    "NO LONGER REQUIRED",
    "The area has fallen away. Say why in the progress column.",
    open=False,
)
OVERDUE = Status(
    "Overdue",
    "OVERDUE",
    "Worked out, never chosen: the area is open and its due date is before the as-at date.",
    computed=True,
)
NOT_REPORTED = Status(
    "Not reported",
    "NOT REPORTED",
    "Worked out, in drafts only: no usable status has been returned for the area.",
    computed=True,
)

ALL = (NOT_STARTED, ON_TRACK, AT_RISK, COMPLETED, NO_LONGER_REQUIRED, OVERDUE, NOT_REPORTED)
CHOSEN = tuple(status for status in ALL if not status.computed)
BY_NAME = {status.name: status for status in ALL}
