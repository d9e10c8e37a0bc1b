"""How a run and a paragraph look in the end, after all styles that have a say in it.

Word asks, in this order, and the later answer counts: the document's defaults, the table's style,
the paragraph's style, the character's style, the paragraph or run itself. Bold, italics and their
like are toggles: where two styles both turn one on, it is off; the run itself has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_OFF = frozenset(("0", "false", "off"))
_VAL = qn("w:val")
_NO_COLOUR = frozenset(("", "auto", None))
_WHITE = "FFFFFF"
_NORMAL_SIZE = "20"  # half points, where nothing is said
_NO_HEADING = 9  # the outline level of body text
_RUN_STYLE = qn("w:rStyle")
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a run; a colour is six hexadecimal digits, or empty where Word chooses it."""

    size: float
    face: str
    colour: str
    background: str
    bold: bool
    italic: bool
    underlined: bool
    capitals: bool
    struck: bool
    hidden: bool
    raised: bool
    highlight: str
    language: str
    own_colour: bool
    """Whether the colour is the run's own, and not that of a style."""


class Looks:
    """The styles of a document."""

    def __init__(self, document: Element, styles: Element | None, theme: Element | None) -> None:
        self._document = document
        self._theme = theme
        self._styles: dict[str, Element] = {}
        self._default: dict[str, str] = {}
        self._table_cells: dict[Element, _CellLook] = {}
        self._chains: dict[str, list[Element]] = {}
        self._cache: dict[tuple[str, str, Element | None, str], Look] = {}
        self._defaults: Element | None = None
        if styles is not None:
            self._defaults = styles.find(qn("w:docDefaults"))
            for style in styles.iter(qn("w:style")):
                name = style.get(qn("w:styleId")) or ""
                self._styles[name] = style
                if style.get(qn("w:default")) not in (None, *_OFF):
                    self._default[style.get(qn("w:type")) or ""] = name

    def style_name(self, paragraph: Element) -> str:
        """Return the name of the style of ``paragraph``, as Word's files spell it."""
        return _value(self._styles.get(self._paragraph_style(paragraph)), "w:name")

    def outline_level(self, paragraph: Element) -> int | None:
        """Return the level of the heading that ``paragraph`` is, from 1; ``None`` if it is none."""
        level = self._paragraph_value(paragraph, "w:outlineLvl")
        at = int(level.get(_VAL) or _NO_HEADING) if level is not None else _NO_HEADING
        return at + 1 if at < _NO_HEADING else None

    def alignment(self, paragraph: Element) -> str:
        """Return the alignment: ``left``, ``center``, ``right``, ``both`` or a rarer one."""
        found = self._paragraph_value(paragraph, "w:jc")
        value = (found.get(_VAL) or "left") if found is not None else "left"
        return {"start": "left", "end": "right"}.get(value, value)

    @cached_property
    def default_language(self) -> str:
        """Return the language of text of which nothing else is said; may be empty."""
        layers = [self._default_properties("w:rPrDefault", "w:rPr")]
        layers += self._of_style(self._default.get("paragraph", ""), "w:rPr")
        return _attribute(layers, "w:lang", "w:val")

    def look(self, paragraph: Element, run: Element) -> Look:
        """Return the look of ``run``, a run of ``paragraph``."""
        own = run.find(qn("w:rPr"))
        if own is not None and all(child.tag == _RUN_STYLE for child in own):
            character, own = _value(own, "w:rStyle"), None
        else:
            character = _value(own, "w:rStyle")
        cell = _ancestor(paragraph, "w:tc")
        shading = self._paragraph_value(paragraph, "w:shd")
        style = self._paragraph_style(paragraph)
        if own is not None:
            return self._look(own, style, character, cell, shading)
        key = (style, character, cell, _fill(shading))
        if key not in self._cache:
            self._cache[key] = self._look(None, style, character, cell, shading)
        return self._cache[key]

    def _look(
        self,
        own: Element | None,
        style: str,
        character: str,
        cell: Element | None,
        shading: Element | None,
    ) -> Look:
        default = self._default_properties("w:rPrDefault", "w:rPr")
        levels = (
            self._cell_look(cell).run if cell is not None else [],
            self._of_style(style, "w:rPr"),
            self._of_style(character, "w:rPr"),
        )
        layers = [default, *(layer for level in levels for layer in level), own]

        def is_on(*tags: str) -> bool:
            return any(_toggle(tag, default, levels, own) for tag in tags)

        colour = _attribute(layers, "w:color", "w:val")
        return Look(
            size=int(float(_attribute(layers, "w:sz", "w:val") or _NORMAL_SIZE)) / 2,
            face=self._face(layers),
            colour="" if colour in _NO_COLOUR else colour,
            background=self._background(_last(layers, "w:shd"), shading, cell),
            bold=is_on("w:b"),
            italic=is_on("w:i"),
            underlined=_attribute(layers, "w:u", "w:val") not in ("", "none"),
            capitals=is_on("w:caps", "w:smallCaps"),
            struck=is_on("w:strike", "w:dstrike"),
            hidden=is_on("w:vanish"),
            raised=_attribute(layers, "w:vertAlign", "w:val") not in ("", "baseline"),
            highlight=_attribute(layers, "w:highlight", "w:val").replace("none", ""),
            language=_attribute(layers, "w:lang", "w:val"),
            own_colour=_attribute([own], "w:color", "w:val") not in _NO_COLOUR,
        )

    def _paragraph_style(self, paragraph: Element) -> str:
        style = _value(paragraph.find(qn("w:pPr")), "w:pStyle")
        return style if style in self._styles else self._default.get("paragraph", "")

    def _chain(self, style: str) -> list[Element]:
        """Return the style and those that it is based on, the most basic one first."""
        if style not in self._chains:
            found: list[Element] = []
            name = style
            while (element := self._styles.get(name)) is not None and element not in found:
                found.insert(0, element)
                name = _value(element, "w:basedOn")
            self._chains[style] = found
        return self._chains[style]

    def _of_style(self, style: str, part: str) -> list[Element]:
        return [found for each in self._chain(style) if (found := each.find(qn(part))) is not None]

    def _default_properties(self, default: str, part: str) -> Element | None:
        holder = None if self._defaults is None else self._defaults.find(qn(default))
        return None if holder is None else holder.find(qn(part))

    def _paragraph_value(self, paragraph: Element, tag: str) -> Element | None:
        cell = _ancestor(paragraph, "w:tc")
        layers = [
            self._default_properties("w:pPrDefault", "w:pPr"),
            *(self._cell_look(cell).paragraph if cell is not None else ()),
            *self._of_style(self._paragraph_style(paragraph), "w:pPr"),
            paragraph.find(qn("w:pPr")),
        ]
        return _last(layers, tag)

    def _face(self, layers: list[Element | None]) -> str:
        for layer in reversed(layers):
            fonts = None if layer is None else layer.find(qn("w:rFonts"))
            if fonts is None:
                continue
            theme = fonts.get(qn("w:asciiTheme")) or fonts.get(qn("w:hAnsiTheme"))
            if theme:
                return self._theme_face("major" if theme.startswith("major") else "minor")
            face = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))
            if face:
                return face
        return "Times New Roman"  # what Word takes where nothing is said

    def _theme_face(self, kind: str) -> str:
        fonts = None if self._theme is None else self._theme.find(f".//{_MAIN}{kind}Font")
        latin = None if fonts is None else fonts.find(f"{_MAIN}latin")
        return "" if latin is None else latin.get("typeface") or ""

    def _background(
        self, run: Element | None, paragraph: Element | None, cell: Element | None
    ) -> str:
        of_cell = self._cell_look(cell).shading if cell is not None else None
        for shading in (run, paragraph, of_cell):
            fill = _fill(shading)
            if fill:
                return fill
        page = self._document.find(qn("w:background"))
        colour = None if page is None else page.get(qn("w:color"))
        return _WHITE if colour in _NO_COLOUR or colour is None else colour

    def _cell_look(self, cell: Element) -> _CellLook:
        if cell not in self._table_cells:
            table = _ancestor(cell, "w:tbl")
            if table is None:
                return _CellLook([], [], None)
            for each, conditions in _cells_with_conditions(table):
                self._table_cells[each] = self._look_of_cell(table, each, conditions)
        return self._table_cells.get(cell) or _CellLook([], [], None)

    def _look_of_cell(self, table: Element, cell: Element, conditions: list[str]) -> _CellLook:
        layers = [*self._chain(_value(table.find(qn("w:tblPr")), "w:tblStyle"))]
        for condition in conditions:
            layers += [
                part
                for style in layers
                for part in style.findall(qn("w:tblStylePr"))
                if part.get(qn("w:type")) == condition
            ]
        cell_properties = [
            table.find(qn("w:tblPr")),
            *(layer.find(qn("w:tcPr")) for layer in layers),
            cell.find(qn("w:tcPr")),
        ]
        return _CellLook(
            run=[found for each in layers if (found := each.find(qn("w:rPr"))) is not None],
            paragraph=[found for each in layers if (found := each.find(qn("w:pPr"))) is not None],
            shading=_last(cell_properties, "w:shd"),
        )


