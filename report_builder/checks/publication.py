"""Checks of what is withheld from the public: every mark has its ground, and the answers agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_builder import publication
from report_builder.checks.registry import Finding, rule
from report_builder.merge import Merged, Table
from report_builder.problems import Severity
from report_builder.workbooks.report_workbook import CONFIDENTIAL, EXEMPT


@rule(
    "exempt-without-paragraph",
    Severity.ERROR,
    "Choose the paragraph of Schedule 12A under which this row is exempt.",
)
def exempt_without_paragraph(merged: Merged) -> Iterator[Finding]:
    """Only information of a listed kind is exempt (Local Government Act 1972, Schedule 12A)."""
    yield from _lacking(merged, "exempt_paragraph", (EXEMPT,))


@rule(
    "withheld-without-reason",
    Severity.ERROR,
    "Say why this row is withheld: the public report prints the reason in its place.",
)
def withheld_without_reason(merged: Merged) -> Iterator[Finding]:
    """The public report says what is withheld and why; silence would look like an omission."""
    yield from _lacking(merged, "withheld_reason", (EXEMPT, CONFIDENTIAL))


@rule(
    "withheld-but-not-private",
    Severity.ERROR,
    "Answer Yes to “Is this a private report?”, or open the row: it is marked {value}.",
)
def withheld_but_not_private(merged: Merged) -> Iterator[Finding]:
    """A report that withholds anything is private in that part (the council's form, section 8)."""
    if merged.tables["decision"].value("private") != "No":
        return
    for table in merged.tables.values():
        for index, mark in _marked(table):
            yield Finding(table.cell(index, "publication"), mark.publication)


@rule(
    "paragraph-not-declared",
    Severity.ERROR,
    "Name paragraph {value} on the sheet for sections 8 and 9 too, or correct it here: the report "
    "declares other paragraphs.",
)
def paragraph_not_declared(merged: Merged) -> Iterator[Finding]:
    """The notice and section 8 name the paragraphs under which anything is withheld."""
    declared = re.findall(r"\d+", str(merged.tables["decision"].value("private_paragraphs")))
    for table in merged.tables.values():
        for index, mark in _marked(table):
            if declared and mark.paragraph and mark.paragraph not in declared:
                yield Finding(table.cell(index, "exempt_paragraph"), mark.paragraph)


def _marked(table: Table) -> Iterator[tuple[int, publication.Mark]]:
    if "publication" in table.sheet.by_name:
        yield from publication.marked(table.frame)


def _lacking(merged: Merged, field: str, classes: tuple[str, ...]) -> Iterator[Finding]:
    for table in merged.tables.values():
        for index, mark in _marked(table):
            if mark.publication in classes and table.frame.at[index, field] == "":
                yield Finding(table.cell(index, field))
