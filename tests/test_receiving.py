"""What is sent in: nothing is lost or overwritten, and the author chooses."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import openpyxl
import pytest
import reports

from report_builder import pipeline
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.pipeline import Kind, Received
from report_builder.workbooks.read import read
from report_builder.workbooks.standard_return import STANDARD_RETURN

NOW = dt.datetime(2026, 9, 3, 14, 5, 6)
NAME = "Early Help.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    """Return a report whose one service has a blank return."""
    folder = reports.written(tmp_path / "report")
    (folder.returns / NAME).unlink()
    pipeline.issue(folder, NOW.date())
    return folder


@pytest.fixture
def answer(tmp_path: Path) -> bytes:
    """Return the service's return, filled in."""
    reports.written(tmp_path / "service")
    return (tmp_path / "service" / "inputs" / "returns" / NAME).read_bytes()


def changed(content: bytes, place: Path, progress: str) -> bytes:
    """Return a return that tells another progress."""
    place.write_bytes(content)
    book = openpyxl.load_workbook(place, rich_text=True)
    book["Actions"]["I6"].value = progress
    book.save(place)
    return place.read_bytes()


def sent(folder: ReportFolder, content: bytes, name: str = NAME) -> Received:
    (came,) = pipeline.receive(folder, [(name, content)], NOW)
    return came


def contents(folder: ReportFolder) -> set[str]:
    """Return the digests of all that the report folder holds."""
    files = (path for path in folder.root.rglob("*") if path.is_file())
    return {digest(path.read_bytes()) for path in files}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_first_return_takes_the_place_of_the_blank(folder: ReportFolder, answer: bytes) -> None:
    came = sent(folder, answer, "EH return FINAL.xlsx")
    assert (came.kind, came.service, came.in_use, came.waits) == (
        Kind.RETURN,
        "Early Help",
        True,
        False,
    )
    assert [path.name for path in folder.returns.iterdir()] == [NAME]
    assert (folder.returns / NAME).read_bytes() == answer == came.path.read_bytes()
    assert came.path.name == "EH return FINAL.xlsx"


def test_a_second_return_is_kept_beside_the_first_until_the_author_chooses(
    folder: ReportFolder, answer: bytes, tmp_path: Path
) -> None:
    second = changed(answer, tmp_path / "second.xlsx", "Records are kept well.")
    sent(folder, answer)
    came = sent(folder, second)
    assert (came.in_use, came.waits) == (False, True)
    assert (folder.returns / NAME).read_bytes() == answer

    chosen = pipeline.use(folder, came.key, NOW)
    assert (chosen.in_use, chosen.waits) == (True, False)
    assert (folder.returns / NAME).read_bytes() == second
    assert {digest(answer), digest(second)} <= contents(folder)
    assert [each.waits for each in pipeline.received(folder)] == [False, False]


def test_two_returns_of_one_service_at_once_wait_for_the_author(
    folder: ReportFolder, answer: bytes, tmp_path: Path
) -> None:
    second = changed(answer, tmp_path / "second.xlsx", "Records are kept well.")
    came = pipeline.receive(folder, [(NAME, answer), (NAME, second)], NOW)
    assert [(each.in_use, each.waits) for each in came] == [(True, False), (False, True)]
    pipeline.leave(folder, came[1].key)
    assert not any(each.waits for each in pipeline.received(folder))
    assert (folder.returns / NAME).read_bytes() == answer


def test_a_return_that_the_author_put_there_by_hand_is_kept_when_another_is_chosen(
    folder: ReportFolder, answer: bytes, tmp_path: Path
) -> None:
    by_hand = changed(answer, tmp_path / "by hand.xlsx", "Records are kept by hand.")
    (folder.returns / NAME).unlink()
    (folder.returns / "early help v2.xlsx").write_bytes(by_hand)
    came = sent(folder, answer)
    assert not came.in_use
    pipeline.use(folder, came.key, NOW)
    assert [path.name for path in folder.returns.iterdir()] == ["early help v2.xlsx"]
    assert {digest(by_hand), digest(answer)} <= contents(folder)


def test_what_cannot_be_read_is_kept_when_a_return_takes_its_place(
    folder: ReportFolder, answer: bytes
) -> None:
    (folder.returns / NAME).write_bytes(b"damaged, and perhaps all there is")
    came = sent(folder, answer)
    assert came.in_use
    assert digest(b"damaged, and perhaps all there is") in contents(folder)


def test_the_same_file_twice_is_kept_once(folder: ReportFolder, answer: bytes) -> None:
    assert sent(folder, answer).key == sent(folder, answer, "again.xlsx").key
    assert len(pipeline.received(folder)) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.7", "not-a-workbook"),
        (b"PK\x03\x04 cut off", "damaged-workbook"),
    ],
)
def test_what_cannot_be_read_is_kept_and_said(
    folder: ReportFolder, content: bytes, code: str
) -> None:
    came = sent(folder, content)
    assert came.path.read_bytes() == content
    assert [problem.code for problem in came.problems] == [code]
    assert not came.can_be_used
    assert not came.waits
    with pytest.raises(FolderError, match="cannot be used"):
        pipeline.use(folder, came.key, NOW)


