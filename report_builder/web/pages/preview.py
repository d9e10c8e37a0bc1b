"""The report as a page, each paragraph with its cells; and its pages as pictures."""

from __future__ import annotations

from starlette.responses import Response

from report_builder import manifest, pipeline
from report_builder.errors import FolderError
from report_builder.problems import Cell
from report_builder.web.pages.building import why_no_pdf
from report_builder.web.visit import Visit, shows, to


def _preview(visit: Visit) -> Response:
    path = visit.listed(visit.folder.output, visit.part("file"))
    shown = visit.workplace.preview(path)
    standing = visit.workplace.standing(visit.folder)
    return visit.page(
        "preview.html",
        preview=shown,
        problems=pipeline.problems_at(shown, standing.checked),
        changed=pipeline.changed_since(visit.folder, path),
        why_no_pictures=why_no_pdf(),
    )


def _printed(visit: Visit) -> Response:
    """Lead from a cell to the paragraph that it was printed in, in the report built last."""
    newest = manifest.newest(visit.folder.output)
    path = newest.with_name(newest.name.removesuffix(manifest.SUFFIX) + ".docx")
    shown = visit.workplace.preview(visit.listed(visit.folder.output, path.name))
    cell = Cell(visit.asked("workbook"), visit.asked("sheet"), visit.asked("cell"))
    checked = visit.workplace.standing(visit.folder).checked
    number = pipeline.paragraph_of(shown, checked, cell)
    if number is None:
        raise FolderError(f"{cell} is not printed in {path.name}, the report that was built last.")
    return to(f"{visit.address('preview', path.name)}#p{number}")


ROUTES = [
    shows("/report/{report}/preview/{file}", _preview),
    shows("/report/{report}/printed", _printed),
]
