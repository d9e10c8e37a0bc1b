"""The command line: arguments in, exit code out.

Exit codes: 0 done; 1 problems of severity error in the inputs; 2 the operator's trouble.
Pandas, openpyxl and docxtpl are imported only by the commands that work, not for ``--help``.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from report_builder import __version__, console
from report_builder.errors import ReportBuilderError
from report_builder.folder import ReportFolder

PROBLEMS = 1
TROUBLE = 2

app = typer.Typer(
    name="report-builder",
    help="Turn the Excel returns of heads of service into the council's Executive Decision "
    "Report in Word.",
    epilog="To begin a report: report-builder new my-report",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)

FolderOption = Annotated[
    Path,
    typer.Option(
        "--folder",
        metavar="DIR",
        help="The report folder: it holds inputs, templates and output.",
    ),
]


class Format(StrEnum):
    """How ``check`` says what it found."""

    TEXT = "text"
    JSON = "json"


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"report-builder {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: report-builder new reports/2026-autumn")
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to make.")],
) -> None:
    """Begin a report: an empty report workbook, the Word template, and the folders."""
    from report_builder import pipeline

    report = ReportFolder(folder)
    pipeline.new(report, dt.date.today())
    typer.echo(
        f"{folder} is ready. Fill in {report.report_workbook}, "
        f"then run: report-builder issue --folder {folder}"
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


@app.command(
    epilog="Examples: report-builder check; report-builder check --format json > problems.json"
)
def check(
    folder: FolderOption = Path(),
    output_format: Annotated[
        Format, typer.Option("--format", help="json: all problems as an array on standard output.")
    ] = Format.TEXT,
) -> None:
    """Read, merge and check the workbooks: every problem at once, at its cell."""
    from report_builder import pipeline

    with console.progress() as tell:
        checked = pipeline.check(ReportFolder(folder), tell)
    if output_format is Format.JSON:
        found = [problem.as_dict() for problem in checked.problems]
        sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")
    else:
        console.show(checked.problems)
        console.say(console.summary(checked.problems))
    raise typer.Exit(PROBLEMS if checked.has_errors else 0)


@app.command(epilog="Examples: report-builder build; report-builder build --draft")
def build(
    folder: FolderOption = Path(),
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Build in spite of errors, marked DRAFT on every page."),
    ] = False,
) -> None:
    """Check, then write the Word file into the output folder.

    With problems of severity error no final report is written.
    """
    from report_builder import pipeline

    with console.progress() as tell:
        built = pipeline.build(ReportFolder(folder), draft=draft, tell=tell)
    console.show(built.checked.problems)
    console.say(console.summary(built.checked.problems))
    if built.path is None:
        console.say(
            "No report was written. Correct the errors, or build a draft: "
            "report-builder build --draft"
        )
    else:
        typer.echo(f"written: {built.path}")
    raise typer.Exit(PROBLEMS if built.checked.has_errors else 0)


def main() -> None:
    """Run the command line; the operator's trouble becomes one sentence and exit code 2."""
    try:
        app()
    except ReportBuilderError as error:
        console.say(str(error))
        sys.exit(TROUBLE)
    except KeyboardInterrupt:
        console.say("Stopped. No file was left half written.")
        sys.exit(TROUBLE)
