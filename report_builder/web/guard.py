"""Who may ask, and how much may be sent: judged before anything of a request is read.

A page of another site, open in the same browser, can send requests to this computer. So each
request must name a host that is ours (a name that somebody else's name server points here is not),
must come with the key that the opened address gave, and, if it changes anything, from our own page.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from report_builder.web import view

MAX_REQUEST = 250 * 2**20
"""Bytes of one request: fifty returns of the largest size that is usual, many times over."""

TOKEN_HEADER = "report-builder-token"  # noqa: S105 (its name, not a secret)
_SAFE_METHODS = ("GET", "HEAD")
_OPEN_TO_ALL = ("/static/",)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: browsers then hide the origin of our own forms too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Door:
    """Where the program is reached, and the key to it."""

    origins: tuple[str, ...]
    """The addresses, as ``http://127.0.0.1:8765``."""
    token: str

    @property
    def hosts(self) -> frozenset[str]:
        """Return what a request may name as its host."""
        return frozenset(urlsplit(origin).netloc for origin in self.origins)

    @property
    def is_encrypted(self) -> bool:
        """Return whether browsers reach it by https only."""
        return all(origin.startswith("https:") for origin in self.origins)


class Guard:
    """Lets through to ``app`` what may pass, and puts the rules for browsers on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door
        self._key = secrets.token_urlsafe(32)
        # Cookies do not tell ports apart: two programs on one computer have names of their own.
        port = urlsplit(door.origins[0]).port or 443
        self._cookie = f"report_builder_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            return

        async def send_with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                known = {name.lower() for name, _ in headers}
                rules = {**_HEADERS, "Cache-Control": "no-store"}
                headers += [
                    (name.lower().encode(), value.encode())
                    for name, value in rules.items()
                    if name.lower().encode() not in known
                ]
                message = {**message, "headers": headers}
            await send(message)

        request = Request(scope)
        answer = self._refusal(request) or self._entry(request)
        if answer is None and not self._is_known(request):
            answer = view.trouble(
                "This page is locked",
                "Open the address that was shown when report-builder was started, or start it "
                "again: it opens the page by itself.",
                status=403,
            )
        await (answer or self._app)(scope, receive, send_with_rules)

    def _refusal(self, request: Request) -> Response | None:
        """Return why a request is refused whoever it is from, ``None`` if it is not."""
        if request.headers.get("host", "") not in self._door.hosts:
            return view.trouble(
                "Not this address",
                "Open the page at the address that was shown when report-builder was started.",
                status=421,
            )
        if request.method in _SAFE_METHODS:
            return None
        if not self._is_from_our_page(request):
            return view.trouble(
                "This did not come from our own page",
                "Nothing was changed. Go back to the page, load it again, and repeat what you did.",
                status=403,
            )
        length = request.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return view.trouble("Its length is missing", "Nothing was read.", status=411)
        if int(length) > MAX_REQUEST:
            return view.trouble(
                "Too much at once",
                f"Nothing was read: more than {MAX_REQUEST // 2**20} MB cannot be sent at once. "
                "Send fewer files at a time.",
                status=413,
            )
        return None

    def _is_from_our_page(self, request: Request) -> bool:
        origin = request.headers.get("origin")
        if origin is not None:
            return origin in self._door.origins
        return request.headers.get("sec-fetch-site") == "same-origin"

    def _entry(self, request: Request) -> Response | None:
        """Return the way in for whoever opens the address with the key, ``None`` for the others."""
        if request.url.path != "/enter" or request.method not in _SAFE_METHODS:
            return None
        given = parse_qs(request.url.query).get("token", [""])[0]
        if not _are_equal(given, self._door.token):
            return None
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            self._cookie,
            self._key,
            httponly=True,
            samesite="strict",
            secure=self._door.is_encrypted,
        )
        return answer

    def _is_known(self, request: Request) -> bool:
        return (
            request.url.path.startswith(_OPEN_TO_ALL)
            or _are_equal(request.cookies.get(self._cookie, ""), self._key)
            or _are_equal(request.headers.get(TOKEN_HEADER, ""), self._door.token)
        )


def _are_equal(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())
