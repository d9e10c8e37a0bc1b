"""``new`` and ``issue``."""

from __future__ import annotations

from pathlib import Path

from report_builder import console
from report_builder.cli.root import PROBLEMS, Parser, add_folder


def register(program: Parser) -> None:
    """Add the commands of this module to ``program``."""
    command = program.command("new", new, "report-builder new reports/2026-autumn")
    command.add_argument("folder", metavar="FOLDER", type=Path, help="The folder to make.")

    command = program.command("issue", issue, "report-builder issue --folder reports/2026-autumn")
    add_folder(command)


def new(folder: Path) -> int:
    """Begin a report: an empty report workbook, the Word template, and the folders."""
    import datetime as dt
    import shlex

    from report_builder import pipeline
    from report_builder.folder import ReportFolder

    report = ReportFolder(folder)
    pipeline.new(report, dt.date.today())
    console.write(
        f"{folder} is ready. Fill in the first sheets of {report.report_workbook}, from Cover to "
        "Register; the others can wait. Then run: report-builder issue --folder "
        f"{shlex.quote(str(folder))}"
    )
    return 0


def issue(folder: Path) -> int:
    """Write one blank, pre-filled return for each lead service of the register.

    A return in which anything has been answered is never overwritten.
    """
    import datetime as dt

    from report_builder import pipeline
    from report_builder.folder import ReportFolder

    issued, problems = pipeline.issue(ReportFolder(folder), dt.date.today())
    if problems:
        console.show(problems)
        console.say("No return was issued: correct the report workbook first.")
        return PROBLEMS
    for one in issued:
        console.write(f"{'issued' if one.written else 'kept as it is'}: {one.path}")
        if one.renewed:
            console.write(
                f"    the register has changed since ({', '.join(one.changed)}): a copy with the "
                f"same answers in a form as it is now is {one.renewed}. Look through it, and put "
                "it in the place of the return."
            )
    return 0
