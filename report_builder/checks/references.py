"""Checks of the merge: every area answered, once, by its lead service."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import process

from report_builder.checks.registry import Finding, rule
from report_builder.merge import OFFICERS_FIELDS, Merged
from report_builder.problems import Cell, Severity, as_shown
from report_builder.text import plain


@rule(
    "return-missing",
    Severity.ERROR,
    "No return that can be used has come from {service}, which leads on {count} of the areas.",
)
def return_missing(merged: Merged) -> Iterator[Finding]:
    """A service that has not answered would be missing from the report without a word."""
    answered = {plain(filled.identity.service) for filled in merged.returns if filled.identity}
    leads = merged.areas["lead_service"]
    for service in dict.fromkeys(leads):
        if service != "" and plain(str(service)) not in answered:
            rows = merged.areas.index[leads == service]
            where = merged.area_cell(int(rows[0]), "lead_service")
            yield Finding(where, service, {"service": service, "count": len(rows)})


@rule("return-blank", Severity.ERROR, "Fill in this return: no area has been answered yet.")
def return_blank(merged: Merged) -> Iterator[Finding]:
    """The blank return lies where the answer is expected."""
    places = merged.tables["actions"].places
    for workbook in sorted(merged.blank_returns & places.keys()):
        yield Finding(Cell(workbook, places[workbook].sheet))


@rule(
    "two-returns",
    Severity.ERROR,
    "Keep one of the returns of {service}: {first} is another. Move the one that does not count "
    "out of the folder.",
)
def two_returns(merged: Merged) -> Iterator[Finding]:
    """Two returns of one service may answer differently; only a person can say which counts."""
    first: dict[str, str] = {}
    for filled in merged.returns:
        service = filled.identity.service if filled.identity else ""
        if not filled.tables:
            continue
        if plain(service) in first:
            named = {"service": service, "first": first[plain(service)]}
            yield Finding(Cell(filled.file), filled.file, named)
        first.setdefault(plain(service), filled.file)


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
        if filled.tables and plain(service) not in known:
            yield Finding(Cell(filled.file), service, {"service": service or "no service"})


@rule(
    "missing-reference",
    Severity.ERROR,
    "Ask the report author for a renewed return: it lacks the row for {reference}, on which your "
    "service leads.",
)
def missing_reference(merged: Merged) -> Iterator[Finding]:
    """An area that was added to the register, or a row that was lost, would have no answer.

    ``report-builder issue`` makes the renewed return, with the answers that were given.
    """
    for filled in merged.returns:
        actions = filled.tables.get("actions")
        if actions is None or filled.identity is None:
            continue
        present = {plain(str(reference)) for reference in actions["reference"]}
        service = plain(filled.identity.service)
        areas = merged.areas
        for reference, lead in zip(areas["reference"], areas["lead_service"], strict=True):
            if plain(str(lead)) == service and plain(str(reference)) not in present:
                where = Cell(filled.file, filled.places["actions"].sheet)
                yield Finding(where, reference, {"reference": reference})


@rule(
    "unknown-reference",
    Severity.ERROR,
    "Correct the reference {value}: it is not in the register.{nearest}",
)
def unknown_reference(merged: Merged) -> Iterator[Finding]:
    """An answer without an area in the register would be lost."""
    known = [str(reference) for reference in merged.areas["reference"]]
    folded = {plain(reference) for reference in known}
    # What was answered for an area that has been withdrawn since is told by a rule of its own.
    folded |= {plain(str(reference)) for reference in merged.withdrawn["reference"]}
    actions = merged.tables["actions"]
    for index, reference in actions.frame["reference"].items():
        if plain(str(reference)) in folded:
            continue
        near = process.extractOne(str(reference), known, score_cutoff=60) if known else None
        nearest = f" Did you mean {near[0]}?" if near and reference else ""
        yield Finding(actions.cell(int(str(index)), "reference"), reference, {"nearest": nearest})


@rule(
    "duplicate-reference",
    Severity.ERROR,
    "Answer {reference} once: {first} answers it too.{differ}",
)
def duplicate_reference(merged: Merged) -> Iterator[Finding]:
    """Two rows for one area may say different things, and only one can be printed."""
    actions = merged.tables["actions"]
    first: dict[str, int] = {}
    for index, reference in actions.frame["reference"].items():
        at, key = int(str(index)), plain(str(reference))
        if key and key in first:
            named = {
                "reference": reference,
                "first": actions.cell(first[key], "reference"),
                "differ": _differences(merged, first[key], at),
            }
            yield Finding(actions.cell(at, "reference"), reference, named)
        first.setdefault(key, at)


def _differences(merged: Merged, one: int, other: int) -> str:
    actions = merged.tables["actions"]
    rows = actions.frame.loc[one], actions.frame.loc[other]
    labels = [
        actions.sheet.by_name[name].label
        for name in OFFICERS_FIELDS
        if as_shown(rows[0][name]) != as_shown(rows[1][name])
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
        plain(str(reference)): str(lead)
        for reference, lead in zip(
            merged.areas["reference"], merged.areas["lead_service"], strict=True
        )
    }
    for index, row in actions.frame.iterrows():
        lead = leads.get(plain(str(row["reference"])), "")
        if lead and plain(lead) != plain(merged.service_of(str(row["workbook"]))):
            where = actions.cell(int(str(index)), "reference")
            yield Finding(where, row["reference"], {"reference": row["reference"], "lead": lead})
