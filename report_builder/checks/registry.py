"""What a rule is, and how its findings become problems at their cells.

A rule is a function named for its fault whose docstring is the reason. Four forms:

* :func:`field_rule`: judges one column of any table, and returns whether each value is at fault;
* :func:`text_rule`: judges one text that can be printed, and yields the words at fault;
* :func:`row_rule`: judges one row of a table, and returns whether it is at fault;
* :func:`rule`: judges all that was merged, and yields findings with their cells.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TypeVar

from report_builder.checks.passages import Passage, passages, text_columns
from report_builder.masking import folded
from report_builder.merged import Merged, Row, Table, once
from report_builder.problems import Cell, Problem, ProblemKind, Severity
from report_builder.workbooks.declare import Field
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK

_FEW_CHOICES = 8
_T = TypeVar("_T")

FOR_THE_AUTHOR = frozenset(
    (
        *("return-missing", "two-returns", "unknown-service"),
        *("narrative-not-printed", "text-not-printed", "text-left-out", "nothing-to-say"),
        "answer-for-a-withdrawn-area",
    )
)
"""The rules whose problems can stand in a return, and are the author's to act on all the same."""


@dataclass(frozen=True)
class Finding:
    """A fault found: its cell, the value there, and what the message names."""

    where: Cell
    value: object = ""
    named: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A kind of problem and the function that finds it."""

    kind: ProblemKind
    find: Callable[[Merged], Iterable[Finding]]
    topic: str
    """The module that the rule stands in."""

    def problems(self, merged: Merged) -> list[Problem]:
        """Return the problems that the rule finds."""
        return [
            self.kind.at(finding.where, finding.value, **finding.named)
            for finding in self.find(merged)
        ]


@dataclass(frozen=True)
class Column:
    """One field of one table, as a field rule sees it."""

    table: Table
    field: Field
    rows: list[int]
    values: list[object]
    merged: Merged

    def which(
        self, kind: type[_T], is_at_fault: Callable[[_T], bool] = lambda _: True
    ) -> Iterable[bool]:
        """Return whether each value is of ``kind`` and ``is_at_fault`` says so of it.

        Nothing is asked where no value can be: most columns hold nothing but text, or nothing.
        """
        if not any(issubclass(each, kind) for each in self._kinds):
            return ()
        return (isinstance(value, kind) and is_at_fault(value) for value in self.values)

    @cached_property
    def _kinds(self) -> set[type]:
        """Return the types of the answers, none where nothing is answered."""
        is_empty = self.values.count("") == len(self.values)
        return set() if is_empty else set(map(type, self.values))

    def cell(self, row: int) -> Cell:
        """Return the cell in ``row``, one of ``rows``."""
        return self.table.cell(row, self.field.name)

    def named(self, row: int) -> dict[str, object]:
        """Return what the message of a field rule may name of the cell in ``row``."""
        columns = self.table.columns
        return {
            "label": self.table.label(row, self.field.name),
            "longest": self.field.longest,
            "status": self.table.at(row, "status") if "status" in columns else "",
            "choices": _in_brackets(self.choices),
        }

    @property
    def choices(self) -> list[str]:
        """Return what may be chosen."""
        if self.field.choices:
            return list(self.field.choices)
        title, name = self.field.choices_from
        if not title:
            return []
        return self.merged.tables[REPORT_WORKBOOK.by_title[title].name].values(name)


def _in_brackets(choices: list[str]) -> str:
    """Return a few words to choose from, as a message names them; ``""`` if they are many."""
    if not 0 < len(choices) <= _FEW_CHOICES:
        return ""
    *others, last = choices
    return f" ({', '.join(others)} or {last})" if others else f" ({last})"


RULES: dict[str, Rule] = {}

# Lists and rows, not frames: of tables as short as a report's, pandas takes longer than the rules.
FieldJudge = Callable[[Column], Iterable[bool]]
Needs = Callable[[str], object]
TextJudge = Callable[[Passage], Iterable[str]]
RowJudge = Callable[[Row, Merged], bool]
Judge = Callable[[Merged], Iterable[Finding]]


def rule(code: str, severity: Severity, message: str) -> Callable[[Judge], Judge]:
    """Register a function that yields its findings."""

    def register(find: Judge) -> Judge:
        _add(code, severity, message, find, find)
        return find

    return register


def row_rule(
    code: str, severity: Severity, table: str, column: str, message: str
) -> Callable[[RowJudge], RowJudge]:
    """Register a function that says of each row of ``table`` whether it is at fault.

    The problem stands at the row's cell in ``column``; the message may name the row's fields,
    and ``{report_as_at}``.
    ``table`` is a sheet's name, or ``areas`` for the merged areas.
    """

    def register(judge: RowJudge) -> RowJudge:
        def find(merged: Merged) -> Iterator[Finding]:
            rows: Iterable[tuple[int, Row]]
            if table == "areas":
                rows, cell = enumerate(merged.areas), merged.area_cell
            else:
                rows, cell = merged.tables[table].records, merged.tables[table].cell
            for index, row in rows:
                if judge(row, merged):
                    named = {**row, "report_as_at": merged.as_at}
                    yield Finding(cell(index, column), named.pop("value", row[column]), named)

        _add(code, severity, message, judge, find)
        return judge

    return register


def field_rule(code: str, severity: Severity, message: str) -> Callable[[FieldJudge], FieldJudge]:
    """Register a function that says of each value of a column whether it is at fault.

    It is asked for every column, and answers nothing where it does not apply. The message may name
    ``{value}`` and what :meth:`Column.named` has. Returns in which nothing has been answered yet
    are passed over: they are one problem, not a hundred.
    """

    def register(judge: FieldJudge) -> FieldJudge:
        def find(merged: Merged) -> Iterator[Finding]:
            for column in columns(merged):
                answers = zip(column.rows, column.values, strict=True)
                for row, value in compress(answers, judge(column)):
                    yield Finding(column.cell(row), value, column.named(row))

        _add(code, severity, message, judge, find)
        return judge

    return register


def text_rule(
    code: str, severity: Severity, message: str, needs: Needs | None = None
) -> Callable[[TextJudge], TextJudge]:
    """Register a function that yields the words at fault; it is asked for every printable text.

    The message may name ``{label}`` and ``{value}``, the words. ``needs`` quickly says of a folded
    text (:func:`report_builder.masking.folded`) whether it can be at fault at all; it is asked once
    for all rules that share it.
    """

    def register(judge: TextJudge) -> TextJudge:
        def find(merged: Merged) -> Iterator[Finding]:
            for passage in _sorted_out(merged)[needs] if needs else passages(merged):
                for words in judge(passage):
                    yield Finding(passage.cell, words, {"label": passage.label})

        _add(code, severity, message, judge, find)
        if needs:
            NEEDS[judge] = needs
        return judge

    return register


NEEDS: dict[TextJudge, Needs] = {}
"""What the rules of texts quickly ask first."""


@once
def _sorted_out(merged: Merged) -> dict[Needs, list[Passage]]:
    """Return the passages of which each of ``NEEDS`` says yes, found in one pass."""
    found: dict[Needs, list[Passage]] = {needs: [] for needs in NEEDS.values()}
    for column in text_columns(merged):
        for row, text in column.texts:
            said = folded(text)
            for needs, chosen in found.items():
                if needs(said):
                    chosen.append(column.passage(row, text))
    return found


@once  # every rule of columns asks for the same
def columns(merged: Merged) -> tuple[Column, ...]:
    """Return every column of every table, without the returns in which nothing is answered yet."""
    return tuple(_columns(merged))


def _columns(merged: Merged) -> Iterator[Column]:
    for table in merged.tables.values():
        columns = table.columns
        is_kept = [workbook not in merged.blank_returns for workbook in columns["workbook"]]
        rows = table.index if all(is_kept) else list(compress(table.index, is_kept))
        for asked in table.sheet.fields:
            values = columns[asked.name]
            if rows is not table.index:
                values = list(compress(values, is_kept))
            yield Column(table, asked, rows, values, merged)


def _add(
    code: str,
    severity: Severity,
    message: str,
    documented: Callable[..., object],
    find: Callable[[Merged], Iterable[Finding]],
) -> None:
    reason = inspect.getdoc(documented)
    if code in RULES or not reason:
        raise ValueError(f"rule {code!r} is registered twice, or gives no reason")
    kind = ProblemKind(code, severity, message, reason, for_author=code in FOR_THE_AUTHOR)
    RULES[code] = Rule(kind, find, documented.__module__)
