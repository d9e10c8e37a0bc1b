"""All that was returned, joined: the tables, the areas, and the cell that each answer came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property, wraps
from string import ascii_uppercase
from typing import Any, TypeVar, cast

from report_builder.days import date_or_none
from report_builder.problems import Cell, Problem, as_shown
from report_builder.record import Record
from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet, TableSheet, called
from report_builder.workbooks.read import Filled, Places
from report_builder.workbooks.remarks import Remark
from report_builder.workbooks.report_workbook import REGISTER
from report_builder.workbooks.standard_return import ACTIONS

OFFICERS_FIELDS = tuple(field.name for field in ACTIONS.fields if not field.prefilled)

T = TypeVar("T")
Row = dict[str, Any]
"""A row of a table, by the names of its fields."""


class _Sent:
    """What is sent to another process: without what was worked out here meanwhile."""

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Table(_Sent):
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

    def with_records(self, records: Iterable[tuple[int, Row]]) -> Table:
        """Return a table with these rows, each with its index, in place of its own."""
        kept = list(records)
        columns = {name: [row[name] for _, row in kept] for name in self.columns}
        return replace(self, columns=columns, index=[index for index, _ in kept])

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
        """Return the cell that row ``index`` has for ``field``."""
        return self.places[str(self.at(index, "workbook"))].cell(field, int(self.at(index, "row")))

    def label(self, index: int, field: str) -> str:
        """Return how a message names the answer that row ``index`` gives to ``field``."""
        return called(self.sheet.by_name[field].label, self._row_called(index, field))

    def _row_called(self, index: int, field: str) -> object:
        """Return what names a row beside its other answers, ``""`` if nothing does."""
        key = self.sheet.key if isinstance(self.sheet, TableSheet) else ""
        return self.at(index, key) if key not in ("", field) else ""

    @cached_property
    def records(self) -> list[tuple[int, Row]]:
        """Return each row by the names of its fields, with its index."""
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
class Merged(_Sent):
    """All that was returned, joined.

    ``areas`` has a row for each area of the register that is not withdrawn, in the order of
    Appendix 1. It holds the register's fields, the officer's fields (``""`` where nothing was
    returned), ``standing`` (the name of the status that the report gives the area), ``due`` (a
    date or ``""``), those of :mod:`report_builder.since`, ``register_row``, and ``workbook`` and
    ``row`` of the return (``""`` and 0 if none).
    """

    tables: dict[str, Table]
    areas: list[Row]
    withdrawn: list[Row]
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
    def worked_out(self) -> dict[Callable[[Merged], Any], Any]:
        """What has been worked out of it and is kept: see :func:`once`."""
        return {}

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
    def narratives(self) -> list[tuple[int, Row]]:
        """Return all narrative rows, each with its service and the heading that it stands under.

        They come in the order of the Services sheet, and within a service as it wrote them.
        """
        told = []
        workbook = heading = None
        for index, row in self.tables["narrative"].records:
            if row["heading"] != "" or row["workbook"] != workbook:
                workbook, heading = row["workbook"], row["heading"]
            service = self.service_of(str(workbook))
            told.append((index, {**row, "heading": heading, "service": service}))
        order = [plain(name) for name in self.tables["services"].values("service")]
        ranks = {name: rank for rank, name in enumerate(order)}
        return sorted(told, key=lambda each: ranks.get(plain(each[1]["service"]), len(ranks)))

    @cached_property
    def blank_returns(self) -> frozenset[str]:
        """Return the files of the returns in which no area has been answered."""
        return frozenset(filled.file for filled in self.returns if filled.is_unanswered)

    @property
    def as_at(self) -> dt.date | None:
        """Return the report's as-at date, ``None`` if the report workbook gives none."""
        return date_or_none(self.tables["cover"].value("as_at"))

    def printed(self) -> Merged:
        """Return it with what a report can print, and of the returns their names alone."""
        named = (
            replace(filled, rows={name: [] for name in filled.rows}, problems=(), remarks=())
            for filled in self.returns
        )
        return replace(self, returns=tuple(named), remarks=())

    def composed_from(self) -> Merged:
        """Return it without the rows that were joined: the areas hold what they say."""
        joined = (REGISTER.name, ACTIONS.name)
        emptied = {name: self.tables[name].with_records([]) for name in joined}
        return replace(self, tables=self.tables | emptied)

    def area_cell(self, index: int, field: str) -> Cell:
        """Return the cell of an area's answer: in its return, or in the register."""
        area = self.areas[index]
        if field in OFFICERS_FIELDS and area["workbook"]:
            places = self.tables["actions"].places[str(area["workbook"])]
            return places.cell(field, int(area["row"]))
        places = self.tables["register"].places[self.report_file]
        return places.cell(
            field if field not in OFFICERS_FIELDS else "reference", int(area["register_row"])
        )

    def area_label(self, index: int, field: str) -> str:
        """Return how a message names an area's answer to ``field``."""
        return called(ACTIONS.by_name[field].label, self.areas[index]["reference"])

    def label_at(self, where: Cell, label: str) -> str:
        """Return how a message names what stands under ``label`` in the cell ``where``."""
        row = where.address.lstrip(ascii_uppercase)
        return called(label, self._rows_called.get((where.workbook, where.sheet, row), ""))

    @cached_property
    def _rows_called(self) -> dict[tuple[str, str, str], object]:
        return {
            (str(workbook), table.places[str(workbook)].sheet, str(row)): name
            for table in self.tables.values()
            if isinstance(table.sheet, TableSheet) and table.sheet.key
            for workbook, row, name in zip(
                table.columns["workbook"],
                table.columns["row"],
                table.columns[table.sheet.key],
                strict=True,
            )
        }

    def due_cell(self, index: int) -> Cell:
        """Return the cell that an area's due date comes from.

        How it does: :func:`report_builder.merge.due_date`.
        """
        area = self.areas[index]
        dates = ("revised_date", "date")
        given = next((name for name in dates if isinstance(area[name], dt.date)), "timescale")
        return self.area_cell(index, given)

    def service_of(self, workbook: str) -> str:
        """Return the service that a return speaks for."""
        return self._services.get(workbook, "")

    @cached_property
    def _services(self) -> dict[str, str]:
        return {filled.file: filled.identity.service for filled in self.returns if filled.identity}


def once(function: Callable[[Merged], T]) -> Callable[[Merged], T]:
    """Have what ``function`` returns kept with what it was worked out of, for others who ask."""

    @wraps(function)
    def kept(merged: Merged) -> T:
        if function not in merged.worked_out:
            merged.worked_out[function] = function(merged)
        return cast(T, merged.worked_out[function])

    return kept


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
