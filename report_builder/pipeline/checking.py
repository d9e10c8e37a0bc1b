"""``check``: everything read, merged and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder.beside import Helper
from report_builder.folder import ReportFolder
from report_builder.phases import phase
from report_builder.pipeline.reading import (
    Tell,
    helped,
    of_this_report,
    read_all,
    read_history,
    read_report,
    silent,
)
from report_builder.problems import Problem, has_errors, in_reading_order
from report_builder.text import plain
from report_builder.workbooks.read import Filled, read
from report_builder.workbooks.standard_return import STANDARD_RETURN

if TYPE_CHECKING:  # pandas is loaded while the workbooks are read
    from report_builder.merged import Merged


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


@dataclass(frozen=True)
class Gathered:
    """The workbooks as they were read, and merged if the author's could be used."""

    report: Filled
    returns: list[Filled]
    merged: Merged | None


def check(folder: ReportFolder, tell: Tell = silent) -> Checked:
    """Read everything, merge it and return all problems at once.

    Raises:
        FolderError: there is no report workbook, or a record of an earlier report is broken.
    """
    with helped(folder) as helper:
        return judge(gather(folder, tell, helper), tell)


def gather(
    folder: ReportFolder,
    tell: Tell,
    helper: Helper | None,
    then: Callable[[Helper], None] | None = None,
) -> Gathered:
    """Return the workbooks of a report folder, read and merged; ``then`` the helper goes on."""
    reading = read_all(folder, tell, helper, then)
    with phase("importing"):
        from report_builder.merge import merge

        if not reading.is_done():  # else it is loaded beside the making of the Word file
            from report_builder.checks import catalogue  # noqa: F401
    report, returns = reading.wait()
    if not report.rows:
        return Gathered(report, returns, None)
    areas = len(report.rows.get("register", ()))
    tell(f"Merging {areas:,} areas of {len(returns):,} returns")
    with phase("merging", areas, "areas"):
        history = read_history(folder, report.identity)
        ours = (of_this_report(filled, report.identity) for filled in returns)
        merged = merge(report, ours, history)
    return Gathered(report, returns, merged)


def judge(gathered: Gathered, tell: Tell) -> Checked:
    """Return all problems of what was gathered."""
    from report_builder.checks import catalogue
    from report_builder.explanations import Explanations

    report, merged = gathered.report, gathered.merged
    if merged is None:
        found = [problem for filled in gathered.returns for problem in filled.problems]
        return Checked(in_reading_order([*report.problems, *found]), None)
    tell(f"Checking {len(merged.areas):,} areas")
    with phase("checking", len(merged.areas), "areas"):
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
    from report_builder.checks import catalogue
    from report_builder.explanations import Explanations
    from report_builder.merge import merge

    report = read_report(folder)
    filled = {
        path: of_this_report(
            read(path, STANDARD_RETURN, folder.name_of_return(path)), report.identity
        )
        for path in paths
    }
    found: dict[Path, list[Problem]] = {path: list(each.problems) for path, each in filled.items()}
    if not report.rows:
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
