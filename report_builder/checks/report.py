"""Checks of the author's workbook: figures, section 3, reasons and signatories."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder import selection
from report_builder.checks.answers import says_nothing
from report_builder.checks.registry import Finding, row_rule, rule
from report_builder.figures import Figures
from report_builder.merged import Merged, Row
from report_builder.problems import Severity
from report_builder.text import plain
from report_builder.workbooks import report_workbook
from report_builder.workbooks.declare import called
from report_builder.workbooks.report_workbook import AREAS, NARRATIVE, REPORT_WORKBOOK
from report_builder.workbooks.standard_return import ACTIONS


@rule(
    "unknown-token",
    Severity.ERROR,
    "Correct {value}: it stands for no figure.{nearest} The Tokens sheet lists the tokens; "
    "to print square brackets, type them twice: [[…]].",
)
def unknown_token(merged: Merged) -> Iterator[Finding]:
    """A token that stands for nothing would be printed as it is typed."""
    figures = Figures(merged)
    below = selection.counts_below(merged)
    for sheet in REPORT_WORKBOOK.sheets:
        table = merged.tables[sheet.name]
        for field in sheet.fields:
            for at, text in table.items(field.name) if field.tokens else ():
                known_below = below.get(at) if sheet is report_workbook.SUPPORTING else None
                for unknown in figures.unknown(str(text), known_below):
                    nearest = f" Did you mean {unknown.nearest}?" if unknown.nearest else ""
                    yield Finding(table.cell(at, field.name), unknown.token, {"nearest": nearest})


@row_rule(
    "row-without-text",
    Severity.ERROR,
    "supporting",
    "text",
    "Type the text of this row, or take the row out: a {kind} says something.",
)
def row_without_text(row: Row, _: Merged) -> bool:
    """A kind without a text would be an empty paragraph."""
    return row["text"] == "" and row["kind"] not in ("", AREAS, NARRATIVE)


@row_rule(
    "text-beside-areas",
    Severity.ERROR,
    "supporting",
    "text",
    "Move this text to a row of its own: an Areas row prints the areas and nothing else.",
)
def text_beside_areas(row: Row, _: Merged) -> bool:
    """The text would not be printed."""
    return bool(row["text"] != "" and row["kind"] == AREAS)


@row_rule(
    "no-areas",
    Severity.ERROR,
    "supporting",
    "kind",
    "Change the filters of this row, or take the row out: no area fits them.",
)
def no_areas(row: Row, merged: Merged) -> bool:
    """A line such as “Two areas in Safeguarding:” would stand above nothing."""
    return row["kind"] == AREAS and not selection.areas_of(merged, row)


@rule(
    "unknown-area",
    Severity.ERROR,
    "Correct the reference {value}: it is not in the register.",
)
def unknown_area(merged: Merged) -> Iterator[Finding]:
    """An area that section 3 asks for by a wrong reference would be left out."""
    table = merged.tables["supporting"]
    known = {plain(str(area["reference"])) for area in merged.areas}
    for index, row in table.records:
        for reference in selection.references_of(row):
            if plain(reference) not in known:
                yield Finding(table.cell(index, "references"), reference)


@row_rule(
    "no-narrative",
    Severity.ERROR,
    "supporting",
    "text",
    "Correct the service or the heading of this row: no return has such a narrative.",
)
def no_narrative(row: Row, merged: Merged) -> bool:
    """The narrative that the author meant would be missing."""
    return row["kind"] == NARRATIVE and not selection.narrative_of(merged, row)


@rule(
    "narrative-not-printed",
    Severity.QUERY,
    "Add a Narrative row for “{value}” to section 3, or tell the service: this part of its "
    "narrative is not printed.",
)
def narrative_not_printed(merged: Merged) -> Iterator[Finding]:
    """What a service wrote is printed, or the author knows that it is not."""
    if not merged.tables["supporting"]:  # that it is empty is one problem of its own
        return
    printed: set[object] = set()
    for _, row in merged.tables["supporting"].records:
        if row["kind"] == NARRATIVE:
            printed.update(index for index, _ in selection.narrative_of(merged, row))
    table = merged.tables["narrative"]
    lost: dict[tuple[object, object], int] = {}
    for index, told in merged.narratives:
        if index not in printed:
            lost.setdefault((told["workbook"], told["heading"]), index)
    for (_, heading), first in lost.items():
        yield Finding(table.cell(first, "text"), heading)


@rule(
    "text-not-printed",
    Severity.QUERY,
    "Print {label} of {references} in section 3, or tell the service: no Areas row prints it.",
)
def text_not_printed(merged: Merged) -> Iterator[Finding]:
    """What a service wrote is printed, or the author knows that it is not."""
    yield from _not_printed(merged, of_chosen_areas=False)


@rule(
    "text-left-out",
    Severity.NOTE,
    "Section 3 leaves out {label} of {references}, as its Areas row asks for.",
)
def text_left_out(merged: Merged) -> Iterator[Finding]:
    """The author chose what to print of an area; what that leaves out is told once a return."""
    yield from _not_printed(merged, of_chosen_areas=True)


def _not_printed(merged: Merged, *, of_chosen_areas: bool) -> Iterator[Finding]:
    """Yield, once for each return and column, the texts that no Areas row prints."""
    if not merged.tables["supporting"]:
        return
    # A flag for each area: of a long report, sets of all its areas take ten megabytes.
    chosen = bytearray(len(merged.areas))
    printed = {name: bytearray(chosen) for name in selection.PRINTED_TEXTS}
    for _, row in merged.tables["supporting"].records:
        if row["kind"] == AREAS:
            fields = selection.printed_fields(row)
            for at in selection.areas_of(merged, row):
                chosen[at] = True
                for name in fields:
                    printed[name][at] = True
    for name, is_printed in printed.items():
        left_out: dict[str, list[int]] = {}
        for at, area in enumerate(merged.areas):
            if chosen[at] == of_chosen_areas and not is_printed[at] and area[name] != "":
                left_out.setdefault(str(area["workbook"]), []).append(at)
        for places in left_out.values():
            references = ", ".join(str(merged.areas[at]["reference"]) for at in places)
            named = {"label": called(ACTIONS.by_name[name].label), "references": references}
            yield Finding(merged.area_cell(places[0], name), "", named)


@rule(
    "printed-twice",
    Severity.QUERY,
    "Change the filters of this row: {references} stand in section 3 already.",
)
def printed_twice(merged: Merged) -> Iterator[Finding]:
    """An area whose progress is told twice is read as two areas; a narrative, as a slip."""
    table = merged.tables["supporting"]
    seen: set[tuple[object, int]] = set()
    for index, row in table.records:
        kind, printed = row["kind"], selection.printed_by(merged, row)
        again = dict.fromkeys(name for at, name in printed.items() if (kind, at) in seen)
        if again:
            cell = table.cell(index, "kind")
            yield Finding(cell, kind, {"references": ", ".join(again)})
        seen.update((kind, at) for at in printed)


@rule(
    "nothing-to-say",
    Severity.QUERY,
    "Ask the service what has been done about {reference}: section 3 prints the area, and there "
    "is no progress to print.",
)
def nothing_to_say(merged: Merged) -> Iterator[Finding]:
    """An area that section 3 names without a word about it raises the question at the meeting."""
    for _, row in merged.tables["supporting"].records:
        if row["kind"] != AREAS or not selection.printed_fields(row):
            continue
        for at in selection.areas_of(merged, row):
            area = merged.areas[at]
            if area["progress"] == "" and area["status"] != "":
                named = {"reference": area["reference"]}
                yield Finding(merged.area_cell(at, "progress"), "", named)


@row_rule(
    "private-without-reasons",
    Severity.ERROR,
    "decision",
    "private_reasons",
    "Give the reasons why the report is private: section 8 prints them.",
)
def private_without_reasons(answers: Row, _: Merged) -> bool:
    """The council's form asks for the reasons of a private report (section 8)."""
    return bool(answers["private"] == "Yes" and says_nothing(answers["private_reasons"]))


