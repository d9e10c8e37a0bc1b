"""From the report to the Word file: docxtpl fills the council's template."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.image.image import Image
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm
from docxtpl import InlineImage
from jinja2 import TemplateError as JinjaError

from report_builder.errors import TemplateError
from report_builder.files import packed
from report_builder.manifest import Traced
from report_builder.problems import Cell, writable
from report_builder.report.model import Report
from report_builder.word.contents import add_contents
from report_builder.word.filling import Environment, FilledTemplate
from report_builder.word.folding import Plain, Stretch, paragraphs_in, unfolded
from report_builder.word.package import parts_of
from report_builder.word.page import BOLD_STYLE
from report_builder.word.printing import Printer, forget_revisions, stories_of

_LOGO_HEIGHT = Mm(25)
_LONG_SECTION = 25_000
"""How many paragraphs of section 3 take so much room that they are not gathered first."""
_LONG = 5_000
"""How many plain paragraphs a report has that is packed quickly."""
_LONGEST_PROPERTY = 255  # of a document property; the pages say the whole


@dataclass(frozen=True)
class Rendered:
    """A filled document."""

    document: Document
    stretches: list[Stretch]
    """The plain paragraphs that elements of the document stand for, if they are kept apart."""
    traced_elements: dict[CT_P, Traced]
    """Where those of the body's paragraphs came from that are elements, if they came from cells."""

    @property
    def paragraphs(self) -> Iterator[CT_P | Plain]:
        """Yield the paragraphs of the body in their order."""
        return paragraphs_in(self.document.element.body, self.stretches)

    @property
    def plain_count(self) -> int:
        """Return how many plain paragraphs there are."""
        return sum(len(stretch.paragraphs) for stretch in self.stretches)

    def traced(self, paragraph: CT_P | Plain) -> Traced | None:
        """Return where a paragraph came from, ``None`` if it came from no cell."""
        if isinstance(paragraph, Plain):
            return paragraph.traced
        return self.traced_elements.get(paragraph)

    def cells(self, paragraph: CT_P | Plain) -> tuple[Cell, ...]:
        """Return the cells that a paragraph came from."""
        if isinstance(paragraph, Plain):
            return paragraph.cells
        traced = self.traced_elements.get(paragraph)
        return traced.cells if traced else ()

    def saved(self, as_at: dt.date) -> bytes:
        """Return the Word file; ``as_at`` dates it, so that the same report is the same bytes."""
        parts, body = parts_of(self.document), self.document.part.partname.membername
        pieces: dict[str, Iterable[bytes]] = {name: [content] for name, content in parts.items()}
        pieces[body] = unfolded(parts[body], self.stretches)
        return packed(pieces, modified=as_at, is_long=self.plain_count > _LONG)

    def clear(self) -> None:
        """Let go of what was printed; the parts of a document hold each other, and it, for long."""
        self.stretches.clear()
        self.traced_elements.clear()


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
    printer = Printer(_bold_style(filled.docx, template), filled)
    forget_revisions(filled.docx)
    context = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    context["logo"] = InlineImage(filled, str(logo), height=_LOGO_HEIGHT) if logo else None
    if not whole:
        filled.keep_plain_paragraphs(printer)
    try:
        is_long = as_if_long or len(report.supporting) > _LONG_SECTION
        filled.render(context, Environment(printer.printed, in_place=is_long))
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


def _words_outside_runs(document: Document) -> str:
    """Return words that stand where Word does not show them, as a wrong tag puts them."""
    for story in stories_of(document):
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
