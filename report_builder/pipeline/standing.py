"""Where a report stands: what was found, each service, the decision, and the days that are left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from report_builder.checks import decisions, meetings, private, publication
from report_builder.checks.meetings import Deadline
from report_builder.checks.registry import RULES
from report_builder.days import in_words
from report_builder.folder import ReportFolder
from report_builder.pipeline.checking import Checked, check
from report_builder.problems import Problem, Severity
from report_builder.summary import Summary, summarise

_DECISION_TOPICS = {
    decisions.__name__: "Key decision and its notice",
    private.__name__: "Private report",
    publication.__name__: "What is withheld from the public",
    meetings.__name__: "Meetings and publication",
}


@dataclass(frozen=True)
class DecisionRules:
    """The rules of one topic of the decision, and what they found."""

    topic: str
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """Return how many errors they found."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def queries(self) -> int:
        """Return how many queries they found."""
        return sum(problem.severity is Severity.QUERY for problem in self.problems)


@dataclass(frozen=True)
class Standing:
    """Where a report stands; ``summary`` is ``None`` if the report workbook cannot be read."""

    checked: Checked
    summary: Summary | None
    changed: dict[str, dt.datetime]
    """When each workbook that is in use was last changed, by its name."""
    deadline: Deadline | None

    @cached_property
    def decision(self) -> tuple[DecisionRules, ...]:
        """Return what the rules about the decision found, by topic."""
        return tuple(
            DecisionRules(
                topic,
                tuple(
                    problem
                    for problem in self.checked.problems
                    if problem.code in RULES and RULES[problem.code].topic == module
                ),
            )
            for module, topic in _DECISION_TOPICS.items()
        )

    def days_left(self, today: dt.date) -> str:
        """Return the clear days between ``today`` and the last day for publication, in words.

        They are counted as the council counts the days before the meeting; empty if no deadline is
        known, or it is over.
        """
        if self.deadline is None or self.deadline.by < today:
            return ""
        wanted = self.deadline.period
        return in_words(wanted.between(today, self.deadline.by), working=wanted.working)


def stand(folder: ReportFolder) -> Standing:
    """Return where the report in ``folder`` stands.

    Raises:
        FolderError: there is no report workbook, or a record of an earlier report is broken.
    """
    checked = check(folder)
    merged = checked.merged
    paths = {folder.report_workbook.name: folder.report_workbook}
    if merged is not None:
        paths |= {filled.file: folder.return_called(filled.file) for filled in merged.returns}
    changed = {
        name: dt.datetime.fromtimestamp(path.stat().st_mtime)
        for name, path in paths.items()
        if path.exists()
    }
    if merged is None:
        return Standing(checked, None, changed, None)
    summary = summarise(merged, checked.problems)
    return Standing(checked, summary, changed, meetings.deadline(merged))
