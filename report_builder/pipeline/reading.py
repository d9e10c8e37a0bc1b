"""What every command begins with: the workbooks of a report folder, read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from report_builder.folder import ReportFolder
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
        yield read(path, STANDARD_RETURN)


def of_this_report(filled: Filled, report: Identity | None) -> Filled:
    """Return ``filled``, emptied and with its problem if it was issued for another report."""
    if filled.identity is None or report is None or filled.identity.report == report.report:
        return filled
    return filled.of_another_report()
