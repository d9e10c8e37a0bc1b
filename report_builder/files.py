"""Files, written whole or not at all, and zip packages whose bytes depend on their content only."""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import io
import itertools
import os
import re
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from report_builder import stopping
from report_builder.errors import OutputError

NO_DATE = dt.date(2000, 1, 1)
"""Dates the files of a report that has no as-at date yet."""

_FIXED_TIME = (2000, 1, 1, 0, 0, 0)
_LEVEL, _LEVEL_OF_LONG = 6, 3
_JOINED = 1_000
"""How many pieces of text are joined."""
_LONGEST_NAME = 80
_MOST_BYTES = 200  # of the 255 that file systems give a name; an emoji takes four
_REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d) *(\..*)?")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def one_by_one(items: Iterable[str]) -> Iterator[str]:
    """Yield a JSON array with a line for each item, which are JSON already."""
    begin = "[\n  "
    for item in items:
        yield f"{begin}{item}"
        begin = ",\n  "
    yield "[]" if begin[0] == "[" else "\n ]"


def joined(pieces: Iterable[str]) -> Iterator[str]:
    """Yield ``pieces`` of text, many of them joined."""
    left = iter(pieces)
    while some := tuple(itertools.islice(left, _JOINED)):
        yield "".join(some)


_unfinished: set[Path] = set()
"""What this process has written beside its place, and not put there."""


@atexit.register
def _take_away() -> None:
    """Take away what was written for a process that came to an end before it could put it there."""
    for path in _unfinished:
        with contextlib.suppress(OSError):
            path.unlink()


def encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Return ``pieces`` of text in UTF-8, many of them joined."""
    return map(str.encode, joined(pieces))


class Place(NamedTuple):
    """Where a file belongs, and where it lies until it is finished: beside that."""

    path: Path
    beside: Path

    def write(self, content: Iterable[bytes]) -> None:
        """Write the file beside its place.

        Raises:
            OutputError: it could not be written.
        """
        stopping.obey()
        with self._told():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _unfinished.add(self.beside)
            with self.beside.open("wb") as file:
                file.writelines(content)
                file.flush()
                os.fsync(file.fileno())

    def put(self) -> None:
        """Put the file, which has been written, in its place.

        Raises:
            OutputError: it could not be put there; what was there is untouched.
        """
        with self._told():
            self.beside.replace(self.path)
        _unfinished.discard(self.beside)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"{self.path} could not be written ({error.strerror}). If it is open in another "
                "program, close it there; otherwise check that the folder can be written to and is "
                "not full."
            ) from error


class Together:
    """Files that are put in their places when all of them are finished, and none before."""

    def __init__(self) -> None:
        """Have no files yet."""
        self._places: dict[Path, Place] = {}

    def __enter__(self) -> Together:
        """Begin with them."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what has not been put in its place."""
        for place in self._places.values():
            with contextlib.suppress(OSError):
                place.beside.unlink()
            _unfinished.discard(place.beside)

    def place(self, path: Path) -> Place:
        """Return the place of one more file, which can then be written, by whatever process."""
        beside = path.with_name(f".{secrets.token_hex(8)}.part")
        return self._places.setdefault(path, Place(path, beside))

    def put(self) -> None:
        """Put all files, which have been written, in their places.

        Raises:
            OutputError: one could not be put there.
        """
        stopping.obey()
        for path in list(self._places):
            self._places[path].put()
            del self._places[path]


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``: beside it first, then in its place, so never in part.

    Raises:
        OutputError: the file could not be written; what was at ``path`` is untouched.
    """
    with Together() as files:
        files.place(path).write([content])
        files.put()


def make_folders(*folders: Path) -> None:
    """Make folders, and those above them.

    Raises:
        OutputError: a folder cannot be made.
    """
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"The folder {folder} cannot be made ({error.strerror}). Name a folder in a place "
                "that you can write to."
            ) from error


def canonical_package(content: bytes, *, modified: dt.date) -> bytes:
    """Return the Office package ``content`` with sorted parts and no time but ``modified``."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return packed({name: [source.read(name)] for name in source.namelist()}, modified=modified)


def packed(
    parts: Mapping[str, Iterable[bytes]], *, modified: dt.date, is_long: bool = False
) -> bytes:
    """Return the Office package of ``parts``, sorted, with no time in it but ``modified``.

    A part may come in pieces. What ``is_long`` is packed in half the time, and a quarter larger.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for name in sorted(parts, key=_content_types_first):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The level that a zip file is given counts for entries of its own making only.
            entry._compresslevel = _LEVEL_OF_LONG if is_long else _LEVEL  # type: ignore[attr-defined]
            entry.create_system = 0
            part = parts[name]
            if name == "docProps/core.xml":
                whole = b"".join(part)
                now = rf"\g<1>{modified.isoformat()}T00:00:00Z\g<2>".encode()
                part = [_MODIFIED.sub(now, whole)]
            with target.open(entry, "w") as written:
                for piece in part:
                    written.write(piece)
    return content.getvalue()


def file_name(words: str) -> str:
    """Return ``words`` as a plain file name: no character that Windows, macOS or Linux refuse."""
    name = " ".join(_REFUSED.sub(" ", words).split()).strip(". ")
    longest = min(_LONGEST_NAME, len(name.encode()[:_MOST_BYTES].decode(errors="ignore")))
    if len(name) > longest:
        name = (name[: longest + 1].rpartition(" ")[0] or name[:longest]).rstrip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = f"report {name}".rstrip()
    return name


def _content_types_first(name: str) -> tuple[bool, str]:
    return name != "[Content_Types].xml", name
