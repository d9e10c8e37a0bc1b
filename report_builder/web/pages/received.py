"""What was sent in: each file is answered, and the author chooses which returns count."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from report_builder import pipeline
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.pipeline import Kind, Received
from report_builder.problems import Problem
from report_builder.text import plain
from report_builder.web.pages import status
from report_builder.web.visit import Visit, does, download, shows, to


@dataclass(frozen=True)
class Answered:
    """A file that was sent in, and what is asked of whoever filled it in."""

    file: Received
    problems: list[Problem]


def _send(visit: Visit) -> Response:
    with visit.workplace.changing(visit.folder):
        came = pipeline.receive(visit.folder, visit.files("files"), visit.now)
    if not came:
        return status.show(visit, "Choose one workbook or more")
    return to(f"{visit.address('received')}?{urlencode([('new', each.key) for each in came])}")


def _received(visit: Visit) -> Response:
    files = pipeline.received(visit.folder)
    new, used = set(visit.all_asked("new")), set(visit.all_asked("used"))
    return visit.page(
        "received.html",
        new=_answered(visit.folder, [each for each in files if each.key in new]),
        left=[each for each in files if each.key == visit.asked("left")],
        others=[each for each in files if each.key not in new],
        used=[each for each in files if each.key in used and each.in_use],
    )


def _one(visit: Visit) -> Response:
    file = _named(visit)
    (answered,) = _answered(visit.folder, [file])
    return visit.page("received_one.html", answered=answered)


def _answered(folder: ReportFolder, files: list[Received]) -> list[Answered]:
    returns = [each.path for each in files if each.kind is Kind.RETURN and each.can_be_used]
    found = pipeline.check_apart(folder, returns) if returns else {}
    return [Answered(each, found.get(each.path, list(each.problems))) for each in files]


def _use(visit: Visit) -> Response:
    wanted = [str(key) for key in visit.form.getlist("key")]
    with visit.workplace.changing(visit.folder):
        chosen = [each for each in pipeline.received(visit.folder) if each.key in wanted]
        if not _are_of_one_service_each(chosen):
            raise FolderError("Two of these are of one service. Choose one of them.")
        for key in wanted:
            pipeline.use(visit.folder, key, visit.now)
    return to(f"{visit.address('received')}?{urlencode([('used', key) for key in wanted])}")


def _are_of_one_service_each(files: list[Received]) -> bool:
    services = [plain(each.service) for each in files]
    return len(services) == len(set(services))


def _leave(visit: Visit) -> Response:
    with visit.workplace.changing(visit.folder):
        left = pipeline.leave(visit.folder, visit.said("key"))
    return to(visit.address("received", left=left.key))


def _set_aside(visit: Visit) -> Response:
    with visit.workplace.changing(visit.folder):
        pipeline.set_aside(visit.folder, visit.said("file"), visit.now)
    return to(visit.address("received"))


def _named(visit: Visit) -> Received:
    for each in pipeline.received(visit.folder):
        if each.key == visit.part("key"):
            return each
    raise FolderError("That file is not among those that were received any more.")


ROUTES = [
    does("/report/{report}/send", _send),
    shows("/report/{report}/received", _received),
    shows("/report/{report}/received/{key}", _one),
    shows("/report/{report}/received/{key}/file", lambda visit: download(_named(visit).path)),
    does("/report/{report}/use", _use),
    does("/report/{report}/leave", _leave),
    does("/report/{report}/set-aside", _set_aside),
]
