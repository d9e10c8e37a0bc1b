"""Work beside this process: the same answers, and a crash that takes nothing else down."""

from __future__ import annotations

import copy
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import reports

from report_builder import beside, pipeline
from report_builder.beside import CrashedError, FaultError, Handed, Helper
from report_builder.errors import TemplateError
from report_builder.files import Place
from report_builder.folder import ReportFolder
from report_builder.pipeline import building, reading
from report_builder.pipeline.editions import Edition, Inputs
from report_builder.report.example import EXAMPLE
from report_builder.workbooks.read import read
from report_builder.workbooks.standard_return import STANDARD_RETURN

TESTS = Path(__file__).parent


def crash() -> NoReturn:
    os._exit(3)


def fail() -> NoReturn:
    raise TemplateError("The template has no style.")


def fault() -> NoReturn:
    raise LookupError("not there")


class NotUnderstood:
    """What can be sent, and not be received."""

    def __reduce__(self) -> tuple[object, ...]:
        return _refuse, ()


def _refuse() -> NoReturn:
    raise ValueError("not understood")


def input_of_nobody() -> None:
    signal.pause()


def process_id() -> int:
    print("this is no answer")
    return os.getpid()


@pytest.fixture
def helper() -> Helper:
    with Helper() as one:
        yield one


def test_what_is_asked_is_done_in_one_other_process(helper: Helper) -> None:
    assert helper.call(divmod, 17, 5) == (3, 2)
    first, second = helper.call(process_id), helper.begin(process_id)()
    assert first == second != os.getpid()


def loaded(module: str) -> bool:
    """Return whether this process has loaded ``module``."""
    return module in sys.modules


def test_the_first_helper_takes_the_process_that_stands_by_and_what_it_has_loaded() -> None:
    beside.stand_by("tabnanny")
    with Helper() as first, Helper() as second:
        assert first.call(loaded, "tabnanny")
        assert not second.call(loaded, "tabnanny")


def test_a_process_that_stands_by_and_cannot_load_is_a_crash_and_the_next_one_works() -> None:
    beside.stand_by("no_such_module")
    with Helper() as helper:
        with pytest.raises(CrashedError):
            helper.call(loaded, "sys")
        assert helper.call(loaded, "sys")


def test_a_report_arrives_as_it_was_sent(helper: Helper) -> None:
    assert helper.call(copy.copy, EXAMPLE) == EXAMPLE


def test_the_operators_trouble_comes_back_as_it_is(helper: Helper) -> None:
    with pytest.raises(TemplateError, match="no style"):
        helper.call(fail)


def test_a_fault_of_ours_comes_back_with_its_trace(helper: Helper) -> None:
    with pytest.raises(FaultError, match=r"(?s)line \d+, in fault.*LookupError: not there"):
        helper.call(fault)


