"""The server: it listens on this computer, tells its address, and opens it in the browser."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from report_builder import pipeline
from report_builder.errors import ReportBuilderError
from report_builder.web.app import application
from report_builder.web.guard import Door

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TOKEN_VARIABLE = "REPORT_BUILDER_TOKEN"  # noqa: S105 (its name, not a secret)
_SHORTEST_TOKEN = 20


class ServeError(ReportBuilderError):
    """The pages cannot be served as it was asked."""


def serve(
    root: Path,
    *,
    host: str,
    port: int,
    address: str | None,
    opens_browser: bool,
    tell: Callable[[str], None],
) -> None:
    """Serve the pages over ``root`` until the program is ended; ``tell`` is told the address.

    ``address`` is the one by which others reach it, if a proxy stands before it.

    Raises:
        ServeError: it would be open to others without an address, or the port is taken.
    """
    if host not in LOOPBACK and address is None:
        raise ServeError(
            f"Whoever reaches {host} could try the door. Name the address by which people are to "
            "reach it with --address, behind your own sign-in; the README says how."
        )
    given = os.environ.get(TOKEN_VARIABLE, "")
    token = given or secrets.token_urlsafe(32)
    if len(token) < _SHORTEST_TOKEN:
        raise ServeError(
            f"The token in {TOKEN_VARIABLE} is too short. Give it {_SHORTEST_TOKEN} characters or "
            "more that nobody can guess."
        )
    with closing(_listening(host, port)) as listening:
        taken = listening.getsockname()[1]
        origins = [_origin(address)] if address else _local_origins(host, taken)
        app = application(root, Door(tuple(origins), token))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # addresses hold the names of files, which can be names of people
            server_header=False,
            proxy_headers=False,
            ws="none",
        )
        # A token that was given is added by the proxy; nobody types it.
        entry = f"{origins[0]}/" if address and given else f"{origins[0]}/enter?token={token}"
        server = _Server(config, lambda: _opened(entry, opens_browser=opens_browser, tell=tell))
        # Ahead, while the person looks at the first page: then no page takes longer than it must.
        threading.Thread(target=pipeline.load, daemon=True).start()
        with suppress(KeyboardInterrupt):  # the way to end it
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, is_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._is_up = is_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._is_up()


def _opened(entry: str, *, opens_browser: bool, tell: Callable[[str], None]) -> None:
    tell(entry)
    if opens_browser:  # beside: some browsers are waited for until they are closed
        threading.Thread(target=webbrowser.open, args=(entry,), daemon=True).start()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ServeError(
            f"Port {port} of {host} cannot be used ({error.strerror}). Perhaps report-builder is "
            "running already: look for its page in the browser, or name another port with --port."
        ) from error


def _local_origins(host: str, port: int) -> list[str]:
    names = dict.fromkeys([host, "127.0.0.1", "localhost", "::1"])
    return [f"http://{f'[{name}]' if ':' in name else name}:{port}" for name in names]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ServeError(
            f"{address} is no address to reach these pages by. Name one such as "
            "https://reports.example.gov.uk, without a path."
        )
    return f"{parts.scheme}://{parts.netloc}"
