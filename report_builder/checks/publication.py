"""Checks of what is withheld from the public: every mark has its ground, and the answers agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from report_builder import publication, selection
from report_builder.checks.answers import at, said, says_nothing
from report_builder.checks.passages import passages, passages_with_tokens
from report_builder.checks.registry import Finding, rule
from report_builder.figures import Figures
from report_builder.merged import Merged
from report_builder.problems import Severity
from report_builder.text import Run
from report_builder.workbooks.report_workbook import CONFIDENTIAL, EXEMPT

_SHARED = 10
"""Words in a row that two texts do not share by chance."""
_WORD = re.compile(r"\w+")
_OTHER_APPENDIX = re.compile(r"\bappendi(?:x|ces)\s+(?!1\b)\d", re.IGNORECASE)


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
        for index, mark in publication.marked_of(table):
            yield Finding(table.cell(index, "publication"), mark.publication)


@rule(
    "paragraph-not-declared",
    Severity.ERROR,
    "Name paragraph {value} on the sheet for sections 8 and 9 too, or correct it here: the report "
    "declares other paragraphs.",
)
def paragraph_not_declared(merged: Merged) -> Iterator[Finding]:
    """The notice and section 8 name the paragraphs under which anything is withheld."""
    declared = publication.declared_paragraphs(merged)
    for table in merged.tables.values():
        for index, mark in publication.marked_of(table):
            if declared and mark.paragraph and mark.paragraph not in declared:
                yield Finding(table.cell(index, "exempt_paragraph"), mark.paragraph)


@rule(
    "appendix-1-withheld",
    Severity.ERROR,
    "Mark the areas in the register instead, and open this row: the program prints Appendix 1, "
    "and withholds of it the areas that are marked {value} there.",
)
def appendix_1_withheld(merged: Merged) -> Iterator[Finding]:
    """A mark at the title of Appendix 1 would leave every area in the public report."""
    table = merged.tables["appendices"]
    for index, mark in publication.marked_of(table):
        if index == table.index[0]:
            yield Finding(table.cell(index, "publication"), mark.publication)


@rule(
    "withheld-and-open",
    Severity.ERROR,
    "Mark this row too, or change what it selects: {names} is also selected by a row of section 3 "
    "that is withheld.",
)
def withheld_and_open(merged: Merged) -> Iterator[Finding]:
    """A withheld row withholds what it selects; an open one would print it all the same."""
    table = merged.tables["supporting"]
    rows = dict(table.records)
    closed = {index for index, _ in publication.marked_of(table)}
    withheld = {
        (rows[index]["kind"], chosen)
        for index in closed
        for chosen in selection.printed_by(merged, rows[index])
    }
    for index in sorted(rows.keys() - closed):
        kind = rows[index]["kind"]
        printed = selection.printed_by(merged, rows[index])
        both = dict.fromkeys(name for chosen, name in printed.items() if (kind, chosen) in withheld)
        if both:
            yield Finding(table.cell(index, "kind"), kind, {"names": ", ".join(both)})


@rule(
    "slip-of-a-withheld-area",
    Severity.QUERY,
    "Leave {value} out, mark this row too, or explain why the public may know: it tells by how "
    "much or how often areas have slipped that the public file withholds.",
)
def slip_of_a_withheld_area(merged: Merged) -> Iterator[Finding]:
    """A count names no area; days can give away the one that the public is not told of."""
    withheld = publication.withheld_areas(merged)
    if not withheld or publication.withholds_all(merged):
        return
    areas = [area for at, area in enumerate(merged.areas) if at not in withheld]
    figures, without = Figures(merged), Figures(replace(merged, areas=areas))
    closed = {
        table.cell(index, field.name)
        for table in merged.tables.values()
        for index, _ in publication.marked_of(table)
        for field in table.sheet.fields
    }
    for passage in passages_with_tokens(merged):
        if passage.cell not in closed:
            for token in figures.of_slips(passage.text):
                if figures.replaced((Run(token),)) != without.replaced((Run(token),)):
                    yield Finding(passage.cell, token)


@rule(
    "nothing-marked-private",
    Severity.QUERY,
    "Mark the rows that are withheld, or say that the whole report is: the report is private, no "
    "row is marked, and everything in it would be published.",
)
def nothing_marked_private(merged: Merged) -> Iterator[Finding]:
    """A private report of which nothing is marked is published like any other.

    That is right only if what is withheld is an appendix after the first, which is a document of
    its own. Where the answers do not say what is withheld, that is asked first.
    """
    extent = said(merged, "private_withheld")
    is_private = said(merged, "private") == "Yes" and not publication.withholds_all(merged)
    is_settled = says_nothing(extent) or _OTHER_APPENDIX.search(extent)
    if is_private and not is_settled and not publication.marks(merged):
        yield at(merged, "private")


@rule(
    "withheld-words-in-public",
    Severity.QUERY,
    "Check {label}: “{value}” also stands in a text that is withheld, and this one is published.",
)
def withheld_words_in_public(merged: Merged) -> Iterator[Finding]:
    """Who copies a sentence of what is withheld into a reason, or into section 8, publishes it."""
    if not publication.marks(merged) or publication.withholds_all(merged):
        return
    public = {each.cell: each.text for each in passages(publication.public(merged))}
    is_open = {
        each: each.field.name == "withheld_reason"
        or public.get(each.cell, "").startswith(each.text)  # more is said of an appendix
        for each in passages(merged)
    }
    withheld = {words for each in is_open if not is_open[each] for words, _ in _runs(each.text)}
    for each in is_open if withheld else ():
        shared = next((said for words, said in _runs(each.text) if words in withheld), "")
        if is_open[each] and shared:
            yield Finding(each.cell, shared, {"label": each.label})


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the runs of so many words, folded, and each as it is typed."""
    found = list(_WORD.finditer(text))
    words = [each[0].casefold() for each in found]
    for first in range(len(found) - _SHARED + 1):
        last = first + _SHARED
        yield tuple(words[first:last]), text[found[first].start() : found[last - 1].end()]


def _lacking(merged: Merged, field: str, classes: tuple[str, ...]) -> Iterator[Finding]:
    for table in merged.tables.values():
        for index, mark in publication.marked_of(table):
            if mark.publication in classes and table.at(index, field) == "":
                yield Finding(table.cell(index, field))
