"""A handed-back workbook says which cells were changed, and keeps nothing of what was there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import reports
from office import opened_and_saved
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.workbooks.changes import changed
from report_builder.workbooks.declare import Field, Kind
from report_builder.workbooks.standard_return import ACTIONS

NAME = "Early Help.xlsx"
TEXT, DATE, STATUS = (ACTIONS.by_name[name] for name in ("progress", "date", "status"))
WHOLE = Field("count", "Count", Kind.WHOLE, "")
BOLD = CellRichText(["Half of ", TextBlock(InlineFont(b=True), "them")])

# What is asked, what the cell held, what it holds now, and whether that is seen as a change.
CELLS: tuple[tuple[Field | None, object, object, bool], ...] = (
    (TEXT, "TBC", "TBC", False),
    (TEXT, "TBC", "All are done.", True),
    (TEXT, "TBC", None, True),
    (TEXT, "TBC", 123, True),
    (TEXT, None, None, False),
    (TEXT, None, "It was read.", True),
    (TEXT, "Two\nlines", "Two\nlines", False),
    (TEXT, "A smile \U0001f600 here", "A smile \U0001f600 here", False),
    (TEXT, "A smile \U0001f600 here", "A smile.", True),
    (TEXT, BOLD, BOLD, False),
    (TEXT, BOLD, "Half of them, and more", True),
    (TEXT, 9434765919, 9434765919, False),
    (TEXT, 9434765919, "A patient", True),
    (TEXT, "=1+1", "=1+1", False),
    (TEXT, "=1+1", "2", True),
    (TEXT, "#N/A", "#N/A", False),
    (TEXT, "#N/A", "None", True),
    (None, "Evidence", "Evidence", False),
    (None, "Evidence", "Proof", True),
    (DATE, dt.date(2026, 3, 31), dt.date(2026, 3, 31), False),
    (DATE, dt.date(2026, 3, 31), dt.date(2026, 3, 30), True),
    (DATE, dt.datetime(2026, 3, 31, 9, 30), dt.datetime(2026, 3, 31, 9, 30), False),
    (DATE, "31/09/2026", "31/09/2026", False),
    (DATE, "31/09/2026", dt.date(2026, 9, 30), True),
    (DATE, dt.date(2026, 3, 31), None, True),
    (WHOLE, 4, 4, False),
    (WHOLE, 4, 5, True),
    (STATUS, "Completed", "Completed", False),
    (STATUS, "Completed", "At risk", True),
    (STATUS, "Completed", None, True),
    (STATUS, "Completes", "Completes", False),
    (STATUS, "Completes", "Completed", True),
    (STATUS, "Complete!", "Complete.", False),  # still no word of the list
)


def test_a_change_is_seen_and_only_a_change(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row, (field, held, _, _) in enumerate(CELLS, 1):
        page.cell(row, 1).value = held
        page.cell(row, 2).value = f"={changed(page.cell(row, 1), field, f'A{row}')}"
    for row, (_, _, now, _) in enumerate(CELLS, 1):
        page.cell(row, 1).value = now
    book.save(tmp_path / "cells.xlsx")
    (saved,) = opened_and_saved([tmp_path / "cells.xlsx"], tmp_path / "saved")
    seen = openpyxl.load_workbook(saved, data_only=True).active
    assert seen is not None
    found = [_is_true(seen.cell(row, 2).value) for row in range(1, len(CELLS) + 1)]
    assert found == [is_change for *_, is_change in CELLS]


def test_a_day_is_counted_as_the_workbook_counts_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert page is not None
    page["A1"] = dt.date(2026, 3, 31)
    page["B1"] = f"={changed(page['A1'], DATE, 'A1')}"
    book.save(tmp_path / "days.xlsx")
    (saved,) = opened_and_saved([tmp_path / "days.xlsx"], tmp_path / "saved")
    seen = openpyxl.load_workbook(saved, data_only=True).active
    assert seen is not None
    assert seen["B1"].value is False


def _is_true(value: object) -> bool:
    return value is True or value == "#N/A"  # the sheet takes an error for a change


def test_a_formula_keeps_nothing_that_a_person_has_typed() -> None:
    page = openpyxl.Workbook().active
    assert page is not None
    for field, held in (
        (TEXT, "Jamie"),
        (TEXT, 9434765919),
        (TEXT, dt.date(2012, 5, 4)),
        (DATE, "4 May 2012"),
        (STATUS, "Jamie"),
        (None, "Jamie"),
    ):
        page["A1"].value = held
        formula = changed(page["A1"], field, "A1")
        assert not any(part in formula for part in ("Jamie", "943", "2012", "41033"))


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    """Return a report whose return has an error, queries, and an empty cell that is asked for."""
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done"
    told["actions"][1] |= {"status": "Completed", "evidence": "", "progress": "TBC was (half done."}
    told["actions"][1] |= {"date": told["actions"][0]["date"], "further_work": "No"}
    return reports.written(tmp_path / "report", None, told)


def _handed_back(folder: ReportFolder, target: Path) -> Path:
    pipeline.hand_back(folder, pipeline.check(folder), target)
    return target / NAME


def _progress(path: Path) -> dict[str, str | None]:
    """Return what the first sheet says has been done, by the code of the problem."""
    page = openpyxl.load_workbook(path, data_only=True)["Problems"]
    header, *rows = page.iter_rows(min_row=11, values_only=True)
    told = (dict(zip(header, row, strict=True)) for row in rows)
    return {str(row["Code"]): row["Changed?"] for row in told}


def _left(path: Path) -> object:
    return openpyxl.load_workbook(path, data_only=True)["Problems"]["A10"].value


def _corrected(path: Path, answers: dict[str, str], target: Path) -> Path:
    """Return the workbook with ``answers`` typed into it, as an office program saves it."""
    book = openpyxl.load_workbook(path, rich_text=True)
    for place, words in answers.items():
        sheet, _, address = place.partition("!")
        book[sheet][address] = words
    target.mkdir()
    book.save(target / NAME)
    (saved,) = opened_and_saved([target / NAME], target / "saved")
    return saved


def test_the_first_sheet_says_what_has_been_changed(folder: ReportFolder, tmp_path: Path) -> None:
    back = _handed_back(folder, tmp_path / "answers")
    assert _progress(back) == dict.fromkeys(
        ("not-in-the-list", "leftover", "unclosed", "missing-for-status"), "Not yet"
    )
    assert _left(back) == "Rows of this list that say “Not yet”: 4"
    first = openpyxl.load_workbook(back)["Problems"]
    (explained,) = (row[5].coordinate for row in first if row[7].value == "leftover")
    answers = {
        "Actions!F6": "Completed",
        f"Problems!{explained}": "TBC is the name of the form.",
    }
    saved = _corrected(back, answers, tmp_path / "once")
    assert _progress(saved) == {
        "not-in-the-list": "Changed",
        "leftover": "Explained",
        "unclosed": "Not yet",
        "missing-for-status": "Not yet",
    }
    assert _left(saved) == "Rows of this list that say “Not yet”: 2"

    # The evidence is not needed with another status; the text is changed.
    answers = {
        "Actions!F7": "No longer required",
        "Actions!I7": "Half of the plans have been read.",
    }
    saved = _corrected(saved, answers, tmp_path / "twice")
    assert _progress(saved)["unclosed"] == _progress(saved)["missing-for-status"] == "Changed"
    assert _left(saved) == "Rows of this list that say “Not yet”: 0"

    (folder.returns / NAME).write_bytes(saved.read_bytes())
    assert reports.found(folder) == []


def test_orange_stands_before_yellow_and_is_bound_to_what_the_cell_held(
    folder: ReportFolder, tmp_path: Path
) -> None:
    back = _handed_back(folder, tmp_path / "answers")
    page = openpyxl.load_workbook(back)["Actions"]
    ours, theirs = _rules(page)
    assert ours["L7"] == ('AND("report_builder"<>"",OR(NOT(OR(LEN($L$7)>0,$F$7<>"Completed"))))')
    assert _highest_of(page, ours) < _lowest_of(page, theirs)

    (folder.returns / NAME).write_bytes(back.read_bytes())
    again = openpyxl.load_workbook(_handed_back(folder, tmp_path / "again"))["Actions"]
    assert _rules(again) == (ours, theirs)


def _rules(page: Worksheet) -> tuple[dict[str, str], dict[str, str]]:
    """Return our rules and the form's, each formula by its cells."""
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for formatted in page.conditional_formatting:
        for rule in formatted.rules:
            is_theirs = "report_builder" not in rule.formula[0]
            found[is_theirs][str(formatted.sqref)] = rule.formula[0]
    return found


