"""``check`` and ``checks``."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import PROBLEMS, FolderOption, ProfileOption, app
from report_builder.folder import ReportFolder


class Format(StrEnum):
    """How ``check`` says what it found."""

    TEXT = "text"
    JSON = "json"


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
            help="Write a copy of each workbook with its problems there, and a summary for you.",
        ),
    ] = None,
    profile: ProfileOption = False,
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
    if profile:
        console.show_profile()
    raise typer.Exit(PROBLEMS if checked.has_errors else 0)


@app.command(epilog="Example: report-builder checks")
def checks() -> None:
    """List everything that is checked: severity, code, and what a person is told."""
    from report_builder.checks import catalogue

    for kind in sorted(catalogue.kinds(), key=lambda kind: kind.code):
        typer.echo(f"{kind.severity:<6} {kind.code:<28} {kind.message}")
