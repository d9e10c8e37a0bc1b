"""From the report to the Word file: docxtpl fills the council's template."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Emu, Length, Mm, Twips
from docxtpl import InlineImage
from jinja2 import TemplateError as JinjaError
from markupsafe import Markup

from report_builder import statuses
from report_builder.errors import TemplateError
from report_builder.files import packed
from report_builder.manifest import Traced
from report_builder.problems import Cell, writable
from report_builder.report.model import Chart, Report, Text
from report_builder.word.contents import add_contents
from report_builder.word.filling import Environment, FilledTemplate, escaped, printed
from report_builder.word.folding import Plain, Stretch, paragraphs_in, unfolded, words_of
from report_builder.word.package import parts_of
from report_builder.word.page import BOLD_STYLE, TEXT_WIDTH
from report_builder.word.xml import text_of

_PARAGRAPH, _RUN, _NUMBER, _PROPERTIES = map(qn, ("w:p", "w:r", "w:rsidR", "w:pPr"))
_NUMBERED, _DIGITS = '<w:r w:rsidR="', 8
_WORDS = '<w:t xml:space="preserve">'
_NO_WORDS = f"{_WORDS}</w:t>"
_UNBROKEN = {status.marker: status.marker.replace(" ", "\u00a0") for status in statuses.ALL}
"""The completion markers as they are printed: no line ends inside one."""
_LOGO_HEIGHT = Mm(25)
_LONG_SECTION = 25_000
"""How many paragraphs of section 3 take so much room that they are not gathered first."""
_LONGEST_PROPERTY = 255  # of a document property; the pages say the whole


@dataclass(frozen=True)
class Rendered:
    """A filled document."""

    document: Document
    stretches: list[Stretch]
    """The plain paragraphs that elements of the document stand for, if they are kept apart."""
    traced_elements: Mapping[CT_P, Traced]
    """Where those of the body's paragraphs came from that are elements, if they came from cells."""

    @property
    def paragraphs(self) -> Iterator[CT_P | Plain]:
        """Yield the paragraphs of the body in their order."""
        return paragraphs_in(self.document.element.body, self.stretches)

    def traced(self, paragraph: CT_P | Plain) -> Traced | None:
        """Return where a paragraph came from, ``None`` if it came from no cell."""
        if isinstance(paragraph, Plain):
            return paragraph.traced
        return self.traced_elements.get(paragraph)

    def saved(self, as_at: dt.date) -> bytes:
        """Return the Word file; ``as_at`` dates it, so that the same report is the same bytes."""
        parts, body = parts_of(self.document), self.document.part.partname.membername
        pieces: dict[str, Iterable[bytes]] = {name: [content] for name, content in parts.items()}
        pieces[body] = unfolded(parts[body], self.stretches)
        is_long = any(stretch.content.is_long for stretch in self.stretches)
        return packed(pieces, modified=as_at, is_long=is_long)

    def clear(self) -> None:
        """Free what the document takes; its parts hold each other, so they would stay for long."""
        self.stretches.clear()
        self.document.element.clear()


