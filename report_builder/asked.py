"""What a person needs to do about problems, in a few words: “fix 3 dates, check 1 text”."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
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
from report_builder.problems import Problem, Severity, no_formula


@dataclass(frozen=True)
class Sort:
    """A sort of thing that is put right, and the words for doing so."""

    one: str
    many: str
    correct: str = "correct"
    """What is done about an error; a query is always checked."""

    def asked(self, severity: Severity, count: int) -> str:
        """Return what is asked about ``count`` of them, as ``fix 3 dates``."""
        verb = self.correct if severity is Severity.ERROR else "check"
        return f"{verb} {count} {self.one if count == 1 else self.many}"


DATES = Sort("date", "dates", "fix")
MISSING = Sort("missing answer", "missing answers", "fill in")
CHOICES = Sort("answer from its list", "answers from their lists", "choose")
TEXTS = Sort("text", "texts")
LENGTHS = Sort("text", "texts", "shorten")
FIGURES = Sort("figure", "figures")
REFERENCES = Sort("reference", "references")
STATUSES = Sort("status", "statuses")
PERSONAL = Sort("piece of personal data", "pieces of personal data", "take out")
RETURNS = Sort("return", "returns", "see to")
CELLS = Sort("cell", "cells")
FORM = Sort("fault of a workbook's form", "faults of a workbook's form", "put right")
FILES = Sort("file that cannot be read", "files that cannot be read", "replace")
DECISION = Sort("answer about the decision", "answers about the decision")
CHANGES = Sort("change since the last report", "changes since the last report")
WITHHELD = Sort("mark of what is withheld", "marks of what is withheld")
ROWS = Sort("row of the report workbook", "rows of the report workbook")
OTHERS = Sort("other thing", "other things")

_OF_TOPIC = {
    topic.__name__: sort
    for topic, sort in (
        (form, FORM),
        (cells, CELLS),
        (references, REFERENCES),
        (dates, DATES),
        (statuses, STATUSES),
        (report, ROWS),
        (outline, ROWS),
        (text, TEXTS),
        (personal, PERSONAL),
        (publication, WITHHELD),
        (decisions, DECISION),
        (private, DECISION),
        (meetings, DATES),
        (sections, TEXTS),
        (history, CHANGES),
    )
}
_OF_CODE = {
    **dict.fromkeys(
        ("date-as-number", "date-as-text", "not-a-date", "impossible-date"),
        DATES,
    ),
    **dict.fromkeys(("missing-answer", "missing-for-status", "empty-sheet"), MISSING),
    **dict.fromkeys(("return-blank", "return-missing", "two-returns", "unknown-service"), RETURNS),
    **dict.fromkeys(("missing-reference", "not-the-lead-service", "wording-changed"), REFERENCES),
    **dict.fromkeys(
        (
            *("cannot-be-opened", "damaged-workbook", "empty-file", "foreign-form"),
            *("form-of-another-report", "link-to-a-file", "not-a-workbook", "not-excel-workbook"),
            *("old-form", "password-protected", "too-large"),
        ),
        FILES,
    ),
    "not-in-the-list": CHOICES,
    "not-a-whole-number": FIGURES,
    "too-long": LENGTHS,
}


def sort_of(code: str) -> Sort:
    """Return what sort of thing is put right where the problem ``code`` stands."""
    if code in _OF_CODE:
        return _OF_CODE[code]
    return _OF_TOPIC.get(RULES[code].topic, OTHERS) if code in RULES else FORM


def to_do(problems: Iterable[Problem]) -> list[str]:
    """Return what is to be done about ``problems``, errors first; notes ask for nothing."""
    counts = Counter((problem.severity, sort_of(problem.code)) for problem in problems)
    return [
        sort.asked(severity, count)
        for wanted in (Severity.ERROR, Severity.QUERY)
        for (severity, sort), count in counts.items()
        if severity is wanted
    ]


def as_csv(problems: Iterable[Problem]) -> str:
    """Return ``problems`` as CSV with a byte order mark, so that Excel reads its accents right."""
    written = io.StringIO()
    columns = ("severity", "workbook", "sheet", "cell", "value", "message", "code")
    writer = csv.DictWriter(written, columns, lineterminator="\r\n")
    writer.writeheader()
    for problem in problems:
        said = problem.as_dict()
        writer.writerow({name: no_formula(value) for name, value in said.items()})
    return "\ufeff" + written.getvalue()
