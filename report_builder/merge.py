"""Returns and register become one table of areas; every row keeps the cells it came from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from report_builder import since, statuses
from report_builder.problems import Cell, Problem, as_shown
from report_builder.record import Record
from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet, Form, TableSheet
from report_builder.workbooks.read import Filled, Places, columns_of
from report_builder.workbooks.remarks import Remark
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import ACTIONS, PROBLEMS, STANDARD_RETURN

OFFICERS_FIELDS = tuple(field.name for field in ACTIONS.fields if not field.prefilled)
_COPY = re.compile(r" ?\(\d+\)(?=\.\w+$)")


@dataclass(frozen=True)
class Table:
    """The rows of one declared sheet, of one workbook or of many.

    ``frame`` has a column for each field, ``workbook`` (the file) and ``row`` (in Excel).
    """

    sheet: AnswerSheet | TableSheet
    frame: pd.DataFrame
    places: dict[str, Places]

    def cell(self, index: int, field: str) -> Cell:
        """Return the cell that row ``index`` of the frame has for ``field``."""
        workbook, row = self._origins[index]
        return self.places[workbook].cell(field, row)

    @cached_property
    def records(self) -> list[tuple[int, dict[str, Any]]]:
        """Return each row as a dictionary, with its index in the frame."""
        names, indexes = list(self.columns), self.frame.index.tolist()
        rows = zip(*self.columns.values(), strict=True)
        return [
            (index, dict(zip(names, row, strict=True)))
            for index, row in zip(indexes, rows, strict=True)
        ]

    @cached_property
    def _origins(self) -> dict[int, tuple[str, int]]:
        """Return the workbook of each row, and its number there."""
        columns = self.columns
        return {
            index: (str(workbook), int(row))
            for index, workbook, row in zip(
                self.frame.index.tolist(), columns["workbook"], columns["row"], strict=True
            )
        }

    def value(self, field: str) -> object:
        """Return the answer on a sheet of labelled cells, ``""`` if there is none."""
        return next(iter(self.columns[field]), "")

    def values(self, field: str) -> list[str]:
        """Return the texts of a column, empty ones left out."""
        return [str(value) for value in self.columns[field] if value != ""]

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """Return the values of each column, which are quicker to go through than the frame's."""
        values = self.frame.to_numpy(dtype=object)
        return dict(zip(map(str, self.frame.columns), values.T.tolist(), strict=True))


@dataclass(frozen=True, eq=False)  # one is only ever like itself, so that it can be a key
class Merged:
    """All that was returned, joined.

    ``areas`` has a row for each area of the register that is not withdrawn, in the order of
    Appendix 1. Its columns are the register's fields, the officer's fields (``""`` where nothing
    was returned), ``standing`` (the name of the status that the report gives the area), ``due`` (a
    date or ``""``), those of :mod:`report_builder.since`, ``register_row``, and ``workbook`` and
    ``row`` of the return (``""`` and 0 if none).
    """

    tables: dict[str, Table]
    areas: pd.DataFrame
    withdrawn: pd.DataFrame
    """The register's rows that are withdrawn, in the order of Appendix 1; no figure counts them."""
    report_file: str
    returns: tuple[Filled, ...]
    report_id: str = ""
    """What identifies the report folder, whatever the version of the report."""
    remarks: tuple[Remark, ...] = ()
    """What the reader noticed about cells, of all workbooks."""
    history: tuple[Record, ...] = ()
    """The records of the reports before this one, the oldest first."""
    below: dict[int, int] | None = None
    """The counts for ``[areas below]`` that these tables no longer tell, ``None`` if they do."""

    @cached_property
    def form_problems(self) -> tuple[Problem, ...]:
        """Return what the reader found wrong with the returns' form."""
        return tuple(problem for filled in self.returns for problem in filled.problems)

    @cached_property
    def copies(self) -> frozenset[str]:
        """Return the files of the returns that say only what an earlier one of the service says."""
        seen: dict[str, list[Filled]] = {}
        copies = set()
        for filled in self.returns:
            if filled.identity and filled.tables:
                earlier = seen.setdefault(plain(filled.identity.service), [])
                if any(said_alike(filled, one) for one in earlier):
                    copies.add(filled.file)
                earlier.append(filled)
        return frozenset(copies)

    @cached_property
    def blank_returns(self) -> frozenset[str]:
        """Return the files of the returns in which no area has been answered."""
        return frozenset(filled.file for filled in self.returns if filled.is_unanswered)

    @property
    def as_at(self) -> dt.date | None:
        """Return the report's as-at date, ``None`` if the report workbook gives none."""
        return _date_or_none(self.tables["cover"].value("as_at"))

    @cached_property
    def area_rows(self) -> list[dict[str, Any]]:
        """Return the areas as dictionaries, by index: many times quicker to read one by one."""
        names = [str(name) for name in self.areas]
        columns = (self.areas[name].tolist() for name in names)
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def area_cell(self, index: int, field: str) -> Cell:
        """Return the cell of an area's answer: in its return, or in the register."""
        area = self.area_rows[index]
        if field in OFFICERS_FIELDS and area["workbook"]:
            places = self.tables["actions"].places[str(area["workbook"])]
            return places.cell(field, int(area["row"]))
        places = self.tables["register"].places[self.report_file]
        return places.cell(
            field if field not in OFFICERS_FIELDS else "reference", int(area["register_row"])
        )

    def service_of(self, workbook: str) -> str:
        """Return the service that a return speaks for."""
        return self._services.get(workbook, "")

    @cached_property
    def _services(self) -> dict[str, str]:
        return {filled.file: filled.identity.service for filled in self.returns if filled.identity}


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
    register = tables["register"].frame.rename(columns={"row": "register_row"})
    register = _ordered(_spelled_alike(register, tables), tables)
    is_withdrawn = register["withdrawn_reason"] != ""
    withdrawn = register[is_withdrawn].reset_index(drop=True).assign(is_withdrawn="Yes")
    areas = _join(register[~is_withdrawn], tables, returns)
    areas = since.with_changes(_with_standing(areas, tables), history)
    remarks = tuple(remark for filled in (report, *returns) for remark in filled.remarks)
    report_id = report.identity.report if report.identity else ""
    return Merged(
        tables, areas, withdrawn, report.file, returns, report_id, remarks, tuple(history)
    )


