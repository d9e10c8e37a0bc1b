"""What a sheet holds, as it is read: cells, how they look, and what is hidden or merged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from report_builder.workbooks.number_formats import GENERAL, TEXT

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
WHITE, AUTOMATIC = "FFFFFF", ""


@dataclass(frozen=True, slots=True)
class Font:
    """What a font says of the words in it."""

    bold: bool = False
    struck: bool = False
    colour: str = AUTOMATIC


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks, as far as that says something of its answer."""

    font: Font = Font()
    background: str = WHITE
    number_format: str = GENERAL
    is_date: bool = False
    is_duration: bool = False
    is_highlighted: bool = False
    """Whether the cell has a colour that people mark words with."""
    is_ordinary: bool = field(init=False)
    """Whether plain words in such a cell are seen as they are."""
    is_plain: bool = field(init=False)
    """Whether they are, and not bold either."""

    def __post_init__(self) -> None:
        """Work out what is asked of every cell."""
        is_ordinary = (
            not self.font.struck
            and not self.is_highlighted
            and self.font.colour != self.background
            and self.number_format in (GENERAL, TEXT)
        )
        object.__setattr__(self, "is_ordinary", is_ordinary)
        object.__setattr__(self, "is_plain", is_ordinary and not self.font.bold)

    @property
    def is_invisible(self) -> bool:
        """Return whether the words have the colour of the cell."""
        return self.font.colour == self.background


PLAIN_LOOK = Look()


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """Return the letters of a column; ``A`` for 1."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


class Piece(NamedTuple):
    """A stretch of rich text; its font is ``None`` where it is the cell's."""

    text: str
    font: Font | None


class RichText(str):
    """A text of several pieces."""

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, pieces: tuple[Piece, ...]) -> RichText:
        """Return the text that ``pieces`` make together."""
        text = super().__new__(cls, "".join(piece.text for piece in pieces))
        text.pieces = pieces
        return text


class ErrorCode(str):
    """An error that a cell shows, such as ``#N/A``."""

    __slots__ = ()


class ReadCell(NamedTuple):
    """A cell that holds something; ``value`` is ``None`` for a formula without a stored result."""

    row: int
    column: int
    value: object
    look: Look
    is_formula: bool

    @property
    def address(self) -> str:
        """Return the cell's address, such as ``B7``."""
        return f"{column_letters(self.column)}{self.row}"


class Range(NamedTuple):
    """A block of cells."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return the range as ``A1:B2``."""
        first, last = column_letters(self.left), column_letters(self.right)
        return f"{first}{self.top}:{last}{self.bottom}"

    @property
    def size(self) -> int:
        """Return how many cells the range has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


class Note(NamedTuple):
    """A comment at a cell, or what stands in a drawing (with no address)."""

    address: str
    author: str
    text: str


@dataclass
class Cells:
    """What a sheet's part says."""

    rows: dict[int, dict[int, ReadCell]] = field(default_factory=dict)
    """The cells that hold something, by row and column."""
    hidden_rows: set[int] = field(default_factory=set)
    """The hidden ones of the rows above."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)
    linked: list[Range] = field(default_factory=list)
    """Where hyperlinks are."""
    bottom: int = 0
    right: int = 0
    """How far down and to the right there are cells, empty ones included."""

    def typed(self, left_out: Callable[[int], Set[int]]) -> Iterator[ReadCell]:
        """Yield the cells in which something has been typed, row by row.

        ``left_out`` says which columns of a row are not looked at.
        """
        for number in self.row_numbers:
            row = self.rows[number]
            looked_at = row.keys() - left_out(number)
            if not looked_at:
                continue
            for column, cell in row.items():
                if column in looked_at and not cell.is_formula and str(cell.value).strip():
                    yield cell

    def is_hidden_column(self, column: int) -> bool:
        """Return whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    @cached_property
    def row_numbers(self) -> list[int]:
        """Return the numbers of the rows that hold something, in order."""
        return sorted(self.rows)

    def rows_between(self, first: int, last: int) -> list[int]:
        """Return the numbers of the rows that hold something, from ``first`` to ``last``."""
        numbers = self.row_numbers
        return numbers[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]
