"""Checks of the key decision: is it one, and was it announced in time?

“The Regulations” are SI 2012/2089, the Local Authorities (Executive Arrangements) (Meetings and
Access to Information) (England) Regulations 2012.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from report_builder.checks.answers import (
    LONGEST_PERIOD,
    at,
    day_said,
    decision_day,
    is_before,
    period,
    said,
    setting,
    too_short,
)
from report_builder.checks.registry import Finding, row_rule, rule
from report_builder.merged import Merged, Row
from report_builder.problems import Severity, as_shown
from report_builder.text import plain
from report_builder.workbooks.report_workbook import SETTINGS

_GENERAL_EXCEPTION = (
    "general_exception_told",
    "general_exception_notice",
    "general_exception_reasons",
)
_SPECIAL_URGENCY = ("urgency_agreed_by", "urgency_agreed_date", "urgency_reasons")
_PERIODS = tuple(name for name in SETTINGS.by_name if name.endswith("_days"))

_ALL_WARDS = re.compile(
    r"(?:all|every)(?:$|\W+(?:\w+\W+)?(?:wards?|city)\b)|(?:the )?(?:whole|entire)\b"
    r"|(?:city|borough|county|district)[ -]?wide\b"
)
_BETWEEN_WARDS = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)
_SUM = re.compile(
    r"£\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(k|thousand|m|million|bn|billion)\b)?",
    re.IGNORECASE,
)
_TIMES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


@row_rule(
    "key-decision-without-limb",
    Severity.ERROR,
    "decision",
    "key_limb",
    "Say what makes this a key decision: choose spending or savings, two or more wards, or both.",
)
def key_decision_without_limb(answers: Row, _: Merged) -> bool:
    """A decision is key by one of two limbs: money or wards (the Regulations, 8(1))."""
    return bool(answers["key_decision"] == "Yes" and answers["key_limb"] == "")


@rule(
    "many-wards-but-not-key",
    Severity.QUERY,
    "Say why this is no key decision: the Cover names {value} as affected. A significant effect on "
    "communities in {limit} or more wards makes a decision key.",
)
def many_wards_but_not_key(merged: Merged) -> Iterator[Finding]:
    """The effect must be significant to count, which only a reason can show.

    The Regulations, 8(1)(b). In the council's report of 2012 all wards were affected, and no
    reason was given.
    """
    wards = said(merged, "wards", "cover")
    limit = max(1, setting(merged, "wards_asked_about"))
    if _is_not_key_without_reason(merged) and _wards(wards, limit) >= limit:
        found = at(merged, "key_decision_reason", limit=limit)
        yield Finding(found.where, wards, found.named)


@rule(
    "large-sum-but-not-key",
    Severity.QUERY,
    "Say why this is no key decision: {sheet}, {cell} names {value}, and the council asks from "
    "£{limit} on.",
)
def large_sum_but_not_key(merged: Merged) -> Iterator[Finding]:
    """Significant spending or savings make a decision key (the Regulations, 8(1)(a)).

    What is significant is the council's own to say, against the budget of the service: the figure
    is a setting, and this is advice.
    """
    limit = setting(merged, "sum_asked_about")
    if not _is_not_key_without_reason(merged):
        return
    for name in ("recommendations", "implications"):
        table = merged.tables[name]
        for index, text in table.items("text"):
            largest = max(_SUM.finditer(str(text)), key=_pounds, default=None)
            if largest and _pounds(largest) >= limit:
                where = table.cell(index, "text")
                named = {"sheet": where.sheet, "cell": where.address, "limit": f"{limit:,}"}
                found = at(merged, "key_decision_reason")
                yield Finding(found.where, largest[0], named)
                return


@rule(
    "key-decision-without-notice",
    Severity.ERROR,
    "Give the date on which the notice of the key decision was published: {period} before the "
    "decision{by}. If there was no notice, fill in the general exception or the special urgency.",
)
def key_decision_without_notice(merged: Merged) -> Iterator[Finding]:
    """A key decision is announced 28 clear days ahead (the Regulations, 9)."""
    decision, wanted = decision_day(merged), period(merged, "key_notice_days")
    if _is_key(merged) and said(merged, "key_notice_date") == "" and not _tried(merged):
        by = f", that is, by {as_shown(wanted.latest_start(decision))}" if decision else ""
        yield at(merged, "key_notice_date", period=wanted, by=by)


@rule(
    "key-notice-too-short",
    Severity.ERROR,
    "Put off the decision to {earliest}, or fill in the general exception or the special urgency: "
    "the notice was published on {value}, which leaves {given} before the decision on {decision}. "
    "It must be {period}.",
)
def key_noticetoo_short(merged: Merged) -> Iterator[Finding]:
    """A key decision is announced 28 clear days ahead (the Regulations, 9(2)).

    Clear days count neither the day of the notice nor that of the decision.
    """
    if _is_key(merged) and not _tried(merged):
        yield from too_short(merged, "key_notice_date", "key_notice_days")


@rule(
    "general-exception-incomplete",
    Severity.ERROR,
    "Fill in {label}: the key decision was not announced {period} ahead, and the general exception "
    "needs it.",
)
def general_exception_incomplete(merged: Merged) -> Iterator[Finding]:
    """With less notice, a key decision takes four things (the Regulations, 10).

    The scrutiny chair is told in writing, what was told is published, five clear days pass, and
    the reasons are published.
    """
    yield from _incomplete(merged, _GENERAL_EXCEPTION, _is_urgent)


@rule(
    "general-exception-too-soon",
    Severity.ERROR,
    "Put off the decision to {earliest}, or fill in the special urgency: the notice of the general "
    "exception was published on {value}, which leaves {given} before the decision on {decision}. "
    "It must be {period}.",
)
def general_exception_too_soon(merged: Merged) -> Iterator[Finding]:
    """Five clear days pass between the notice and the decision (the Regulations, 10(1)(c))."""
    if _needs_an_exception(merged) and not any(_given(merged, _SPECIAL_URGENCY)):
        yield from too_short(merged, "general_exception_notice", "general_exception_days")


@row_rule(
    "general-exception-out-of-order",
    Severity.QUERY,
    "decision",
    "general_exception_notice",
    "Check the dates of the general exception: the notice of {value} was published before the "
    "chair was told, on {general_exception_told}.",
)
def general_exception_out_of_order(answers: Row, _: Merged) -> bool:
    """What is published is a copy of what the chair was told (the Regulations, 10(1)(b))."""
    return answers["key_decision"] == "Yes" and is_before(
        answers["general_exception_notice"], answers["general_exception_told"]
    )


@rule(
    "special-urgency-incomplete",
    Severity.ERROR,
    "Fill in {label}: the key decision was not announced {period} ahead, and the special urgency "
    "needs it.",
)
def special_urgency_incomplete(merged: Merged) -> Iterator[Finding]:
    """Where even the general exception takes too long, the scrutiny chair has to agree.

    That is, that the decision is urgent and cannot reasonably be deferred; where there is no such
    chair, the chair or vice-chair of the council agrees (the Regulations, 11).
    """
    yield from _incomplete(merged, _SPECIAL_URGENCY, _is_excepted)


@rule(
    "urgency-agreed-after-decision",
    Severity.ERROR,
    "Check the date on which the special urgency was agreed: {value} is after the decision on "
    "{decision}.",
)
def urgency_agreed_after_decision(merged: Merged) -> Iterator[Finding]:
    """The decision may only be made where agreement has been obtained (the Regulations, 11)."""
    decision = decision_day(merged)
    if _is_key(merged) and is_before(decision, day_said(merged, "urgency_agreed_date")):
        yield at(merged, "urgency_agreed_date", decision=decision)


@rule(
    "period-out-of-range",
    Severity.ERROR,
    "Correct {label}: {value} is not between {least}, which the law asks for, and {most}.",
)
def period_out_of_range(merged: Merged) -> Iterator[Finding]:
    """A council may give more notice than the law asks for, not less (the Regulations, 5 to 10)."""
    for name in _PERIODS:
        value, least = merged.tables["settings"].value(name), SETTINGS.by_name[name].default
        is_number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if is_number and not int(str(least)) <= int(str(value)) <= LONGEST_PERIOD:
            yield at(merged, name, "settings", least=least, most=LONGEST_PERIOD)


def _is_key(merged: Merged) -> bool:
    return said(merged, "key_decision") == "Yes"


def _is_not_key_without_reason(merged: Merged) -> bool:
    return said(merged, "key_decision") == "No" and said(merged, "key_decision_reason") == ""


def _wards(text: str, enough: int) -> int:
    """Return how many wards ``text`` names; “All” is ``enough``."""
    if _ALL_WARDS.match(plain(text).rstrip(".")):
        return enough
    return sum(bool(name.strip()) for name in _BETWEEN_WARDS.split(text))


def _pounds(match: re.Match[str]) -> Decimal:
    number = Decimal(match[1].replace(",", "") + (match[2] or ""))
    return number.scaleb(_TIMES.get((match[3] or "").casefold(), 0))


def _given(merged: Merged, fields: tuple[str, ...]) -> list[bool]:
    return [said(merged, field) != "" for field in fields]


def _tried(merged: Merged) -> bool:
    """Return whether anything is filled in of the two ways that do with less notice."""
    return any(_given(merged, (*_GENERAL_EXCEPTION, *_SPECIAL_URGENCY)))


def _needs_an_exception(merged: Merged) -> bool:
    """Return whether the decision is key and its notice is missing or too short.

    As long as a date is missing that it takes to tell, the answer is no.
    """
    if not _is_key(merged):
        return False
    if said(merged, "key_notice_date") == "":
        return True
    notice, decision = day_said(merged, "key_notice_date"), decision_day(merged)
    if notice is None or decision is None:
        return False
    return not period(merged, "key_notice_days").is_kept(notice, decision)


def _is_excepted(merged: Merged) -> bool:
    """Return whether all that the general exception needs is there and in time."""
    notice, decision = day_said(merged, "general_exception_notice"), decision_day(merged)
    if not all(_given(merged, _GENERAL_EXCEPTION)) or notice is None or decision is None:
        return False
    return period(merged, "general_exception_days").is_kept(notice, decision)


def _is_urgent(merged: Merged) -> bool:
    return all(_given(merged, _SPECIAL_URGENCY))


def _incomplete(
    merged: Merged, fields: tuple[str, ...], otherwise: Callable[[Merged], bool]
) -> Iterator[Finding]:
    """Yield what is missing of ``fields`` if this way was begun and the other one is not open."""
    given = _given(merged, fields)
    if any(given) and _needs_an_exception(merged) and not otherwise(merged):
        for field, is_given in zip(fields, given, strict=True):
            if not is_given:
                yield at(merged, field, period=period(merged, "key_notice_days"))
