"""The report as a page, each paragraph with its cells; and its pages as pictures."""

from __future__ import annotations

from starlette.responses import Response

from report_builder import pipeline
from report_builder.errors import FolderError
from report_builder.pipeline.reading import Tell
from report_builder.problems import Cell
from report_builder.web.visit import Visit, does, shows, to


def _preview(visit: Visit, fault: str = "") -> Response:
    path = visit.listed(visit.folder.output, visit.part("file"))
    shown = visit.workplace.preview(path)
    standing = visit.workplace.standing(visit.folder)
    return visit.page(
        "preview.html",
        status=404 if fault else 200,
        fault=fault,
        preview=shown,
        problems=pipeline.problems_at(shown, standing.checked),
        changed=pipeline.changed_since(visit.folder, path),
        why_no_pictures=pipeline.why_no_pdf(),
        sheets=sorted({(cell.workbook, cell.sheet) for cell in shown.by_cell}),
        sheet=visit.asked("sheet"),
        cell=visit.asked("cell"),
    )


def _printed(visit: Visit) -> Response:
    """Lead from a cell to the paragraph that it was printed in."""
    name = visit.part("file")
    shown = visit.workplace.preview(visit.listed(visit.folder.output, name))
    workbook, _, sheet = visit.asked("sheet").rpartition("/")
    cell = Cell(workbook, sheet, visit.asked("cell").strip().upper())
    number = pipeline.paragraph_of(shown, visit.workplace.standing(visit.folder).checked, cell)
    if number is None:
        return _preview(visit, f"{cell} is not printed in this report.")
    return to(f"{visit.address('preview', name)}#p{number}")


def _make_pictures(visit: Visit) -> Response:
    path = visit.listed(visit.folder.output, visit.part("file"))
    workplace, address = visit.workplace, visit.address("pages", path.name)
    if workplace.pictures(path):
        return to(address)

    def work(tell: Tell) -> str:
        workplace.keep_pictures(path, lambda: pipeline.page_images(path, tell))
        return address

    job, is_new = workplace.jobs.begin(visit.folder.root, "Making pictures of the pages", work)
    asked = {} if is_new else {"was": "running"}
    return to(visit.address("build", job.name, **asked))


def _pictures(visit: Visit) -> Response:
    path = visit.listed(visit.folder.output, visit.part("file"))
    pages = visit.workplace.pictures(path)
    if not pages:
        return to(visit.address("preview", path.name))
    return visit.page("pages.html", name=path.name, count=len(pages))


def _picture(visit: Visit) -> Response:
    path = visit.listed(visit.folder.output, visit.part("file"))
    pages, number = visit.workplace.pictures(path), int(visit.part("number"))
    if not 0 < number <= len(pages):
        raise FolderError("There is no such page. Go back, and ask for the pictures again.")
    return Response(pages[number - 1], media_type="image/png")


ROUTES = [
    shows("/report/{report}/preview/{file}", _preview),
    shows("/report/{report}/preview/{file}/cell", _printed),
    does("/report/{report}/pages/{file}", _make_pictures),
    shows("/report/{report}/pages/{file}", _pictures),
    shows("/report/{report}/pages/{file}/{number:int}.png", _picture),
]
