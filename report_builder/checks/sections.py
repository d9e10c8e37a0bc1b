"""Checks of what a section owes its reader: options, implications, background papers.

“The Regulations” are SI 2012/2089, the Local Authorities (Executive Arrangements) (Meetings and
Access to Information) (England) Regulations 2012.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_builder import selection
from report_builder.checks.answers import decision_day, is_before, says_nothing
from report_builder.checks.registry import Finding, row_rule, rule
from report_builder.merged import Merged, Row, Table
from report_builder.problems import Cell, Severity
from report_builder.text import plain
from report_builder.workbooks.report_workbook import AREAS, NARRATIVE

_PROSE = ("summary", "recommendations", "supporting", "scrutiny", "implications")

_OPTIONS = re.compile(
    r"\boptions?\b|\balternatives\b|\balternative\s+(?:options?|approach(?:es)?|courses?|was|were)\b"
    r"|\b(?:no|one|an|the|other|another)\s+alternative\b(?!\s+provision)",
    re.IGNORECASE,
)
_RELIED_ON = re.compile(
    # “Since the last report” tells a time; nothing is taken from that report.
    r"(?<!\bsince the )(?<!\bsince our )"
    r"\b(?:first|last|previous|earlier|interim|prior)\s+(?:[a-z]+\s+){0,2}(?:report|update)\b"
    r"|\baudits?\b(?!\s+committee)|\bsurveys?\b",
    re.IGNORECASE,
)
# What an implication says that says nothing: no more than that there is none.
_NONE = re.compile(
    r"(?:(?:there (?:are|is)|it is|this is) )?"
    r"(?:none|nil|no|n ?/? ?a|not (?:applicable|relevant|required|needed)"
    r"|no(?: [\w-]+){0,5} (?:implications?|impacts?|issues?))"
    r"(?: (?:at (?:this|the) (?:stage|time|present)|(?:have been |were )?(?:identified|considered)"
    r"|aris(?:e|es|ing)|directly|applicable|(?:from|of|in|to|for) (?:this|the) "
    r"(?:report|decision|recommendations?)))*"
)


@rule(
    "no-options",
    Severity.QUERY,
    "Say in section 3 which other options were considered and why they were rejected, or that "
    "there were none: no row of your own or narrative speaks of it.",
)
def no_options(merged: Merged) -> Iterator[Finding]:
    """The record of the decision gives the alternatives considered and rejected.

    The Regulations, 12 for a meeting and 13 for an individual.
    """
    table = merged.tables["supporting"]
    if table and not any(_OPTIONS.search(text) for text in _told(table, merged)):
        where = table.cell(0, "text")
        yield Finding(Cell(where.workbook, where.sheet))


@row_rule(
    "implication-without-reason",
    Severity.QUERY,
    "implications",
    "text",
    "Give the reason under {implication}: “{value}” does not say why.",
)
def implication_without_reason(row: Row, _: Merged) -> bool:
    """“Not applicable” does not show that anybody looked; so it stood in the report of 2012."""
    return bool(_NONE.fullmatch(plain(str(row["text"])).strip(" .,;:-–")))


@row_rule(
    "implication-without-date",
    Severity.QUERY,
    "implications",
    "date",
    "Give the date on which {signatory} agreed the text of {implication}.",
)
def implication_without_date(row: Row, _: Merged) -> bool:
    """A text that was changed after it was agreed has to be agreed again."""
    return "" not in (row["text"], row["signatory"]) and row["date"] == ""


@rule(
    "implication-after-decision",
    Severity.ERROR,
    "Check the date of {implication}: {value} is after the decision on {decision}.",
)
def implication_after_decision(merged: Merged) -> Iterator[Finding]:
    """An implication is agreed so that whoever decides can take it into account."""
    table, decision = merged.tables["implications"], decision_day(merged)
    for index, row in table.records:
        if is_before(decision, row["date"]):
            named = {"implication": row["implication"], "decision": decision}
            yield Finding(table.cell(index, "date"), row["date"], named)


@rule(
    "implication-before-inspection",
    Severity.QUERY,
    "Check the date of {implication}: {value} is before the inspection report was published, on "
    "{published}.",
)
def implication_before_inspection(merged: Merged) -> Iterator[Finding]:
    """A text of that time cannot be about what has been done since."""
    table = merged.tables["implications"]
    published = merged.tables["cover"].value("inspection_date")
    for index, row in table.records:
        if is_before(row["date"], published):
            named = {"implication": row["implication"], "published": published}
            yield Finding(table.cell(index, "date"), row["date"], named)


@rule(
    "papers-not-named",
    Severity.QUERY,
    "Name the unpublished papers on which the report relies, or explain: this says None, and "
    "{sheet}, {cell} speaks of “{value}”.",
)
def papers_not_named(merged: Merged) -> Iterator[Finding]:
    """Background papers are unpublished documents relied on to a material extent.

    The Regulations, 2 and 15. A published work, such as the inspection report, is none. In the
    council's report of 2012 section 6 said None, and section 1 relied on an earlier report.
    """
    papers = merged.tables["papers"]
    if not papers or not all(says_nothing(paper) for paper in papers.columns["paper"]):
        return
    for name in _PROSE:
        table = merged.tables[name]
        for index, text in table.items("text"):
            found = _RELIED_ON.search(str(text))
            if found:
                spoken = table.cell(index, "text")
                named = {"sheet": spoken.sheet, "cell": spoken.address}
                yield Finding(papers.cell(0, "paper"), " ".join(found[0].split()), named)
                return


def _told(table: Table, merged: Merged) -> Iterator[str]:
    """Yield the author's own texts of section 3, and the narratives printed there."""
    for _, row in table.records:
        if row["kind"] == NARRATIVE:
            for _, told in selection.narrative_of(merged, row):
                yield from (str(told["heading"]), str(told["text"]))
        elif row["kind"] != AREAS:
            yield str(row["text"])
