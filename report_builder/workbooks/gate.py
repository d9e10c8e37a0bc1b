"""The gate before an untrusted file is opened: what is it, and is it of a form's size?

Both are told from its name and its bytes, in little memory; nothing is unpacked here.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path

from report_builder.problems import ProblemKind
from report_builder.workbooks import faults
from report_builder.workbooks.faults import RefusedError

MAX_FILE = 50 * 2**20

_START = 4096
_LOCK_NAMES = (re.compile(r"~\$(.+)"), re.compile(r"\.~lock\.(.+)#"))
_LINK_NAMES = {
    ".icloud": "a place-holder of iCloud",
    ".url": "a link to a web page",
    ".webloc": "a link to a web page",
    ".lnk": "a Windows shortcut",
    ".gsheet": "a link to a Google sheet",
}
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# The names of the streams that tell what an OLE file is, as its directory spells them.
_OLE_STREAMS: tuple[tuple[str, ProblemKind, str], ...] = (
    ("EncryptedPackage", faults.PASSWORD_PROTECTED, ""),
    ("Workbook", faults.NOT_EXCEL_WORKBOOK, "a workbook of the old kind .xls"),
    ("Book", faults.NOT_EXCEL_WORKBOOK, "a workbook of the old kind .xls"),
    ("WordDocument", faults.NOT_A_WORKBOOK, "a Word document of the old kind .doc"),
    ("PowerPoint Document", faults.NOT_A_WORKBOOK, "a PowerPoint presentation"),
    ("__properties_version1.0", faults.NOT_A_WORKBOOK, "an e-mail"),
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf\x27\x1c", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\x1f\x8b", "a packed archive"),
    (b"MZ", "a program"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TEXTS: tuple[tuple[re.Pattern[bytes], ProblemKind, str], ...] = (
    (
        re.compile(rb"\[InternetShortcut\]|\"doc_id\"|\"url\"\s*:", re.IGNORECASE),
        faults.LINK_TO_A_FILE,
        "a link",
    ),
    (
        re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"),
        faults.NOT_EXCEL_WORKBOOK,
        "a spreadsheet of the old XML kind",
    ),
    (
        re.compile(rb"schemas\.openxmlformats\.org|<pkg:package"),
        faults.NOT_EXCEL_WORKBOOK,
        "a document in a single XML file",
    ),
    (re.compile(rb"<!doctype html|<html", re.IGNORECASE), faults.NOT_A_WORKBOOK, "a web page"),
    (
        re.compile(rb"(?m)^(?:MIME-Version|Received|Return-Path|Message-ID):", re.IGNORECASE),
        faults.NOT_A_WORKBOOK,
        "an e-mail",
    ),
)


def admitted(path: Path) -> bytes:
    """Return the bytes of a file that may be an Excel workbook.

    Raises:
        RefusedError: it is none, or one that is larger than any form.
    """
    _refuse_by_name(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise RefusedError(faults.FOLDER_NOT_READ)
        if not stat.S_ISREG(found.st_mode):
            raise RefusedError(faults.CANNOT_BE_OPENED, reason="it is a device, not a file")
        if found.st_size > MAX_FILE:
            reason = f"the file is larger than {MAX_FILE // 2**20} MB"
            raise RefusedError(faults.TOO_LARGE, reason=reason)
        with path.open("rb") as file:
            content = file.read(MAX_FILE)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RefusedError(faults.CANNOT_BE_OPENED, reason=reason) from error
    if not content.startswith(b"PK"):
        raise _refusal(content)
    return content


def _refuse_by_name(path: Path) -> None:
    for pattern in _LOCK_NAMES:
        if match := pattern.fullmatch(path.name):
            raise RefusedError(faults.OPEN_ELSEWHERE, owner=match[1])
    what = _LINK_NAMES.get(path.suffix.lower())
    if what:
        raise RefusedError(faults.LINK_TO_A_FILE, what=what)


def _refusal(content: bytes) -> RefusedError:
    """Return what there is to say of bytes that are no zip file."""
    start = content[:_START]
    if not start.strip(b"\0 \t\r\n"):
        reason = "nothing but zeros or spaces" if content else "0 bytes"
        return RefusedError(faults.EMPTY_FILE, reason=reason)
    if start.startswith(_OLE):
        return _refusal_of_ole(content)
    for signature, what in _SIGNATURES:
        if start.startswith(signature):
            return RefusedError(faults.NOT_A_WORKBOOK, what=what)
    if _NOT_IN_TEXT.search(start) and not start.startswith(_UTF_16):
        return RefusedError(faults.NOT_A_WORKBOOK, what="a file of an unknown kind")
    for pattern, kind, what in _TEXTS:
        if pattern.search(start):
            return RefusedError(kind, what=what)
    return RefusedError(faults.NOT_A_WORKBOOK, what="a plain text file, such as .csv")


def _refusal_of_ole(content: bytes) -> RefusedError:
    for stream, kind, what in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return RefusedError(kind, what=what)
    return RefusedError(faults.DAMAGED, reason="it is cut off, or of a kind before .xlsx")
