"""From the report to the Word file: docxtpl fills the council's template."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from report_builder.errors import TemplateError
from report_builder.files import canonical_package
from report_builder.problems import Cell
from report_builder.report.model import Report, Text

BOLD_STYLE = "Strong"
_RUN, _NUMBER = qn("w:r"), qn("w:rsidR")
_LOGO_HEIGHT = Mm(25)


@dataclass(frozen=True)
class Rendered:
    """A filled document, and the cells that its paragraphs came from, paragraph by paragraph."""

    document: Document
    sources: tuple[tuple[Paragraph, tuple[Cell, ...]], ...]

    def saved(self, as_at: dt.date) -> bytes:
        """Return the Word file; ``as_at`` dates it, so that the same report is the same bytes."""
        saved = io.BytesIO()
        self.document.save(saved)
        return canonical_package(saved.getvalue(), modified=as_at)


def render(report: Report, template: Path, logo: Path | None, *, as_at: dt.date) -> Rendered:
    """Return the document that ``template`` and ``report`` make.

    ``logo`` is a picture for the cover, if there is one; ``as_at`` dates the file's properties.

    Raises:
        TemplateError: the template cannot be read, lacks a style, or names what no report has.
    """
    filled = _open(template)
    _require_styles(filled.docx, template)
    context = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    context["logo"] = InlineImage(filled, str(logo), height=_LOGO_HEIGHT) if logo else None
    printer = _Printer()
    try:
        filled.render(context, printer.environment())
    except TemplateSyntaxError as error:
        raise TemplateError(
            f"The template {template.name} has a tag that cannot be understood: {error.message}. "
            "Correct the tag in Word."
        ) from error
    except JinjaError as error:
        raise TemplateError(
            f"The template {template.name} asks for what the report does not have: "
            f"{error.message}. Correct the name in Word."
        ) from error
    _describe_logo(filled.docx, report.cover.logo_description)
    _set_properties(filled.docx, report, as_at)
    return Rendered(filled.docx, printer.taken_from(filled.docx))


def _open(template: Path) -> DocxTemplate:
    document = DocxTemplate(str(template))
    try:
        document.init_docx()
    except Exception as error:  # python-docx raises what its zip and XML parsers raise
        raise TemplateError(
            f"The template {template} cannot be opened as a Word document (.docx). Put back the "
            "one that report-builder new writes, or save yours from Word again."
        ) from error
    return document


def _require_styles(document: Document, template: Path) -> None:
    styles = {style.name for style in document.styles if style.type is WD_STYLE_TYPE.CHARACTER}
    if BOLD_STYLE not in styles:
        raise TemplateError(
            f"The template {template.name} has no character style “{BOLD_STYLE}”, which bold words "
            "are printed in. Add the style in Word."
        )


class _Printer:
    """Prints values as Word's XML, and remembers from which cell each text came.

    A text's runs carry, while the document is made, the number of its cell in an attribute that
    Word keeps for its own bookkeeping (``w:rsidR``); it is taken off again before saving.
    """

    def __init__(self) -> None:
        self._cells: list[Cell] = []

    def environment(self) -> SandboxedEnvironment:
        """Return an environment that escapes every value, runs no code, knows no missing name."""
        return SandboxedEnvironment(
            autoescape=True, undefined=StrictUndefined, finalize=self._printed
        )

    def taken_from(self, document: Document) -> tuple[tuple[Paragraph, tuple[Cell, ...]], ...]:
        """Return the paragraphs of the body with their cells, and take the numbers off."""
        found: dict[Any, dict[Cell, None]] = {}
        for run in document.element.body.iter(_RUN):
            number = run.attrib.pop(_NUMBER, None)
            if number is not None:
                cell = self._cells[int(number, 16)]
                found.setdefault(run.getparent(), {})[cell] = None
        return tuple(
            (Paragraph(element, document), tuple(cells)) for element, cells in found.items()
        )

    def _printed(self, value: object) -> object:
        if isinstance(value, Text):
            number = ""
            if value.source:
                number = f' w:rsidR="{len(self._cells):08X}"'
                self._cells.append(value.source)
            runs = (_run(run.text, run.bold, number) for run in value.runs)
            return Markup("".join(runs))  # noqa: S704
        if isinstance(value, str) and not isinstance(value, Markup):
            return Markup(_escaped(value))  # noqa: S704
        return value


def _run(text: str, bold: bool, number: str) -> str:
    weight = f'<w:rPr><w:rStyle w:val="{BOLD_STYLE}"/></w:rPr>' if bold else ""
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{_escaped(piece)}</w:t>' if piece else ""
        for piece in text.split("\t")
    )
    return f"<w:r{number}>{weight}{pieces}</w:r>"


def _escaped(text: str) -> str:
    """Return ``text`` for XML, with the sequences that docxtpl rewrites after rendering broken."""
    text = escape(text, quote=False)
    return (
        text.replace("{_", "&#123;_")
        .replace("_}", "_&#125;")
        .replace("%_", "&#37;_")
        .replace("_%", "_&#37;")
    )


def _describe_logo(document: Document, description: str) -> None:
    for picture in document.element.body.iter(qn("wp:docPr")):
        if not picture.get("descr"):
            picture.set("descr", description)


def _set_properties(document: Document, report: Report, as_at: dt.date) -> None:
    properties = document.core_properties
    properties.title = report.cover.title
    properties.subject = "Executive Decision Report"
    properties.author = str(report.useful.author)
    properties.last_modified_by = ""
    properties.keywords = properties.comments = properties.category = ""
    properties.language = "en-GB"
    properties.version = report.useful.version
    properties.revision = 1
    properties.created = properties.modified = dt.datetime.combine(as_at, dt.time())
