"""Returns and register become one table of areas; every row keeps the cells it came from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from report_builder import since, statuses
from report_builder.days import date_or_none
from report_builder.merged import OFFICERS_FIELDS, Merged, Row, Table
from report_builder.record import Record
from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet, Form, TableSheet
from report_builder.workbooks.read import Filled, columns_of
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import PROBLEMS, STANDARD_RETURN

_COPY = re.compile(r" ?\(\d+\)(?=\.\w+$)")


def merge(report: Filled, returns: Iterable[Filled], history: Sequence[Record] = ()) -> Merged:
    """Return the register joined with the returns' answers, and with what ``history`` tells.

    Where several rows answer for one area, the row of its lead service counts, else the first. A
    return comes before its copies, which browsers and Excel number (“Early Help (2).xlsx”).
    """
    returns = tuple(sorted(returns, key=lambda filled: _COPY.sub("", filled.file) != filled.file))
    tables = {
        **_stack(REPORT_WORKBOOK, [report]),
        **_stack(STANDARD_RETURN, returns),
        PROBLEMS.name: _table(PROBLEMS, (report, *returns)),  # on which both kinds are handed back
    }
    register = _register(tables)
    is_withdrawn = register["withdrawn_reason"] != ""
    withdrawn = [{**area, "is_withdrawn": "Yes"} for area in _rows(register[is_withdrawn])]
    areas = _rows(_join(register[~is_withdrawn], tables, returns))
    _add_standing(areas, tables, history)
    remarks = tuple(remark for filled in (report, *returns) for remark in filled.remarks)
    report_id = report.identity.report if report.identity else ""
    return Merged(
        tables, areas, withdrawn, report.file, returns, report_id, remarks, tuple(history)
    )


def _stack(form: Form, filled: Iterable[Filled]) -> dict[str, Table]:
    return {sheet.name: _table(sheet, filled) for sheet in form.read_sheets}


def _table(sheet: AnswerSheet | TableSheet, filled: Iterable[Filled]) -> Table:
    rows: list[list[object]] = []
    workbooks: list[object] = []
    places = {}
    for workbook in filled:
        if sheet.name in workbook.rows:
            rows += workbook.rows[sheet.name]
            workbooks += [workbook.file] * len(workbook.rows[sheet.name])
            places[workbook.file] = workbook.places[sheet.name]
    names = columns_of(sheet)
    columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in names)
    table = {**dict(zip(names, columns, strict=True)), "workbook": workbooks}
    return Table(sheet, table, list(range(len(rows))), places)


def _frame(columns: dict[str, list[Any]]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    values = np.empty((rows, len(columns)), dtype=object)  # pandas takes long over lists
    for place, column in enumerate(columns.values()):
        values[:, place] = column
    return pd.DataFrame(values, columns=list(columns), dtype=object)


def _register(tables: dict[str, Table]) -> pd.DataFrame:
    """Return the register in the order of Appendix 1, with the spelling of the sheets it names."""
    columns = dict(tables["register"].columns)
    columns["register_row"] = columns.pop("row")
    for column, table, field in (
        ("part", "parts", "part"),
        ("timescale", "timescales", "timescale"),
        ("lead_service", "services", "service"),
    ):
        spelling = {_fold(name): name for name in tables[table].values(field)}
        spelled = {value: spelling.get(_fold(value), value) for value in set(columns[column])}
        columns[column] = [spelled[value] for value in columns[column]]
    ranks = zip(
        _ranks(tables["parts"].values("part"), columns["part"]),
        _ranks(tables["timescales"].values("timescale"), columns["timescale"]),
        [value if isinstance(value, int) else float("inf") for value in columns["order"]],
        columns["register_row"],
        strict=True,
    )
    in_order = [at for at, _ in sorted(enumerate(ranks), key=lambda each: each[1])]
    return _frame({name: [values[at] for at in in_order] for name, values in columns.items()})


def _ranks(names: list[str], values: list[object]) -> list[int]:
    """Return the place of each of ``values`` among ``names``; what is unknown comes last."""
    known = {_fold(name): rank for rank, name in enumerate(names)}
    ranks = {value: known.get(_fold(value), len(known)) for value in set(values)}
    return [ranks[value] for value in values]


def _join(
    register: pd.DataFrame, tables: dict[str, Table], returns: tuple[Filled, ...]
) -> pd.DataFrame:
    keys = [_fold(reference) for reference in register["reference"]]
    leads: dict[str, str] = {}
    for key, lead in zip(keys, register["lead_service"], strict=True):
        leads.setdefault(key, _fold(lead))
    actions = tables["actions"]
    answering = _answering(actions, leads, returns)
    said = {
        name: [actions.columns[name][at] for at in answering.values()]
        for name in (*OFFICERS_FIELDS, "workbook", "row")
    }
    answered = _frame({"key": list(answering), **said})
    asked = register.drop(columns="workbook").assign(
        key=pd.Series(keys, index=register.index, dtype=object)
    )
    joined = asked.merge(answered, on="key", how="left").drop(columns="key")
    return joined.fillna({"row": 0}).fillna("")


def _answering(
    actions: Table, leads: dict[str, str], returns: tuple[Filled, ...]
) -> dict[str, int]:
    """Return the place of the row that counts for each area: its lead service's, else the first."""
    services = {
        filled.file: _fold(filled.identity.service) for filled in returns if filled.identity
    }
    first: dict[str, int] = {}
    of_the_lead: dict[str, int] = {}
    columns = actions.columns
    for place, (reference, workbook) in enumerate(
        zip(columns["reference"], columns["workbook"], strict=True)
    ):
        key = _fold(reference)
        first.setdefault(key, place)
        if services.get(workbook) == leads.get(key):
            of_the_lead.setdefault(key, place)
    return first | of_the_lead


