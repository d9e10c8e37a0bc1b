"""A Word template, taken apart for checking: its paragraphs, where they stand, and their tags.

Docxtpl works on the XML of a whole part. Here every paragraph is read by itself, so that each
fault can be told with the paragraph that it is in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from report_builder.errors import TemplateError

P, TBL, TR, TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PROPERTIES = {qn("w:pPr"), qn("w:rPr")}
_GAPS = {qn("w:tab"), qn("w:br"), qn("w:cr")}
_TEXT_BOX = qn("w:txbxContent")
_LONGEST_QUOTE = 90
_HEADERS = {
    "header": "header",
    "first_page_header": "header of the first page",
    "even_page_header": "header of even pages",
    "footer": "footer",
    "first_page_footer": "footer of the first page",
    "even_page_footer": "footer of even pages",
}
_BRACKETS = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_LEVEL = re.compile(r"(tr|tc|p|r)(?=\s)")
_QUOTES = str.maketrans("“”‘’", "\"\"''")  # docxtpl makes the quotes in tags straight too


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph of the template: where it stands, and its words as docxtpl reads them."""

    element: Any
    place: str
    order: int
    text: str
    shown: str = field(repr=False, default="")

    def __str__(self) -> str:
        """Return where a person finds it, and its words."""
        words = " ".join(self.shown.split())
        cut = words[:_LONGEST_QUOTE].rstrip() + ("…" if len(words) > _LONGEST_QUOTE else "")
        return f"{self.place}, “{cut}”" if cut else self.place

    def above(self, tag: str) -> Any:
        """Return the nearest element ``tag`` that the paragraph stands in, or ``None``."""
        return next(self.element.iterancestors(tag), None)


@dataclass(frozen=True)
class Fault:
    """A fault of a template, or with ``is_note`` a remark, and its paragraph if it has one."""

    message: str
    paragraph: Paragraph | None = None
    is_note: bool = False

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.paragraph}: {self.message}" if self.paragraph else self.message


@dataclass(frozen=True, eq=False)
class Tag:
    """A tag: ``{{ … }}``, ``{% … %}`` or ``{# … #}``.

    ``level`` is what the tag takes the place of: ``p`` its paragraph, ``tr`` its table row,
    ``tc`` its cell, ``r`` its run, or nothing but itself.
    """

    paragraph: Paragraph
    brackets: str
    level: str
    words: str
    written: str

    @property
    def is_comment(self) -> bool:
        """Return whether the tag only speaks to people."""
        return self.brackets == "{#"

    @property
    def prints(self) -> bool:
        """Return whether the tag prints a value."""
        return self.brackets == "{{"

    @property
    def keyword(self) -> str:
        """Return the first word of a statement, as ``for``; empty for other tags."""
        return (self.words.split() or [""])[0] if self.brackets == "{%" else ""


@dataclass(frozen=True)
class Story:
    """A part of the file that is filled in by itself: the body, a header, a footer, the notes."""

    root: Any
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Template:
    """A Word template, opened."""

    path: Path
    document: Document
    stories: tuple[Story, ...]


def open_template(path: Path) -> Template:
    """Return the template at ``path``, taken apart.

    Raises:
        TemplateError: there is no such file, or it is no Word document.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(
            f"{path} cannot be opened ({error.strerror}). Name a Word template (.docx)."
        ) from error
    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as error:  # python-docx raises what its zip and XML parsers raise
        raise TemplateError(
            f"{path} cannot be opened as a Word document (.docx). Save it from Word again, as "
            "Word Document (*.docx)."
        ) from error
    counter = iter(range(10**9))
    stories = (
        Story(root, tuple(_paragraphs(root, name, counter))) for name, root in _roots(document)
    )
    return Template(path, document, tuple(stories))


def tags_of(paragraph: Paragraph) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of a paragraph, and the faults of their brackets."""
    tags: list[Tag] = []
    faults: list[Fault] = []
    text = paragraph.text
    opened: re.Match[str] | None = None
    for bracket in _BRACKETS.finditer(text):
        if opened is None:
            if bracket[0] in _CLOSING:
                opened = bracket
            else:
                faults.append(_never_opened(bracket, paragraph))
        elif bracket[0] == _CLOSING[opened[0]]:
            tags.append(_tag(text[opened.start() : bracket.end()], paragraph))
            opened = None
        elif bracket[0] in _CLOSING and opened[0] != "{#":
            faults.append(_never_closed(opened, text[: bracket.start()], paragraph))
            opened = bracket
    if opened is not None:
        faults.append(_never_closed(opened, text, paragraph))
    return tags, faults


