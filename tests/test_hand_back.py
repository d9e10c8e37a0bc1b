"""The answer to the officer: the workbook comes back whole, with its problems, to be sent again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import reports

from report_builder import console, pipeline
from report_builder.checks.registry import FOR_THE_AUTHOR, RULES
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder

NAME = "Early Help.xlsx"
HEADER_ROW = 11
"""The row of the first sheet with its headings."""


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    """Return a report in which one status is wrong and one progress is a query."""
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done"
    told["actions"][1]["progress"] = "**Half** of the plans have been reviewed, TBC."
    return reports.written(tmp_path / "report", None, told)


def _hand_back(folder: ReportFolder) -> Path:
    """Return a new folder with the answers to the officers."""
    numbers = itertools.count(1)
    targets = (folder.root.parent / f"answers {number}" for number in numbers)
    target = next(each for each in targets if not each.exists())
    pipeline.hand_back(folder, pipeline.check(folder), target)
    return target


def _rows(book: openpyxl.Workbook) -> list[dict[str, object]]:
    page = book["Problems"]
    header, *rows = page.iter_rows(min_row=HEADER_ROW, values_only=True)
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


def test_of_a_long_text_the_list_shows_the_beginning(tmp_path: Path) -> None:
    told = reports.tiny_return()
    told["actions"][0]["progress"] = "They were read. " * 40
    folder = reports.written(tmp_path / "report", None, told)
    book = openpyxl.load_workbook(folder.returns / NAME, rich_text=True)
    book["Actions"]["I6"].font = openpyxl.styles.Font(strike=True)
    book.save(folder.returns / NAME)
    (row,) = _rows(openpyxl.load_workbook(_hand_back(folder) / NAME))
    assert (row["Code"], row["Cell"]) == ("struck-through", "I6")
    assert str(row["What the cell says"]).startswith("They were read. They")
    assert len(str(row["What the cell says"])) <= 201


def test_cells_are_marked_and_commented(folder: ReportFolder) -> None:
    page = openpyxl.load_workbook(_hand_back(folder) / NAME)["Actions"]
    assert "Choose “Status” of SG-01 from the list" in page["F6"].comment.text
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
    with pytest.raises(FolderError, match="never altered"):
        pipeline.hand_back(folder, pipeline.check(folder), folder.returns.parent / "answers")
    assert not (folder.returns.parent / "answers").exists()


def _sent_again(folder: ReportFolder, answers: dict[str, str]) -> None:
    """Put the handed-back copy in the place of the return, with ``answers`` typed into it."""
    book = openpyxl.load_workbook(_hand_back(folder) / NAME, rich_text=True)
    for place, words in answers.items():
        sheet, _, address = place.partition("!")
        book[sheet][address] = words
    book.save(folder.returns / NAME)


def _explanation_cell(folder: ReportFolder, code: str) -> str:
    book = openpyxl.load_workbook(_hand_back(folder) / NAME)
    row = next(
        place for place, row in enumerate(_rows(book), HEADER_ROW + 1) if row["Code"] == code
    )
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
    assert found["leftover"].message.startswith(
        "Nothing to do. It was explained: TBC is the name of the form. (It was asked: Replace"
    )
    book = openpyxl.load_workbook(_hand_back(folder) / NAME)
    (row,) = _rows(book)
    assert row["What is asked"] == "Explained"
    assert str(row["What to do"]).startswith("Nothing to do.")
    assert row["Your explanation"] == "TBC is the name of the form."
    assert (book["Problems"]["A1"].value, book["Problems"]["A3"].value) == ("Nothing to do", None)

    _sent_again(folder, {})  # handed back once more: the explanation is carried forward
    found = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert found["leftover"].severity == "note"

    _sent_again(folder, {"Actions!I7": "All of the plans have been reviewed, TBC."})
    found = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert found["leftover"].severity == "query"


def test_a_terminal_counts_the_queries_that_were_explained(
    folder: ReportFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    console.show(pipeline.check(folder).problems)
    shown = capsys.readouterr().err
    assert "Replace" in shown
    assert "Not shown" not in shown

    explained = {_explanation_cell(folder, "leftover"): "TBC is the name of the form."}
    _sent_again(folder, explained)
    problems = pipeline.check(folder).problems
    console.show(problems)
    shown = capsys.readouterr().err
    assert "Not shown: 1 query that was explained (check --format json lists all)." in shown
    assert "the name of the form" not in shown
    monkeypatch.undo()
    console.show(problems)  # piped, everything is told
    assert "It was explained: TBC is the name of the form." in capsys.readouterr().out


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
    alone = openpyxl.load_workbook(target / "Early Help.xlsx - problems.xlsx")
    assert alone.sheetnames == ["Problems"]
    assert "in your own workbook" in alone["Problems"]["A3"].value
    send_it = alone["Problems"]["A5"].value
    assert "send it, not this list, to Bea Author, bea.author@wexcombe.gov.uk." in send_it
    assert alone["Problems"].column_dimensions["F"].hidden
    assert {row["Code"] for row in _rows(alone)} >= {"not-in-the-list", "leftover"}


def test_a_file_that_cannot_be_read_is_answered_too(folder: ReportFolder) -> None:
    (folder.returns / "Letter.xlsx").write_bytes(b"%PDF-1.7 not a workbook")
    (folder.returns / "Letter.csv").write_bytes(b"service,status")
    target = _hand_back(folder)
    for name, what in (("Letter.xlsx", "a PDF"), ("Letter.csv", "a plain text file")):
        (row,) = _rows(openpyxl.load_workbook(target / f"{name} - problems.xlsx"))
        assert f"This is {what}" in str(row["What to do"])


def _folder_in(returns: Path) -> None:
    (returns / "old").mkdir()


def _lock_file_in(returns: Path) -> None:
    (returns / f"~${NAME}").write_bytes(b"somebody")


def _dangling_link_in(returns: Path) -> None:
    (returns / "Gone.xlsx").symlink_to(returns / "nowhere.xlsx")


@pytest.mark.parametrize("put", [_folder_in, _lock_file_in, _dangling_link_in])
def test_what_no_officer_sent_is_not_answered(
    folder: ReportFolder, put: Callable[[Path], None]
) -> None:
    put(folder.returns)
    answered = {path.name for path in _hand_back(folder).iterdir()}
    told = {"report.xlsx", "summary.html", "summary.json", "summary.csv"}  # what the author is told
    assert answered == {NAME, *told}


def test_a_list_of_problems_that_came_back_does_not_replace_another(folder: ReportFolder) -> None:
    (folder.returns / "A.pdf").write_bytes(b"%PDF-1.7")
    target = _hand_back(folder)
    name = "A.pdf - problems.xlsx"
    (folder.returns / name).write_bytes((target / name).read_bytes())
    answered = {path.name for path in _hand_back(folder).iterdir()}
    assert {name, "A.pdf - problems (2).xlsx"} <= answered


def test_nobodys_work_is_overwritten(folder: ReportFolder) -> None:
    target = _hand_back(folder)
    checked = pipeline.check(folder)
    (target / "summary.html").write_text("old", encoding="utf-8")
    pipeline.hand_back(folder, checked, target)  # the same again: nothing can be lost
    assert (target / "summary.html").read_text(encoding="utf-8") != "old"

    (target / NAME).write_bytes(b"work")
    (target / "summary.html").write_text("old", encoding="utf-8")
    with pytest.raises(FolderError, match=rf"{NAME} is there already.*Name another folder"):
        pipeline.hand_back(folder, checked, target)
    assert (target / NAME).read_bytes() == b"work"
    assert (target / "summary.html").read_text(encoding="utf-8") == "old"


def test_what_no_workbook_can_hold_is_shown_replaced(folder: ReportFolder) -> None:
    book = openpyxl.load_workbook(folder.returns / NAME, rich_text=True)
    book["Actions"]["F6"] = "Do_x0001_ne"  # the character U+0001, as Open XML spells it
    book.save(folder.returns / NAME)
    rows = {row["Code"]: row for row in _rows(openpyxl.load_workbook(_hand_back(folder) / NAME))}
    assert rows["not-in-the-list"]["What the cell says"] == "Do\ufffdne"


def test_what_the_author_is_to_do_is_not_told_to_the_officer(tmp_path: Path) -> None:
    told = reports.tiny_return()
    told["actions"][0]["progress"] = ""
    told["actions"][1]["status"] = "Done"
    folder = reports.written(tmp_path / "report", None, told)
    checked = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert checked["nothing-to-say"].where.workbook == NAME
    target = _hand_back(folder)
    codes = {row["Code"] for row in _rows(openpyxl.load_workbook(target / NAME))}
    assert "not-in-the-list" in codes
    assert "nothing-to-say" not in codes
    service, author = json.loads((target / "summary.json").read_text(encoding="utf-8"))["rows"]
    assert author["queries"] == 1
    assert service["queries"] == sum(
        problem.severity == "query" and not problem.for_author for problem in checked.values()
    )


def _explained(folder: ReportFolder, words: str) -> None:
    """Explain all queries of the author as the author would: in the copy, put into its place."""
    copy = _hand_back(folder) / "report.xlsx"
    book = openpyxl.load_workbook(copy, rich_text=True)
    for row in book["Problems"].iter_rows(min_row=HEADER_ROW + 1):
        if row[0].value == "Correct or explain":
            row[5].value = words
    book.save(folder.report_workbook)


def test_the_author_explains_queries_in_a_copy_of_the_report_workbook(tmp_path: Path) -> None:
    said, told = reports.tiny(), reports.tiny_return()
    said["summary"][0]["text"] = "There are [areas]; the date is TBC."
    told["actions"][0]["progress"] = ""
    folder = reports.written(tmp_path / "report", said, told)
    asked = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert asked["nothing-to-say"].where.workbook == NAME
    book = openpyxl.load_workbook(_hand_back(folder) / "report.xlsx")
    rows = {row["Code"]: row for row in _rows(book)}
    assert (rows["leftover"]["Sheet"], rows["leftover"]["Cell"]) == ("1 Summary", "B6")
    assert rows["nothing-to-say"]["Sheet"] == f"{NAME}, Actions"
    assert book["Problems"]["A1"].value == "What to do before the report is final"
    assert "inputs/report.xlsx" in str(book["Problems"]["A6"].value)

    _explained(folder, "The date is set in October.")
    explained = {problem.code: problem for problem in pipeline.check(folder).problems}
    for code in ("leftover", "nothing-to-say"):
        assert (asked[code].severity, explained[code].severity) == ("query", "note")
        assert "The date is set in October." in explained[code].message

    book = openpyxl.load_workbook(folder.report_workbook, rich_text=True)
    book["1 Summary"]["B6"] = "There are [areas]; the day is TBC."
    book.save(folder.report_workbook)
    again = {problem.code: problem for problem in pipeline.check(folder).problems}
    assert again["leftover"].severity == "query"
    assert again["nothing-to-say"].severity == "note"


def test_the_report_workbook_is_not_copied_if_there_is_nothing_to_tell(tmp_path: Path) -> None:
    folder = reports.written(tmp_path / "report")
    assert not (_hand_back(folder) / "report.xlsx").exists()


def test_the_rules_for_the_author_exist() -> None:
    assert set(RULES) >= FOR_THE_AUTHOR


def test_explanations_of_errors_are_locked_and_grey(folder: ReportFolder) -> None:
    page = openpyxl.load_workbook(_hand_back(folder) / NAME)["Problems"]
    look = {
        row[0].value: (row[5].protection.locked, row[5].fill.fill_type)
        for row in page.iter_rows(min_row=HEADER_ROW + 1)
    }
    assert look["Correct this"] == (True, "solid")
    assert look["Correct or explain"] == (False, None)


def _head(path: Path) -> list[str]:
    """Return what the first sheet says above its list."""
    page = openpyxl.load_workbook(path, data_only=True)["Problems"]
    cells = page.iter_rows(max_row=HEADER_ROW - 1, max_col=1, values_only=True)
    return [str(value) for (value,) in cells if value is not None]


def test_the_first_sheet_says_what_to_do_and_to_whom_to_send_it(tmp_path: Path) -> None:
    report, told = reports.tiny(), reports.tiny_return()
    report["cover"]["returns_due"] = dt.date(2026, 9, 4)
    told["actions"][0]["status"] = "Done"
    told["actions"][1]["progress"] = "**Half** of the plans have been reviewed, TBC."
    folder = reports.written(tmp_path / "report", report, told)
    title, count, *steps = _head(_hand_back(folder) / NAME)
    assert title.startswith("Thank you")
    assert count == "Please correct 1 point, and correct or explain 1 more."
    said = "\n".join(steps)
    for words in (
        "A correction needs no explanation.",
        "The report author reads it. It is never printed, and you are not asked again unless",
        "under the same file name, this sheet with it, and send it to Bea Author, "
        "bea.author@wexcombe.gov.uk. Returns are due by 04/09/2026.",
        "Orange: the cells of this list, empty ones among them.",
        "Grey: to read, and locked.",
        "Rows of this list that say “Not yet”: 2",
    ):
        assert words in said


def test_the_first_sheet_does_without_what_the_report_workbook_does_not_say(
    tmp_path: Path,
) -> None:
    report, told = reports.tiny(), reports.tiny_return()
    report["cover"] |= {"author": "", "author_email": "", "returns_due": ""}
    told["actions"][0]["status"] = "Done"
    folder = reports.written(tmp_path / "report", report, told)
    head = _head(_hand_back(folder) / NAME)
    assert "Please correct 1 point." in head
    assert any(line.endswith("and send it to the report author.") for line in head)


def test_a_locked_cell_is_not_waited_for(folder: ReportFolder) -> None:
    book = openpyxl.load_workbook(folder.returns / NAME, rich_text=True)
    book["Actions"]["B6"] = "ensure nothing"
    book.save(folder.returns / NAME)
    book = openpyxl.load_workbook(_hand_back(folder) / NAME, data_only=True)
    rows = {row["Code"]: row["Changed?"] for row in _rows(book)}
    assert (rows["wording-changed"], rows["not-in-the-list"]) == (None, "Not yet")


def test_own_comments_are_known_without_their_author(folder: ReportFolder) -> None:
    book = openpyxl.load_workbook(_hand_back(folder) / NAME, rich_text=True)
    book["Actions"]["F6"].comment.author = " "  # as LibreOffice saves it
    book.save(folder.returns / NAME)
    assert "comment" not in {code for _, _, code in reports.found(folder)}
    book["Actions"]["F6"].comment.text += "\nIs it?"
    book.save(folder.returns / NAME)
    assert ("Actions", "F6", "comment") in reports.found(folder)
    again = openpyxl.load_workbook(_hand_back(folder) / NAME)
    assert again["Actions"]["F6"].comment.text.endswith("Is it?")


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
