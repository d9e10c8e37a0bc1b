"""WordprocessingML elements, written as they nest."""

from __future__ import annotations

from typing import cast

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import _Element as Element

_RUN, _TEXT, _TYPE = qn("w:r"), qn("w:t"), qn("w:type")
_HOLDERS = frozenset(
    map(qn, ("w:hyperlink", "w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag"))
)
"""The elements that hold runs of a paragraph that are read as the others are."""
_WORDS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NO_WORDS = ("page", "column")
"""The breaks (``w:br``) that are none of a line."""


def node(tag: str, *children: BaseOxmlElement | None, **attributes: str) -> BaseOxmlElement:
    """Return the element ``w:tag``; a child that is ``None`` is left out."""
    element = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(child for child in children if child is not None)
    return element


def text_node(tag: str, words: str) -> BaseOxmlElement:
    """Return the element ``w:tag`` that says ``words``, their spaces kept."""
    element = node(tag)
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def switch(tag: str, *, on: bool) -> BaseOxmlElement | None:
    """Return the element ``w:tag`` that turns something on, or ``None`` to leave it off."""
    return node(tag) if on else None


def replace_children(parent: BaseOxmlElement, *children: BaseOxmlElement) -> None:
    """Put ``children`` in the place of all that ``parent`` holds."""
    for child in list(parent):
        parent.remove(child)
    parent.extend(children)


def text_of(paragraph: Element) -> str:
    """Return the words of a paragraph, those of links and content controls in it among them.

    python-docx knows of no content controls, and asks for paths of elements, which takes most of
    its time.
    """
    return "".join(_words_in(paragraph))


def _words_in(holder: Element) -> list[str]:
    words = []
    for child in holder:
        if child.tag == _RUN:
            words += _words_of(child)
        elif child.tag in _HOLDERS:
            words += _words_in(child)
    return words


def _words_of(run: Element) -> list[str]:
    return [
        (child.text or "") if child.tag == _TEXT else _WORDS.get(child.tag, "")
        for child in run
        if child.get(_TYPE) not in _NO_WORDS
    ]
