"""What takes longer than an answer may: done beside, one at a time for each report."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from report_builder.errors import ReportBuilderError
from report_builder.pipeline.reading import Tell
from report_builder.web.faults import print_fault

Work = Callable[[Tell], object]
_REMEMBERED = 50
_AT_ONCE = 2


@dataclass
class Job:
    """Work that was begun: what it is doing, and what came of it."""

    name: str
    what: str
    """What is being done, as ``Building a draft``."""
    of: Path
    asked_for: dict[str, object]
    step: str = "Waiting to begin"
    result: object = None
    fault: BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def tell(self, step: str) -> None:
        """Remember what is being done."""
        self.step = step


class Jobs:
    """The jobs of all reports; those that ended are remembered for a while."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job")
        self._jobs: dict[str, Job] = {}
        self._guard = threading.Lock()

    def begin(self, of: Path, what: str, work: Work, **asked_for: object) -> tuple[Job, bool]:
        """Begin ``work``; return its job, and whether it is a new one.

        Where something is being done for the same report already, that job is returned.
        """
        with self._guard:
            for job in self._jobs.values():
                if job.of == of and not job.ended.is_set():
                    return job, False
            job = Job(secrets.token_urlsafe(8), what, of, asked_for)
            self._jobs[job.name] = job
            for name in list(self._jobs)[:-_REMEMBERED]:
                if self._jobs[name].ended.is_set():
                    del self._jobs[name]
        self._pool.submit(_run, job, work)
        return job, True

    def get(self, name: str, of: Path) -> Job | None:
        """Return the job ``name`` of a report, ``None`` if it is not known (any more)."""
        job = self._jobs.get(name)
        return job if job is not None and job.of == of else None

    def running(self, of: Path) -> Job | None:
        """Return what is being done for a report, ``None`` if nothing is."""
        with self._guard:
            jobs = (job for job in self._jobs.values() if job.of == of)
            return next((job for job in jobs if not job.ended.is_set()), None)

    def close(self) -> None:
        """Wait for what is being done, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)


def _run(job: Job, work: Work) -> None:
    try:
        job.result = work(job.tell)
    except BaseException as fault:  # told on the job's page, whatever it is
        job.fault = fault
        if not isinstance(fault, ReportBuilderError):
            print_fault(fault)
    finally:
        job.ended.set()
