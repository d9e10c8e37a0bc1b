"""``new``: the beginning of a report."""

from __future__ import annotations

import datetime as dt
import uuid

from report_builder import issuing
from report_builder.errors import FolderError
from report_builder.files import make_folders, write_whole
from report_builder.folder import ReportFolder


def new(folder: ReportFolder, today: dt.date) -> None:
    """Begin a report: an empty report workbook, the standard template and the empty folders.

    Raises:
        FolderError: the folder holds a report already.
    """
    from report_builder.word.template import standard_template

    refuse_if_begun(folder)
    make_folders(folder.returns, folder.output)
    write_whole(folder.template, standard_template())
    content = issuing.report_workbook_bytes(uuid.uuid4().hex, today)
    write_whole(folder.report_workbook, content)


def refuse_if_begun(folder: ReportFolder) -> None:
    """Return if ``folder`` holds no report yet.

    Raises:
        FolderError: it does.
    """
    for path in (folder.report_workbook, folder.template, folder.history):
        if path.exists():
            raise FolderError(
                f"{path} is there already, and nothing is overwritten. Choose another folder."
            )
