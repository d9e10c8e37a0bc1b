"""The template is filled as docxtpl itself fills it, but for the empty runs that it leaves."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from report_builder import files
from report_builder.problems import Cell
from report_builder.report.example import EXAMPLE
from report_builder.report.model import Report, Text
from report_builder.text import Run
from report_builder.word import folding
from report_builder.word.filling import Environment, FilledTemplate, printed
from report_builder.word.printing import Printer
from report_builder.word.template import standard_template

ROOT = Path(__file__).parents[1]
ANOTHER = ROOT / "examples" / "another_council" / "templates" / "executive_decision_report.docx"


def changed(change: Callable[[Any], None]) -> bytes:
    document = docx.Document(io.BytesIO(standard_template()))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def with_a_table(document: Any) -> None:
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).text = "{%tc for area in parts[0].timescales[0].areas %}"
    table.cell(0, 1).text = "{{ area.reference }}"
    table.cell(0, 2).text = "{%tc endfor %}"


def with_a_table_in_a_content_control(document: Any) -> None:
    with_a_table(document)
    table = document.tables[-1]._tbl
    control = etree.SubElement(document.element.body, qn("w:sdt"))
    table.addprevious(control)
    etree.SubElement(control, qn("w:sdtContent")).append(table)


def with_line_ends(document: Any) -> None:
    document.add_paragraph("{{ 'One' + '\\n' + 'two' + '\\t' + 'three' + '\\a' + 'four' }}")


def with_a_header_and_properties(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ cover.title }} & more"
    document.core_properties.subject = "{{ cover.title }}"


def with_a_torn_tag(document: Any) -> None:
    document.add_paragraph("Before {{ cover.title }} and “{{ useful.version }}”")
    document.paragraphs[-1].add_run("{").bold = True
    document.paragraphs[-1].add_run("{ cover.title }").italic = True
    document.paragraphs[-1].add_run("}")


TEMPLATES = {
    "the standard template": standard_template(),
    "another council's": ANOTHER.read_bytes(),
    "a table": changed(with_a_table),
    "a table in a content control": changed(with_a_table_in_a_content_control),
    "line ends": changed(with_line_ends),
    "a header": changed(with_a_header_and_properties),
    "a torn tag": changed(with_a_torn_tag),
}
HARD = "A & B <w:p> {{ x }} {_{ “quoted” \u2011 é"


def parts(template: DocxTemplate, report: Report, *, is_folded: bool = False) -> Any:
    """Yield the parts of a filled template; docxtpl's own has docxtpl's environment."""
    printer = Printer("Strong", template)
    environment: SandboxedEnvironment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=printer.printed
    )
    if isinstance(template, FilledTemplate):
        environment = Environment(printer.printed, in_place=is_folded)
        if is_folded:
            template.keep_plain_paragraphs(printer)
    context = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
    template.render({**context, "logo": None}, environment)
    printer.taken_from(template.docx)
    assert not printer.lost
    for part in template.docx.part.package.parts:
        if part.partname.endswith(".xml"):
            blob = part.blob
            if part is template.docx.part and isinstance(template, FilledTemplate):
                blob = b"".join(folding.unfolded(blob, template.stretches))
            yield str(part.partname), canonical(blob)


def canonical(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for run in list(root.iter(qn("w:r"))):
        left = [child for child in run if child.tag != qn("w:rPr")]
        if [child.tag for child in left] == [qn("w:t")] and not left[0].text:
            run.getparent().remove(run)
    return etree.tostring(root, method="c14n")


@pytest.mark.parametrize("content", TEMPLATES.values(), ids=TEMPLATES)
@pytest.mark.parametrize("title", ["A title", HARD])
def test_output_is_that_of_docxtpl(content: bytes, title: str) -> None:
    report = dataclasses.replace(EXAMPLE, cover=dataclasses.replace(EXAMPLE.cover, title=title))
    wanted = dict(parts(DocxTemplate(io.BytesIO(content)), report))
    for _ in range(2):  # the second time from what was kept
        filled = FilledTemplate(io.BytesIO(content))
        assert dict(parts(filled, report)) == wanted
        assert not filled.stretches
        folded = FilledTemplate(io.BytesIO(content))
        assert dict(parts(folded, report, is_folded=True)) == wanted
        assert folded.stretches


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_body_that_is_parsed_in_pieces_is_the_same(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = TEMPLATES["a table"]
    whole = dict(parts(FilledTemplate(io.BytesIO(content)), EXAMPLE))
    monkeypatch.setattr(files, "_JOINED", size)
    for is_folded in (False, True):
        template = FilledTemplate(io.BytesIO(content))
        assert dict(parts(template, EXAMPLE, is_folded=is_folded)) == whole


@pytest.mark.parametrize(
    "words", ["{{ 1 }", "{_{ x }_}", "{_% if x %_}", "{_", "_}", "{_{{ 1 }}_}"]
)
def test_signs_of_tags_are_printed_as_docxtpl_prints_them(words: str) -> None:
    content = changed(lambda document: document.add_paragraph(f"Printed: {words}"))
    wanted, got = (_outcome(each(io.BytesIO(content))) for each in (DocxTemplate, FilledTemplate))
    assert got == wanted


def test_what_a_wrong_tag_makes_no_xml_of_is_what_docxtpl_makes_of_it() -> None:
    content = changed(lambda document: document.add_paragraph("{{ '</w:t>' | safe }} and more"))
    wanted, got = (
        dict(parts(each(io.BytesIO(content)), EXAMPLE)) for each in (DocxTemplate, FilledTemplate)
    )
    assert got == wanted


def _outcome(template: DocxTemplate) -> object:
    try:
        return dict(parts(template, EXAMPLE))
    except TemplateError as error:
        return type(error)


def test_a_kept_template_prints_what_it_is_given_now() -> None:
    source = "{{ cover.title }}"
    first, second = Environment(printed), Environment(lambda value: f"<{value}>")
    assert first.from_string(source).render(cover={"title": "One"}) == "One"
    assert second.from_string(source).render(cover={"title": "Two"}) == "&lt;Two&gt;"
    assert first.from_string(source).render(cover={"title": "<"}) == "&lt;"


@pytest.mark.parametrize("name", ["wordings", "__class__", "_runs"])
def test_what_a_report_does_not_show_cannot_be_asked(name: str) -> None:
    text = Text((Run("words"),), Cell("a.xlsx"))
    with pytest.raises((UndefinedError, SecurityError)):
        Environment(printed).from_string(f"{{{{ text.{name} }}}}").render(text=text)
