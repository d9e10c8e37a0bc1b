"""The command line: arguments in, exit code out.

Exit codes: 0 done; 1 problems of severity error in the inputs; 2 the operator's trouble.
Pandas, openpyxl and docxtpl are imported only by the commands that work, not for ``--help``.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from report_builder import __version__, console
from report_builder.errors import ReportBuilderError
from report_builder.files import write_whole
from report_builder.folder import ReportFolder

PROBLEMS = 1
TROUBLE = 2
_INTERRUPTED = 130  # what typer ends with at Ctrl-C

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
        f"then run: report-builder issue --folder {shlex.quote(str(folder))}"
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


@app.command(
    epilog="Examples: report-builder check; report-builder check --format json > problems.json; "
    "report-builder check --return-to answers"
)
def check(
    folder: FolderOption = Path(),
    output_format: Annotated[
        Format, typer.Option("--format", help="json: all problems as an array on standard output.")
    ] = Format.TEXT,
    return_to: Annotated[
        Path | None,
        typer.Option(
            "--return-to",
            metavar="DIR",
            help="Write a copy of each return with its problems there, and a summary for you.",
        ),
    ] = None,
) -> None:
    """Read, merge and check the workbooks: every problem at once, at its cell."""
    from report_builder import pipeline

    report = ReportFolder(folder)
    with console.progress() as tell:
        checked = pipeline.check(report, tell)
        written = pipeline.hand_back(report, checked, return_to) if return_to else []
    if output_format is Format.JSON:
        found = [problem.as_dict() for problem in checked.problems]
        sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")
    else:
        console.show(checked.problems)
        for path in written:
            typer.echo(f"written: {path}")
        console.say(console.summary(checked.problems))
    console.show_crashes(checked.crashes)
    raise typer.Exit(PROBLEMS if checked.has_errors else 0)


@app.command(epilog="Example: report-builder checks")
def checks() -> None:
    """List everything that is checked: severity, code, and what a person is told."""
    from report_builder.checks import catalogue

    for kind in sorted(catalogue.kinds(), key=lambda kind: kind.code):
        typer.echo(f"{kind.severity:<6} {kind.code:<28} {kind.message}")


@app.command(
    epilog="Examples: report-builder build; report-builder build --draft; report-builder build "
    "--pdf"
)
def build(
    folder: FolderOption = Path(),
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Build in spite of errors, marked DRAFT on every page."),
    ] = False,
    pdf: Annotated[
        bool,
        typer.Option("--pdf", help="Write an accessible PDF too; LibreOffice makes it."),
    ] = False,
) -> None:
    """Check, then write the Word file into the output folder.

    With problems of severity error no final report is written.
    """
    from report_builder import pipeline

    with console.progress() as tell:
        built = pipeline.build(ReportFolder(folder), draft=draft, pdf=pdf, tell=tell)
    console.show(built.checked.problems)
    console.say(console.summary(built.checked.problems))
    if not built.paths:
        where = "" if folder == Path() else f" --folder {shlex.quote(str(folder))}"
        hint = f", or build a draft: report-builder build --draft{where}"
        console.say(
            "No report was written. Correct the errors"
            f"{hint if built.checked.merged is not None else '.'}"
        )
    for path in built.paths:
        typer.echo(f"written: {path}")
    for path in built.left_behind:
        console.say(
            f"{path} is of an earlier build and may hold what this one withholds. Take it away, "
            "so that nobody publishes it."
        )
    console.show_crashes(built.checked.crashes)
    raise typer.Exit(PROBLEMS if built.checked.has_errors else 0)


@app.command(epilog='Example: report-builder verify "output/Progress - version 1.docx"')
def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A Word file of the report (.docx).")
    ],
) -> None:
    """Check that a Word file is fit to publish, one that was edited in Word too.

    Says what fails, under which heading, and what to do in Word. Exit code 1 if anything fails,
    2 if FILE cannot be opened.
    """
    from report_builder import pipeline

    outcome = pipeline.verify(file)
    console.show(outcome.problems)
    console.say(console.summary(outcome.problems))
    console.show_crashes(outcome.crashes)
    raise typer.Exit(PROBLEMS if outcome.problems else 0)


@app.command(epilog='Example: report-builder trace "records are kept"')
def trace(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words of the report.")],
    folder: FolderOption = Path(),
) -> None:
    """Say from which workbook, sheet and cell the words of the report built last came."""
    from report_builder import pipeline

    found = pipeline.trace(ReportFolder(folder), words)
    for paragraph in found:
        typer.echo(paragraph.text)
        for cell in paragraph.cells:
            typer.echo(f"    {cell}")
    if not found:
        console.say("No paragraph that came from a workbook has these words.")


template = typer.Typer(
    help="Check a Word template, or list the names that it can use.",
    epilog="Examples: report-builder template guide; report-builder template check FILE",
    no_args_is_help=True,
)
app.add_typer(template, name="template")


@template.command(
    "check",
    epilog="Example: report-builder template check templates/executive_decision_report.docx",
)
def check_template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Word template (.docx).")],
) -> None:
    """Name every fault of a Word template with its paragraph, all at once.

    Exit code 1 if there is a fault, 2 if FILE cannot be opened. A note is no fault.
    """
    from report_builder import pipeline

    found = pipeline.check_template(file)
    for fault in found:
        typer.echo(f"{'note' if fault.is_note else 'fault'}: {fault}")
    faults = sum(not fault.is_note for fault in found)
    console.say("1 fault." if faults == 1 else f"{faults or 'No'} faults.")
    raise typer.Exit(PROBLEMS if faults else 0)


@template.command(
    "guide",
    epilog="Examples: report-builder template guide; report-builder template guide --output "
    "names.md",
)
def guide_to_template(
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write the guide to FILE (Markdown)."),
    ] = None,
) -> None:
    """Print the names that a Word template can use: type, meaning and an example of each."""
    from report_builder import pipeline

    guide = pipeline.template_guide()
    if output is None:
        sys.stdout.buffer.write(guide.encode())
        return
    write_whole(output, guide.encode())
    typer.echo(f"written: {output}")


def main() -> None:
    """Run the command line; the operator's trouble becomes one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a letter shows a question mark
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ReportBuilderError as error:
        console.say(str(error))
        sys.exit(TROUBLE)
    except SystemExit as ended:
        if ended.code != _INTERRUPTED:
            raise
        console.say("Stopped. No file was left half written.")
        sys.exit(TROUBLE)
