"""Plain paragraphs, kept as what they are made of, where others are kept as elements.

Nearly every paragraph of a report is one of few shapes (properties, runs, words of the template)
with texts of officers in it. As an element it takes a kilobyte, and every look at it its time. So a
text is printed as a run that has nothing but its number; a plain paragraph is kept as its shape and
its texts; and its XML is made when the document is saved. One element stands in the document for
each stretch of plain paragraphs. What is not plain (headings, tables, pictures, fields) is an
element as ever.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple, Protocol

from docx.document import Document
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from report_builder.files import encoded, joined
from report_builder.manifest import Traced
from report_builder.problems import Cell, writable
from report_builder.report.model import Text
from report_builder.word.counting import Said, said_by

_P, _STAND_IN, _PLACE = qn("w:p"), qn("w:standIn"), "n"
_STANDS_IN = re.compile(rb'<w:standIn n="(\d+)"/>')
_END_OF_PARAGRAPH = "</w:p>"

NUMBER = "w:rsidR"
"""The attribute of a run that has the number of its text; Word keeps it for its own bookkeeping."""
_NUMBERED, _DIGITS = f'<w:r {NUMBER}="', 8
_NO_WORDS_YET, _WORDS_FOLLOW = '"/>', '">'
_AFTER = _DIGITS + len(_NO_WORDS_YET)
_RUN_OF_TEXT = re.compile(f"{_NUMBERED}([0-9A-F]{{{_DIGITS}}}){_NO_WORDS_YET}")

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
_SOME_RUN = "<w:r></w:r>"
_PLAIN = re.compile(
    rf"<w:p{_ATTRIBUTES}>(?:<w:pPr>({_PROPERTIES})</w:pPr>)?+(?:{_RUN})*+{_END_OF_PARAGRAPH}"
)
_WORDS_OF = re.compile(rf"{_BEGIN_TEXT}({_WORDS})</w:t>|<w:(tab)/>")
_TAG = re.compile(r"<(/?)[^>]*?(/?)>")


def run_of(number: int, *, has_words: bool = False) -> str:
    """Return the run that stands for the text with a number, or the beginning of one of its runs.

    It is the beginning if the run ``has_words``.
    """
    return f"{_NUMBERED}{number:0{_DIGITS}X}{_WORDS_FOLLOW if has_words else _NO_WORDS_YET}"


def number_of(said: str) -> int:
    """Return the number that is said by a run."""
    return int(said, 16)


class Texts(Protocol):
    """Knows the texts that are printed, by their numbers."""

    def putting_off(self) -> AbstractContextManager[None]:
        """Print texts as runs that have their number only, to put in their words later."""

    def forget(self) -> None:
        """Forget what was printed, which is printed again."""

    def arrived(self, number: int) -> Text:
        """Return the text with a number, and take note that it is in the document."""

    def in_full(self, number: int) -> str:
        """Return the runs of the text with a number, with that number."""

    def runs(self, text: Text) -> str:
        """Return the runs of a text."""


class Shape(NamedTuple):
    """What plain paragraphs have in common: all but their texts."""

    said: Said
    """What their properties say."""
    around: tuple[str, ...]
    """The XML before, between and after the texts."""
    words: tuple[str, ...]
    """The words of that."""


class Plain:
    """A plain paragraph."""

    __slots__ = ("shape", "texts")

    def __init__(self, shape: Shape, texts: list[Text]) -> None:
        """Keep what it is made of."""
        self.shape, self.texts = shape, texts

    @property
    def said(self) -> Said:
        """Return what its properties say."""
        return self.shape.said

    @property
    def words(self) -> str:
        """Return its words, as :func:`report_builder.word.xml.text_of` does."""
        return _alternately(self.shape.words, [writable(str(text)) for text in self.texts])

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the cells that it came from."""
        return cells_of(self.texts)

    @property
    def traced(self) -> Traced | None:
        """Return where it came from, ``None`` if it came from no cell."""
        cells = self.cells
        return Traced(self.words, cells) if cells else None


class Stretch:
    """Plain paragraphs that follow each other."""

    __slots__ = ("_texts", "paragraphs")

    def __init__(self, texts: Texts) -> None:
        """Have none yet."""
        self.paragraphs: list[Plain] = []
        self._texts = texts

    def printed(self) -> Iterator[bytes]:
        """Return their XML, in pieces."""
        runs = self._texts.runs
        printed = (
            _alternately(each.shape.around, [runs(text) for text in each.texts])
            for each in self.paragraphs
        )
        return encoded(printed)


