"""``next``: the report after one that has been finished."""

from __future__ import annotations

import datetime as dt
import uuid

from report_builder import issuing, record
from report_builder.errors import FolderError
from report_builder.files import file_name, make_folders, write_whole
from report_builder.folder import ReportFolder
from report_builder.pipeline.beginning import refuse_if_begun
from report_builder.pipeline.reading import read_history, read_report
from report_builder.record import Record
from report_builder.workbooks.carrying import carried_over


def follow(last: ReportFolder, folder: ReportFolder, today: dt.date) -> Record:
    """Begin the report after ``last`` in ``folder``; return the record of ``last``.

    The record goes into ``inputs/history`` of the new report, after those that ``last`` had there.
    The report workbook is carried over, with what must be written anew left empty; the template
    and the logo are copied.

    Raises:
        FolderError: ``last`` has no finished report or no workbook that can be read, or ``folder``
            holds a report already.
        OutputError: a file cannot be written.
    """
    refuse_if_begun(folder)
    workbook = read_report(last)
    template = last.required(last.template, "Word template")
    if not workbook.rows or workbook.identity is None:
        raise FolderError(
            f"{last.report_workbook} cannot be used. Run report-builder check, and correct it "
            "first."
        )
    finished = _newest(last, workbook.identity.report)
    history = (*read_history(last, workbook.identity), finished)
    content = issuing.report_workbook_bytes(
        uuid.uuid4().hex, today, carried_over(workbook.tables, finished)
    )
    files = {folder.template: template.read_bytes()}
    if last.logo:
        files[folder.template.with_name(last.logo.name)] = last.logo.read_bytes()
    for number, one in enumerate(history, 1):
        name = file_name(f"{number:02} {one}")
        files[record.path_in(folder.history, name)] = one.as_json().encode()
    make_folders(folder.returns, folder.output)
    for path, part in files.items():
        write_whole(path, part)
    write_whole(folder.report_workbook, content)  # the last: with it the folder holds a report
    return finished


def _newest(last: ReportFolder, identity: str) -> Record:
    """Return the record of the newest version of the report that ``last`` holds.

    Raises:
        FolderError: none has been finished.
    """
    found = [(record.load(path), path) for path in last.output.glob(f"*{record.SUFFIX}")]
    of_this_report = [(one, path) for one, path in found if one.report == identity]
    if not of_this_report:
        raise FolderError(
            f"{last.output} holds no record of a finished report, and the next one begins from it. "
            "Run report-builder build there first; a draft leaves no record."
        )
    # Of one version under two titles, the later file counts.
    return max(of_this_report, key=lambda each: (record.place(each[0]), each[1].stat().st_mtime))[0]
