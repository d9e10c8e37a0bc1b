"""Checks against the reports before this one: what was said then, and what is said now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from report_builder import since
from report_builder.checks.registry import Finding, row_rule, rule
from report_builder.figures import Figures
from report_builder.masking import masked
from report_builder.merged import Merged, Row
from report_builder.problems import Cell, Severity
from report_builder.record import ReportedArea
from report_builder.text import plain
from report_builder.workbooks.report_workbook import AREAS, REGISTER, REPORT_WORKBOOK

_OFTEN = 3
_A_SENTENCE = 3  # words


@rule(
    "reopened-without-reason",
    Severity.ERROR,
    "Say under “Why it is open again” why {reference} is {value}: the last report said that it was "
    "{previous_status}.",
)
def reopened_without_reason(merged: Merged) -> Iterator[Finding]:
    """The committee was told that it was done; it is told, too, that it is not, and why."""
    for at, area in enumerate(merged.areas):
        is_explained = area["reopened_reason"] != ""
        if merged.history and area["change"] == since.REOPENED and not is_explained:
            cell = merged.area_cell(at, "reopened_reason")
            where = cell if cell.address else merged.area_cell(at, "status")
            yield Finding(where, area["status"], area)


@row_rule(
    "reason-but-not-reopened",
    Severity.QUERY,
    "areas",
    "reopened_reason",
    "Check {reference}: you say why it is open again, and it is not, or it was not closed before.",
)
def reason_but_not_reopened(area: Row, _: Merged) -> bool:
    """The report would explain what has not happened; the text or the status is a slip."""
    return bool(area["reopened_reason"] != "" and area["change"] != since.REOPENED)


@rule(
    "progress-as-last-time",
    Severity.QUERY,
    "Write what has been done about {reference} since the last report: this is what was said then.",
)
def progress_as_last_time(merged: Merged) -> Iterator[Finding]:
    """Last time's words read as if nothing had happened since, or as if nobody had looked."""
    for at, area, last in _reported_before(merged):
        is_news = area["change"] not in (since.STILL_COMPLETED, since.STILL_NOT_REQUIRED)
        if is_news and area["progress"] != "" and _same(area["progress"], last.progress):
            cell = merged.area_cell(at, "progress")
            yield Finding(cell, _beginning(area["progress"]), {"reference": area["reference"]})


@rule(
    "slips-again",
    Severity.QUERY,
    "Say in the progress of {reference} why it is later again: in {times} reports, this one "
    "included, its date has moved, now by {days} days to {value}.",
)
def slips_again(merged: Merged) -> Iterator[Finding]:
    """A date that moves a third time is no longer believed unless something is said about it."""
    for at, area in enumerate(merged.areas):
        if area["days_slipped"] and area["times_slipped"] >= _OFTEN:
            named = {
                "reference": area["reference"],
                "times": area["times_slipped"],
                "days": area["days_slipped"],
            }
            revised = isinstance(area["revised_date"], dt.date)
            where = merged.area_cell(at, "revised_date" if revised else "date")
            yield Finding(where, area["due"], named)


@rule(
    "completed-on-another-day",
    Severity.QUERY,
    "Check the date of {reference}: the last report said that it was completed on {then}.",
)
def completed_on_another_day(merged: Merged) -> Iterator[Finding]:
    """The day on which something was completed does not change from one report to the next."""
    for at, area, last in _reported_before(merged):
        then, now = last.completed, area["date"]
        if area["change"] == since.STILL_COMPLETED and isinstance(now, dt.date) and then:
            named = {"reference": area["reference"], "then": then}
            if now != then:
                yield Finding(merged.area_cell(at, "date"), now, named)


@rule(
    "area-gone",
    Severity.ERROR,
    "Put {value} back into the register: the last report had it. If it is given up, say why under "
    "“Withdrawn: why”; if it has another reference now, give it the old one.",
)
def area_gone(merged: Merged) -> Iterator[Finding]:
    """An area that the committee has seen does not vanish without a word."""
    register = merged.tables["register"]
    known = {plain(reference) for reference in register.values("reference")}
    for area in merged.history[-1].areas if merged.history and register.places else ():
        where = Cell(merged.report_file, register.places[merged.report_file].sheet)
        if not area.withdrawn_reason and plain(area.reference) not in known:
            yield Finding(where, area.reference)


@rule(
    "withdrawn-without-a-sentence",
    Severity.ERROR,
    "Say in a sentence why {reference} is withdrawn, or empty this cell if it is not.",
)
def withdrawn_without_a_sentence(merged: Merged) -> Iterator[Finding]:
    """Whatever stands in the cell takes the area out of the report, be it a “No” or a dash."""
    register = merged.tables[REGISTER.name]
    for area in merged.withdrawn:
        if len(str(area["withdrawn_reason"]).split()) < _A_SENTENCE:
            places = register.places[merged.report_file]
            cell = places.cell("withdrawn_reason", int(area["register_row"]))
            yield Finding(cell, area["withdrawn_reason"], {"reference": area["reference"]})


