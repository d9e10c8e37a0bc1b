"""Returns and register become one table of areas, in order, each with its cells and standing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from reports import Said, found, tiny, tiny_return, written
from wide_report import (
    HELP,
    HELP_AND_CARE,
    IMMEDIATELY,
    LAC,
    SERVICES,
    SIX,
    THREE,
    merged_from,
    wide,
    wide_folder,
    wide_returns,
)

from report_builder.merge import due_date, standing_of
from report_builder.merged import Merged
from report_builder.problems import Cell

AS_AT = dt.date(2026, 8, 31)
BEFORE, AFTER = dt.date(2026, 8, 30), dt.date(2026, 9, 1)
INSPECTED = dt.date(2026, 1, 19)


@pytest.mark.parametrize(
    ("revised", "first", "months", "start", "due"),
    [
        pytest.param("", AFTER, 3, INSPECTED, AFTER, id="first-date"),
        pytest.param(BEFORE, AFTER, 3, INSPECTED, BEFORE, id="revised-date-counts-if-sooner"),
        pytest.param(AFTER, BEFORE, 3, INSPECTED, AFTER, id="revised-date-counts-if-later"),
        pytest.param("soon", AFTER, 3, INSPECTED, AFTER, id="a-revised-date-in-words-is-none"),
        pytest.param("", "", 3, INSPECTED, dt.date(2026, 4, 19), id="end-of-timescale"),
        pytest.param("", "soon", 3, INSPECTED, dt.date(2026, 4, 19), id="a-date-in-words-is-none"),
        pytest.param("", "", 0, INSPECTED, INSPECTED, id="immediately"),
        pytest.param("", "", 3, dt.date(2025, 11, 30), dt.date(2026, 2, 28), id="short-month"),
        pytest.param("", "", 3, dt.date(2023, 11, 30), dt.date(2024, 2, 29), id="leap-year"),
        pytest.param("", "", 1, dt.date(2026, 1, 31), dt.date(2026, 2, 28), id="month-end"),
        pytest.param("", "", 3, dt.date(2026, 2, 28), dt.date(2026, 5, 28), id="not-the-last-day"),
        pytest.param("", "", 14, INSPECTED, dt.date(2027, 3, 19), id="over-a-year"),
        pytest.param("", "", None, INSPECTED, None, id="unknown-timescale"),
        pytest.param("", "", 3, None, None, id="inspection-date-missing"),
        pytest.param("", "", 31_082_026, INSPECTED, None, id="months-beyond-the-calendar"),
        pytest.param("", "", 3, dt.date(9999, 12, 31), None, id="start-at-the-calendar's-end"),
        pytest.param("", "", 10**30, INSPECTED, None, id="months-beyond-any-number"),
        pytest.param(AFTER, "", 31_082_026, INSPECTED, AFTER, id="a-date-needs-no-timescale"),
    ],
)
def test_due_date(
    revised: object, first: object, months: int | None, start: dt.date | None, due: dt.date | None
) -> None:
    assert due_date(revised, first, months, start) == due


@pytest.mark.parametrize(
    ("status", "due", "as_at", "standing"),
    [
        *(
            pytest.param(status, BEFORE, AS_AT, "Overdue", id=f"{status}-due-the-day-before")
            for status in ("Not started", "On track", "At risk")
        ),
        *(
            pytest.param(status, day, AS_AT, status, id=f"{status}-due-{name}")
            for status in ("Not started", "On track", "At risk")
            for day, name in (
                (AS_AT, "on-the-as-at-day"),
                (AFTER, "the-day-after"),
                (None, "never"),
            )
        ),
        *(
            pytest.param(status, day, AS_AT, status, id=f"{status}-is-never-overdue-{day}")
            for status in ("Completed", "No longer required")
            for day in (BEFORE, AS_AT, AFTER, None)
        ),
        pytest.param("On track", BEFORE, None, "On track", id="no-as-at-date"),
        pytest.param("", BEFORE, AS_AT, "Not reported", id="no-status"),
        pytest.param("Nearly done", AFTER, AS_AT, "Not reported", id="unknown-status"),
        pytest.param("Overdue", AFTER, AS_AT, "Not reported", id="overdue-is-never-chosen"),
        pytest.param("Not reported", AFTER, AS_AT, "Not reported", id="nor-is-not-reported"),
    ],
)
def test_standing(status: str, due: dt.date | None, as_at: dt.date | None, standing: str) -> None:
    assert standing_of(status, due, as_at) == standing


def standings(merged: Merged) -> dict[str, str]:
    return {area["reference"]: area["standing"] for area in merged.areas}


def test_standings_of_a_whole_report(tmp_path: Path) -> None:
    merged = merged_from(wide_folder(tmp_path))
    assert standings(merged) == {
        "A1": "Completed",
        "A2": "On track",
        "A3": "At risk",  # its first date has passed, its revised date has not
        "A4": "Overdue",
        "B1": "No longer required",
        "B2": "Not started",
        "B3": "Completed",
    }


@pytest.mark.parametrize(
    ("timescale", "as_at", "standing"),
    [
        pytest.param(IMMEDIATELY, INSPECTED, "Not started", id="immediately-on-the-day"),
        pytest.param(IMMEDIATELY, dt.date(2026, 1, 20), "Overdue", id="immediately-the-day-after"),
        pytest.param(THREE, dt.date(2026, 4, 19), "Not started", id="three-months-on-the-day"),
        pytest.param(THREE, dt.date(2026, 4, 20), "Overdue", id="three-months-the-day-after"),
    ],
)
def test_an_area_without_a_date_is_due_at_the_end_of_its_timescale(
    tmp_path: Path, timescale: str, as_at: dt.date, standing: str
) -> None:
    said, returned = tiny(), tiny_return()
    said["cover"]["as_at"] = as_at
    said["register"][1]["timescale"] = timescale
    returned["actions"][1] = {"reference": "SG-02", "status": "Not started", "progress": "None."}
    assert standings(merged_from(written(tmp_path, said, returned)))["SG-02"] == standing


def test_a_timescale_beyond_the_calendar_stops_nothing(tmp_path: Path) -> None:
    said, returned = tiny(), tiny_return()
    said["timescales"][1]["months"] = 31_082_026
    del returned["actions"][1]["date"]
    assert standings(merged_from(written(tmp_path, said, returned)))["SG-02"] == "On track"


def _register(*rows: tuple[str, str, str, object]) -> Said:
    said = wide()
    said["register"] = [
        {
            "reference": reference,
            "part": part,
            "timescale": timescale,
            "order": order,
            "wording": reference,
            "lead_service": HELP,
            "carried_forward": "No",
        }
        for reference, part, timescale, order in rows
    ]
    return said


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        pytest.param(
            [("a", LAC, IMMEDIATELY, 1), ("b", SERVICES, SIX, 1), ("c", SERVICES, THREE, 9)],
            ["c", "b", "a"],
            id="part-then-timescale",
        ),
        pytest.param(
            [("a", SERVICES, SIX, 10), ("b", SERVICES, SIX, 9), ("c", SERVICES, SIX, 0)],
            ["c", "b", "a"],
            id="then-order-as-a-number",
        ),
        pytest.param(
            [("a", SERVICES, SIX, ""), ("b", SERVICES, SIX, 2), ("c", SERVICES, SIX, "")],
            ["b", "a", "c"],
            id="areas-without-order-follow-by-row",
        ),
        pytest.param(
            [("b", SERVICES, SIX, 1), ("a", SERVICES, SIX, 1)],
            ["b", "a"],
            id="then-row-of-the-sheet-not-reference",
        ),
        pytest.param(
            [("a", "Moon", IMMEDIATELY, 1), ("b", LAC, "Never", 1), ("c", LAC, SIX, 1)],
            ["c", "b", "a"],
            id="what-is-not-listed-comes-last",
        ),
    ],
)
def test_areas_stand_in_the_order_of_the_appendix(
    tmp_path: Path, rows: list[tuple[str, str, str, object]], order: list[str]
) -> None:
    merged = merged_from(wide_folder(tmp_path, _register(*rows)))
    assert [area["reference"] for area in merged.areas] == order


def test_answers_join_by_reference_whatever_its_case_and_spacing(tmp_path: Path) -> None:
    returned = tiny_return()
    returned["actions"][0]["reference"] = " sg-01 "
    folder = written(tmp_path, tiny(), returned)
    merged = merged_from(folder)
    assert standings(merged)["SG-01"] == "Completed"
    assert merged.areas[0]["progress"] == "Records are kept."


def test_names_are_spelled_as_their_own_sheets_spell_them(tmp_path: Path) -> None:
    said = tiny()
    said["register"][0] |= {
        "part": "SAFEGUARDING ",
        "timescale": "immediately",
        "lead_service": "early  help",
    }
    folder = written(tmp_path, said)
    assert "not-in-the-list" not in {code for _, _, code in found(folder)}
    area = merged_from(folder).areas[0]
    assert [area[name] for name in ("part", "timescale", "lead_service")] == [
        "Safeguarding",
        "Immediately",
        "Early Help",
    ]


def test_an_area_that_nobody_answers_for_is_kept(tmp_path: Path) -> None:
    returned = tiny_return()
    returned["return"]["service"] = "Another"
    returned["actions"] = [{"reference": "X-1", "status": "Completed"}]
    merged = merged_from(written(tmp_path, tiny(), returned))
    assert standings(merged) == {"SG-01": "Not reported", "SG-02": "Not reported"}
    area = merged.areas[0]
    assert (area["progress"], area["due"], area["workbook"], area["row"]) == (
        "",
        INSPECTED,
        "",
        0,
    )
    assert merged.area_cell(0, "progress") == Cell("report.xlsx", "Register", "A6")


def test_an_answer_without_an_area_is_a_problem(tmp_path: Path) -> None:
    returned = tiny_return()
    returned["actions"].append({"reference": "SG-03", "status": "Completed"})
    assert ("Actions", "A8", "unknown-reference") in found(written(tmp_path, tiny(), returned))


def _second_answer(service: str, progress: str) -> Said:
    said = tiny_return()
    said["return"]["service"] = service
    said["actions"] = [
        {"reference": "SG-01", "status": "On track", "progress": progress, "further_work": "No"}
    ]
    return said


@pytest.mark.parametrize("other", ["A Service", "Youth Justice"])
def test_the_lead_services_row_counts_whichever_file_comes_first(
    tmp_path: Path, other: str
) -> None:
    folder = written(tmp_path, tiny(), tiny_return(), _second_answer(other, "Not our matter."))
    merged = merged_from(folder)
    assert merged.areas[0]["progress"] == "Records are kept."
    assert merged.area_cell(0, "progress").workbook == "Early Help.xlsx"
    assert "not-the-lead-service" in {code for _, _, code in found(folder)}


def test_without_a_lead_service_the_first_row_counts(tmp_path: Path) -> None:
    returned = tiny_return()
    returned["actions"] = returned["actions"][1:]
    folder = written(
        tmp_path,
        tiny(),
        returned,
        _second_answer("Youth Justice", "Second."),
        _second_answer("Adults", "First."),
    )
    (folder.returns / "Early Help.xlsx").unlink()
    merged = merged_from(folder)
    assert merged.areas[0]["progress"] == "First."
    assert merged.area_cell(0, "progress").workbook == "Adults.xlsx"
    assert len(merged.areas) == 2


def test_every_answer_knows_its_cell(tmp_path: Path) -> None:
    merged = merged_from(wide_folder(tmp_path))
    cells = {
        merged.areas[at]["reference"]: merged.area_cell(at, "progress")
        for at in range(len(merged.areas))
    }
    assert cells["A2"] == Cell("Early Help.xlsx", "Actions", "I7")
    assert cells["B2"] == Cell("Early Help and Care.xlsx", "Actions", "I8")
    assert merged.area_cell(1, "wording") == Cell("report.xlsx", "Register", "D7")
    assert merged.service_of("Early Help and Care.xlsx") == HELP_AND_CARE


def test_merging_alters_nothing_that_was_read(tmp_path: Path) -> None:
    report, (first, second) = wide(), wide_returns()
    first["actions"][0]["progress"] = " None \nN/A\nNULL, {{ x }} & <b>\u00a0"
    merged = merged_from(wide_folder(tmp_path, report, first, second))
    assert merged.areas[0]["progress"] == " None \nN/A\nNULL, {{ x }} & <b>\u00a0"
