"""Reads how cells and stretches of text look."""

from __future__ import annotations

import colorsys
import re

from report_builder.workbooks.number_formats import (
    BUILTIN,
    GENERAL,
    shows_a_date,
    shows_a_duration,
)
from report_builder.workbooks.xlsx.cells import AUTOMATIC, PLAIN_LOOK, WHITE, Font, Look
from report_builder.workbooks.xlsx.package import Attributes, Handler, Package
from report_builder.workbooks.xlsx.values import index, is_true, unescaped

_INDEXED = {
    **{"0": "000000", "1": WHITE, "8": "000000", "9": WHITE, "64": AUTOMATIC},
    **{"5": "FFFF00", "13": "FFFF00"},
}

_HEXADECIMAL = re.compile(r"[0-9A-F]{6}")
_YELLOW = 45 / 360, 70 / 360


def read_looks(package: Package, part: str | None) -> list[Look]:
    """Return the looks that cells have, by their number; a plain one if there is no such part."""
    styles = _Styles()
    if part is not None:
        package.parse(part, styles)
    return styles.looks()


class FontReader:
    """Gathers what a ``font`` or an ``rPr`` says."""

    def __init__(self) -> None:
        self.bold = self.struck = False
        self.colour = AUTOMATIC

    def take(self, tag: str, attributes: Attributes) -> None:
        """Take note of an element inside."""
        if tag == "b":
            self.bold = is_true(attributes.get("val", "1"))
        elif tag == "strike":
            self.struck = is_true(attributes.get("val", "1"))
        elif tag == "color":
            self.colour = _colour(attributes)

    def font(self) -> Font:
        """Return what has been gathered."""
        return Font(self.bold, self.struck, self.colour)


class _Styles(Handler):
    """Reads fonts, fills, number formats, and the looks that cells have of them."""

    def __init__(self) -> None:
        self._section = ""
        self._formats: dict[int, str] = {}
        self._fonts: list[FontReader] = []
        self._fills: list[str] = []
        self._cells: list[Attributes] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in ("numFmts", "fonts", "fills", "cellXfs"):
            self._section = tag
        elif self._section == "fonts":
            if tag == "font":
                self._fonts.append(FontReader())
            elif self._fonts:
                self._fonts[-1].take(tag, attributes)
        elif self._section == "fills":
            self._take_fill(tag, attributes)
        elif self._section == "cellXfs" and tag == "xf":
            self._cells.append(attributes)
        elif self._section == "numFmts" and tag == "numFmt":
            self._formats[int(attributes["numFmtId"])] = unescaped(attributes["formatCode"])

    def end(self, tag: str) -> None:
        if tag == self._section:
            self._section = ""

    def _take_fill(self, tag: str, attributes: Attributes) -> None:
        if tag == "fill":
            self._fills.append(WHITE)
        elif tag == "patternFill" and attributes.get("patternType", "none") != "none":
            self._fills[-1] = "pattern"
        elif tag == "fgColor" and self._fills[-1] == "pattern":
            self._fills[-1] = _colour(attributes) or "pattern"

    def looks(self) -> list[Look]:
        fonts = [reader.font() for reader in self._fonts] or [Font()]
        fills = self._fills or [WHITE]
        looks = []
        for cell in self._cells:
            number = index(cell.get("numFmtId", "0"))
            known = self._formats.get(number) or BUILTIN.get(number, GENERAL)
            font = fonts[index(cell.get("fontId", "0"))]
            background = fills[index(cell.get("fillId", "0"))]
            is_date, is_duration = shows_a_date(known), shows_a_duration(known)
            marks = _is_a_highlighters(background)
            looks.append(Look(font, background, known, is_date, is_duration, marks))
        return looks or [PLAIN_LOOK]


def _is_a_highlighters(colour: str) -> bool:
    """Return whether people mark words with this colour: it is vivid, or a yellow of any strength.

    The pale colours of tables and the dark ones of headings, which come along with copied cells,
    mark nothing. Colours that are named by a theme only are not known.
    """
    if not _HEXADECIMAL.fullmatch(colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    is_yellow = _YELLOW[0] <= hue <= _YELLOW[1] and saturation >= 0.3
    return value >= 0.8 and (saturation >= 0.6 or is_yellow)


def _colour(attributes: Attributes) -> str:
    """Return a colour as something that can be compared."""
    if "rgb" in attributes:
        return attributes["rgb"][-6:].upper()
    if "indexed" in attributes:
        return _INDEXED.get(attributes["indexed"], f"indexed {attributes['indexed']}")
    if "theme" in attributes:
        if attributes["theme"] == "0" and float(attributes.get("tint", 0)) == 0:
            return WHITE
        return f"theme {attributes['theme']} {attributes.get('tint', '')}"
    return AUTOMATIC
