"""The start of a process of this program."""

from __future__ import annotations

import gc
import time

_BEGUN = time.perf_counter()


def seconds_ago() -> float:
    """Return how long ago the process began: its seconds, but for those of Python's own start."""
    return time.perf_counter() - _BEGUN


def collect_rarely() -> None:
    """Have Python look rarely for garbage: a command makes little, and loading libraries none."""
    gc.set_threshold(100_000, 20, 20)
