"""What a person needs to do, in a few words, and the list to take away."""

from __future__ import annotations

import csv
import io

import pytest

from report_builder import asked
from report_builder.checks.catalogue import kinds
from report_builder.problems import Cell, Problem, Severity


def problem(code: str, severity: Severity = Severity.ERROR, value: str = "") -> Problem:
    return Problem(code, severity, Cell("a.xlsx", "Actions", "F6"), value, "Do this.")


def test_it_is_counted_in_words_errors_first() -> None:
    problems = [
        problem("meeting-after-decision", Severity.QUERY),
        problem("not-a-date"),
        problem("date-as-text"),
        problem("not-in-the-list"),
        problem("missing-answer"),
        problem("missing-for-status"),
    ]
    assert asked.to_do(problems) == [
        "fix 2 dates",
        "choose 1 answer from its list",
        "fill in 2 missing answers",
        "check 1 date",
    ]


@pytest.mark.parametrize("problems", [[], [problem("comment", Severity.NOTE)]])
def test_nothing_is_asked_where_there_is_nothing_to_do(problems: list[Problem]) -> None:
    assert asked.to_do(problems) == []


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_every_kind_of_problem_is_of_a_sort(kind: object) -> None:
    sort = asked.sort_of(kind.code)  # type: ignore[attr-defined]
    assert sort is not asked.OTHERS or kind.code == "check-not-run"  # type: ignore[attr-defined]


def test_the_list_for_excel_holds_all_and_runs_nothing() -> None:
    written = asked.as_csv([problem("not-a-date", value="=1+1"), problem("comment", value="é")])
    assert written.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(written[1:])))
    assert [(row["code"], row["value"], row["cell"]) for row in rows] == [
        ("not-a-date", "'=1+1", "F6"),
        ("comment", "é", "F6"),
    ]
