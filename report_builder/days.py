"""Clear days, which count neither end, and working days in England."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from report_builder import bank_holidays

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Period:
    """A number of clear days that must lie between one day and another."""

    days: int
    working: bool = False
    """Whether only working days count."""

    def __str__(self) -> str:
        """Return the period in words: ``5 clear working days``."""
        return in_words(self.days, working=self.working)

    def between(self, start: dt.date, end: dt.date) -> int:
        """Return how many of the days that this period counts lie between ``start`` and ``end``.

        Neither end counts; where they touch, or stand in the wrong order, there are none.
        """
        days = (start + _DAY * later for later in range(1, (end - start).days))
        return sum(self._counts(day) for day in days)

    def is_kept(self, start: dt.date, end: dt.date) -> bool:
        """Return whether the whole period lies between ``start`` and ``end``."""
        return start < end and self.between(start, end) >= self.days

    def latest_start(self, end: dt.date) -> dt.date:
        """Return the last day on which the period can be opened so that it is over by ``end``.

        If working days are counted, it is opened on one.
        """
        return self._beyond(end, -_DAY)

    def earliest_end(self, start: dt.date) -> dt.date:
        """Return the first day after the period if it is opened on ``start``.

        If working days are counted, it is one.
        """
        return self._beyond(start, _DAY)

    def _beyond(self, day: dt.date, step: dt.timedelta) -> dt.date:
        for _ in range(self.days + 1):
            day += step
            while not self._counts(day):
                day += step
        return day

    def _counts(self, day: dt.date) -> bool:
        return not self.working or is_working_day(day)


def in_words(days: int, *, working: bool) -> str:
    """Return a number of clear days in words: ``1 clear day``."""
    return f"{days} clear {'working ' if working else ''}day{'' if days == 1 else 's'}"


def is_working_day(day: dt.date) -> bool:
    """Return whether ``day`` is neither at a weekend nor a bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def _bank_holidays(year: int) -> Container[dt.date]:
    """Return England's bank holidays, substitute days and single ones among them."""
    if year in bank_holidays.DAYS and _is_table_of_the_library():
        return bank_holidays.DAYS[year]
    return _library()


@cache
def _library() -> Container[dt.date]:
    from holidays import country_holidays

    return country_holidays("GB", subdiv="ENG")


@cache
def _is_table_of_the_library() -> bool:
    """Return whether the table was made from the release of the library that is installed.

    The library brings the calendars of all countries, and takes a third of a second to load.
    """
    found = find_spec("holidays")
    release = f"holidays-{bank_holidays.MADE_FROM}.dist-info"
    return found is not None and any(
        (Path(place).parent / release).is_dir() for place in found.submodule_search_locations or ()
    )


def date_or_none(value: object) -> dt.date | None:
    """Return ``value`` if it is a date, as an answer should be."""
    return value if isinstance(value, dt.date) else None