def _tag(written: str, paragraph: Paragraph) -> Tag:
    brackets, inside = written[:2], written[2:-2]
    level = _LEVEL.match(inside)
    if level and not (brackets == "{#" and level[0] == "r"):
        inside = inside[level.end() :]
    words = inside.strip().removeprefix("-").removesuffix("-").strip()
    return Tag(paragraph, brackets, level[0] if level else "", words.translate(_QUOTES), written)


def _never_opened(bracket: re.Match[str], paragraph: Paragraph) -> Fault:
    opening = {closing: opening for opening, closing in _CLOSING.items()}[bracket[0]]
    return Fault(
        f"“{bracket[0]}” closes a tag that nothing opens. Put “{opening}” where the tag begins, or "
        f"take “{bracket[0]}” out.",
        paragraph,
    )


def _never_closed(opened: re.Match[str], text: str, paragraph: Paragraph) -> Fault:
    return Fault(
        f"The tag “{text[opened.start() :].strip()}” is not closed in its paragraph. Put "
        f"“{_CLOSING[opened[0]]}” where it ends.",
        paragraph,
    )


# --- where the paragraphs are ------------------------------------------------------------------


def _roots(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield the parts that docxtpl fills in, with what people call them."""
    yield "body", document.element.body
    names = _header_names(document)
    for relationship in document.part.rels.values():
        if relationship.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            part = relationship.target_part
            yield names.get(part.partname, "a header that no section uses"), part.element
    for part in document.part.package.iter_parts():
        if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
            yield "footnotes", parse_xml(part.blob)


def _header_names(document: Document) -> dict[str, str]:
    names: dict[str, str] = {}
    several = len(document.sections) > 1
    for number, section in enumerate(document.sections, 1):
        for attribute, name in _HEADERS.items():
            header = getattr(section, attribute)
            if not header.is_linked_to_previous:
                full = f"{name}, section {number}" if several else name
                names.setdefault(header.part.partname, full)
    return names


def _paragraphs(root: Any, story: str, counter: Iterator[int]) -> Iterator[Paragraph]:
    number = 0
    tables = {table: place for place, table in enumerate(root.iter(TBL), 1)}
    for element in root.iter(P):
        if next(element.iterancestors(_FALLBACK), None) is not None:
            continue  # the same text box again, for old programs
        cell = next(element.iterancestors(TC), None)
        if cell is not None:
            place = f"{story}, {_place_in_table(cell, tables)}"
        elif next(element.iterancestors(_TEXT_BOX), None) is not None:
            place = f"{story}, text box"
        else:
            number += 1
            place = f"{story}, paragraph {number}"
        pieces = list(_pieces(element))
        yield Paragraph(
            element,
            place,
            next(counter),
            "".join(words for words, is_gap in pieces if not is_gap),
            "".join(words for words, _ in pieces),
        )


def _place_in_table(cell: Any, tables: dict[Any, int]) -> str:
    row = next(cell.iterancestors(TR))
    table = next(row.iterancestors(TBL))
    rows, cells = list(table.iter(TR)), list(row.iter(TC))
    return f"table {tables[table]}, row {rows.index(row) + 1}, cell {cells.index(cell) + 1}"


def _pieces(element: Any) -> Iterator[tuple[str, bool]]:
    """Yield the words of a paragraph, and a space for each gap between them."""
    for child in element:
        if child.tag in (P, _FALLBACK, *_PROPERTIES):
            continue
        if child.tag == qn("w:t"):
            yield child.text or "", False
        elif child.tag in _GAPS:
            yield " ", True
        else:
            yield from _pieces(child)
