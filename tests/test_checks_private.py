"""The checks of private reports: silent and firing cases for each, on real workbooks.

The tiny report is decided on 22 October 2026: 28 clear days reach back to 23 September, five clear
working days to 14 October.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cases import Case, Change, all_of, at, ids, more, row, sheet

from report_builder import pipeline

FIRST, SECOND = dt.date(2026, 9, 23), dt.date(2026, 10, 14)
PARAGRAPHS = at("decision", "private_paragraphs")
DAY = dt.timedelta(days=1)


def private(**answers: object) -> Change:
    """Return the change to a report that is exempt as a whole, but for ``answers``."""
    return sheet(
        "decision",
        **{
            "private": "Yes",
            "private_reasons": "The report names a family.",
            "private_class": "Exempt",
            "private_withheld": "The whole report",
            "private_paragraphs": "1",
            "public_interest": "The family's privacy weighs more than the public's knowing of it.",
            **answers,
        },
    )


def confidential(**answers: object) -> Change:
    """Return the change to a report that is confidential as a whole, but for ``answers``."""
    return private(
        **{
            "private_class": "Confidential",
            "private_paragraphs": "",
            "public_interest": "",
            "confidential_by": "A court order",
            **answers,
        }
    )


def meeting(**answers: object) -> Change:
    """Return the change to a private report for a meeting with its notices, but for ``answers``."""
    return all_of(
        sheet("cover", decision_maker="A meeting"),
        private(
            **{
                "private_notice_date": FIRST,
                "private_second_notice_date": SECOND,
                "representations": "None",
                **answers,
            }
        ),
    )


NO_NOTICES = {"private_notice_date": "", "private_second_notice_date": "", "representations": ""}
AGREED = "The scrutiny chair, Eve Chair, agreed on 12 October 2026: the court sits on 23 October."

CASES = (
    Case("private-without-paragraph", "paragraph 1", private()),
    Case("private-without-paragraph", "confidential", confidential()),
    Case("private-without-paragraph", "a public report"),
    *(
        Case(
            "private-without-paragraph",
            f"exempt, and it says {typed!r}",
            private(private_paragraphs=typed),
            at=(PARAGRAPHS,),
        )
        for typed in ("", "None", "n/a")
    ),
    Case(
        "private-without-paragraph",
        "exempt and confidential at once",
        private(private_class="Both", private_paragraphs="", confidential_by="An enactment"),
        at=(PARAGRAPHS,),
    ),
    Case(
        "private-without-paragraph",
        "neither is chosen, so it is held to be exempt",
        private(private_class="", private_paragraphs=""),
        at=(PARAGRAPHS,),
    ),
    Case("welsh-paragraph", "of 1 to 7", private(private_paragraphs="7")),
    Case("welsh-paragraph", "12", private(private_paragraphs="12"), at=(PARAGRAPHS,)),
    Case("welsh-paragraph", "18 beside 1", private(private_paragraphs="1, 18"), at=(PARAGRAPHS,)),
    *(
        Case("unknown-paragraph", typed, private(private_paragraphs=typed))
        for typed in (
            *("1, 2", "1 and 5", "Paragraphs 4 to 7", "paragraph 2 of Schedule 12A", "1-2"),
            "Paragraph 1 of Part 1 of Schedule 12A to the Local Government Act 1972",
        )
    ),
    *(
        Case("unknown-paragraph", typed, private(private_paragraphs=typed), at=(PARAGRAPHS,))
        for typed in ("8", "0", "12A", "7A", "exempt", "Schedule 12A")
    ),
    Case("private-without-public-interest", "given", private()),
    Case("private-without-public-interest", "none is weighed if confidential", confidential()),
    Case(
        "private-without-public-interest",
        "left out",
        private(public_interest=""),
        at=(at("decision", "public_interest"),),
    ),
    Case("private-without-extent", "the whole report", private()),
    Case(
        "private-without-extent",
        "left out",
        private(private_withheld=""),
        at=(at("decision", "private_withheld"),),
    ),
    Case(
        "private-without-extent",
        "confidential, and left out",
        confidential(private_withheld=""),
        at=(at("decision", "private_withheld"),),
    ),
    Case(
        "unknown-appendix",
        "the second of two",
        all_of(private(private_withheld="Appendix 2"), more("appendices", {"title": "Accounts"})),
    ),
    Case(
        "unknown-appendix",
        "of a public report",
        sheet("decision", private_withheld=""),
    ),
    Case(
        "unknown-appendix",
        "the second of one",
        private(private_withheld="Appendices 1 and 2"),
        at=(at("decision", "private_withheld"),),
        also=((*at("decision", "private"), "nothing-marked-private"),),
    ),
    Case(
        "paragraph-3-not-confirmed",
        "confirmed",
        private(private_paragraphs="3", no_statutory_register="Yes"),
    ),
    Case("paragraph-3-not-confirmed", "another paragraph", private(private_paragraphs="4, 5")),
    *(
        Case(
            "paragraph-3-not-confirmed",
            f"{typed}, and the answer is {said!r}",
            private(private_paragraphs=typed, no_statutory_register=said),
            at=(at("decision", "no_statutory_register"),),
        )
        for typed, said in (("3", ""), ("1, 3", "No"), ("2 to 4", ""))
    ),
    Case("confidential-without-ban", "a court order", confidential()),
    Case("confidential-without-ban", "exempt", private()),
    Case(
        "confidential-without-ban",
        "left out",
        confidential(confidential_by=""),
        at=(at("decision", "confidential_by"),),
    ),
    Case(
        "confidential-without-ban",
        "exempt and confidential at once",
        private(private_class="Both"),
        at=(at("decision", "confidential_by"),),
    ),
    Case(
        "confidential-but-paragraph",
        "both",
        private(private_class="Both", confidential_by="An enactment"),
    ),
    Case(
        "confidential-but-paragraph",
        "confidential alone",
        confidential(private_paragraphs="1"),
        at=(at("decision", "private_class"),),
    ),
    Case("private-notice-missing", "both notices", meeting()),
    Case("private-notice-missing", "an individual decides", private()),
    Case(
        "private-notice-missing",
        "the chair agreed that it is urgent",
        meeting(**NO_NOTICES, private_urgency=AGREED),
    ),
    Case(
        "private-notice-missing",
        "a public meeting",
        all_of(
            meeting(),
            sheet(
                "decision",
                **{
                    "private": "No",
                    "private_reasons": "",
                    "private_class": "",
                    "private_withheld": "",
                    "private_paragraphs": "",
                    "public_interest": "",
                },
            ),
        ),
        also=((*at("cover", "decision_date"), "publish-by"),),
    ),
    Case(
        "private-notice-missing",
        "neither",
        meeting(**{**NO_NOTICES, "representations": "None"}),
        at=(
            at("decision", "private_notice_date"),
            at("decision", "private_second_notice_date"),
        ),
    ),
    Case(
        "private-notice-missing",
        "confidential too",
        all_of(meeting(private_notice_date=""), confidential()),
        at=(at("decision", "private_notice_date"),),
    ),
    Case("private-notice-too-short", "28 and 5 clear days", meeting()),
    Case(
        "private-notice-too-short",
        "the chair agreed that it is urgent",
        meeting(private_notice_date=SECOND, private_urgency=AGREED),
    ),
    Case(
        "private-notice-too-short",
        "27 and 4 clear days",
        meeting(private_notice_date=FIRST + DAY, private_second_notice_date=SECOND + DAY),
        at=(
            at("decision", "private_notice_date"),
            at("decision", "private_second_notice_date"),
        ),
    ),
    Case(
        "no-word-on-representations",
        "the chair agreed that it is urgent",
        meeting(representations="", private_urgency=AGREED),
    ),
    Case("no-word-on-representations", "None", meeting()),
    Case("no-word-on-representations", "an individual decides", private()),
    Case(
        "no-word-on-representations",
        "left out",
        meeting(representations=""),
        at=(at("decision", "representations"),),
    ),
    *(
        Case("representations-without-response", said, meeting(representations=said))
        for said in ("None", "none.", "Nil", "None had been received by 30 September 2026.")
    ),
    Case(
        "representations-without-response",
        "answered",
        meeting(representations="A parent asked to attend.", representations_response="Refused."),
    ),
    *(
        Case(
            "representations-without-response",
            said,
            meeting(representations=said),
            at=(at("decision", "representations_response"),),
        )
        for said in ("A parent asked to attend.", "None of the parents saw why: all asked to come.")
    ),
    Case(
        "ground-but-not-private",
        "the cells say that there is nothing",
        sheet("decision", private_paragraphs="N/A", private_withheld="None", public_interest="-"),
    ),
    Case("ground-but-not-private", "private", private()),
    Case(
        "ground-but-not-private",
        "everything that makes a report private, and No",
        private(private="No", confidential_by="A court order"),
        at=tuple(
            at("decision", field)
            for field in (
                *("private_class", "private_withheld", "private_paragraphs", "public_interest"),
                "confidential_by",
            )
        ),
    ),
    Case(
        "appendix-withheld-but-not-private", "an open title", more("appendices", {"title": "Map"})
    ),
    Case(
        "appendix-withheld-but-not-private",
        "private",
        all_of(
            private(private_withheld="Appendix 2"),
            more("appendices", {"title": "Accounts (exempt)"}),
        ),
    ),
    *(
        Case(
            "appendix-withheld-but-not-private",
            title,
            row("appendices", 0, title=title),
            at=(at("appendices", "title"),),
        )
        for title in ("Accounts (exempt)", "Not for publication: accounts", "Confidential letter")
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_private_reports(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            private(private_paragraphs="14"),
            "Replace paragraph 14: 12 to 18 of Schedule 12A are for Wales. In England it is 1 to "
            "7.",
            id="Welsh",
        ),
        pytest.param(
            private(private_withheld="Appendix 4"),
            "Correct the appendix that is withheld: Appendix 4 is not on the sheet of appendices, "
            "which has 1.",
            id="an appendix that is not there",
        ),
        pytest.param(
            meeting(private_notice_date=""),
            "Give the date in “Private meeting: date of first notice”: it is published 28 clear "
            "days before the meeting, that is, by 23/09/2026. If the meeting cannot wait, say who "
            "agreed to shorter notice.",
            id="no first notice",
        ),
        pytest.param(
            meeting(private_second_notice_date=SECOND + DAY),
            "Put off the meeting to 23/10/2026, or say who agreed to shorter notice: 15/10/2026 in "
            "“Private meeting: date of second notice” leaves 4 clear working days before the "
            "meeting on 22/10/2026. It must be 5 clear working days.",
            id="second notice too short",
        ),
    ],
)
def test_messages_name_days_dates_and_limits(change: Change, message: str, tmp_path: Path) -> None:
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert [problem.message for problem in problems] == [message]
