"""How a process of this program begins and ends, which is a good part of what a command takes."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
import threading
import time
from typing import NoReturn

_BEGUN = time.perf_counter()


def seconds_ago() -> float:
    """Return how long ago the process began: its seconds, but for those of Python's own start."""
    return time.perf_counter() - _BEGUN


def lightly() -> None:
    """Set up the process for work that is short, and that is not of numbers.

    A command makes little garbage, and loading libraries none; so it is rarely looked for. Numpy's
    library of linear algebra, which nothing here uses, would begin a thread for each processor,
    which takes a fifth of the time in which pandas is loaded.
    """
    gc.set_threshold(100_000, 20, 20)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def end(code: int) -> NoReturn:
    """End the process with an exit code, after all that was put off to its end.

    What is loaded is not taken down in order, which for pandas takes longer than a check. Where
    something is still being done beside, Python's own end waits for it.
    """
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code)
