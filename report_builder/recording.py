"""From the merged tables to the record of what the report said."""

from __future__ import annotations

from typing import Any

from report_builder import __version__, publication, since, statuses
from report_builder.days import date_or_none
from report_builder.merged import Merged
from report_builder.record import Record, ReportedArea

_TEXTS = (
    *("reference", "part", "timescale", "wording", "lead_service", "lead_organisation"),
    *("carried_forward", "publication", "exempt_paragraph", "withheld_reason"),
)
_ANSWERS = (
    *("status", "standing", "progress", "mitigation", "reopened_reason", "impact", "evidence"),
    "further_work",
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
        inspection_date=date_or_none(cover.value("inspection_date")),
        made_by=__version__,
        areas=(
            *(_reported(area, merged) for area in merged.areas),
            *(_withdrawn(area) for area in merged.withdrawn),
        ),
        classification=publication.classification(merged),
    )


def _reported(area: dict[str, Any], merged: Merged) -> ReportedArea:
    is_completed = area["status"] == statuses.COMPLETED.name
    date = date_or_none(area["date"])
    last = since.last_said(merged.history, str(area["reference"]))
    return ReportedArea(
        **{name: str(area[name]) for name in (*_TEXTS, *_ANSWERS)},
        marker=statuses.BY_NAME[str(area["standing"])].marker,
        due=date_or_none(area["due"]),
        first_date=(last.first_date if last else None) if is_completed else date,
        revised_date=date_or_none(area["revised_date"]),
        completed=date_or_none(area["completed_on"]),
        withdrawn_reason="",
    )


def _withdrawn(area: dict[str, Any]) -> ReportedArea:
    return ReportedArea(
        **{name: str(area[name]) for name in (*_TEXTS, "withdrawn_reason")},
        **dict.fromkeys(_ANSWERS, ""),
        marker="",
        due=None,
        first_date=None,
        revised_date=None,
        completed=None,
    )