def test_a_return_of_another_report_is_kept_and_not_used(
    folder: ReportFolder, tmp_path: Path
) -> None:
    report = reports.tiny()
    report["report_id"] = "another"
    other = reports.written(tmp_path / "another", report)
    came = sent(folder, (other.returns / NAME).read_bytes())
    assert [problem.code for problem in came.problems] == ["form-of-another-report"]
    assert read(folder.returns / NAME, STANDARD_RETURN).is_unanswered


def test_a_report_workbook_of_this_report_is_used_and_the_one_before_is_kept(
    folder: ReportFolder, tmp_path: Path
) -> None:
    before = folder.report_workbook.read_bytes()
    report = reports.tiny()
    report["cover"]["title"] = "A better title"
    after = reports.written(tmp_path / "changed", report).report_workbook.read_bytes()
    came = sent(folder, after, "report (2).xlsx")
    assert (came.kind, came.in_use) == (Kind.REPORT_WORKBOOK, True)
    assert folder.report_workbook.read_bytes() == after
    back = next(each for each in pipeline.received(folder) if not each.in_use)
    pipeline.use(folder, back.key, NOW)
    assert folder.report_workbook.read_bytes() == before
    assert digest(after) in contents(folder)


def test_what_is_set_aside_is_kept(folder: ReportFolder) -> None:
    (folder.returns / "notes.txt").write_bytes(b"call them")
    pipeline.set_aside(folder, "notes.txt", NOW)
    assert not (folder.returns / "notes.txt").exists()
    assert [each.path.read_bytes() for each in pipeline.received(folder)] == [b"call them"]
    with pytest.raises(FolderError, match="any more"):
        pipeline.set_aside(folder, "notes.txt", NOW)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../report.xlsx", "report.xlsx"),
        ("C:\\Users\\jo\\Early Help.xlsx", NAME),
        ("/etc/passwd", "passwd"),
        ("..", "report"),
        (".hidden.xlsx", "hidden.xlsx"),
        ("con.xlsx", "report con.xlsx"),
        ("a\x00b|c?.xlsx", "a b c.xlsx"),
        (f"{'long ' * 100}.xlsx", f"{('long ' * 16).strip()}.xlsx"),
    ],
)
def test_names_of_others_never_become_paths(folder: ReportFolder, name: str, kept: str) -> None:
    before = {path for path in folder.root.rglob("*") if path.is_file()}
    came = sent(folder, b"text", name)
    after = {path for path in folder.root.parent.rglob("*") if path.is_file()}
    assert after - before - {came.path} == set() or os.name == "nt"
    assert came.path.parent.parent == folder.received
    assert came.path.name == kept


def test_a_folder_that_an_ended_program_left_empty_is_passed_over(
    folder: ReportFolder, answer: bytes
) -> None:
    (folder.received / "2026-09-03 14.05.06").mkdir(parents=True)
    (folder.received / "2026-09-03 14.05.05").mkdir()
    (folder.received / "2026-09-03 14.05.05" / ".abc.part").write_bytes(b"half")
    came = sent(folder, answer)
    assert [each.key for each in pipeline.received(folder)] == [came.key]


def test_each_return_is_judged_by_itself(folder: ReportFolder, tmp_path: Path) -> None:
    wrong = reports.tiny_return()
    wrong["actions"][0]["status"] = "Done"
    other = reports.written(tmp_path / "wrong", None, wrong)
    right = reports.written(tmp_path / "right")
    paths = [other.returns / NAME, right.returns / NAME]
    found = pipeline.check_apart(folder, paths)
    assert [[problem.code for problem in found[path]] for path in paths] == [
        ["not-in-the-list"],
        [],
    ]


def test_a_return_that_is_called_as_the_report_workbook_is_told_apart(
    folder: ReportFolder, tmp_path: Path
) -> None:
    wrong = reports.tiny_return()
    wrong["actions"][0]["status"] = "Done"
    other = reports.written(tmp_path / "wrong", None, wrong)
    came = sent(folder, (other.returns / NAME).read_bytes(), "report.xlsx")
    found = pipeline.check_apart(folder, [came.path])[came.path]
    assert [problem.code for problem in found] == ["not-in-the-list"]
    (folder.returns / "report.xlsx").write_bytes(b"no workbook")
    pipeline.set_aside(folder, "returns/report.xlsx", NOW)
    assert [path.name for path in folder.returns.iterdir()] == [NAME]


def test_a_choice_settles_nothing_about_another_return(
    folder: ReportFolder, answer: bytes, tmp_path: Path
) -> None:
    sent(folder, answer)
    second = sent(folder, changed(answer, tmp_path / "second.xlsx", "Records are kept well."))
    third = sent(folder, changed(answer, tmp_path / "third.xlsx", "Records are kept badly."))
    left = pipeline.leave(folder, second.key)
    assert not left.waits
    (folder.returns / NAME).touch()
    assert [each.key for each in pipeline.received(folder) if each.waits] == [third.key]


def test_what_excel_puts_beside_an_open_file_is_not_taken_for_it(
    folder: ReportFolder, answer: bytes
) -> None:
    came = sent(folder, answer)
    (came.path.parent / f"~${NAME}").write_bytes(b"locked")
    (came.path.parent / "Thumbs.db").write_bytes(b"small pictures")
    assert [each.path.name for each in pipeline.received(folder)] == [NAME]
