"""Plain paragraphs, kept as the XML that is printed, where others are kept as elements.

Nearly every paragraph of a report has properties that hundreds have, and runs of words. As an
element it takes a kilobyte, and every look at it its time. So each stretch of plain paragraphs is
kept as it is printed, and one element stands in the document for it until the document is saved.
What is not plain (headings, tables, pictures, fields) is an element as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import Any

from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from report_builder.files import Packed
from report_builder.manifest import Traced
from report_builder.word.counting import Said, said_by

_P, _STAND_IN, _PLACE = qn("w:p"), qn("w:standIn"), "n"
_STANDS_IN = re.compile(rb'<w:standIn n="(\d+)"/>')
_END_OF_PARAGRAPH = "</w:p>"
_PIECE = 200_000
"""About so many characters are taken at a time."""

# All that a plain paragraph may be. It is XML whatever is printed in it, so nothing parses it.
_ATTRIBUTES = r'(?: \w++:\w++="[^"<>&]*+")*+'
_SWITCHES = rf"(?:<w:\w++{_ATTRIBUTES}/>)*+"
_PROPERTIES = (
    rf"{_SWITCHES}(?:<w:numPr>{_SWITCHES}</w:numPr>{_SWITCHES})?+"
    rf"(?:<w:rPr>{_SWITCHES}</w:rPr>)?+"
)
_NO_SIGNS = r"[^<&\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*+"
_WORDS = rf"{_NO_SIGNS}(?:&(?:amp|lt|gt);{_NO_SIGNS})*+"
_BEGIN_TEXT = '<w:t(?: xml:space="preserve")?>'
_RUN = (
    rf"<w:r{_ATTRIBUTES}>(?:<w:rPr>{_SWITCHES}</w:rPr>)?+"
    rf"(?:{_BEGIN_TEXT}{_WORDS}</w:t>|<w:tab/>)*+</w:r>"
)
_PLAIN = re.compile(
    rf"<w:p{_ATTRIBUTES}>(?:<w:pPr>({_PROPERTIES})</w:pPr>)?+(?:{_RUN})*+{_END_OF_PARAGRAPH}"
)
_WORDS_OF = re.compile(rf"{_BEGIN_TEXT}({_WORDS})</w:t>|<w:(tab)/>")
_TAG = re.compile(r"<(/?)[^>]*?(/?)>")

Trace = Callable[[str], "tuple[str, Traced | None]"]
"""Returns a plain paragraph as it is to be saved, and which cells it came from."""


class Plain:
    """A plain paragraph: what its properties say, its words, and the cells that it came from."""

    __slots__ = ("said", "traced", "words")

    def __init__(self, said: Said, words: str, traced: Traced | None) -> None:
        """Keep what is known of the paragraph."""
        self.said, self.words, self.traced = said, words, traced


class Stretch:
    """Plain paragraphs that follow each other, and their XML."""

    __slots__ = ("content", "paragraphs")

    def __init__(self) -> None:
        """Have none yet."""
        self.content = Packed()
        self.paragraphs: list[Plain] = []


class Folding:
    """Takes a body as it is printed: keeps its plain paragraphs, and passes on all else."""

    def __init__(
        self, pass_on: Callable[[str], object], trace: Trace, not_plain: Container[str]
    ) -> None:
        """Keep what is asked; paragraphs of the styles ``not_plain`` are never plain."""
        self.stretches: list[Stretch] = []
        self._pass_on, self._trace, self._not_plain = pass_on, trace, not_plain
        self._open: Stretch | None = None
        self._depth = 0
        """How many elements of the body are open: what stands in a table is left there."""

    def take(self, xml: str) -> None:
        """Take the next piece of the body, which ends where a paragraph ends."""
        end = 0
        for found in _PLAIN.finditer(xml):
            if found.start() != end:
                self._take_other(xml[end : found.start()])
            end = found.end()
            said = None if self._depth else _said(found[1] or "")
            if said is None or said.style in self._not_plain:
                self._take_other(found[0])
            else:
                self._keep(found[0], said)
        self._take_other(xml[end:])

    def _keep(self, xml: str, said: Said) -> None:
        if self._open is None:
            self._open = Stretch()
            self._pass_on(f'<w:standIn {_PLACE}="{len(self.stretches)}"/>')
            self.stretches.append(self._open)
        xml, traced = self._trace(xml)
        words = words_of(xml) if traced is None else traced.text
        self._open.content.add(xml)
        self._open.paragraphs.append(Plain(said, words, traced))

    def _take_other(self, xml: str) -> None:
        if not xml:
            return
        for found in _TAG.finditer(xml):
            self._depth += 0 if found[2] else -1 if found[1] else 1
        self._open = None
        self._pass_on(xml)


def pieces(fragments: Iterable[str]) -> Iterator[str]:
    """Yield what is printed in larger pieces, each of which ends where a paragraph ends."""
    waiting: list[str] = []
    size, enough = 0, _PIECE
    for fragment in fragments:
        waiting.append(fragment)
        size += len(fragment)
        if size >= enough:
            whole = "".join(waiting)
            before, end, after = whole.rpartition(_END_OF_PARAGRAPH)
            if end:
                yield before + end
            waiting, size = [after], len(after)
            enough = max(_PIECE, 2 * size)
    yield "".join(waiting)


def paragraphs_in(body: Any, stretches: Sequence[Stretch]) -> Iterator[Any]:
    """Yield the paragraphs of ``body`` in their order, the elements and the plain ones."""
    for each in body.iter(_P, _STAND_IN):
        if each.tag == _P:
            yield each
        else:
            yield from stretches[int(each.get(_PLACE))].paragraphs


def styles_of_headings(document: Document) -> set[str]:
    """Return the styles of headings; more is done to those than to plain paragraphs."""
    return {style.style_id for style in document.styles if str(style.name).startswith("Heading")}


def said_of(paragraph: Any) -> Said:
    """Return what the properties of a paragraph say, an element or a plain one."""
    return paragraph.said if isinstance(paragraph, Plain) else said_by(paragraph)


def unfolded(part: bytes, stretches: Sequence[Stretch]) -> Iterator[bytes]:
    """Yield ``part``, in which elements stand for stretches, with the stretches themselves."""
    end = 0
    for found in _STANDS_IN.finditer(part):
        yield part[end : found.start()]
        yield from stretches[int(found[1])].content
        end = found.end()
    yield part[end:]


def words_of(plain: str) -> str:
    """Return the words of a plain paragraph, as :func:`report_builder.word.xml.text_of` does."""
    found = (words or ("\t" if tab else "") for words, tab in _WORDS_OF.findall(plain))
    return unescape("".join(found))


@lru_cache(maxsize=256)
def _said(properties: str) -> Said | None:
    """Return what the properties of a plain paragraph say, ``None`` if they are no XML."""
    try:
        whole = f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr></w:p>"
        return said_by(etree.fromstring(whole))
    except etree.XMLSyntaxError:
        return None
