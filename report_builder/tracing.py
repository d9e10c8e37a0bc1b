"""Which cell stands behind what is printed: for comments in drafts, and for the manifest."""

from __future__ import annotations

from pathlib import Path

from report_builder import __version__, manifest
from report_builder.manifest import Manifest, Told, Traced, TracedArea
from report_builder.merge import OFFICERS_FIELDS, Merged
from report_builder.problems import Cell
from report_builder.report.model import Report
from report_builder.word.beside import places, text_of
from report_builder.word.render import Rendered
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN


def stands_for(merged: Merged) -> dict[Cell, Cell]:
    """Return, for each cell of an officer's answer, the cell of the area's wording.

    The wording is always printed; a status, a date or an empty cell never is as it stands.
    """
    return {
        merged.area_cell(at, field): merged.area_cell(at, "wording")
        for at in range(len(merged.areas))
        for field in OFFICERS_FIELDS
    }


def manifest_of(
    rendered: Rendered, report: Report, merged: Merged, files: list[Path], root: Path
) -> Manifest:
    """Return the manifest of a report that was made from ``files`` below ``root``."""
    status = {
        str(reference): merged.area_cell(at, "status")
        for at, reference in enumerate(merged.areas["reference"])
    }
    told = _told(rendered, report)
    areas = tuple(
        TracedArea(
            area.reference,
            str(area.wording),
            area.marker,
            status[area.reference],
            tuple(told[area.reference]),
        )
        for part in report.parts
        for timescale in part.timescales
        for area in timescale.areas
    )
    counts = {"areas": len(merged.areas), "returns": len(merged.returns)}
    for standing in merged.areas["standing"]:
        counts[str(standing)] = counts.get(str(standing), 0) + 1
    return Manifest(
        report=report.cover.title,
        made_from=manifest.sha256(files, root),
        versions={
            "report_builder": __version__,
            REPORT_WORKBOOK.name: str(REPORT_WORKBOOK.version),
            STANDARD_RETURN.name: str(STANDARD_RETURN.version),
        },
        counts=counts,
        paragraphs=tuple(Traced(paragraph.text, cells) for paragraph, cells in rendered.sources),
        areas=areas,
    )


def _told(rendered: Rendered, report: Report) -> dict[str, list[Told]]:
    """Return, by its reference, each place at which an area is printed."""
    areas = {
        area.wording.source: area
        for part in report.parts
        for timescale in part.timescales
        for area in timescale.areas
    }
    traced = {paragraph._p: cells for paragraph, cells in rendered.sources}
    wordings = {
        element: areas[cell] for element, cells in traced.items() for cell in cells if cell in areas
    }
    told: dict[str, list[Told]] = {area.reference: [] for area in areas.values()}
    for place in places(rendered.document, wordings.__contains__, traced.__contains__):
        area = wordings[place.paragraph]
        words = [word for word in (area.marker, area.status, area.due, area.completed) if word]
        below = [line for line in place.below if any(word in line for word in words)]
        told[area.reference].append(Told(text_of(place.paragraph), (*place.row, *below)))
    return told
