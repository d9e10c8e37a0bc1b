"""Checks of how headings and numbers follow each other in the author's sections."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder import selection
from report_builder.checks.registry import Finding, rule
from report_builder.merged import Merged, Row, Table
from report_builder.problems import Severity
from report_builder.text import plain
from report_builder.workbooks.report_workbook import (
    AREAS,
    HEADING,
    NARRATIVE,
    NUMBERED,
    SUB_NUMBERED,
    WORDING_ONLY,
)

_SECTIONS = ("summary", "recommendations", "supporting", "scrutiny")


@rule(
    "numbered-under-nothing",
    Severity.QUERY,
    "Put a Heading or a Numbered paragraph above this row: what it prints is numbered one level "
    "further in, and nothing in this section stands above it.",
)
def numbered_under_nothing(merged: Merged) -> Iterator[Finding]:
    """A section that begins with 3.1.1 has no 3.1, and its reader looks for what is missing."""
    for table in _sections(merged):
        for index, row in table.records:
            if row["kind"] in {HEADING, NUMBERED, NARRATIVE}:
                break
            if _is_sub_numbered(merged, row):
                yield Finding(table.cell(index, "kind"), row["kind"])
                break


@rule(
    "heading-twice",
    Severity.QUERY,
    "Take out this row: the next one prints the heading “{value}” as well.",
)
def heading_twice(merged: Merged) -> Iterator[Finding]:
    """A Narrative row prints its heading itself; a second one above it stands above nothing."""
    for table, index, heading, below in _followed_by_a_heading(merged):
        if plain(heading) == plain(below):
            yield Finding(table.cell(index, "text"), heading)


@rule(
    "heading-without-text",
    Severity.QUERY,
    "Write a paragraph under “{value}”, or take it out: {below}.",
)
def heading_without_text(merged: Merged) -> Iterator[Finding]:
    """A heading that nothing follows promises what the report does not say."""
    for table, index, heading, below in _followed_by_a_heading(merged):
        if plain(heading) != plain(below):
            told = f"the heading “{below}” follows at once" if below else "the section ends there"
            yield Finding(table.cell(index, "text"), heading, {"below": told})


def _followed_by_a_heading(merged: Merged) -> Iterator[tuple[Table, int, str, str]]:
    """Yield each heading with the heading that follows at once, ``""`` where the section ends."""
    for table in _sections(merged):
        rows = table.records
        for place, (index, row) in enumerate(rows, 1):
            if row["kind"] != HEADING or row["text"] == "":
                continue
            if place == len(rows):
                yield table, index, str(row["text"]), ""
            elif below := _heading_of(merged, rows[place][1]):
                yield table, index, str(row["text"]), below


def _heading_of(merged: Merged, row: Row) -> str:
    """Return the heading that ``row`` begins with, ``""`` if with none."""
    if row["kind"] == HEADING:
        return str(row["text"])
    if row["kind"] == NARRATIVE:
        return next((str(told["heading"]) for _, told in selection.narrative_of(merged, row)), "")
    return ""


def _is_sub_numbered(merged: Merged, row: Row) -> bool:
    if row["kind"] == AREAS:
        prints_texts = row["show"] != WORDING_ONLY and row["numbering"] != NUMBERED
        return prints_texts and bool(selection.areas_of(merged, row))
    return bool(row["kind"] == SUB_NUMBERED)


def _sections(merged: Merged) -> Iterator[Table]:
    for name in _SECTIONS:
        yield merged.tables[name]
