"""Work in a process beside this one: it has a processor of its own, and may crash alone.

A command first imports pandas, for half a second and longer than all that follows. Meanwhile a
helper reads the workbooks and gets the template ready; then it makes the Word file. The helper is
this program again, asked through a pipe; that is the same on every system, and nothing of this
process is copied into it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import IO, TypeVar

from report_builder import phases, starting
from report_builder.errors import ReportBuilderError

T = TypeVar("T")

_BEGIN = """\
import sys
modules, *sys.path[:] = sys.argv[1:]
from report_builder.beside import serve
serve(modules.split())
"""
_LENGTH = struct.Struct("!Q")


class CrashedError(Exception):
    """The helper came to an end in the middle of its work."""


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


class Helper:
    """A process that does what it is asked, one thing after another; begun when first asked."""

    def __init__(self) -> None:
        """Have a helper."""
        self._lock = threading.Lock()
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
        """Send the helper away, whatever it is doing."""
        self.close()

    def close(self) -> None:
        """Send the helper away, whatever it is doing."""
        self._is_closed = True
        self._end()

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Return what ``function``, which a module defines, returns for ``args``.

        Raises:
            CrashedError: the helper crashed; the next call is answered by a new one.
        """
        with self._lock:
            process = self._started()
            if process is None:
                return function(*args)
            try:
                answer = _asked(process, function, args)
            except (OSError, EOFError, ValueError) as error:
                self._end()
                raise CrashedError("The process that helps this one came to an end.") from error
        outcome: T | _Failed
        outcome, measured = pickle.loads(answer)  # noqa: S301  it comes from our own process
        phases.current.add_beside(measured)
        if isinstance(outcome, _Failed):
            raise outcome.error
        return outcome

    def begin(self, function: Callable[..., T], *args: object) -> Callable[[], T]:
        """Have ``function`` called meanwhile; return what waits for its answer."""
        kept: list[T] = []
        failed: list[Exception] = []

        def work() -> None:
            try:
                kept.append(self.call(function, *args))
            except Exception as error:
                failed.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()

        def answer() -> T:
            thread.join()
            if failed:
                raise failed[0]
            return kept[0]

        return answer

    def _started(self) -> subprocess.Popen[bytes] | None:
        """Return the process, ``None`` if there can be none: then the work is done here."""
        if self._process is None and self._can_begin and not self._is_closed:
            try:
                self._process = process = _standing_by.pop() if _standing_by else _begun()
                _received(process.stdout)  # that it is there
            except (OSError, EOFError, ValueError):
                self._can_begin = False
                self._end()
        if self._is_closed:
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


def _asked(
    process: subprocess.Popen[bytes], function: Callable[..., object], args: tuple[object, ...]
) -> bytes:
    _send(process.stdin, (function, args))
    return _received(process.stdout)


def serve(modules: Iterable[str] = ()) -> None:
    """Do what is asked on standard input, one thing after another, until it is closed.

    Before that, load ``modules``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starting.lightly()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what anybody prints is no answer
    _send(answers, "here")
    for name in modules:
        import_module(name)
    while True:
        try:
            function, args = pickle.loads(_received(asked))  # noqa: S301  it is this program
        except EOFError:
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


def _send(stream: IO[bytes] | None, message: object) -> None:
    assert stream is not None  # noqa: S101  it is a pipe
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes] | None) -> bytes:
    assert stream is not None  # noqa: S101  it is a pipe
    begin = stream.read(_LENGTH.size)
    if len(begin) < _LENGTH.size:
        raise EOFError
    [length] = _LENGTH.unpack(begin)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content
