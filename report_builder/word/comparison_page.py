"""The comparison of two reports as a short Word document for the lead member."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips

from report_builder.comparison.reports import Comparison, Moved, Rewritten
from report_builder.comparison.words import ComparedLine, Kind
from report_builder.files import canonical_package
from report_builder.problems import writable
from report_builder.text import Level
from report_builder.word.layout import Line
from report_builder.word.numbering import BULLET_STEP, style_id
from report_builder.word.styles import TABLE_STYLE
from report_builder.word.template import blank_document
from report_builder.word.xml import node, replace_children, switch, text_node

_BULLETS = {
    Level.PARAGRAPH: "Body Text",
    Level.BULLET: "List Bullet",
    Level.SUB_BULLET: "List Bullet 2",
}
_LEGEND = "Words that came are marked [added: …], words that went [deleted: …]."


def as_word(comparison: Comparison, as_at: dt.date) -> bytes:
    """Return the comparison as a Word file; ``as_at`` dates it, so that it is always the same."""
    written = dt.datetime.combine(as_at, dt.time())
    header = Line(
        style="Draft Mark", words="Not for publication" if comparison.classifications else ""
    )
    footer = Line(style="Footer", words=f"{comparison.heading}[TAB]Page [PAGE] of [NUMPAGES]")
    document = blank_document(written, (header,), (footer,), (footer,))
    _set_out_for_a_page(document)
    document.core_properties.title = comparison.heading
    body = document.element.body
    replace_children(body, *_body(comparison), body.sectPr)
    saved = io.BytesIO()
    document.save(saved)
    return canonical_package(saved.getvalue(), modified=as_at)


def _set_out_for_a_page(document: Document) -> None:
    """Take back what the styles leave for the cover and for the numbers of a report."""
    title = document.styles["Title"]
    title.font.size = Pt(20)
    title.paragraph_format.space_after = Pt(16)
    for name, left, hanging in (
        ("Body Text", 0, 0),
        ("Table Row", 0, 0),
        ("List Bullet", BULLET_STEP, BULLET_STEP),
        ("List Bullet 2", 2 * BULLET_STEP, BULLET_STEP),
    ):
        form = document.styles[name].paragraph_format
        form.left_indent, form.first_line_indent = Twips(left), Twips(-hanging)


def _body(page: Comparison) -> Iterator[BaseOxmlElement]:
    for classification in page.classifications:
        yield _paragraph("Classification", classification)
    yield _paragraph("Title", page.heading)
    yield _paragraph("Body Text", page.introduction)
    yield _paragraph("Heading 1", "In short")
    for sentence in page.summary:
        yield _paragraph("List Bullet", sentence)
    yield _paragraph("Heading 1", "Figures then and now")
    yield _table(
        (4526, 1500, 1500, 1500),
        ("Status", *page.columns, "Change"),
        ((each.name, str(each.then), str(each.now), each.change) for each in page.figures),
        ("Table Row",) * 4,
    )
    if page.markers:
        yield _paragraph("Heading 1", "Markers that changed")
        yield _moved(page, page.markers)
    if page.register:
        yield _paragraph("Heading 1", "Changes of the register")
        for sentence in page.register:
            yield _paragraph("List Bullet", sentence)
    if page.dates:
        yield _paragraph("Heading 1", "Dates that moved")
        yield _moved(page, page.dates, by="Moved by")
    if page.wordings:
        yield _paragraph("Heading 1", "Wording that changed")
        yield _paragraph("Body Text", _LEGEND)
        for area in page.wordings:
            yield from _rewritten(area, area.reference, labelled=False)
    if page.texts:
        yield _paragraph("Heading 1", "What the services say")
        yield _paragraph("Body Text", _LEGEND)
        for area in page.texts:
            yield from _rewritten(area, f"{area.reference}: {area.wording}", labelled=True)


def _moved(page: Comparison, rows: Iterable[Moved], by: str = "") -> BaseOxmlElement:
    widths = (3826, 1900, 1900, 1400) if by else (4826, 2100, 2100)
    return _table(
        widths,
        ("Area", *page.columns, *filter(None, [by])),
        (
            (f"{row.reference}: {row.wording}", row.then, row.now, *filter(None, [by and row.said]))
            for row in rows
        ),
        ("Table Row",) * len(widths),
    )


def _rewritten(area: Rewritten, heading: str, *, labelled: bool) -> Iterator[BaseOxmlElement]:
    yield _paragraph("Heading 2", heading)
    for text in area.texts:
        if labelled:
            yield _paragraph("Heading 3", text.label)
        for line in text.lines:
            yield node(
                "p", node("pPr", node("pStyle", val=style_id(_BULLETS[line.level]))), *_runs(line)
            )


def _runs(line: ComparedLine) -> Iterator[BaseOxmlElement]:
    """Yield the words of a line: what came is bold, what went is struck, and both say so."""
    for at, piece in enumerate(line.pieces):
        space = " " if at else ""
        if piece.kind is Kind.SAME:
            yield _run(f"{space}{piece.text}")
        elif piece.kind is Kind.ADDED:
            yield _run(f"{space}[added: ")
            yield _run(piece.text, node("rStyle", val=style_id("Strong")))
            yield _run("]")
        else:
            yield _run(f"{space}[deleted: ")
            yield _run(piece.text, node("strike"))
            yield _run("]")


def _table(
    widths: tuple[int, ...],
    headings: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    styles: tuple[str, ...],
) -> BaseOxmlElement:
    """Return a table with a header row; rows do not break across pages."""
    return node(
        "tbl",
        node(
            "tblPr",
            node("tblStyle", val=style_id(TABLE_STYLE)),
            node("tblW", w=str(sum(widths)), type="dxa"),
            node("tblLayout", type="fixed"),
            node("tblLook", val="00A0", firstRow="1", firstColumn="1", noHBand="0", noVBand="0"),
        ),
        node("tblGrid", *(node("gridCol", w=str(width)) for width in widths)),
        _row(widths, headings, ("Table Heading",) * len(widths), header=True),
        *(_row(widths, row, styles, header=False) for row in rows),
    )


def _row(
    widths: tuple[int, ...], cells: tuple[str, ...], styles: tuple[str, ...], *, header: bool
) -> BaseOxmlElement:
    return node(
        "tr",
        node("trPr", node("cantSplit"), switch("tblHeader", on=header)),
        *(
            node(
                "tc",
                node("tcPr", node("tcW", w=str(width), type="dxa")),
                _paragraph(style, cell, keep_next=header),
            )
            for width, cell, style in zip(widths, cells, styles, strict=True)
        ),
    )


def _paragraph(style: str, words: str, *, keep_next: bool = False) -> BaseOxmlElement:
    properties = node("pPr", node("pStyle", val=style_id(style)), switch("keepNext", on=keep_next))
    return node("p", properties, _run(words))


def _run(words: str, look: BaseOxmlElement | None = None) -> BaseOxmlElement:
    text = text_node("t", writable(" ".join(words.split("\n"))))
    return node("r", None if look is None else node("rPr", look), text)
