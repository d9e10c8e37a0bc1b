"""Queries that were explained: they are not asked again until the cell changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from report_builder.masking import masked
from report_builder.merged import Merged
from report_builder.problems import Cell, Problem, Severity, as_shown, writable
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
    def _contents(self) -> dict[Cell, str]:
        """Return what the cells of the workbooks hold."""
        return {
            table.cell(row, field): as_shown(value)
            for table in self._merged.tables.values()
            if table.sheet is not PROBLEMS
            for field in table.sheet.by_name
            for row, value in table.items(field)
        }

    def workbook_of(self, problem: Problem) -> str:
        """Return the workbook in which a problem is explained: the author's, if it is theirs."""
        return self._merged.report_file if problem.for_author else problem.where.workbook

    def fingerprint(self, problem: Problem) -> str:
        """Return the mark of a problem: another one as soon as the cell's content changes."""
        where, content = problem.where, self._contents.get(problem.where, "")
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
