"""The numbers that Word prints before list items: no file holds them, so they are counted here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

T = TypeVar("T")

_P, _STYLE, _VAL = qn("w:p"), qn("w:style"), qn("w:val")
_PROPERTIES, _PARAGRAPH_STYLE, _BASED_ON = qn("w:pPr"), qn("w:pStyle"), qn("w:basedOn")
_NUMBER_PROPERTIES, _NUMBER, _LEVEL_OF = qn("w:numPr"), qn("w:numId"), qn("w:ilvl")
_NO_LIST = "0"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its level, counted from 0, and the number printed; a bullet has none."""

    level: int
    number: str

    @property
    def is_bullet(self) -> bool:
        """Return whether the item has a sign in the place of a number."""
        return not self.number


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int
    style: str
    restart: int


class Said(NamedTuple):
    """What a paragraph's own properties say of its style and its list."""

    style: str
    number: str | None
    """The number of its list, ``None`` if that is for its style to say."""
    level: int | None


def said_by(paragraph: Element) -> Said:
    """Return what the properties of a paragraph say."""
    style, number, level = "", None, None
    for properties in paragraph.iterchildren(_PROPERTIES):
        for child in properties:
            if child.tag == _PARAGRAPH_STYLE:
                style = _value(child)
            elif child.tag == _NUMBER_PROPERTIES:
                number, level = _list_and_level(child)
    return Said(style, number, level)


def saying(body: Element) -> Iterator[tuple[Element, Said]]:
    """Yield the paragraphs of ``body``, each with what its properties say."""
    for paragraph in body.iter(_P):
        yield paragraph, said_by(paragraph)


def list_items(
    paragraphs: Iterable[tuple[T, Said]],
    numbering: Element | None,
    styles: Element,
    asked: Mapping[T, Said] | None = None,
) -> dict[T, Item]:
    """Return the list items among all ``paragraphs`` of a body, or among those ``asked``.

    The numbers are Word's: lists of one definition share their counts, a level begins anew after
    a higher one, and a list with a start of its own begins there. An item with no higher one above
    it has counted the first of those: 3.1.1 is followed by 3.2, as LibreOffice prints it.
    """
    if numbering is None:
        return {}
    lists = _Lists(numbering, styles)
    if asked is not None:
        lists.count_only(asked.values())
    found = {}
    for paragraph, said in paragraphs:
        place = lists.counted(said)
        if place is not None and (asked is None or paragraph in asked):
            found[paragraph] = lists.item(*place)
    return found


