"""From the report to the Word file: docxtpl fills the council's template."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from html import escape
from pathlib import Path

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from report_builder.errors import TemplateError
from report_builder.files import canonical_package
from report_builder.report.model import Report, Text

BOLD_STYLE = "Strong"
_LOGO_HEIGHT = Mm(25)


def render(report: Report, template: Path, logo: Path | None, *, as_at: dt.date) -> bytes:
    """Return the Word file that ``template`` and ``report`` make.

    ``logo`` is a picture for the cover, if there is one; ``as_at`` dates the file's properties,
    so that the same report is the same bytes.

    Raises:
        TemplateError: the template cannot be read, lacks a style, or names what no report has.
    """
    document = _open(template)
    _require_styles(document.docx, template)
    context = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    context["logo"] = InlineImage(document, str(logo), height=_LOGO_HEIGHT) if logo else None
    try:
        document.render(context, _environment())
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
    _describe_logo(document.docx, report.cover.logo_description)
    _set_properties(document.docx, report, as_at)
    saved = io.BytesIO()
    document.save(saved)
    return canonical_package(saved.getvalue(), modified=as_at)


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


def _require_styles(document: docx.document.Document, template: Path) -> None:
    styles = {style.name for style in document.styles if style.type is WD_STYLE_TYPE.CHARACTER}
    if BOLD_STYLE not in styles:
        raise TemplateError(
            f"The template {template.name} has no character style “{BOLD_STYLE}”, which bold words "
            "are printed in. Add the style in Word."
        )


def _environment() -> SandboxedEnvironment:
    """Return an environment that escapes every value, runs no code and knows no missing name."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_finalize)


def _finalize(value: object) -> object:
    if isinstance(value, Text):
        return Markup("".join(_run(run.text, run.bold) for run in value.runs))  # noqa: S704
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(_escaped(value))  # noqa: S704
    return value


def _run(text: str, bold: bool) -> str:
    weight = f'<w:rPr><w:rStyle w:val="{BOLD_STYLE}"/></w:rPr>' if bold else ""
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{_escaped(piece)}</w:t>' if piece else ""
        for piece in text.split("\t")
    )
    return f"<w:r>{weight}{pieces}</w:r>"


def _escaped(text: str) -> str:
    """Return ``text`` for XML, with the sequences that docxtpl rewrites after rendering broken."""
    text = escape(text, quote=False)
    return (
        text.replace("{_", "&#123;_")
        .replace("_}", "_&#125;")
        .replace("%_", "&#37;_")
        .replace("_%", "_&#37;")
    )


def _describe_logo(document: docx.document.Document, description: str) -> None:
    for picture in document.element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ):
        if not picture.get("descr"):
            picture.set("descr", description)


def _set_properties(document: docx.document.Document, report: Report, as_at: dt.date) -> None:
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
