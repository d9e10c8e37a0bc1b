"""A Word file as a reader meets it: paragraphs in their order, each with its place and its look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from report_builder.word.counting import Item, list_items, saying
from report_builder.word.verify.fields import Field, fields_in
from report_builder.word.verify.looks import Look, Looks
from report_builder.word.verify.package import Package, opened

BODY = "body"
_STORIES = {
    "header": "in the header",
    "footer": "in the footer",
    "footnotes": "in a footnote",
    "endnotes": "in an endnote",
}
_LONGEST_HEADING = 60
_LONGEST_QUOTE = 80
_TITLE = "title"
_WORDS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _SYMBOL = qn("w:t"), qn("w:sym")
_PICTURES = tuple(map(qn, ("w:drawing", "w:pict", "w:object")))
_TABLE, _ROW, _CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_ON = ("1", "true", "on")
_P, _R, _HYPERLINK = qn("w:p"), qn("w:r"), qn("w:hyperlink")
# Runs below these are not the paragraph's text: it is there twice, or has been moved away.
_NOT_TEXT = frozenset(
    (
        qn("w:moveFrom"),
        qn("w:del"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph's text that has one look, and is a link or not."""

    text: str
    look: Look
    is_link: bool


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph, its place, and what it is."""

    element: Element
    position: int
    """How many paragraphs of the file stand before it."""
    story: str
    """``body``, ``header``, ``footer``, ``footnotes`` or ``endnotes``."""
    place: str
    """Where a person finds it, such as ``under “2 Recommendations”``."""
    style: str
    level: int | None
    """Of a heading, from 1; ``None`` where the paragraph is no heading."""
    item: Item | None
    runs: tuple[Run, ...]
    in_contents: bool
    """Whether it is a line of a contents list."""

    @cached_property
    def text(self) -> str:
        """Return the words of the paragraph, tabs and line breaks included."""
        return "".join(run.text for run in self.runs)

    @property
    def is_title(self) -> bool:
        """Return whether the paragraph is the document's title."""
        return self.style.casefold() == _TITLE

    @property
    def printed(self) -> str:
        """Return the words with the number that Word prints before them."""
        number = self.item.number if self.item else ""
        return " ".join(f"{number} {self.text}".split())

    @property
    def has_picture(self) -> bool:
        """Return whether there is a picture, chart or object in it."""
        return next(self.element.iter(*_PICTURES), None) is not None

    @property
    def table(self) -> Element | None:
        """Return the table that the paragraph stands in."""
        return next(self.element.iterancestors(_TABLE), None)


@dataclass(frozen=True)
class CellOfTable:
    """A cell of a table, by the numbers of the table, the row and the cell, each from 0."""

    table: int
    row: int
    column: int
    heads: str
    """``col`` or ``row`` where it is the heading of its column or row, else ``""``."""


