"""``verify`` and ``trace``."""

from __future__ import annotations

from pathlib import Path

from report_builder import console
from report_builder.cli.root import PROBLEMS, Parser, add_folder


def register(program: Parser) -> None:
    """Add the commands of this module to ``program``."""
    command = program.command(
        "verify", verify, 'report-builder verify "output/Progress - version 1.docx"'
    )
    command.add_argument(
        "file", metavar="FILE", type=Path, help="A Word file of the report (.docx)."
    )
    command.add_argument(
        "--built-elsewhere",
        action="store_true",
        help="FILE was not built by report-builder: do not ask for its manifest.",
    )

    command = program.command("trace", trace, 'report-builder trace "records are kept"')
    command.add_argument("words", metavar="WORDS", help="Words of the report.")
    add_folder(command)


def verify(file: Path, built_elsewhere: bool) -> int:
    """Check that a Word file is fit to publish, one that was edited in Word too.

    Says what fails, under which heading, and what to do in Word. What was changed since it was
    built is told by the manifest in the same folder, also if FILE was renamed. Exit code 1 if
    anything fails or no manifest of FILE is found, 2 if FILE cannot be opened.
    """
    from report_builder import pipeline
    from report_builder.problems import Severity

    outcome = pipeline.verify(file, built_here=not built_elsewhere)
    console.show(outcome.problems)
    console.say(console.summary(outcome.problems))
    if outcome.compared_with:
        console.say(f"Compared with what the workbooks said: {outcome.compared_with.name}")
    elif built_elsewhere:
        console.say("Not compared with any workbooks.")
    console.show_crashes(outcome.crashes)
    failed = any(problem.severity is not Severity.NOTE for problem in outcome.problems)
    return PROBLEMS if failed else 0


def trace(words: str, folder: Path) -> int:
    """Say from which workbook, sheet and cell the words of the report built last came."""
    from report_builder import pipeline
    from report_builder.folder import ReportFolder

    found = pipeline.trace(ReportFolder(folder), words)
    for paragraph in found:
        console.write(paragraph.text)
        for cell in paragraph.cells:
            console.write(f"    {cell}")
    if not found:
        console.say("No paragraph that came from a workbook has these words.")
    return 0
