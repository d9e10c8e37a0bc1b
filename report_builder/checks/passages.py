"""Passages: the texts that the report can print, each with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from report_builder import selection
from report_builder.merged import Merged, Table
from report_builder.problems import Cell
from report_builder.workbooks.declare import Field, Kind
from report_builder.workbooks.report_workbook import AREAS, NARRATIVE, SUPPORTING
from report_builder.workbooks.standard_return import ACTIONS
from report_builder.workbooks.values import Flaw

_BEFORE_THE_APPENDIX = (
    *("cover", "meetings", "summary", "recommendations", "supporting", "scrutiny"),
    *("implications", "papers", "appendices", "decision"),
)


class Passage(NamedTuple):
    """A text that can be printed, and where its cell is to be found."""

    text: str
    field: Field
    row_kind: str
    """What its row is, such as ``Bullet``; ``""`` where rows have no kind."""
    row: int
    cell_of: Callable[[int, str], Cell]
    label_of: Callable[[int, str], str]

    @property
    def cell(self) -> Cell:
        """Return where the text stands."""
        return self.cell_of(self.row, self.field.name)

    @property
    def label(self) -> str:
        """Return how a message names the text: “Evidence” of SG-01."""
        return self.label_of(self.row, self.field.name)


@lru_cache(maxsize=2)  # every rule of texts asks for the same
def passages(merged: Merged) -> tuple[Passage, ...]:
    """Return every text that the report can print, sheet by sheet."""
    return tuple(each for table in merged.tables.values() for each in _of_table(table))


def in_report_order(merged: Merged) -> Iterator[Passage]:
    """Yield the texts that this report prints, in the order in which a reader meets them."""
    for name in _BEFORE_THE_APPENDIX:
        if name == SUPPORTING.name:
            yield from _supporting(merged)
        else:
            yield from _of_table(merged.tables[name])
    yield from _of_table(merged.tables["parts"])
    for at in range(len(merged.areas)):
        yield from _area(merged, at, ["wording"])


def _supporting(merged: Merged) -> Iterator[Passage]:
    table = merged.tables[SUPPORTING.name]
    own: dict[int, list[Passage]] = {}
    for passage in _of_table(table):
        own.setdefault(passage.row, []).append(passage)
    for index, row in table.records:
        if row["kind"] == AREAS:
            fields = ["wording", *selection.printed_fields(row)]
            for at in selection.areas_of(merged, row):
                yield from _area(merged, at, fields)
        elif row["kind"] == NARRATIVE:
            rows = [at for at, _ in selection.narrative_of(merged, row)]
            yield from _of_table(merged.tables["narrative"], rows)
        else:
            yield from own.get(index, ())


def _area(merged: Merged, at: int, fields: Iterable[str]) -> Iterator[Passage]:
    for name in fields:
        text = merged.areas[at][name]
        if _is_text(text):
            field = ACTIONS.by_name[name]
            yield Passage(text, field, "", at, merged.area_cell, merged.area_label)


def _of_table(table: Table, rows: Iterable[int] | None = None) -> Iterator[Passage]:
    fields = [
        field
        for field in table.sheet.fields
        if field.printed and not field.prefilled and field.kind in (Kind.LINE, Kind.TEXT)
    ]
    columns, indexes = table.columns, table.index
    places: Iterable[int] = range(len(indexes))
    if rows is not None:
        places = [table.place_of[index] for index in rows]
    kinds = columns["kind"] if "kind" in table.sheet.by_name else [""] * len(indexes)
    for place in places:
        index, kind = indexes[place], kinds[place]
        texts = [columns[field.name][place] for field in fields]
        for field, text in zip(fields, texts, strict=True):
            if table.sheet is SUPPORTING and kind == NARRATIVE and field.name == "text":
                continue  # it only chooses the narrative
            if _is_text(text):
                yield Passage(text, field, kind, index, table.cell, table.label)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not isinstance(value, Flaw)
