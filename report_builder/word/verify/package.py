"""A Word file as it lies on the disk: its parts, and what they refer to."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree
from lxml.etree import _Element as Element

from report_builder.errors import ReportBuilderError

_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_MOST_BYTES = 2**30  # unpacked; the longest reports have a hundredth of it
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SAVE_AGAIN = "If it is the report, open it in Word and save it as “Word Document (.docx)”."


class WordFileError(ReportBuilderError):
    """A file cannot be opened as a Word document."""


@dataclass(frozen=True)
class Reference:
    """What a part refers to: another part, or something outside the file."""

    source: str
    """The part that refers, empty for the file as a whole."""
    identifier: str
    kind: str
    """The last word of the relationship's type, such as ``hyperlink``."""
    target: str
    is_external: bool


@dataclass(frozen=True)
class Package:
    """The parts of a Word file by name, and all references between them."""

    parts: dict[str, bytes]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Return all references of all parts."""
        return tuple(
            reference
            for name, content in self.parts.items()
            if name.endswith(".rels")
            for reference in _references(name, content)
        )

    @cached_property
    def main(self) -> str:
        """Return the name of the part that holds the text; empty if there is none."""
        kind = RELATIONSHIP_TYPE.OFFICE_DOCUMENT.rpartition("/")[2]
        return next(iter(self._targets("", kind)), "")

    def root(self, name: str) -> Element:
        """Return the root element of the part ``name``.

        Raises:
            WordFileError: the part is damaged.
        """
        return _parsed(name, self.parts[name])

    def of_kind(self, kind: str) -> list[Element]:
        """Return the root of each part that the text refers to as ``kind``."""
        return [self.root(name) for name in self._targets(self.main, kind)]

    def one_of_kind(self, kind: str) -> Element | None:
        """Return the root of the part of this ``kind``, ``None`` if there is none."""
        return next(iter(self.of_kind(kind)), None)

    def properties(self, kind: str) -> Element | None:
        """Return the root of the properties of this ``kind``, ``None`` if there are none."""
        names = self._targets("", kind)
        return self.root(names[0]) if names else None

    def _targets(self, source: str, kind: str) -> list[str]:
        return [
            each.target
            for each in self.references
            if (each.source, each.kind) == (source, kind) and each.target in self.parts
        ]


def opened(path: Path) -> Package:
    """Return the Word file at ``path``.

    Raises:
        WordFileError: it cannot be opened; the message says what to do.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_OLD_OFFICE))
        if beginning == _OLD_OFFICE:
            raise WordFileError(
                f"{path} is protected by a password, or was saved by Word 2003 or older. Open it "
                "in Word and save it as “Word Document (.docx)”, without a password."
            )
        with zipfile.ZipFile(path) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise WordFileError(f"{path} unpacks to more than 1 GB, which no report does.")
            parts = {entry.filename: package.read(entry) for entry in entries}
    except OSError as error:
        raise WordFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise WordFileError(f"{path} is no Word document, or is damaged. {_SAVE_AGAIN}") from error
    found = Package(parts)
    if not found.main or found.root(found.main).tag != _DOCUMENT:
        strict = found.main and str(found.root(found.main).tag).startswith("{" + _STRICT)
        what = "a Strict Open XML Document" if strict else "no Word document"
        raise WordFileError(f"{path} is {what}. {_SAVE_AGAIN}")
    return found


def _references(name: str, content: bytes) -> Iterator[Reference]:
    folder, _, file = name.rpartition("_rels/")
    source = folder + file.removesuffix(".rels")
    for each in _parsed(name, content).iter(_RELATIONSHIP):
        target = each.get("Target") or ""
        is_external = each.get("TargetMode") == "External"
        yield Reference(
            source,
            identifier=each.get("Id") or "",
            kind=(each.get("Type") or "").rpartition("/")[2],
            target=target if is_external else _absolute(folder, target),
            is_external=is_external,
        )


def _absolute(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _parsed(name: str, content: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise WordFileError(
            f"The part {name} of the Word file is damaged. {_SAVE_AGAIN}"
        ) from error


_DOCUMENT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}document"
