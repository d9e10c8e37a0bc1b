"""How SpreadsheetML spells places, dates and number formats: as openpyxl reads it, without it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from report_builder.workbooks.number_formats import BUILTIN, shows_a_date, shows_a_duration
from report_builder.workbooks.xlsx.cells import LAST_COLUMN, Look, column_letters
from report_builder.workbooks.xlsx.values import EPOCH_1900, EPOCH_1904, number

DATE, DURATION = Look(is_date=True), Look(is_date=True, is_duration=True)
FORMATS = (
    *BUILTIN_FORMATS.values(),
    *("[$-809]dd mmmm yyyy", "[Red]0", "[hh]:mm", '"days"0', r"\d0", "_d0", "[H]:MM", "[m]"),
    *("[s].0", ";dd", "0;dd", '"a"d"b"', "[yyy]", "", "@", "#,##0", "0.00E+00"),
)


def test_letters_of_columns() -> None:
    columns = range(1, LAST_COLUMN + 1)
    assert list(map(column_letters, columns)) == list(map(get_column_letter, columns))


def test_built_in_formats_but_for_the_short_date_which_is_british() -> None:
    assert {**BUILTIN, 14: BUILTIN_FORMATS[14]} == BUILTIN_FORMATS
    assert BUILTIN[14] == "dd/mm/yyyy"


@pytest.mark.parametrize("number_format", FORMATS)
def test_what_a_format_shows(number_format: str) -> None:
    assert shows_a_date(number_format) == is_date_format(number_format)
    assert shows_a_duration(number_format) == is_timedelta_format(number_format)


@pytest.mark.parametrize("look", [DATE, DURATION], ids=["dates", "durations"])
@pytest.mark.parametrize("epoch", [EPOCH_1900, EPOCH_1904], ids=["1900", "1904"])
@settings(deadline=None)
@given(serial=st.floats(-10, 60_000, allow_nan=False).map(lambda value: float(f"{value:.10f}")))
@example(serial=0)
@example(serial=1)
@example(serial=59)
@example(serial=60)
@example(serial=61.5)
@example(serial=0.999999999)
@example(serial=2_958_466)
@example(serial=1e10)
def test_moments(look: Look, epoch: dt.datetime, serial: float) -> None:
    words = repr(serial)
    try:
        wanted = from_excel(float(words), epoch, timedelta=look.is_duration)
    except (OverflowError, ValueError):
        wanted = float(words)
    assert number(words, look, epoch) == wanted
