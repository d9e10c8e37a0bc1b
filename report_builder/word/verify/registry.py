"""What a rule about a Word file is, and how its findings become problems with their places.

A rule is a function named for its fault that yields findings; its docstring is the reason and the
source. What a clerk reads is the rule's message, and where to look: the heading above.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from report_builder.problems import Cell, Problem, ProblemKind, Severity
from report_builder.word.verify.wordfile import Paragraph, WordFile, quoted

_MOST_ALIKE = 10


@dataclass(frozen=True)
class Finding:
    """A fault found: its paragraph (``None``: the file as a whole), and the words at fault."""

    at: Paragraph | None = None
    value: str = ""
    named: Mapping[str, object] = field(default_factory=dict)
    alike: str = ""
    """Of more than ten findings of a rule that are alike, ten are told, and how many there are."""

    @property
    def position(self) -> int:
        """Return where it stands in the file, that of the whole file first."""
        return -1 if self.at is None else self.at.position


Judge = Callable[[WordFile], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A kind of problem and the function that finds it."""

    kind: ProblemKind
    find: Judge

    def problems(self, file: WordFile) -> list[tuple[int, Problem]]:
        """Return the problems that the rule finds, each with its position in the file."""
        findings = list(self.find(file))
        counts = Counter(finding.alike for finding in findings if finding.alike)
        told: Counter[str] = Counter()
        found = []
        for finding in findings:
            told[finding.alike] += 1
            problem = self._problem(file, finding)
            over = counts[finding.alike] - _MOST_ALIKE
            if over > 0 and told[finding.alike] == _MOST_ALIKE:
                more = f" (There are {over} more like this one.)"
                problem = replace(problem, message=problem.message + more)
            if over <= 0 or told[finding.alike] <= _MOST_ALIKE:
                found.append((finding.position, problem))
        return found

    def _problem(self, file: WordFile, finding: Finding) -> Problem:
        where = Cell(file.name, finding.at.place if finding.at else "")
        named = dict(finding.named)
        if finding.at is not None:
            named.setdefault("paragraph", quoted(finding.at.text))
        return self.kind.at(where, quoted(finding.value), **named)


RULES: dict[str, Rule] = {}


def rule(code: str, severity: Severity, message: str) -> Callable[[Judge], Judge]:
    """Register a function that yields its findings.

    The message may name ``{value}``, the words at fault, and ``{paragraph}``, the beginning of
    the paragraph.
    """

    def register(find: Judge) -> Judge:
        reason = inspect.getdoc(find)
        if code in RULES or not reason:
            raise ValueError(f"rule {code!r} is registered twice, or gives no reason")
        RULES[code] = Rule(ProblemKind(code, severity, message, reason), find)
        return find

    return register
