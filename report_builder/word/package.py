"""The parts of a document, for writing: once, where python-docx packs a zip file of its own."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.pkgwriter import PackageWriter


class _Parts(dict[str, bytes]):
    """What python-docx writes to in the place of a zip file."""

    def write(self, uri: str, content: bytes) -> None:
        self[uri.removeprefix("/")] = content


def parts_of(document: Document) -> dict[str, bytes]:
    """Return the parts of the package of ``document``, by their names in a zip file."""
    package = document.part.package
    for part in package.parts:
        part.before_marshal()
    parts = _Parts()
    writer: Any = PackageWriter  # its steps are not typed
    writer._write_content_types_stream(parts, package.parts)
    writer._write_pkg_rels(parts, package.rels)
    writer._write_parts(parts, package.parts)
    return parts
