"""The list of reports, and the beginning of a new one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from starlette.responses import Response

from report_builder import manifest, pipeline
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.web import view
from report_builder.web.visit import Visit, does, shows, to


@dataclass(frozen=True)
class OnShelf:
    """A report of the list: its title when it was built last, and when that was."""

    name: str
    title: str
    built: dt.datetime | None
    is_draft: bool


def _told(name: str, folder: ReportFolder) -> OnShelf:
    try:
        newest = manifest.newest(folder.output)
        title = manifest.load(newest).report
        built = dt.datetime.fromtimestamp(newest.stat().st_mtime)
    except (FolderError, OSError):
        return OnShelf(name, "", None, is_draft=False)
    return OnShelf(name, title, built, newest.name.endswith(f"{manifest.DRAFT}{manifest.SUFFIX}"))


def _reports(visit: Visit, fault: str = "", title: str = "", after: str = "") -> Response:
    shelf = visit.workplace.shelf
    reports = [_told(name, folder) for name, folder in shelf.reports().items()]
    if shelf.holds_one and not fault:
        return to(f"/report/{view.in_address(reports[0].name)}")
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
