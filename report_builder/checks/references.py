"""Checks of the merge: every area answered, once, by its lead service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from report_builder.checks.folded import references_answered, references_of_areas
from report_builder.checks.registry import Finding, rule
from report_builder.days import date_or_none
from report_builder.merged import OFFICERS_FIELDS, Merged, Row, Table, said, said_alike
from report_builder.nearest import nearest
from report_builder.problems import Cell, Severity, as_shown
from report_builder.text import plain
from report_builder.workbooks.declare import called
from report_builder.workbooks.read import Filled

_MOST_LISTED = 6


@rule(
    "return-missing",
    Severity.ERROR,
    "No return that can be used has come from {service}, which leads on {count} of the areas.",
)
def return_missing(merged: Merged) -> Iterator[Finding]:
    """A service that has not answered would be missing from the report without a word."""
    answered = {plain(filled.identity.service) for filled in merged.returns if filled.identity}
    led: dict[object, list[int]] = {}
    for at, area in enumerate(merged.areas):
        led.setdefault(area["lead_service"], []).append(at)
    for service, areas in led.items():
        if service != "" and plain(str(service)) not in answered:
            where = merged.area_cell(areas[0], "lead_service")
            yield Finding(where, service, {"service": service, "count": len(areas)})


@rule("return-blank", Severity.ERROR, "Fill in this return: no area has been answered yet.")
def return_blank(merged: Merged) -> Iterator[Finding]:
    """The blank return lies where the answer is expected."""
    places = merged.tables["actions"].places
    for workbook in sorted(merged.blank_returns & places.keys()):
        yield Finding(Cell(workbook, places[workbook].sheet))


@rule(
    "two-returns",
    Severity.ERROR,
    "Keep one of the returns of {service} and move the other out of the folder: {first} is one as "
    "well. {which}",
)
def two_returns(merged: Merged) -> Iterator[Finding]:
    """Two returns of one service may answer differently; only a person can say which counts."""
    first: dict[str, Filled] = {}
    for filled in merged.returns:
        service = filled.identity.service if filled.identity else ""
        if not filled.rows:
            continue
        one = first.setdefault(plain(service), filled)
        if one is not filled:
            named = {"service": service, "first": one.file, "which": _which_to_keep(one, filled)}
            yield Finding(Cell(filled.file), "", named)


def _which_to_keep(one: Filled, other: Filled) -> str:
    """Return how two returns of one service differ, and what that says of which one counts."""
    if said_alike(one, other):
        return "They say the same: keep either."
    answers = said(one, "actions"), said(other, "actions")
    areas = [
        str(reference)
        for reference in dict.fromkeys((*answers[0], *answers[1]))
        if answers[0].get(reference) != answers[1].get(reference)
    ]
    differ = f"They differ in {_listed(areas)}. " if areas else "They differ, though in no area. "
    signed = {_signed_off(filled): filled.file for filled in (one, other)}
    days = [day for day in signed if day is not None]
    if len(days) == 2:
        last = max(days)
        return f"{differ}{signed[last]} was signed off last, on {as_shown(last)}."
    return f"{differ}Ask the service which one counts."


def _listed(references: list[str]) -> str:
    shown, more = references[:_MOST_LISTED], len(references) - _MOST_LISTED
    return f"{', '.join(shown)}{f' and {more} more' if more > 0 else ''}"


def _signed_off(filled: Filled) -> dt.date | None:
    said = filled.records("return")
    return date_or_none(said[0]["sign_off_date"]) if said else None


@rule(
    "unknown-service",
    Severity.ERROR,
    "This return is from {service}, which the report workbook does not list among the services.",
)
def unknown_service(merged: Merged) -> Iterator[Finding]:
    """A renamed service's return would join no area."""
    known = {plain(name) for name in merged.tables["services"].values("service")}
    for filled in merged.returns:
        service = filled.identity.service if filled.identity else ""
        if filled.rows and plain(service) not in known:
            yield Finding(Cell(filled.file), service, {"service": service or "no service"})


@rule(
    "missing-reference",
    Severity.ERROR,
    "Ask the report author for a renewed return: it lacks the row for {reference}, on which your "
    "service leads.",
)
def missing_reference(merged: Merged) -> Iterator[Finding]:
    """An area that was added to the register, or a row that was lost, would have no answer.

    ``report-builder issue`` makes the renewed return, with the answers that were given. A row with
    the area's wording whose reference was mistyped is not lost, and told as that.
    """
    led_by: dict[str, list[tuple[str, Row]]] = {}
    for folded, area in zip(references_of_areas(merged), merged.areas, strict=True):
        led_by.setdefault(plain(str(area["lead_service"])), []).append((folded, area))
    mistyped = _mistyped(merged)
    answered = set(zip(_workbooks(merged), references_answered(merged), strict=True))
    for filled in merged.returns:
        if "actions" not in filled.rows or filled.identity is None:
            continue
        for folded, area in led_by.get(plain(filled.identity.service), ()):
            if (filled.file, folded) in answered:
                continue
            reference, wording = area["reference"], plain(str(area["wording"]))
            if (filled.file, reference, wording) not in mistyped:
                where = Cell(filled.file, filled.places["actions"].sheet)
                yield Finding(where, reference, {"reference": reference})