@dataclass(frozen=True)
class _CellLook:
    """What a table's style says of the text of one cell."""

    run: list[Element]
    paragraph: list[Element]
    shading: Element | None


def _cells_with_conditions(table: Element) -> Iterator[tuple[Element, list[str]]]:
    """Yield the cells of ``table`` with the parts of a table style that they are in."""
    properties = table.find(qn("w:tblPr"))
    wanted = _table_look(None if properties is None else properties.find(qn("w:tblLook")))
    rows = table.findall(qn("w:tr"))
    for at, row in enumerate(rows):
        cells = row.findall(qn("w:tc"))
        banded_row = at - ("firstRow" in wanted)
        for column, cell in enumerate(cells):
            banded_column = column - ("firstColumn" in wanted)
            is_in = {
                "band1Vert": banded_column >= 0 and banded_column % 2 == 0,
                "band2Vert": banded_column % 2 == 1,
                "band1Horz": banded_row >= 0 and banded_row % 2 == 0,
                "band2Horz": banded_row % 2 == 1,
                "firstCol": column == 0,
                "lastCol": column == len(cells) - 1,
                "firstRow": at == 0,
                "lastRow": at == len(rows) - 1,
            }
            conditions = ("wholeTable", *(name for name, is_true in is_in.items() if is_true))
            yield cell, [name for name in conditions if _LOOK_OF.get(name, name) in wanted]


