"""Which cell stands behind what is printed: for comments in drafts, and for the manifest."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from report_builder import __version__, manifest
from report_builder.manifest import Manifest, TracedArea
from report_builder.merged import OFFICERS_FIELDS, Merged
from report_builder.problems import Cell
from report_builder.report.model import Report
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN


def stands_for(merged: Merged, asked: Container[Cell] | None = None) -> dict[Cell, Cell]:
    """Return, for each cell of an officer's answer, or for those ``asked``, that of the wording.

    The wording of an area is always printed; a status, a date or an empty cell never is as it
    stands.
    """
    return {
        cell: merged.area_cell(at, "wording")
        for at in range(len(merged.areas))
        for field in OFFICERS_FIELDS
        for cell in (merged.area_cell(at, field),)
        if asked is None or cell in asked
    }


def manifest_of(report: Report, merged: Merged, files: list[Path], root: Path) -> Manifest:
    """Return the manifest of a report made from ``files`` below ``root``, without paragraphs."""
    status = {
        str(area["reference"]): merged.area_cell(at, "status")
        for at, area in enumerate(merged.areas)
    }
    areas = tuple(
        TracedArea(area.reference, str(area.wording), area.marker, status[area.reference])
        for part in report.parts
        for timescale in part.timescales
        for area in timescale.areas
    )
    counts = {"areas": len(merged.areas), "returns": len(merged.returns)}
    for area_row in merged.areas:
        standing = str(area_row["standing"])
        counts[standing] = counts.get(standing, 0) + 1
    return Manifest(
        report=report.cover.title,
        made_from=manifest.sha256(files, root),
        versions={
            "report_builder": __version__,
            REPORT_WORKBOOK.name: str(REPORT_WORKBOOK.version),
            STANDARD_RETURN.name: str(STANDARD_RETURN.version),
        },
        counts=counts,
        paragraphs=(),
        areas=areas,
    )
