"""The command line: arguments in, exit code out.

Exit codes: 0 done; 1 problems of severity error in the inputs; 2 the operator's trouble.
Pandas, openpyxl and docxtpl are imported only by the commands that work, not for ``--help``.
"""

from __future__ import annotations

import io
import sys

from report_builder import console
from report_builder.cli import (  # each module registers its commands, shown in this order
    building,  # noqa: F401
    checking,  # noqa: F401
    comparing,  # noqa: F401
    following,  # noqa: F401
    preparing,  # noqa: F401
    publishing,  # noqa: F401
    serving,  # noqa: F401
    templates,  # noqa: F401
)
from report_builder.cli.root import TROUBLE, app
from report_builder.errors import ReportBuilderError

__all__ = ["app", "main"]

_INTERRUPTED = 130  # what typer ends with at Ctrl-C


def main() -> None:
    """Run the command line; the operator's trouble becomes one sentence and exit code 2."""
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a letter shows a question mark
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ReportBuilderError as error:
        console.say(str(error))
        sys.exit(TROUBLE)
    except SystemExit as ended:
        if ended.code != _INTERRUPTED:
            raise
        console.say("Stopped. No file was left half written.")
        sys.exit(TROUBLE)
