"""``template check`` and ``template guide``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import PROBLEMS, app

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
    from report_builder.files import write_whole

    write_whole(output, guide.encode())
    typer.echo(f"written: {output}")
