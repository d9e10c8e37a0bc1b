"""``template check`` and ``template guide``."""

from __future__ import annotations

import sys
from pathlib import Path

from report_builder import console
from report_builder.cli.root import PROBLEMS, Parser


def register(program: Parser) -> None:
    """Add the commands of this module to ``program``."""
    template = program.group(
        "template",
        "Check a Word template, or list the names that it can use.",
        "report-builder template guide",
        "report-builder template check FILE",
    )
    command = template.command(
        "check",
        check_template,
        "report-builder template check templates/executive_decision_report.docx",
    )
    command.add_argument("file", metavar="FILE", type=Path, help="The Word template (.docx).")

    command = template.command(
        "guide",
        guide_to_template,
        "report-builder template guide",
        "report-builder template guide --output names.md",
    )
    command.add_argument(
        "--output", metavar="FILE", type=Path, help="Write the guide to FILE (Markdown)."
    )


def check_template(file: Path) -> int:
    """Name every fault of a Word template with its paragraph, all at once.

    Exit code 1 if there is a fault, 2 if FILE cannot be opened. A note is no fault.
    """
    from report_builder import pipeline

    found = pipeline.check_template(file)
    for fault in found:
        console.write(f"{'note' if fault.is_note else 'fault'}: {fault}")
    faults = sum(not fault.is_note for fault in found)
    console.say("1 fault." if faults == 1 else f"{faults or 'No'} faults.")
    return PROBLEMS if faults else 0


def guide_to_template(output: Path | None) -> int:
    """Print the names that a Word template can use: type, meaning and an example of each."""
    from report_builder import pipeline

    guide = pipeline.template_guide()
    if output is None:
        sys.stdout.buffer.write(guide.encode())
        return 0
    from report_builder.files import write_whole

    write_whole(output, guide.encode())
    console.write(f"written: {output}")
    return 0
