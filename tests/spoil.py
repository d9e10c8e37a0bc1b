"""Ways to spoil a Word file in one place, as a clerk might, or a template."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import BaseStyle
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from report_builder.word.contents import add_contents

Spoil = Callable[[Document], None]

NOTE = "To note the report."  # 2.1 of the tiny report
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MICROSOFT = "http://schemas.microsoft.com/office"
ATTACHED_TEMPLATE = RELATIONSHIP_TYPE.HYPERLINK.replace("hyperlink", "attachedTemplate")
W15 = f"{MICROSOFT}/word/2012/wordml"
VML = "urn:schemas-microsoft-com:vml"


def at(document: Document, words: str) -> Paragraph:
    """Return the paragraph that begins with ``words``."""
    return next(each for each in document.paragraphs if each.text.startswith(words))


def run_in(paragraph: Paragraph) -> Run:
    """Return the first run that has words."""
    return next(run for run in paragraph.runs if run.text)


def says(words: str, to: str = NOTE) -> Spoil:
    """Let the paragraph ``to`` say ``words`` instead."""

    def spoil(document: Document) -> None:
        paragraph = at(document, to)
        runs = paragraph.runs
        runs[0].text = words
        for run in runs[1:]:
            run.text = ""

    return spoil


def added(words: str = "These words.", **font: Any) -> Spoil:
    """Add a run of ``words`` to the paragraph NOTE, its font as ``font`` says."""

    def spoil(document: Document) -> None:
        _set(at(document, NOTE).add_run(words).font, font)

    return spoil


def made(words: str, **font: Any) -> Spoil:
    """Change the font of the first run of the paragraph that begins with ``words``."""
    return lambda document: _set(run_in(at(document, words)).font, font)


def of_style(name: str, **font: Any) -> Spoil:
    """Change the font of the style ``name``."""
    return lambda document: _set(document.styles[name].font, font)


def _set(font: Font, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "colour":
            font.color.rgb = RGBColor.from_string(value)
        else:
            setattr(font, name, value)


def marked_as(language: str) -> Spoil:
    """Add a run that is marked as written in ``language``."""

    def spoil(document: Document) -> None:
        run = at(document, NOTE).add_run("These words.")
        run._r.get_or_add_rPr().append(xml(f'<w:lang w:val="{language}"/>'))

    return spoil


def paragraph_property(text: str, words: str = NOTE) -> Spoil:
    """Give the paragraph that begins with ``words`` the property that ``text`` says."""
    return lambda document: at(document, words)._p.get_or_add_pPr().append(xml(text))


def styled(words: str, style: str) -> Spoil:
    """Give the paragraph that begins with ``words`` another style."""
    return lambda document: setattr(at(document, words), "style", style)


def broken(*texts: str) -> Spoil:
    """Add ``texts`` to the paragraph NOTE, a line break after each but the last."""

    def spoil(document: Document) -> None:
        for text in texts[:-1]:
            at(document, NOTE).add_run(text).add_break()
        at(document, NOTE).add_run(texts[-1])

    return spoil


def referring(kind: str, target: str) -> Spoil:
    """Let the text refer to ``target``, which is outside the file, as ``kind``."""

    def spoil(document: Document) -> None:
        document.part.relate_to(target, kind, is_external=True)

    return spoil


def after(words: str, *texts: str, style: str = "Body Text") -> Spoil:
    """Add paragraphs that say ``texts`` behind the paragraph that begins with ``words``."""

    def spoil(document: Document) -> None:
        place = at(document, words)._p
        for text in texts:
            paragraph = document.add_paragraph(text, style)._p
            place.addnext(paragraph)
            place = paragraph

    return spoil


def xml(text: str) -> Any:
    """Return the element that ``text`` says, with Word's usual prefixes."""
    name, rest = re.match(r"<([\w:]+)(.*)", text, re.DOTALL).groups()
    return parse_xml(f"<{name} {nsdecls('w', 'r', 'wp')}{rest}")


def appended(text: str, words: str = NOTE) -> Spoil:
    """Append XML to the paragraph that begins with ``words``."""
    return lambda document: at(document, words)._p.append(xml(text))


