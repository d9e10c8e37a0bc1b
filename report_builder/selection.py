"""Section 3's choices: which areas and which narrative a row of the report workbook prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from report_builder import since
from report_builder.merge import Merged
from report_builder.text import plain
from report_builder.workbooks import report_workbook

PRINTED_TEXTS = ("reopened_reason", "progress", "mitigation", "impact", "evidence")
"""The officer's texts in the order in which section 3 prints them."""

_FILTERS = {
    "carried_forward": "carried_forward",
    "part": "part",
    "timescale": "timescale",
    "status": "standing",
    "service": "lead_service",
}


def areas_of(merged: Merged, row: Mapping[str, Any]) -> list[int]:
    """Return the indexes of the areas that fit all filters of an Areas row, in their order."""
    areas = merged.areas
    chosen = [int(index) for index in areas.index]
    for column, areas_column in _FILTERS.items():
        if row[column] != "":
            chosen = _with(areas[areas_column], chosen, {_folded(row[column])})
    if row["since"] in since.GROUPS:
        _, column, values = since.GROUPS[row["since"]]
        chosen = _with(areas[column], chosen, {plain(value) for value in values})
    references = references_of(row)
    if references:
        chosen = _with(areas["reference"], chosen, {plain(name) for name in references})
    return chosen


def _with(column: pd.Series, chosen: list[int], wanted: set[str]) -> list[int]:
    """Return those of ``chosen`` in which ``column`` says one of ``wanted``."""
    values = dict(zip(column.index, column, strict=True))
    return [index for index in chosen if _folded(values[index]) in wanted]


def references_of(row: Mapping[str, Any]) -> list[str]:
    """Return the single references that an Areas row names."""
    return [name.strip() for name in re.split(r"[,;\n]", str(row["references"])) if name.strip()]


def printed_fields(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the officer's fields that an Areas row prints."""
    if row["show"] == report_workbook.WORDING_ONLY:
        return ()
    if row["show"] == report_workbook.PROGRESS:
        return PRINTED_TEXTS[:2]
    return PRINTED_TEXTS


def narrative_of(merged: Merged, row: Mapping[str, Any]) -> pd.DataFrame:
    """Return the narrative rows that a Narrative row prints, with ``heading`` filled down."""
    rows = narratives(merged)
    if row["service"] != "":
        rows = rows[rows["service"].map(_folded) == _folded(row["service"])]
    if row["text"] != "":
        rows = rows[rows["heading"].map(_folded) == _folded(row["text"])]
    return rows


def narratives(merged: Merged) -> pd.DataFrame:
    """Return all narrative rows, each with its service and the heading that it stands under.

    They come in the order of the Services sheet, and within a service as it wrote them.
    """
    frame = merged.tables["narrative"].frame
    heading: list[object] = []
    current: tuple[object, object] = ("", "")
    for workbook, own in zip(frame["workbook"], frame["heading"], strict=True):
        if own != "" or workbook != current[0]:
            current = (workbook, own)
        heading.append(current[1])
    services = [merged.service_of(str(workbook)) for workbook in frame["workbook"]]
    told = frame.assign(heading=heading, service=services).astype(object)
    order = [plain(name) for name in merged.tables["services"].values("service")]
    ranks = {name: rank for rank, name in enumerate(order)}
    in_order = sorted(
        told.index, key=lambda row: ranks.get(_folded(told.at[row, "service"]), len(ranks))
    )
    return told.loc[in_order]


def printed_by(merged: Merged, row: Mapping[str, Any]) -> dict[int, str]:
    """Return what an Areas or a Narrative row prints: its indexes, each with the name to say.

    Areas go by their references, narratives by their headings; other rows print neither.
    """
    if row["kind"] == report_workbook.AREAS:
        return {at: str(merged.area_rows[at]["reference"]) for at in areas_of(merged, row)}
    if row["kind"] == report_workbook.NARRATIVE:
        headings = narrative_of(merged, row)["heading"]
        return {int(str(at)): str(heading) for at, heading in headings.items()}
    return {}


def counts_below(merged: Merged) -> dict[int, int]:
    """Return, for each row of section 3, how many areas the next Areas row prints."""
    if merged.below is not None:
        return merged.below
    counts: dict[int, int] = {}
    waiting: list[int] = []
    for index, row in merged.tables["supporting"].records:
        if row["kind"] == report_workbook.AREAS:
            counts.update(dict.fromkeys(waiting, len(areas_of(merged, row))))
            waiting = []
        else:
            waiting.append(int(str(index)))
    return counts


def _folded(value: object) -> str:
    return plain(str(value))
