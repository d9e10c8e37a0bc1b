"""What the operator sees: problems and progress on standard error, in plain lines if piped.

Tables and progress appear only where standard error is a terminal; otherwise each problem is one
line on standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # --help and --version need none of these
    from rich.console import Console
    from rich.status import Status

    from report_builder.problems import Problem

_STYLES = {"error": "bold red", "query": "bold yellow", "note": "cyan"}
_LONGEST_VALUE = 60
_PATIENCE = 1.0  # seconds, in which nobody wonders what is being done


def say(sentence: str) -> None:
    """Print a sentence for the operator on standard error."""
    print(sentence, file=sys.stderr)


class ReaderGoneError(Exception):
    """Whoever read standard output has read enough, as ``head`` has."""


@contextmanager
def read_by_somebody() -> Iterator[None]:
    """Write to standard output in this context.

    Raises:
        ReaderGoneError: nobody reads it any more; so do the functions that write.
    """
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def flush() -> None:
    """Send what has been written on its way."""
    with read_by_somebody():
        print(end="", flush=True)


def write(line: str) -> None:
    """Print a line on standard output, at once: whatever is said next comes after it."""
    with read_by_somebody():
        print(line, flush=True)


def write_json(found: list[dict[str, str]]) -> None:
    """Print ``found`` as JSON on standard output, in UTF-8 whatever the terminal speaks."""
    import json

    with read_by_somebody():
        sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")


def show(problems: list[Problem]) -> None:
    """Show ``problems``: as a table for each workbook on a terminal, else as lines.

    Of the queries that have been explained a terminal shows only how many there are.
    """
    if not sys.stderr.isatty():
        with read_by_somebody():
            for problem in problems:
                said = f"{problem.severity}: {problem.where}: {problem.message} [{problem.code}]"
                sys.stdout.buffer.write(f"{said}\n".encode())
            sys.stdout.flush()
        return
    console = _console()
    asked = [problem for problem in problems if not problem.explained]
    for workbook, found in groupby(asked, key=lambda problem: problem.where.workbook):
        _show_workbook(console, workbook, list(found))
    explained = len(problems) - len(asked)
    if explained:
        what = "1 query that was" if explained == 1 else f"{explained} queries that were"
        say(f"Not shown: {what} explained (check --format json lists all).")


def show_crashes(crashes: Iterable[Exception]) -> None:
    """Print the traceback of each crash on standard error: a fault of ours is never hidden."""
    import traceback

    from report_builder.masking import masked

    for crash in crashes:
        say(masked("".join(traceback.format_exception(crash))).rstrip())


def summary(problems: list[Problem]) -> str:
    """Return how many problems there are, as ``2 errors, 1 query.``."""
    from report_builder.problems import Severity

    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    words = {
        Severity.ERROR: ("error", "errors"),
        Severity.QUERY: ("query", "queries"),
        Severity.NOTE: ("note", "notes"),
    }
    said = [f"{count} {words[severity][count != 1]}" for severity, count in counts.items() if count]
    return f"{', '.join(said)}." if said else "No problems."


def show_profile() -> None:
    """Print how long each phase of this run took, on standard error."""
    import os
    import platform

    from report_builder import __version__, phases, starting

    say(
        f"report-builder {__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )
    for one in phases.current.phases.values():
        things = f"{one.count:,} {one.things}" if one.things else ""
        say(f"{one.name:<10} {one.seconds:9.3f} s  {things:<18} {one.place}".rstrip())
    say(f"{'in all':<10} {starting.seconds_ago():9.3f} s")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that tells what is being done, shown on a terminal.

    It is shown once the work has taken a second, for as long as the work lasts.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    shown = _Progress()
    try:
        yield shown.tell
    finally:
        shown.end()


class _Progress:
    """One line that says what is being done."""

    def __init__(self) -> None:
        import threading

        self._words = "Starting"
        self._status: Status | None = None
        self._is_over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(_PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, words: str) -> None:
        self._words = words
        if self._status is not None:
            self._status.update(words)

    def _show(self) -> None:
        status = _console().status(self._words)
        with self._lock:
            if not self._is_over:
                self._status = status
                status.start()

    def end(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._status is not None:
                self._status.stop()


def _show_workbook(console: Console, workbook: str, problems: list[Problem]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(workbook, style="bold"), title_justify="left", expand=True)
    table.add_column("Where", no_wrap=False, min_width=9, max_width=20)
    table.add_column("", min_width=5)
    table.add_column("What to do", ratio=1)
    for problem in problems:
        where = Text("\n".join(filter(None, (problem.where.sheet, problem.where.address))))
        severity = Text(problem.severity.value, style=_STYLES[problem.severity.value])
        what = Text(problem.message)
        if problem.value and problem.value not in problem.message:
            shown = problem.value.replace("\n", " ")
            cut = shown[:_LONGEST_VALUE] + ("…" if len(shown) > _LONGEST_VALUE else "")
            what.append(f"\nThe cell says: {cut}", style="dim")
        table.add_row(where, severity, what)
    console.print(table)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)
