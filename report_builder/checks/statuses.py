"""Checks of what an area's status says against what else its row says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from report_builder.checks.dates import day_meant
from report_builder.checks.folded import references_answered, references_of_areas
from report_builder.checks.registry import Finding, row_rule, rule
from report_builder.masking import folded, masked, says
from report_builder.merged import Merged, Row
from report_builder.problems import Severity
from report_builder.statuses import COMPLETED, NO_LONGER_REQUIRED, NOT_STARTED, OVERDUE
from report_builder.text import plain
from report_builder.workbooks.declare import called
from report_builder.workbooks.standard_return import ACTIONS

_TELL_OF_WORK = ("progress", "evidence")
_COPIED_FROM_THE_REGISTER = ("part", "timescale", "wording")

_UNFINISHED = re.compile(
    r"\b(?:(?:is|are)\s+(?:(?:also|both|currently|now|only|still)\s+)?"
    r"(?:due\s+to|being|planned|scheduled|expected\s+to)"
    r"|(?:will|shall)\s+(?:\w+\s+)?be|await(?:s|ing|ed)?|in\s+progress|not\s+yet"
    r"|(?:yet|still|remains?)\s+to\s+(?:be|do|come)"
    r"|to\s+be\s+(?:agreed|approved|completed|confirmed|finalised|introduced|launched|ratified"
    r"|signed))\b(?:\s+[\w’'-]+){0,3}",
    re.IGNORECASE,
)
# Without one of these, or a “be”, nothing of the above is found; looking for them is quick.
_tells_of_work = says(
    *("due", "being", "planned", "scheduled", "expected", "await", "progress", "yet", "still"),
    *("remain", "20"),  # the year of a day
)
_be = re.compile(r"be\b").search
_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS}\s+20\d\d\b|\b{_MONTHS}\s+20\d\d\b"
    r"|\b\d{1,2}[./]\d{1,2}[./]20\d\d\b|(?<![\w/£.,-])20\d\d(?![\w/]|[-–]\d|[.,]\d)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’(?!\w)")


@rule(
    "completed-beside-other-words",
    Severity.QUERY,
    "Check the status of {reference}: it is Completed, and {label} says “{value}”.",
)
def completed_beside_other_words(merged: Merged) -> Iterator[Finding]:
    """A marker COMPLETED above words such as “is due to be ratified” is not believed.

    So it stood in the council's report of 2012. Words that are quoted are left alone.
    """
    for name in _TELL_OF_WORK:
        for at, area in enumerate(merged.areas):
            text = str(area[name])
            if area["status"] != COMPLETED.name or not _may_say_otherwise(text):
                continue
            if _words_that_say_otherwise(text, merged.as_at):
                words = _words_that_say_otherwise(masked(text), merged.as_at)
                named = {
                    "reference": area["reference"],
                    "label": called(ACTIONS.by_name[name].label),
                }
                yield Finding(merged.area_cell(at, name), "”, “".join(words), named)


@rule(
    "overdue",
    Severity.NOTE,
    "The report will print {reference} as OVERDUE: it is {value}, and it was due on {due} ({why}), "
    "before the report's as-at date, {report_as_at}. If it is done, choose Completed; if it will "
    "be done later, give {date_to_give}.",
)
def overdue(merged: Merged) -> Iterator[Finding]:
    """Overdue is worked out, never chosen: whoever answers learns of it before the committee does.

    By which date it is worked out: docs/decisions/0002-due-date-and-overdue.md.
    """
    for at, area in enumerate(merged.areas):
        if area["standing"] != OVERDUE.name:
            continue
        to_give = "a revised date"
        if isinstance(area["revised_date"], dt.date):
            why = "its revised date"
        elif isinstance(area["date"], dt.date):
            why = "the date first expected"
        else:
            why = f"the end of its timescale, {area['timescale']}; no other date is given"
            to_give = "the date on which it is expected"
        named = {
            "reference": area["reference"],
            "due": area["due"],
            "why": why,
            "report_as_at": merged.as_at,
            "date_to_give": to_give,
        }
        yield Finding(merged.area_cell(at, "status"), area["status"], named)


@row_rule(
    "no-longer-required-but-further-work",
    Severity.QUERY,
    "areas",
    "further_work",
    "Check {reference}: it is No longer required, and yet needs further work.",
)
def no_longer_required_but_further_work(area: Row, _: Merged) -> bool:
    """An area that has fallen away has nothing left to come back to."""
    return bool(area["status"] == NO_LONGER_REQUIRED.name and area["further_work"] == "Yes")


@row_rule(
    "not-started-but-impact",
    Severity.QUERY,
    "areas",
    "impact",
    "Check {reference}: it is Not started, and yet an impact on children is given.",
)
def not_started_but_impact(area: Row, _: Merged) -> bool:
    """Work that has not begun has made no difference yet; one of the two answers is out of date."""
    return bool(area["status"] == NOT_STARTED.name and area["impact"] != "")


@rule(
    "wording-changed",
    Severity.ERROR,
    "Ask the report author for a renewed return: the register has another {label} for "
    "{reference}: “{registered}”.",
)
def wording_changed(merged: Merged) -> Iterator[Finding]:
    """The answer may be to another question: the report prints the register's wording."""
    actions, references = merged.tables["actions"], references_answered(merged)
    for name in _COPIED_FROM_THE_REGISTER:
        label = called(actions.sheet.by_name[name].label)
        registered = {
            reference: area[name]
            for reference, area in zip(references_of_areas(merged), merged.areas, strict=True)
        }
        for (index, said), reference in zip(actions.items(name), references, strict=True):
            wanted = registered.get(reference, said)
            if said in ("", wanted) or plain(str(said)) == plain(str(wanted)):
                continue
            spelt = actions.at(index, "reference")
            named = {"label": label, "reference": spelt, "registered": wanted}
            yield Finding(actions.cell(index, name), said, named)


@row_rule(
    "reopened",
    Severity.QUERY,
    "areas",
    "status",
    "Say under “Why it is open again” why {reference} is, or explain: the last report said that it "
    "was Completed.",
)
def reopened(area: Row, merged: Merged) -> bool:
    """The committee was told that it was done; it is told, too, that it is not.

    Where there is a record of the last report, reopened-without-reason asks instead.
    """
    if merged.history or area["reopened_reason"] != "":
        return False
    is_closed = area["status"] in ("", COMPLETED.name, NO_LONGER_REQUIRED.name)
    return area["previous_status"] == COMPLETED.name and not is_closed


def _may_say_otherwise(text: str) -> bool:
    """Return whether a text can say that work is unfinished, or name a day."""
    said = folded(text)
    return _tells_of_work(said) or bool(_be(said))


def _words_that_say_otherwise(text: str, as_at: dt.date | None) -> list[str]:
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    found = [match[0] for match in _UNFINISHED.finditer(unquoted)]
    if as_at is not None and "20" in unquoted:
        found += [match[0] for match in _DAY.finditer(unquoted) if _first_day_of(match[0]) > as_at]
    return list(dict.fromkeys(" ".join(words.split()) for words in found))


def _first_day_of(said: str) -> dt.date:
    """Return the first day of a day, month or year as it is written in a text."""
    for opening in ("", "1 ", "1 January "):
        day = day_meant(opening + said)
        if day is not None:
            return day
    return dt.date.min
