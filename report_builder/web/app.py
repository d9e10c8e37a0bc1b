"""The application: the pages behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from report_builder.web import view
from report_builder.web.guard import Door, Guard
from report_builder.web.pages import ROUTES
from report_builder.web.shelf import Shelf
from report_builder.web.workplace import Workplace

_STATIC = Path(__file__).parent / "static"


def application(root: Path, door: Door) -> ASGIApp:
    """Return the pages over the report, or the reports, in ``root``, reached through ``door``."""

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        yield
        app.state.workplace.jobs.close()

    app = Starlette(
        routes=[*ROUTES, Mount("/static", StaticFiles(directory=_STATIC))],
        exception_handlers={HTTPException: _not_here},
        lifespan=life,
    )
    app.state.workplace = Workplace(Shelf(root.resolve()))
    return Guard(app, door)


async def _not_here(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 404
    return view.trouble(
        "There is no such page", "Go back to the beginning, and follow the links.", status=status
    )
