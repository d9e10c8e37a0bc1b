"""The checks of the way to the decision: silent and firing cases for each, on real workbooks.

The tiny report is true as at 31 August 2026, its implications are of 1 September, the Scrutiny
Commission meets on 17 September, and it is decided on 22 October.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cases import Case, Change, all_of, at, ids, more, row, rows, sheet

from report_builder import pipeline

MEETING = at("meetings", "date")
DECISION = at("cover", "decision_date")


def commission(day: dt.date, **answers: object) -> Change:
    """Return the change of the meeting of the Scrutiny Commission, which is public."""
    return row("meetings", 0, **{"date": day, "public": "Yes", **answers})


def met_on(*days: dt.date) -> Change:
    """Return the change to meetings that are not public, in this order."""
    return rows("meetings", *({"body": f"Board {day:%d %B}", "date": day} for day in days))


def wholly_private(said: dict) -> None:
    said["decision"] |= {
        "private": "Yes",
        "private_reasons": "The report names a family.",
        "private_class": "Exempt",
        "private_withheld": "The whole report",
        "private_paragraphs": "1",
        "public_interest": "Privacy weighs more.",
    }


CASES = (
    Case(
        "decision-before-as-at",
        "on the as-at date",
        all_of(
            sheet("cover", decision_date=dt.date(2026, 9, 17), as_at=dt.date(2026, 9, 17)),
            lambda said: said["return"].update(
                as_at=dt.date(2026, 9, 17), sign_off_date=dt.date(2026, 9, 18)
            ),
        ),
    ),
    Case(
        "decision-before-as-at",
        "a day before",
        all_of(sheet("cover", decision_date=dt.date(2026, 8, 30)), met_on(dt.date(2026, 8, 31))),
        at=(DECISION,),
        also=(
            (*MEETING, "meeting-after-decision"),
            *((*at("implications", "date", row), "implication-after-decision") for row in range(5)),
        ),
    ),
    Case("meeting-after-decision", "on the day", met_on(dt.date(2026, 10, 22))),
    Case(
        "meeting-after-decision",
        "a day later",
        met_on(dt.date(2026, 9, 17), dt.date(2026, 10, 23)),
        at=(at("meetings", "date", 1),),
    ),
    Case(
        "meetings-out-of-order",
        "in order, two on one day",
        met_on(dt.date(2026, 9, 10), dt.date(2026, 9, 17), dt.date(2026, 9, 17)),
    ),
    Case(
        "meetings-out-of-order",
        "the second and the third are before the first",
        met_on(dt.date(2026, 9, 17), dt.date(2026, 9, 10), dt.date(2026, 9, 16)),
        at=(at("meetings", "date", 1), at("meetings", "date", 2)),
    ),
    Case("publish-by", "an individual decides, and no meeting is public"),
    Case(
        "publish-by",
        "the whole report is private",
        all_of(commission(dt.date(2026, 9, 17)), wholly_private),
    ),
    Case(
        "publish-by",
        "a public meeting",
        commission(dt.date(2026, 9, 17)),
        at=(MEETING,),
    ),
    Case(
        "publish-by",
        "the first public one of three meetings, in whatever order",
        all_of(
            row("meetings", 0, date=dt.date(2026, 9, 10)),
            more("meetings", {"body": "Board", "date": dt.date(2026, 10, 15), "public": "Yes"}),
            more("meetings", {"body": "Forum", "date": dt.date(2026, 10, 8), "public": "Yes"}),
        ),
        at=(at("meetings", "date", 2),),
        also=((*at("meetings", "date", 2), "meetings-out-of-order"),),
    ),
    Case(
        "publish-by",
        "none of the path is public, and a meeting decides",
        sheet("cover", decision_maker="A meeting"),
        at=(DECISION,),
    ),
    Case(
        "publish-by",
        "the only public meeting is over: the next is the decision",
        all_of(
            sheet("cover", decision_maker="A meeting"),
            commission(dt.date(2026, 8, 20)),
        ),
        at=(DECISION,),
        also=((*MEETING, "meeting-before-as-at"),),
    ),
    Case(
        "too-late-to-publish",
        "complete on the last day",
        all_of(
            commission(dt.date(2026, 9, 17)),
            row("implications", 4, date=dt.date(2026, 9, 9)),
        ),
        also=((*MEETING, "publish-by"),),
    ),
    Case(
        "too-late-to-publish",
        "an implication of a day later",
        all_of(
            commission(dt.date(2026, 9, 17)),
            row("implications", 4, date=dt.date(2026, 9, 10)),
        ),
        at=(MEETING,),
    ),
    Case(
        "too-late-to-publish",
        "a day later too, and the council counts all days",
        all_of(
            commission(dt.date(2026, 9, 17)),
            row("implications", 4, date=dt.date(2026, 9, 10)),
            lambda said: said.update(settings={"days_of_short_periods": "All days"}),
        ),
        also=((*MEETING, "publish-by"),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_meetings(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("meets", "by"),
    [
        pytest.param(dt.date(2026, 9, 17), "09/09/2026", id="over a weekend"),
        pytest.param(dt.date(2026, 9, 7), "27/08/2026", id="over the late summer bank holiday"),
        pytest.param(dt.date(2026, 12, 31), "21/12/2026", id="over Christmas, with a substitute"),
        pytest.param(dt.date(2027, 4, 1), "22/03/2027", id="over Easter"),
    ],
)
def test_the_day_of_publication(meets: dt.date, by: str, tmp_path: Path) -> None:
    change = all_of(
        commission(meets),
        sheet("cover", decision_date=meets, as_at=dt.date(2026, 8, 27)),
        lambda said: said["return"].update(as_at=dt.date(2026, 8, 27)),
        *(row("implications", number, date=dt.date(2026, 8, 27)) for number in range(5)),
    )
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert [(problem.code, problem.message) for problem in problems] == [
        (
            "publish-by",
            f"Publish the report by {by}: 5 clear working days must lie between its publication "
            f"and Scrutiny Commission on {meets:%d/%m/%Y}.",
        )
    ]


def test_too_late_says_until_when_the_report_was_not_complete(tmp_path: Path) -> None:
    change = all_of(
        commission(dt.date(2026, 9, 17)), row("implications", 4, date=dt.date(2026, 9, 15))
    )
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert [problem.message for problem in problems] == [
        "Check the date of Scrutiny Commission, 17/09/2026: the report would have to be published "
        "by 09/09/2026, 5 clear working days before it, and is not complete until 15/09/2026 "
        "(as-at date and implications)."
    ]
