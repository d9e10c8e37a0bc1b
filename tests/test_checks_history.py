"""The checks against the reports before this one: silent and firing cases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from cases import Case, Change, all_of, area, at, ids, row
from reports import completed, recorded, reported

from report_builder import pipeline

BEFORE = recorded()
FIRST = dt.date(2026, 9, 1)
OPEN_AGAIN = {
    **{"status": "On track", "date": dt.date(2026, 12, 1), "further_work": "Yes"},
    "progress": "The gaps are being closed.",
}


def later(table: str, field: str, number: int = 0) -> tuple[str, str]:
    return at(table, field, number, later=True)


def summary(text: str) -> Change:
    return row("summary", 0, text=text)


def moved(*days: dt.date) -> tuple[object, ...]:
    """Return the records of reports in which SG-02 was due on ``days``, one after the other."""
    return tuple(
        recorded(
            completed(),
            reported(due=day, first_date=FIRST, revised_date=day),
            report=f"report {number}",
            as_at=dt.date(2026, 1 + number, 28),
        )
        for number, day in enumerate(days, 1)
    )


def due(month: int) -> dt.date:
    return dt.date(2026, month, 15)


CASES = (
    Case("reopened-without-reason", "still completed", history=(BEFORE,)),
    Case(
        "reopened-without-reason",
        "explained",
        area(0, **OPEN_AGAIN, reopened_reason="An audit found gaps."),
        history=(BEFORE,),
    ),
    Case("reopened-without-reason", "no report before", area(0, **OPEN_AGAIN)),
    Case(
        "reopened-without-reason",
        "was completed",
        area(0, **OPEN_AGAIN),
        at=(later("actions", "reopened_reason"),),
        history=(BEFORE,),
    ),
    Case(
        "reopened-without-reason",
        "was no longer required",
        area(0, **OPEN_AGAIN),
        at=(later("actions", "reopened_reason"),),
        history=(recorded(completed(standing="No longer required"), reported()),),
    ),
    Case(
        "reason-but-not-reopened",
        "was open",
        area(1, reopened_reason="It had never been closed."),
        at=(later("actions", "reopened_reason", 1),),
        history=(BEFORE,),
    ),
    Case(
        "reason-but-not-reopened",
        "was closed",
        area(0, **OPEN_AGAIN, reopened_reason="An audit found gaps."),
        history=(BEFORE,),
    ),
    Case("progress-as-last-time", "other words", history=(BEFORE,)),
    Case(
        "progress-as-last-time",
        "completed before",
        area(0, progress="Records are kept."),
        history=(BEFORE,),
    ),
    Case(
        "progress-as-last-time",
        "the same words, spaced otherwise",
        area(1, progress="The reviews  have begun."),
        at=(later("actions", "progress", 1),),
        history=(BEFORE,),
    ),
    Case(
        "slips-again",
        "the second time",
        area(1, date=FIRST, revised_date=due(12)),
        history=moved(due(10), due(11)),
    ),
    Case(
        "slips-again",
        "moved three times, and kept now",
        area(1, date=FIRST, revised_date=due(12)),
        history=moved(due(9), due(10), due(11), due(12)),
    ),
    Case(
        "slips-again",
        "the third time",
        area(1, date=FIRST, revised_date=due(12)),
        at=(later("actions", "revised_date", 1),),
        history=moved(due(9), due(10), due(11)),
    ),
    Case(
        "completed-on-another-day",
        "completed since",
        history=(recorded(reported("SG-01", further_work="No"), reported()),),
        also=((*at("register", "carried_forward"), "not-carried-forward"),),
    ),
    Case(
        "completed-on-another-day",
        "was completed on another",
        area(0, date=dt.date(2026, 3, 2)),
        at=(later("actions", "date"),),
        history=(BEFORE,),
    ),
    Case(
        "area-gone",
        "withdrawn then",
        history=(recorded(completed(), reported(), reported("SG-03", withdrawn_reason="Done.")),),
    ),
    Case(
        "area-gone",
        "withdrawn now",
        lambda said: said["register"].append(
            {**said["register"][1], "reference": "SG-03", "withdrawn_reason": "SG-02 replaces it."}
        ),
        history=(recorded(completed(), reported(), reported("SG-03")),),
    ),
    Case(
        "area-gone",
        "not in the register",
        at=(("Register", ""),),
        history=(recorded(completed(), reported(), reported("SG-03")),),
    ),
    Case(
        "withdrawn-without-a-sentence",
        "a sentence",
        lambda said: said["register"].append(
            {**said["register"][1], "reference": "SG-03", "withdrawn_reason": "SG-02 replaces it."}
        ),
    ),
    Case(
        "withdrawn-without-a-sentence",
        "no",
        lambda said: said["register"].append(
            {**said["register"][1], "reference": "SG-03", "withdrawn_reason": "No"}
        ),
        at=(at("register", "withdrawn_reason", 2),),
    ),
    Case("withdrawn-without-a-sentence", "a space", row("register", 1, withdrawn_reason=" ")),
    Case(
        "answer-for-a-withdrawn-area",
        "withdrawn before it was answered",
        all_of(
            row("register", 0, withdrawn_reason="SG-02 has taken its place."),
            row("actions", 0, status="", date="", progress="", evidence="", further_work=""),
        ),
        history=(BEFORE,),
    ),
    Case(
        "answer-for-a-withdrawn-area",
        "withdrawn after it was answered",
        row("register", 0, withdrawn_reason="SG-02 has taken its place."),
        at=(later("actions", "reference", 1),),
        history=(BEFORE,),
    ),
    Case(
        "previous-status-differs",
        "the same",
        all_of(
            row("register", 0, previous_status="Completed"),
            row("register", 1, previous_status="On track"),
        ),
        history=(BEFORE,),
    ),
    Case(
        "previous-status-differs",
        "no report before",
        row("register", 1, previous_status="At risk"),
    ),
    Case(
        "previous-status-differs",
        "another one",
        row("register", 1, previous_status="At risk"),
        at=(at("register", "previous_status", 1),),
        history=(BEFORE,),
    ),
    Case(
        "previous-status-differs",
        "not in the last report",
        row("register", 1, previous_status="At risk"),
        at=(at("register", "previous_status", 1),),
        history=(recorded(completed()),),
    ),
    Case(
        "missing-for-status",
        "completed before",
        area(0, date=None, evidence=""),
        history=(BEFORE,),
    ),
    Case(
        "missing-for-status",
        "completed since",
        area(1, status="Completed", date=dt.date(2026, 8, 1)),
        at=(later("actions", "evidence", 1),),
        history=(BEFORE,),
    ),
    Case("not-carried-forward", "is carried forward", history=(BEFORE,)),
    Case(
        "not-carried-forward",
        "completed, with further work",
        at=(at("register", "carried_forward"),),
        history=(recorded(completed(further_work="Yes"), reported()),),
    ),
    Case(
        "not-carried-forward",
        "was open",
        row("register", 1, carried_forward="No"),
        at=(at("register", "carried_forward", 1),),
        history=(recorded(completed(), reported(further_work="No")),),
    ),
    Case("as-at-not-after-the-last", "later", history=(BEFORE,)),
    Case(
        "as-at-not-after-the-last",
        "the same day",
        at=(at("cover", "as_at"),),
        history=(recorded(as_at=dt.date(2026, 8, 31)),),
    ),
    Case("last-report-not-known", "known", summary("[Areas newly completed]."), history=(BEFORE,)),
    Case(
        "last-report-not-known",
        "typed into the register",
        all_of(summary("[Areas still open]."), row("register", 1, previous_status="On track")),
    ),
    Case("last-report-not-known", "another figure", summary("[Areas completed].")),
    Case(
        "last-report-not-known",
        "a figure",
        summary("[Areas newly completed in Safeguarding]."),
        at=(at("summary", "text"),),
    ),
    Case(
        "last-report-not-known",
        "a filter",
        lambda said: said["supporting"].insert(0, {"kind": "Areas", "since": "Still open"}),
        at=(at("supporting", "since"),),
        also=((*at("supporting", "kind"), "no-areas"),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_history(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


def test_the_query_of_a_third_slip_says_how_far_and_how_often(tmp_path: Path) -> None:
    slipping = area(1, date=FIRST, revised_date=due(12))
    case = Case("", "", slipping, history=moved(due(9), due(10), due(11)))
    (problem,) = pipeline.check(case.written(tmp_path)).problems
    assert "in 3 reports, this one included, its date has moved, now by 30 days" in problem.message


def test_a_closed_area_that_says_so_is_told_what_it_was(tmp_path: Path) -> None:
    case = Case("", "", area(0, **OPEN_AGAIN), history=(BEFORE,))
    problem = next(
        each
        for each in pipeline.check(case.written(tmp_path)).problems
        if each.code == "reopened-without-reason"
    )
    assert problem.message == (
        "Say under “Why it is open again” why SG-01 is On track: the last report said that it was "
        "Completed."
    )


@pytest.mark.parametrize("gone", ["register", "cover", "actions", "supporting"])
def test_a_sheet_without_answers_does_not_stop_the_checks(tmp_path: Path, gone: str) -> None:
    case = Case("", "", history=(BEFORE,))
    report = case.written(tmp_path)
    sheet, _ = at(gone, "reference" if gone in ("register", "actions") else _FIRST[gone])
    path = report.returns / "Early Help.xlsx" if gone == "actions" else report.report_workbook
    book = openpyxl.load_workbook(path)
    del book[sheet]
    book.save(path)
    assert not pipeline.check(report).crashes


_FIRST = {"cover": "title", "supporting": "kind"}
