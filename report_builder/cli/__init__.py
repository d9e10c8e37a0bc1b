"""The command line: arguments in, exit code out.

Exit codes: 0 done; 1 problems of severity error in the inputs; 2 the operator's trouble.
Pandas, openpyxl and docxtpl are imported only by the commands that work, not for ``--help``; and
nothing but the Python library before a Ctrl-C is heard.
"""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

from report_builder import console, starting, stopping
from report_builder.errors import ReportBuilderError

__all__ = ["exit_code", "main"]

_FAULT, _TROUBLE = 1, 2


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    starting.end(exit_code())


def exit_code() -> int:
    """Run the command line; return its exit code.

    The operator's trouble becomes one sentence and exit code 2.
    """
    starting.lightly()
    try:
        stopping.listen()
        code = _exit_code()
    except KeyboardInterrupt:
        code = _TROUBLE
    if stopping.is_asked():  # also where a library has swallowed it
        console.say("Stopped. No file was left half written.")
        code = _TROUBLE
    return code


def _exit_code() -> int:
    from report_builder.cli.commands import run

    # A program may be begun without them, by a timer for one.
    sys.stdout, sys.stderr = (
        stream or io.TextIOWrapper(io.BytesIO()) for stream in (sys.stdout, sys.stderr)
    )
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a letter shows a question mark
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            code = run(sys.argv[1:])
        except SystemExit as ended:  # after help, for one
            code = ended.code if isinstance(ended.code, int) else 0
        console.flush()
    except ReportBuilderError as error:
        console.say(str(error))
        return _TROUBLE
    except console.ReaderGoneError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAULT
    except Exception as fault:  # ours: told with its traceback, personal data masked
        console.show_crashes([fault])
        return _FAULT
    return code
