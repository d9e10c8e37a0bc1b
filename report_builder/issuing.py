"""Blank workbooks: the report workbook for an author, the pre-filled return for a service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from report_builder import since
from report_builder.figures import token_guidance
from report_builder.merged import OFFICERS_FIELDS, Merged, Row
from report_builder.problems import as_shown
from report_builder.text import plain
from report_builder.workbooks import report_workbook, standard_return
from report_builder.workbooks.declare import (
    AnswerSheet,
    Filling,
    Form,
    Identity,
    TableSheet,
)
from report_builder.workbooks.read import Filled
from report_builder.workbooks.write import workbook_bytes

_FROM_SERVICES = ("head_of_service", "job_title", "email", "telephone")


def report_workbook_bytes(report: str, made: dt.date, filling: Filling | None = None) -> bytes:
    """Return a report workbook: an empty one, or one with ``filling``; ``report`` identifies it."""
    form = report_workbook.REPORT_WORKBOOK
    filling = filling or Filling(rows=given_rows(form))
    return workbook_bytes(
        form,
        Identity(form.name, form.version, report),
        Filling(_over_defaults(form, filling.answers), filling.rows),
        (report_workbook.GUIDANCE, token_guidance()),
        title="Report workbook",
        made=made,
    )


def given_rows(form: Form) -> dict[str, list[dict[str, object]]]:
    """Return the rows that a new workbook of ``form`` already holds, by table."""
    return {
        sheet.name: [dict(row) for row in sheet.rows]
        for sheet in form.sheets
        if isinstance(sheet, TableSheet) and sheet.rows
    }


def _over_defaults(
    form: Form, answers: dict[str, dict[str, object]]
) -> dict[str, dict[str, object]]:
    """Return ``answers`` and, where there is none, what a new workbook already holds."""
    return {
        sheet.name: {
            **{field.name: field.default for field in sheet.fields},
            **answers.get(sheet.name, {}),
        }
        for sheet in form.sheets
        if isinstance(sheet, AnswerSheet)
    }


def return_bytes(
    merged: Merged, report: str, service: str, made: dt.date, answers: Filling | None = None
) -> bytes:
    """Return the workbook of ``service``: pre-filled, and with ``answers`` if there are any.

    The answers' Actions rows are laid over the pre-filled ones by reference. If there was a report
    before this one, what it said stands beside the cells to fill in: all of it from its record, or
    the statuses that the author has typed into the register.
    """
    is_later = bool(merged.history) or any(area["previous_status"] != "" for area in merged.areas)
    form = standard_return.STANDARD_RETURN if is_later else standard_return.FIRST_RETURN
    answers = answers or Filling()
    filling = Filling(
        answers={"return": {**_contact(merged, service), **answers.answers.get("return", {})}},
        rows={**answers.rows, "actions": _actions(merged, service, answers)},
    )
    cover = merged.tables["cover"]
    title = str(cover.value("title"))
    return workbook_bytes(
        form,
        Identity(form.name, form.version, report, service),
        filling,
        (
            standard_return.guidance(
                report=title, due=_due(merged), ask=_whom_to_ask(merged), later=is_later
            ),
        ),
        title=f"Return of {service}: {title}",
        made=made,
    )


def _contact(merged: Merged, service: str) -> dict[str, object]:
    contact: dict[str, object] = {"service": service}
    for _, row in merged.tables["services"].records:
        if plain(str(row["service"])) == plain(service):
            contact.update({name: row[name] for name in _FROM_SERVICES})
    return contact


def _actions(merged: Merged, service: str, answers: Filling) -> list[dict[str, object]]:
    given = {plain(str(row["reference"])): row for row in answers.rows.get("actions", [])}
    rows: list[dict[str, object]] = []
    for area in _led_by(service, merged):
        prefilled = {name: area[name] for name in ("reference", "part", "timescale", "wording")}
        lead = area["lead_organisation"] or service
        answered = given.pop(plain(str(area["reference"])), {})
        own = {name: answered[name] for name in OFFICERS_FIELDS if name in answered}
        said = _said_last(merged, area)
        rows.append({**prefilled, "lead_organisation": lead, **said, **own})
    return rows + list(given.values())  # what was answered for an area that has gone elsewhere


def _led_by(service: str, merged: Merged) -> list[Row]:
    return [area for area in merged.areas if area["lead_service"] == service]


def _said_last(merged: Merged, area: Row) -> dict[str, object]:
    """Return what the last report said of an area, for the cells beside those to fill in."""
    if not merged.history:
        return {"previous_status": area["previous_status"]}
    last = since.last_said(merged.history, str(area["reference"]))
    if last is None:
        return {"previous_status": since.NEW}
    return {
        "previous_status": last.standing,
        "previous_date": last.completed or last.first_date or "",
        "previous_revised": last.revised_date or "",
        "previous_progress": last.progress,
    }


def is_as_issued(filled: Filled, merged: Merged, service: str) -> bool:
    """Return whether nobody has written anything into a return since it was issued."""
    if not filled.is_untouched:
        return False
    contact = _contact(merged, service)
    said = filled.records("return")[0]
    return all(
        plain(as_shown(said[field.name])) == plain(as_shown(contact.get(field.name, "")))
        for field in standard_return.SERVICE.fields
    )


def changed_areas(filled: Filled, merged: Merged, service: str) -> list[str]:
    """Return the references whose area the return has otherwise than the register, or not at all.

    An area that has gone to another service is among them.
    """
    now = _told(_led_by(service, merged))
    then = _told(filled.records("actions"))
    return sorted({reference for reference, *_ in now ^ then})


def _told(areas: Iterable[Row]) -> set[tuple[str, ...]]:
    names = ("reference", "part", "timescale", "wording")
    return {tuple(" ".join(str(area[name]).split()) for name in names) for area in areas}


def renewed(filled: Filled, merged: Merged, report: str, service: str, made: dt.date) -> bytes:
    """Return a return that was answered, its answers in a form as the register has it now."""
    answers = Filling(
        answers={"return": filled.records("return")[0]},
        rows={name: filled.records(name) for name in ("actions", "narrative")},
    )
    return return_bytes(merged, report, service, made, answers)


def _due(merged: Merged) -> str:
    due = merged.tables["cover"].value("returns_due")
    if due == "":
        return "As soon as you can: ask the report author for the date."
    return f"Send it back by {as_shown(due)}."


def _whom_to_ask(merged: Merged) -> str:
    cover = merged.tables["cover"]
    said = [cover.value(name) for name in ("author", "author_job_title", "author_email")]
    telephone = cover.value("author_telephone")
    words = [str(word) for word in said if word != ""]
    return ", ".join([*words, f"telephone {telephone}"] if telephone != "" else words)
