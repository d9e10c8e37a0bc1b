"""The command line as an operator meets it: real processes, exit codes, what is printed where."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
import reports
from make_samples import make_workbooks

from report_builder import __version__
from report_builder.workbooks.read import read
from report_builder.workbooks.standard_return import STANDARD_RETURN


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "report_builder", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    reports.written(tmp_path)
    return tmp_path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done & dusted"
    reports.written(tmp_path, None, told)
    return tmp_path


def test_version_is_printed_and_nothing_else(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"report-builder {__version__}\n", "")


def test_build_in_a_report_folder_writes_the_word_file_and_says_where(good: Path) -> None:
    done = run("build", cwd=good)
    assert done.returncode == 0, done.stderr
    (path,) = (good / "output").glob("*.docx")
    assert path.name == "Progress after the inspection - version 1.docx"
    assert done.stdout == f"written: {Path('output') / path.name}\n"
    assert done.stderr == "No problems.\n"
    docx.Document(str(path))


def test_an_error_stops_the_final_report_but_not_the_draft(faulty: Path) -> None:
    final = run("build", cwd=faulty)
    assert final.returncode == 1
    assert list((faulty / "output").iterdir()) == []
    assert "Early Help.xlsx, Actions, F6" in final.stdout
    assert "No report was written." in final.stderr

    draft = run("build", "--draft", cwd=faulty)
    assert draft.returncode == 1
    (path,) = (faulty / "output").glob("*.docx")
    assert path.name == "Progress after the inspection - version 1 DRAFT.docx"
    headers = [
        paragraph.text
        for section in docx.Document(str(path)).sections
        for header in (section.header, section.first_page_header)
        for paragraph in header.paragraphs
    ]
    assert len(headers) >= 2
    assert all("DRAFT" in text for text in headers)


def test_a_final_report_bears_no_trace_of_draft(good: Path) -> None:
    run("build", cwd=good)
    (path,) = (good / "output").glob("*.docx")
    document = docx.Document(str(path))
    texts = [
        paragraph.text
        for section in document.sections
        for part in (section.header, section.first_page_header, section.footer)
        for paragraph in part.paragraphs
    ]
    assert not any("DRAFT" in text for text in [*texts, *reports.paragraphs(document)])


def test_json_is_an_array_of_flat_objects_and_nothing_else(faulty: Path) -> None:
    done = run("check", "--format", "json", cwd=faulty)
    assert done.returncode == 1
    assert done.stderr == ""
    problems = json.loads(done.stdout)
    assert {
        "code": "not-in-the-list",
        "severity": "error",
        "workbook": "Early Help.xlsx",
        "sheet": "Actions",
        "cell": "F6",
        "value": "Done & dusted",
        "message": "Choose “Status” of SG-01 from the list (Not started, On track, At risk, "
        "Completed or No longer required): “Done & dusted” is not in it.",
    } in problems
    keys = {"code", "severity", "workbook", "sheet", "cell", "value", "message"}
    assert all(set(problem) == keys for problem in problems)


def test_json_of_a_report_without_problems_is_an_empty_array(good: Path) -> None:
    done = run("check", "--format", "json", cwd=good)
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")


@pytest.mark.parametrize("command", ["check", "build", "issue"])
def test_a_folder_without_a_report_is_the_operators_trouble(command: str, tmp_path: Path) -> None:
    done = run(command, "--folder", "nowhere", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "report-builder new" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_option_is_the_operators_trouble(tmp_path: Path) -> None:
    assert run("build", "--drafft", cwd=tmp_path).returncode == 2


def test_a_template_that_names_what_no_report_has_is_the_operators_trouble(good: Path) -> None:
    template = good / "templates" / "executive_decision_report.docx"
    document = docx.Document(str(template))
    document.add_paragraph("{{ cover.titel }}")
    document.save(str(template))
    done = run("build", cwd=good)
    assert done.returncode == 2
    assert "titel" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((good / "output").iterdir()) == []


def test_a_template_that_is_no_word_file_is_the_operators_trouble(good: Path) -> None:
    (good / "templates" / "executive_decision_report.docx").write_bytes(b"not a Word file")
    done = run("build", cwd=good)
    assert done.returncode == 2
    assert "cannot be opened as a Word document" in done.stderr
    assert "Traceback" not in done.stderr


def test_new_begins_a_report_once(tmp_path: Path) -> None:
    assert run("new", "mine", cwd=tmp_path).returncode == 0
    begun = {
        str(path.relative_to(tmp_path / "mine").as_posix())
        for path in (tmp_path / "mine").rglob("*")
    }
    assert {
        "inputs/report.xlsx",
        "inputs/returns",
        "output",
        "templates/executive_decision_report.docx",
    } <= begun
    workbook = tmp_path / "mine" / "inputs" / "report.xlsx"
    before = workbook.read_bytes()
    again = run("new", "mine", cwd=tmp_path)
    assert again.returncode == 2
    assert workbook.read_bytes() == before


def test_issue_never_overwrites_an_answered_return(good: Path) -> None:
    path = good / "inputs" / "returns" / "Early Help.xlsx"
    before = path.read_bytes()
    done = run("issue", cwd=good)
    assert done.returncode == 0
    assert "kept as it is" in done.stdout
    assert path.read_bytes() == before


def test_issue_writes_a_return_where_there_is_none(good: Path) -> None:
    path = good / "inputs" / "returns" / "Early Help.xlsx"
    path.unlink()
    done = run("issue", cwd=good)
    assert done.returncode == 0
    assert "issued" in done.stdout
    assert reports.found(reports.ReportFolder(good)) == [("Actions", "", "return-blank")]


def test_issue_waits_until_the_register_is_right(tmp_path: Path) -> None:
    report = reports.tiny()
    report["register"][0]["lead_service"] = "Nobody"
    reports.written(tmp_path, report)
    (tmp_path / "inputs" / "returns" / "Early Help.xlsx").unlink()
    done = run("issue", cwd=tmp_path)
    assert done.returncode == 1
    assert "Register, F6" in done.stdout
    assert list((tmp_path / "inputs" / "returns").iterdir()) == []


def test_inputs_are_byte_for_byte_what_they_were(good: Path) -> None:
    inputs = sorted(path for path in (good / "inputs").rglob("*") if path.is_file())
    before = [path.read_bytes() for path in inputs]
    run("check", cwd=good)
    run("build", cwd=good)
    assert sorted(path for path in (good / "inputs").rglob("*") if path.is_file()) == inputs
    assert [path.read_bytes() for path in inputs] == before


def test_the_same_inputs_are_the_same_bytes_in_other_surroundings(
    good: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run("build", cwd=good)
    first = {path.name: path.read_bytes() for path in (good / "output").iterdir()}
    elsewhere = tmp_path_factory.mktemp("élsewhere") / "another folder"
    shutil.copytree(good, elsewhere, ignore=shutil.ignore_patterns("output"))
    shutil.rmtree(good / "output")
    surroundings = {
        **{"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "77", "HOME": str(elsewhere)},
        **{"LC_ALL": "C.UTF-8", "COLUMNS": "40", "SOURCE_DATE_EPOCH": "1"},
    }
    done = subprocess.run(
        [sys.executable, "-m", "report_builder", "build", "--folder", str(elsewhere)],
        cwd=tmp_path_factory.mktemp("anywhere"),
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (elsewhere / "output").iterdir()} == first


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' file names are all text")
def test_a_file_name_that_is_no_text_stops_nothing(good: Path) -> None:
    (good / "inputs" / "returns" / "Early Help.xlsx").rename(
        os.fsdecode(os.fsencode(good / "inputs" / "returns") + b"/Caf\xe9.xlsx")
    )
    (good / "inputs" / "returns" / "Letter.txt").write_text("no return", encoding="utf-8")
    checked = run("check", "--format", "json", "--return-to", "answers", cwd=good)
    assert (checked.returncode, len(json.loads(checked.stdout))) == (1, 1)
    built = run("build", "--draft", cwd=good)
    assert (built.returncode, built.stderr.count("Traceback")) == (1, 0)  # the letter
    assert "    Caf\ufffd.xlsx, Actions, I6\n" in run("trace", "Records are kept.", cwd=good).stdout


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are not there on Windows")
def test_on_a_terminal_problems_are_a_table_within_80_columns(faulty: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "report_builder", "check"],
        cwd=faulty,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "80", "TERM": "dumb"},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # the other end is closed: everything has been read
            break
        if not chunk:
            break
        seen += chunk
    os.close(ours)
    assert process.communicate()[0] == b""
    assert process.returncode == 1
    shown = seen.decode().splitlines()
    assert any("Early Help.xlsx" in line for line in shown)
    assert all(len(line) <= 80 for line in shown)


def test_services_whose_names_make_one_file_name_get_a_return_each(tmp_path: Path) -> None:
    report = reports.tiny()
    report["services"] = [{"service": "Early Help"}, {"service": "Early: Help"}]
    report["register"][1]["lead_service"] = "Early: Help"
    folder = reports.written(tmp_path, report)
    (folder.returns / "Early Help.xlsx").unlink()
    for _ in range(2):
        assert run("issue", cwd=tmp_path).returncode == 0
    names = sorted(path.name for path in folder.returns.iterdir())
    assert names == ["Early Help (2).xlsx", "Early Help.xlsx"]


def test_a_return_with_answers_is_renewed_beside_it_when_the_register_has_changed(
    tmp_path: Path,
) -> None:
    folder = reports.written(tmp_path)
    path = folder.returns / "Early Help.xlsx"
    before = path.read_bytes()
    assert "renewed" not in run("issue", cwd=tmp_path).stdout

    report = reports.tiny()
    report["register"][1]["wording"] = "ensure that plans are reviewed every month"
    report["register"].append({**report["register"][1], "reference": "SG-03"})
    make_workbooks(report, [], tmp_path)
    done = run("issue", cwd=tmp_path)
    assert done.returncode == 0
    assert "kept as it is" in done.stdout
    assert "SG-02, SG-03" in done.stdout
    assert path.read_bytes() == before

    renewed = tmp_path / "output" / "renewed returns" / "Early Help.xlsx"
    path.write_bytes(renewed.read_bytes())
    actions = read(path, STANDARD_RETURN).tables["actions"]
    assert list(actions["reference"]) == ["SG-01", "SG-02", "SG-03"]
    assert actions["wording"].iloc[1] == "ensure that plans are reviewed every month"
    assert list(actions["status"]) == ["Completed", "On track", ""]
    assert list(actions["progress"])[:2] == [
        "Records are kept.",
        "Half of the plans have been reviewed.",
    ]
    assert "renewed" not in run("issue", cwd=tmp_path).stdout


def test_a_return_with_only_a_name_typed_is_never_overwritten(good: Path) -> None:
    path = good / "inputs" / "returns" / "Early Help.xlsx"
    path.unlink()
    run("issue", cwd=good)
    book = openpyxl.load_workbook(path)
    book["Return"]["B7"] = "Dee Head"
    book.save(path)
    before = path.read_bytes()
    assert "kept as it is" in run("issue", cwd=good).stdout
    assert path.read_bytes() == before


def test_a_folder_among_the_returns_does_not_stop_a_build(good: Path) -> None:
    (good / "inputs" / "returns" / "old").mkdir()
    done = run("build", cwd=good)
    assert done.returncode == 0, done.stderr
    assert "folder-not-read" in done.stdout


def test_new_where_a_file_is_in_the_way_is_the_operators_trouble(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    done = run("new", "mine", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_logo_that_is_no_picture_is_the_operators_trouble(good: Path) -> None:
    (good / "templates" / "logo.png").write_bytes(b"not a picture")
    done = run("build", cwd=good)
    assert done.returncode == 2
    assert "is not a picture" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_profile_tells_the_phases_and_nothing_of_the_report(command: str, good: Path) -> None:
    done = run(command, "--profile", cwd=good)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    told = [line.split()[0] for line in lines[1:]]
    wanted = {"check": {"reading", "merging", "checking"}, "build": {"filling", "saving"}}[command]
    assert wanted < set(told)
    assert "2 areas" in done.stderr
    assert "Early Help" not in done.stderr
    assert str(good) not in done.stderr
    assert "merging" not in run(command, cwd=good).stderr
