"""Clear days: neither end counts, and working days leave out weekends and bank holidays."""

from __future__ import annotations

import datetime as dt

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from report_builder import bank_holidays
from report_builder.days import Period, is_working_day

FIVE, TWENTY_EIGHT = Period(5, working=True), Period(28)


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-08-29", id="a Saturday"),
        pytest.param("2026-08-30", id="a Sunday"),
        pytest.param("2026-08-31", id="the late summer bank holiday"),
        pytest.param("2027-03-26", id="Good Friday"),
        pytest.param("2027-03-29", id="Easter Monday"),
        pytest.param("2026-12-25", id="Christmas Day"),
        pytest.param("2026-12-28", id="the substitute for Boxing Day on a Saturday"),
        pytest.param("2027-12-27", id="the substitute for Christmas Day on a Saturday"),
        pytest.param("2027-12-28", id="the substitute for Boxing Day on a Sunday"),
        pytest.param("2028-01-03", id="the substitute for New Year's Day on a Saturday"),
        pytest.param("2022-06-03", id="the jubilee of 2022, for once"),
    ],
)
def test_not_a_working_day(day: str) -> None:
    assert not is_working_day(dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-08-28", id="a Friday"),
        pytest.param("2026-12-24", id="Christmas Eve"),
        pytest.param("2026-12-29", id="the Tuesday after the substitute day"),
        pytest.param("2027-03-25", id="the day before Good Friday"),
        pytest.param("2027-01-04", id="a bank holiday in Scotland only"),
        pytest.param("2027-03-17", id="a bank holiday in Northern Ireland only"),
    ],
)
def test_a_working_day(day: str) -> None:
    assert is_working_day(dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        pytest.param(TWENTY_EIGHT, "2026-09-23", "2026-10-22", id="28 days"),
        pytest.param(TWENTY_EIGHT, "2028-02-01", "2028-03-01", id="28 days with a leap day"),
        pytest.param(TWENTY_EIGHT, "2026-12-01", "2026-12-30", id="28 days count bank holidays"),
        pytest.param(FIVE, "2026-10-14", "2026-10-22", id="5 working days over a weekend"),
        pytest.param(FIVE, "2026-12-21", "2026-12-31", id="over Christmas"),
        pytest.param(FIVE, "2027-03-22", "2027-04-01", id="over Easter"),
        pytest.param(FIVE, "2027-12-24", "2028-01-06", id="over three substitute days"),
        pytest.param(Period(5), "2026-12-24", "2026-12-30", id="5 days of any kind"),
        pytest.param(Period(1, working=True), "2026-08-28", "2026-09-02", id="1 day"),
    ],
)
def test_a_period_that_is_just_kept(period: Period, start: str, end: str) -> None:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    assert period.latest_start(last) == first
    assert period.earliest_end(first) == last
    assert period.between(first, last) == period.days
    assert period.is_kept(first, last)
    assert not period.is_kept(first, last - dt.timedelta(days=1))


def test_notice_on_a_day_off_counts_from_the_next_working_day() -> None:
    sunday, thursday = dt.date(2026, 10, 11), dt.date(2026, 10, 15)
    assert FIVE.between(sunday, thursday) == 3
    assert FIVE.between(dt.date(2026, 10, 9), thursday) == 3


@pytest.mark.parametrize("days", [0, -1, -400])
def test_nothing_lies_between_days_that_touch_or_stand_in_the_wrong_order(days: int) -> None:
    day = dt.date(2026, 10, 22)
    assert FIVE.between(day, day + dt.timedelta(days=days)) == 0
    assert not Period(0).is_kept(day, day + dt.timedelta(days=days))


@settings(deadline=None)  # the first call for a year beyond the table loads the library
@given(
    days=st.integers(0, 60),
    working=st.booleans(),
    end=st.dates(dt.date(1992, 1, 1), dt.date(2099, 1, 1)),
)
def test_the_latest_start_keeps_the_period_and_the_next_day_that_counts_does_not(
    days: int, working: bool, end: dt.date
) -> None:
    period = Period(days, working=working)
    start = period.latest_start(end)
    assert period.is_kept(start, end)
    later = start + dt.timedelta(days=1)
    while working and not is_working_day(later):
        later += dt.timedelta(days=1)
    assert not period.is_kept(later, end)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (TWENTY_EIGHT, "28 clear days"),
        (FIVE, "5 clear working days"),
        (Period(1), "1 clear day"),
    ],
)
def test_a_period_in_words(period: Period, words: str) -> None:
    assert str(period) == words


def test_bank_holidays_are_those_of_the_library() -> None:
    library = country_holidays("GB", subdiv="ENG")
    first, last = dt.date(min(bank_holidays.DAYS), 1, 1), dt.date(max(bank_holidays.DAYS) + 2, 1, 1)
    days = [first + dt.timedelta(days=one) for one in range((last - first).days)]
    wanted = [day for day in days if day.weekday() < 5 and day not in library]
    assert [day for day in days if is_working_day(day)] == wanted
