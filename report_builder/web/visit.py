"""One request, as a page sees it; and what becomes of whatever goes wrong while it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from report_builder.errors import FolderError, ReportBuilderError
from report_builder.folder import ReportFolder
from report_builder.web import view
from report_builder.web.faults import FAULT_TOLD, print_fault
from report_builder.web.workplace import Workplace

MAX_FILES = 200
MAX_FIELDS = 20

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
_ANY_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Visit:
    """A request: what is asked, of which report, and what was sent with it."""

    request: Request
    form: FormData = field(default_factory=FormData)

    @property
    def workplace(self) -> Workplace:
        """Return what the program remembers between requests."""
        workplace: Workplace = self.request.app.state.workplace
        return workplace

    @property
    def name(self) -> str:
        """Return the name of the report."""
        return str(self.request.path_params["report"])

    @cached_property
    def folder(self) -> ReportFolder:
        """Return the folder of the report.

        Raises:
            FolderError: there is no such report any more.
        """
        return self.workplace.shelf.report(self.name)

    @property
    def now(self) -> dt.datetime:
        """Return the time."""
        return dt.datetime.now()

    def part(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """Return what the address asks for behind its question mark, ``""`` if nothing."""
        return self.request.query_params.get(name, "")

    def all_asked(self, name: str) -> list[str]:
        """Return all that the address asks for under ``name``."""
        return self.request.query_params.getlist(name)

    def said(self, name: str) -> str:
        """Return the answer to a question of the form, ``""`` if there is none."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def files(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files that were sent under ``name``: the name of each, and its bytes."""
        for sent in self.form.getlist(name):
            if isinstance(sent, UploadFile) and sent.filename:
                yield sent.filename, sent.file.read()

    def address(self, *parts: str, **asked: str) -> str:
        """Return the address of a page of this report."""
        path = "/".join(quote(part, safe="") for part in ("report", self.name, *parts))
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items())
        return f"/{path}{'?' if query else ''}{query}"

    def page(self, template: str, *, status: int = 200, **named: object) -> Response:
        """Return the page of this report that ``template`` makes."""
        home = self.address()
        return view.page(template, status=status, report=self.name, home=home, **named)

    def listed(self, place: Path, name: str) -> Path:
        """Return the file ``name`` of the folder ``place``, looked up among what lies there.

        Raises:
            FolderError: there is none.
        """
        for path in place.glob("*"):
            if path.name == name and path.is_file():
                return path
        raise FolderError(f"{name} is not there any more. Go back, and load the page again.")


def to(address: str) -> Response:
    """Return the answer that leads on to ``address``."""
    return RedirectResponse(address, status_code=303)


def download(path: Path) -> Response:
    """Return the file at ``path`` as a download."""
    kind = _TYPES.get(path.suffix.lower(), _ANY_TYPE)
    return FileResponse(path, media_type=kind, filename=path.name)


def download_of(content: bytes, name: str) -> Response:
    """Return ``content`` as a download by the name ``name``."""
    kind = _TYPES.get(Path(name).suffix.lower(), _ANY_TYPE)
    disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})


Answer = Callable[[Visit], Response]


def shows(path: str, answer: Answer) -> Route:
    """Return the route of a page that changes nothing."""
    return Route(path, _endpoint(answer), methods=["GET"])


def does(path: str, answer: Answer) -> Route:
    """Return the route of a form: it does something, and leads on to a page."""
    return Route(path, _endpoint(answer), methods=["POST"])


def _endpoint(answer: Answer) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(answered, answer, Visit(request))
        try:
            form = request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS)
            async with form as sent:
                return await run_in_threadpool(answered, answer, Visit(request, sent))
        except HTTPException:
            return view.trouble(
                "That could not be read",
                f"Nothing was kept. Send at most {MAX_FILES} files at a time, by the form on the "
                "page.",
                status=400,
            )

    return endpoint


def answered(answer: Answer, visit: Visit) -> Response:
    """Return what ``answer`` says, or the sentence of what went wrong.

    A fault of the program is printed where it runs, with personal data masked, and is told.
    """
    try:
        return answer(visit)
    except ReportBuilderError as error:
        return view.trouble("That could not be done", str(error), status=409)
    except Exception as fault:
        print_fault(fault)
        return view.trouble(
            "That is a fault of the program",
            FAULT_TOLD,
            status=500,
        )