def _fold(value: object) -> str:
    return plain(str(value))


def _rows(frame: pd.DataFrame) -> list[Row]:
    columns = {str(name): frame[name].tolist() for name in frame}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _add_standing(areas: list[Row], tables: dict[str, Table], history: Sequence[Record]) -> None:
    cover = tables["cover"]
    as_at = date_or_none(cover.value("as_at"))
    start = date_or_none(cover.value("inspection_date"))
    timescales = tables["timescales"].columns
    months = {
        _fold(name): value
        for name, value in zip(timescales["timescale"], timescales["months"], strict=True)
        if isinstance(value, int)
    }
    months_of = {name: months.get(_fold(name)) for name in {area["timescale"] for area in areas}}
    for area in areas:
        timescale = months_of[area["timescale"]]
        day = due_date(area["revised_date"], area["date"], timescale, start)
        area.update(due=day or "", standing=standing_of(area["status"], day, as_at))
        area.update(since.changes(area, history))


def due_date(
    revised: object, first: object, months: int | None, start: dt.date | None
) -> dt.date | None:
    """Return the day by which an area is due.

    It is the revised date, else the date first expected, else the end of the timescale, counted
    from the day on which the inspection report was published; ``None`` if nothing is known, or
    if that end is beyond the calendar. The rule ``overdue`` tells officers which one it was.
    """
    for given in (revised, first):
        if isinstance(given, dt.date):
            return given
    if start is None or months is None:
        return None
    try:
        end: dt.date = (pd.Timestamp(start) + pd.DateOffset(months=months)).date()
    except (ValueError, OverflowError):
        return None
    return end


def standing_of(status: object, due: dt.date | None, as_at: dt.date | None) -> str:
    """Return the name of the status that the report gives an area: Overdue is worked out here."""
    known = statuses.BY_NAME.get(str(status))
    if known is None or known.computed:
        return statuses.NOT_REPORTED.name
    if known.open and due is not None and as_at is not None and due < as_at:
        return statuses.OVERDUE.name
    return known.name
