"""The root of the command line, and what its commands share: options and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report_builder import __version__

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


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"report-builder {__version__}")
        raise typer.Exit


ProfileOption = Annotated[
    bool,
    typer.Option(
        "--profile",
        help="Print how long each phase took, on standard error; nothing of the report is in it.",
    ),
]


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