def render(
    report: Report,
    template: Path,
    logo: Path | None,
    *,
    as_at: dt.date,
    whole: bool = False,
    as_if_long: bool = False,
) -> Rendered:
    """Return the document that ``template`` and ``report`` make.

    ``logo`` is a picture for the cover, if there is one; ``as_at`` dates the file's properties.
    In the document's body, elements stand for stretches of plain paragraphs, which are put in when
    it is saved; unless it is wanted ``whole``, to change any paragraph of it. With ``as_if_long`` a
    short report is printed as a long one is.

    Raises:
        TemplateError: the template cannot be read, lacks a style, or names what no report has.
    """
    if logo:
        _require_picture(logo)
    filled = open_template(template)
    printer = _Printer(_bold_style(filled.docx, template), filled)
    _forget_revisions(filled.docx)
    context = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    context["logo"] = InlineImage(filled, str(logo), height=_LOGO_HEIGHT) if logo else None
    if not whole:
        filled.keep_plain_paragraphs(printer.traced)
    try:
        is_long = as_if_long or len(report.supporting) > _LONG_SECTION
        filled.render(context, printer.environment(in_place=is_long))
    except JinjaError as error:
        raise TemplateError(_says_first_fault(template, error.message or "")) from error
    except Exception as error:
        # Nothing but a fault of the template explains it; what it does not explain is ours.
        said = _says_first_fault(template, "")
        if said:
            raise TemplateError(said) from error
        raise
    _describe_logo(filled.docx, report.cover.logo_description)
    _set_properties(filled.docx, report, as_at)
    add_contents(filled.docx, filled.stretches)
    traced = printer.taken_from(filled.docx)
    lost = printer.lost or _words_outside_runs(filled.docx)
    if lost:
        raise TemplateError(_says_first_fault(template, f"it would lose the words “{lost}”"))
    return Rendered(filled.docx, filled.stretches, traced)


def _require_picture(logo: Path) -> None:
    try:
        Image.from_file(str(logo))
    except Exception as error:  # python-docx raises what its parsers raise
        raise TemplateError(
            f"{logo} is not a picture that Word can show. Save it as a PNG picture again, or take "
            "it away."
        ) from error


def open_template(template: Path) -> FilledTemplate:
    """Return the template at ``template``, opened.

    Raises:
        TemplateError: it cannot be opened as a Word document.
    """
    document = FilledTemplate(str(template))
    try:
        document.init_docx()
    except Exception as error:  # python-docx raises what its zip and XML parsers raise
        raise TemplateError(
            f"The template {template} cannot be opened as a Word document (.docx). Put back the "
            "one that report-builder new writes, or save yours from Word again."
        ) from error
    return document


def _bold_style(document: Document, template: Path) -> str:
    """Return the identifier of the style for bold words, which differs by Word's language."""
    for style in document.styles:
        if style.name == BOLD_STYLE and style.type is WD_STYLE_TYPE.CHARACTER:
            return str(style.style_id)
    raise TemplateError(
        f"The template {template.name} has no character style “{BOLD_STYLE}”, which bold words "
        "are printed in. Add the style in Word."
    )


def _forget_revisions(document: Document) -> None:
    """Take away the numbers that Word keeps on runs, where those of our cells will stand."""
    for story in _stories(document):
        for run in story.iter(_RUN):
            run.attrib.pop(_NUMBER, None)


def _stories(document: Document) -> Iterator[Any]:
    """Yield the body, and the headers and footers."""
    yield document.element.body
    for relationship in document.part.rels.values():
        if relationship.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            yield cast(XmlPart, relationship.target_part).element


def _words_outside_runs(document: Document) -> str:
    """Return words that stand where Word does not show them, as a wrong tag puts them."""
    for story in _stories(document):
        for words in story.xpath(".//w:p/text() | .//w:r/text() | .//w:t//*/text()"):
            if words.strip():
                return str(words).strip()
    return ""


def _says_first_fault(template: Path, otherwise: str) -> str:
    """Return the operator's sentence about the first fault that the template has.

    If none is found it says ``otherwise``, or nothing at all if that is empty.
    """
    from report_builder.word.template_faults import faults_of

    first = next((str(fault) for fault in faults_of(template) if not fault.is_note), otherwise)
    if not first:
        return ""
    return (
        f"The template {template.name} cannot be filled in: {first.rstrip('.')}. To see all that "
        f"is wrong with it: report-builder template check {template}"
    )


