"""``compare``."""

from __future__ import annotations

from pathlib import Path

from report_builder import console
from report_builder.cli.root import Parser


def register(program: Parser) -> None:
    """Add the command of this module to ``program``."""
    command = program.command(
        "compare",
        compare,
        "report-builder compare reports/spring reports/autumn",
        'report-builder compare "output/Progress - version 1.docx" '
        '"output/Progress - version 2.docx" --output for-the-lead-member',
    )
    command.add_argument(
        "old",
        metavar="OLD",
        type=Path,
        help="A report folder, the record of a report, or its Word file beside its record.",
    )
    command.add_argument(
        "new",
        metavar="NEW",
        type=Path,
        help="The report that came after it, in the same way.",
    )
    command.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path(),
        help="Write the files there; otherwise into the folder that you are in. "
        "[default: %(default)s]",
    )


def compare(old: Path, new: Path, output: Path) -> int:
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
        console.write(f"written: {path}")
    if output == Path():
        console.say(f"The files are in {output.resolve()}")
    if compared.not_tracked:
        console.say(compared.not_tracked)
    return 0
