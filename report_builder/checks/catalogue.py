"""All kinds of problem there are, and the run of all rules."""

from __future__ import annotations

from report_builder.checks import dates, form, references, report
from report_builder.checks.registry import RULES
from report_builder.merge import Merged
from report_builder.problems import Problem, ProblemKind, in_reading_order
from report_builder.workbooks import faults
from report_builder.workbooks.report_workbook import PARTS, REGISTER, SERVICES, TIMESCALES

TOPICS = (form, references, dates, report)


def run(merged: Merged) -> list[Problem]:
    """Return every problem of the merged workbooks, in reading order."""
    found = list(merged.form_problems)
    for rule in RULES.values():
        found.extend(rule.problems(merged))
    return in_reading_order(found)


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
    return [*faults.ALL, *(rule.kind for rule in RULES.values())]
