"""From the merged tables to the record of what the report said."""

from __future__ import annotations

import datetime as dt
from typing import Any

from report_builder import __version__, statuses
from report_builder.merge import Merged
from report_builder.record import Record, ReportedArea

_TEXTS = (
    *("reference", "part", "timescale", "wording", "lead_service", "lead_organisation"),
    *("status", "standing", "progress", "mitigation", "impact", "evidence"),
    *("further_work", "carried_forward"),
    *("publication", "exempt_paragraph", "withheld_reason"),
)


def record_of(merged: Merged) -> Record:
    """Return the record of the report that ``merged`` makes, with everything in it.

    Of a draft it is what can be said so far.
    """
    cover = merged.tables["cover"]
    return Record(
        report=merged.report_id,
        title=str(cover.value("title")),
        version=str(cover.value("version")),
        as_at=merged.as_at,
        inspection_date=_date(cover.value("inspection_date")),
        made_by=__version__,
        areas=tuple(_reported(area) for area in merged.area_rows),
    )


def _reported(area: dict[str, Any]) -> ReportedArea:
    is_completed = area["status"] == statuses.COMPLETED.name
    date = _date(area["date"])
    return ReportedArea(
        **{name: str(area[name]) for name in _TEXTS},
        marker=statuses.BY_NAME[str(area["standing"])].marker,
        due=_date(area["due"]),
        first_date=None if is_completed else date,
        revised_date=_date(area["revised_date"]),
        completed=date if is_completed else None,
        reopened_reason="",
        withdrawn_reason="",
    )


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
