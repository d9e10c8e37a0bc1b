"""Requests as browsers, and others, send them to the program."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from browser import Served

_LONGEST_WAIT = 240  # looks at a job, a quarter of a second apart


@dataclass
class Answer:
    """What the program answered."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Visitor:
    """Somebody who has opened the address that the program gave."""

    def __init__(self, running: Served, at: str = "") -> None:
        self.base = at or running.base
        self.entered = self.asks("GET", running.entry.removeprefix(running.base))
        self.cookie = (self.entered.headers["Set-Cookie"] or "").partition(";")[0]

    def asks(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> Answer:
        """Ask for ``path``; a header that is ``None`` is left out."""
        place = urlsplit(self.base)
        sent = {"Cookie": getattr(self, "cookie", ""), "Origin": self.base}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            if body is not None and "Content_Length" not in headers:
                sent["Content-Length"] = str(len(body))
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def gets(self, path: str) -> Answer:
        return self.asks("GET", path)

    def posts(self, path: str, **said: str) -> Answer:
        body = "&".join(f"{name}={quote(value)}" for name, value in said.items()).encode()
        return self.asks("POST", path, body, Content_Type="application/x-www-form-urlencoded")

    def sends(self, path: str, files: Iterable[tuple[str, bytes]], field: str = "files") -> Answer:
        """Send files as a form does."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            f"Content-Type: application/octet-stream\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, content in files
        ]
        body = b"".join(parts) + f"--{mark}--\r\n".encode()
        return self.asks("POST", path, body, Content_Type=f"multipart/form-data; boundary={mark}")

    def waits_for(self, job: str) -> Answer:
        """Return the page of a job that has ended; it is looked at again and again."""
        path = job.partition("?")[0]
        for _ in range(_LONGEST_WAIT):
            if json.loads(self.gets(f"{path}/state").content)["ended"]:
                return self.gets(path)
            time.sleep(0.25)
        raise AssertionError(f"{job} has not ended")


def named(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Return files as they are sent: name and bytes."""
    return [(path.name, path.read_bytes()) for path in paths]
