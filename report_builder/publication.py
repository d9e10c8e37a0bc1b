"""What is withheld from the public, and the merged tables without it.

Three classes (Local Government Act 1972, sections 100A and 100I, Schedule 12A): open; exempt,
which the council may withhold under a numbered paragraph if the public interest asks for it;
confidential, which it must not disclose. The public report is composed from tables in which nothing
of what is withheld is left, so that no later step can let it through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from report_builder.merge import Merged, Table
from report_builder.workbooks.report_workbook import (
    CONFIDENTIAL,
    EXEMPT,
    EXEMPT_PARAGRAPHS,
    PARAGRAPH,
)

_LAW = "Schedule 12A to the Local Government Act 1972"
_TEXTS = {
    "summary": "text",
    "recommendations": "text",
    "supporting": "text",
    "scrutiny": "text",
    "implications": "text",
    "papers": "paper",
}
_OFFICERS_TEXTS = ("progress", "mitigation", "impact", "evidence", "remarks")


@dataclass(frozen=True)
class Mark:
    """How one row is marked: exempt under a paragraph, or confidential; and why."""

    publication: str
    paragraph: str
    reason: str

    @property
    def statement(self) -> str:
        """Return what the public report says in place of what is withheld."""
        if self.publication == CONFIDENTIAL:
            said = "Not for publication: confidential information"
        else:
            meaning = EXEMPT_PARAGRAPHS.get(self.paragraph, "")
            about = f" ({meaning})" if meaning else ""
            said = f"Not for publication: exempt under paragraph {self.paragraph} of {_LAW}{about}"
        return f"{said}. {self.reason}" if self.reason else f"{said}."


def marks(merged: Merged) -> list[Mark]:
    """Return the marks of all rows that are withheld, in the order of the sheets."""
    return [
        mark
        for table in merged.tables.values()
        if "publication" in table.sheet.by_name
        for _, mark in marked(table.frame)
    ]


def classification(merged: Merged) -> str:
    """Return what the report with everything in it says of itself, ``""`` if all is open."""
    found = marks(merged)
    paragraphs = sorted({mark.paragraph for mark in found if mark.publication == EXEMPT})
    if not found:
        return ""
    said = []
    if paragraphs:
        listed = " and ".join([", ".join(paragraphs[:-1]), paragraphs[-1]][len(paragraphs) < 2 :])
        word = "paragraph" if len(paragraphs) == 1 else "paragraphs"
        said.append(f"exempt under {word} {listed} of {_LAW}")
    if any(mark.publication == CONFIDENTIAL for mark in found):
        said.append("confidential information")
    return f"Not for publication: {'; '.join(said)}"


def public(merged: Merged) -> Merged:
    """Return the merged tables with a statement in place of all that is withheld."""
    tables = dict(merged.tables)
    for name, column in _TEXTS.items():
        tables[name] = _without_texts(tables[name], column)
    tables["appendices"] = _with_statements(tables["appendices"])
    return replace(merged, tables=tables, areas=_without_areas(merged))


def marked(frame: pd.DataFrame) -> Iterator[tuple[int, Mark]]:
    """Yield the rows of a table that are withheld, each with its mark."""
    for index, publication in frame["publication"].items():
        if publication in (EXEMPT, CONFIDENTIAL):
            row = frame.loc[index]
            number = str(row["exempt_paragraph"]).partition(" ")[0]
            yield int(str(index)), Mark(str(publication), number, str(row["withheld_reason"]))


def _without_texts(table: Table, column: str) -> Table:
    """Return the table with one statement in place of each run of withheld rows."""
    frame = table.frame.copy()
    dropped: list[int] = []
    previous: tuple[int, str] | None = None
    for index, mark in marked(table.frame):
        statement = mark.statement
        if previous == (index - 1, statement) and table.sheet.name != "implications":
            dropped.append(index)
        else:
            frame.at[index, column] = statement
            if "kind" in frame:
                frame.at[index, "kind"] = PARAGRAPH
        previous = (index, statement)
    return replace(table, frame=frame.drop(index=dropped))


def _with_statements(table: Table) -> Table:
    """Return the appendices with the statement behind the title of each that is withheld."""
    frame = table.frame.copy()
    for index, mark in marked(table.frame):
        frame.at[index, "title"] = f"{frame.at[index, 'title']}. {mark.statement}"
    return replace(table, frame=frame)


def _without_areas(merged: Merged) -> pd.DataFrame:
    """Return the areas with a statement as the wording of each that is withheld."""
    areas = merged.areas.copy()
    for index, mark in marked(merged.areas):
        areas.at[index, "wording"] = mark.statement
        for name in _OFFICERS_TEXTS:
            areas.at[index, name] = ""
    return areas