class _Printer:
    """Prints values as Word's XML, and remembers from which cell each text came.

    A text's runs carry, while the document is made, the number of its cell in an attribute that
    Word keeps for its own bookkeeping (``w:rsidR``); it is taken off again before saving.
    """

    def __init__(self, bold: str, filled: FilledTemplate) -> None:
        self._weight = f"<w:rPr><w:rStyle w:val={quoteattr(bold)}/></w:rPr>"
        self._filled = filled
        self._texts: list[Text] = []
        self._arrived = bytearray()
        """For each of the texts, whether it is in the document."""
        self._last_cells: tuple[Cell, ...] = ()
        self.lost = ""
        """Words that were printed and are not in the document."""

    def environment(self, *, in_place: bool) -> Environment:
        """Return an environment that prints every value as this printer does."""
        return Environment(finalize=self._printed, in_place=in_place)

    def traced(self, xml: str) -> tuple[str, Traced | None]:
        """Return a plain paragraph without the numbers, and where it came from."""
        before, *numbered = xml.split(_NUMBERED)
        if not numbered:
            return xml, None
        texts = [self._text(run[:_DIGITS]) for run in numbered]
        xml = "<w:r".join([before, *(run[_DIGITS + 1 :] for run in numbered)])
        first = texts[0]
        is_all = len(texts) == len(first.runs) == xml.count("</w:r>") == texts.count(first)
        words = writable(str(first)) if is_all else words_of(xml)
        cells = self._cells(texts)
        return xml, Traced(words, cells) if cells else None

    def taken_from(self, document: Document) -> dict[CT_P, Traced]:
        """Return the elements of the body that came from cells, and take the numbers off."""
        for story in _stories(document):
            if story is not document.element.body:
                self._taken_off(story)
        found = {
            each: Traced(_words(each, texts), cells)
            for each, texts in self._taken_off(document.element.body).items()
            if (cells := self._cells(texts))
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
                found.setdefault(paragraph, []).append(self._text(number))
        return found

    def _cells(self, texts: list[Text]) -> tuple[Cell, ...]:
        """Return the cells that ``texts`` came from; the lines of a cell share them."""
        found = tuple({text.source: None for text in texts if text.source})
        if found != self._last_cells:
            self._last_cells = found
        return self._last_cells

    def _text(self, number: str) -> Text:
        at = int(number, 16)
        self._arrived[at] = True
        return self._texts[at]

    def _printed(self, value: object) -> object:
        if isinstance(value, Text):
            number = ""
            if value:
                number = f' w:rsidR="{len(self._texts):0{_DIGITS}X}"'
                self._texts.append(value)
                self._arrived.append(False)
            weight = self._weight
            runs = [_run(run.text, weight if run.bold else "", number) for run in value.runs]
            return Markup("".join(runs))  # noqa: S704
        if isinstance(value, Chart):
            return Markup(_chart(value, self._filled))  # noqa: S704
        if type(value) is str:
            value = _UNBROKEN.get(value, value)
        return printed(value)


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


def _run(text: str, weight: str, number: str) -> str:
    words = f"{_WORDS}{escaped(text)}</w:t>"
    if not text or "\t" in text:
        words = words.replace("\t", f"</w:t><w:tab/>{_WORDS}").replace(_NO_WORDS, "")
    return f"<w:r{number}>{weight}{words}</w:r>"


def _chart(chart: Chart, filled: FilledTemplate) -> str:
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


def _property(text: str) -> str:
    return writable(text)[:_LONGEST_PROPERTY]


def _describe_logo(document: Document, description: str) -> None:
    for picture in document.element.body.iter(qn("wp:docPr")):
        if not picture.get("descr"):
            picture.set("descr", description)


def _set_properties(document: Document, report: Report, as_at: dt.date) -> None:
    properties = document.core_properties
    properties.title = _property(report.cover.title)
    properties.subject = "Executive Decision Report"
    properties.author = _property(str(report.useful.author))
    properties.last_modified_by = ""
    properties.keywords = properties.comments = properties.category = ""
    properties.language = "en-GB"
    properties.version = _property(report.useful.version)
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(as_at, dt.time())
