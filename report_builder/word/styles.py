"""The template's styles, declared as a table."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles import BabelFish

from report_builder.word.numbering import FACTS, TEXT, style_id, style_number
from report_builder.word.page import TEXT_WIDTH
from report_builder.word.xml import node, replace_children, switch

FONT = "Arial"
LANGUAGE = "en-GB"

PADDING = 160  # inside the shaded block of useful information
COVER_PADDING = 360  # and inside that of the cover
CONTENTS_STEP = 737  # how far the words of a contents list stand behind their numbers

# All three have a contrast above 7:1 on white, and INK on TINT too.
INK = "0B3C49"
WARNING = "8B0000"
QUIET = "4A4A4A"
TINT = "E6EFF1"
PAPER = "FFFFFF"

# The styles that code names, so that a template of the council's own must have them. All others
# are named by the template alone.
CODE_STYLES = ("Strong",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """A paragraph style; sizes and spaces in points, indents in twentieths of a point.

    Lines are ``line`` times as high as the words need. Shading reaches ``padding``
    beyond the words on all sides; neighbours of one look make one block.
    """

    name: str
    built_in: bool = True
    size: float = 12
    bold: bool = False
    colour: str = ""
    before: float = 0
    after: float = 0
    line: float = 1.0
    left: int = 0
    right: int = 0
    hanging: int = 0
    outline: int | None = None
    shading: str = ""
    padding: int = 0
    tab: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    contextual: bool = False
    align: str = ""
    next_style: str = ""


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A character style; an empty colour or no size means that of the paragraph."""

    name: str
    built_in: bool = True
    bold: bool = False
    colour: str = ""
    size: float = 0


PARAGRAPH_STYLES = (
    ParagraphStyle(name="Normal"),
    # The two lines of the cover have the same shading, border and indents, and make one block.
    ParagraphStyle(
        name="Report Type",
        built_in=False,
        size=18,
        colour=TINT,
        before=36,
        after=12,
        left=COVER_PADDING,
        right=COVER_PADDING,
        shading=INK,
        padding=COVER_PADDING,
        next_style="Title",
    ),
    ParagraphStyle(
        name="Title",
        size=26,
        bold=True,
        colour=PAPER,
        after=42,
        line=1.1,
        left=COVER_PADDING,
        right=COVER_PADDING,
        shading=INK,
        padding=COVER_PADDING,
        keep_lines=True,
    ),
    ParagraphStyle(name="Cover Line", built_in=False, size=14, after=8, line=1.1),
    ParagraphStyle(name="Cover Meeting", built_in=False, before=24, line=1.5, contextual=True),
    ParagraphStyle(
        name="Cover Mark",
        built_in=False,
        size=18,
        bold=True,
        colour=INK,
        before=60,
        contextual=True,
    ),
    # The border has the colour of the shading: it is the margin inside the block.
    ParagraphStyle(
        name="Useful Information",
        built_in=False,
        after=6,
        line=1.15,
        left=FACTS.levels[0].left,
        right=PADDING,
        hanging=FACTS.levels[0].hanging,
        shading=TINT,
        padding=PADDING,
        keep_lines=True,
    ),
    ParagraphStyle(
        name="Heading 1",
        size=18,
        bold=True,
        colour=INK,
        before=26,
        after=10,
        outline=0,
        keep_next=True,
        keep_lines=True,
        next_style="Numbered Paragraph",
    ),
    ParagraphStyle(
        name="Heading 2",
        size=14,
        bold=True,
        colour=INK,
        before=16,
        after=7,
        outline=1,
        keep_next=True,
        keep_lines=True,
        next_style="Numbered Paragraph",
    ),
    ParagraphStyle(
        name="Heading 3",
        size=13,
        bold=True,
        colour=INK,
        before=10,
        after=6,
        outline=2,
        keep_next=True,
        keep_lines=True,
        next_style="Body Text",
    ),
    ParagraphStyle(
        name="Heading 4",
        bold=True,
        before=12,
        after=6,
        left=TEXT,
        outline=3,
        keep_next=True,
        keep_lines=True,
        next_style="List Bullet",
    ),
    # A contents list asks for these by their names in Word's files, which are small.
    ParagraphStyle(
        name="TOC Heading",
        size=18,
        bold=True,
        colour=INK,
        before=20,
        after=8,
        outline=0,
        keep_next=True,
        keep_lines=True,
        next_style="toc 1",
    ),
    ParagraphStyle(
        name="toc 1",
        before=4,
        after=1,
        left=CONTENTS_STEP,
        hanging=CONTENTS_STEP,
        keep_lines=True,
    ),
    ParagraphStyle(
        name="toc 2",
        after=1,
        left=2 * CONTENTS_STEP,
        hanging=CONTENTS_STEP,
        keep_lines=True,
    ),
    ParagraphStyle(name="Numbered Paragraph", built_in=False, after=8, line=1.2),
    ParagraphStyle(name="Numbered Sub-paragraph", built_in=False, after=8, line=1.2),
    ParagraphStyle(name="Body Text", after=8, line=1.2, left=TEXT),
    ParagraphStyle(
        name="Area for Improvement",
        built_in=False,
        colour=INK,
        before=10,
        after=7,
        line=1.2,
        keep_next=True,
        keep_lines=True,
        next_style="Numbered Paragraph",
    ),
    ParagraphStyle(name="List Bullet", after=7, line=1.2, keep_lines=True),
    ParagraphStyle(name="List Bullet 2", after=7, line=1.2, keep_lines=True),
    ParagraphStyle(
        name="Signatory",
        built_in=False,
        colour=INK,
        after=10,
        line=1.2,
        left=TEXT,
        keep_lines=True,
        next_style="Heading 2",
    ),
    ParagraphStyle(name="Table Heading", built_in=False, bold=True, before=2, after=2),
    ParagraphStyle(name="Table Total", built_in=False, bold=True, before=2, after=2),
    ParagraphStyle(
        name="Table Total Figure", built_in=False, bold=True, before=2, after=2, align="right"
    ),
    ParagraphStyle(name="Table Row", built_in=False, before=2, after=2, left=113),
    ParagraphStyle(name="Table Row Figure", built_in=False, before=2, after=2, align="right"),
    ParagraphStyle(
        name="Table Note", built_in=False, before=14, after=8, line=1.2, next_style="Body Text"
    ),
    ParagraphStyle(name="Picture", built_in=False, after=8),
    ParagraphStyle(name="Header"),
    ParagraphStyle(name="Draft Mark", built_in=False, bold=True, colour=WARNING),
    ParagraphStyle(name="Classification", built_in=False, bold=True, colour=WARNING, after=12),
    # The space stands above the title only, not between the two lines of the footer.
    ParagraphStyle(name="Footer", colour=QUIET, before=12, tab=TEXT_WIDTH, contextual=True),
    ParagraphStyle(name="Template Tag", built_in=False, colour=QUIET),
)

