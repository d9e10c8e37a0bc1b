"""``build``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder import console
from report_builder.cli.root import PROBLEMS, TROUBLE, Parser, add_folder, add_profile

if TYPE_CHECKING:
    from report_builder.pipeline import Outcome


def register(program: Parser) -> None:
    """Add the command of this module to ``program``."""
    command = program.command(
        "build",
        build,
        "report-builder build",
        "report-builder build --draft",
        "report-builder build --pdf",
        "report-builder build --profile",
        "report-builder build --all --folder reports",
    )
    add_folder(command)
    command.add_argument(
        "--draft",
        action="store_true",
        help="Build in spite of errors, marked DRAFT on every page.",
    )
    command.add_argument(
        "--pdf",
        action="store_true",
        help="Write an accessible PDF too; LibreOffice makes it.",
    )
    command.add_argument(
        "--all",
        dest="every",
        action="store_true",
        help="DIR is a folder of report folders: build every report in it, and say in a line or "
        "two what became of each.",
    )
    add_profile(command)


def build(folder: Path, draft: bool, pdf: bool, every: bool, profile: bool) -> int:
    """Check, then write the Word file into the output folder.

    With problems of severity error no final report is written.
    """
    from report_builder import pipeline

    if every:
        return _build_all(folder, draft=draft, pdf=pdf)
    pipeline.stand_by()
    import shlex

    from report_builder.folder import ReportFolder

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
        console.write(f"written: {path}")
    _warn_of(built.left_behind)
    console.show_crashes(built.checked.crashes)
    if profile:
        console.show_profile()
    return PROBLEMS if built.checked.has_errors else 0


def _warn_of(left_behind: Iterable[Path]) -> None:
    for path in left_behind:
        console.say(
            f"{path} is of an earlier build and may hold what this one withholds. Take it away, "
            "so that nobody publishes it."
        )


def _build_all(parent: Path, *, draft: bool, pdf: bool) -> int:
    from report_builder import pipeline

    roots = pipeline.report_folders(parent)
    with console.progress() as tell:
        outcomes = pipeline.build_all(roots, draft=draft, pdf=pdf, tell=tell)
    for outcome in outcomes:
        for fault in outcome.faults:
            console.say(f"{outcome.root}: {fault}")
        _warn_of(outcome.left_behind)
    for outcome in outcomes:
        console.write(f"{outcome.root}: {_said_of(outcome)}")
        for path in outcome.paths:
            console.write(f"    written: {path}")
    written = sum(bool(outcome.paths) for outcome in outcomes)
    console.say(f"{written} of {_counted(len(outcomes), 'report')} written.")
    in_trouble = any(outcome.trouble for outcome in outcomes)
    with_errors = any(outcome.has_errors for outcome in outcomes)
    return TROUBLE if in_trouble else PROBLEMS if with_errors else 0


def _said_of(outcome: Outcome) -> str:
    import shlex

    if outcome.trouble:
        return f"not built. {outcome.trouble}"
    said = console.summary(list(outcome.problems))
    if outcome.paths:
        return said
    check = f"report-builder check --folder {shlex.quote(str(outcome.root))}"
    return f"not written. {said} What to do: {check}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
