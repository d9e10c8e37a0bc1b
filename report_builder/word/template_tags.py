"""What can be wrong with a tag and with the paragraph, row or cell that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from report_builder.word.template_file import TC, TR, Fault, Paragraph, Tag

_UNITS = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
_SPACED = re.compile(r"(tr|tc|p|r)\s+\w")
_ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_SINGLE = re.compile(r"(?<!\{)\{\s*(?:r\s+)?[a-z_]+(?:\.[a-z_]+)+\s*\}(?!\})")
_TRACKED = {qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo")}
_LOST_WITH_PARAGRAPH = {
    qn("w:sectPr"): "section break",
    qn("w:drawing"): "picture",
    qn("w:pict"): "picture",
    qn("w:footnoteReference"): "footnote",
}
_LOOKS = {
    qn(f"w:{name}")
    for name in ("rStyle", "b", "i", "u", "caps", "smallCaps", "strike", "color", "sz", "highlight")
}


def faults_of_tags(paragraphs: Iterable[Paragraph], tags: list[Tag]) -> Iterator[Fault]:
    """Yield what is wrong with the tags of one part of the file, each by itself."""
    paragraphs = list(paragraphs)
    for tag in tags:
        yield from _faults_of(tag)
    for paragraph, those in groupby(tags, key=lambda tag: tag.paragraph):
        own = list(those)
        yield from _faults_of_paragraph(paragraph, own)
        yield from _lost_looks(paragraph, own)
    for unit, level in ((TR, "tr"), (TC, "tc")):
        yield from _words_beside(unit, level, paragraphs, tags)
    for paragraph in paragraphs:
        for found in _SINGLE.finditer(paragraph.text):
            yield Fault(
                f"“{found[0]}” would be printed as it stands: a tag has two brackets on each side.",
                paragraph,
            )


def _faults_of(tag: Tag) -> Iterator[Fault]:
    written = tag.written
    after_level = written[2 + len(tag.level)] if tag.level else " "
    spaced = None if tag.level or tag.is_comment else _SPACED.match(tag.words)
    if spaced:
        yield Fault(
            f"“{written}” has a space before the “{spaced[1]}”. Write "
            f"“{tag.brackets}{spaced[1]} …”.",
            tag.paragraph,
        )
    elif not tag.words and not tag.is_comment:
        yield Fault(f"The tag “{written}” is empty. Take it out.", tag.paragraph)
    elif after_level != " ":
        yield Fault(
            f"“{written}” has something other than an ordinary space after "
            f"“{tag.brackets}{tag.level}”, such as a non-breaking space. Type the space again.",
            tag.paragraph,
        )
    elif tag.level and re.search(r"[}#]" if tag.is_comment else r"[}%]", written[2:-2]):
        yield Fault(
            f"“{written}” has a bracket, a “#” or a “%” within it, which a tag that begins with "
            f"“{tag.brackets}{tag.level}” cannot have. Write it without.",
            tag.paragraph,
        )
    if tag.level in ("tr", "tc") and tag.paragraph.above(TC) is None:
        yield Fault(
            f"“{written}” stands for a {_UNITS[tag.level]}, but is not in a table. Write "
            f"“{tag.brackets}p …” for a paragraph.",
            tag.paragraph,
        )


def _faults_of_paragraph(paragraph: Paragraph, tags: list[Tag]) -> Iterator[Fault]:
    if any(child.tag in _TRACKED for child in paragraph.element.iter()):
        yield Fault(
            "There are tracked changes in this paragraph, and every report would have them. "
            "Accept or reject them (Review, Accept).",
            paragraph,
        )
    taking = [tag for tag in tags if tag.level in _UNITS]
    if len(taking) > 1:
        yield Fault(
            f"“{taking[0].written}” and “{taking[1].written}” stand in one paragraph, and only one "
            "of them would count. Put each into a paragraph of its own.",
            paragraph,
        )
        return
    if taking:
        [tag] = taking
        yield from _lost_with(tag, paragraph, tags)
    elif _is_torn(paragraph):
        yield Fault(
            "Word has torn a tag of this paragraph apart: a link, a field or a content control "
            "begins or ends within it. Delete the tag and type it again in one go, as plain text.",
            paragraph,
        )


def _lost_with(tag: Tag, paragraph: Paragraph, tags: list[Tag]) -> Iterator[Fault]:
    unit = _UNITS[tag.level]
    rest = paragraph.text.replace(tag.written, "", 1)
    for each in tags:
        if each.is_comment:
            rest = rest.replace(each.written, "", 1)
    if rest.strip():
        yield Fault(
            f"“{tag.written}” takes the place of its {unit}, so that “{rest.strip()}” beside it "
            "would never be printed. Put it into a paragraph of its own.",
            paragraph,
        )
    for lost in paragraph.element.iter(*_LOST_WITH_PARAGRAPH):
        yield Fault(
            f"“{tag.written}” takes the place of its {unit}, so that the "
            f"{_LOST_WITH_PARAGRAPH[lost.tag]} in it would be lost. Put it into another paragraph.",
            paragraph,
        )


def _words_beside(
    unit: str, level: str, paragraphs: list[Paragraph], tags: list[Tag]
) -> Iterator[Fault]:
    """Yield the words of other paragraphs that vanish with the row or cell that a tag replaces."""
    for tag in tags:
        place = tag.paragraph.above(unit) if tag.level == level else None
        if place is None:
            continue
        for other in paragraphs:
            words = _without_comments(other.text)
            if other is not tag.paragraph and words and other.above(unit) is place:
                yield Fault(
                    f"“{tag.written}” takes the place of its {_UNITS[level]}, so that “{words}” in "
                    f"the same {_UNITS[level]} would never be printed. Put the tag into a "
                    f"{_UNITS[level]} of its own.",
                    tag.paragraph,
                )
                break


def _without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text).strip()


def _is_torn(paragraph: Paragraph) -> bool:
    """Return whether docxtpl, which joins the pieces of a tag, leaves broken XML behind."""
    joined = DocxTemplate.patch_xml(None, etree.tostring(paragraph.element, encoding="unicode"))
    try:
        etree.fromstring(_ANY_TAG.sub("", joined))
    except etree.XMLSyntaxError:
        return True
    return False


def _lost_looks(paragraph: Paragraph, tags: list[Tag]) -> Iterator[Fault]:
    looks = {
        run: [child.tag for child in properties]
        for run in paragraph.element.iter(qn("w:r"))
        for properties in run.findall(qn("w:rPr"))
    }
    for tag in tags:
        if tag.level != "r" or not tag.prints:
            continue
        run = _run_at(paragraph.element, paragraph.text.index(tag.written))
        if _LOOKS.intersection(looks.get(run, ())):
            yield Fault(
                f"What “{tag.written}” prints does not take over the formatting of the tag, nor do "
                "words that follow it in the same formatting. Format the paragraph, by its style.",
                paragraph,
                is_note=True,
            )


def _run_at(paragraph: Any, offset: int) -> Any:
    for text in paragraph.iter(qn("w:t")):
        if offset < len(text.text or ""):
            return text.getparent()
        offset -= len(text.text or "")
    return None
