"""The gate before an untrusted workbook is opened: is it one, and is its size that of a form?

Both questions are answered from the bytes of the zip file, in little memory, because the
libraries that open a hostile workbook can take minutes, gigabytes or the whole process.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

MAX_FILE = 50 * 2**20
MAX_UNPACKED = 300 * 2**20
MAX_PARTS = 2_000
MAX_ROW = 200_000
MAX_COLUMN = 702  # ZZ

_CHUNK = 1 << 20
_TAIL = 64
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=\"(\d+)\"")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{4,}|[A-Z]{3})\d+\"")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


class NotAWorkbookError(Exception):
    """The file is something else; the message says what."""


class TooLargeError(Exception):
    """The workbook is larger than any form; the message says in which respect."""


def examine(path: Path) -> None:
    """Let a plausible ``.xlsx`` workbook pass.

    Raises:
        NotAWorkbookError: the bytes are not those of an ``.xlsx`` workbook.
        TooLargeError: opening the workbook would cost too much.
    """
    try:
        if path.stat().st_size > MAX_FILE:
            raise TooLargeError(f"the file is larger than {MAX_FILE // 2**20} MB")
        with path.open("rb") as file:
            start = file.read(len(_OLE))
    except OSError as error:
        raise NotAWorkbookError(str(error.strerror)) from error
    if not start:
        raise NotAWorkbookError("it is empty")
    if start == _OLE:
        raise NotAWorkbookError("it is protected with a password, or of the old .xls kind")
    if not start.startswith(b"PK"):
        raise NotAWorkbookError("it is a file of another kind")
    try:
        with zipfile.ZipFile(path) as package:
            _examine_package(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotAWorkbookError("it is damaged") from error


def _examine_package(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise TooLargeError("it unpacks to more than a form ever needs")
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise NotAWorkbookError("it is of the kind .xlsb")
    if "word/document.xml" in names:
        raise NotAWorkbookError("it is a Word document")
    if "mimetype" in names:
        raise NotAWorkbookError("it is an OpenDocument file")
    if "xl/workbook.xml" not in names:
        raise NotAWorkbookError("it is a zip file of another kind")
    unpacked = 0
    for entry in entries:
        if not entry.filename.startswith("xl/worksheets/"):
            continue
        unpacked += _examine_sheet(package, entry)
        if unpacked > MAX_UNPACKED:
            raise TooLargeError("it unpacks to more than a form ever needs")


def _examine_sheet(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    size, tail = 0, b""
    with package.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            seen = tail + chunk
            if any(int(match[1]) > MAX_ROW for match in _ROW.finditer(seen)):
                raise TooLargeError(
                    f"something stands below row {MAX_ROW:,}: delete the empty rows below your "
                    "answers"
                )
            if any(len(match[1]) > 2 for match in _CELL.finditer(seen)):
                raise TooLargeError(
                    "something stands far to the right of the form: delete the columns there"
                )
            tail = seen[-_TAIL:]
            if size > MAX_UNPACKED:
                break
    return size
