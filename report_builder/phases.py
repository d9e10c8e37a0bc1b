"""Where the time goes: how long each phase of a command takes, for ``--profile``.

A phase is a word and a count, never anything that somebody wrote: the table can be sent with a
question.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from report_builder import stopping

HERE, BESIDE = "", "beside"


@dataclass
class Phase:
    """A phase: the seconds that it took, and how many things it was about, ``areas`` for one."""

    name: str
    place: str = HERE
    """``beside`` if it ran in a process of its own, at the same time as others."""
    seconds: float = 0.0
    count: int = 0
    things: str = ""


@dataclass
class Profile:
    """The phases of one run, in the order in which they began."""

    phases: dict[tuple[str, str], Phase] = field(default_factory=dict)

    def add(self, one: Phase) -> None:
        """Add ``one`` to what is known of its phase."""
        known = self.phases.setdefault((one.name, one.place), Phase(one.name, one.place))
        known.seconds += one.seconds
        known.count += one.count
        known.things = one.things or known.things

    def add_beside(self, phases: list[Phase]) -> None:
        """Add the phases of another process."""
        for one in phases:
            self.add(Phase(one.name, BESIDE, one.seconds, one.count, one.things))


current = Profile()
"""The profile of this process."""


@contextmanager
def phase(name: str, count: int = 0, things: str = "") -> Iterator[None]:
    """Measure what is done in this context as a part of the phase ``name``."""
    stopping.obey()
    begun = time.perf_counter()
    try:
        yield
    finally:
        current.add(Phase(name, HERE, time.perf_counter() - begun, count, things))


def taken() -> list[Phase]:
    """Return the phases that were measured, and forget them."""
    phases = list(current.phases.values())
    current.phases.clear()
    return phases