@row_rule(
    "key-decision-without-reason",
    Severity.ERROR,
    "decision",
    "key_decision_reason",
    "Say why this is a key decision.",
)
def key_decision_without_reason(answers: Row, _: Merged) -> bool:
    """Section 9 gives the reason of a key decision (SI 2012/2089, regulation 8)."""
    return bool(answers["key_decision"] == "Yes" and answers["key_decision_reason"] == "")


@row_rule(
    "no-signatory",
    Severity.QUERY,
    "implications",
    "signatory",
    "Name who agreed the text of {implication}, with the job title.",
)
def no_signatory(row: Row, _: Merged) -> bool:
    """An implication counts as cleared when a named officer has agreed its text."""
    return row["text"] != "" and "" in (row["signatory"], row["job_title"])


@row_rule(
    "part-without-areas",
    Severity.QUERY,
    "parts",
    "part",
    "Take {part} out, or put its areas into the register: a part without areas is not printed.",
)
def part_without_areas(row: Row, merged: Merged) -> bool:
    """The part's introduction would be lost without a word."""
    part = plain(str(row["part"]))
    return part != "" and all(plain(str(area["part"])) != part for area in merged.areas)


@rule(
    "narrative-without-heading",
    Severity.ERROR,
    "Give the narrative a heading in its first row.",
)
def narrative_without_heading(merged: Merged) -> Iterator[Finding]:
    """The report chooses a narrative by its heading."""
    table = merged.tables["narrative"]
    for index, told in merged.narratives:
        if told["heading"] == "":
            yield Finding(table.cell(index, "heading"))