def cells_of(texts: Sequence[Text]) -> tuple[Cell, ...]:
    """Return the cells that ``texts`` came from, each once."""
    if len(texts) == 1:  # as in nearly every paragraph
        source = texts[0].source
        return (source,) if source else ()
    return tuple({text.source: None for text in texts if text.source})


class Folding:
    """Takes a body as it is printed: keeps its plain paragraphs, and passes on all else."""

    def __init__(
        self, pass_on: Callable[[str], object], texts: Texts, not_plain: Container[str]
    ) -> None:
        """Keep what is asked; paragraphs of the styles ``not_plain`` are never plain."""
        self.stretches: list[Stretch] = []
        self._pass_on, self._texts, self._not_plain = pass_on, texts, not_plain
        self._open: Stretch | None = None
        self._depth = 0
        """How many elements of the body are open: what stands in a table is left there."""

    def take(self, xml: str) -> None:
        """Take the next piece of the body, which ends where a paragraph ends."""
        *paragraphs, rest = xml.split(_END_OF_PARAGRAPH)
        for each in paragraphs:
            plain = None if self._depth else self._plain(each)
            if plain is None:
                self._take_other(each + _END_OF_PARAGRAPH)
            else:
                self._keep(plain)
        self._take_other(rest)

    def _plain(self, xml: str) -> Plain | None:
        """Return a paragraph, which lacks its end, as a plain one, if it is one."""
        first, *numbered = xml.split(_NUMBERED)
        around = (first, *[run[_AFTER:] for run in numbered])
        shape = _shape(around)
        if shape is None or shape.said.style in self._not_plain:
            return None
        numbers = [run[:_DIGITS] for run in numbered if run[_DIGITS:_AFTER] == _NO_WORDS_YET]
        if len(numbers) < len(numbered):
            return None  # one has its words already
        return Plain(shape, [self._texts.arrived(number_of(number)) for number in numbers])

    def _keep(self, paragraph: Plain) -> None:
        if self._open is None:
            self._open = Stretch(self._texts)
            self._pass_on(f'<w:standIn {_PLACE}="{len(self.stretches)}"/>')
            self.stretches.append(self._open)
        self._open.paragraphs.append(paragraph)

    def _take_other(self, xml: str) -> None:
        if not xml:
            return
        for found in _TAG.finditer(xml):
            self._depth += 0 if found[2] else -1 if found[1] else 1
        self._open = None
        self._pass_on(_RUN_OF_TEXT.sub(self._in_full, xml))

    def _in_full(self, run: re.Match[str]) -> str:
        return self._texts.in_full(number_of(run[1]))


def pieces(fragments: Iterable[str]) -> Iterator[str]:
    """Yield what is printed in larger pieces, each of which ends where a paragraph ends."""
    waiting: list[str] = []
    for some in joined(fragments):
        before, end, after = some.rpartition(_END_OF_PARAGRAPH)
        if end:
            yield "".join([*waiting, before, end])
            waiting = [after]
        else:
            waiting.append(some)
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
        yield from stretches[int(found[1])].printed()
        end = found.end()
    yield part[end:]


def _alternately(around: Sequence[str], inside: Sequence[str]) -> str:
    """Return ``around`` with one of ``inside`` after each but the last."""
    if len(inside) == 1:  # as in nearly every paragraph
        before, after = around
        return f"{before}{inside[0]}{after}"
    return "".join(itertools.chain.from_iterable(zip(around, (*inside, ""), strict=True)))


@lru_cache(maxsize=256)
def _shape(around: tuple[str, ...]) -> Shape | None:
    """Return the shape of a paragraph with ``around`` around its texts, if it is plain.

    It lacks the end that every paragraph has.
    """
    whole = _SOME_RUN.join(around) + _END_OF_PARAGRAPH
    found = _PLAIN.fullmatch(whole)
    said = _said(found[1] or "") if found else None
    if said is None:
        return None
    return Shape(
        said, (*around[:-1], around[-1] + _END_OF_PARAGRAPH), tuple(map(_words_of, around))
    )


def _words_of(xml: str) -> str:
    found = (words or ("\t" if tab else "") for words, tab in _WORDS_OF.findall(xml))
    return unescape("".join(found))


@lru_cache(maxsize=256)
def _said(properties: str) -> Said | None:
    """Return what the properties of a plain paragraph say, ``None`` if they are no XML."""
    try:
        whole = f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr></w:p>"
        return said_by(etree.fromstring(whole))
    except etree.XMLSyntaxError:
        return None
