"""The checks of the merge: silent and firing cases, and what their messages name."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest
from cases import REPORT, RETURN, Case, Change, all_of, at, ids, more, row, rows
from reports import Said, tiny_return, written

from report_builder import pipeline, summary
from report_builder.folder import ReportFolder

REFERENCE = at("actions", "reference"), at("actions", "reference", 1), at("actions", "reference", 2)
TWO_SERVICES = all_of(
    more("services", {"service": "Adoption"}), row("register", 1, lead_service="Adoption")
)


SG_02 = tiny_return()["actions"][1]


def answered_by(service: str, *references: str) -> Said:
    """Return a second return, with answers for ``references`` only."""
    told = tiny_return()
    told["return"]["service"] = service
    told["actions"] = [row for row in told["actions"] if row["reference"] in references]
    return told


def only(*references: str) -> Change:
    """Return the change that leaves only these references in the first return."""

    def change(said: Said) -> None:
        said["actions"] = [row for row in said["actions"] if row["reference"] in references]

    return change


def copied(folder: Path) -> None:
    """Lay a copy of the return beside it, as a browser does."""
    returns = folder / "inputs" / "returns"
    shutil.copy(returns / "Early Help.xlsx", returns / "Early Help (1).xlsx")


CASES = (
    Case(
        "return-missing",
        "two services, two returns",
        all_of(TWO_SERVICES, only("SG-01")),
        others=(answered_by("Adoption", "SG-02"),),
    ),
    Case(
        "return-missing",
        "two services, one return",
        all_of(TWO_SERVICES, only("SG-01")),
        at=(at("register", "lead_service", 1),),
    ),
    Case("return-blank", "all areas answered"),
    Case("return-blank", "as it was issued", rows("actions"), at=(("Actions", ""),)),
    Case("two-returns", "one return of each service"),
    Case("two-returns", "a copy", then=copied, at=(("", ""),)),
    Case(
        "unknown-service", "a service in other capitals", row("services", 0, service="EARLY HELP")
    ),
    Case(
        "unknown-service",
        "the service was renamed after the return was issued",
        typed={
            (REPORT, at("services", "service")): "Family Help",
            (REPORT, at("register", "lead_service")): "Family Help",
            (REPORT, at("register", "lead_service", 1)): "Family Help",
        },
        at=(("", ""),),
        also=(
            (*at("register", "lead_service"), "return-missing"),
            *((*place, "not-the-lead-service") for place in REFERENCE[:2]),
        ),
    ),
    Case(
        "missing-reference",
        "a reference in other capitals",
        typed={(RETURN, REFERENCE[0]): "sg-01 "},
    ),
    Case(
        "missing-reference",
        "another reference typed over it",
        typed={(RETURN, REFERENCE[0]): "SG-02"},
        at=(("Actions", ""),),
        also=(
            (*REFERENCE[1], "duplicate-reference"),
            (*at("actions", "wording"), "wording-changed"),
            (*at("actions", "timescale"), "wording-changed"),
        ),
    ),
    Case(
        "unknown-reference",
        "the register's, with spaces around",
        typed={(RETURN, REFERENCE[0]): " SG-01 "},
    ),
    Case(
        "unknown-reference",
        "a slip of the keyboard",
        typed={(RETURN, REFERENCE[0]): "SG-O1"},
        at=REFERENCE[:1],
    ),
    Case(
        "missing-reference",
        "another area's row in its place",
        typed={
            (RETURN, REFERENCE[0]): "SG-O1",
            (RETURN, at("actions", "wording")): "ensure something else",
        },
        at=(("Actions", ""),),
        also=((*REFERENCE[0], "unknown-reference"),),
    ),
    Case("duplicate-reference", "each once"),
    Case(
        "duplicate-reference",
        "a row below the others",
        typed={(RETURN, REFERENCE[2]): "sg-01"},
        at=REFERENCE[2:],
        also=(
            (*at("actions", "status", 2), "missing-answer"),
            (*at("actions", "further_work", 2), "missing-answer"),
        ),
    ),
    Case("not-the-lead-service", "one's own areas only"),
    Case(
        "not-the-lead-service",
        "a row for another service's area",
        all_of(TWO_SERVICES, only("SG-01", "SG-02")),
        others=(answered_by("Adoption", "SG-02"),),
        at=REFERENCE[1:2],
        also=((*REFERENCE[1], "duplicate-reference"),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_references(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


def messages(folder: ReportFolder, code: str) -> list[str]:
    return [problem.message for problem in pipeline.check(folder).problems if problem.code == code]


def test_a_near_miss_is_asked_about(tmp_path: Path) -> None:
    folder = Case("", "", typed={(RETURN, REFERENCE[0]): "SG-O1"}).written(tmp_path)
    assert messages(folder, "unknown-reference") == [
        "Correct the reference SG-O1: it is not in the register. Did you mean SG-01?"
    ]


def test_a_near_miss_is_first_sought_among_what_is_not_answered(tmp_path: Path) -> None:
    folder = Case("", "", typed={(RETURN, REFERENCE[1]): "SG-0l"}).written(tmp_path)
    (message,) = messages(folder, "unknown-reference")
    assert message.endswith("Did you mean SG-02?")


def test_a_missing_return_says_how_many_areas_wait_for_it(tmp_path: Path) -> None:
    folder = Case("", "", all_of(TWO_SERVICES, only("SG-01"))).written(tmp_path)
    assert messages(folder, "return-missing") == [
        "No return that can be used has come from Adoption, which leads on 1 of the areas."
    ]


def test_two_answers_for_one_area_are_compared(tmp_path: Path) -> None:
    folder = Case(
        "",
        "",
        all_of(TWO_SERVICES, only("SG-01", "SG-02")),
        others=({**answered_by("Adoption"), "actions": [{**SG_02, "status": "At risk"}]},),
    ).written(tmp_path)
    (message,) = messages(folder, "duplicate-reference")
    assert message.startswith("Answer SG-02 once: Adoption.xlsx, Actions, ")
    assert message.endswith(" answers it too. They differ in: “Status”.")


def copy_of_the_return(folder: ReportFolder, changed: dict[tuple[str, str], object]) -> None:
    copy = folder.returns / "Early Help (2).xlsx"
    book = openpyxl.load_workbook(folder.returns / "Early Help.xlsx", rich_text=True)
    for (sheet, cell), value in changed.items():
        book[sheet][cell] = value
    book.save(copy)


@pytest.mark.parametrize(
    ("changed", "which"),
    [
        pytest.param({}, "They say the same: keep either.", id="alike"),
        pytest.param(
            {
                at("actions", "status"): "At risk",
                at("return", "sign_off_date"): dt.date(2026, 9, 3),
            },
            "They differ in SG-01. Early Help (2).xlsx was signed off last, on 03/09/2026.",
            id="signed-off-later",
        ),
        pytest.param(
            {at("actions", "status"): "At risk", at("actions", "status", 1): "At risk"},
            "They differ in SG-01, SG-02. Ask the service which one counts.",
            id="signed-off-on-the-same-day",
        ),
        pytest.param(
            {at("return", "telephone"): "01632 960999"},
            "They differ, though in no area. Ask the service which one counts.",
            id="no-area-differs",
        ),
    ],
)
def test_two_returns_are_one_problem_that_says_which_to_keep(
    tmp_path: Path, changed: dict[tuple[str, str], object], which: str
) -> None:
    folder = written(tmp_path)
    copy_of_the_return(folder, changed)
    codes = ("two-returns", "duplicate-reference")
    (problem,) = (each for each in pipeline.check(folder).problems if each.code in codes)
    assert problem.where.workbook == "Early Help (2).xlsx"
    assert problem.message == (
        "Keep one of the returns of Early Help and move the other out of the folder: "
        f"Early Help.xlsx is one as well. {which}"
    )


def test_of_a_copy_of_a_return_nothing_else_is_told(tmp_path: Path) -> None:
    told = tiny_return()
    told["actions"][0]["status"] = "Done"
    folder = written(tmp_path, None, told)
    alone = pipeline.check(folder).problems
    copied(tmp_path)
    checked = pipeline.check(folder)
    (copy,) = (each for each in checked.problems if each not in alone)
    assert (copy.code, copy.where.workbook) == ("two-returns", "Early Help (1).xlsx")
    assert checked.merged is not None
    stand = summary.summarise(checked.merged, checked.problems)
    assert [(row.workbook, row.percent) for row in stand.services] == [("Early Help.xlsx", 50)]
    assert (stand.returned, stand.asked) == (1, 1)


def test_two_returns_that_differ_are_both_judged(tmp_path: Path) -> None:
    folder = written(tmp_path)
    copy_of_the_return(folder, {at("actions", "status"): "Done"})
    checked = pipeline.check(folder)
    found = {(each.code, each.where.workbook) for each in checked.problems}
    assert ("not-in-the-list", "Early Help (2).xlsx") in found
    assert checked.merged is not None
    stand = summary.summarise(checked.merged, checked.problems)
    assert (len(stand.services), stand.returned, stand.asked) == (2, 1, 1)


def test_a_return_called_as_the_report_workbook_is_told_apart(tmp_path: Path) -> None:
    told = tiny_return()
    told["actions"][0]["status"] = "Done"
    folder = written(tmp_path / "report", None, told)
    (folder.returns / "Early Help.xlsx").rename(folder.returns / "Report.xlsx")
    checked = pipeline.check(folder)
    places = {str(each.where) for each in checked.problems if each.code == "not-in-the-list"}
    assert places == {"returns/Report.xlsx, Actions, F6"}
    names = {path.name for path in pipeline.hand_back(folder, checked, tmp_path / "answers")}
    assert "Report (2).xlsx" in names  # beside the author's own
    assert pipeline.build(folder, draft=True).path
