"""What the program remembers between requests: where each report stands, and its builds."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.pipeline import Preview, Standing
from report_builder.web.jobs import Jobs
from report_builder.web.shelf import Shelf

_State = tuple[tuple[str, int, int], ...]


@dataclass
class Workplace:
    """The reports, and what is known of them."""

    shelf: Shelf
    jobs: Jobs = field(default_factory=Jobs)
    _locks: defaultdict[Path, threading.RLock] = field(
        default_factory=lambda: defaultdict(threading.RLock)
    )
    _standings: dict[Path, tuple[_State, Standing]] = field(default_factory=dict)
    _previews: dict[Path, tuple[_State, Preview]] = field(default_factory=dict)
    _pictures: dict[Path, tuple[_State, list[bytes]]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def changing(self, folder: ReportFolder) -> threading.RLock:
        """Return the lock of a report's inputs: one change at a time."""
        with self._guard:
            return self._locks[folder.root]

    def standing(self, folder: ReportFolder) -> Standing:
        """Return where a report stands; it is worked out anew when an input has changed.

        Raises:
            FolderError: there is no report workbook.
        """
        with self._guard:
            lock = self._locks[folder.root / "standing"]
        with lock:  # who asks at the same time waits for the same answer
            inputs = (*folder.returns.glob("*"), *folder.history.glob("*"))
            state = _state_of(folder.report_workbook, *sorted(inputs))
            known = self._standings.get(folder.root)
            if known is None or known[0] != state:
                known = (state, pipeline.stand(folder))
                self._standings[folder.root] = known
            return known[1]

    def preview(self, path: Path) -> Preview:
        """Return a Word file as a page; it is read anew when it has changed.

        Raises:
            FolderError: no manifest lies beside it.
            WordFileError: it cannot be opened as a Word document.
        """
        state = _state_of(path)
        known = self._previews.get(path)
        if known is None or known[0] != state:
            known = (state, pipeline.preview(path))
            self._previews = {path: known}  # one is enough, and they are large
        return known[1]

    def pictures(self, path: Path) -> list[bytes]:
        """Return the pages of a Word file as pictures; none if they are not there as it is now."""
        known = self._pictures.get(path)
        return known[1] if known and known[0] == _state_of(path) else []

    def keep_pictures(self, path: Path, make: Callable[[], list[bytes]]) -> None:
        """Keep the pictures that ``make`` makes of a Word file, instead of those of any other."""
        state = _state_of(path)
        self._pictures = {path: (state, make())}


def _state_of(*paths: Path) -> _State:
    found = []
    for path in paths:
        try:
            told = path.stat()
        except OSError:
            continue
        found.append((path.name, told.st_mtime_ns, told.st_size))
    return tuple(found)
