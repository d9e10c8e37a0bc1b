"""Files, written whole or not at all, and zip packages whose bytes depend on their content only."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import itertools
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from report_builder import stopping
from report_builder.errors import OutputError

NO_DATE = dt.date(2000, 1, 1)
"""Dates the files of a report that has no as-at date yet."""

_FIXED_TIME = (2000, 1, 1, 0, 0, 0)
_LEVEL, _LEVEL_OF_LONG, _QUICKLY = 6, 3, 1
_TOGETHER = 1_000
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


def together(pieces: Iterable[str]) -> Iterator[str]:
    """Yield ``pieces`` of text, many together."""
    left = iter(pieces)
    while some := tuple(itertools.islice(left, _TOGETHER)):
        yield "".join(some)


class Packed:
    """Text that is written later, and kept packed meanwhile: a long report's takes much room."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Pack ``pieces``, one after another."""
        self._packed = [zlib.compress(some.encode(), _QUICKLY) for some in together(pieces)]

    def __iter__(self) -> Iterator[bytes]:
        """Yield the text in UTF-8, in pieces of no particular size."""
        return map(zlib.decompress, self._packed)


def write_whole(path: Path, content: bytes | Packed) -> None:
    """Write ``content`` to ``path``: beside it first, then in its place, so never in part.

    Raises:
        OutputError: the file could not be written; what was at ``path`` is untouched.
    """
    stopping.obey()
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as error:
        raise OutputError(
            f"{path} could not be written ({error.strerror}). If it is open in another program, "
            "close it there; otherwise check that the folder can be written to and is not full."
        ) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
