"""What is printed of each value, and from which cell each text came."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any, cast
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Emu, Length, Twips
from docxtpl import DocxTemplate, InlineImage
from markupsafe import Markup

from report_builder import statuses
from report_builder.manifest import Traced
from report_builder.problems import writable
from report_builder.report.model import Chart, Text
from report_builder.word.filling import escaped, printed
from report_builder.word.folding import NUMBER, cells_of, number_of, run_of
from report_builder.word.page import TEXT_WIDTH
from report_builder.word.xml import text_of

_PARAGRAPH, _RUN, _NUMBER, _PROPERTIES = map(qn, ("w:p", "w:r", NUMBER, "w:pPr"))
_WORDS = '<w:t xml:space="preserve">'
_NO_WORDS = f"{_WORDS}</w:t>"
_LEFT_TO_DOCXTPL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Signs that docxtpl, or the parser, makes something else of than they are."""
_UNBROKEN = {status.marker: status.marker.replace(" ", "\u00a0") for status in statuses.ALL}
"""The completion markers as they are printed: no line ends inside one."""


class Printer:
    """Prints values as Word's XML, and remembers from which cell each text came.

    While the document is made, the runs of a text carry its number.
    """

    def __init__(self, bold: str, filled: DocxTemplate) -> None:
        """Print for a template that is filled; ``bold`` is the style of bold words."""
        self._weight = f"<w:rPr><w:rStyle w:val={quoteattr(bold)}/></w:rPr>"
        self._filled = filled
        self._puts_off = False
        self._texts: list[Text] = []
        self._arrived = bytearray()
        """For each of the texts, whether it is in the document."""
        self.lost = ""
        """Words that were printed and are not in the document."""

    @contextlib.contextmanager
    def putting_off(self) -> Iterator[None]:
        """Print texts as runs that have their number only, to put in their words later."""
        self._puts_off = True
        try:
            yield
        finally:
            self._puts_off = False

    def printed(self, value: object) -> object:
        """Return a value as it is printed."""
        if isinstance(value, Text):
            return Markup(self._printed_text(value))  # noqa: S704
        if isinstance(value, Chart):
            return Markup(_chart(value, self._filled))  # noqa: S704
        if type(value) is str:
            value = _UNBROKEN.get(value, value)
        return printed(value)

    def _printed_text(self, text: Text) -> str:
        words = str(text)
        if not words:
            return self.runs(text)
        number = len(self._texts)
        self._texts.append(text)
        self._arrived.append(False)
        if self._puts_off and (words.isprintable() or not _LEFT_TO_DOCXTPL.search(words)):
            return run_of(number)
        return self.in_full(number)

    def forget(self) -> None:
        """Forget what was printed, which is printed again."""
        self._texts.clear()
        self._arrived.clear()

    def arrived(self, number: int) -> Text:
        """Return the text with a number, and take note that it is in the document."""
        self._arrived[number] = True
        return self._texts[number]

    def in_full(self, number: int) -> str:
        """Return the runs of the text with a number, with that number."""
        return self._runs(self._texts[number], run_of(number, has_words=True))

    def runs(self, text: Text) -> str:
        """Return the runs of a text."""
        return self._runs(text, "<w:r>")

    def _runs(self, text: Text, begin: str) -> str:
        weight = self._weight
        runs = [_run(words, weight if bold else "", begin) for words, bold in text.runs]
        return runs[0] if len(runs) == 1 else "".join(runs)

    def taken_from(self, document: Document) -> dict[CT_P, Traced]:
        """Return the elements of the body that came from cells, and take the numbers off."""
        for story in stories_of(document):
            if story is not document.element.body:
                self._taken_off(story)
        found = {
            each: Traced(_words(each, texts), cells)
            for each, texts in self._taken_off(document.element.body).items()
            if (cells := cells_of(texts))
        }
        if len(self._texts) > sum(self._arrived):
            there = {text for text, here in zip(self._texts, self._arrived, strict=True) if here}
            self.lost = next((str(text) for text in self._texts if text not in there), "")
        return found

    def _taken_off(self, story: Any) -> dict[CT_P, list[Text]]:
        """Return the texts of each paragraph of a story, and take the numbers off."""
        found: dict[CT_P, list[Text]] = {}
        for run in story.iter(_RUN):
            number = run.attrib.pop(_NUMBER, None)
            if number is not None:
                paragraph = next(run.iterancestors(_PARAGRAPH), run.getparent())
                found.setdefault(paragraph, []).append(self.arrived(number_of(number)))
        return found


def forget_revisions(document: Document) -> None:
    """Take away the numbers that Word keeps on runs, where those of our texts will stand."""
    for story in stories_of(document):
        for run in story.iter(_RUN):
            run.attrib.pop(_NUMBER, None)


def stories_of(document: Document) -> Iterator[Any]:
    """Yield the body, and the headers and footers."""
    yield document.element.body
    for relationship in document.part.rels.values():
        if relationship.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield cast(XmlPart, relationship.target_part).element


def _words(paragraph: CT_P, texts: list[Text]) -> str:
    """Return the words of a paragraph, which are known if it consists of one text.

    ``texts`` has the text of each run in it that comes from a cell.
    """
    first = texts[0]
    if len(texts) == len(first.runs) == texts.count(first):
        more = len(paragraph) - len(texts)
        if more == 0 or (more == 1 and paragraph[0].tag == _PROPERTIES):
            return writable(str(first))
    return text_of(paragraph)


def _run(text: str, weight: str, begin: str) -> str:
    words = f"{_WORDS}{escaped(text)}</w:t>"
    if not text or "\t" in text:
        words = words.replace("\t", f"</w:t><w:tab/>{_WORDS}").replace(_NO_WORDS, "")
    return f"{begin}{weight}{words}</w:r>"


def _chart(chart: Chart, filled: DocxTemplate) -> str:
    """Return the XML of the chart as a picture, as wide as the text of the page."""
    from report_builder.word.chart import png

    width = _text_width(filled.docx)
    picture = io.BytesIO(png(chart, width.inches))
    xml = str(InlineImage(filled, picture, width=width))
    description = escaped(chart.description).replace('"', "&quot;")
    # Where nothing is said of the distance to the words around it, LibreOffice leaves some.
    near = 'distT="0" distB="0" distL="0" distR="0"'
    return xml.replace("<wp:inline ", f"<wp:inline {near} ", 1).replace(
        "<wp:docPr ", f'<wp:docPr descr="{description}" ', 1
    )


def _text_width(document: Document) -> Length:
    """Return how wide the text of a page is, where the template says so."""
    section = document.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if page is None or left is None or right is None:
        return Twips(TEXT_WIDTH)
    return Emu(page - left - right)
