"""The command line: arguments in, exit code out.

Exit codes: 0 done; 1 problems of severity error in the inputs; 2 the operator's trouble.
Pandas, openpyxl and docxtpl are imported only by the commands that work, not for ``--help``; and
nothing but the Python library before a Ctrl-C is heard.
"""

from __future__ import annotations

import gc
import io
import sys
from typing import TYPE_CHECKING

from report_builder import console, stopping
from report_builder.beside import RARELY
from report_builder.errors import ReportBuilderError

if TYPE_CHECKING:
    from report_builder.cli.commands import app

__all__ = ["app", "main"]

_FAULT, _TROUBLE = 1, 2


def main() -> None:
    """Run the command line; the operator's trouble becomes one sentence and exit code 2."""
    gc.set_threshold(*RARELY)
    try:
        stopping.listen()
        code = _exit_code()
    except KeyboardInterrupt:
        code = _TROUBLE
    if stopping.is_asked():  # also where a library has swallowed it
        console.say("Stopped. No file was left half written.")
        code = _TROUBLE
    sys.exit(code)


def _exit_code() -> int:
    from report_builder.cli.commands import app

    for stream in (sys.stdout, sys.stderr):  # a console that lacks a letter shows a question mark
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ReportBuilderError as error:
        console.say(str(error))
        return _TROUBLE
    except Exception as fault:  # ours: told with its traceback, personal data masked
        console.show_crashes([fault])
        return _FAULT
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def __getattr__(name: str) -> object:
    """Return the application, for those who document or test it."""
    if name == "app":
        from report_builder.cli import commands

        return commands.app
    raise AttributeError(f"{__name__} has no {name}")
