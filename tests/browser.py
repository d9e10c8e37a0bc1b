"""A person at a browser: the program started as a person starts it, and pages as they are seen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium's own errands would be attempts to reach other computers.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE = 120_000  # milliseconds; a busy machine is no fault
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_WIDE = {"width": 1280, "height": 900}
_TWICE_AS_LARGE = {"width": 640, "height": 450}  # what is left of that at 200 % zoom
_NARROW = {"width": 320, "height": 640}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser. Without one the test is skipped; where ``CI`` is set, it fails."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        message = "Chromium is not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_QUIET)
        yield browser
        browser.close()


class Served:
    """The program, running: a process of its own, ended or killed as a person would."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "report_builder", "serve", "--no-browser", "--port", "0"),
                *("--folder", str(folder), *options),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, **environment},
        )
        line = self.process.stdout.readline()
        assert line.startswith("Open "), self.process.communicate()[1]
        self.entry = line.removeprefix("Open ").strip()
        self.base = self.entry.partition("/enter")[0]

    def end(self) -> str:
        """End it, and return what it has printed on standard error."""
        self.process.terminate()
        return self.process.communicate(timeout=60)[1]

    def kill(self) -> None:
        """Kill it, in the middle of whatever it does."""
        self.process.kill()
        self.process.communicate(timeout=60)


@contextmanager
def served(folder: Path, *options: str, **environment: str) -> Iterator[Served]:
    """Yield the program serving ``folder``; it must end without a word of complaint."""
    running = Served(folder, *options, **environment)
    try:
        yield running
    finally:
        said = running.end() if running.process.poll() is None else ""
    assert "Traceback" not in said, said


class Seen:
    """A page that a person looks at: judged by axe, zoomed, narrowed, darkened, and kept."""

    def __init__(self, page: Page, screens: Path) -> None:
        self.page, self._screens = page, screens
        self._count = 0
        self.complaints: list[str] = []
        page.set_viewport_size(_WIDE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints.append(text)

    def look(self, name: str) -> None:
        """Judge the page as it is now in every way in which people see it."""
        page = self.page
        self._count += 1
        self._screens.mkdir(parents=True, exist_ok=True)
        place = self._screens / f"{self._count:02} {name}"
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            self._judge(f"{name}, {scheme}")
            page.screenshot(path=f"{place}, {scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light", forced_colors="active")
        page.screenshot(path=f"{place}, forced colours.png", full_page=True)
        page.emulate_media(color_scheme="light", forced_colors="none")
        for size, viewport in (("zoomed", _TWICE_AS_LARGE), ("narrow", _NARROW)):
            page.set_viewport_size(viewport)
            page.screenshot(path=f"{place}, {size}.png", full_page=True)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], f"{name}, {size}: {width} pixels wide"
            self._judge(f"{name}, {size}")
        page.set_viewport_size(_WIDE)
        assert self.complaints == [], name

    def _judge(self, what: str) -> None:
        found = Axe().run(self.page, options=_RULES).response["violations"]
        told = [
            (each["id"], each["help"], [node["html"] for node in each["nodes"]]) for each in found
        ]
        assert told == [], f"{what}: {json.dumps(told, indent=1)}"