class _Lists:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, numbering: Element, styles: Element) -> None:
        self._styles = {str(each.get(qn("w:styleId"))): each for each in styles.iter(_STYLE)}
        definitions = {
            str(each.get(qn("w:abstractNumId"))): each
            for each in numbering.iter(qn("w:abstractNum"))
        }
        self._definition_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for each in numbering.iter(qn("w:num")):
            number = str(each.get(qn("w:numId")))
            self._definition_of[number] = _value(each.find(qn("w:abstractNumId")))
            self._starts[number] = {
                int(over.get(qn("w:ilvl")) or 0): int(_value(start))
                for over in each.iter(qn("w:lvlOverride"))
                if (start := over.find(qn("w:startOverride"))) is not None
            }
        self._levels = {name: _levels(each) for name, each in definitions.items()}
        self._follow_links(definitions)
        self._counts: dict[str, dict[int, int]] = {}
        self._list_of_styles: dict[str, tuple[str | None, int | None]] = {}
        self._places: dict[Said, tuple[str, str, int] | None] = {}
        self._counted: set[str] | None = None
        """The definitions whose items are counted; ``None`` for all."""

    def count_only(self, asked: Iterable[Said]) -> None:
        """Count no items but those of the lists that paragraphs which say ``asked`` belong to."""
        self._counted = {place[1] for said in asked if (place := self._place(said))}

    def counted(self, said: Said) -> tuple[str, int] | None:
        """Count a paragraph; return its list's definition and its level, if it is an item."""
        if said not in self._places:
            self._places[said] = self._place(said)
        place = self._places[said]
        if place is None:
            return None
        number, definition, level = place
        levels = self._levels[definition]
        counts = self._counts.setdefault(definition, {})
        if number in self._starts:
            for at, start in self._starts.pop(number).items():
                counts[at] = start - 1
        for higher in range(level):
            if higher in levels:
                counts.setdefault(higher, levels[higher].start)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            if deeper not in levels or level < levels[deeper].restart:
                del counts[deeper]
        return definition, level

    def item(self, definition: str, level: int) -> Item:
        """Return the item that has just been counted."""
        return Item(level, _printed(self._levels[definition], level, self._counts[definition]))

    def _place(self, said: Said) -> tuple[str, str, int] | None:
        """Return the list of a paragraph, its definition and the level there, if it is an item."""
        number, level = said.number, said.level
        if number is None:
            number, of_style = self._list_of_style(said.style)
            level = of_style if level is None else level
        if number in (None, _NO_LIST):
            return None
        definition = self._definition_of.get(str(number), "")
        is_item = (level or 0) in self._levels.get(definition, {})
        is_item = is_item and (self._counted is None or definition in self._counted)
        return (str(number), definition, level or 0) if is_item else None

    def _list_of_style(self, style: str) -> tuple[str | None, int | None]:
        """Return the list that a style, or one that it is based on, makes of its paragraphs."""
        if style not in self._list_of_styles:
            number = level = None
            named = style
            while number is None and (element := self._styles.get(named)) is not None:
                found = element.find(f"{_PROPERTIES}/{_NUMBER_PROPERTIES}")
                number, at = (None, None) if found is None else _list_and_level(found)
                if number is not None:
                    level = self._level_of_style(number, named, at)
                named = _value(element.find(_BASED_ON))
            self._list_of_styles[style] = number, level
        return self._list_of_styles[style]

    def _level_of_style(self, number: str, style: str, said: int | None) -> int:
        levels = self._levels.get(self._definition_of.get(number, ""), {})
        return next((at for at, each in levels.items() if each.style == style), said or 0)

    def _follow_links(self, definitions: dict[str, Element]) -> None:
        """Give a definition that only names a list style the levels of that style's list."""
        linked = {
            _value(link): name
            for name, each in definitions.items()
            if (link := each.find(qn("w:styleLink"))) is not None
        }
        for name, each in definitions.items():
            link = each.find(qn("w:numStyleLink"))
            if link is not None and _value(link) in linked:
                self._levels[name] = self._levels[linked[_value(link)]]


def _levels(definition: Element) -> dict[int, _Level]:
    return {
        at: _Level(
            kind=_value(each.find(qn("w:numFmt"))) or "decimal",
            text=_value(each.find(qn("w:lvlText"))),
            start=int(_value(each.find(qn("w:start"))) or 0),
            style=_value(each.find(qn("w:pStyle"))),
            restart=int(_value(each.find(qn("w:lvlRestart"))) or at),
        )
        for each in definition.iter(qn("w:lvl"))
        for at in (int(each.get(qn("w:ilvl")) or 0),)
    }


def _printed(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    if levels[level].kind == "bullet":
        return ""

    def count(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        if at not in levels:
            return ""
        return _in_figures(levels[at].kind, counts.get(at, levels[at].start))

    return _PLACE.sub(count, levels[level].text)


def _in_figures(kind: str, count: int) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman.upper() if kind == "upperRoman" else roman
    return f"{count:02}" if kind == "decimalZero" else str(count)


def _list_and_level(properties: Element) -> tuple[str | None, int | None]:
    number, level = properties.find(_NUMBER), properties.find(_LEVEL_OF)
    return (
        None if number is None else _value(number),
        None if level is None else int(_value(level) or 0),
    )


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(_VAL) or ""
