"""The vocabulary in which a workbook is declared, once, as data.

The blank workbook, the reader, the checks of form and the table of columns in the documents
all derive from a :class:`Form`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from report_builder.text import plain


class Kind(StrEnum):
    """What an answer is."""

    LINE = "one line"
    TEXT = "text of any number of paragraphs"
    DATE = "date"
    CHOICE = "choice from a list"
    WHOLE = "whole number"


# What Excel lets a cell hold.
EXCEL_LIMIT = 32_767
HEADER_ROW = 5
"""The row with the headings of the sheets that are filled in."""


@dataclass(frozen=True)
class Field:
    """One question of a form: a labelled cell, or a column of a table."""

    name: str
    label: str
    kind: Kind
    guidance: str
    width: int = 24
    """Width of the column on the sheet, in characters."""
    prefilled: bool = False
    """Filled in by the program and locked; every other answer is the person's own."""
    required: bool = False
    required_for: tuple[str, ...] = ()
    """The statuses with which an answer is needed."""
    not_again: bool = False
    """Whether it is not needed again for an area that was closed before and still is so."""
    asked_with: tuple[str, tuple[str, ...]] = ("", ())
    """Another field and those of its answers with which the workbook shows this one as missing;
    a check of its own judges it."""
    and_with: tuple[str, tuple[str, ...]] = ("", ())
    """A second field and its answers, without which ``asked_with`` does not count."""
    choices: tuple[str, ...] = ()
    choices_from: tuple[str, str] = ("", "")
    """The table and the column of the same workbook that list what may be chosen."""
    longest: int = EXCEL_LIMIT
    """The most characters that an answer may have."""
    printed: bool = True
    """Whether the answer itself can appear in the report."""
    tokens: bool = False
    """Whether ``[tokens]`` in the text are replaced by figures."""
    worked_out: bool = False
    """Whether a formula of the workbook answers it, for whoever looks; it is never read."""
    may_lack: bool = False
    """Whether a workbook may lack the question: an older one, or one of a first report."""
    default: object = ""
    """What a new workbook holds already, and what an empty cell means."""

    @cached_property
    def choices_folded(self) -> dict[str, str]:
        """Return the choices by their folded spelling: in Excel, case does not count."""
        return {plain(choice): choice for choice in self.choices}

    @property
    def is_choice(self) -> bool:
        """Return whether the answer is chosen from a list."""
        return self.kind is Kind.CHOICE


def called(label: str, row: object = "") -> str:
    """Return how a message names an answer: “Evidence”, or “Evidence” of SG-01 in its row."""
    return f"“{label}” of {row}" if row not in ("", None) else f"“{label}”"


@dataclass(frozen=True)
class _Sheet:
    name: str
    """What the program calls the sheet's table."""
    title: str
    """The name on the sheet's tab."""
    purpose: str
    """What the sheet is for: the line under its heading."""
    fields: tuple[Field, ...]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Return the sheet's fields by name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def own_words(self) -> frozenset[str]:
        """Return what the sheet itself says beside its answers, folded."""
        said = [text for field in self.fields for text in (field.label, field.guidance)]
        return frozenset(plain(text) for text in (self.title, self.purpose, *said))


@dataclass(frozen=True)
class AnswerSheet(_Sheet):
    """A sheet of labelled cells: one question a row, the label in A, the answer in B."""


@dataclass(frozen=True)
class TableSheet(_Sheet):
    """A sheet with one table: a header row, then a row for each thing."""

    blank_rows: int = 40
    """How many rows stand ready to be filled."""
    rows: tuple[dict[str, str | int], ...] = ()
    """Rows that a new workbook already holds."""
    key: str = ""
    """The field that names a row; it may not occur twice."""
    fixed: bool = False
    """Whether the rows are given, so that none can be added."""
    optional: bool = False
    """Whether the table may stay empty."""
    header_row: int = HEADER_ROW
    """The row with the headings."""
    frozen: int = 0
    """How many columns stay in sight when one scrolls to the right."""

    @property
    def table_name(self) -> str:
        """Return the name of the Excel table."""
        return "".join(word for word in self.title.title() if word.isalpha()) + "Table"


@dataclass(frozen=True)
class Guidance:
    """A sheet of reading matter: pairs of a heading and its lines."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Form:
    """A workbook: its name, its version and its sheets, in order."""

    name: str
    version: int
    title: str
    sheets: tuple[AnswerSheet | TableSheet, ...]
    opens_at: str
    """The sheet that shows when the workbook is opened."""
    ready: str
    """What the workbook says of itself when nothing is missing."""
    protected: bool = False
    """Whether everything but the answers is locked (without a password)."""
    handed_back: TableSheet | None = None
    """The sheet that only a workbook has that was handed back with its problems."""

    @property
    def read_sheets(self) -> tuple[AnswerSheet | TableSheet, ...]:
        """Return all sheets that a workbook may have."""
        return (*self.sheets, self.handed_back) if self.handed_back else self.sheets

    @cached_property
    def by_title(self) -> dict[str, AnswerSheet | TableSheet]:
        """Return the form's sheets by the name on their tab."""
        return {sheet.title: sheet for sheet in self.sheets}


@dataclass(frozen=True)
class Identity:
    """What the hidden sheet says: which form this is, of which report, for which service."""

    form: str
    version: int
    report: str
    service: str = ""


HIDDEN_SHEET = "Form"


@dataclass(frozen=True)
class Filling:
    """What to put into a new workbook: answers by sheet and field, rows by sheet."""

    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
