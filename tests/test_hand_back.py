"""The answer to the officer: the workbook comes back whole, with its problems, to be sent again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
import reports

from report_builder import pipeline
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder

NAME = "Early Help.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    """Return a report in which one status is wrong and one progress is a query."""
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done"
    told["actions"][1]["progress"] = "**Half** of the plans have been reviewed, TBC."
    return reports.written(tmp_path / "report", None, told)


def _hand_back(folder: ReportFolder) -> Path:
    target = folder.root.parent / "answers"
    pipeline.hand_back(folder, pipeline.check(folder), target)
    return target


def _rows(book: openpyxl.Workbook) -> list[dict[str, object]]:
    page = book["Problems"]
    header, *rows = page.iter_rows(min_row=5, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_problems_are_the_first_sheet_with_a_link_to_each_cell(folder: ReportFolder) -> None:
    book = openpyxl.load_workbook(_hand_back(folder) / NAME)
    assert book.sheetnames[0] == "Problems"
    assert book.active.title == "Problems"
    rows = {row["Code"]: row for row in _rows(book)}
    assert rows["not-in-the-list"]["What is asked"] == "Correct this"
    assert rows["not-in-the-list"]["What the cell says"] == "Done"
    assert rows["leftover"]["What is asked"] == "Correct or explain"
    links = {
        cell.value: cell.hyperlink.location for cell in book["Problems"]["C"] if cell.hyperlink
    }
    assert links["F6"] == "'Actions'!F6"


def test_cells_are_marked_and_commented(folder: ReportFolder) -> None:
    page = openpyxl.load_workbook(_hand_back(folder) / NAME)["Actions"]
    assert "Choose Status from the list" in page["F6"].comment.text
    assert page["F7"].comment is None
    marked = {
        str(formatted.sqref)
        for formatted in page.conditional_formatting
        if any("report_builder" in rule.formula[0] for rule in formatted.rules)
    }
    assert {"F6", "I7"} <= marked


def test_everything_that_came_is_still_there(folder: ReportFolder) -> None:
    came = openpyxl.load_workbook(folder.returns / NAME, rich_text=True)
    back = openpyxl.load_workbook(_hand_back(folder) / NAME, rich_text=True)
    assert back.sheetnames[1:] == came.sheetnames
    assert back.security.lockStructure
    for page in came.worksheets:
        copy = back[page.title]
        assert _cells(copy) == _cells(page)
        assert len(copy.data_validations.dataValidation) == len(
            page.data_validations.dataValidation
        )
        assert copy.protection.sheet == page.protection.sheet
        assert copy.tables.keys() == page.tables.keys()
        assert copy.freeze_panes == page.freeze_panes
        assert copy.sheet_state == page.sheet_state
        assert copy.print_title_rows == page.print_title_rows


def _cells(page: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, tuple[object, ...]]:
    return {
        cell.coordinate: (
            repr(cell.value),
            cell.number_format,
            cell.protection.locked,
            cell.font.b,
            cell.fill.fgColor.rgb,
        )
        for row in page.iter_rows()
        for cell in row
    }


def test_inputs_are_not_touched(folder: ReportFolder) -> None:
    before = (folder.returns / NAME).read_bytes()
    _hand_back(folder)
    assert (folder.returns / NAME).read_bytes() == before
    with pytest.raises(FolderError, match="never altered"):
        pipeline.hand_back(folder, pipeline.check(folder), folder.returns)


def _sent_again(folder: ReportFolder, answers: dict[str, str]) -> None:
    """Put the handed-back copy in the place of the return, with ``answers`` typed into it."""
    book = openpyxl.load_workbook(_hand_back(folder) / NAME, rich_text=True)
    for place, words in answers.items():
        sheet, _, address = place.partition("!")
        book[sheet][address] = words
    book.save(folder.returns / NAME)


def _explanation_cell(folder: ReportFolder, code: str) -> str:
    book = openpyxl.load_workbook(_hand_back(folder) / NAME)
    row = next(place for place, row in enumerate(_rows(book), 6) if row["Code"] == code)
    return f"Problems!F{row}"


def test_a_corrected_copy_can_be_sent_back_as_it_is(folder: ReportFolder) -> None:
    _sent_again(
        folder, {"Actions!F6": "Completed", "Actions!I7": "Half of the plans have been reviewed."}
    )
    assert reports.found(folder) == []
    again = openpyxl.load_workbook(_hand_back(folder) / NAME)
    assert _rows(again) == []
    assert again["Actions"]["F6"].comment is None
    assert again.sheetnames.count("Problems") == 1


def test_an_explained_query_is_a_note_until_its_cell_changes(folder: ReportFolder) -> None:
    answers = {
        "Actions!F6": "Completed",
        _explanation_cell(folder, "leftover"): "TBC is the name of the form.",
    }
    _sent_again(folder, answers)
    found = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert found["leftover"].severity == "note"
    assert "TBC is the name of the form." in found["leftover"].message

    _sent_again(folder, {})  # handed back once more: the explanation is carried forward
    found = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert found["leftover"].severity == "note"

    _sent_again(folder, {"Actions!I7": "All of the plans have been reviewed, TBC."})
    found = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert found["leftover"].severity == "query"


def test_an_error_cannot_be_explained_away(folder: ReportFolder) -> None:
    _sent_again(folder, {_explanation_cell(folder, "not-in-the-list"): "We say Done."})
    found = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert found["not-in-the-list"].severity == "error"


def test_what_belongs_to_the_package_is_carried_over(folder: ReportFolder) -> None:
    _with_part(folder.returns / NAME, "docMetadata/LabelInfo.xml", b"<labels/>")
    back = _hand_back(folder) / NAME
    with zipfile.ZipFile(back) as package:
        assert package.read("docMetadata/LabelInfo.xml") == b"<labels/>"
    openpyxl.load_workbook(back)


def test_a_workbook_that_would_lose_something_is_answered_beside_it(folder: ReportFolder) -> None:
    _with_part(folder.returns / NAME, "xl/threadedComments/threadedComment1.xml", b"<x/>")
    target = _hand_back(folder)
    assert not (target / NAME).exists()
    alone = openpyxl.load_workbook(target / "Early Help - problems.xlsx")
    assert alone.sheetnames == ["Problems"]
    assert {row["Code"] for row in _rows(alone)} >= {"not-in-the-list", "leftover"}


def test_a_file_that_cannot_be_read_is_answered_too(folder: ReportFolder) -> None:
    (folder.returns / "Letter.xlsx").write_bytes(b"%PDF-1.7 not a workbook")
    alone = openpyxl.load_workbook(_hand_back(folder) / "Letter - problems.xlsx")
    (row,) = _rows(alone)
    assert "This is a PDF" in str(row["What to do"])


def test_summary_says_who_has_answered_how_far_and_with_what(folder: ReportFolder) -> None:
    target = _hand_back(folder)
    said = json.loads((target / "summary.json").read_text(encoding="utf-8"))
    service, author = said["rows"]
    assert (service["service"], service["state"]) == ("Early Help", "returned")
    assert (service["areas"], service["complete"], service["percent"]) == (2, 1, 50)
    assert (service["errors"], author["errors"]) == (1, 0)
    table = (target / "summary.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["service"] for row in rows] == ["Early Help", "Report workbook"]
    page = (target / "summary.html").read_text(encoding="utf-8")
    assert "Not ready for a final report" in page
    assert "<script" not in page
    assert "://" not in page


def test_summary_escapes_what_people_typed(tmp_path: Path) -> None:
    report = reports.tiny()
    report["cover"]["title"] = "Progress <b>& more"
    folder = reports.written(tmp_path / "report", report)
    page = (_hand_back(folder) / "summary.html").read_text(encoding="utf-8")
    assert "Progress &lt;b&gt;&amp; more" in page


def _with_part(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, content)