def _priorities(page: Worksheet, formulas: dict[str, str]) -> list[int]:
    return [
        rule.priority
        for formatted in page.conditional_formatting
        for rule in formatted.rules
        if rule.formula[0] in formulas.values()
    ]


def _highest_of(page: Worksheet, formulas: dict[str, str]) -> int:
    return max(_priorities(page, formulas))


def _lowest_of(page: Worksheet, formulas: dict[str, str]) -> int:
    return min(_priorities(page, formulas))


def test_of_a_line_through_words_the_workbook_cannot_tell(
    tmp_path: Path,
) -> None:
    folder = reports.written(tmp_path / "report")
    book = openpyxl.load_workbook(folder.returns / NAME, rich_text=True)
    book["Actions"]["I7"].font = openpyxl.styles.Font(strike=True)
    book.save(folder.returns / NAME)
    back = _handed_back(folder, tmp_path / "answers")
    assert _progress(back) == {"struck-through": None}
    assert _left(back) is None


def test_what_the_formulas_of_the_form_showed_is_still_stored(
    folder: ReportFolder, tmp_path: Path
) -> None:
    (saved,) = opened_and_saved([folder.returns / NAME], tmp_path / "saved")
    (folder.returns / NAME).write_bytes(saved.read_bytes())
    back = openpyxl.load_workbook(_handed_back(folder, tmp_path / "answers"), data_only=True)
    assert back["Actions"]["A3"].value == "Answers missing on this sheet (the yellow cells): 1"


def test_the_guidance_of_a_return_tells_of_the_sheet_that_comes_back_with_it(
    folder: ReportFolder,
) -> None:
    page = openpyxl.load_workbook(folder.returns / NAME)["Guidance"]
    (orange,) = (str(cell.value) for cell in page["A"] if str(cell.value).startswith("Orange"))
    assert "comes back to you: a first sheet, Problems, then says what is asked." in orange
