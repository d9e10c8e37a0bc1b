"""A Word file is compared with what the workbooks said, whatever it is called now."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import reports
from spoil import says

from report_builder import pipeline


def _codes(path: Path, *, built_here: bool = True) -> list[str]:
    return [problem.code for problem in pipeline.verify(path, built_here=built_here).problems]


def _falsified(path: Path) -> None:
    document = docx.Document(str(path))
    says("Records are not kept.", "Records are kept.")(document)
    document.save(str(path))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (path,) = pipeline.build(reports.written(tmp_path), draft=False).paths
    return path


def test_a_file_that_was_renamed_is_compared_all_the_same(built: Path) -> None:
    renamed = built.rename(built.with_name("For the website.docx"))
    assert _codes(renamed) == []
    _falsified(renamed)
    assert _codes(renamed) == ["changed-in-word"]


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        pytest.param("thirty days later", [], id="silent"),
        pytest.param("three days later", ["changed-in-word"], id="changed"),
    ],
)
def test_a_slip_that_was_changed_is_shown_with_the_cell_of_the_date(
    now: str, codes: list[str], tmp_path: Path
) -> None:
    before = reports.recorded(reports.completed(), reports.reported(due=dt.date(2026, 11, 1)))
    folder = reports.written(tmp_path, history=[before])
    path = pipeline.build(folder, draft=False).path
    assert path is not None
    document = docx.Document(str(path))
    says(f"Due date: 1 December 2026, {now} than the last report said.", "Due date: ")(document)
    document.save(str(path))
    problems = pipeline.verify(path).problems
    assert [each.code for each in problems] == codes
    merged = pipeline.check(folder).merged
    assert merged is not None
    assert all(each.where == merged.area_cell(1, "date") for each in problems)


def test_a_file_that_was_moved_is_not_passed_in_silence(built: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    moved = Path(shutil.copy(built, tmp_path / "desk"))
    assert _codes(moved) == ["manifest-not-found"]
    assert _codes(moved, built_here=False) == []


def test_the_manifest_of_another_report_is_not_taken_for_its_own(
    built: Path, tmp_path: Path
) -> None:
    other = reports.tiny()
    other["cover"]["title"] = "Another report"
    other["summary"] = [{"kind": "Numbered paragraph", "text": "This tells of something else."}]
    other["register"] = [
        {**area, "wording": f"see to number {number}"}
        for number, area in enumerate(reports.tiny()["register"])
    ]
    other["recommendations"] = [{"kind": "Numbered paragraph", "text": "To wait."}]
    other["supporting"] = [
        {"kind": "Heading", "text": "What is new"},
        {"kind": "Paragraph", "text": "Nothing is."},
    ]
    told = reports.tiny_return()
    for action in told["actions"]:
        action["progress"] = f"Told of {action['reference']}."
    folder = reports.written(tmp_path / "other", other, told)
    (path,) = pipeline.build(folder, draft=False).paths
    assert _codes(built.rename(path.with_name("first.docx"))) == ["manifest-not-found"]


def test_each_version_is_compared_with_its_own(tmp_path: Path) -> None:
    report = reports.tiny()
    first = pipeline.build(reports.written(tmp_path, report), draft=False).path
    assert first is not None
    report["cover"]["version"] = 2
    said = reports.tiny_return()
    said["actions"][0]["progress"] = "Records are kept now."
    later = reports.written(tmp_path / "later", report, said)
    later.output.rmdir()
    later.output.symlink_to(first.parent, target_is_directory=True)
    pipeline.build(later, draft=False)
    renamed = first.rename(first.with_name("sent.docx"))
    assert _codes(renamed) == []
    document = docx.Document(str(renamed))
    says("Records are kept now.", "Records are kept.")(document)
    document.save(str(renamed))
    assert _codes(renamed) == ["changed-in-word"]


def _verify(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "report_builder", "verify", str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_says_with_what_it_was_compared(built: Path) -> None:
    done = _verify(built)
    assert done.returncode == 0
    assert "Compared with what the workbooks said: Progress after" in done.stderr


def test_the_command_answers_1_where_nothing_was_compared(built: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "report.docx"
    shutil.copy(built, elsewhere)
    done = _verify(elsewhere)
    assert done.returncode == 1
    assert "[manifest-not-found]" in done.stdout
    done = _verify(elsewhere, "--built-elsewhere")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Not compared with any workbooks." in done.stderr
