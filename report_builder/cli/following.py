"""``next``."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import FolderOption, app
from report_builder.folder import ReportFolder


@app.command(
    "next",
    epilog="Examples: report-builder next ../2026-spring; report-builder next --folder "
    "reports/2025-autumn reports/2026-spring",
)
def follow(
    new_folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder to make for the next report.")
    ],
    folder: FolderOption = Path(),
) -> None:
    """Begin the report after a finished one: its register, its areas and its constants.

    Run it in the folder of the last report, or name that with --folder. What must be written anew
    is left empty.
    """
    from report_builder import pipeline

    report = ReportFolder(new_folder)
    last = pipeline.follow(ReportFolder(folder), report, dt.date.today())
    console.say(f"It follows: {last}.")
    typer.echo(
        f"{new_folder} is ready. Fill in {report.report_workbook}, "
        f"then run: report-builder issue --folder {shlex.quote(str(new_folder))}"
    )