def test_where_no_process_can_be_begun_the_work_is_done_here(
    helper: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    assert helper.call(process_id) == os.getpid()


def test_where_no_process_can_be_begun_nothing_is_done_before_it_is_asked_for(
    helper: Helper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    waits = helper.begin(Path.touch, tmp_path / "sign")
    _until_idle(helper)
    assert not (tmp_path / "sign").exists()  # nobody could stop it
    waits()
    assert (tmp_path / "sign").exists()


def _until_idle(helper: Helper) -> None:
    while helper._asked_for:
        time.sleep(0.01)


def test_where_the_process_ends_at_once_the_work_is_done_here(
    helper: Helper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_BEGIN", "raise SystemExit(1)")
    assert helper.call(process_id) == os.getpid()


def test_after_a_crash_the_next_call_is_answered(helper: Helper) -> None:
    with pytest.raises(CrashedError):
        helper.call(crash)
    assert helper.call(len, "abc") == 3


def test_a_helper_that_was_sent_away_is_gone() -> None:
    with Helper() as helper:
        process = helper.call(process_id)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(CrashedError):
        helper.call(len, "abc")


@pytest.fixture
def nobody_idle() -> Iterator[None]:
    yield
    while beside._idle:
        beside._idle.pop().close()


@pytest.mark.usefixtures("nobody_idle")
def test_a_helper_that_is_kept_helps_the_next_one() -> None:
    with Helper.kept() as first:
        done_by = first.call(process_id)
    with Helper.kept() as second:
        assert second is first
        assert second.call(process_id) == done_by


@pytest.mark.usefixtures("nobody_idle")
def test_a_kept_helper_that_ended_meanwhile_is_no_crash() -> None:
    with Helper.kept() as first:
        done_by = first.call(process_id)
    os.kill(done_by, signal.SIGTERM)
    with Helper.kept() as second:
        assert second is first
        assert second._process is not None
        second._process.wait()
        assert second.call(process_id) != done_by


def appear(sign: Path) -> None:
    """Come to an end when ``sign`` is there."""
    while not sign.exists():
        time.sleep(0.01)


def test_what_is_begun_waits_for_nothing_that_was_begun_before(
    helper: Helper, tmp_path: Path
) -> None:
    first = helper.begin(appear, tmp_path / "sign")
    little, much = helper.begin(process_id), helper.begin(process_id, is_much=True)
    (tmp_path / "sign").touch()
    assert first() is None
    assert little() == much() != os.getpid()


def test_much_is_sent_before_anything_else_is_done(helper: Helper, tmp_path: Path) -> None:
    called = threading.Thread(target=helper.call, args=(appear, tmp_path / "sign"))
    called.start()
    while not helper._lock.locked():
        time.sleep(0.01)
    threading.Timer(0.2, (tmp_path / "sign").touch).start()
    much = helper.begin(process_id, is_much=True)
    assert (tmp_path / "sign").exists()  # so what was called is done, and this has been sent
    called.join()
    assert much() != os.getpid()


def test_what_cannot_be_pickled_is_told_at_once(helper: Helper) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        helper.begin(len, [lambda: None])
    assert helper.call(divmod, 17, 5) == (3, 2)


@pytest.mark.usefixtures("nobody_idle")
def test_a_kept_helper_in_the_middle_of_something_is_not_kept() -> None:
    with Helper.kept() as helper:
        wait = helper.begin(input_of_nobody, is_much=True)
        assert helper._lock.locked()  # it has been sent
    assert not beside._idle
    with pytest.raises(CrashedError):
        wait()
    with pytest.raises(ValueError, match="ours"), Helper.kept() as helper:
        raise ValueError("ours")
    assert not beside._idle


def test_what_cannot_be_sent_spoils_nothing_that_is_sent_later(helper: Helper) -> None:
    words = "words that are sent twice"
    with pytest.raises((AttributeError, pickle.PicklingError)):
        helper.call(len, [words, lambda: None])
    assert helper.call(os.path.commonpath, [words, words]) == words


def test_an_answer_that_cannot_be_understood_is_a_fault_and_no_crash(helper: Helper) -> None:
    with pytest.raises(ValueError, match="not understood"):
        helper.call(NotUnderstood)
    assert helper.call(divmod, 17, 5) == (3, 2)


def test_in_one_of_many_processes_nobody_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports.written(tmp_path)
    monkeypatch.setattr(reading, "_MUCH", 0)
    with reading.helped(folder, alone=True) as nobody:
        assert nobody is None
    with reading.helped(folder) as somebody:
        assert somebody is not None
        somebody.close()


@pytest.mark.usefixtures("nobody_idle")
def test_no_more_helpers_are_kept_than_a_build_has() -> None:
    with Helper.kept() as first, first.another(), first.another() as third:
        assert third is not first
    assert len(beside._idle) == 2


@pytest.mark.usefixtures("nobody_idle")
def test_a_large_report_has_a_helper_in_a_process_that_has_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports.written(tmp_path)
    reports.built(folder)  # a small one has none
    assert not beside._idle
    before = {path.name: path.read_bytes() for path in folder.output.iterdir()}
    monkeypatch.setattr(reading, "_MUCH", 0)
    reports.built(folder)
    assert {path.name: path.read_bytes() for path in folder.output.iterdir()} == before
    assert beside._idle


_WRITE = building.write


def write_with_a_crash(
    handed: Handed[Edition], inputs: Inputs, word_file: Place, manifest: Place
) -> None:
    """Write an edition; the process that would write the public one in a helper crashes."""
    if word_file.path.stem.endswith("PUBLIC") and os.getpid() != int(os.environ["OWNER"]):
        os._exit(3)
    _WRITE(handed, inputs, word_file, manifest)


@pytest.mark.usefixtures("nobody_idle")
def test_after_a_crash_each_file_is_made_once_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("inputs", "templates"):
        shutil.copytree(TESTS.parent / "examples" / "five_services" / part, tmp_path / part)
    folder = ReportFolder(tmp_path)
    reports.built(folder)
    before = {path.name: path.read_bytes() for path in folder.output.iterdir()}
    assert len([name for name in before if name.endswith(".docx")]) == 2
    monkeypatch.setenv("OWNER", str(os.getpid()))
    monkeypatch.setattr(building, "write", write_with_a_crash)
    monkeypatch.setattr(reading, "_MUCH", 0)  # so that helpers are used here
    reports.built(folder)
    assert {path.name: path.read_bytes() for path in folder.output.iterdir()} == before


def test_the_helper_ends_when_its_owner_is_killed() -> None:
    code = (
        f"import sys, time; sys.path[:0] = {[str(TESTS), str(TESTS.parent / 'samples')]!r}\n"
        "from test_beside import Helper, process_id\n"
        "helper = Helper(); print(helper.call(process_id), flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    process = int(owner.stdout.readline())
    reader = os.pidfd_open(process) if hasattr(os, "pidfd_open") else None
    owner.kill()
    owner.communicate()
    if reader is not None:
        import select

        assert select.select([reader], [], [], 60)[0], "the helper is still there"
        os.close(reader)


def test_a_workbook_is_read_alike_here_and_beside(helper: Helper, tmp_path: Path) -> None:
    folder = reports.written(tmp_path)
    begun = reading.read_all(folder, reading.silent, helper)
    beside_, here = begun.wait(), reading.read_all(folder, reading.silent, None).wait()
    assert begun.is_done()
    assert [beside_[0], *beside_[1]] == [here[0], *here[1]]
    path = next(folder.returns.iterdir())
    read_here, read_beside = read(path, STANDARD_RETURN), beside_[1][0]
    for sheet, rows in read_here.rows.items():
        for ours, theirs in zip(rows, read_beside.rows[sheet], strict=True):
            assert [type(one) for one in ours] == [type(one) for one in theirs]
            assert [getattr(one, "runs", None) for one in ours] == [
                getattr(one, "runs", None) for one in theirs
            ]


def test_a_return_that_crashes_its_reader_is_a_problem_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports.written(tmp_path)
    (folder.returns / "A crash.xlsx").write_bytes(b"")
    monkeypatch.setattr(reading, "_read_as", reader_that_crashes)
    with Helper() as helper:
        report, returns = reading.read_all(folder, reading.silent, helper).wait()
    assert report.rows
    assert [[problem.code for problem in one.problems] for one in returns] == [
        ["reader-crashed"],
        [],
    ]
    assert returns[1].rows


_READ_AS = reading._read_as


def reader_that_crashes(path: Path, form: str, name: str) -> dict[str, object]:
    if path.name == "A crash.xlsx":
        os.kill(os.getpid(), signal.SIGABRT)
    return _READ_AS(path, form, name)


@pytest.mark.parametrize("many_bytes", [0, 10**9], ids=["two helpers", "one helper"])
def test_build_makes_the_same_file_with_a_helper_and_without(
    many_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports.written(tmp_path)
    reports.built(folder)
    before = {path.name: path.read_bytes() for path in folder.output.iterdir()}
    monkeypatch.setattr(reading, "_VERY_MUCH", many_bytes)
    monkeypatch.delitem(sys.modules, "pandas")  # as in a process that has just begun
    assert pipeline.build(folder, draft=False).paths
    assert {path.name: path.read_bytes() for path in folder.output.iterdir()} == before


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("report_builder.cli", {"argparse", "dataclasses", "subprocess"}),
        ("report_builder.cli.commands", {"report_builder.cli.building", "dataclasses"}),
        ("report_builder.cli.building", {"dataclasses", "subprocess", "rich", "json", "inspect"}),
        ("report_builder.pipeline.checking", {"pandas", "numpy", "openpyxl", "lxml"}),
        ("report_builder.pipeline.building", {"pandas", "numpy", "openpyxl", "lxml"}),
        ("report_builder.pipeline.editions", {"pandas", "report_builder.report.model", "lxml"}),
        ("report_builder.report.compose", {"pandas", "numpy", "openpyxl", "lxml"}),
        ("report_builder.word.making", {"pandas", "numpy", "openpyxl", "lxml"}),
        ("report_builder.checks.catalogue", {"openpyxl", "lxml", "holidays"}),
    ],
)
def test_what_is_loaded_later_or_elsewhere_is_not_loaded_at_once(
    module: str, unwanted: set[str]
) -> None:
    code = f"import sys, {module}; print(*{unwanted!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_pipe_that_is_closed_is_the_end() -> None:
    assert beside.serve.__doc__
    done = subprocess.run(
        [sys.executable, "-c", "from report_builder.beside import serve; serve()"],
        input=b"half",
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
