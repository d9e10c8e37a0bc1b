"""``next``: what the new folder holds, what is left empty, and when none is made."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from filling_in import seen
from openpyxl import load_workbook
from reports import recorded, reported, tiny, tiny_return, written
from test_cli import run

from report_builder import pipeline, record
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.recording import record_of
from report_builder.workbooks.read import Filled, read
from report_builder.workbooks.report_workbook import REGISTER, REPORT_WORKBOOK
from report_builder.workbooks.standard_return import ACTIONS

TODAY = dt.date(2026, 11, 2)


def finished(folder: Path, **cover: object) -> ReportFolder:
    report = tiny()
    report["cover"] |= cover
    report["settings"] = {"wards_asked_about": 3}
    last = written(folder, report)
    assert pipeline.build(last, draft=False).paths
    return last


def followed(last: ReportFolder, folder: Path) -> Filled:
    pipeline.follow(last, ReportFolder(folder), TODAY)
    return read(ReportFolder(folder).report_workbook, REPORT_WORKBOOK)


def test_what_is_the_same_in_every_report_is_carried_over(tmp_path: Path) -> None:
    new = followed(finished(tmp_path / "last"), tmp_path / "next")
    cover = new.tables["cover"].iloc[0]
    assert cover["decision_by"] == "City Mayor & Executive"
    assert cover["decision_maker"] == "An individual"
    assert cover["author_telephone"] == "01632 960001"
    assert cover["inspection_date"] == dt.date(2026, 1, 19)
    assert [*new.tables["services"]["service"]] == ["Early Help"]
    assert [*new.tables["parts"]["introduction"]] == ["The council should do this."]
    assert [*new.tables["timescales"]["months"]] == [0, 3]
    assert new.tables["settings"].iloc[0]["wards_asked_about"] == 3
    assert [*new.tables["meetings"]["body"]] == ["Scrutiny Commission"]
    assert [*new.tables["appendices"]["title"]] == ["Areas for improvement"]


def test_what_is_true_of_one_report_only_is_left_empty(tmp_path: Path) -> None:
    new = followed(finished(tmp_path / "last"), tmp_path / "next")
    cover = new.tables["cover"].iloc[0]
    for field in ("title", "version", "as_at", "decision_date", "returns_due"):
        assert cover[field] == "", field
    for table in ("summary", "recommendations", "scrutiny", "papers"):
        assert new.tables[table].empty, table
    assert [*new.tables["meetings"]["date"]] == [""]
    implications = new.tables["implications"]
    assert len(implications) == 5
    assert (implications[["text", "signatory", "job_title", "date"]] == "").all(axis=None)
    assert (new.tables["decision"].drop(columns="row") == "").all(axis=None)
    assert not list(ReportFolder(tmp_path / "next").returns.iterdir())


def test_the_register_says_what_the_last_report_said(tmp_path: Path) -> None:
    followed(finished(tmp_path / "last"), tmp_path / "next")
    workbook = ReportFolder(tmp_path / "next").report_workbook
    completed, is_open = (seen(workbook, REGISTER, name) for name in ("SG-01", "SG-02"))
    assert (completed["previous_status"], completed["carried_forward"]) == ("Completed", "No")
    assert (is_open["previous_status"], is_open["carried_forward"]) == ("On track", "Yes")
    assert is_open["wording"] == "ensure that plans are reviewed"


def test_what_needs_further_work_is_carried_forward_and_what_is_withheld_stays_so(
    tmp_path: Path,
) -> None:
    report, answers = tiny(), tiny_return()
    report["register"][0] |= {
        "publication": "Confidential",
        "withheld_reason": "A court forbids it.",
    }
    answers["actions"][0]["further_work"] = "Yes"
    last = written(tmp_path / "last", report, answers)
    merged = pipeline.check(last).merged
    assert merged is not None
    (last.output / "by hand.record.json").write_text(record_of(merged).as_json(), "utf-8")
    followed(last, tmp_path / "next")
    row = seen(ReportFolder(tmp_path / "next").report_workbook, REGISTER, "SG-01")
    assert row["carried_forward"] == "Yes"
    assert (row["publication"], row["withheld_reason"]) == ("Confidential", "A court forbids it.")


def test_template_and_logo_are_copied_and_the_records_come_along(tmp_path: Path) -> None:
    last = finished(tmp_path / "last")
    (last.root / "templates" / "logo.png").write_bytes(b"a picture")
    last.history.mkdir()
    before = recorded(reported())
    (last.history / "01.record.json").write_text(before.as_json(), "utf-8")
    followed(last, tmp_path / "next")
    new = ReportFolder(tmp_path / "next")
    assert new.template.read_bytes() == last.template.read_bytes()
    assert new.logo is not None
    assert new.logo.read_bytes() == b"a picture"
    assert [path.name for path in sorted(new.history.iterdir())] == [
        "01 First update, version 1.record.json",
        "02 Progress after the inspection, version 1.record.json",
    ]


def test_the_newest_version_is_followed(tmp_path: Path) -> None:
    last = finished(tmp_path / "last", version=10)
    finished(tmp_path / "other", version=9)
    (old,) = (tmp_path / "other" / "output").glob("*.record.json")
    (last.output / old.name).write_bytes(old.read_bytes())
    assert pipeline.follow(last, ReportFolder(tmp_path / "next"), TODAY).version == "10"


def test_of_one_version_under_two_titles_the_later_file_counts(tmp_path: Path) -> None:
    last = finished(tmp_path / "last")
    (left,) = last.output.glob("*.record.json")
    for title, time in (("A", 3_000_000_000), ("Z", 1_000_000_000)):
        path = record.path_in(last.output, title)
        path.write_text(
            left.read_text("utf-8").replace("Progress after", f"{title} after"), "utf-8"
        )
        os.utime(path, (time, time))
    assert pipeline.follow(last, ReportFolder(tmp_path / "next"), TODAY).title[0] == "A"


def test_each_report_has_an_identity_of_its_own(tmp_path: Path) -> None:
    last = finished(tmp_path / "last")
    new = followed(last, tmp_path / "next")
    assert new.identity is not None
    assert new.identity.report not in ("", "tiny")
    assert new.problems == ()


def test_nothing_is_made_without_a_finished_report(tmp_path: Path) -> None:
    last = written(tmp_path / "last")
    pipeline.build(last, draft=True)
    with pytest.raises(FolderError, match="no record of a finished report"):
        followed(last, tmp_path / "next")
    assert not (tmp_path / "next").exists()


def test_the_record_of_another_report_does_not_count(tmp_path: Path) -> None:
    last = written(tmp_path / "last")
    (last.output / "x.record.json").write_text(recorded().as_json(), "utf-8")
    with pytest.raises(FolderError, match="no record of a finished report"):
        followed(last, tmp_path / "next")


def test_a_report_is_never_overwritten(tmp_path: Path) -> None:
    last = finished(tmp_path / "last")
    content = last.report_workbook.read_bytes()
    with pytest.raises(FolderError, match="there already"):
        pipeline.follow(last, last, TODAY)
    assert last.report_workbook.read_bytes() == content


def test_a_workbook_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    last = finished(tmp_path / "last")
    last.report_workbook.write_bytes(b"no workbook")
    with pytest.raises(FolderError, match=r"report\.xlsx cannot be used"):
        followed(last, tmp_path / "next")


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    finished(tmp_path / "last")
    done = run("next", "../next", cwd=tmp_path / "last")
    assert done.returncode == 0, done.stderr
    assert "issue --folder ../next" in done.stdout
    assert "It follows: Progress after the inspection, version 1." in done.stderr
    assert run("next", "../next", cwd=tmp_path / "last").returncode == 2


# Histories that cannot be used


def with_records(folder: Path, *content: str) -> ReportFolder:
    report = written(folder)
    report.history.mkdir()
    for number, text in enumerate(content):
        (report.history / f"{number}.record.json").write_text(text, "utf-8")
    return report


def test_a_broken_record_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no record"):
        pipeline.check(with_records(tmp_path, "{}"))


def test_the_record_of_the_report_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="of this report itself"):
        pipeline.check(with_records(tmp_path, recorded(report="tiny").as_json()))


def test_two_versions_of_one_report_are_refused(tmp_path: Path) -> None:
    versions = (recorded(version=number).as_json() for number in ("1", "2"))
    with pytest.raises(FolderError, match="two records of one report"):
        pipeline.check(with_records(tmp_path, *versions))


def test_records_are_read_in_the_order_of_their_as_at_dates(tmp_path: Path) -> None:
    later = recorded(report="b", as_at=dt.date(2026, 6, 30)).as_json()
    sooner = recorded(report="a", as_at=dt.date(2026, 3, 31)).as_json()
    merged = pipeline.check(with_records(tmp_path, later, sooner)).merged
    assert merged is not None
    assert [one.report for one in merged.history] == ["a", "b"]


def test_the_manifest_names_the_records(tmp_path: Path) -> None:
    report = with_records(tmp_path, recorded().as_json())
    pipeline.build(report, draft=False)
    (told,) = report.output.glob("*.manifest.json")
    assert "inputs/history/0.record.json" in json.loads(told.read_text("utf-8"))["sha256"]


def test_a_first_report_has_no_columns_of_a_last_one(tmp_path: Path) -> None:
    report = written(tmp_path)
    (report.returns / "Early Help.xlsx").unlink()
    pipeline.issue(report, TODAY)
    page = load_workbook(report.returns / "Early Help.xlsx")["Actions"]
    headings = [cell.value for cell in page[5]]
    assert "Progress since the last report" in headings
    assert not [each for each in headings if each and "in the last report" in each]


def test_an_old_return_without_the_columns_is_read_as_well(tmp_path: Path) -> None:
    report = written(tmp_path)
    report.history.mkdir()
    name = record.path_in(report.history, "01")
    name.write_text(recorded().as_json(), "utf-8")
    checked = pipeline.check(report)
    assert checked.problems == []


def test_statuses_typed_into_the_register_stand_in_the_returns(tmp_path: Path) -> None:
    report = tiny()
    report["register"][0]["previous_status"] = "Completed"
    folder = written(tmp_path, report)
    path = folder.returns / "Early Help.xlsx"
    path.unlink()
    pipeline.issue(folder, TODAY)
    labels = [cell.value for cell in load_workbook(path)["Actions"][5]]
    assert {"Status in the last report", "Why it is open again"} <= {*labels}
    told, not_told = (seen(path, ACTIONS, name) for name in ("SG-01", "SG-02"))
    assert told["previous_status"] == "Completed"
    assert "previous_status" not in not_told


def test_a_first_return_does_not_speak_of_a_last_report(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder.returns / "Early Help.xlsx").unlink()
    pipeline.issue(folder, TODAY)
    labels = [
        cell.value for cell in load_workbook(folder.returns / "Early Help.xlsx")["Actions"][5]
    ]
    assert "Status in the last report" not in labels