_LOOK_OF = {
    "wholeTable": "",
    "band1Vert": "vBand",
    "band2Vert": "vBand",
    "band1Horz": "hBand",
    "band2Horz": "hBand",
    "firstCol": "firstColumn",
    "lastCol": "lastColumn",
}
_LOOK_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


def _table_look(look: Element | None) -> set[str]:
    """Return the parts of its style that a table uses."""
    if look is None:
        return {"", "hBand", "vBand"}
    bits = int(look.get(_VAL) or "0", 16)
    said = {name: look.get(qn(f"w:{name}")) for name in _LOOK_BITS}
    on = {
        name
        for name, bit in _LOOK_BITS.items()
        if (bits & bit if said[name] is None else said[name] not in _OFF)
    }
    bands = {
        band for band, never in (("hBand", "noHBand"), ("vBand", "noVBand")) if never not in on
    }
    return {"", *on, *bands}


def _fill(shading: Element | None) -> str:
    if shading is None:
        return ""
    of_pattern = shading.get(_VAL) == "solid"
    colour = shading.get(qn("w:color") if of_pattern else qn("w:fill"))
    return "" if colour in _NO_COLOUR or colour is None else colour


def _last(layers: list[Element | None] | list[Element], tag: str) -> Element | None:
    """Return ``tag`` of the last of ``layers`` that has it."""
    name = qn(tag)
    for layer in reversed(layers):
        found = None if layer is None else layer.find(name)
        if found is not None:
            return found
    return None


def _attribute(layers: list[Element | None] | list[Element], tag: str, attribute: str) -> str:
    name = qn(attribute)
    for layer in reversed(layers):
        found = None if layer is None else layer.find(qn(tag))
        value = None if found is None else found.get(name)
        if value is not None:
            return value
    return ""


def _toggle(
    tag: str,
    default: Element | None,
    levels: tuple[list[Element], ...],
    own: Element | None,
) -> bool:
    """Return whether ``tag`` is on: the run has the last word, and two styles cancel out."""
    said = _last([own], tag)
    if said is not None:
        return _is_on(said)
    always = _last([default], tag)
    if always is not None and _is_on(always):
        return True
    answers = (_last(level, tag) for level in levels)
    return sum(_is_on(answer) for answer in answers if answer is not None) % 2 == 1


def _is_on(toggle: Element) -> bool:
    return toggle.get(_VAL) not in _OFF


def _value(parent: Element | None, tag: str) -> str:
    found = None if parent is None else parent.find(qn(tag))
    return "" if found is None else found.get(_VAL) or ""


def _ancestor(element: Element, tag: str) -> Element | None:
    return next(element.iterancestors(qn(tag)), None)
