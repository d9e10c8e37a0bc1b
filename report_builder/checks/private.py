"""Checks of a private report: what is withheld, on which ground, and what was announced.

“The Regulations” are SI 2012/2089, the Local Authorities (Executive Arrangements) (Meetings and
Access to Information) (England) Regulations 2012; “Schedule 12A” is that of the Local Government
Act 1972.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_builder.checks.answers import (
    at,
    decision_day,
    period,
    said,
    says_nothing,
    too_short,
)
from report_builder.checks.registry import Finding, row_rule, rule
from report_builder.merged import Merged, Row
from report_builder.problems import Severity, as_shown
from report_builder.publication import declared_paragraphs
from report_builder.text import plain
from report_builder.workbooks.report_workbook import (
    BOTH_CLASSES,
    CONFIDENTIAL,
    EXEMPT_PARAGRAPHS,
    MEETING,
)

_FINANCIAL = "3"
_WELSH = frozenset(str(number) for number in range(12, 19))
_NOTICES = {
    "private_notice_date": "private_notice_days",
    "private_second_notice_date": "private_second_notice_days",
}
_GROUNDS = (
    "private_class",
    "private_withheld",
    "private_paragraphs",
    "public_interest",
    "confidential_by",
)

_APPENDIX = re.compile(r"\bappendi(?:x|ces)\s+((?:\d+|,|\s|and|&|to|-|–)+)", re.IGNORECASE)
_NONE_RECEIVED = re.compile(r"(?:none|nil|no representations?)\b(?! of\b)[^.;:]*\.?")
_SAYS_WITHHELD = re.compile(r"\b(?:exempt|confidential|not for publication)\b", re.IGNORECASE)


@rule(
    "private-without-paragraph",
    Severity.ERROR,
    "Give the paragraph of Schedule 12A (1 to 7) under which it is exempt, or choose Confidential.",
)
def private_without_paragraph(merged: Merged) -> Iterator[Finding]:
    """What is withheld falls under a paragraph of Schedule 12A (the Regulations, 4 and 20)."""
    if _is_exempt(merged) and says_nothing(said(merged, "private_paragraphs")):
        yield at(merged, "private_paragraphs")


@rule(
    "welsh-paragraph",
    Severity.ERROR,
    "Replace paragraph {value}: 12 to 18 of Schedule 12A are for Wales. In England it is 1 to 7.",
)
def welsh_paragraph(merged: Merged) -> Iterator[Finding]:
    """Part 4 of Schedule 12A has the descriptions of exempt information for Wales."""
    for number in declared_paragraphs(merged):
        if number in _WELSH:
            yield _at_paragraph(merged, number)


@rule(
    "unknown-paragraph",
    Severity.ERROR,
    "Correct “{value}”: Schedule 12A has paragraphs 1 to 7 for what is exempt. Type their numbers, "
    "with commas between.",
)
def unknown_paragraph(merged: Merged) -> Iterator[Finding]:
    """Part 1 of Schedule 12A has seven descriptions of exempt information."""
    typed = said(merged, "private_paragraphs")
    found = declared_paragraphs(merged)
    if _is_private(merged) and not says_nothing(typed) and not found:
        yield _at_paragraph(merged, typed)
    for number in found:
        if number not in EXEMPT_PARAGRAPHS and number not in _WELSH:
            yield _at_paragraph(merged, number)


@rule(
    "private-without-public-interest",
    Severity.ERROR,
    "Say why the public interest in withholding it outweighs the public interest in disclosure: "
    "section 8 prints it.",
)
def private_without_public_interest(merged: Merged) -> Iterator[Finding]:
    """Information is exempt only if, and as long as, that is so (Schedule 12A, paragraph 10)."""
    if _is_exempt(merged) and says_nothing(said(merged, "public_interest")):
        yield at(merged, "public_interest")


@rule(
    "private-without-extent",
    Severity.ERROR,
    "Say what is withheld, the whole report or which part of it: section 8 prints it.",
)
def private_without_extent(merged: Merged) -> Iterator[Finding]:
    """Only what is exempt or confidential is kept from the public (the Regulations, 4 and 20)."""
    if _is_private(merged) and says_nothing(said(merged, "private_withheld")):
        yield at(merged, "private_withheld")


@rule(
    "unknown-appendix",
    Severity.ERROR,
    "Correct the appendix that is withheld: Appendix {value} is not on the sheet of appendices, "
    "which has {count}.",
)
def unknown_appendix(merged: Merged) -> Iterator[Finding]:
    """An appendix that is announced as withheld and does not exist leaves the clerk guessing."""
    count = len(merged.tables["appendices"])
    for match in _APPENDIX.finditer(said(merged, "private_withheld")):
        for number in re.findall(r"\d+", match[1]) if _is_private(merged) else ():
            if not 1 <= int(number) <= count:
                found = at(merged, "private_withheld", count=count)
                yield Finding(found.where, number, found.named)


@rule(
    "paragraph-3-not-confirmed",
    Severity.ERROR,
    "Confirm that no statutory register holds it: what has to be registered, under the Companies "
    "Acts for example, is not exempt under paragraph 3.",
)
def paragraph_3_not_confirmed(merged: Merged) -> Iterator[Finding]:
    """Paragraph 3 does not cover what has to be registered (Schedule 12A, paragraph 8)."""
    if _FINANCIAL in declared_paragraphs(merged) and said(merged, "no_statutory_register") != "Yes":
        yield at(merged, "no_statutory_register")


@row_rule(
    "confidential-without-ban",
    Severity.ERROR,
    "decision",
    "confidential_by",
    "Say who forbids disclosure: a government department, an enactment or a court order.",
)
def confidential_without_ban(answers: Row, _: Merged) -> bool:
    """Confidential is not another word for exempt (the Regulations, 2).

    It is what a government department gave on terms that forbid disclosure, or what an enactment or
    a court order keeps from the public. No public interest is weighed.
    """
    is_confidential = answers["private_class"] in (CONFIDENTIAL, BOTH_CLASSES)
    return answers["private"] == "Yes" and is_confidential and answers["confidential_by"] == ""


@row_rule(
    "confidential-but-paragraph",
    Severity.QUERY,
    "decision",
    "private_class",
    "Choose Both or Exempt, or take out the paragraph of Schedule 12A ({private_paragraphs}): what "
    "is confidential has none.",
)
def confidential_but_paragraph(answers: Row, _: Merged) -> bool:
    """The paragraphs describe exempt information only; confidential information has no choice."""
    is_confidential = answers["private"] == "Yes" and answers["private_class"] == CONFIDENTIAL
    return is_confidential and not says_nothing(answers["private_paragraphs"])


@rule(
    "private-notice-missing",
    Severity.ERROR,
    "Give the date in {label}: it is published {period} before the meeting{by}. If the meeting "
    "cannot wait, say who agreed to shorter notice.",
)
def private_notice_missing(merged: Merged) -> Iterator[Finding]:
    """Before a private meeting, two notices are published (the Regulations, 5(2) and 5(4)).

    They bind meetings, not an individual who decides.
    """
    decision = decision_day(merged)
    for field, days in _NOTICES.items():
        if _binds(merged) and said(merged, field) == "":
            wanted = period(merged, days)
            by = f", that is, by {as_shown(wanted.latest_start(decision))}" if decision else ""
            yield at(merged, field, period=wanted, by=by)


@rule(
    "private-notice-too-short",
    Severity.ERROR,
    "Put off the meeting to {earliest}, or say who agreed to shorter notice: {value} in {label} "
    "leaves {given} before the meeting on {decision}. It must be {period}.",
)
def private_notice_too_short(merged: Merged) -> Iterator[Finding]:
    """28 clear days for the first notice, five for the second (the Regulations, 5(2) and 5(4)).

    Shorter only if the scrutiny chair agrees that the meeting is urgent (5(6)).
    """
    if _binds(merged):
        for field, days in _NOTICES.items():
            yield from too_short(merged, field, days)


@rule(
    "no-word-on-representations",
    Severity.ERROR,
    "Type the representations that were received, or None.",
)
def no_word_on_representations(merged: Merged) -> Iterator[Finding]:
    """The second notice gives those for a meeting in public (the Regulations, 5(5)(b))."""
    if _binds(merged) and said(merged, "representations") == "":
        yield at(merged, "representations")


@rule(
    "representations-without-response",
    Severity.ERROR,
    "Give the response to the representations.",
)
def representations_without_response(merged: Merged) -> Iterator[Finding]:
    """The second notice says what the answer to them is (the Regulations, 5(5)(c))."""
    received = said(merged, "representations")
    is_none = says_nothing(received) or _NONE_RECEIVED.fullmatch(plain(received))
    if _binds(merged) and not is_none and said(merged, "representations_response") == "":
        yield at(merged, "representations_response")


@rule(
    "ground-but-not-private",
    Severity.ERROR,
    "Clear {label}, or answer Yes to “Is this a private report?”: of a report that is not private, "
    "nothing is withheld.",
)
def ground_but_not_private(merged: Merged) -> Iterator[Finding]:
    """A public report that holds exempt matter has not been announced as private.

    In 2019 a council had to fall back on the general exception for this.
    """
    for field in _GROUNDS if said(merged, "private") == "No" else ():
        if not says_nothing(said(merged, field)):
            yield at(merged, field)


@row_rule(
    "appendix-withheld-but-not-private",
    Severity.QUERY,
    "appendices",
    "title",
    "Check “{title}”: it sounds withheld, and the report is not private.",
)
def appendix_withheld_but_not_private(appendix: Row, merged: Merged) -> bool:
    """An appendix that is exempt makes the report private in part."""
    is_public = said(merged, "private") == "No"
    return is_public and bool(_SAYS_WITHHELD.search(str(appendix["title"])))


def _is_private(merged: Merged) -> bool:
    return said(merged, "private") == "Yes"


def _is_exempt(merged: Merged) -> bool:
    """Return whether anything is withheld as exempt: so long as nothing else is said, it is."""
    return _is_private(merged) and said(merged, "private_class") != CONFIDENTIAL


def _binds(merged: Merged) -> bool:
    """Return whether the notices of a private meeting are due: unless shorter ones are agreed."""
    is_meeting = said(merged, "decision_maker", "cover") == MEETING
    return _is_private(merged) and is_meeting and said(merged, "private_urgency") == ""


def _at_paragraph(merged: Merged, number: str) -> Finding:
    found = at(merged, "private_paragraphs")
    return Finding(found.where, number, found.named)
