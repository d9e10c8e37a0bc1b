"""Section 3's choices: which areas and which narrative a row of the report workbook prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from report_builder import since
from report_builder.merged import Merged
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
    wanted = {
        areas_column: {_folded(row[column])}
        for column, areas_column in _FILTERS.items()
        if row[column] != ""
    }
    if row["since"] in since.GROUPS:
        _, column, values = since.GROUPS[row["since"]]
        wanted[column] = {plain(value) for value in values}
    references = references_of(row)
    if references:
        wanted["reference"] = {plain(name) for name in references}
    fitting: Iterable[int] = range(len(merged.areas))
    for column, allowed in wanted.items():
        fitting = [at for at in fitting if _folded(merged.areas[at][column]) in allowed]
    return list(fitting)


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


def narrative_of(merged: Merged, row: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Return the narrative rows that a Narrative row prints, with ``heading`` filled down."""
    wanted = {"service": row["service"], "heading": row["text"]}
    return [
        (index, told)
        for index, told in merged.narratives
        if all(
            name == "" or _folded(told[column]) == _folded(name) for column, name in wanted.items()
        )
    ]


def printed_by(merged: Merged, row: Mapping[str, Any]) -> dict[int, str]:
    """Return what an Areas or a Narrative row prints: its indexes, each with the name to say.

    Areas go by their references, narratives by their headings; other rows print neither.
    """
    if row["kind"] == report_workbook.AREAS:
        return {at: str(merged.areas[at]["reference"]) for at in areas_of(merged, row)}
    if row["kind"] == report_workbook.NARRATIVE:
        return {at: str(told["heading"]) for at, told in narrative_of(merged, row)}
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
            waiting.append(index)
    return counts


def _folded(value: object) -> str:
    return plain(str(value))
