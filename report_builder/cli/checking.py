"""``check`` and ``checks``."""

from __future__ import annotations

from pathlib import Path

from report_builder import console
from report_builder.cli.root import PROBLEMS, Parser, add_folder, add_profile


def register(program: Parser) -> None:
    """Add the commands of this module to ``program``."""
    command = program.command(
        "check",
        check,
        "report-builder check",
        "report-builder check --format json > problems.json",
        "report-builder check --return-to answers",
    )
    add_folder(command)
    command.add_argument(
        "--format",
        dest="output_format",
        choices=("text", "json"),
        default="text",
        help="json: all problems as an array on standard output. [default: %(default)s]",
    )
    command.add_argument(
        "--return-to",
        metavar="DIR",
        type=Path,
        help="Write a copy of each workbook with its problems there, and a summary for you.",
    )
    add_profile(command)

    program.command("checks", checks, "report-builder checks")


def check(folder: Path, output_format: str, return_to: Path | None, profile: bool) -> int:
    """Read, merge and check the workbooks: every problem at once, at its cell."""
    from report_builder import pipeline

    pipeline.stand_by()
    from report_builder.folder import ReportFolder

    report = ReportFolder(folder)
    with console.progress() as tell:
        checked = pipeline.check(report, tell)
        written = pipeline.hand_back(report, checked, return_to) if return_to else []
    if output_format == "json":
        console.write_json([problem.as_dict() for problem in checked.problems])
    else:
        console.show(checked.problems)
        for path in written:
            console.write(f"written: {path}")
        console.say(console.summary(checked.problems))
    console.show_crashes(checked.crashes)
    if profile:
        console.show_profile()
    return PROBLEMS if checked.has_errors else 0


def checks() -> int:
    """List everything that is checked: severity, code, and what a person is told."""
    from report_builder.checks import catalogue

    for kind in sorted(catalogue.kinds(), key=lambda kind: kind.code):
        console.write(f"{kind.severity:<6} {kind.code:<28} {kind.message}")
    return 0
