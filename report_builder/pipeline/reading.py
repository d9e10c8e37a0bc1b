"""What every command begins with: the workbooks of a report folder, read."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from report_builder import manifest, record
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.record import Record
from report_builder.workbooks.declare import Identity
from report_builder.workbooks.read import Filled, read, workbooks_in
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

Tell = Callable[[str], None]
"""Told, in a few words, what is being done."""


def silent(_: str) -> None:
    """Tell nobody."""


def read_report(folder: ReportFolder) -> Filled:
    """Return the author's workbook, read.

    Raises:
        FolderError: there is none.
    """
    return read(folder.required(folder.report_workbook, "report workbook"), REPORT_WORKBOOK)


def read_returns(folder: ReportFolder, tell: Tell) -> Iterator[Filled]:
    """Yield whatever lies among the returns, read."""
    for path in workbooks_in(folder.returns):
        tell(f"Reading {path.name}")
        yield read(path, STANDARD_RETURN, folder.name_of_return(path))


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
