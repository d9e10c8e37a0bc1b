"""``build``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import PROBLEMS, FolderOption, app
from report_builder.folder import ReportFolder


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
