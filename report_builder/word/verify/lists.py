"""Rules about lists and about the space between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from report_builder.problems import Severity
from report_builder.text import BULLET_SIGNS
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import BODY, Paragraph, WordFile

_BULLET = re.compile(rf"\s*(?:[{BULLET_SIGNS}]|[-–—*+o](?=\s))\s*(?=\S)")
_NUMBER = re.compile(
    r"\s*(?:"
    r"(?:\(?\d{1,2}[.)]|\(?[a-z][.)]|\(?[ivx]{1,4}\))\s+(?=\S)"  # 1. or (a) or ii)
    r"|\d{1,2}(?:\.\d{1,2})+\.?(?:\t|\s+(?=[A-Z“‘\"']))"  # 3.2.1, but not "1.5 million"
    r")"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_GAP = re.compile(r"[  ]{3,}|\t[  ]*\t")


@rule(
    "typed-bullet",
    Severity.ERROR,
    "Make this a real bullet (Home, Styles, List Bullet) and take out the sign that was typed: "
    "“{value}”.",
)
def typed_bullet(file: WordFile) -> Iterator[Finding]:
    """A sign that was typed is no list: a screen reader does not say how many items there are.

    SI 2018/952; WCAG 2.2, 1.3.1.
    """
    for paragraph in file.paragraphs:
        if _BULLET.match(paragraph.text):
            yield Finding(paragraph, paragraph.text)


@rule(
    "typed-list-number",
    Severity.ERROR,
    "Let Word number this paragraph (Home, Styles) and take out the number that was typed: "
    "“{value}”.",
)
def typed_number(file: WordFile) -> Iterator[Finding]:
    """A number that was typed is wrong as soon as a paragraph is added above it, and no list.

    So the council's report of 2012 came to number a bullet as a paragraph. WCAG 2.2, 1.3.1.
    """
    for paragraph in file.paragraphs:
        if _NUMBER.match(paragraph.text) and not paragraph.in_contents:
            yield Finding(paragraph, paragraph.text)


@rule(
    "empty-paragraph",
    Severity.ERROR,
    "Delete the empty paragraph{after}. Where space is wanted, let the style give it: Paragraph, "
    "Spacing.",
)
def empty_paragraph(file: WordFile) -> Iterator[Finding]:
    """A screen reader says “blank” at each; and the gaps land anywhere once the text has moved.

    SI 2018/952; guidance of GOV.UK and of councils.
    """
    before: Paragraph | None = None
    for paragraph in file.paragraphs:
        if paragraph.text.strip() or not _is_only_empty(paragraph):
            before = paragraph
            continue
        known = before is not None and before.story == paragraph.story and before.text.strip()
        after = f" after “{before.text.strip()[-40:]}”" if before is not None and known else ""
        yield Finding(paragraph, named={"after": after})


@rule(
    "gap-of-spaces",
    Severity.ERROR,
    "Take out the {what} in “{value}”. Where space is wanted, let the style give it: Paragraph, "
    "Spacing and Indents.",
)
def gap_of_spaces(file: WordFile) -> Iterator[Finding]:
    """Spaces, tabs and line breaks that were typed for layout are read out, or lose their place.

    WCAG 2.2, 1.3.2; F34.
    """
    for paragraph in file.paragraphs:
        text = paragraph.text.strip()
        if _BLANK_LINE.search(text):
            yield Finding(paragraph, text, {"what": "blank line"})
        if _GAP.search(text) and not paragraph.in_contents:
            yield Finding(paragraph, text, {"what": "row of spaces or tabs"})


def _is_only_empty(paragraph: Paragraph) -> bool:
    """Return whether there is nothing in the paragraph, and no need for it to be there.

    A cell, a header and a footer must have one paragraph; so must what follows a last table.
    """
    element = paragraph.element
    # Word ends a contents list in an empty paragraph, with a sign of its own in it.
    breaks = map(qn, ("w:sectPr", "w:br", "w:fldChar", "w:lastRenderedPageBreak", "w:footnoteRef"))
    if paragraph.has_picture or next(element.iter(*breaks), None) is not None:
        return False
    if paragraph.table is not None:
        return False  # an empty cell is another rule's
    holder = element.getparent()
    if holder is None or holder.get(qn("w:type")) is not None:
        return False  # the line above the notes
    alone = paragraph.story != BODY and len(holder.findall(qn("w:p"))) == 1
    before, after = element.getprevious(), element.getnext()
    ends_table = before is not None and before.tag == qn("w:tbl")
    is_needed = ends_table and (after is None or after.tag in (qn("w:sectPr"), qn("w:tbl")))
    return not (alone or is_needed)
