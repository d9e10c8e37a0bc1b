"""Reads the cells of a sheet."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from report_builder.workbooks import faults
from report_builder.workbooks.faults import RefusedError
from report_builder.workbooks.xlsx.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Cells,
    ErrorCode,
    Look,
    ReadCell,
)
from report_builder.workbooks.xlsx.package import (
    Attributes,
    Handler,
    Package,
    too_much_text,
)
from report_builder.workbooks.xlsx.texts import PLAIN_TEXT, TextReader
from report_builder.workbooks.xlsx.values import (
    column_number,
    index,
    is_true,
    moment,
    number,
    parsed_range,
    unescaped,
)

MAX_CELLS = 300_000
"""How many cells of a sheet may hold something."""
MAX_MERGED = 50_000
MAX_TEXT = 8_000_000
"""How much text the cells of a workbook may hold together: 2,500 pages, of which nobody returns
one in fifty. A line counts as much as 20 characters."""
_COST_OF_A_LINE = 20


def read_cells(package: Package, part: str, shared: Shared, *, first_only: bool) -> Cells:
    """Return what a sheet's part says, or (``first_only``) little more than its first cell."""
    handler = _SheetCells(shared, first_only)
    package.parse(part, handler)
    return handler.cells


@dataclass
class Shared:
    """What the sheets of a workbook share; ``size`` is how much text they hold together."""

    texts: list[str]
    looks: list[Look]
    epoch: dt.datetime
    size: int = 0


_PLAIN_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,5})")?'
    rf'(?: t="inlineStr"><is>{PLAIN_TEXT}</is></c>| t="s"><v>([0-9]{{1,9}})</v></c>'
    r'|(?: t="n")?(?:/>|></c>|><v>([0-9.eE+-]{1,30})</v></c>))'
)
"""A cell as Excel, LibreOffice and openpyxl spell nearly all: with a text, a number or nothing."""


