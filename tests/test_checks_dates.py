"""The checks of dates: silent and firing cases, and what is read out of a date typed as text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cases import RETURN, Case, all_of, area, at, ids, row, rows, sheet

from report_builder import pipeline
from report_builder.checks.dates import day_meant

DATE, LATER_DATE = at("actions", "date"), at("actions", "date", 1)
REVISED = at("actions", "revised_date", 1)
AT_RISK = {"status": "At risk", "mitigation": "More staff are sought."}

CASES = (
    Case("not-a-date", "a date", area(0, date=dt.date(2026, 2, 3))),
    Case("not-a-date", "words", area(0, date="in spring"), at=(DATE,)),
    Case("not-a-date", "a day that does not exist", area(0, date="31/02/2026"), at=(DATE,)),
    Case("not-a-date", "a year alone", typed={(RETURN, DATE): 2026}, at=(DATE,)),
    Case("date-as-text", "a date", area(0, date=dt.date(2026, 3, 3))),
    Case("date-as-text", "with full stops", area(0, date="03.03.2026"), at=(DATE,)),
    Case("date-as-text", "in words", area(0, date="3rd March 2026"), at=(DATE,)),
    Case("date-as-number", "a date", area(0, date=dt.date(2026, 4, 3))),
    Case("date-as-number", "a number of days", typed={(RETURN, DATE): 46085}, at=(DATE,)),
    Case("date-as-number", "days and hours", typed={(RETURN, DATE): 46085.5}, at=(DATE,)),
    Case("impossible-date", "2100", area(1, date=dt.date(2100, 12, 31))),
    Case(
        "impossible-date",
        "the years 2206 and 1926",
        all_of(area(1, date=dt.date(2206, 12, 1)), sheet("return", as_at=dt.date(1926, 8, 31))),
        at=(LATER_DATE, at("return", "as_at")),
        also=((*at("return", "as_at"), "another-as-at-date"),),
    ),
    Case(
        "completed-after-as-at", "completed on the as-at date", area(0, date=dt.date(2026, 8, 31))
    ),
    Case(
        "completed-after-as-at",
        "completed a day later",
        area(0, date=dt.date(2026, 9, 1)),
        at=(DATE,),
    ),
    Case(
        "completed-before-inspection",
        "completed on the day of the report",
        area(0, date=dt.date(2026, 1, 19)),
    ),
    Case(
        "completed-before-inspection",
        "completed a day before",
        area(0, date=dt.date(2026, 1, 18)),
        at=(DATE,),
    ),
    Case(
        "revised-before-first",
        "a later date",
        area(1, **AT_RISK, revised_date=dt.date(2027, 1, 8)),
    ),
    Case(
        "revised-before-first",
        "completed after the revised date",
        area(0, date=dt.date(2026, 5, 8), revised_date=dt.date(2026, 5, 1)),
    ),
    Case(
        "revised-before-first",
        "an earlier date",
        area(1, **AT_RISK, revised_date=dt.date(2026, 11, 30)),
        at=(REVISED,),
    ),
    Case("another-as-at-date", "the report's", sheet("return", as_at=dt.date(2026, 8, 31))),
    Case(
        "another-as-at-date",
        "a day earlier",
        sheet("return", as_at=dt.date(2026, 8, 30)),
        at=(at("return", "as_at"),),
    ),
    Case(
        "signed-off-before-as-at",
        "on the same day",
        sheet("return", sign_off_date=dt.date(2026, 8, 31)),
    ),
    Case(
        "signed-off-before-as-at",
        "a day before",
        sheet("return", sign_off_date=dt.date(2026, 8, 30)),
        at=(at("return", "sign_off_date"),),
    ),
    Case(
        "as-at-before-inspection",
        "on the same day",
        all_of(
            sheet("cover", inspection_date=dt.date(2026, 8, 31)),
            area(0, status="On track", date=dt.date(2026, 12, 1)),
        ),
    ),
    Case(
        "as-at-before-inspection",
        "a day before",
        all_of(
            sheet("cover", inspection_date=dt.date(2026, 9, 1)),
            area(0, status="On track", date=dt.date(2026, 12, 1)),
        ),
        at=(at("cover", "as_at"),),
    ),
    Case(
        "meeting-before-as-at",
        "on the same day",
        row("meetings", 0, date=dt.date(2026, 8, 31)),
    ),
    Case(
        "meeting-before-as-at",
        "the first of two",
        rows(
            "meetings",
            {"body": "Scrutiny Commission", "date": dt.date(2026, 8, 17)},
            {"body": "Executive", "date": dt.date(2026, 10, 1)},
        ),
        at=(at("meetings", "date"),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_dates(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    "typed",
    [
        *("31.08.2026", "31/8/26", "31-08-2026", "31 August 2026", "31st of August, 2026"),
        *("Monday 31 Aug 2026", "August 31, 2026", "2026-08-31", "2026-08-31T00:00:00"),
        *("08/31/2026", "46265", 46265, 46265.75),
    ],
)
def test_a_date_typed_otherwise_is_understood(typed: object) -> None:
    assert day_meant(typed) == dt.date(2026, 8, 31)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "August 2026", "31/02/2026", "31 Augusta 2026", "31/08/1066", True, 2026, 12.5],
)
def test_what_is_no_date_is_not_taken_for_one(typed: object) -> None:
    assert day_meant(typed) is None


def test_the_message_says_how_a_date_would_read(tmp_path: Path) -> None:
    folder = Case("date-as-text", "", area(0, date="31.03.2026")).written(tmp_path)
    (problem,) = pipeline.check(folder).problems
    assert problem.message == (
        "Type “Date completed or expected” of SG-01 as a date: “31.03.2026” is text. "
        "If 31 March 2026 is meant, type 31/03/2026."
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31/09/2026", " September 2026 has 30 days."),
        ("31st September 2026", " September 2026 has 30 days."),
        ("29.2.26", " February 2026 has 28 days."),
        ("31st Septmber 2026", ""),
        ("soon", ""),
        ("31/13/2026", ""),
    ],
)
def test_the_message_says_that_a_day_does_not_exist(typed: str, why: str, tmp_path: Path) -> None:
    folder = Case("not-a-date", "", area(0, date=typed)).written(tmp_path)
    (problem,) = pipeline.check(folder).problems
    assert problem.message == (
        "Type “Date completed or expected” of SG-01 as a date, for example 31/08/2026: "
        f"“{typed}” is not one.{why}"
    )
