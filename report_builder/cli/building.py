"""``build``."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from report_builder import console
from report_builder.cli.root import PROBLEMS, TROUBLE, FolderOption, ProfileOption, app
from report_builder.folder import ReportFolder

if TYPE_CHECKING:
    from report_builder.pipeline import Outcome


@app.command(
    epilog="Examples: report-builder build; report-builder build --draft; report-builder build "
    "--pdf; report-builder build --profile; report-builder build --all --folder reports"
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
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help="DIR is a folder of report folders: build every report in it, and say in a line "
            "or two what became of each.",
        ),
    ] = False,
    profile: ProfileOption = False,
) -> None:
    """Check, then write the Word file into the output folder.

    With problems of severity error no final report is written.
    """
    from report_builder import pipeline

    if every:
        _build_all(folder, draft=draft, pdf=pdf)
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
    _warn_of(built.left_behind)
    console.show_crashes(built.checked.crashes)
    if profile:
        console.show_profile()
    raise typer.Exit(PROBLEMS if built.checked.has_errors else 0)


def _warn_of(left_behind: Iterable[Path]) -> None:
    for path in left_behind:
        console.say(
            f"{path} is of an earlier build and may hold what this one withholds. Take it away, "
            "so that nobody publishes it."
        )


def _build_all(parent: Path, *, draft: bool, pdf: bool) -> NoReturn:
    from report_builder import pipeline

    roots = pipeline.report_folders(parent)
    with console.progress() as tell:
        outcomes = pipeline.build_all(roots, draft=draft, pdf=pdf, tell=tell)
    for outcome in outcomes:
        for fault in outcome.faults:
            console.say(f"{outcome.root}: {fault}")
        _warn_of(outcome.left_behind)
    for outcome in outcomes:
        typer.echo(f"{outcome.root}: {_said_of(outcome)}")
        for path in outcome.paths:
            typer.echo(f"    written: {path}")
    written = sum(bool(outcome.paths) for outcome in outcomes)
    console.say(f"{written} of {_counted(len(outcomes), 'report')} written.")
    in_trouble = any(outcome.trouble for outcome in outcomes)
    with_errors = any(outcome.has_errors for outcome in outcomes)
    raise typer.Exit(TROUBLE if in_trouble else PROBLEMS if with_errors else 0)


def _said_of(outcome: Outcome) -> str:
    if outcome.trouble:
        return f"not built. {outcome.trouble}"
    said = console.summary(list(outcome.problems))
    if outcome.paths:
        return said
    check = f"report-builder check --folder {shlex.quote(str(outcome.root))}"
    return f"not written. {said} What to do: {check}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
