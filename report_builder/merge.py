"""Returns and register become one table of areas; every row keeps the cells it came from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
_WORKED_OUT = ("due", "standing", *since.COLUMNS, since.SLIP)
_COPY = re.compile(r" ?\(\d+\)(?=\.\w+$)")


@dataclass(frozen=True)
class Table:
    """The rows of one declared sheet, of one workbook or of many.

    There is a column for each field, ``workbook`` (the file) and ``row`` (in Excel). Most rules go
    through one column, for which a list is many times quicker than a frame of pandas.
    """

    sheet: AnswerSheet | TableSheet
    columns: dict[str, list[Any]]
    index: list[int]
    """What the rows are called by; a row that is taken out leaves a gap."""
    places: dict[str, Places]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.index)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame of pandas, which is not to be changed."""
        return _frame(self.columns, self.index)

    def with_frame(self, frame: pd.DataFrame) -> Table:
        """Return a table with the rows of ``frame``, which has the same columns."""
        return replace(
            self,
            columns={str(name): frame[name].tolist() for name in frame},
            index=[int(index) for index in frame.index],
        )

    def items(self, field: str) -> Iterator[tuple[int, Any]]:
        """Yield the answers of a column, each with its row's index."""
        return zip(self.index, self.columns[field], strict=True)

    def at(self, index: int, field: str) -> Any:
        """Return the answer that row ``index`` gives to ``field``."""
        return self.columns[field][self.place_of[index]]

    @cached_property
    def place_of(self) -> dict[int, int]:
        """Return, by its index, the place of each row in the columns."""
        return {index: place for place, index in enumerate(self.index)}

    def cell(self, index: int, field: str) -> Cell:
        """Return the cell that row ``index`` of the frame has for ``field``."""
        return self.places[str(self.at(index, "workbook"))].cell(field, int(self.at(index, "row")))

    @cached_property
    def records(self) -> list[tuple[int, dict[str, Any]]]:
        """Return each row as a dictionary, with its index in the frame."""
        rows = zip(*self.columns.values(), strict=True)
        return [
            (index, dict(zip(self.columns, row, strict=True)))
            for index, row in zip(self.index, rows, strict=True)
        ]

    def value(self, field: str) -> object:
        """Return the answer on a sheet of labelled cells, ``""`` if there is none."""
        return next(iter(self.columns[field]), "")

    def values(self, field: str) -> list[str]:
        """Return the texts of a column, empty ones left out."""
        return [str(value) for value in self.columns[field] if value != ""]


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
            if filled.identity and filled.rows:
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

    def due_cell(self, index: int) -> Cell:
        """Return the cell that an area's due date comes from; see :func:`due_date`."""
        area = self.area_rows[index]
        dates = ("revised_date", "date")
        given = next((name for name in dates if isinstance(area[name], dt.date)), "timescale")
        return self.area_cell(index, given)

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
    register = _register(tables)
    is_withdrawn = register["withdrawn_reason"] != ""
    withdrawn = register[is_withdrawn].reset_index(drop=True).assign(is_withdrawn="Yes")
    areas = _with_standing(_join(register[~is_withdrawn], tables, returns), tables, history)
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
    rows = [row[:-1] for row in filled.rows.get(sheet, ())]  # without its place
    if sheet == ACTIONS.name:
        return {row[0]: tuple(as_shown(value) for value in row) for row in rows}
    return {at: tuple(as_shown(value) for value in row) for at, row in enumerate(rows)}


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


def _frame(columns: dict[str, list[Any]], index: list[int] | None = None) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    values = np.empty((rows, len(columns)), dtype=object)  # pandas takes long over lists
    for place, column in enumerate(columns.values()):
        values[:, place] = column
    return pd.DataFrame(values, index=index, columns=list(columns), dtype=object)


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
        columns[column] = [spelling.get(_fold(value), value) for value in columns[column]]
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
    return [known.get(_fold(value), len(known)) for value in values]


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


def _with_standing(
    areas: pd.DataFrame, tables: dict[str, Table], history: Sequence[Record]
) -> pd.DataFrame:
    cover = tables["cover"]
    as_at = _date_or_none(cover.value("as_at"))
    start = _date_or_none(cover.value("inspection_date"))
    timescales = tables["timescales"].columns
    months = {
        _fold(name): value
        for name, value in zip(timescales["timescale"], timescales["months"], strict=True)
        if isinstance(value, int)
    }
    columns = {str(name): areas[name].tolist() for name in areas}
    told: dict[str, list[object]] = {name: [] for name in _WORKED_OUT}
    for row in zip(*columns.values(), strict=True):
        area = dict(zip(columns, row, strict=True))
        timescale = months.get(_fold(area["timescale"]))
        day = due_date(area["revised_date"], area["date"], timescale, start)
        area |= {"due": day or "", "standing": standing_of(area["status"], day, as_at)}
        area |= since.changes(area, history)
        for name, values in told.items():
            values.append(area[name])
    return _frame(columns | told)


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
