"""The template's lists: the numbers of sections and paragraphs, and the bullets."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.xmlchemy import BaseOxmlElement

from report_builder.word.xml import node, replace_children

# Twentieths of a point. Headings and numbers hang in the margin column; every text begins at
# TEXT, which is wide enough for 3.120.10 in Arial 12.
TEXT = 1077
BULLET_STEP = 397


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: its sign, where its text begins, and the style that carries it."""

    sign: str
    left: int
    hanging: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of the template; all its paragraphs share one number sequence."""

    number: int
    kind: str
    levels: tuple[Level, ...]


# The first level has no style: Heading 1 stays free of numbers for the appendix, and the nine
# section headings carry theirs directly, as the numbered sub-headings do.
SECTIONS = WordList(
    1,
    "decimal",
    (
        Level("%1", TEXT, TEXT),
        Level("%1.%2", TEXT, TEXT, "Numbered Paragraph"),
        Level("%1.%2.%3", TEXT, TEXT, "Numbered Sub-paragraph"),
    ),
)
BULLETS = WordList(
    2,
    "bullet",
    (
        Level("•", TEXT + BULLET_STEP, BULLET_STEP, "List Bullet"),
        Level("–", TEXT + 2 * BULLET_STEP, BULLET_STEP, "List Bullet 2"),
    ),
)
FACTS = WordList(3, "bullet", (Level("▪", 500, 340, "Useful Information"),))
# The areas of section 3 are a list of their own: one that follows the bullets of another area's
# evidence is not one bullet more.
AREAS = WordList(
    4, "bullet", (Level("•", TEXT + BULLET_STEP, BULLET_STEP, "Area for Improvement"),)
)
LISTS = (SECTIONS, BULLETS, FACTS, AREAS)


def style_id(name: str) -> str:
    """Return the identifier under which the style called ``name`` is kept."""
    return name.replace(" ", "")


def number_properties(number: int, level: int) -> BaseOxmlElement:
    """Return what makes a paragraph, or a style, an item of the list ``number``."""
    return node("numPr", node("ilvl", val=str(level)), node("numId", val=str(number)))


def style_number(name: str) -> BaseOxmlElement | None:
    """Return the list properties of the style called ``name``, or ``None`` if it has no list."""
    for each in LISTS:
        for depth, level in enumerate(each.levels):
            if level.style == name:
                return number_properties(each.number, depth)
    return None


def write_lists(numbering: BaseOxmlElement) -> None:
    """Make ``LISTS`` the only lists of the numbering part."""
    replace_children(
        numbering,
        *(_definition(each) for each in LISTS),
        *(
            node("num", node("abstractNumId", val=str(each.number)), numId=str(each.number))
            for each in LISTS
        ),
    )


def _definition(each: WordList) -> BaseOxmlElement:
    return node(
        "abstractNum",
        # Word merges lists that have no identifier of their own.
        node("nsid", val=f"4C4152{each.number:02X}"),
        node("multiLevelType", val="multilevel"),
        *(_level(each, depth, level) for depth, level in enumerate(each.levels)),
        abstractNumId=str(each.number),
    )


def _level(each: WordList, depth: int, level: Level) -> BaseOxmlElement:
    return node(
        "lvl",
        node("start", val="1"),
        node("numFmt", val=each.kind),
        node("pStyle", val=style_id(level.style)) if level.style else None,
        node("suff", val="tab"),
        node("lvlText", val=level.sign),
        node("lvlJc", val="left"),
        node("pPr", node("ind", left=str(level.left), hanging=str(level.hanging))),
        ilvl=str(depth),
    )
