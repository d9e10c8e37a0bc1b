"""``verify`` and ``trace``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import PROBLEMS, FolderOption, app
from report_builder.folder import ReportFolder
from report_builder.problems import Severity


@app.command(epilog='Example: report-builder verify "output/Progress - version 1.docx"')
def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A Word file of the report (.docx).")
    ],
    built_elsewhere: Annotated[
        bool,
        typer.Option(
            "--built-elsewhere",
            help="FILE was not built by report-builder: do not ask for its manifest.",
        ),
    ] = False,
) -> None:
    """Check that a Word file is fit to publish, one that was edited in Word too.

    Says what fails, under which heading, and what to do in Word. What was changed since it was
    built is told by the manifest in the same folder, also if FILE was renamed. Exit code 1 if
    anything fails or no manifest of FILE is found, 2 if FILE cannot be opened.
    """
    from report_builder import pipeline

    outcome = pipeline.verify(file, built_here=not built_elsewhere)
    console.show(outcome.problems)
    console.say(console.summary(outcome.problems))
    if outcome.compared_with:
        console.say(f"Compared with what the workbooks said: {outcome.compared_with.name}")
    elif built_elsewhere:
        console.say("Not compared with any workbooks.")
    console.show_crashes(outcome.crashes)
    failed = any(problem.severity is not Severity.NOTE for problem in outcome.problems)
    raise typer.Exit(PROBLEMS if failed else 0)


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
