"""Reads texts, plain and rich."""

from __future__ import annotations

import re

from report_builder.workbooks.xlsx.cells import Piece, RichText
from report_builder.workbooks.xlsx.package import Attributes, Handler, Package
from report_builder.workbooks.xlsx.styles import FontReader
from report_builder.workbooks.xlsx.values import unescaped

PLAIN_TEXT = r'<t(?: xml:space="preserve")?>([^<]*)</t>'
"""A ``t`` as a regular expression; without an entity in them, its words are what stands there."""


def read_texts(package: Package, part: str | None) -> list[str]:
    """Return the texts that the cells of all sheets share, by their number."""
    shared = _SharedTexts()
    if part is not None:
        package.parse(part, shared)
    return shared.texts


class TextReader:
    """Gathers the words of an ``si`` or an ``is``, plain or rich."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._words: list[str] = []
        self._font: FontReader | None = None
        self._in_text = self._is_phonetic = self._is_rich = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take note of an element that begins."""
        if tag == "t":
            self._in_text = not self._is_phonetic
        elif tag == "r":
            self._is_rich, self._font = True, None
        elif tag == "rPr":
            self._font = FontReader()
        elif tag == "rPh":
            self._is_phonetic = True
        elif self._font is not None:
            self._font.take(tag, attributes)

    def text(self, words: str) -> None:
        """Take note of words."""
        if self._in_text:
            self._words.append(words)

    def end(self, tag: str) -> None:
        """Take note of an element that ends."""
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "r":
            font = self._font.font() if self._font else None
            self._pieces.append(Piece(self._taken(), font))

    def finished(self) -> str:
        """Return the text that has been gathered, and begin the next one."""
        text: str = RichText(tuple(self._pieces)) if self._is_rich else self._taken()
        self._pieces, self._words = [], []
        self._font, self._is_rich = None, False
        self._in_text = self._is_phonetic = False
        return text

    def _taken(self) -> str:
        text = unescaped("".join(self._words))
        self._words = []
        return text


class _SharedTexts(Handler):
    plain = re.compile(f"<si>{PLAIN_TEXT}</si>")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._reader = TextReader()

    def take(self, match: re.Match[str]) -> int:
        words = match[1]
        if "&" in words:
            return -1
        self.texts.append(unescaped(words))
        return len(words)

    def start(self, tag: str, attributes: Attributes) -> None:
        self._reader.start(tag, attributes)

    def text(self, words: str) -> None:
        self._reader.text(words)

    def end(self, tag: str) -> None:
        if tag == "si":
            self.texts.append(self._reader.finished())
        else:
            self._reader.end(tag)
