"""How SpreadsheetML spells numbers, texts and places."""

from __future__ import annotations

import datetime as dt
import math
import re

from report_builder.workbooks.xlsx.cells import Look, Range

EPOCH_1900, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)
"""The day 0 of Excel's two calendars."""
_LEAP_DAY_OF_1900 = 60  # Excel counts it, and there was none
_MILLISECONDS = 24 * 60 * 60 * 1000
_EXACT_DIGITS = 15  # Excel keeps no more
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def unescaped(text: str) -> str:
    """Return ``text`` with the characters that Open XML spells ``_x000D_``.

    A spelling that stands for half a character is left as it is.
    """
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def parsed_range(reference: str) -> Range:
    """Return the range that ``A1`` or ``A1:B2`` names."""
    first, _, last = reference.partition(":")
    top, left = _parsed(first)
    bottom, right = _parsed(last) if last else (top, left)
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _parsed(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(f"{reference} is no cell")
    return int(match[2]), column_number(match[1])


def column_number(letters: str) -> int:
    """Return the number of a column; 1 for ``A``."""
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(f"{letters[:20]} is no column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def index(words: str) -> int:
    """Return a place in a list, counted from 0."""
    place = int(words)
    if place < 0:
        raise ValueError(f"{place} is no place in a list")
    return place


def number(words: str, look: Look, epoch: dt.datetime) -> object:
    """Return a number, or the date or duration that the cell's look makes of it."""
    is_whole = words.lstrip("-").isdigit() and len(words) <= _EXACT_DIGITS
    value: int | float = int(words) if is_whole else float(words)
    if not math.isfinite(value):
        raise ValueError(f"{words[:20]} is no number")
    if not look.is_date and not look.is_duration:
        return value
    try:
        return _duration(value) if look.is_duration else _moment_of(value, epoch)
    except (OverflowError, ValueError):
        return value  # a number that is no day, for the checks to judge


def _duration(days: float) -> dt.timedelta:
    exact = dt.timedelta(days=days)
    return dt.timedelta(milliseconds=round(exact / dt.timedelta(milliseconds=1)))


def _moment_of(serial: float, epoch: dt.datetime) -> dt.datetime | dt.time:
    """Return the moment that Excel counts as ``serial``; of less than a day, the time alone."""
    day, fraction = divmod(serial, 1)
    time = dt.timedelta(milliseconds=round(fraction * _MILLISECONDS))
    if 0 <= serial < 1 and time < dt.timedelta(days=1):
        return (dt.datetime.min + time).time()
    if 0 < serial < _LEAP_DAY_OF_1900 and epoch == EPOCH_1900:
        day += 1
    return epoch + dt.timedelta(days=day) + time


def moment(words: str) -> object:
    """Return the date that strict Open XML writes out; the words themselves if they are none."""
    try:
        return dt.datetime.fromisoformat(words).replace(tzinfo=None)
    except ValueError:
        return words


def is_true(value: str | None) -> bool:
    """Return whether an attribute says yes."""
    return value in ("1", "true", "on")
