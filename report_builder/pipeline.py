"""The story: new, issue, check, build."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from report_builder.checks import catalogue
from report_builder.errors import FolderError
from report_builder.files import file_name, write_whole
from report_builder.folder import ReportFolder
from report_builder.issuing import report_workbook_bytes, return_bytes
from report_builder.merge import Merged, merge
from report_builder.problems import Problem, has_errors, in_reading_order
from report_builder.report.compose import compose
from report_builder.workbooks.declare import Identity
from report_builder.workbooks.read import Filled, read, workbooks_in
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Checked:
    """What a check found; ``merged`` is ``None`` if the report workbook could not be read."""

    problems: list[Problem]
    merged: Merged | None

    @property
    def has_errors(self) -> bool:
        """Return whether anything stands in the way of a final report."""
        return has_errors(self.problems)


@dataclass(frozen=True)
class Issued:
    """A service's return: where it lies, and whether it was written or left as it was."""

    service: str
    path: Path
    written: bool


@dataclass(frozen=True)
class Built:
    """What a build did; ``path`` is ``None`` if no report was written."""

    path: Path | None
    checked: Checked


def new(folder: ReportFolder, today: dt.date) -> None:
    """Begin a report: an empty report workbook, the standard template and the empty folders.

    Raises:
        FolderError: the folder holds a report already.
    """
    from report_builder.word.template import standard_template

    for path in (folder.report_workbook, folder.template):
        if path.exists():
            raise FolderError(
                f"{path} is there already, and nothing is overwritten. Choose another folder."
            )
    for path in (folder.returns, folder.output):
        path.mkdir(parents=True, exist_ok=True)
    write_whole(folder.template, standard_template())
    write_whole(folder.report_workbook, report_workbook_bytes(uuid.uuid4().hex, today))


def issue(folder: ReportFolder, today: dt.date) -> tuple[list[Issued], list[Problem]]:
    """Write a blank, pre-filled return for each lead service of the register.

    A return in which anything has been answered is left as it is. Nothing is written if the
    register has problems of severity error, which are returned then.
    """
    report = _read_report(folder)
    identity = report.identity
    if identity is None or not report.tables:
        return [], list(report.problems)
    merged = merge(report, [])
    blocking = [*report.problems, *catalogue.standing_in_the_way_of_issue(merged)]
    if has_errors(blocking):
        return [], in_reading_order(blocking)
    issued = []
    for service in dict.fromkeys(str(name) for name in merged.areas["lead_service"]):
        path = folder.returns / f"{file_name(service)}.xlsx"
        written = not path.exists() or read(path, STANDARD_RETURN).is_unanswered
        if written:
            write_whole(path, return_bytes(merged, identity.report, service, today))
        issued.append(Issued(service, path, written))
    return issued, []


def check(folder: ReportFolder, tell: Tell = _silent) -> Checked:
    """Read everything, merge it and return all problems at once."""
    report = _read_report(folder)
    returns = list(_read_returns(folder, tell))
    if not report.tables:
        found = [*report.problems, *(problem for filled in returns for problem in filled.problems)]
        return Checked(in_reading_order(found), None)
    tell("Merging and checking")
    merged = merge(report, (_of_this_report(filled, report.identity) for filled in returns))
    return Checked(in_reading_order([*report.problems, *catalogue.run(merged)]), merged)


def build(folder: ReportFolder, *, draft: bool, tell: Tell = _silent) -> Built:
    """Check, then write the Word file; a final one only if there is no error.

    Raises:
        FolderError: the report folder lacks a file.
        TemplateError: the Word template cannot be filled.
        OutputError: the Word file cannot be written.
    """
    folder.required(folder.template, "Word template")
    checked = check(folder, tell)
    merged = checked.merged
    if merged is None or (checked.has_errors and not draft):
        return Built(None, checked)
    from report_builder.word.render import render

    tell("Writing the Word file")
    report = compose(merged, draft=draft)
    as_at = merged.as_at or dt.date(2000, 1, 1)
    content = render(report, folder.template, folder.logo, as_at=as_at).saved(as_at)
    path = folder.output / _report_name(report.cover.title, report.useful.version, draft)
    write_whole(path, content)
    return Built(path, checked)


def _report_name(title: str, version: str, draft: bool) -> str:
    name = file_name(f"{title or 'Executive Decision Report'}")
    return f"{name} - version {file_name(version or '0')}{' DRAFT' if draft else ''}.docx"


def _read_report(folder: ReportFolder) -> Filled:
    return read(folder.required(folder.report_workbook, "report workbook"), REPORT_WORKBOOK)


def _read_returns(folder: ReportFolder, tell: Tell) -> Iterator[Filled]:
    for path in workbooks_in(folder.returns):
        tell(f"Reading {path.name}")
        yield read(path, STANDARD_RETURN)


def _of_this_report(filled: Filled, report: Identity | None) -> Filled:
    """Return ``filled``, emptied and with its problem if it was issued for another report."""
    if filled.identity is None or report is None or filled.identity.report == report.report:
        return filled
    return filled.of_another_report()