@dataclass(frozen=True)
class WordFile:
    """A Word file, opened."""

    name: str
    package: Package
    paragraphs: tuple[Paragraph, ...]
    """Of the body, then of the headers and footers, then of the notes."""
    fields: tuple[Field, ...]
    looks: Looks
    roots: tuple[Element, ...]
    """The roots of all parts that hold text, the body first."""

    @cached_property
    def body(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the body."""
        return tuple(each for each in self.paragraphs if each.story == BODY)

    @cached_property
    def headings(self) -> tuple[Paragraph, ...]:
        """Return the headings of the body that have words."""
        return tuple(each for each in self.body if each.level and each.text.strip())

    @cached_property
    def _paragraph_of(self) -> dict[Element, Paragraph]:
        return {each.element: each for each in self.paragraphs}

    def around(self, element: Element) -> Paragraph | None:
        """Return the paragraph that ``element`` is or stands in, or that it begins with."""
        for holder in (element, *element.iterancestors(_P)):
            if holder in self._paragraph_of:
                return self._paragraph_of[holder]
        first = next(element.iter(_P), None)
        return None if first is None else self._paragraph_of.get(first)


def read(path: Path) -> WordFile:
    """Return the Word file at ``path``.

    Raises:
        WordFileError: it cannot be opened as a Word document.
    """
    package = opened(path)
    document = package.root(package.main)
    styles = package.one_of_kind("styles")
    looks = Looks(document, styles, package.one_of_kind("theme"))
    stories = [(BODY, "", document)]
    stories += [
        (kind, place, root) for kind, place in _STORIES.items() for root in package.of_kind(kind)
    ]
    roots = tuple(root for _, _, root in stories)
    fields = tuple(field for root in roots for field in fields_in(root))
    items = (
        {}
        if styles is None
        else list_items(saying(document), package.one_of_kind("numbering"), styles)
    )
    links = {run for field in fields if field.name == "HYPERLINK" for run in field.result}
    contents = {
        paragraph
        for field in fields
        if field.name == "TOC"
        for run in field.result
        for paragraph in run.iterancestors(_P)
    }
    paragraphs: list[Paragraph] = []
    for story, place, root in stories:
        found = _Story(story, place, root, looks, items, links, contents)
        paragraphs.extend(found.paragraphs(len(paragraphs)))
    return WordFile(path.name, package, tuple(paragraphs), fields, looks, roots)


def cells_of_tables(paragraphs: Iterable[Paragraph]) -> dict[Paragraph, CellOfTable]:
    """Return the cell of each of ``paragraphs`` that stands in a table."""
    found = [(each, each.table) for each in paragraphs]
    tables = dict.fromkeys(table for _, table in found if table is not None)
    cells = {
        cell: place for number, table in enumerate(tables) for cell, place in _cells(table, number)
    }
    holders = (
        (each, next(each.element.iterancestors(_CELL)))
        for each, table in found
        if table is not None
    )
    return {each: cells[holder] for each, holder in holders}


def _cells(table: Element, number: int) -> Iterator[tuple[Element, CellOfTable]]:
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    names_rows = look is not None and look.get(qn("w:firstColumn")) in _ON
    rows = [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]
    for at, row in enumerate(rows):
        is_header = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        cells = [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]
        for column, cell in enumerate(cells):
            heads = "col" if is_header else "row" if names_rows and column == 0 else ""
            yield cell, CellOfTable(number, at, column, heads)


def quoted(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """Return the beginning of ``text`` on one line, as it is shown in a message."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def words_of(run: Element) -> str:
    """Return the words of a run, without the instructions of fields."""
    return "".join(
        (child.text or "") if child.tag == _TEXT else _WORDS.get(str(child.tag), "")
        for child in run
    )


@dataclass(frozen=True)
class _Story:
    """One part of the file that holds text, and what is known of its runs and paragraphs."""

    name: str
    place: str
    root: Element
    looks: Looks
    items: dict[Element, Item]
    links: set[Element]
    contents: set[Element]

    def paragraphs(self, position: int) -> Iterator[Paragraph]:
        """Yield the paragraphs, the first of which is the file's paragraph ``position``."""
        place = self.place or "on the cover"
        for element in self.root.iter(_P):
            if any(holder.tag in _NOT_TEXT for holder in element.iterancestors()):
                continue
            level = self.looks.outline_level(element) if self.name == BODY else None
            paragraph = Paragraph(
                element,
                position,
                self.name,
                place,
                self.looks.style_name(element),
                level,
                self.items.get(element),
                tuple(self._runs(element)),
                element in self.contents,
            )
            if level and paragraph.text.strip():
                place = f"under “{quoted(paragraph.printed, _LONGEST_HEADING)}”"
            yield paragraph
            position += 1

    def _runs(self, paragraph: Element) -> Iterator[Run]:
        last: Run | None = None
        for run in self._pieces(paragraph):
            if last is not None and (last.look, last.is_link) == (run.look, run.is_link):
                last = replace(last, text=last.text + run.text)
                continue
            if last is not None:
                yield last
            last = run
        if last is not None:
            yield last

    def _pieces(self, paragraph: Element) -> Iterator[Run]:
        for run in paragraph.iter(_R):
            holders = list(_up_to(run, paragraph))
            # The text of a text box in this paragraph is in paragraphs of its own.
            if any(each.tag == _P or each.tag in _NOT_TEXT for each in holders):
                continue
            text = words_of(run)
            if text:
                is_link = run in self.links or any(each.tag == _HYPERLINK for each in holders)
                yield Run(text, self.looks.look(paragraph, run), is_link)


def _up_to(run: Element, paragraph: Element) -> Iterator[Element]:
    for holder in run.iterancestors():
        if holder is paragraph:
            return
        yield holder
