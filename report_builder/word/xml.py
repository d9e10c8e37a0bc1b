"""WordprocessingML elements, written as they nest."""

from __future__ import annotations

from typing import cast

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement


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
