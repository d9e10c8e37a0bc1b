"""Work in a process beside this one: it has a processor of its own, and may crash alone.

A command first imports pandas, for half a second and longer than all that follows. Meanwhile a
helper reads the workbooks and gets the template ready; then it makes the Word file. The helper is
this program again, asked through a pipe; that is the same on every system, and nothing of this
process is copied into it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import IO, Any, Generic, TypeVar, cast

from report_builder import phases, starting
from report_builder.errors import ReportBuilderError

T = TypeVar("T")

_BEGIN = """\
import sys
modules, *sys.path[:] = sys.argv[1:]
from report_builder.beside import serve
serve(modules.split())
"""
_MANY_OBJECTS = 100_000
"""After how many new objects a helper looks for garbage."""
_ENDED = (OSError, EOFError, ValueError, pickle.UnpicklingError)
"""What tells that a process has come to an end while something was sent."""


class CrashedError(Exception):
    """The helper came to an end in the middle of its work."""


class _NobodyError(Exception):
    """No process can be begun."""


class Handed(Generic[T]):
    """What is handed over: who takes it is the only one who has it, and can let it go."""

    def __init__(self, value: T) -> None:
        """Hand over ``value``."""
        self._value: list[T] = [value]

    def taken(self) -> T:
        """Return it, once."""
        return self._value.pop()


class FaultError(Exception):
    """A fault of this program in the helper; the message is its trace."""


_standing_by: list[subprocess.Popen[bytes]] = []


def stand_by(*modules: str) -> None:
    """Begin a process for the first helper, before it is known what it is to do.

    It loads ``modules`` while this process loads its own. If no helper wants it, it ends with this
    process.
    """
    with contextlib.suppress(OSError):
        _standing_by.append(_begun(modules))


def _begun(modules: Iterable[str] = ()) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  it is this program
        [sys.executable, "-c", _BEGIN, " ".join(modules), *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Ctrl-C in a terminal is for this process alone, which then ends the helper.
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


_idle: list[Helper] = []
_MOST_IDLE = 2


class Helper:
    """A process that does what it is asked, one thing after another; begun when first asked."""

    def __init__(self, *, is_kept: bool = False) -> None:
        """Have a helper; one that ``is_kept`` waits for the next who needs one, when it is done."""
        self.is_kept = is_kept
        self._lock = threading.Lock()
        self._asked_for: list[bool] = []
        """For each thing that it has been asked for and has not done, whether that was begun."""
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._can_begin = True

    def __enter__(self) -> Helper:
        """Have a helper for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Send the helper away, whatever it is doing; one that is kept stays if it is free."""
        if self.is_kept and error is None and not self._asked_for and len(_idle) < _MOST_IDLE:
            _idle.append(self)
        else:
            self.close()

    @classmethod
    def kept(cls) -> Helper:
        """Return a helper that is kept, one that was kept before if there is one."""
        with contextlib.suppress(IndexError):
            return _idle.pop()
        return cls(is_kept=True)

    def another(self) -> Helper:
        """Return one more helper of this kind."""
        return Helper.kept() if self.is_kept else Helper()

    def close(self) -> None:
        """Send the helper away, whatever it is doing."""
        self._is_closed = True
        self._end()

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Return what ``function``, which a module defines, returns for ``args``.

        Raises:
            CrashedError: the helper crashed; the next call is answered by a new one.
        """
        self._asked_for.append(False)
        try:
            return self._called(function, args, threading.Event())
        except _NobodyError:
            return function(*args)
        finally:
            self._asked_for.remove(False)

    def _called(
        self,
        function: Callable[..., T],
        args: tuple[object, ...],
        sent: threading.Event,
        pickled: bytes = b"",
    ) -> T:
        with self._lock:
            process = self._started()
            if process is None:
                raise _NobodyError
            try:
                _send(process.stdin, (function, args), pickled)
                sent.set()
                outcome, measured = _received(process.stdout)
            except BaseException as error:
                self._end()  # whatever it is: nobody knows what is left in the pipe
                # A stream that was closed here meanwhile is a value error, as some faults are.
                is_fault = isinstance(error, ValueError) and not self._is_closed
                if isinstance(error, _ENDED) and not is_fault:
                    raise CrashedError("The process that helps this one came to an end.") from error
                raise
        phases.current.add_beside(measured)
        if isinstance(outcome, _Failed):
            raise outcome.error
        return cast(T, outcome)

    def begin(
        self, function: Callable[..., T], *args: object, is_much: bool = False
    ) -> Callable[[], T]:
        """Have ``function`` called meanwhile; return what waits for its answer.

        Pickling takes long beside other work of this process, so it is done before that. What
        ``is_much`` is not kept pickled: it is sent first, unless something was begun before it.
        """
        pickled = b"" if is_much else _pickled((function, args))
        waits = is_much and True not in self._asked_for
        kept: list[T] = []
        failed: list[Exception] = []
        sent = threading.Event()

        def work() -> None:
            try:
                kept.append(self._called(function, args, sent, pickled))
            except Exception as error:
                failed.append(error)
            finally:
                sent.set()
                self._asked_for.remove(True)

        self._asked_for.append(True)
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        if waits:
            sent.wait()

        def answer() -> T:
            thread.join()
            if failed and isinstance(failed[0], _NobodyError):
                return function(*args)  # not before: nobody could end what is done in a thread
            if failed:
                raise failed[0]
            return kept[0]

        return answer

    def _started(self) -> subprocess.Popen[bytes] | None:
        """Return the process, ``None`` if there can be none."""
        if self._process is not None and self._process.poll() is not None:
            self._end()  # it ended while it had nothing to do
        if self._process is None and self._can_begin and not self._is_closed:
            try:
                self._process = process = _standing_by.pop() if _standing_by else _begun()
                _received(process.stdout)  # that it is there
            except _ENDED:
                self._can_begin = False
                self._end()
        if self._is_closed:
            self._end()  # it was sent away while it was begun
            raise CrashedError("The helper has been sent away.")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError, ValueError):
                    stream.close()  # type: ignore[union-attr]


@dataclass(frozen=True)
class _Failed:
    error: Exception


def serve(modules: Iterable[str] = ()) -> None:
    """Do what is asked on standard input, one thing after another, until it is closed.

    Before that, load ``modules``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starting.lightly()
    gc.disable()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what anybody prints is no answer
    _send(answers, "here")
    for name in modules:
        import_module(name)
    while True:
        try:
            function, args = _received(asked)
        except _ENDED:
            return
        try:
            outcome = function(*args)
        except ReportBuilderError as error:
            outcome = _Failed(error)
        except Exception as error:  # not every error can be sent, and its trace never
            import traceback

            told = "".join(traceback.format_exception(error))
            outcome = _Failed(FaultError(f"In the helper:\n{told}"))
        with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
            _send(answers, (outcome, phases.taken()))
        del function, args, outcome  # they may take much room
        if gc.get_count()[0] > _MANY_OBJECTS:
            gc.collect()  # now that nobody waits for it


def _pickled(message: object) -> bytes:
    return pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)


def _send(stream: IO[bytes] | None, message: object, pickled: bytes = b"") -> None:
    """Send a message, as it was ``pickled`` if it was."""
    assert stream is not None  # noqa: S101  it is a pipe
    if pickled:
        stream.write(pickled)
    else:
        # Straight into the pipe, and out of it: what is sent may take much room.
        pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _received(stream: IO[bytes] | None) -> Any:
    assert stream is not None  # noqa: S101  it is a pipe
    return pickle.load(stream)  # noqa: S301  it comes from our own process