def field(instruction: str, result: str = "", *, ends: bool = True) -> Spoil:
    def spoil(document: Document) -> None:
        add = at(document, NOTE)._p.append
        for text in (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            f'<w:r><w:t xml:space="preserve">{result}</w:t></w:r>' if result else "",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if ends else "",
        ):
            if text:
                add(xml(text))

    return spoil


def link(words: str, *, to: str = "", anchor: str = "") -> Spoil:
    def spoil(document: Document) -> None:
        target = f'w:anchor="{anchor}"'
        if to:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            target = f'r:id="{document.part.relate_to(to, kind, is_external=True)}"'
        text = f'<w:hyperlink {target}><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
        at(document, NOTE)._p.append(xml(f"{text}<w:t>{words}</w:t></w:r></w:hyperlink>"))

    return spoil


def part(name: str, kind: str, content: bytes = b"x", media: str = "application/x-test") -> Spoil:
    """Add a part to the file, which the text refers to as ``kind``."""

    def spoil(document: Document) -> None:
        added = Part(PackURI(name), media, content, document.part.package)
        document.part.relate_to(added, kind)

    return spoil


def of_the_package(name: str, kind: str, content: bytes) -> Spoil:
    def spoil(document: Document) -> None:
        package = document.part.package
        package.relate_to(Part(PackURI(name), "application/xml", content, package), kind)

    return spoil


def setting(text: str) -> Spoil:
    return lambda document: document.settings.element.insert(0, xml(text))


def table(*rows: tuple[str, ...], header: bool = True, whole: bool = True) -> Spoil:
    """Add a table of ``rows`` behind the paragraph NOTE."""

    def spoil(document: Document) -> None:
        made = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
            if whole:
                row._tr.get_or_add_trPr().append(xml("<w:cantSplit/>"))
        if header:
            made.rows[0]._tr.get_or_add_trPr().append(xml("<w:tblHeader/>"))
        at(document, NOTE)._p.addnext(made._tbl)

    return spoil


GOOD = (("Area", "Lead"), ("Records are kept.", "Early Help"))


def picture(words: str | None = None, *, decorative: bool = False, floats: bool = False) -> Spoil:
    def spoil(document: Document) -> None:
        shape = at(document, NOTE).add_run().add_picture(io.BytesIO(PIXEL), Pt(20))
        properties = shape._inline.docPr
        if words is not None:
            properties.set("descr", words)
        if decorative:
            space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
            properties.append(etree.fromstring(f'<d:decorative xmlns:d="{space}" val="1"/>'))
        if floats:
            shape._inline.tag = qn("wp:anchor")

    return spoil


def both(*spoils: Spoil) -> Spoil:
    def spoil(document: Document) -> None:
        for each in spoils:
            each(document)

    return spoil


def pages_counted(pages: int) -> Spoil:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    content = f'<Properties xmlns="{space}"><Pages>{pages}</Pages></Properties>'.encode()
    kind = RELATIONSHIP_TYPE.EXTENDED_PROPERTIES
    return of_the_package("/docProps/app.xml", kind, content)


def long_report(document: Document) -> None:
    after(NOTE, *["These are a few words of a long report. " * 40] * 10)(document)


def long_report_with_contents(document: Document) -> None:
    long_report(document)
    add_contents(document)