TABLE_STYLE = "Report Table"
_CELL_MARGIN = 40

CHARACTER_STYLES = (
    CharacterStyle("Strong", bold=True),
    CharacterStyle("Completion Marker", built_in=False, bold=True, colour=INK),
    CharacterStyle("Heading Note", built_in=False, size=12),
)


def write_styles(styles: BaseOxmlElement) -> None:
    """Make the styles declared here, and the defaults behind them, the only styles."""
    replace_children(
        styles,
        _defaults(),
        # Word lists its hundreds of other styles only when somebody asks for them.
        node(
            "latentStyles",
            defLockedState="0",
            defUIPriority="99",
            defSemiHidden="1",
            defUnhideWhenUsed="1",
            defQFormat="0",
            count="376",
        ),
        *(_paragraph_style(each) for each in PARAGRAPH_STYLES),
        _hidden_default("character", "Default Paragraph Font"),
        _hidden_default("table", "Normal Table", _no_table_border()),
        _table_style(),
        _hidden_default("numbering", "No List"),
        *(_character_style(each) for each in CHARACTER_STYLES),
    )


def _defaults() -> BaseOxmlElement:
    run = node(
        "rPr",
        node("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
        *_size(12),
        node("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"),
    )
    paragraph = node(
        "pPr", node("widowControl"), _spacing(PARAGRAPH_STYLES[0]), node("jc", val="left")
    )
    return node("docDefaults", node("rPrDefault", run), node("pPrDefault", paragraph))


def _paragraph_style(each: ParagraphStyle) -> BaseOxmlElement:
    normal = each.name == "Normal"
    style = node(
        "style",
        node("name", val=BabelFish.ui2internal(each.name)),
        None if normal else node("basedOn", val="Normal"),
        node("next", val=style_id(each.next_style)) if each.next_style else None,
        node("uiPriority", val="1"),
        node("qFormat"),
        _paragraph_properties(each),
        _run_properties(each.bold, each.colour, 0 if normal else each.size),
        **_identity("paragraph", each.name, each.built_in),
    )
    if normal:
        _make_default(style)
    return style


def _paragraph_properties(each: ParagraphStyle) -> BaseOxmlElement | None:
    # The order is the schema's.
    return _or_nothing(
        node(
            "pPr",
            switch("keepNext", on=each.keep_next),
            switch("keepLines", on=each.keep_lines),
            style_number(each.name),
            _border(each) if each.padding else None,
            node("shd", val="clear", color="auto", fill=each.shading) if each.shading else None,
            node("tabs", node("tab", val="right", pos=str(each.tab))) if each.tab else None,
            _spacing(each) if each.name != "Normal" else None,
            _indent(each),
            switch("contextualSpacing", on=each.contextual),
            node("jc", val=each.align) if each.align else None,
            node("outlineLvl", val=str(each.outline)) if each.outline is not None else None,
        )
    )


def _character_style(each: CharacterStyle) -> BaseOxmlElement:
    return node(
        "style",
        node("name", val=BabelFish.ui2internal(each.name)),
        node("basedOn", val="DefaultParagraphFont"),
        node("uiPriority", val="1"),
        node("qFormat"),
        _run_properties(each.bold, each.colour, each.size),
        **_identity("character", each.name, each.built_in),
    )


def _run_properties(bold: bool, colour: str, size: float) -> BaseOxmlElement | None:
    return _or_nothing(
        node(
            "rPr",
            switch("b", on=bold),
            switch("bCs", on=bold),
            node("color", val=colour) if colour else None,
            *(_size(size) if size else ()),
        )
    )


def _hidden_default(
    kind: str, name: str, properties: BaseOxmlElement | None = None
) -> BaseOxmlElement:
    """Return a default that Word expects in every file."""
    style = node(
        "style",
        node("name", val=name),
        node("uiPriority", val="99"),
        node("semiHidden"),
        node("unhideWhenUsed"),
        properties,
        **_identity(kind, name, built_in=True),
    )
    _make_default(style)
    return style


def _no_table_border() -> BaseOxmlElement:
    return node(
        "tblPr",
        node("tblInd", w="0", type="dxa"),
        node(
            "tblCellMar",
            node("top", w="0", type="dxa"),
            node("left", w="108", type="dxa"),
            node("bottom", w="0", type="dxa"),
            node("right", w="108", type="dxa"),
        ),
    )


def _table_style() -> BaseOxmlElement:
    """Return the style of tables: a line below each row, the header shaded."""
    lines = (
        node(side, val="single", sz="4", space="0", color=INK)
        for side in ("top", "bottom", "insideH")
    )
    margins = (node(side, w=str(_CELL_MARGIN), type="dxa") for side in ("left", "right"))
    return node(
        "style",
        node("name", val=TABLE_STYLE),
        node("basedOn", val=style_id("Normal Table")),
        node("uiPriority", val="1"),
        node("qFormat"),
        node("tblPr", node("tblBorders", *lines), node("tblCellMar", *margins)),
        node(
            "tblStylePr",
            node("tcPr", node("shd", val="clear", color="auto", fill=TINT)),
            type="firstRow",
        ),
        **_identity("table", TABLE_STYLE, built_in=False),
    )


def _identity(kind: str, name: str, built_in: bool) -> dict[str, str]:
    identity = {"type": kind, "styleId": style_id(name)}
    return identity if built_in else identity | {"customStyle": "1"}


def _make_default(style: BaseOxmlElement) -> None:
    style.set(qn("w:default"), "1")


def _spacing(each: ParagraphStyle) -> BaseOxmlElement:
    return node(
        "spacing",
        before=str(round(each.before * 20)),
        after=str(round(each.after * 20)),
        line=str(round(each.line * 240)),
        lineRule="auto",
    )


def _border(each: ParagraphStyle) -> BaseOxmlElement:
    """Return a border of the shading's colour: the only way to shade beyond the words."""
    space = str(each.padding // 20)
    sides = (
        node(side, val="single", sz="4", space=space, color=each.shading)
        for side in ("top", "left", "bottom", "right")
    )
    return node("pBdr", *sides)


def _indent(each: ParagraphStyle) -> BaseOxmlElement | None:
    widths = {"left": each.left, "right": each.right, "hanging": each.hanging}
    given = {side: str(width) for side, width in widths.items() if width}
    return node("ind", **given) if given else None


def _size(points: float) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    half_points = str(round(points * 2))
    return node("sz", val=half_points), node("szCs", val=half_points)


def _or_nothing(properties: BaseOxmlElement) -> BaseOxmlElement | None:
    return properties if len(properties) else None
