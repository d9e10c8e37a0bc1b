"""Two Word files as one with tracked changes, by the library python-redlines.

The library is an extra, because it brings a program of its own with it. What it makes is not taken
on trust: with all changes accepted it must have the words of the new file, with all of them
rejected those of the old one, paragraph by paragraph.
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from importlib.util import find_spec
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from report_builder.files import canonical_package
from report_builder.problems import PROGRAM

_LIBRARY = "python_redlines_docxodus"
_GOES = {True: ("w:del", "w:moveFrom"), False: ("w:ins", "w:moveTo")}
_P, _TEXT, _DELETED = qn("w:p"), qn("w:t"), qn("w:delText")


def is_possible() -> bool:
    """Return whether the library is installed."""
    return find_spec("python_redlines") is not None and find_spec(_LIBRARY) is not None


def tracked(old: bytes, new: bytes, as_at: dt.date) -> bytes | None:
    """Return the Word file ``new`` with its differences from ``old`` as tracked changes.

    ``None`` if the library cannot compare the two, or what it made is not both files.
    """
    from python_redlines import DocxodusEngine, EngineExecutionError

    try:
        # The program is unpacked where nobody else unpacks it at the same time, or runs it later.
        with tempfile.TemporaryDirectory(
            prefix="report-builder-", ignore_cleanup_errors=True
        ) as folder:
            made, _, _ = DocxodusEngine(target_path=folder).run_redline(
                PROGRAM,
                old,
                new,
                detect_moves=False,
                detect_format_changes=False,
                conflate_spaces=False,
                date_time=f"{as_at.isoformat()}T00:00:00Z",
            )
    except (EngineExecutionError, ImportError, OSError):  # a computer may not let it run
        return None
    if words(made, accepted=True) != words(new) or words(made, accepted=False) != words(old):
        return None
    return canonical_package(made, modified=as_at)


def words(file: bytes, *, accepted: bool = True) -> list[str]:
    """Return the words of each paragraph, with all tracked changes accepted or rejected.

    Paragraphs without words are left out. Those of headers and footers follow the body, sorted:
    the library may keep them in parts of other names.
    """
    document = docx.Document(io.BytesIO(file))
    beside = {
        relationship.target_part.element
        for relationship in document.part.rels.values()
        if relationship.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    }
    found = _words(document.element.body, _GOES[accepted])
    return found + sorted(words for story in beside for words in _words(story, _GOES[accepted]))


def _words(story: Any, goes: tuple[str, str]) -> list[str]:
    joined = _settle(story, goes)
    found, current = [], ""
    for paragraph in story.iter(_P):
        current += "".join(text.text or "" for text in paragraph.iter(_TEXT, _DELETED))
        if paragraph not in joined:  # else it goes on in the next one
            found.append(current)
            current = ""
    return [each for each in [*found, current] if each]


def _settle(story: Any, goes: tuple[str, str]) -> set[Any]:
    """Take out what goes; return the paragraphs whose end goes."""
    joined = set()
    for mark in list(story.iter(*map(qn, goes))):
        holder = mark.getparent()
        if holder.tag == qn("w:rPr"):
            joined.add(holder.getparent().getparent())
        elif holder.tag == qn("w:trPr"):
            row = holder.getparent()
            row.getparent().remove(row)
        else:
            holder.remove(mark)
    return joined
