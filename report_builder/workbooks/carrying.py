"""From the last report's workbook to the next one's: what is carried over, and what is left empty.

What a council says in every report (its services, its parts, who writes and who decides) is carried
over. What is true of one report only is left empty, so that the new workbook asks for it: dates,
texts, signatures, reasons.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from report_builder import since, statuses
from report_builder.record import Record, ReportedArea
from report_builder.workbooks.declare import Filling
from report_builder.workbooks.report_workbook import AREAS, HEADING
from report_builder.workbooks.values import Flaw

_WHOLE_TABLES = ("services", "parts", "timescales")
_COVER = (
    *("decision_by", "decision_maker", "lead_director", "mark", "logo_description", "wards"),
    *("author", "author_job_title", "author_email", "author_telephone", "inspection_date"),
)
_REGISTER = (
    *("reference", "part", "timescale", "wording", "order", "lead_service", "lead_organisation"),
    *("publication", "exempt_paragraph", "withheld_reason"),  # what is withheld stays withheld
)
_ROWS: dict[str, tuple[str, ...]] = {
    "meetings": ("body", "public"),
    "implications": ("implication",),
}


def carried_over(tables: Mapping[str, pd.DataFrame], last: Record) -> Filling:
    """Return what the workbook after ``tables`` begins with; ``last`` is what was reported.

    Of the register every area stays but those that the last report told were withdrawn. Each has
    the status of the last report, and is carried forward if it was open then or needs further work.
    Section 3 begins with a heading, to be written, and a row that prints the areas carried forward.
    """
    answers = {
        "cover": _only(_records(tables["cover"])[0], _COVER),
        "settings": _only(_records(tables["settings"])[0], None),
    }
    rows = {name: [_only(row, None) for row in _records(tables[name])] for name in _WHOLE_TABLES}
    for name, fields in _ROWS.items():
        rows[name] = [_only(row, fields) for row in _records(tables[name])]
    rows["appendices"] = [_only(row, ("title",)) for row in _records(tables["appendices"])[:1]]
    rows["supporting"] = [{"kind": HEADING}, {"kind": AREAS, "carried_forward": "Yes"}]
    rows["register"] = [
        {**_only(row, _REGISTER), **_said_last(last.area(str(row["reference"])))}
        for row in _records(tables["register"])
        if not _is_withdrawn(last.area(str(row["reference"])))
    ]
    return Filling(answers, rows)


def _said_last(area: ReportedArea | None) -> dict[str, object]:
    if area is None:
        return {"carried_forward": "No"}
    goes_on = since.is_open(area.standing) or area.further_work == "Yes"
    known = area.standing != statuses.NOT_REPORTED.name
    return {
        "carried_forward": "Yes" if goes_on else "No",
        "previous_status": area.standing if known else "",
    }


def _is_withdrawn(area: ReportedArea | None) -> bool:
    return area is not None and area.withdrawn_reason != ""


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    found: list[dict[str, object]] = frame.drop(columns="row").to_dict("records")
    return found


def _only(row: dict[str, object], fields: tuple[str, ...] | None) -> dict[str, object]:
    """Return those ``fields`` of a row, all if ``None``; what Excel calls an error is left out."""
    return {
        name: value
        for name, value in row.items()
        if (fields is None or name in fields) and not isinstance(value, Flaw)
    }
