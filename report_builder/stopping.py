"""Ctrl-C, or the end of the session: heard wherever it comes.

Python turns it into an exception at whatever line it is at, and a library that is being loaded or
called may swallow any exception. So it is noted as well, and obeyed at the next step of the work,
before a file is written in any case.
"""

from __future__ import annotations

import signal
from types import FrameType

_asked: list[int] = []


_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows lacks the last


def listen() -> None:
    """Note from now on whenever this run is to stop."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # as of one in the background
            signal.signal(number, _note)


def is_asked() -> bool:
    """Return whether the run has been asked to stop."""
    return bool(_asked)


def obey() -> None:
    """Stop here if the run has been asked to stop.

    Raises:
        KeyboardInterrupt: it has.
    """
    if _asked:
        raise KeyboardInterrupt


def _note(number: int, _: FrameType | None) -> None:
    _asked.append(number)
    raise KeyboardInterrupt
