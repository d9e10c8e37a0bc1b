"""What a number format makes of a cell: does the person see what the cell holds?"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import lru_cache

GENERAL, TEXT = "General", "@"
BUILTIN = {
    **{0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"},
    **{5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)'},
    **{7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)'},
    **{9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm"},
    **{37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)"},
    **{39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)"},
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: TEXT},
}
"""The number formats that a file names by their number (ECMA-376, part 1, 18.8.30).

Number 14 is the short date of the reader's own country.
"""
_LONGEST_GENERAL = 11  # digits, before Excel shows a number as 1.23E+11
# Quoted words, characters after a backslash, spaces (_x), fillers (*x) and [brackets].
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|(\[[^\]]*\])|(.)', re.DOTALL)
_PLAIN_NUMBERS = ("general", "0", "#", "@")
_BRITISH_DATE = re.compile(r"(?:\[[^\]]*\])?dd\\?/mm\\?/yyyy(?:;@)?", re.IGNORECASE)
_NOT_SHOWN = re.compile(r'"[^"]*"|\[(?!(?:hh?|mm?|ss?)\])[^\]]*\]')
_DATE_SIGN = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_DURATION = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_NUMBER_SIGNS = frozenset("0#?")
_DATE_SIGNS = frozenset("dmyhsDMYHS")


class Shown(Enum):
    """How a cell's value appears on the screen."""

    AS_IT_IS = "as it is"
    OTHERWISE = "in another form"
    NOT = "not at all, or with words that are not in the cell"


def shows_a_date(number_format: str) -> bool:
    """Return whether a number is shown as a date, a time or a duration."""
    first = _NOT_SHOWN.sub("", number_format.partition(";")[0])
    return _DATE_SIGN.search(first) is not None


def shows_a_duration(number_format: str) -> bool:
    """Return whether a number is shown as hours, minutes or seconds beyond their limits."""
    return _DURATION.search(number_format.partition(";")[0]) is not None


def shown(value: object, number_format: str) -> Shown:
    """Return how Excel shows ``value`` in a cell with ``number_format``."""
    if isinstance(value, str):
        return _text_shown(number_format)
    if isinstance(value, bool) or number_format in ("", GENERAL):
        return _shown_in_general(value)
    return _number_shown(value, number_format)


def _shown_in_general(value: object) -> Shown:
    is_long = isinstance(value, int | float) and len(f"{value:.15g}") > _LONGEST_GENERAL
    return Shown.OTHERWISE if is_long else Shown.AS_IT_IS


@lru_cache(maxsize=1024)
def _text_shown(number_format: str) -> Shown:
    sections = _sections(number_format)
    if len(sections) >= 4:
        signs, words = sections[3]
    elif "@" in sections[-1][0]:
        signs, words = sections[-1]
    else:
        return Shown.AS_IT_IS
    is_whole = signs.strip() == "@" or signs.strip().lower() == GENERAL.lower()
    return Shown.AS_IT_IS if is_whole and not words.strip() else Shown.NOT


def _number_shown(value: object, number_format: str) -> Shown:
    sections = _sections(number_format)
    if isinstance(value, int | float) and len(sections) > 1 and "[" not in number_format:
        place = 1 if value < 0 else 2 if value == 0 and len(sections) > 2 else 0
        signs, words = sections[place]
    else:
        signs, words = sections[0]
    bare = signs.strip().lower()
    if isinstance(value, dt.date):
        if not _DATE_SIGNS & set(signs):
            return Shown.NOT
        return Shown.AS_IT_IS if _BRITISH_DATE.fullmatch(number_format) else Shown.OTHERWISE
    if bare in _PLAIN_NUMBERS:
        return Shown.NOT if words.strip() else _shown_in_general(value)
    seen = _NUMBER_SIGNS | _DATE_SIGNS | {"@"}
    return Shown.OTHERWISE if seen & set(signs) or GENERAL.lower() in bare else Shown.NOT


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> tuple[tuple[str, str], ...]:
    """Return the sections of a number format: of each its signs, and the words it adds."""
    sections, signs, words = [], "", ""
    for match in _PIECE.finditer(number_format):
        quoted, escaped, _space, _filler, _bracket, sign = match.groups()
        if sign == ";":
            sections.append((signs, words))
            signs, words = "", ""
        elif sign is not None:
            signs += sign
        else:
            words += quoted or escaped or ""
    return (*sections, (signs, words))
