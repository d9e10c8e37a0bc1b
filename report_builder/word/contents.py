"""The contents list of a long report: a field of Word's, its result already worked out.

No program but Word knows on which page a heading stands, and a page number that is wrong is worse
than none. The list therefore names the headings with their numbers, each a link to its place, and
asks Word for no page numbers either: there is nothing in it that could be out of date.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import _Element as Element

from report_builder.text import single_spaced
from report_builder.word.counting import Item, list_items
from report_builder.word.folding import Stretch, paragraphs_in, said_of
from report_builder.word.xml import node, switch, text_node

# A page of text in the council's layout has about 340 words; the cover and the page on which
# Appendix 1 begins are two pages more. The samples have 26 and 32 pages; 26 and 29 are estimated.
_WORDS_ON_A_PAGE = 340
_PAGES_OF_FEW_WORDS = 2
LONGEST_WITHOUT = 10

HEADING_STYLE = "TOC Heading"
_MOST_KEPT = 6
"""Of the last section with its sub-headings, how many lines are kept on one page."""

_ENTRY_STYLES = {"Heading 1": "toc 1", "Heading 2": "toc 2"}
_STYLE, _VALUE = qn("w:pStyle"), qn("w:val")
_FIELD = r' TOC \o "1-2" \n \h '


def pages_of(words: int) -> int:
    """Return how many pages a report of so many words has, about."""
    return _PAGES_OF_FEW_WORDS + -(-words // _WORDS_ON_A_PAGE)


def is_long(words: int) -> bool:
    """Return whether a report of so many words needs a contents list: it has above ten pages."""
    return pages_of(words) > LONGEST_WITHOUT


def add_contents(document: Document, stretches: Sequence[Stretch] = ()) -> None:
    """Put a contents list before the first numbered heading, if the report is long.

    ``stretches`` are the plain paragraphs that are kept apart. Nothing is done where the template
    lacks the styles of the list (TOC Heading, TOC 1, TOC 2), or has a contents list of its own.
    """
    identifiers = {style.name: style.style_id for style in document.styles if style.name}
    if not identifiers.keys() >= {HEADING_STYLE, *_ENTRY_STYLES.values()}:
        return
    body = document.element.body
    if not _is_long(body, stretches) or _has_contents(body):
        return
    headings = list(_headings(body, identifiers))
    asked = {each.element: said_of(each.element) for each in headings}
    saying = ((each, said_of(each)) for each in paragraphs_in(body, stretches))
    items = list_items(saying, _numbering(document), document.styles.element, asked)
    first = next((each.element for each in headings if each.element in items), None)
    if first is not None:
        first.addprevious(_heading(identifiers[HEADING_STYLE]))
        for paragraph in _entries(headings, items):
            first.addprevious(paragraph)


class _Heading(NamedTuple):
    """A heading of the first two levels, and the style of its line in the list."""

    element: CT_P
    level: int
    entry_style: str


def _headings(body: Element, identifiers: dict[str, str]) -> Iterator[_Heading]:
    # By identifiers, element by element: python-docx takes a search in the styles for each.
    # Of the body's own paragraphs only: a heading in a table or in a box is none of the report's.
    entry_styles = {
        identifiers[name]: (level, identifiers[entry])
        for level, (name, entry) in enumerate(_ENTRY_STYLES.items(), 1)
        if name in identifiers
    }
    for style in body.iter(_STYLE):
        entry = entry_styles.get(style.get(_VALUE) or "")
        if entry:
            _, paragraph, parent, *_ = style.iterancestors()
            if parent is body:
                yield _Heading(cast(CT_P, paragraph), *entry)


def _numbering(document: Document) -> Element | None:
    """Return the root of the document's lists, ``None`` if it has none."""
    kinds = (each.reltype for each in document.part.rels.values())
    has_lists = RELATIONSHIP_TYPE.NUMBERING in kinds
    return document.part.numbering_part.element if has_lists else None


def _is_long(body: Element, stretches: Sequence[Stretch]) -> bool:
    """Return whether the words of ``body`` make a long report; no more than needed are counted."""
    plain = (each.words for stretch in stretches for each in stretch.paragraphs)
    others = (text.text or "" for text in body.iter(qn("w:t")))
    words = 0
    for text in itertools.chain(plain, others):
        words += len(text.split())
        if is_long(words):
            return True
    return False


def _has_contents(body: Element) -> bool:
    return any(
        (code.text or "").split()[:1] == ["TOC"] for code in body.iter(qn("w:instrText"))
    ) or any(
        (field.get(qn("w:instr")) or "").split()[:1] == ["TOC"]
        for field in body.iter(qn("w:fldSimple"))
    )


def _heading(style: str) -> BaseOxmlElement:
    return node("p", node("pPr", node("pStyle", val=style)), node("r", text_node("t", "Contents")))


def _entries(headings: list[_Heading], items: dict[Element, Item]) -> Iterator[BaseOxmlElement]:
    """Yield the lines of the list, and mark the headings that they lead to."""
    used = [int(mark.get(qn("w:id")) or 0) for mark in _bookmarks(headings)]
    free = max(used, default=0) + 1
    kept = _kept_together(headings)
    for at, heading in enumerate(headings):
        name = f"_Toc{at + 1:09}"
        _mark(heading.element, name, free + at)
        number = items[heading.element].number if heading.element in items else ""
        yield node(
            "p",
            node("pPr", node("pStyle", val=heading.entry_style), switch("keepNext", on=at in kept)),
            *(_begin() if at == 0 else ()),
            node("hyperlink", *_runs(number, heading.element.text), anchor=name, history="1"),
            _field_sign("end") if heading is headings[-1] else None,
        )


def _kept_together(headings: list[_Heading]) -> range:
    """Return which lines are kept with the next: no page begins with the last one of the list."""
    end = len(headings) - 1
    sections = [at for at, each in enumerate(headings) if each.level == 1]
    return range(max(sections[-1], end - _MOST_KEPT) if sections else end, end)


def _bookmarks(headings: list[_Heading]) -> Iterator[Element]:
    return headings[0].element.getroottree().getroot().iter(qn("w:bookmarkStart"))


def _mark(heading: CT_P, name: str, identifier: int) -> None:
    start = node("bookmarkStart", id=str(identifier), name=name)
    heading.insert(0 if heading.pPr is None else 1, start)
    heading.append(node("bookmarkEnd", id=str(identifier)))


def _begin() -> tuple[BaseOxmlElement, ...]:
    code = node("r", text_node("instrText", _FIELD))
    return _field_sign("begin"), code, _field_sign("separate")


def _field_sign(kind: str) -> BaseOxmlElement:
    return node("r", node("fldChar", fldCharType=kind))


def _runs(number: str, words: str) -> Iterator[BaseOxmlElement]:
    if number:
        yield node("r", text_node("t", number))
        yield node("r", node("tab"))
    yield node("r", text_node("t", single_spaced(words)))
