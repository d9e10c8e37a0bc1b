"""What there is to do: by workbook, sheet and cell; the copies for the officers; the list."""

from __future__ import annotations

import json
from itertools import groupby

from starlette.responses import Response

from report_builder import asked, manifest, pipeline
from report_builder.errors import FolderError, ReportBuilderError
from report_builder.pipeline import Standing
from report_builder.problems import Cell, Problem
from report_builder.web.visit import Visit, download_of, shows


def _problems(visit: Visit) -> Response:
    standing = visit.workplace.standing(visit.folder)
    found = _asked_for(visit, standing)
    by_workbook = [
        (workbook, list(each)) for workbook, each in groupby(found, lambda one: one.where.workbook)
    ]
    merged = standing.checked.merged
    return visit.page(
        "problems.html",
        workbook=visit.asked("workbook"),
        found=found,
        waiting=() if visit.asked("workbook") else pipeline.waiting(visit.folder),
        by_workbook=by_workbook,
        printed=_printed(visit, standing),
        report_workbook=visit.folder.report_workbook.name,
        returns={each.file: bool(each.rows) for each in merged.returns} if merged else {},
    )


def _printed(visit: Visit, standing: Standing) -> dict[Cell, str] | None:
    """Return where the cells are printed in the report built last; ``None`` if there is none."""
    try:
        newest = manifest.newest(visit.folder.output)
        name = f"{newest.name.removesuffix(manifest.SUFFIX)}.docx"
        shown = visit.workplace.preview(visit.listed(visit.folder.output, name))
    except ReportBuilderError:
        return None
    address = visit.address("preview", name)
    cells = {problem.where for problem in standing.checked.problems}
    found = ((cell, pipeline.paragraph_of(shown, standing.checked, cell)) for cell in cells)
    return {cell: f"{address}#p{number}" for cell, number in found if number is not None}


def _as_json(visit: Visit) -> Response:
    found = _asked_for(visit, visit.workplace.standing(visit.folder))
    said = json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=2) + "\n"
    return download_of(said.encode(), "problems.json")


def _as_csv(visit: Visit) -> Response:
    found = _asked_for(visit, visit.workplace.standing(visit.folder))
    return download_of(asked.as_csv(found).encode(), "problems.csv")


def _copy(visit: Visit) -> Response:
    standing = visit.workplace.standing(visit.folder)
    workbook = visit.asked("workbook")
    returned = pipeline.answer_to(visit.folder, standing.checked, workbook)
    if returned is None:
        raise FolderError(f"There is nothing to send back for {workbook}.")
    return download_of(returned.content, returned.name)


def _asked_for(visit: Visit, standing: Standing) -> list[Problem]:
    wanted = visit.asked("workbook")
    problems = standing.checked.problems
    return [each for each in problems if wanted in ("", each.where.workbook)]


ROUTES = [
    shows("/report/{report}/problems", _problems),
    shows("/report/{report}/problems.json", _as_json),
    shows("/report/{report}/problems.csv", _as_csv),
    shows("/report/{report}/copy", _copy),
]
