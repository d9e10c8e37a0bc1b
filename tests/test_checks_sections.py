"""The checks of options, implications and background papers, on real workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cases import Case, Change, all_of, at, ids, more, row, rows, sheet

from report_builder import pipeline

OPTIONS = ("3 Supporting information", "")
TEXT, DATE = at("implications", "text"), at("implications", "date")
PAPER = at("papers", "paper")


def without_options(*texts: str) -> Change:
    """Return the change to a section 3 with these paragraphs in place of the one on options."""
    return row("supporting", 3, text=" ".join(texts) or "The work goes on.")


def implication(**answers: object) -> Change:
    """Return the change of the financial implications."""
    return row("implications", 0, **answers)


CASES = (
    Case("no-options", "there was none"),
    *(
        Case("no-options", text, without_options(text))
        for text in (
            "Options considered",
            "Two alternatives were rejected.",
            "There was no alternative.",
            "One alternative approach would be to wait.",
        )
    ),
    Case(
        "no-options",
        "a service tells of them",
        all_of(
            without_options(),
            more("supporting", {"kind": "Narrative"}),
            rows("narrative", {"heading": "Options", "kind": "Paragraph", "text": "We had two."}),
        ),
    ),
    *(
        Case("no-options", text, without_options(text), at=(OPTIONS,))
        for text in (
            "The work goes on.",
            "Places in alternative provision were found.",
            "Attendance is optional.",
        )
    ),
    Case(
        "no-options",
        "only in a narrative that is not printed",
        all_of(
            without_options(),
            rows("narrative", {"heading": "Options", "kind": "Paragraph", "text": "We had two."}),
        ),
        at=(OPTIONS,),
        also=((*at("narrative", "text"), "narrative-not-printed"),),
    ),
    *(
        Case("implication-without-reason", text, implication(text=text))
        for text in (
            "Not applicable, because nothing is spent.",
            "There are no legal implications, since the Executive is asked to note the report.",
            "No assessment was needed: no policy changes.",
            "Nobody is worse off.",
        )
    ),
    *(
        Case("implication-without-reason", text, implication(text=text), at=(TEXT,))
        for text in (
            *("Not applicable", "N/A", "n/a.", "None", "Nil.", "There are none.", "Not required"),
            "There are no direct financial implications arising from this report.",
            "No significant implications have been identified at this stage.",
        )
    ),
    Case("implication-without-date", "dated"),
    Case("implication-without-date", "not dated", implication(date=""), at=(DATE,)),
    Case(
        "implication-without-date",
        "nobody has agreed it, which is a problem of its own",
        implication(date="", signatory="", job_title=""),
        also=((*at("implications", "signatory"), "no-signatory"),),
    ),
    Case("implication-after-decision", "on the day", implication(date=dt.date(2026, 10, 22))),
    Case(
        "implication-after-decision",
        "a day later",
        implication(date=dt.date(2026, 10, 23)),
        at=(DATE,),
    ),
    Case("implication-before-inspection", "on the day", implication(date=dt.date(2026, 1, 19))),
    Case(
        "implication-before-inspection",
        "in the year before, a slip in January",
        implication(date=dt.date(2025, 9, 1)),
        at=(DATE,),
    ),
    Case("papers-not-named", "None, and nothing is relied on"),
    Case(
        "papers-not-named",
        "since the last report",
        row("summary", 0, text="Since the last report [areas] have been looked at."),
    ),
    Case(
        "papers-not-named",
        "the earlier report is named",
        all_of(
            row("summary", 0, text="The first report was of May."),
            rows("papers", {"paper": "First report, Bea Author, May 2026."}),
        ),
    ),
    Case(
        "papers-not-named",
        "a service speaks of an audit, not the author",
        row("actions", 0, evidence="An audit in March."),
    ),
    *(
        Case(
            "papers-not-named",
            f"{typed}, and {text}",
            all_of(rows("papers", {"paper": typed}), row("summary", 0, text=text)),
            at=(PAPER,),
        )
        for typed, text in (
            ("None", "It continues the first update report."),
            ("None.", "An audit confirmed it."),
            ("none", "A survey of parents was made."),
            ("Not applicable", "The previous report promised it."),
        )
    ),
    Case(
        "papers-not-named",
        "None, and a published report or a committee is spoken of",
        row("summary", 0, text="The inspection report went to the Audit Committee."),
    ),
    Case(
        "papers-not-named",
        "None, and an implication relies on a survey",
        implication(text="The survey of carers shows no effect."),
        at=(PAPER,),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_sections(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            row("summary", 0, text="It continues the first\nupdate report."),
            "Name the unpublished papers on which the report relies, or explain: this says None, "
            "and 1 Summary, B6 speaks of “first update report”.",
            id="papers",
        ),
        pytest.param(
            implication(text="Not applicable."),
            "Give the reason under Financial implications: “Not applicable.” does not say why.",
            id="not applicable",
        ),
        pytest.param(
            all_of(implication(date=dt.date(2026, 10, 30)), sheet("cover", mark="")),
            "Check the date of Financial implications: 30/10/2026 is after the decision on "
            "22/10/2026.",
            id="too late",
        ),
    ],
)
def test_messages_name_places_and_dates(change: Change, message: str, tmp_path: Path) -> None:
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert [problem.message for problem in problems] == [message]
