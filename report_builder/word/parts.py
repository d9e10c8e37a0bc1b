"""The parts of the template's file beside its text: settings, theme, fonts and properties.

python-docx begins every document as a copy of a file of its own. What that file carries and the
template does not need is dropped here, and the rest is written anew.
"""

from __future__ import annotations

import datetime as dt
import re

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from report_builder.word.styles import FONT, INK, LANGUAGE
from report_builder.word.xml import node, replace_children

_KEPT_PARTS = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.THEME,
}
_COMPATIBILITY = {
    "compatibilityMode": "15",
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
}
_COMPATIBILITY_URI = "http://schemas.microsoft.com/office/word"
_THEME_COLOURS = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"} | {
    name: name for name in (*(f"accent{n}" for n in range(1, 7)), "hyperlink", "followedHyperlink")
}


def write_parts(document: Document, written: dt.datetime) -> None:
    """Give ``document`` the parts that the template needs, and no others."""
    _drop_unused_parts(document.part.package.rels)
    _drop_unused_parts(document.part.rels)
    _write_settings(document.settings.element)
    _replace_part(document, RELATIONSHIP_TYPE.FONT_TABLE, _fonts())
    theme = document.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    _replace_part(document, RELATIONSHIP_TYPE.THEME, _in_our_likeness(theme.blob))
    _write_properties(document, written)


def _drop_unused_parts(relationships: Relationships) -> None:
    for name in [key for key, each in relationships.items() if each.reltype not in _KEPT_PARTS]:
        del relationships[name]


def _replace_part(document: Document, kind: str, content: bytes) -> None:
    relationships = document.part.rels
    [name] = [key for key, each in relationships.items() if each.reltype == kind]
    old = relationships.pop(name).target_part
    document.part.relate_to(Part(old.partname, old.content_type, content, old.package), kind)


def _write_settings(settings: BaseOxmlElement) -> None:
    compatibility = (
        node("compatSetting", name=name, uri=_COMPATIBILITY_URI, val=value)
        for name, value in _COMPATIBILITY.items()
    )
    replace_children(
        settings,
        node("zoom", percent="100"),
        node("defaultTabStop", val="720"),
        node("characterSpacingControl", val="doNotCompress"),
        node("compat", *compatibility),
        node("themeFontLang", val=LANGUAGE),
        node("clrSchemeMapping", **_THEME_COLOURS),
        node("decimalSymbol", val="."),
        node("listSeparator", val=","),
    )


def _fonts() -> bytes:
    font = node(
        "font",
        node("panose1", val="020B0604020202020204"),
        node("charset", val="00"),
        node("family", val="swiss"),
        node("pitch", val="variable"),
        name=FONT,
    )
    return etree.tostring(node("fonts", font), encoding="UTF-8", standalone=True)


def _in_our_likeness(theme: bytes) -> bytes:
    """Return the theme with the template's font and colour, which Word then offers first."""
    theme = re.sub(rb'\s*<a:font script="[^"]*" typeface="[^"]*"/>', b"", theme)
    theme = re.sub(rb'(<a:latin typeface=")[^"]*', rb"\g<1>" + FONT.encode(), theme)
    colour = rb'(<a:(?:dk2|accent1)>\s*<a:srgbClr val=")[^"]*'
    return re.sub(colour, rb"\g<1>" + INK.encode(), theme)


def _write_properties(document: Document, written: dt.datetime) -> None:
    properties = document.core_properties
    properties.title = "Executive Decision Report"
    properties.language = LANGUAGE
    properties.created = properties.modified = written
    properties.revision = 1
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "category"):
        setattr(properties, name, "")
