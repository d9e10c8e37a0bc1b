"""What the operator sees: problems and progress on standard error, in plain lines if piped.

Tables and progress appear only where standard error is a terminal; otherwise each problem is one
line on standard output.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from report_builder.masking import masked
from report_builder.problems import Problem, Severity

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {Severity.ERROR: "bold red", Severity.QUERY: "bold yellow", Severity.NOTE: "cyan"}
_LONGEST_VALUE = 60


def say(sentence: str) -> None:
    """Print a sentence for the operator on standard error."""
    print(sentence, file=sys.stderr)


def show(problems: list[Problem]) -> None:
    """Show ``problems``: as a table for each workbook on a terminal, else as lines."""
    if not sys.stderr.isatty():
        for problem in problems:
            said = f"{problem.severity}: {problem.where}: {problem.message} [{problem.code}]"
            sys.stdout.buffer.write(f"{said}\n".encode())
        sys.stdout.flush()
        return
    console = _console()
    for workbook, found in groupby(problems, key=lambda problem: problem.where.workbook):
        _show_workbook(console, workbook, list(found))


def show_crashes(crashes: Iterable[Exception]) -> None:
    """Print the traceback of each crash on standard error: a fault of ours is never hidden."""
    for crash in crashes:
        say(masked("".join(traceback.format_exception(crash))).rstrip())


def summary(problems: list[Problem]) -> str:
    """Return how many problems there are, as ``2 errors, 1 query.``."""
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


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that tells what is being done, shown while it lasts on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with _console().status("Starting") as status:
        yield status.update


def _show_workbook(console: Console, workbook: str, problems: list[Problem]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(workbook, style="bold"), title_justify="left", expand=True)
    table.add_column("Where", no_wrap=False, min_width=9, max_width=20)
    table.add_column("", min_width=5)
    table.add_column("What to do", ratio=1)
    for problem in problems:
        where = Text("\n".join(filter(None, (problem.where.sheet, problem.where.address))))
        severity = Text(problem.severity.value, style=_STYLES[problem.severity])
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
