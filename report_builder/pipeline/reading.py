"""What every command begins with: the workbooks of a report folder, read."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from report_builder import manifest, record
from report_builder.beside import CrashedError, Helper
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.phases import phase
from report_builder.problems import Cell
from report_builder.record import Record
from report_builder.workbooks import faults
from report_builder.workbooks.declare import Form, Identity
from report_builder.workbooks.read import Filled, read, workbooks_in
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

Tell = Callable[[str], None]
"""Told, in a few words, what is being done."""

_FORMS = {form.name: form for form in (REPORT_WORKBOOK, STANDARD_RETURN)}
_MUCH = 300_000
"""How many bytes it takes longer to read and to print than to have that done by helpers."""
_VERY_MUCH = 500_000
"""How many bytes it takes longer to read than to begin a second helper, beside other work."""


def silent(_: str) -> None:
    """Tell nobody."""


@contextlib.contextmanager
def helped(folder: ReportFolder, *, alone: bool = False) -> Iterator[Helper | None]:
    """Yield a helper, or ``None`` where doing the work here takes less time than beginning one.

    That is so in a process that has loaded pandas before, unless there is much to read. A helper
    that is begun there is kept for the next report. Who is to be ``alone`` has none: the others of
    many processes want the processors too.
    """
    if alone:
        yield None
    elif "pandas" not in sys.modules:
        with Helper() as helper:
            yield helper
    elif size_of_returns(folder) < _MUCH:
        yield None
    else:
        with Helper.kept() as helper:
            yield helper


def size_of_returns(folder: ReportFolder) -> int:
    """Return how many bytes the returns have together."""
    return sum(map(_size, workbooks_in(folder.returns)))


def read_report(folder: ReportFolder) -> Filled:
    """Return the author's workbook, read.

    Raises:
        FolderError: there is none.
    """
    return read(folder.required(folder.report_workbook, "report workbook"), REPORT_WORKBOOK)


class Reading(NamedTuple):
    """Workbooks that are being read."""

    is_done: Callable[[], bool]
    all_of_them: Callable[[], list[Filled]]
    """Waits until they have been read."""

    def wait(self) -> tuple[Filled, list[Filled]]:
        """Return the author's workbook and the returns when they have been read."""
        first, *others = self.all_of_them()
        return first, others


def read_all(
    folder: ReportFolder,
    tell: Tell,
    helper: Helper | None,
    then: Callable[[Helper], None] | None = None,
) -> Reading:
    """Begin to read the workbooks; ``then`` is what the helper does after that.

    Raises:
        FolderError: there is no workbook of the author's.
    """
    report = folder.required(folder.report_workbook, "report workbook")
    paths = list(workbooks_in(folder.returns))
    asked = [
        _Asked(report, REPORT_WORKBOOK, report.name),
        *(_Asked(path, STANDARD_RETURN, folder.name_of_return(path)) for path in paths),
    ]
    if helper:
        return _read_beside(asked, tell, helper, then)

    def read_here() -> list[Filled]:
        found: list[Filled] = []
        with phase("reading", len(asked), "workbooks"):
            for one in asked:
                tell(_told(one, len(found), len(asked)))
                found.append(read(one.path, one.form, one.name))
        return found

    return Reading(lambda: False, read_here)


def read_history(folder: ReportFolder, report: Identity | None) -> tuple[Record, ...]:
    """Return the records of the reports before this one, the oldest first.

    Raises:
        FolderError: one cannot be read, is of this report itself, or two are of one report.
    """
    found: dict[str, Record] = {}
    for path in records_in(folder):
        one = record.load(path)
        if report is not None and one.report == report.report:
            raise FolderError(f"{path} is of this report itself. Take it out of {folder.history}.")
        if one.report in found:
            raise FolderError(
                f"{folder.history} holds two records of one report: {found[one.report]}, and "
                f"{one}. Keep the one that was published."
            )
        found[one.report] = one
    return tuple(sorted(found.values(), key=lambda one: one.as_at or dt.date.min))


def records_in(folder: ReportFolder) -> list[Path]:
    """Return the files of the records of the reports before this one."""
    return sorted(folder.history.glob(f"*{record.SUFFIX}"))


def of_this_report(filled: Filled, report: Identity | None) -> Filled:
    """Return ``filled``, emptied and with its problem if it was issued for another report."""
    if filled.identity is None or report is None or filled.identity.report == report.report:
        return filled
    return filled.of_another_report()


def inputs_now(folder: ReportFolder) -> dict[str, str]:
    """Return the SHA-256 of each input as it is now, by its path in the report folder.

    What cannot be read is left out.
    """
    paths = [folder.report_workbook, folder.template, *workbooks_in(folder.returns)]
    paths += [*records_in(folder), *([folder.logo] if folder.logo else [])]
    found: dict[str, str] = {}
    for path in paths:
        with contextlib.suppress(OSError):
            if path.is_file():
                found |= manifest.sha256([path], folder.root)
    return found


class _Asked(NamedTuple):
    """A workbook to be read: where it lies, of what form it should be, what it is called."""

    path: Path
    form: Form
    name: str


def _told(one: _Asked, done: int, of: int) -> str:
    return f"Reading {one.name} ({done + 1} of {of})"


def _read_beside(
    asked: Sequence[_Asked],
    tell: Tell,
    helper: Helper,
    then: Callable[[Helper], None] | None,
) -> Reading:
    """Have the workbooks read by ``helper``, by two where there is much to read."""
    found: dict[int, Filled] = {}
    failed: list[Exception] = []
    ended = threading.Event()
    waiting = deque(enumerate(asked))

    def work(one: Helper) -> None:
        while waiting:
            try:
                place, workbook = waiting.popleft()
            except IndexError:
                break  # the other one took the last
            try:
                found[place] = _read_by(one, workbook)
            except Exception as error:
                failed.append(error)
            if failed or len(found) == len(asked):
                ended.set()
        if one is helper and then is not None:
            then(one)

    def work_too(other: Helper) -> None:
        with other:
            work(other)

    size = sum(_size(workbook.path) for workbook in asked)
    threading.Thread(target=work, args=(helper,), daemon=True).start()
    # Where helpers are kept, this process has loaded all, and does nothing meanwhile.
    other = None
    if size >= _VERY_MUCH or helper.is_kept:
        other = threading.Thread(target=work_too, args=(helper.another(),), daemon=True)
        other.start()

    def wait() -> list[Filled]:
        while not ended.wait(0.1):
            done = len(found)
            tell(_told(asked[min(done, len(asked) - 1)], done, len(asked)))
        if failed:
            raise failed[0]
        if other:
            other.join()
        return [found[place] for place in range(len(asked))]

    return Reading(ended.is_set, wait)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # its reader says what is wrong with it


def _read_by(helper: Helper, asked: _Asked) -> Filled:
    try:
        said = helper.call(_read_as, asked.path, asked.form.name, asked.name)
        return Filled(form=asked.form, **said)
    except CrashedError:
        problem = faults.READER_CRASHED.at(Cell(asked.name))
        return Filled(asked.name, asked.form, None, {}, {}, (problem,))


def _read_as(path: Path, form: str, name: str) -> dict[str, Any]:
    """Return what :func:`read` returns but the form, which its caller has."""
    with phase("reading", 1, "workbooks"):
        filled = read(path, _FORMS[form], name)
    names = (each.name for each in fields(filled) if each.name != "form")
    return {name: getattr(filled, name) for name in names}
