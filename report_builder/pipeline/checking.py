"""``check``: everything read, merged and judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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
from report_builder.text import plain
from report_builder.workbooks.read import Filled, read
from report_builder.workbooks.standard_return import STANDARD_RETURN


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


def check_apart(folder: ReportFolder, paths: Iterable[Path]) -> dict[Path, list[Problem]]:
    """Return what is asked of the service in each of the returns ``paths``, wherever they lie.

    Each is judged as if it were the only one of its service; what concerns the report as a whole,
    and is the author's to act on, is left out.

    Raises:
        FolderError: there is no report workbook, or a record of an earlier report is broken.
    """
    report = read_report(folder)
    filled = {
        path: of_this_report(
            read(path, STANDARD_RETURN, folder.name_of_return(path)), report.identity
        )
        for path in paths
    }
    found: dict[Path, list[Problem]] = {path: list(each.problems) for path, each in filled.items()}
    if not report.tables:
        return found
    history = read_history(folder, report.identity)
    for group in _of_different_services(filled):
        merged = merge(report, group.values(), history)
        problems = Explanations(merged).applied(catalogue.run(merged).problems)
        for path, each in group.items():
            found[path] = in_reading_order(
                problem
                for problem in problems
                if problem.where.workbook == each.file and not problem.for_author
            )
    return found


def _of_different_services(filled: dict[Path, Filled]) -> list[dict[Path, Filled]]:
    """Return ``filled`` in groups that can be merged: no file name and no service twice."""
    groups: list[tuple[set[str], dict[Path, Filled]]] = []
    for path, each in filled.items():
        service = plain(each.identity.service) if each.identity else ""
        names = {f"file {each.file}", f"service {service}"}
        fits = (group for group in groups if not names & group[0])
        taken, members = next(fits, (set(), {}))
        if not members:
            groups.append((taken, members))
        taken |= names
        members[path] = each
    return [members for _, members in groups]
