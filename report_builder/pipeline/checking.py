"""``check``: everything read, merged and judged."""

from __future__ import annotations

from dataclasses import dataclass

from report_builder.checks import catalogue
from report_builder.explanations import Explanations
from report_builder.folder import ReportFolder
from report_builder.merge import Merged, merge
from report_builder.pipeline.reading import (
    Tell,
    of_this_report,
    read_history,
    read_report,
    read_returns,
    silent,
)
from report_builder.problems import Problem, has_errors, in_reading_order


@dataclass(frozen=True)
class Checked:
    """What a check found; ``merged`` is ``None`` if the report workbook could not be read."""

    problems: list[Problem]
    merged: Merged | None
    crashes: tuple[Exception, ...] = ()
    """What kept a check from running; each is among the problems as well."""

    @property
    def has_errors(self) -> bool:
        """Return whether anything stands in the way of a final report."""
        return has_errors(self.problems)


def check(folder: ReportFolder, tell: Tell = silent) -> Checked:
    """Read everything, merge it and return all problems at once.

    Raises:
        FolderError: there is no report workbook, or a record of an earlier report is broken.
    """
    report = read_report(folder)
    returns = list(read_returns(folder, tell))
    if not report.tables:
        found = [*report.problems, *(problem for filled in returns for problem in filled.problems)]
        return Checked(in_reading_order(found), None)
    tell("Merging and checking")
    history = read_history(folder, report.identity)
    ours = (of_this_report(filled, report.identity) for filled in returns)
    merged = merge(report, ours, history)
    outcome = catalogue.run(merged)
    problems = Explanations(merged).applied([*report.problems, *outcome.problems])
    return Checked(in_reading_order(problems), merged, outcome.crashes)
