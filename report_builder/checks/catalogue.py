"""All kinds of problem there are, and the run of all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from report_builder.checks import (
    cells,
    dates,
    decisions,
    form,
    history,
    meetings,
    outline,
    personal,
    private,
    publication,
    references,
    report,
    sections,
    statuses,
    text,
)
from report_builder.checks.registry import RULES
from report_builder.merged import Merged
from report_builder.problems import Cell, Problem, ProblemKind, Severity, in_reading_order
from report_builder.workbooks import faults
from report_builder.workbooks.report_workbook import PARTS, REGISTER, SERVICES, TIMESCALES

TOPICS = (
    *(form, cells, references, dates, statuses, report, text, personal, publication),
    *(decisions, private, meetings, sections, outline, history),
)

CHECK_NOT_RUN = ProblemKind(
    "check-not-run",
    Severity.ERROR,
    "The check {value} was not run. This is a fault of the program, not of the workbooks: "
    "report it, with the traceback that the command prints.",
    "A check that has not been run has not been passed.",
)


@dataclass(frozen=True)
class Outcome:
    """What the rules found, and the exceptions of those that could not be run."""

    problems: list[Problem]
    crashes: tuple[Exception, ...]


def run(merged: Merged) -> Outcome:
    """Return every problem of the merged workbooks, in reading order."""
    found = list(merged.form_problems)
    crashes = []
    for rule in RULES.values():
        try:
            found.extend(rule.problems(merged))
        except Exception as crash:  # any rule may be wrong; the others still have their say
            # Never a pass: the problem is an error, and the command prints the traceback.
            found.append(CHECK_NOT_RUN.at(Cell(merged.report_file), rule.kind.code))
            crashes.append(crash)
    merged.worked_out.clear()  # it may take much room, and is of no use to others
    return Outcome(in_reading_order(_once(found, merged)), tuple(crashes))


def _once(found: Iterable[Problem], merged: Merged) -> Iterator[Problem]:
    """Yield what was found, but of a copy of a return only that it is to be taken away."""
    for problem in found:
        if problem.where.workbook not in merged.copies or problem.code == "two-returns":
            yield problem


def standing_in_the_way_of_issue(merged: Merged) -> list[Problem]:
    """Return the problems of the sheets from which blank returns are filled in."""
    titles = {sheet.title for sheet in (REGISTER, SERVICES, PARTS, TIMESCALES)}
    found = (
        problem
        for rule in RULES.values()
        if rule.topic == form.__name__
        for problem in rule.problems(merged)
    )
    return [problem for problem in found if problem.where.sheet in titles]


def kinds() -> list[ProblemKind]:
    """Return every kind of problem, those of the reader first."""
    return [*faults.ALL, CHECK_NOT_RUN, *(rule.kind for rule in RULES.values())]