def default_language(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    next(defaults.iter(qn("w:lang"))).set(qn("w:val"), "en-US")


def default_face(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    next(defaults.iter(qn("w:rFonts"))).set(qn("w:ascii"), "Times New Roman")


def theme_face(document: Document) -> None:
    fonts = run_in(at(document, NOTE))._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:asciiTheme"), "minorHAnsi")
    theme = document.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(b'typeface="Arial"', b'typeface="Cambria"')


def manager(document: Document) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    content = f'<Properties xmlns="{space}"><Manager>Jo Smith</Manager></Properties>'.encode()
    kind = RELATIONSHIP_TYPE.EXTENDED_PROPERTIES
    of_the_package("/docProps/app.xml", kind, content)(document)


def property_of(name: str, value: str) -> Spoil:
    return lambda document: setattr(document.core_properties, name, value)


def long_title(document: Document) -> None:
    words = "Progress after the inspection " * 12
    says(words, "Progress after")(document)
    document.core_properties.title = words[:255]


def columns(document: Document) -> None:
    document.sections[0]._sectPr.append(xml('<w:cols w:num="2" w:space="720"/>'))


def nested_table(document: Document) -> None:
    table(*GOOD)(document)
    inner = document.tables[0].cell(1, 1).add_table(1, 1)
    inner.cell(0, 0).text = "Within."
    for tag in ("<w:cantSplit/>", "<w:tblHeader/>"):
        inner.rows[0]._tr.get_or_add_trPr().append(xml(tag))


def merged_cells(document: Document) -> None:
    table(*GOOD, ("Plans are reviewed.", "Early Help"))(document)
    made = document.tables[0]
    made.cell(1, 1).merge(made.cell(2, 1)).text = "Early Help"


def table_first(document: Document) -> None:
    table(*GOOD)(document)
    at(document, "Lead director")._p.addnext(document.tables[0]._tbl)


def comments(document: Document) -> None:
    document.add_comment(at(document, NOTE).runs, "Is that so?", "Jo Smith", "JS")


def draft_watermark(document: Document) -> None:
    text = f'<w:pict xmlns:v="{VML}"><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict>'
    run = document.sections[0].header.paragraphs[0].add_run()
    run._r.append(xml(text))


def deleted(document: Document) -> None:
    at(document, NOTE)._p.append(
        xml('<w:del w:id="9" w:author="Jo"><w:r><w:delText>not</w:delText></w:r></w:del>')
    )


def second_appendix(*, listed: bool = True, is_there: bool = True, note: str = "") -> Spoil:
    def spoil(document: Document) -> None:
        if listed:
            after("Appendix 1 – Areas", f"Appendix 2{note} – What children say")(document)
        if is_there:
            last = document.paragraphs[-1].text
            after(last, "Appendix 2 – What children say", style="Heading 1")(document)
            after("Appendix 2 – What", "They say a lot.")(document)
            part_heading = [p for p in document.paragraphs if p.text.startswith("Appendix 2")][-1]
            if listed:  # behind the part, not behind the line of the list
                told = at(document, "They say")._p
                part_heading._p.addnext(told)

    return spoil


def size_of_normal(document: Document) -> None:
    """Make 9 pt the size of Normal, and leave that of Body Text to it."""
    _take_size_off(document.styles["Body Text"])
    document.styles["Normal"].font.size = Pt(9)


def size_of_defaults(document: Document) -> None:
    """Make 9 pt the size of the document's defaults, and leave that of Body Text to them."""
    _take_size_off(document.styles["Body Text"])
    _take_size_off(document.styles["Normal"])
    defaults = document.styles.element.find(qn("w:docDefaults"))
    next(defaults.iter(qn("w:sz"))).set(qn("w:val"), "18")


def _take_size_off(style: BaseStyle) -> None:
    for size in list(style.element.iter(qn("w:sz"))):
        size.getparent().remove(size)


def table_style_with_small_letters(document: Document) -> None:
    """Add a table whose style makes the letters of its first row small."""
    table(*GOOD)(document)
    style = document.styles.add_style("Small Head", WD_STYLE_TYPE.TABLE)
    style.element.append(
        xml('<w:tblStylePr w:type="firstRow"><w:rPr><w:sz w:val="18"/></w:rPr></w:tblStylePr>')
    )
    document.tables[0].style = style
    look = document.tables[0]._tbl.tblPr.find(qn("w:tblLook"))
    assert look is not None
    assert look.get(qn("w:firstRow")) == "1"


def list_as_word_writes_it(document: Document) -> None:
    """Change the contents list into what Word makes of it: with pages, ended by a paragraph."""
    long_report_with_contents(document)
    body = document.element.body
    next(body.iter(qn("w:instrText"))).text = r' TOC \o "1-2" \h \z \u '
    for page, link in enumerate(body.iter(qn("w:hyperlink"))):
        link.append(xml("<w:r><w:tab/></w:r>"))
        link.append(xml(f"<w:r><w:t>{page + 2}</w:t></w:r>"))
    ends = [sign for sign in body.iter(qn("w:fldChar")) if sign.get(qn("w:fldCharType")) == "end"]
    last = ends[0].getparent().getparent()
    closing = xml("<w:p/>")
    closing.append(ends[0].getparent())
    last.addnext(closing)
