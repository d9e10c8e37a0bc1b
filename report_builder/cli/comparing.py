"""``compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import app


@app.command(
    epilog="Examples: report-builder compare reports/spring reports/autumn; report-builder "
    'compare "output/Progress - version 1.docx" "output/Progress - version 2.docx" '
    "--output for-the-lead-member"
)
def compare(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD",
            help="A report folder, the record of a report, or its Word file beside its record.",
        ),
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help="The report that came after it, in the same way.")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            metavar="DIR",
            help="Write the files there; otherwise into the folder that you are in.",
        ),
    ] = Path(),
) -> None:
    """Write what changed between two reports, as a short Word document and as a web page.

    Markers, areas, dates, wording and progress, word by word, and the figures then and now. Of
    two Word files it also writes one with tracked changes, where python-redlines is installed.
    """
    from report_builder import pipeline

    with console.progress() as tell:
        compared = pipeline.compare(old, new, output, tell)
    for sentence in compared.comparison.summary:
        console.say(sentence)
    for path in compared.paths:
        typer.echo(f"written: {path}")
    if output == Path():
        console.say(f"The files are in {output.resolve()}")
    if compared.not_tracked:
        console.say(compared.not_tracked)
