"""The list of reports, and the beginning of a new one."""

from __future__ import annotations

from starlette.responses import Response

from report_builder import pipeline
from report_builder.errors import FolderError
from report_builder.web import view
from report_builder.web.visit import Visit, does, shows, to


def _reports(visit: Visit, fault: str = "", title: str = "", after: str = "") -> Response:
    shelf = visit.workplace.shelf
    reports = list(shelf.reports())
    if shelf.holds_one and not fault:
        return to(f"/report/{view.in_address(reports[0])}")
    return view.page(
        "shelf.html",
        status=409 if fault else 200,
        report=None,
        reports=reports,
        root=str(shelf.root),
        fault=fault,
        title=title,
        after=after,
    )


def _begin(visit: Visit) -> Response:
    title, after = visit.said("title"), visit.said("after")
    shelf, today = visit.workplace.shelf, visit.now.date()
    try:
        folder = shelf.place_for(title)
        if after:
            pipeline.follow(shelf.report(after), folder, today)
        else:
            pipeline.new(folder, today)
    except FolderError as error:
        return _reports(visit, str(error), title, after)
    return to(f"/report/{view.in_address(folder.root.name)}")


ROUTES = [shows("/", _reports), does("/new", _begin)]
