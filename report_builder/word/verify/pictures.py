"""Rules about pictures, charts and what floats over the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import WordFile

_VML = "{urn:schemas-microsoft-com:vml}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SAYS_NOTHING = re.compile(
    r"(?:image|picture|graphic|logo|chart|diagram|screenshot)?\s*\d*"
    r"|.*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)|.*generated.*|.*confidence.*",
    re.IGNORECASE | re.DOTALL,
)


@rule(
    "picture-without-alternative-text",
    Severity.ERROR,
    "Say in words what the picture shows (right-click it, View Alt Text), or mark it as "
    "decorative{now}.",
)
def picture_without_alternative_text(file: WordFile) -> Iterator[Finding]:
    """Who cannot see a picture reads its alternative text; a file name or a guess says nothing.

    SI 2018/952; WCAG 2.2, 1.1.1.
    """
    for picture, text in _pictures(file):
        if _SAYS_NOTHING.fullmatch(text.strip()):
            now = f". Its text says “{text}”" if text.strip() else ""
            yield Finding(file.around(picture), text, {"now": now})


@rule(
    "picture-not-in-line",
    Severity.ERROR,
    "Put the picture in line with the text: click it, Layout Options, In Line with Text.",
)
def picture_not_in_line(file: WordFile) -> Iterator[Finding]:
    """A picture that floats has no place in the order of reading. WCAG 2.2, 1.3.2."""
    for root in file.roots:
        for anchor in root.iter(qn("wp:anchor")):
            if next(anchor.iter(qn("w:txbxContent")), None) is None:
                yield Finding(file.around(anchor))


@rule(
    "text-box",
    Severity.ERROR,
    "Move the words of the text box or frame into the text, and delete it: “{value}”.",
)
def text_box(file: WordFile) -> Iterator[Finding]:
    """Screen readers pass over text boxes, frames and word art, or read them at the wrong place.

    SI 2018/952; WCAG 2.2, 1.3.2.
    """
    for root in file.roots:
        for box in root.iter(qn("w:txbxContent"), qn("w:framePr"), f"{_VML}textpath"):
            if next(box.iterancestors(_FALLBACK), None) is None:
                paragraph = file.around(box)
                words = box.get("string") or (paragraph.text if paragraph else "")
                yield Finding(paragraph, words)


def _pictures(file: WordFile) -> Iterator[tuple[Element, str]]:
    """Yield the pictures that are not marked as decorative, with their alternative text."""
    for root in file.roots:
        for properties in root.iter(qn("wp:docPr")):
            marks = properties.iter(_DECORATIVE)
            if not any(mark.get("val") in ("1", "true") for mark in marks):
                yield properties, properties.get("descr") or ""
        for image in root.iter(f"{_VML}imagedata"):
            shape = image.getparent()
            if shape is not None and next(image.iterancestors(_FALLBACK), None) is None:
                yield image, shape.get("alt") or ""
