"""``build --all``: a folder of report folders, built each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import reports

COMMAND = [sys.executable, "-m", "report_builder", "build", "--all", "--folder", "reports"]
posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and named pipes of POSIX")

# Python runs a module of this name before any other: so each process can be given a misfortune.
MISFORTUNES = """
import os
import signal

write_out = os.fsync

def fsync(handle):
    place = os.readlink(f"/proc/self/fd/{handle}")
    if "/killed/" in place:
        os.kill(os.getpid(), signal.SIGKILL)
    if "/crashing/" in place:
        raise ZeroDivisionError("by Ada, 07700 900123")
    if "/slow/" in place:
        with open(os.environ["AT_WORK"], "w") as told:
            told.write("at work")
        signal.pause()
    write_out(handle)

os.fsync = fsync
"""


def run(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def faulty_report(folder: Path) -> None:
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done & dusted"
    reports.written(folder, None, told)


def word_files(folder: Path) -> list[Path]:
    return sorted((folder / "output").glob("*.docx"))


def test_every_report_of_the_folder_is_written_and_the_summary_has_a_line_for_each(
    tmp_path: Path,
) -> None:
    for name in ("autumn", "spring"):
        reports.written(tmp_path / "reports" / name)
    (tmp_path / "reports" / "old papers").mkdir()
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    written = "Progress after the inspection - version 1.docx"
    assert [line.replace("\\", "/") for line in done.stdout.splitlines()] == [
        "reports/autumn: No problems.",
        f"    written: reports/autumn/output/{written}",
        "reports/spring: No problems.",
        f"    written: reports/spring/output/{written}",
    ]
    assert done.stderr == "2 of 2 reports written.\n"
    one, other = (word_files(tmp_path / "reports" / name)[0] for name in ("autumn", "spring"))
    assert one.read_bytes() == other.read_bytes()
    docx.Document(str(one))


def test_errors_stop_one_final_report_and_no_other(tmp_path: Path) -> None:
    faulty_report(tmp_path / "reports" / "faulty")
    reports.written(tmp_path / "reports" / "good")
    done = run(tmp_path)
    assert done.returncode == 1
    assert word_files(tmp_path / "reports" / "good")
    assert not word_files(tmp_path / "reports" / "faulty")
    said = done.stdout.splitlines()[0].replace("\\", "/")
    assert said.startswith("reports/faulty: not written. 1 error")
    assert "report-builder check --folder" in said
    assert done.stderr == "1 of 2 reports written.\n"


def test_drafts_are_built_of_all(tmp_path: Path) -> None:
    faulty_report(tmp_path / "reports" / "faulty")
    reports.written(tmp_path / "reports" / "good")
    assert run(tmp_path, "--draft").returncode == 1
    for name in ("faulty", "good"):
        (path,) = word_files(tmp_path / "reports" / name)
        assert path.stem.endswith("DRAFT")


@posix_only
def test_a_report_that_is_broken_in_any_way_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(MISFORTUNES)
    faulty_report(tmp_path / "reports" / "faulty")
    for name in ("crashing", "good", "killed", "without"):
        reports.written(tmp_path / "reports" / name)
    (tmp_path / "reports" / "without" / "inputs" / "report.xlsx").unlink()
    done = run(tmp_path, PYTHONPATH=str(tmp_path))
    assert done.returncode == 2  # the worst of all
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if line[0] != " ")
    assert said["reports/good"] == "No problems."
    assert said["reports/faulty"].startswith("not written. 1 error")
    assert said["reports/without"].startswith("not built. There is no report workbook")
    assert said["reports/killed"].startswith("not built. The fault is this program's")
    assert said["reports/crashing"].startswith("not built. The fault is this program's")
    assert "ended with exit code -9" in done.stderr
    assert "ZeroDivisionError: by Ada" in done.stderr
    assert "07700 900123" not in done.stderr
    assert done.stderr.endswith("1 of 5 reports written.\n")
    assert [path.parent.parent.name for path in tmp_path.glob("reports/*/output/*.docx")] == [
        "good"
    ]


@posix_only
def test_ctrl_c_ends_every_process_and_leaves_only_whole_files(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(MISFORTUNES)
    for name in ("a", "b", "slow", "z"):
        reports.written(tmp_path / "reports" / name)
    line = tmp_path / "line"
    os.mkfifo(line)
    process = subprocess.Popen(
        COMMAND,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "AT_WORK": str(line)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert line.read_text() == "at work"  # it has half a file in its hands
    assert list(tmp_path.glob("reports/slow/output/.*.part"))
    process.send_signal(signal.SIGINT)
    # Standard error ends with the last process that can write to it.
    out, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert told == "Stopped. No file was left half written.\n"
    for folder in (tmp_path / "reports").iterdir():
        for path in (folder / "output").iterdir():
            assert path.suffix in {".docx", ".json"}
            if path.suffix == ".docx":
                docx.Document(str(path))
    assert not list((tmp_path / "reports" / "slow" / "output").iterdir())


# The thread that listens stops its process before another line of that has run.
ALONE = """
import multiprocessing
import signal
import threading
from pathlib import Path

from report_builder.pipeline import building_many

threading.Thread.start = lambda thread: signal.raise_signal(signal.SIGTERM)
ours, theirs = multiprocessing.Pipe()
building_many._work(theirs, Path("report"), False, False)
assert not ours.poll()
"""


@posix_only
def test_a_process_that_is_alone_when_it_begins_ends_in_silence(tmp_path: Path) -> None:
    reports.written(tmp_path / "report")
    (tmp_path / "alone.py").write_text(ALONE)
    done = subprocess.run(
        [sys.executable, "alone.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list((tmp_path / "report" / "output").glob("*"))


def test_a_folder_without_reports_is_the_operators_trouble(tmp_path: Path) -> None:
    reports.written(tmp_path / "reports")  # the folder is itself a report
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "leave out --all" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_folder_is_the_operators_trouble(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--folder" in done.stderr
    assert "Traceback" not in done.stderr
