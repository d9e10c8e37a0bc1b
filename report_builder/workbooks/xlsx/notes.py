"""Reads what is not in the cells: comments, and drawings over the sheet."""

from __future__ import annotations

from report_builder.workbooks.xlsx.cells import Note
from report_builder.workbooks.xlsx.package import Attributes, Handler, Package
from report_builder.workbooks.xlsx.values import index, unescaped

_THREADED = "[Threaded comment]"


def read_comments(package: Package, sheet: str) -> list[Note]:
    """Return the comments at the cells of a sheet."""
    return _parsed(package, sheet, "comments", _Comments())


def read_drawings(package: Package, sheet: str) -> list[Note]:
    """Return what lies over a sheet: of pictures and charts nothing, of text boxes their words."""
    return _parsed(package, sheet, "drawing", _Drawings())


def _parsed(package: Package, sheet: str, kind: str, handler: _Comments | _Drawings) -> list[Note]:
    for relation in package.relations(sheet).values():
        if relation.kind == kind:
            package.parse(relation.target, handler)
    return handler.notes


class _Comments(Handler):
    """Reads the comments of a sheet."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._authors: list[str] = []
        self._words: list[str] = []
        self._address = self._author = ""
        self._in_text = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "comment":
            self._address = attributes.get("ref", "")
            place = index(attributes.get("authorId", "0"))
            self._author = self._authors[place] if place < len(self._authors) else ""
            self._words = []
        elif tag in ("t", "author"):
            self._in_text = True

    def text(self, words: str) -> None:
        if self._in_text:
            self._words.append(words)

    def end(self, tag: str) -> None:
        if tag == "author":
            self._authors.append("".join(self._words))
            self._words = []
        elif tag == "comment":
            text = unescaped("".join(self._words))
            if text.startswith(_THREADED):  # Excel's own explanation stands before the words
                text = text.partition("Comment:\n")[2] or text
            self.notes.append(Note(self._address, self._author, text.strip()))
            self._words = []
        if tag in ("t", "author"):
            self._in_text = False


class _Drawings(Handler):
    """Reads what lies over a sheet; of a text box its words."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._words: list[str] = []
        self._in_text = False

    def start(self, tag: str, _: Attributes) -> None:
        if tag.endswith("Anchor"):
            self._words = []
        elif tag == "p":
            self._words.append("\n")
        elif tag == "t":
            self._in_text = True

    def text(self, words: str) -> None:
        if self._in_text:
            self._words.append(words)

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag.endswith("Anchor"):
            self.notes.append(Note("", "", "".join(self._words).strip()))
