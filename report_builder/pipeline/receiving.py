"""What is sent in: kept as it came, and put into use where nothing of anybody's is in its way.

Each file lies in a folder of its own among what was received, named by the time; to make that
folder succeeds for one program only, so that no file ever takes the place of another. What is in
use lies where every command reads it. Whatever leaves that place is kept first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from report_builder import issuing
from report_builder.errors import FolderError
from report_builder.files import file_name, make_folders, write_whole
from report_builder.folder import ReportFolder
from report_builder.merge import merge
from report_builder.merged import Merged
from report_builder.pipeline.issuing import return_of
from report_builder.pipeline.reading import read_history, read_report
from report_builder.problems import Cell, Problem
from report_builder.text import plain
from report_builder.workbooks import faults
from report_builder.workbooks.declare import Identity
from report_builder.workbooks.read import read, workbooks_in
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

_TIME = "%Y-%m-%d %H.%M.%S"
_LONGEST_ENDING = 10
_SETTLED = ".settled"
_REMEMBERED = 2_000


class Kind(StrEnum):
    """What a file that was sent in is."""

    RETURN = "return"
    REPORT_WORKBOOK = "report workbook"
    OTHER = "other"


@dataclass(frozen=True)
class Received:
    """A file that was sent in."""

    key: str
    """The name of the folder that keeps it."""
    path: Path
    came: dt.datetime
    kind: Kind
    service: str
    """The service that a return speaks for."""
    problems: tuple[Problem, ...]
    """Why it cannot be used, if it cannot."""
    in_use: bool
    """Whether it is the one that the report is made from."""
    is_beside: bool
    """Whether it is a return whose service has another one in use."""
    waits: bool
    """Whether the author has yet to choose between it and the one in use."""

    @property
    def can_be_used(self) -> bool:
        """Return whether the author can choose it."""
        return self.kind is not Kind.OTHER and not self.problems


@dataclass(frozen=True)
class _Known:
    """What is known of a file on the disk, as long as it does not change."""

    digest: str
    identity: Identity | None
    problems: tuple[Problem, ...]
    """Why nothing in it can be read."""


def receive(
    folder: ReportFolder, files: Iterable[tuple[str, bytes]], now: dt.datetime
) -> list[Received]:
    """Keep each of ``files`` (its name, its bytes), then put into use what can be.

    A return is put into use where its service has none yet in which anything is answered; else it
    is kept beside the one in use, and the author chooses. A report workbook of this report is put
    into use at once, and the one before is kept. A file that is here already is not kept twice.

    Raises:
        OutputError: a file could not be written; those before it are kept.
    """
    keys = [_keep(folder, name, content, now) for name, content in files]
    _put_into_use(folder, dict.fromkeys(keys), now)
    by_key = {each.key: each for each in received(folder)}
    return [by_key[key] for key in dict.fromkeys(keys)]


def received(folder: ReportFolder) -> list[Received]:
    """Return all that was sent in, the newest first."""
    identity = _known(folder.report_workbook).identity if folder.report_workbook.is_file() else None
    used = {_known(path).digest for path in _in_use(folder)}
    services = _services_in_use(folder)
    found = (_received(path, identity, used, services) for path in _kept(folder))
    return sorted(found, key=lambda each: each.key, reverse=True)


def waiting(folder: ReportFolder) -> list[Received]:
    """Return the returns between which the author has yet to choose, the newest first."""
    return [each for each in received(folder) if each.waits]


def use(folder: ReportFolder, key: str, now: dt.datetime) -> Received:
    """Make the report from the file ``key`` instead of the one in use, which is kept.

    Raises:
        FolderError: there is no such file, or it cannot be used.
        OutputError: a file could not be written.
    """
    chosen = _by_key(folder, key)
    if not chosen.can_be_used:
        raise FolderError(f"{chosen.path.name} cannot be used for this report; it is kept.")
    content = chosen.path.read_bytes()
    if chosen.kind is Kind.REPORT_WORKBOOK:
        _replace([folder.report_workbook], folder, content, now)
    else:
        places = _returns_of(folder, chosen.service)
        _replace(places or [return_of(folder, chosen.service)[0]], folder, content, now)
        for each in waiting(folder):
            if plain(each.service) == plain(chosen.service):
                _settle(folder, each.key)
    return _by_key(folder, key)


def leave(folder: ReportFolder, key: str) -> Received:
    """Settle that the file ``key`` is not to take the place of the one in use; it stays kept.

    Raises:
        FolderError: there is no such file.
    """
    _by_key(folder, key)
    _settle(folder, key)
    return _by_key(folder, key)


def set_aside(folder: ReportFolder, name: str, now: dt.datetime) -> None:
    """Take what problems call ``name`` out of the returns; it is kept among what was received.

    Raises:
        FolderError: there is no such file among the returns.
    """
    found = (path for path in workbooks_in(folder.returns) if folder.name_of_return(path) == name)
    path = next(found, None)
    if path is None or not path.is_file():
        raise FolderError(f"{name} is not among the returns any more.")
    kept = _keep(folder, path.name, path.read_bytes(), now)
    _settle(folder, kept)
    path.unlink()


def _settle(folder: ReportFolder, key: str) -> None:
    """Note beside a file that was received that the author need not choose about it any more."""
    write_whole(folder.received / key / _SETTLED, b"")


def _by_key(folder: ReportFolder, key: str) -> Received:
    found = next((each for each in received(folder) if each.key == key), None)
    if found is None:
        raise FolderError("That file is not among those that were received any more.")
    return found


def _keep(folder: ReportFolder, name: str, content: bytes, now: dt.datetime) -> str:
    """Return the key under which ``content`` is kept; it is written if it is not here yet."""
    digest = hashlib.sha256(content).hexdigest()
    there = next((path for path in _kept(folder) if _known(path).digest == digest), None)
    if there is not None:
        return there.parent.name
    make_folders(folder.received)
    for number in itertools.count(1):
        ending = f" ({number})" if number > 1 else ""
        place = folder.received / f"{now:{_TIME}}{ending}"
        try:
            place.mkdir()
        except FileExistsError:
            continue
        except OSError:
            make_folders(place)  # says what is wrong
        break
    write_whole(place / _safe(name), content)
    return place.name


def _put_into_use(folder: ReportFolder, keys: Iterable[str], now: dt.datetime) -> None:
    came = {path.parent.name: path for path in _kept(folder)}
    for key in keys:
        identity = _known(came[key]).identity
        if identity and identity.form == REPORT_WORKBOOK.name and folder.report_workbook.is_file():
            ours = _known(folder.report_workbook).identity
            if ours and ours.report == identity.report and not _known(came[key]).problems:
                _replace([folder.report_workbook], folder, came[key].read_bytes(), now)
    report = read_report(folder) if folder.report_workbook.is_file() else None
    if report is None or report.identity is None or not report.rows:
        return
    merged = merge(report, [], read_history(folder, report.identity))
    services = {plain(name): name for name in merged.tables["services"].values("service")}
    for key in keys:
        known = _known(came[key])
        if known.identity is None or known.problems:
            continue
        is_ours = known.identity.report == report.identity.report
        service = services.get(plain(known.identity.service), "")
        if known.identity.form == STANDARD_RETURN.name and is_ours and service:
            blank = _returns_of(folder, service)
            if all(_is_as_issued(path, merged, service) for path in blank):
                places = blank or [return_of(folder, service)[0]]
                _replace(places, folder, came[key].read_bytes(), now, blank=blank)
                _settle(folder, key)  # what comes with it, or after it, waits for the author


def _is_as_issued(path: Path, merged: Merged, service: str) -> bool:
    return issuing.is_as_issued(read(path, STANDARD_RETURN), merged, service)


def _replace(
    places: list[Path],
    folder: ReportFolder,
    content: bytes,
    now: dt.datetime,
    blank: Container[Path] = (),
) -> None:
    """Write ``content`` to the first of ``places``, which hold one thing; the others go.

    What they hold is kept first, but for ``blank`` returns, of which there can always be more.
    """
    for path in places:
        if path not in blank and path.is_file():
            _keep(folder, path.name, path.read_bytes(), now)
    write_whole(places[0], content)
    for path in places[1:]:
        path.unlink(missing_ok=True)


def _kept(folder: ReportFolder) -> list[Path]:
    """Return the files that were received; a folder in which there is none yet is passed over.

    Beside one there may lie what Excel, or the system, puts beside an open file.
    """
    return [
        path
        for place in folder.received.glob("*/")
        for path in itertools.islice(
            (path for path in workbooks_in(place) if path.is_file() and path.name[0] not in ".~"), 1
        )
    ]


def _in_use(folder: ReportFolder) -> list[Path]:
    return [
        path for path in (folder.report_workbook, *workbooks_in(folder.returns)) if path.is_file()
    ]


def _returns_of(folder: ReportFolder, service: str) -> list[Path]:
    """Return the returns in use that speak for ``service``."""
    found = []
    for path in workbooks_in(folder.returns):
        identity = _known(path).identity if path.is_file() else None
        if identity and plain(identity.service) == plain(service):
            found.append(path)
    return found


def _services_in_use(folder: ReportFolder) -> frozenset[str]:
    """Return the services of which a return is in use, folded."""
    known = (_known(path).identity for path in workbooks_in(folder.returns) if path.is_file())
    return frozenset(plain(identity.service) for identity in known if identity)


def _received(
    path: Path, ours: Identity | None, used: set[str], services: frozenset[str]
) -> Received:
    known = _known(path)
    kind, service, problems = Kind.OTHER, "", known.problems
    if known.identity and known.identity.form == REPORT_WORKBOOK.name:
        kind = Kind.REPORT_WORKBOOK
    elif known.identity and known.identity.form == STANDARD_RETURN.name:
        kind, service = Kind.RETURN, known.identity.service
    is_of_another = known.identity and ours and known.identity.report != ours.report
    if kind is not Kind.OTHER and is_of_another:
        problems = (faults.OTHER_REPORT.at(Cell(path.name)),)
    came = dt.datetime.fromtimestamp(path.stat().st_mtime)
    in_use = known.digest in used
    can_wait = kind is Kind.RETURN and not problems and not in_use
    waits = can_wait and not (path.parent / _SETTLED).exists()
    is_beside = can_wait and plain(service) in services
    return Received(
        *(path.parent.name, path, came, kind, service, problems), in_use, is_beside, waits
    )


def _known(path: Path) -> _Known:
    found = path.stat()
    return _looked_up(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=_REMEMBERED)
def _looked_up(path: Path, size: int, changed: int) -> _Known:  # noqa: ARG001 (they are the key)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    filled = read(path, STANDARD_RETURN)
    if filled.identity and filled.identity.form == REPORT_WORKBOOK.name:
        filled = read(path, REPORT_WORKBOOK)
    return _Known(digest, filled.identity, () if filled.rows else filled.problems)


def _safe(name: str) -> str:
    """Return the file name ``name`` as a plain one, whatever path or signs are in it."""
    plainest = Path(name.replace("\\", "/").rpartition("/")[2])
    ending = plainest.suffix
    if len(ending) > _LONGEST_ENDING or not ending[1:].isalnum():
        return file_name(plainest.name)
    return file_name(plainest.stem) + ending
