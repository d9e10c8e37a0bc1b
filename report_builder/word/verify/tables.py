"""Rules about tables."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, WordFile, quoted, words_of

_OFF = frozenset(("0", "false", "off"))
_TABLE, _ROW, _CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")


@rule(
    "table-without-header-row",
    Severity.ERROR,
    "Make the first row of the table that begins “{value}” its header: click in the row, Table "
    "Layout, Repeat Header Rows.",
)
def table_without_header_row(file: WordFile) -> Iterator[Finding]:
    """A screen reader says the header with each cell, and a page that begins in mid-table has it.

    SI 2018/952; WCAG 2.2, 1.3.1; H51.
    """
    for table in _tables(file):
        rows = table.findall(_ROW)
        if rows and not _has(rows[0], "w:tblHeader"):
            yield _at(file, table)


@rule(
    "table-row-breaks",
    Severity.ERROR,
    "Keep the rows of the table that begins “{value}” whole: select the table, Table Layout, "
    "Properties, Row, and clear “Allow row to break across pages”.",
)
def table_row_breaks(file: WordFile) -> Iterator[Finding]:
    """A row that goes on over the page is read as two. Guidance of councils."""
    for table in _tables(file):
        if not all(_has(row, "w:cantSplit") for row in table.findall(_ROW)):
            yield _at(file, table)


@rule(
    "table-with-merged-cells",
    Severity.ERROR,
    "Split the merged cells of the table that begins “{value}”: Table Layout, Split Cells.",
)
def table_with_merged_cells(file: WordFile) -> Iterator[Finding]:
    """In a merged cell nobody can say by ear which column it belongs to. WCAG 2.2, 1.3.1."""
    for table in _tables(file):
        cells = list(_cells(table))
        spans = (cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in cells)
        is_wide = any(span is not None and span.get(qn("w:val")) != "1" for span in spans)
        if is_wide or any(_merge(cell) is not None for cell in cells):
            yield _at(file, table)


@rule(
    "table-in-a-table",
    Severity.ERROR,
    "Take the table that begins “{value}” out of the other table's cell.",
)
def table_in_a_table(file: WordFile) -> Iterator[Finding]:
    """A table in a cell cannot be followed by ear. WCAG 2.2, 1.3.1."""
    for table in _tables(file):
        if next(table.iterancestors(_TABLE), None) is not None:
            yield _at(file, table)


@rule(
    "table-with-empty-cells",
    Severity.ERROR,
    "Fill in the empty cells of the table that begins “{value}”, with “None” if there is nothing "
    "to say: {count} of them.",
)
def table_with_empty_cells(file: WordFile) -> Iterator[Finding]:
    """By ear, an empty cell might be the end of the table. Guidance of councils."""
    for table in _tables(file):
        empty = [
            cell
            for cell in _cells(table)
            if not _text(cell) and not _has_picture(cell) and _merge(cell) is None
        ]
        if empty:
            yield _at(file, table, count=len(empty))


@rule(
    "table-on-the-cover",
    Severity.ERROR,
    "Turn the table that begins “{value}” into paragraphs: Table Layout, Convert to Text. The "
    "cover has none.",
)
def table_on_the_cover(file: WordFile) -> Iterator[Finding]:
    """A table is for data; one that only places words is read out as a table. WCAG 2.2, F49."""
    first = file.headings[0].position if file.headings else 0
    for table in _tables(file):
        paragraph = file.around(table)
        if paragraph is not None and paragraph.position < first:
            yield _at(file, table)


def _tables(file: WordFile) -> Iterator[Element]:
    for root in file.roots:
        yield from root.iter(_TABLE)


def _cells(table: Element) -> Iterator[Element]:
    for row in table.findall(_ROW):
        yield from row.findall(_CELL)


def _at(file: WordFile, table: Element, **named: object) -> Finding:
    at: Paragraph | None = file.around(table)
    said = " ".join(filter(None, (_text(cell) for cell in list(_cells(table))[:4])))
    return Finding(at, quoted(said) or "(nothing)", named)


def _text(cell: Element) -> str:
    return "".join(words_of(run) for run in cell.iter(qn("w:r"))).strip()


def _merge(cell: Element) -> Element | None:
    """Return the sign that ``cell`` is one with the cell above or below."""
    return cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")


def _has_picture(cell: Element) -> bool:
    return next(cell.iter(qn("w:drawing"), qn("w:pict")), None) is not None


def _has(row: Element, tag: str) -> bool:
    found = row.find(f"{qn('w:trPr')}/{qn(tag)}")
    return found is not None and found.get(qn("w:val")) not in _OFF
