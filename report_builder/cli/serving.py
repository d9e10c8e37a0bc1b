"""``serve``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from report_builder import console
from report_builder.cli.root import app
from report_builder.errors import FolderError, ReportBuilderError

_NEEDED = ("starlette", "uvicorn", "jinja2", "multipart")


@app.command(
    epilog="Examples: report-builder serve; report-builder serve --folder reports --port 8800"
)
def serve(
    folder: Annotated[
        Path,
        typer.Option(
            "--folder",
            metavar="DIR",
            help="A report folder, or a folder in which each report has a folder of its own.",
        ),
    ] = Path(),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="0: any that is free.")
    ] = 8765,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; only this computer reaches 127.0.0.1.")
    ] = "127.0.0.1",
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="URL",
            help="The address of the council's proxy, whose sign-in stands before these pages.",
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the pages in the browser.")
    ] = True,
) -> None:
    """Do the same work in a browser, on this computer: send in returns, check, build, look.

    The address is printed; it holds the key, so pass it on to nobody. Ctrl-C ends it.
    """
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


def _tell(entry: str) -> None:
    typer.echo(f"Open {entry}")
    console.say("The pages are open as long as this runs. To end it, press Ctrl-C.")
