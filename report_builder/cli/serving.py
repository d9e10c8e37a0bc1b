"""``serve``."""

from __future__ import annotations

import argparse
from pathlib import Path

from report_builder import console
from report_builder.cli.root import Parser
from report_builder.errors import FolderError, ReportBuilderError

_NEEDED = ("starlette", "uvicorn", "jinja2", "multipart")
_HIGHEST_PORT = 65_535


def register(program: Parser) -> None:
    """Add the command of this module to ``program``."""
    command = program.command(
        "serve",
        serve,
        "report-builder serve",
        "report-builder serve --folder reports --port 8800",
    )
    command.add_argument(
        "--folder",
        metavar="DIR",
        type=Path,
        default=Path(),
        help="A report folder, or a folder in which each report has a folder of its own. "
        "[default: %(default)s]",
    )
    command.add_argument(
        "--port", type=_port, default=8765, help="0: any that is free. [default: %(default)s]"
    )
    command.add_argument(
        "--host",
        default="127.0.0.1",
        help="Where to listen; only this computer reaches 127.0.0.1. [default: %(default)s]",
    )
    command.add_argument(
        "--address",
        metavar="URL",
        help="The address of the council's proxy, whose sign-in stands before these pages.",
    )
    command.add_argument(
        "--browser",
        action=argparse.BooleanOptionalAction,
        help="Open the pages in the browser, or do not. They are opened if neither is given.",
    )
    command.set_defaults(
        browser=True
    )  # not above, where some versions of Python add it to the help


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 0 to {_HIGHEST_PORT}")
    return int(text)


def serve(folder: Path, port: int, host: str, address: str | None, browser: bool) -> int:
    """Do the same work in a browser, on this computer: send in returns, check, build, look.

    The address is printed; it holds the key, so pass it on to nobody. Ctrl-C ends it.
    """
    from importlib.util import find_spec

    if not all(find_spec(name) for name in _NEEDED):
        raise ReportBuilderError(
            "The pages for the browser need libraries that are not installed. Install them with "
            "python -m pip install 'report-builder[web]', or use the other commands."
        )
    if not folder.is_dir():
        raise FolderError(f"There is no folder {folder}. Make it first, or name another one.")
    from report_builder.web.serving import serve as served

    served(
        folder,
        host=host,
        port=port,
        address=address,
        opens_browser=browser and address is None,
        tell=_tell,
    )
    return 0


def _tell(entry: str) -> None:
    console.write(f"Open {entry}")
    console.say("The pages are open as long as this runs. To end it, press Ctrl-C.")
