"""Cases for the checks: a tiny report, changed, and all that a check then finds in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import openpyxl
from reports import Said, found, recorded, tiny, tiny_return, written

from report_builder import pipeline
from report_builder.checks.registry import RULES
from report_builder.folder import ReportFolder
from report_builder.problems import Problem
from report_builder.record import Record
from report_builder.text import plain
from report_builder.workbooks.declare import AnswerSheet
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import FIRST_RETURN, STANDARD_RETURN

Place = tuple[str, str]
Found = tuple[str, str, str]
Change = Callable[[Said], object]
"""Takes the answers of both workbooks, by sheet."""

REPORT, RETURN = "report.xlsx", "returns/Early Help.xlsx"


def _nothing(_: object) -> None:
    """Change nothing."""


@dataclass(frozen=True)
class Case:
    """What is changed, at which cells the rule ``code`` fires, and what else is found."""

    code: str
    says: str
    change: Change = _nothing
    at: tuple[Place, ...] = ()
    also: tuple[Found, ...] = ()
    apart: str = ""
    """A topic whose own tests judge what else is found here."""
    others: tuple[Said, ...] = ()
    """Further returns."""
    typed: dict[tuple[str, Place], object] = field(default_factory=dict)
    """What is put into cells of the written workbooks, as a person would in Excel."""
    history: tuple[Record, ...] = ()
    """The records of the reports before."""
    then: Callable[[Path], object] = _nothing
    """What is done to the folder in the end."""

    @property
    def fires(self) -> bool:
        """Return whether the case is one in which the rule fires."""
        return bool(self.at)

    def expected(self) -> list[Found]:
        """Return all that should be found."""
        return sorted([*((sheet, cell, self.code) for sheet, cell in self.at), *self.also])

    def found_in(self, folder: Path) -> list[Found]:
        """Return all that is found, in real workbooks written into ``folder``."""
        topic = f"report_builder.checks.{self.apart}"
        return sorted(
            one
            for one in found(self.written(folder))
            if one[2] not in RULES or RULES[one[2]].topic != topic
            # Many a changed date makes an area overdue, and its own cases tell when.
            if one[2] != "overdue" or self.code == "overdue"
        )

    def written(self, folder: Path) -> ReportFolder:
        """Return the case as a report folder."""
        said = {**tiny(), **tiny_return()}
        self.change(said)
        told = {name: said.pop(name) for name in tiny_return()}
        report_folder = written(folder, said, told, *self.others, history=self.history)
        for (workbook, (sheet, cell)), value in self.typed.items():
            put(folder, workbook, sheet, cell, value)
        self.then(folder)
        return report_folder


def ids(cases: Iterable[Case]) -> list[str]:
    """Return readable ids for ``cases``."""
    return [f"{case.code}-{'fires' if case.fires else 'silent'}-{case.says}" for case in cases]


def put(folder: Path, workbook: str, sheet: str, cell: str, value: object) -> None:
    """Type ``value`` into a cell of a written workbook; a number into one formatted as General."""
    path = folder / "inputs" / workbook
    book = openpyxl.load_workbook(path, rich_text=True)
    book[sheet][cell].value = value
    if isinstance(value, int | float):
        book[sheet][cell].number_format = "General"
    book.save(path)


def at(table: str, field_name: str, row: int = 0, *, later: bool = False) -> Place:
    """Return sheet and cell of a field, in row ``row`` (from 0) if the sheet is a table.

    ``later`` asks for the return of a report that follows another.
    """
    sheet, column, first = _layout(later)[table, field_name]
    return sheet, f"{column}{first + row}"


@cache
def _layout(later: bool) -> dict[tuple[str, str], tuple[str, str, int]]:
    """Return sheet, column and first row of every field, looked up in real workbooks."""
    found_at = {}
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), history=[recorded()] if later else [])
        of_service = STANDARD_RETURN if later else FIRST_RETURN
        for form, workbook in ((REPORT_WORKBOOK, REPORT), (of_service, RETURN)):
            book = openpyxl.load_workbook(Path(name) / "inputs" / workbook)
            for sheet in form.sheets:
                cells = [cell for row in book[sheet.title].iter_rows() for cell in row]
                for asked in sheet.fields:
                    label = plain(asked.label)
                    seen = next(cell for cell in cells if plain(str(cell.value or "")) == label)
                    beside = seen.offset(0, 1) if isinstance(sheet, AnswerSheet) else None
                    target = beside or seen.offset(1, 0)
                    place = (sheet.title, target.column_letter, target.row)
                    found_at[sheet.name, asked.name] = place
    return found_at


def area(number: int, **answers: object) -> Change:
    """Return the change of what the return says of an area (0 is SG-01, 1 is SG-02)."""
    return row("actions", number, **answers)


def sheet(name: str, **answers: object) -> Change:
    """Return the change of answers on a sheet of labelled cells."""
    return lambda said: said[name].update(answers)


def row(table: str, number: int, **answers: object) -> Change:
    """Return the change of a row of a table."""
    return lambda said: said[table][number].update(answers)


def rows(table: str, *wanted: Said) -> Change:
    """Return the change of all rows of a table."""
    return lambda said: said.update({table: [dict(one) for one in wanted]})


def more(table: str, *added: Said) -> Change:
    """Return the change that adds rows to a table."""
    return lambda said: said[table].extend(added)


def all_of(*changes: Change) -> Change:
    """Return the changes as one."""

    def change(said: Said) -> None:
        for each in changes:
            each(said)

    return change


@dataclass(frozen=True)
class Words:
    """A paragraph of a service's narrative, and what the rule ``code`` shows of it."""

    code: str
    text: str
    shown: tuple[str, ...] = ()

    @property
    def fires(self) -> bool:
        """Return whether the case is one in which the rule fires."""
        return bool(self.shown)


def words_ids(cases: Iterable[Words]) -> list[str]:
    """Return readable ids for ``cases``."""
    return [
        f"{case.code}-{'fires' if case.fires else 'silent'}-{case.text[:30]!r}" for case in cases
    ]


def problems_of_words(folder: Path, cases: Iterable[Words]) -> list[list[Problem]]:
    """Return what is found in each text: they are the narrative of one return, a row each."""
    texts = [case.text for case in cases]
    told = [{"heading": "Told", "kind": "Paragraph", "text": text} for text in texts]
    case = Case("", "", all_of(rows("narrative", *told), more("supporting", {"kind": "Narrative"})))
    problems = pipeline.check(case.written(folder)).problems
    by_cell: dict[Place, list[Problem]] = {}
    for problem in problems:
        by_cell.setdefault((problem.where.sheet, problem.where.address), []).append(problem)
    sorted_out = [by_cell.pop(at("narrative", "text", row), []) for row in range(len(texts))]
    assert by_cell == {}
    return sorted_out