class _SheetCells(Handler):
    """Reads the cells of a sheet that hold something.

    Of all code this is run most often, several times for each cell. So it takes the names of
    elements as they stand, and looks behind a prefix only where it does not know one.
    """

    takes_prefixes = True
    plain = _PLAIN_CELL

    def __init__(self, shared: Shared, first_only: bool) -> None:
        self.cells = Cells()
        self._shared, self._first_only = shared, first_only
        self._kept = 0
        self._columns: dict[str, int] = {}
        self._looks: dict[str | None, Look] = {}
        self._row = self._column = 0
        self._placed_row: str | None = None
        """The row of the last cell, as its reference spells it; none before a row's first cell."""
        self._row_is_hidden = False
        self._cell: Attributes | None = None
        self._inline = TextReader()
        self._value: list[str] | None = None
        self._has_formula = self._in_value = self._in_inline = self._has_inline = False

    @property
    def has_enough(self) -> bool:
        return self._first_only and bool(self.cells.rows)

    def take(self, match: re.Match[str]) -> int:
        letters, row_words, look_words, text, shared, in_figures = match.groups()
        if text and "&" in text:
            return -1
        column = self._columns.get(letters)
        if column is None or row_words != self._placed_row:
            column = self._enter(letters, row_words)
        self._column = column
        words: str | None = text or shared or in_figures
        if words is None:
            return 0
        if self._cell is not None:
            raise RefusedError(faults.DAMAGED, reason="a cell stands in another cell")
        look = self._looks.get(look_words) or self._look(look_words)
        if text:
            self._keep(unescaped(text), look, is_formula=False)
        elif shared:
            self._keep(self._shared.texts[int(shared)] or None, look, is_formula=False)
        else:
            self._keep(number(words, look, self._shared.epoch), look, is_formula=False)
        return len(words)

    def start(self, tag: str, attributes: Attributes) -> None:
        if self._in_inline:
            self._inline.start(tag.rpartition(":")[2], attributes)
        elif tag == "c":
            self._cell = attributes
            self._value = None
            self._has_formula = self._has_inline = False
            self._place(attributes.get("r"))
        elif self._cell is not None:
            if tag == "v":
                self._value, self._in_value = [], True
            elif tag == "f":
                self._has_formula = True
            elif tag == "is":
                self._in_inline = self._has_inline = True
            elif ":" in tag:
                self.start(tag.rpartition(":")[2], attributes)
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._placed_row = None
            self._column = 0
            self._row_is_hidden = _is_hidden(attributes, "ht")
        else:
            self._start_other(tag, attributes)

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        if tag == "col":
            if _is_hidden(attributes, "width"):
                first, last = int(attributes["min"]), int(attributes["max"])
                self.cells.hidden_columns.append((first, last))
        elif tag == "hyperlink":
            self.cells.linked.append(parsed_range(attributes["ref"]))
        elif tag == "mergeCell":
            self.cells.merged.append(parsed_range(attributes["ref"]))
            if len(self.cells.merged) > MAX_MERGED:
                reason = "it has more merged cells than a form ever needs"
                raise RefusedError(faults.TOO_LARGE, reason=reason)
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)

    def text(self, words: str) -> None:
        if self._in_value and self._value is not None:
            self._value.append(words)
        elif self._in_inline:
            self._inline.text(words)

    def end(self, tag: str) -> None:
        if tag == "c" and not self._in_inline:
            if self._cell is None:
                raise RefusedError(faults.DAMAGED, reason="a cell stands in another cell")
            if self._value is not None or self._has_formula or self._has_inline:
                look = self._look(self._cell.get("s"))
                value = self._converted(self._cell.get("t", "n"), look)
                self._keep(value, look, self._has_formula)
            self._cell = None
        elif self._in_inline:
            local = tag.rpartition(":")[2]
            if local == "is":
                self._in_inline = False
            else:
                self._inline.end(local)
        elif tag == "v":
            self._in_value = False
        elif ":" in tag:
            self.end(tag.rpartition(":")[2])

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        letters = reference.rstrip("0123456789")
        row_words = reference[len(letters) :]
        column = self._columns.get(letters)
        if column is None or row_words != self._placed_row:
            column = self._enter(letters, row_words)
        self._column = column

    def _enter(self, letters: str, row_words: str) -> int:
        """Take note of a row or a column that is new, and return the number of the column."""
        cells = self.cells
        column = self._columns[letters] = column_number(letters)
        self._row, self._placed_row = int(row_words), row_words
        cells.bottom = max(cells.bottom, self._row)
        cells.right = max(cells.right, column)
        return column

    def _look(self, number: str | None) -> Look:
        look = self._looks.get(number)
        if look is None:
            look = self._looks[number] = self._shared.looks[index(number or "0")]
        return look

    def _keep(self, value: object, look: Look, is_formula: bool) -> None:
        if value is None and not is_formula:
            return
        row, column = self._row, self._column
        if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
            raise RefusedError(faults.DAMAGED, reason="a cell stands outside the sheet")
        self._kept += 1
        if self._kept > MAX_CELLS:
            raise RefusedError(faults.TOO_LARGE, reason="more cells are filled in than a form has")
        if isinstance(value, str):
            # A shared text counts as often as it is shown.
            self._shared.size += len(value) + _COST_OF_A_LINE * value.count("\n")
            if self._shared.size > MAX_TEXT:
                raise too_much_text()
        if self._first_only and (is_formula or not str(value).strip()):
            return
        cells = self.cells.rows.get(row)
        if cells is None:
            cells = self.cells.rows[row] = {}
        cells[column] = ReadCell(row, column, value, look, is_formula)
        if self._row_is_hidden:
            self.cells.hidden_rows.add(row)

    def _converted(self, kind: str, look: Look) -> object:
        """Return the cell's value; ``None`` if it is empty."""
        if self._has_inline:
            return self._inline.finished() or None
        words = "".join(self._value or ())
        value: object = None
        if kind == "str":
            value = unescaped(words) if self._value is not None else None  # "" is a result too
        elif not words:
            value = None
        elif kind == "s":
            value = self._shared.texts[index(words)] or None
        elif kind == "b":
            value = words.strip() not in ("0", "false")
        elif kind == "e":
            value = ErrorCode(words)
        elif kind == "d":
            value = moment(words)
        else:
            value = number(words, look, self._shared.epoch)
        return value


def _is_hidden(attributes: Attributes, size: str) -> bool:
    if not attributes:
        return False
    if is_true(attributes.get("hidden")):
        return True
    length = attributes.get(size)
    return length is not None and float(length) == 0
