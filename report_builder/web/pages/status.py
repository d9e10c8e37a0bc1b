"""Where the report stands, and what is next: blank returns to send out, returns to send in."""

from __future__ import annotations

import io
import zipfile

from starlette.responses import Response

from report_builder import pipeline
from report_builder.pipeline import Standing
from report_builder.web.visit import Visit, does, download, download_of, shows, to


def show(visit: Visit, fault: str = "") -> Response:
    """Return the page; ``fault`` is what was wrong with what was sent in on it."""
    standing = visit.workplace.standing(visit.folder)
    waiting = pipeline.waiting(visit.folder)
    return visit.page(
        "status.html",
        status=400 if fault else 200,
        fault=fault,
        standing=standing,
        summary=standing.summary,
        steps=_STEPS,
        step=_step(standing, is_waiting=bool(waiting)),
        left=standing.days_left(visit.now.date()),
        today=visit.now.date(),
        waiting=waiting,
        running=visit.workplace.jobs.running(visit.folder.root),
        root=str(visit.folder.root),
    )


_STEPS = (
    "Fill in the report workbook, and send it in",
    "Make the blank returns, and send them out",
    "Send in the returns that come back, and choose which count",
    "See to the errors",
    "Build the final report",
)


def _step(standing: Standing, *, is_waiting: bool) -> int:
    """Return which of the steps is next; a return waits for the author's choice, or none does."""
    services = standing.summary.services if standing.summary else ()
    states = {each.state for each in services if each.areas}
    if not states:
        return 0
    if states == {"no return"}:
        return 1
    if is_waiting or states & {"no return", "not filled in"}:
        return 2
    return 3 if standing.checked.has_errors else 4


def _issue(visit: Visit) -> Response:
    with visit.workplace.changing(visit.folder):
        issued, problems = pipeline.issue(visit.folder, visit.now.date())
    return visit.page(
        "issued.html", status=409 if problems else 200, issued=issued, problems=problems
    )


def _all_returns(visit: Visit) -> Response:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(visit.folder.returns.glob("*.xlsx")):
            package.writestr(path.name, path.read_bytes())
    return download_of(packed.getvalue(), f"{visit.name} - returns.zip")


ROUTES = [
    shows("/report/{report}", show),
    does("/report/{report}/issue", _issue),
    shows("/report/{report}/returns.zip", _all_returns),
    shows(
        "/report/{report}/report.xlsx",
        lambda visit: download(
            visit.folder.required(visit.folder.report_workbook, "report workbook")
        ),
    ),
    shows(
        "/report/{report}/return",
        lambda visit: download(
            visit.listed(
                visit.folder.returns, visit.folder.return_called(visit.asked("workbook")).name
            )
        ),
    ),
    shows(
        "/report/{report}/renewed/{file}",
        lambda visit: download(
            visit.listed(visit.folder.output / "renewed returns", visit.part("file"))
        ),
    ),
    shows("/report/{report}/", lambda visit: to(visit.address())),
]
