"""The checks of what stands beside a status: silent and firing cases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cases import RETURN, Case, all_of, area, at, ids, row

from report_builder import pipeline

PROGRESS, EVIDENCE = at("actions", "progress"), at("actions", "evidence")
STATUS = at("actions", "status", 1)
NOT_COMPLETED = {"status": "On track", "date": dt.date(2026, 12, 1)}
COMPLETED = {"status": "Completed", "date": dt.date(2026, 8, 1), "evidence": "An audit."}


def completed(says: str, progress: str, *, fires: bool) -> Case:
    """Return the case of a completed area whose progress is told like this."""
    return Case(
        "completed-beside-other-words",
        says,
        area(0, progress=progress),
        at=(PROGRESS,) if fires else (),
    )


CASES = (
    completed("done", "Records were due to be kept from May, and are kept.", fires=False),
    completed("a quotation", "A boy said “it will be fine”, and it is.", fires=False),
    completed("an earlier date", "Kept since 31 August 2026 (in 2025: not at all).", fires=False),
    completed("a financial year", "The budget of 2026/27 pays for it.", fires=False),
    completed("a large number", "All 2,027 records were read.", fires=False),
    Case(
        "completed-beside-other-words",
        "on track",
        area(0, **NOT_COMPLETED, progress="It will be ratified in October 2026."),
    ),
    completed("is due to", "A protocol is due to be ratified.", fires=True),
    completed("will be", "Records will then be kept.", fires=True),
    completed("is being", "A form is being developed.", fires=True),
    completed("are being", "Options are still being explored.", fires=True),
    completed("awaiting", "The answer of the police is awaited.", fires=True),
    completed("in progress", "The work is in progress.", fires=True),
    completed("not yet", "Not yet in all teams.", fires=True),
    completed("to be agreed", "The form has to be agreed.", fires=True),
    completed("a later day", "Records are kept from 1 September 2026.", fires=True),
    completed("a later month", "Records are kept from September 2026.", fires=True),
    completed("a later year", "The system ends in spring 2027.", fires=True),
    completed("a later date in figures", "It was launched on 01/09/2026.", fires=True),
    Case(
        "completed-beside-other-words",
        "in the evidence",
        area(0, evidence="An audit is planned."),
        at=(EVIDENCE,),
    ),
    Case("overdue", "due on the as-at date", area(1, date=dt.date(2026, 8, 31))),
    Case("overdue", "completed long after its timescale", area(1, **COMPLETED)),
    Case("overdue", "due a day before", area(1, date=dt.date(2026, 8, 30)), at=(STATUS,)),
    Case(
        "no-longer-required-but-further-work",
        "no further work",
        area(0, status="No longer required", further_work="No"),
    ),
    Case(
        "no-longer-required-but-further-work",
        "further work",
        area(0, status="No longer required", further_work="Yes"),
        at=(at("actions", "further_work"),),
    ),
    Case(
        "reopened",
        "still completed, and one that was open",
        all_of(
            row("register", 0, previous_status="Completed"),
            row("register", 1, previous_status="On track"),
        ),
    ),
    Case(
        "reopened",
        "completed last time, and the reason is given",
        all_of(
            row("register", 1, previous_status="Completed"),
            area(1, reopened_reason="The audit found that plans had lapsed."),
        ),
    ),
    Case(
        "reopened",
        "completed last time",
        row("register", 1, previous_status="Completed"),
        at=(at("actions", "status", 1, later=True),),
    ),
    Case("not-started-but-impact", "no impact", area(1, status="Not started", impact="")),
    Case("not-started-but-impact", "started", area(1, impact="Children are heard.")),
    Case(
        "not-started-but-impact",
        "an impact",
        area(1, status="Not started", impact="Children are heard."),
        at=(at("actions", "impact", 1),),
    ),
    Case(
        "wording-changed",
        "other capitals and spaces",
        typed={(RETURN, at("actions", "wording")): "Ensure  that records are kept"},
    ),
    Case(
        "wording-changed",
        "another wording, part and timescale",
        typed={
            (RETURN, at("actions", "wording")): "ensure that some records are kept",
            (RETURN, at("actions", "part", 1)): "Safeguards",
            (RETURN, at("actions", "timescale", 1)): "Within six months",
        },
        at=(
            at("actions", "wording"),
            at("actions", "part", 1),
            at("actions", "timescale", 1),
        ),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_statuses(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


def test_the_query_shows_status_and_words_together(tmp_path: Path) -> None:
    told = area(0, progress="A protocol is due to be ratified by the Trust in September 2026.")
    (problem,) = pipeline.check(Case("", "", told).written(tmp_path)).problems
    assert problem.message == (
        "Check the status of SG-01: it is Completed, and “Progress since the last report” says "
        "“is due to be ratified by”, “September 2026”."
    )


def test_a_changed_wording_is_shown_as_the_register_has_it(tmp_path: Path) -> None:
    case = Case("", "", typed={(RETURN, at("actions", "wording")): "ensure nothing"})
    (problem,) = pipeline.check(case.written(tmp_path)).problems
    assert problem.value == "ensure nothing"
    assert "the register has another “Area for improvement” for SG-01" in problem.message
    assert "“ensure that records are kept”" in problem.message


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        pytest.param(
            {"date": dt.date(2026, 3, 1), "revised_date": dt.date(2026, 8, 1)},
            "it was due on 01/08/2026 (its revised date), before the report's as-at date, "
            "31/08/2026. If it is done, choose Completed; if it will be done later, give a revised "
            "date.",
            id="revised",
        ),
        pytest.param(
            {"date": dt.date(2026, 3, 1)}, "on 01/03/2026 (the date first expected)", id="first"
        ),
        pytest.param(
            {"status": "Not started", "date": ""},
            "it is Not started, and it was due on 19/04/2026 (the end of its timescale, Within "
            "three months; no other date is given), before the report's as-at date, 31/08/2026. If "
            "it is done, choose Completed; if it will be done later, give the date on which it is "
            "expected.",
            id="timescale",
        ),
    ],
)
def test_the_note_says_since_when_an_area_is_overdue_and_why(
    answers: dict[str, object], said: str, tmp_path: Path
) -> None:
    problems = pipeline.check(Case("", "", area(1, **answers)).written(tmp_path)).problems
    (note,) = [each for each in problems if each.code == "overdue"]
    assert note.severity == "note"
    assert note.message.startswith("The report will print SG-02 as OVERDUE: ")
    assert said in note.message