@rule(
    "unknown-reference",
    Severity.ERROR,
    "Correct the reference {value}: it is not in the register.{nearest}",
)
def unknown_reference(merged: Merged) -> Iterator[Finding]:
    """An answer without an area in the register would be lost."""
    actions = merged.tables["actions"]
    for index, near in _unknown(merged):
        meant = f" Did you mean {near}?" if near else ""
        reference = actions.at(index, "reference")
        yield Finding(actions.cell(index, "reference"), reference, {"nearest": meant})


def _unknown(merged: Merged) -> Iterator[tuple[int, str]]:
    """Yield the rows whose reference is not in the register, and the one that is probably meant."""
    folded = set(references_of_areas(merged))
    # What was answered for an area that has been withdrawn since is told by a rule of its own.
    folded |= {plain(str(area["reference"])) for area in merged.withdrawn}
    references, answered = references_answered(merged), set(references_answered(merged))
    known = [str(area["reference"]) for area in merged.areas]
    for (index, typed), reference in zip(
        merged.tables["actions"].items("reference"), references, strict=True
    ):
        if reference in folded:
            continue
        # What the slip was made for is not answered elsewhere; if all is, any may be meant.
        open_ones = [each for each in known if plain(each) not in answered] or known
        said = str(typed)
        yield index, nearest(said, open_ones, least=60, anywhere=True) if said else ""


def _mistyped(merged: Merged) -> set[tuple[object, object, str]]:
    """Return workbook, probable reference and wording of the rows of unknown references."""
    actions = merged.tables["actions"]
    return {
        (actions.at(index, "workbook"), near, plain(str(actions.at(index, "wording"))))
        for index, near in _unknown(merged)
    }


@rule(
    "duplicate-reference",
    Severity.ERROR,
    "Answer {reference} once: {first} answers it too.{differ}",
)
def duplicate_reference(merged: Merged) -> Iterator[Finding]:
    """Two rows for one area may say different things, and only one can be printed.

    Two returns of one service, which answer each area twice, are one problem of their own.
    """
    actions = merged.tables["actions"]
    services = {
        filled.file: plain(filled.identity.service) for filled in merged.returns if filled.identity
    }
    first: dict[str, int] = {}
    for (index, reference), key in zip(
        actions.items("reference"), references_answered(merged), strict=True
    ):
        if key and key in first:
            one, other = (str(actions.at(row, "workbook")) for row in (first[key], index))
            if one != other and services.get(one) == services.get(other):
                continue
            named = {
                "reference": reference,
                "first": actions.cell(first[key], "reference"),
                "differ": _differences(actions, first[key], index),
            }
            yield Finding(actions.cell(index, "reference"), reference, named)
        first.setdefault(key, index)


def _workbooks(merged: Merged) -> list[str]:
    """Return the return in which each row of the returns stands."""
    return merged.tables["actions"].columns["workbook"]


def _differences(actions: Table, one: int, other: int) -> str:
    labels = [
        called(actions.sheet.by_name[name].label)
        for name in OFFICERS_FIELDS
        if as_shown(actions.at(one, name)) != as_shown(actions.at(other, name))
    ]
    return f" They differ in: {', '.join(labels)}." if labels else ""


@rule(
    "not-the-lead-service",
    Severity.ERROR,
    "Take out the row for {reference}: {lead} leads on it, and answers for it.",
)
def not_the_lead_service(merged: Merged) -> Iterator[Finding]:
    """An area is answered for by one service, the one that the register names."""
    actions = merged.tables["actions"]
    leads = {
        reference: str(area["lead_service"])
        for reference, area in zip(references_of_areas(merged), merged.areas, strict=True)
    }
    rows = zip(
        actions.items("reference"), references_answered(merged), _workbooks(merged), strict=True
    )
    for (index, reference), folded, workbook in rows:
        lead, service = leads.get(folded, ""), merged.service_of(workbook)
        if lead not in ("", service) and plain(lead) != plain(service):
            where = actions.cell(index, "reference")
            yield Finding(where, reference, {"reference": reference, "lead": lead})
