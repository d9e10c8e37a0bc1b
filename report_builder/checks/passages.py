"""Passages: the texts that the report can print, each with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class TextColumn:
    """The texts of one column that the report can print.

    A large report has many texts, and few that a rule looks at: those alone become passages.
    """

    table: Table
    field: Field

    @property
    def texts(self) -> Iterator[tuple[int, str]]:
        """Yield each text with the index of its row."""
        # The text of a Narrative row only chooses the narrative.
        may_choose = self.table.sheet is SUPPORTING and self.field.name == "text"
        for row, text in self.table.items(self.field.name):
            if _is_text(text) and not (may_choose and self.table.at(row, "kind") == NARRATIVE):
                yield row, text

    def passage(self, row: int, text: str) -> Passage:
        """Return one of ``texts`` as a passage."""
        table = self.table
        kind = str(table.at(row, "kind")) if "kind" in table.sheet.by_name else ""
        return Passage(text, self.field, kind, row, table.cell, table.label)

    @property
    def passages(self) -> Iterator[Passage]:
        """Yield all of ``texts`` as passages."""
        return (self.passage(row, text) for row, text in self.texts)


def text_columns(merged: Merged) -> Iterator[TextColumn]:
    """Yield every column of texts that the report can print, sheet by sheet."""
    return (column for table in merged.tables.values() for column in _columns_of(table))


def passages(merged: Merged) -> Iterator[Passage]:
    """Yield every text that the report can print, column by column."""
    return (passage for column in text_columns(merged) for passage in column.passages)


def passages_with_tokens(merged: Merged) -> Iterator[Passage]:
    """Yield the author's own texts, in which figures are written as tokens."""
    columns = (column for column in text_columns(merged) if column.field.tokens)
    return (passage for column in columns for passage in column.passages)


def in_report_order(merged: Merged) -> Iterator[Passage]:
    """Yield the texts that this report prints, in the order in which a reader meets them."""
    for name in _BEFORE_THE_APPENDIX:
        if name == SUPPORTING.name:
            yield from _supporting(merged)
        else:
            yield from _in_order(_by_row(merged.tables[name]), merged.tables[name].index)
    yield from _in_order(_by_row(merged.tables["parts"]), merged.tables["parts"].index)
    for at in range(len(merged.areas)):
        yield from _area(merged, at, ["wording"])


def _supporting(merged: Merged) -> Iterator[Passage]:
    table = merged.tables[SUPPORTING.name]
    own, narrative = _by_row(table), _by_row(merged.tables["narrative"])
    for index, row in table.records:
        if row["kind"] == AREAS:
            fields = ["wording", *selection.printed_fields(row)]
            for at in selection.areas_of(merged, row):
                yield from _area(merged, at, fields)
        elif row["kind"] == NARRATIVE:
            told = (at for at, _ in selection.narrative_of(merged, row))
            yield from _in_order(narrative, told)
        else:
            yield from own.get(index, ())


def _area(merged: Merged, at: int, fields: Iterable[str]) -> Iterator[Passage]:
    area = merged.areas[at]
    for name in fields:
        text = area[name]
        if _is_text(text):
            field = ACTIONS.by_name[name]
            yield Passage(text, field, "", at, merged.area_cell, merged.area_label)


def _by_row(table: Table) -> dict[int, list[Passage]]:
    """Return the passages of a table by the index of their row, in the order of its columns."""
    found: dict[int, list[Passage]] = {}
    for column in _columns_of(table):
        for passage in column.passages:
            found.setdefault(passage.row, []).append(passage)
    return found


def _in_order(found: dict[int, list[Passage]], rows: Iterable[int]) -> Iterator[Passage]:
    return (passage for row in rows for passage in found.get(row, ()))


def _columns_of(table: Table) -> Iterator[TextColumn]:
    for field in table.sheet.fields:
        if field.printed and not field.prefilled and field.kind in (Kind.LINE, Kind.TEXT):
            yield TextColumn(table, field)


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or isinstance(value, Flaw):
        return False
    return value != "" and not value.isspace()
