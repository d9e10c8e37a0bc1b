"""``next``."""

from __future__ import annotations

from pathlib import Path

from report_builder import console
from report_builder.cli.root import Parser, add_folder


def register(program: Parser) -> None:
    """Add the command of this module to ``program``."""
    command = program.command(
        "next",
        follow,
        "report-builder next ../2026-spring",
        "report-builder next --folder reports/2025-autumn reports/2026-spring",
    )
    command.add_argument(
        "new_folder", metavar="FOLDER", type=Path, help="The folder to make for the next report."
    )
    add_folder(command)


def follow(new_folder: Path, folder: Path) -> int:
    """Begin the report after a finished one: its register, its areas and its constants.

    Run it in the folder of the last report, or name that with --folder. What must be written anew
    is left empty.
    """
    import datetime as dt
    import shlex

    from report_builder import pipeline
    from report_builder.folder import ReportFolder

    report = ReportFolder(new_folder)
    last = pipeline.follow(ReportFolder(folder), report, dt.date.today())
    console.say(f"It follows: {last}.")
    console.write(
        f"{new_folder} is ready. Fill in {report.report_workbook}, "
        f"then run: report-builder issue --folder {shlex.quote(str(new_folder))}"
    )
    return 0
