"""Nothing is lost: a run that is killed, stopped, doubled or locked out leaves only whole files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import reports

from report_builder import pipeline
from report_builder.folder import ReportFolder

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for another process")
BUILD = [sys.executable, "-m", "report_builder", "build"]
NAME = "Progress after the inspection - version 1.docx"


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    """Return a report whose Word file has been built once."""
    folder = reports.written(tmp_path)
    reports.built(folder)
    return folder


def _files(folder: ReportFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}


def _start(folder: ReportFolder) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        BUILD, cwd=folder.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def _ended(process: subprocess.Popen[bytes]) -> int:
    process.communicate()
    return process.returncode


def test_a_run_that_is_killed_leaves_what_was_there(folder: ReportFolder) -> None:
    before = _files(folder)
    started = time.monotonic()
    assert _ended(_start(folder)) == 0
    whole = time.monotonic() - started
    chance = random.Random(7)  # noqa: S311
    for _ in range(8):
        process = _start(folder)
        time.sleep(chance.uniform(0.3, 1.0) * whole)
        process.kill()
        process.communicate()
        after = _files(folder)
        assert {name: after[name] for name in before} == before
    assert _ended(_start(folder)) == 0


# Each says on standard output that it is there, and waits there to be stopped.
MOMENTS = {
    "while pandas is loaded": """
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            wait()
sys.meta_path.insert(0, Finder())
""",
    "in a rule": """
import report_builder.merge
from report_builder.checks.registry import RULES
from report_builder.problems import ProblemKind, Severity
from report_builder.checks.registry import Rule
RULES["waits"] = Rule(ProblemKind("waits", Severity.NOTE, "", ""), lambda merged: wait() or [], "")
""",
    "in a rule, and swallowed": """
import report_builder.merge
from report_builder.checks.registry import RULES
from report_builder.problems import ProblemKind, Severity
from report_builder.checks.registry import Rule
def swallow(merged):
    try:
        wait()
    except BaseException:
        return []
RULES["waits"] = Rule(ProblemKind("waits", Severity.NOTE, "", ""), swallow, "")
""",
    "beside the making of the Word file": """
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "report_builder.explanations":
            wait()
sys.meta_path.insert(0, Finder())
""",
    "while the commands are loaded": """
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "report_builder.cli.commands":
            wait()
sys.meta_path.insert(0, Finder())
""",
}
PROGRAM = """
import sys, threading
def wait():
    print("here", flush=True)
    threading.Event().wait(60)
sys.argv = ["report-builder", "build"]
{moment}
from report_builder.cli import main
main()
"""


def _waiting(moment: str, folder: ReportFolder) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.replace("{moment}", moment)],
        cwd=folder.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    return process


def _until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; if it never is, the test comes to its end in time."""
    ends = time.monotonic() + 60
    while not is_so() and time.monotonic() < ends:
        time.sleep(0.02)
    assert is_so()


@posix_only
def test_the_file_of_a_run_that_is_killed_is_taken_away_by_its_helper(folder: ReportFolder) -> None:
    before = _files(folder)
    process = _waiting(MOMENTS["beside the making of the Word file"], folder)
    _until(lambda: len(list(folder.output.glob(".*.part"))) == 2)  # it has made the Word file
    process.kill()
    process.communicate()
    _until(lambda: _files(folder) == before)


@posix_only
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_run_whose_session_ends_leaves_no_piece(name: str, folder: ReportFolder) -> None:
    before = _files(folder)
    process = _waiting(MOMENTS["beside the making of the Word file"], folder)
    _until(lambda: len(list(folder.output.glob(".*.part"))) == 2)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate()
    assert said.decode() == "Stopped. No file was left half written.\n"
    assert process.returncode == 2
    assert _files(folder) == before


@posix_only
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_run_that_is_stopped_says_so_and_leaves_no_piece(
    moment: str, folder: ReportFolder
) -> None:
    before = _files(folder)
    process = _waiting(moment, folder)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert said.decode() == "Stopped. No file was left half written.\n"
    assert process.returncode == 2
    assert _files(folder) == before


def test_two_runs_at_once_both_leave_a_whole_file(folder: ReportFolder) -> None:
    before = _files(folder)
    processes = [_start(folder), _start(folder)]
    assert [_ended(process) for process in processes] == [0, 0]
    assert _files(folder) == before
    docx.Document(str(folder.output / NAME))


def test_an_output_that_cannot_be_replaced_is_left_as_it_is(folder: ReportFolder) -> None:
    path = folder.output / NAME
    path.unlink()
    path.mkdir()  # as good as a file that another program holds: it cannot be replaced
    (path / "in the way").touch()
    process = _start(folder)
    _, said = process.communicate()
    assert process.returncode == 2
    assert b"close it there" in said
    assert b"Traceback" not in said
    assert [each.name for each in path.iterdir()] == ["in the way"]
    assert not list(folder.output.glob(".*"))


def test_a_build_with_errors_leaves_the_report_of_before(folder: ReportFolder) -> None:
    before = (folder.output / NAME).read_bytes()
    (folder.returns / "Early Help.xlsx").write_bytes(b"damaged")
    assert pipeline.build(folder, draft=False).paths == ()
    assert (folder.output / NAME).read_bytes() == before
