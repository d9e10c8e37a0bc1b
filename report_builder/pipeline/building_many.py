"""``build --all``: every report of a folder, each in a process of its own.

A report that takes its process down takes no other with it. A process ends, and leaves only whole
files, as soon as the one that began it is gone: it listens at their connection, which works alike
on every system and however the first one ends.
"""

from __future__ import annotations

import _thread
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder.errors import FolderError, ReportBuilderError
from report_builder.folder import ReportFolder
from report_builder.masking import masked
from report_builder.pipeline.loading import NEEDED
from report_builder.pipeline.reading import Tell, silent
from report_builder.problems import Problem, has_errors

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

_OUR_FAULT = "The fault is this program's: what is known of it stands on standard error."


@dataclass(frozen=True)
class Outcome:
    """What became of one report: files and problems, or why there are none."""

    root: Path
    paths: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_behind: tuple[Path, ...] = ()
    """Files of an earlier build of this version, which may hold what is withheld now."""
    trouble: str = ""
    """What stopped the build: the operator's sentence, or that the fault is the program's."""
    faults: tuple[str, ...] = ()
    """Tracebacks of faults of this program, personal data masked."""

    @property
    def has_errors(self) -> bool:
        """Return whether the inputs have problems that stand in the way of a final report."""
        return has_errors(self.problems)


def report_folders(parent: Path) -> list[Path]:
    """Return the report folders directly below ``parent``, by name: those that have ``inputs``.

    Raises:
        FolderError: there are none, or ``parent`` is no folder.
    """
    try:
        found = sorted(path for path in parent.iterdir() if (path / "inputs").is_dir())
    except OSError as error:
        raise FolderError(
            f"The folder {parent} cannot be read ({error.strerror}). Name the folder that your "
            "report folders lie in with --folder."
        ) from error
    if not found:
        raise FolderError(
            f"There is no report folder in {parent}: no folder in it has a folder “inputs”. Name "
            "the folder that your report folders lie in with --folder; to build a single report, "
            "leave out --all."
        )
    return found


def build_all(
    roots: Iterable[Path], *, draft: bool, pdf: bool = False, tell: Tell = silent
) -> list[Outcome]:
    """Build the reports of ``roots``, as many at once as there are processors.

    Returns what became of each, in the order of ``roots``. Nothing that happens to one report
    stops the others.
    """
    context = _context()
    waiting = list(roots)
    order, count = list(waiting), len(waiting)
    outcomes: dict[Path, Outcome] = {}
    running: dict[Connection, tuple[Path, BaseProcess]] = {}
    try:
        while waiting or running:
            tell(f"Built {len(outcomes)} of {count} reports")
            while waiting and len(running) < (os.cpu_count() or 1):
                root = waiting.pop(0)
                connection, process = _begun(context, root, draft=draft, pdf=pdf)
                running[connection] = root, process
            ready = wait(list(running))
            for connection in [each for each in running if each in ready]:
                root, process = running.pop(connection)
                outcomes[root] = _received(connection, root, process)
    finally:
        for connection in running:
            connection.close()
        for _, process in running.values():
            process.join()
    return [outcomes[root] for root in order]


def _begun(
    context: SpawnContext | ForkServerContext, root: Path, *, draft: bool, pdf: bool
) -> tuple[Connection, BaseProcess]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, root, draft, pdf))
    with _not_interrupted():
        process.start()
    theirs.close()
    return ours, process


def _context() -> SpawnContext | ForkServerContext:
    """Return how processes are begun: on Linux as copies of one that has loaded what they need."""
    if sys.platform != "linux":  # some libraries of macOS bear no copying, and Windows knows none
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(NEEDED))
    resource_tracker.ensure_running()  # at its beginning it lets a Ctrl-C through
    try:
        with _not_interrupted():
            forkserver.ensure_running()
    except OSError:  # there is no place for its socket
        return multiprocessing.get_context("spawn")
    return context


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Put off a Ctrl-C for a moment: a process that is begun meanwhile never hears one.

    Where it cannot be put off (Windows), it is not heard here either; it can be repeated.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif sys.platform == "win32":
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
    else:
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _received(connection: Connection, root: Path, process: BaseProcess) -> Outcome:
    outcome: Outcome | None = None
    with suppress(EOFError, OSError):  # it ended without a word
        outcome = connection.recv()
    process.join()
    connection.close()
    if outcome is None:
        ended = f"The process that built {root} ended with exit code {process.exitcode}."
        return Outcome(root, trouble=_OUR_FAULT, faults=(ended,))
    return outcome


# --- in the process of one report ----------------------------------------------------------------


def _work(connection: Connection, root: Path, draft: bool, pdf: bool) -> None:
    """Build one report and send what became of it; end when nobody waits for that any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears Ctrl-C
    with suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, _stop)
        # It may stop this one before another line of it has run.
        threading.Thread(target=_stop_when_alone, args=(connection,), daemon=True).start()
        connection.send(_outcome(root, draft=draft, pdf=pdf))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is left to do is to end


def _outcome(root: Path, *, draft: bool, pdf: bool) -> Outcome:
    from report_builder.pipeline.building import build

    try:
        built = build(ReportFolder(root), draft=draft, pdf=pdf, alone=True)
    except ReportBuilderError as error:
        return Outcome(root, trouble=str(error))
    except Exception as error:  # a fault of ours: told with its traceback
        return Outcome(root, trouble=_OUR_FAULT, faults=(_told(error),))
    return Outcome(
        root,
        built.paths,
        tuple(built.checked.problems),
        built.left_behind,
        faults=tuple(_told(crash) for crash in built.checked.crashes),
    )


def _told(error: Exception) -> str:
    return masked("".join(traceback.format_exception(error))).rstrip()


def _stop(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: this one is ending
    raise KeyboardInterrupt


def _stop_when_alone(connection: Connection) -> None:
    """Interrupt the main thread once the connection is closed at its other end."""
    try:
        connection.poll(None)
    except OSError:
        return  # closed at this end: the work is done
    if sys.platform == "win32":
        _thread.interrupt_main(signal.SIGTERM)
    else:  # this wakes it even while it waits for a disk or for another program
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
