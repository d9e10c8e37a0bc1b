"""The council's standard Word template, built from its layout, styles and lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Twips

from report_builder.files import canonical_package
from report_builder.word import layout
from report_builder.word.layout import Grid, Line, Row
from report_builder.word.numbering import SECTIONS, number_properties, style_id, write_lists
from report_builder.word.parts import write_parts
from report_builder.word.styles import TABLE_STYLE, write_styles
from report_builder.word.xml import node, replace_children, switch, text_node

_MARGIN = Cm(2.54)
_WRITTEN = dt.datetime(2026, 1, 1)  # in every copy, so that copies are the same bytes
_STYLED = re.compile(r"<(?P<style>[^>]+)>(?P<words>.*?)</(?P=style)>")
_RUNS = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\[[A-Z]+\])")


def standard_template() -> bytes:
    """Return the standard template as a Word file, the same bytes at every call."""
    document = blank_document(_WRITTEN, layout.HEADER, layout.FOOTER, layout.EMPTY)
    replace_children(document.element.body, *_paragraphs(layout.BODY), document.element.body.sectPr)
    file = BytesIO()
    document.save(file)
    return canonical_package(file.getvalue(), modified=_WRITTEN.date())


def blank_document(
    written: dt.datetime,
    header: Iterable[Line],
    footer: Iterable[Line],
    first_footer: Iterable[Line],
) -> Document:
    """Return a document without paragraphs in the council's layout: page, styles and lists."""
    document = docx.Document()
    write_parts(document, written)
    write_styles(document.styles.element)
    write_lists(document.part.numbering_part.element)
    section = document.sections[0]
    _write_page(section)
    _write_headers_and_footers(section, tuple(header), tuple(footer), tuple(first_footer))
    replace_children(document.element.body, document.element.body.sectPr)
    return document


def _write_page(section: Section) -> None:
    section.page_width, section.page_height = Twips(11906), Twips(16838)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Cm(1.0)


def _write_headers_and_footers(
    section: Section,
    header: tuple[Line, ...],
    footer: tuple[Line, ...],
    first_footer: tuple[Line, ...],
) -> None:
    section.different_first_page_header_footer = True
    for part, lines in (
        (section.first_page_header, header),
        (section.header, header),
        (section.first_page_footer, first_footer),
        (section.footer, footer),
    ):
        part.is_linked_to_previous = False
        replace_children(part.part.element, *_paragraphs(lines))


def _paragraphs(lines: Iterable[Line | Grid]) -> list[BaseOxmlElement]:
    return [_table(line) if isinstance(line, Grid) else _paragraph(line) for line in lines]


def _paragraph(line: Line) -> BaseOxmlElement:
    return node("p", _paragraph_properties(line), *_styled_runs(line.words))


def _table(grid: Grid) -> BaseOxmlElement:
    properties = node(
        "tblPr",
        node("tblStyle", val=style_id(TABLE_STYLE)),
        node("tblW", w=str(sum(grid.widths)), type="dxa"),
        node("tblLayout", type="fixed"),
        # The first row is the header, and the first column names the rows.
        node("tblLook", val="00A0", firstRow="1", firstColumn="1", noHBand="0", noVBand="0"),
    )
    columns = node("tblGrid", *(node("gridCol", w=str(width)) for width in grid.widths))
    return node("tbl", properties, columns, *(_row(row, grid.widths) for row in grid.rows))


def _row(row: Row, widths: tuple[int, ...]) -> BaseOxmlElement:
    is_tag = len(row.cells) == 1
    properties = node("trPr", node("cantSplit"), switch("tblHeader", on=row.header))
    cells = []
    for at, words in enumerate(row.cells):
        width = sum(widths) if is_tag else widths[at]
        span = node("gridSpan", val=str(len(widths))) if is_tag else None
        line = Line(style=row.figures if at else row.style, words=words, keep_next=row.header)
        cell = node("tcPr", node("tcW", w=str(width), type="dxa"), span)
        cells.append(node("tc", cell, _paragraph(line)))
    return node("tr", properties, *cells)


def _paragraph_properties(line: Line) -> BaseOxmlElement:
    return node(
        "pPr",
        node("pStyle", val=style_id(line.style)),
        switch("keepNext", on=line.keep_next),
        switch("pageBreakBefore", on=line.new_page),
        None if line.level is None else number_properties(SECTIONS.number, line.level),
        # At the top of a page a heading needs no room above it.
        node("spacing", before="0") if line.new_page else None,
    )


def _styled_runs(words: str) -> Iterable[BaseOxmlElement]:
    end = 0
    for found in _STYLED.finditer(words):
        yield from _runs(words[end : found.start()], "")
        yield from _runs(found["words"], found["style"])
        end = found.end()
    yield from _runs(words[end:], "")


def _runs(words: str, style: str) -> Iterable[BaseOxmlElement]:
    for piece in filter(None, _RUNS.split(words)):
        if piece == "[TAB]":
            yield node("r", node("tab"))
        elif piece.startswith("["):
            yield from _field(piece.strip("[]"))
        else:
            yield node("r", _run_properties(style), text_node("t", piece))


def _run_properties(style: str) -> BaseOxmlElement | None:
    if not style:
        return None
    # The note of a heading is light. Only the run itself can say so: in Word, "not bold" in a
    # character style leaves a bold paragraph style as it is.
    light = style == "Heading Note"
    return node(
        "rPr",
        node("rStyle", val=style_id(style)),
        node("b", val="0") if light else None,
        node("bCs", val="0") if light else None,
    )


def _field(name: str) -> Iterable[BaseOxmlElement]:
    yield node("r", node("fldChar", fldCharType="begin"))
    yield node("r", text_node("instrText", f" {name} "))
    yield node("r", node("fldChar", fldCharType="separate"))
    yield node("r", text_node("t", "1"))
    yield node("r", node("fldChar", fldCharType="end"))