@rule(
    "answer-for-a-withdrawn-area",
    Severity.NOTE,
    "The register says that {value} is withdrawn: what this row says is not printed.",
)
def answer_for_a_withdrawn_area(merged: Merged) -> Iterator[Finding]:
    """An area can be withdrawn after its return was issued; the author knows what is left out."""
    withdrawn = {plain(str(area["reference"])) for area in merged.withdrawn}
    actions = merged.tables["actions"]
    for index, reference in actions.items("reference") if withdrawn else ():
        if plain(str(reference)) in withdrawn and actions.at(index, "status") != "":
            yield Finding(actions.cell(index, "reference"), reference)


@rule(
    "previous-status-differs",
    Severity.ERROR,
    "Empty this cell, or correct it. What the last report said of {reference}: {then}.",
)
def previous_status_differs(merged: Merged) -> Iterator[Finding]:
    """The record of the last report decides; another word in the register is a slip."""
    for cell, typed, last, row in _register_beside_the_record(merged, "previous_status"):
        then = last.standing if last else "nothing, it did not have it"
        if typed not in ("", then):
            yield Finding(cell, typed, {"reference": row["reference"], "then": then})


@rule(
    "not-carried-forward",
    Severity.QUERY,
    "Check {reference}: it is not carried forward, and the last report said that it {said}.",
)
def not_carried_forward(merged: Merged) -> Iterator[Finding]:
    """What the last report left to do is what the committee asks about first."""
    for cell, typed, last, row in _register_beside_the_record(merged, "carried_forward"):
        if typed != "No" or last is None or row["withdrawn_reason"] != "":
            continue
        if last.further_work == "Yes" or since.is_open(last.standing):
            said = "needs further work" if last.further_work == "Yes" else f"was {last.standing}"
            yield Finding(cell, typed, {"reference": row["reference"], "said": said})


@rule(
    "as-at-not-after-the-last",
    Severity.ERROR,
    "Check the as-at date: the last report was as at {then}, and this one must be later.",
)
def as_at_not_after_the_last(merged: Merged) -> Iterator[Finding]:
    """What has happened since the last report has happened after its as-at date."""
    then = merged.history[-1].as_at if merged.history else None
    if merged.as_at is not None and then is not None and merged.as_at <= then:
        yield Finding(merged.tables["cover"].cell(0, "as_at"), merged.as_at, {"then": then})


@rule(
    "last-report-not-known",
    Severity.ERROR,
    "Take {value} out: nothing is known of a last report. Begin with report-builder next, or fill "
    "in “Status in the last report” in the register.",
)
def last_report_not_known(merged: Merged) -> Iterator[Finding]:
    """A figure of what has changed would be nought whatever has changed."""
    if since.is_anything_known(merged.areas) or merged.history:
        return
    figures = Figures(merged)
    for sheet in REPORT_WORKBOOK.sheets:
        table = merged.tables[sheet.name]
        for field in sheet.fields:
            for index, text in table.items(field.name) if field.tokens else ():
                for token in figures.on_the_last_report(str(text)):
                    yield Finding(table.cell(index, field.name), token)
    supporting = merged.tables["supporting"]
    for index, row in supporting.records:
        if row["kind"] == AREAS and row["since"] != "":
            yield Finding(supporting.cell(index, "since"), row["since"])


def _reported_before(merged: Merged) -> Iterator[tuple[int, dict[str, object], ReportedArea]]:
    """Yield the areas that the last report had, each with its index and what was said of it."""
    for at, area in enumerate(merged.areas):
        last = since.last_said(merged.history, str(area["reference"]))
        if last is not None:
            yield at, area, last


def _register_beside_the_record(
    merged: Merged, field: str
) -> Iterator[tuple[Cell, object, ReportedArea | None, Row]]:
    """Yield what the register says in a column, with its cell and what the last report said."""
    register = merged.tables[REGISTER.name]
    for index, row in register.records if merged.history else ():
        last = since.last_said(merged.history, str(row["reference"]))
        yield register.cell(index, field), row[field], last, row


def _same(one: object, other: str) -> bool:
    return plain(str(one)) == plain(other)


def _beginning(text: object) -> str:
    """Return how ``text`` begins; what is cut short is masked first, or the cut could show it."""
    words = " ".join(masked(str(text)).split())
    return words if len(words) <= 60 else f"{words[:60].rpartition(' ')[0]}…"
