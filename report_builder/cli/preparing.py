"""``new`` and ``issue``."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import PROBLEMS, FolderOption, app
from report_builder.folder import ReportFolder


@app.command(epilog="Example: report-builder new reports/2026-autumn")
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.")],
) -> None:
    """Begin a report: an empty report workbook, the Word template, and the folders."""
    from report_builder import pipeline

    report = ReportFolder(folder)
    pipeline.new(report, dt.date.today())
    typer.echo(
        f"{folder} is ready. Fill in the first sheets of {report.report_workbook}, from Cover to "
        "Register; the others can wait. Then run: report-builder issue --folder "
        f"{shlex.quote(str(folder))}"
    )


@app.command(epilog="Example: report-builder issue --folder reports/2026-autumn")
def issue(folder: FolderOption = Path()) -> None:
    """Write one blank, pre-filled return for each lead service of the register.

    A return in which anything has been answered is never overwritten.
    """
    from report_builder import pipeline

    issued, problems = pipeline.issue(ReportFolder(folder), dt.date.today())
    if problems:
        console.show(problems)
        console.say("No return was issued: correct the report workbook first.")
        raise typer.Exit(PROBLEMS)
    for one in issued:
        typer.echo(f"{'issued' if one.written else 'kept as it is'}: {one.path}")
        if one.renewed:
            typer.echo(
                f"    the register has changed since ({', '.join(one.changed)}): a copy with the "
                f"same answers in a form as it is now is {one.renewed}. Look through it, and put "
                "it in the place of the return."
            )
