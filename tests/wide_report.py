"""A report of two services, two parts and seven areas, one of every standing, for tests.

One part's name begins with the other's, and so it is with the services: what is told apart here
is told apart anywhere.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reports import Said, tiny, tiny_return, written

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.merged import Merged

SOON, PAST = dt.date(2026, 12, 1), dt.date(2026, 5, 1)  # the as-at date is 31 August 2026
IMMEDIATELY, THREE, SIX = "Immediately", "Within three months", "Within six months"
SERVICES, LAC = "Services", "Services for Looked After Children"
HELP, HELP_AND_CARE = "Early Help", "Early Help and Care"

# reference, part, timescale, lead service, carried forward, status, date, revised, further work
_AREAS = (
    ("A1", SERVICES, IMMEDIATELY, HELP, "No", "Completed", PAST, "", "No"),
    ("A2", SERVICES, THREE, HELP, "Yes", "On track", SOON, "", "Yes"),
    ("A3", SERVICES, THREE, HELP_AND_CARE, "Yes", "At risk", PAST, SOON, "Yes"),
    ("A4", SERVICES, SIX, HELP_AND_CARE, "No", "On track", PAST, "", "Yes"),  # so it is overdue
    ("B1", LAC, IMMEDIATELY, HELP, "No", "No longer required", "", "", "No"),
    ("B2", LAC, SIX, HELP_AND_CARE, "Yes", "Not started", SOON, "", "No"),
    ("B3", LAC, SIX, HELP, "No", "Completed", PAST, "", "No"),
)


def wide() -> Said:
    """Return the report workbook's answers; change them at will."""
    said = tiny()
    said["services"] = [{"service": HELP}, {"service": HELP_AND_CARE}]
    said["parts"] = [{"part": part, "introduction": "Do this."} for part in (SERVICES, LAC)]
    said["timescales"] = [
        {"timescale": IMMEDIATELY, "months": 0},
        {"timescale": THREE, "months": 3},
        {"timescale": SIX, "months": 6},
    ]
    said["register"] = [
        {
            "reference": reference,
            "part": part,
            "timescale": timescale,
            "wording": f"wording of {reference}",
            "lead_service": service,
            "carried_forward": carried_forward,
        }
        for reference, part, timescale, service, carried_forward, *_ in _AREAS
    ]
    return said


def wide_returns() -> tuple[Said, Said]:
    """Return what the two services answer; change it at will."""
    return _answers(HELP), _answers(HELP_AND_CARE)


def wide_folder(folder: Path, report: Said | None = None, *returns: Said) -> ReportFolder:
    """Return a report folder with the workbooks and the standard template in it."""
    return written(folder, report or wide(), *(returns or wide_returns()))


def merged_from(folder: ReportFolder) -> Merged:
    """Return what the workbooks of ``folder`` make together, whatever is wrong with them."""
    merged = pipeline.check(folder).merged
    assert merged is not None
    return merged


def _answers(service: str) -> Said:
    said = tiny_return()
    said["return"]["service"] = service
    said["actions"] = [
        {
            "reference": reference,
            "status": status,
            "date": date,
            "revised_date": revised,
            "progress": f"Progress of {reference}.",
            "mitigation": f"Mitigation of {reference}." if status == "At risk" else "",
            "impact": "" if status == "Not started" else f"Impact of {reference}.",
            "evidence": f"Evidence of {reference}.",
            "further_work": further_work,
        }
        for reference, _, _, lead, _, status, date, revised, further_work in _AREAS
        if lead == service
    ]
    return said