def said_alike(one: Filled, other: Filled) -> bool:
    """Return whether two returns say the same, wherever it stands."""
    return all(
        said(one, sheet) == said(other, sheet) for sheet in ("return", "actions", "narrative")
    )


def said(filled: Filled, sheet: str) -> dict[object, tuple[str, ...]]:
    """Return the rows of a sheet by their first column, wherever they stand."""
    frame = filled.tables.get(sheet)
    if frame is None:
        return {}
    rows = frame.drop(columns="row").itertuples(index=False, name=None)
    if sheet == ACTIONS.name:
        return {row[0]: tuple(as_shown(value) for value in row) for row in rows}
    return {at: tuple(as_shown(value) for value in row) for at, row in enumerate(rows)}


def _stack(form: Form, filled: Iterable[Filled]) -> dict[str, Table]:
    return {sheet.name: _table(sheet, filled) for sheet in form.read_sheets}


def _table(sheet: AnswerSheet | TableSheet, filled: Iterable[Filled]) -> Table:
    rows: list[list[object]] = []
    places = {}
    for workbook in filled:
        if sheet.name in workbook.rows:
            rows += [[*row, workbook.file] for row in workbook.rows[sheet.name]]
            places[workbook.file] = workbook.places[sheet.name]
    columns = [*columns_of(sheet), "workbook"]
    values = np.empty((len(rows), len(columns)), dtype=object)  # pandas takes long over lists
    if rows:
        values[:] = rows
    return Table(sheet, pd.DataFrame(values, columns=columns, dtype=object), places)


def _join(
    register: pd.DataFrame, tables: dict[str, Table], returns: tuple[Filled, ...]
) -> pd.DataFrame:
    register = register.drop(columns="workbook").reset_index(drop=True)
    register = register.assign(key=_keys(register["reference"]))
    answered = tables["actions"].frame[["reference", *OFFICERS_FIELDS, "workbook", "row"]]
    answered = answered.assign(
        key=_keys(answered["reference"]),
        service=answered["workbook"].map(
            {filled.file: plain(filled.identity.service) for filled in returns if filled.identity}
        ),
    ).drop(columns="reference")
    lead = register.drop_duplicates("key").set_index("key")["lead_service"].map(_fold)
    not_lead = answered["key"].map(lead) != answered["service"]
    answered = (
        answered.assign(not_lead=not_lead)
        .sort_values("not_lead", kind="stable")
        .drop_duplicates("key")
        .drop(columns=["not_lead", "service"])
    )
    joined = register.merge(answered, on="key", how="left").drop(columns="key")
    return joined.fillna({"row": 0}).fillna("")


def _keys(references: pd.Series) -> pd.Series:
    return references.map(_fold)


def _fold(value: object) -> str:
    return plain(str(value))


def _spelled_alike(areas: pd.DataFrame, tables: dict[str, Table]) -> pd.DataFrame:
    """Return ``areas`` with the spelling of parts, timescales and services of their own sheets."""
    for column, table, field in (
        ("part", "parts", "part"),
        ("timescale", "timescales", "timescale"),
        ("lead_service", "services", "service"),
    ):
        spelling = {_fold(name): name for name in tables[table].values(field)}
        spelled = areas[column].map(lambda value, known=spelling: known.get(_fold(value), value))
        areas = areas.assign(**{column: spelled})
    return areas


def _ordered(areas: pd.DataFrame, tables: dict[str, Table]) -> pd.DataFrame:
    parts = {_fold(part): rank for rank, part in enumerate(tables["parts"].values("part"))}
    timescales = {
        _fold(name): rank for rank, name in enumerate(tables["timescales"].values("timescale"))
    }
    ranks = pd.DataFrame(
        {
            "part": [parts.get(_fold(value), len(parts)) for value in areas["part"]],
            "timescale": [
                timescales.get(_fold(value), len(timescales)) for value in areas["timescale"]
            ],
            "order": [
                value if isinstance(value, int) else float("inf") for value in areas["order"]
            ],
            "row": areas["register_row"].tolist(),
        },
        index=areas.index,
    )
    in_order = ranks.sort_values(["part", "timescale", "order", "row"], kind="stable").index
    return areas.loc[in_order].reset_index(drop=True)


def _with_standing(areas: pd.DataFrame, tables: dict[str, Table]) -> pd.DataFrame:
    cover = tables["cover"]
    as_at = _date_or_none(cover.value("as_at"))
    start = _date_or_none(cover.value("inspection_date"))
    frame = tables["timescales"].frame
    months = {
        _fold(name): value
        for name, value in zip(frame["timescale"], frame["months"], strict=True)
        if isinstance(value, int)
    }
    due = [
        due_date(revised, first, months.get(_fold(timescale)), start)
        for revised, first, timescale in zip(
            areas["revised_date"], areas["date"], areas["timescale"], strict=True
        )
    ]
    standing = [
        standing_of(status, day, as_at) for status, day in zip(areas["status"], due, strict=True)
    ]
    return areas.assign(
        due=pd.Series([day or "" for day in due], index=areas.index, dtype=object),
        standing=pd.Series(standing, index=areas.index, dtype=object),
    )


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


def _date_or_none(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
