"""Queries that were explained: they are not asked again until the cell changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from report_builder.masking import masked
from report_builder.merged import Merged, Table
from report_builder.problems import Cell, Problem, Severity, as_shown, writable
from report_builder.workbooks.declare import Field
from report_builder.workbooks.standard_return import PROBLEMS

_LENGTH = 16


class Explanations:
    """What services and author have explained, and the marks by which problems are known again."""

    def __init__(self, merged: Merged) -> None:
        """Collect what stands on the Problems sheets of the workbooks."""
        self._merged = merged
        rows = merged.tables["problems"].columns
        self._given = {
            (str(workbook), str(mark)): str(words)
            for workbook, mark, words in zip(
                rows["workbook"], rows["fingerprint"], rows["explanation"], strict=True
            )
            if words != ""
        }

    @cached_property
    def _answers(self) -> dict[Cell, tuple[Table, int, str]]:
        """Return the table, the row and the field to which the cells of the workbooks belong."""
        return {
            table.cell(row, field): (table, row, field)
            for table in self._merged.tables.values()
            if table.sheet is not PROBLEMS
            for field in table.sheet.by_name
            for row in table.index
        }

    def _content(self, where: Cell) -> str:
        """Return what a cell holds, ``""`` if it is no answer."""
        if where not in self._answers:
            return ""
        table, row, field = self._answers[where]
        return as_shown(table.at(row, field))

    def field_at(self, where: Cell) -> Field | None:
        """Return what a cell answers, ``None`` if it is no answer."""
        if where not in self._answers:
            return None
        table, _, field = self._answers[where]
        return table.sheet.by_name[field]

    def status_beside(self, where: Cell) -> Cell | None:
        """Return the cell of the status in the row of an answer, ``None`` if it has none."""
        if where not in self._answers:
            return None
        table, row, _ = self._answers[where]
        return table.cell(row, "status") if "status" in table.columns else None

    def workbook_of(self, problem: Problem) -> str:
        """Return the workbook in which a problem is explained: the author's, if it is theirs."""
        return self._merged.report_file if problem.for_author else problem.where.workbook

    def fingerprint(self, problem: Problem) -> str:
        """Return the mark of a problem: another one as soon as the cell's content changes."""
        where, content = problem.where, self._content(problem.where)
        parts = [problem.code, where.sheet, where.address, problem.value, content]
        if self.workbook_of(problem) != where.workbook:
            parts.append(where.workbook)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_LENGTH]

    def of(self, problem: Problem) -> str:
        """Return the explanation that was given for a problem, ``""`` if there is none."""
        if not self._given:
            return ""
        return self._given.get((self.workbook_of(problem), self.fingerprint(problem)), "")

    def applied(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return ``problems``, each query that has been explained as a note that says how."""
        return [self._applied(problem) for problem in problems]

    def _applied(self, problem: Problem) -> Problem:
        explanation = self.of(problem) if problem.severity is Severity.QUERY else ""
        if not explanation:
            return problem
        given = masked(writable(explanation))
        said = f"Nothing to do. It was explained: {given} (It was asked: {problem.message})"
        return replace(problem, severity=Severity.NOTE, message=said, explained=True)
