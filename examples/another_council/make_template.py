"""Make this council's Word template: ``python examples/another_council/make_template.py``.

It could as well have been made in Word. The script is here so that the template can be read, and
made again; nothing of report_builder's composing or rendering knows this layout.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles import BabelFish

from report_builder.files import canonical_package, write_whole
from report_builder.word.parts import write_parts
from report_builder.word.xml import node, replace_children, switch, text_node

HERE = Path(__file__).parent
TEMPLATE = HERE / "templates" / "executive_decision_report.docx"
WRITTEN = dt.datetime(2026, 1, 1)

PLUM, TINT, QUIET, WARNING, LINE = "5B1E4B", "F4ECF1", "4A4A4A", "8B0000", "B9A3B2"
LANGUAGE, FONT = "en-GB", "Arial"
PAGE = {"w": 11906, "h": 16838}  # A4, in twentieths of a point like all that follows
MARGIN = 1440
NUMBER = 964  # numbers hang in the margin column; every text begins here
LABEL = 3600  # where the answers on the cover begin
SECTIONS, RECOMMENDATIONS, OPTIONS, BULLETS = 1, 2, 3, 4


class Style(NamedTuple):
    """A paragraph style; sizes and spaces in points."""

    name: str
    size: float = 12
    bold: bool = False
    colour: str = ""
    before: float = 0
    after: float = 8
    line: float = 1.15
    left: int = 0
    hanging: int = 0
    shading: str = ""
    outline: int | None = None
    keep: bool = False
    number: tuple[int, int] | None = None
    next: str = ""


STYLES = (
    Style("Normal", after=0, line=1),
    Style("Report To", size=16, colour=PLUM, before=90, after=10),
    Style("Title", size=26, bold=True, colour=PLUM, after=40, line=1.1, keep=True),
    Style("Cover Line", after=10, left=LABEL, hanging=LABEL),
    Style("Cover Mark", size=16, bold=True, colour=PLUM, before=50),
    Style("Heading 1", 17, True, PLUM, 24, 9, 1, outline=0, keep=True, next="Body Text"),
    Style("Heading 2", 14, True, PLUM, 16, 7, 1, outline=1, keep=True, next="Body Text"),
    Style("Heading 3", 12, True, "", 12, 7, 1, outline=2, keep=True, next="Body Text"),
    Style("TOC Heading", 17, True, PLUM, 24, 9, 1, outline=0, keep=True, next="toc 1"),
    Style("toc 1", before=6, after=2, left=737, hanging=737),
    Style("toc 2", after=2, left=1474, hanging=737),
    Style("Body Text", left=NUMBER),
    Style("Plain Text"),
    Style("Numbered Paragraph", number=(SECTIONS, 1)),
    Style("Numbered Sub-paragraph", number=(SECTIONS, 2)),
    Style("Area for Improvement", bold=True, before=10, left=NUMBER, keep=True),
    Style("Recommendation", number=(RECOMMENDATIONS, 0)),
    Style("Recommendation Detail", after=6, number=(RECOMMENDATIONS, 1)),
    Style("Preferred Option", before=6, after=12, line=1.3, left=NUMBER, shading=TINT),
    Style("Other Option", number=(OPTIONS, 0)),
    Style("List Bullet", after=6, number=(BULLETS, 0)),
    Style("List Bullet 2", after=5, number=(BULLETS, 1)),
    Style("Signatory", colour=PLUM, after=10, left=NUMBER),
    Style("Table Heading", bold=True, colour=PLUM, before=3, after=3, line=1, keep=True),
    Style("Table Text", before=3, after=3, line=1.1),
    Style("Table Note", before=18, colour=QUIET),
    Style("Header", after=0, line=1),
    Style("Draft Mark", bold=True, colour=WARNING, after=0, line=1),
    Style("Footer", colour=QUIET, after=0, line=1),
    Style("Template Tag", colour=QUIET, after=0, line=1),
)
BUILT_IN = {
    *("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Body Text", "List Bullet"),
    *("List Bullet 2", "Header", "Footer", "TOC Heading", "toc 1", "toc 2", "Strong"),
}
CHARACTER_STYLES = ("Strong", "Label", "Status")  # all bold; two in the council's colour

# Each level: its kind, its sign, where its text begins, how far its sign hangs before that.
LISTS = {
    SECTIONS: (
        ("decimal", "%1", NUMBER, NUMBER),
        ("decimal", "%1.%2", NUMBER, NUMBER),
        ("decimal", "%1.%2.%3", NUMBER, NUMBER),
    ),
    RECOMMENDATIONS: (
        ("decimal", "%1.", NUMBER + 510, 510),
        ("lowerLetter", "(%2)", NUMBER + 1077, 567),
    ),
    OPTIONS: (("upperLetter", "%1.", NUMBER + 510, 510),),
    BULLETS: (
        ("bullet", "•", NUMBER + 907, 397),
        ("bullet", "–", NUMBER + 1304, 397),
    ),
}


# --- the words ---------------------------------------------------------------------------------


class Line(NamedTuple):
    """A paragraph: its style and its words, with character styles as ``<Label>…</Label>``."""

    style: str
    words: str
    number: tuple[int, int] | None = None
    new_page: bool = False
    ends_section: bool = False
    keep: bool = False


class Column(NamedTuple):
    """A column of a table: its heading, its words in each row, its width."""

    heading: str
    words: str
    width: int


class Table(NamedTuple):
    """A table with a header row and one row for each ``loop``."""

    about: str
    loop: str
    columns: tuple[Column, ...]


def tag(words: str) -> Line:
    """Return a tag in a paragraph of its own."""
    return Line("Template Tag", words)


def section(words: str) -> Line:
    """Return the heading of a numbered section."""
    return Line("Heading 1", words, (SECTIONS, 0))


def choice(*cases: tuple[str, Line]) -> Iterator[Line]:
    """Yield the lines that choose one of ``cases``; the last one is for all others."""
    for place, (case, line) in enumerate(cases):
        word = "if" if place == 0 else "elif"
        last = place == len(cases) - 1
        yield from (tag("{%p else %}" if last else f"{{%p {word} {case} %}}"), line)
    yield tag("{%p endif %}")


def macro(name: str, *cases: tuple[str, Line]) -> tuple[Line, ...]:
    """Return the lines that say how ``name(blocks)`` prints each paragraph."""
    return (
        tag(f"{{%p macro {name}(blocks) %}}"),
        tag("{%p for block in blocks %}"),
        *choice(*cases),
        tag("{%p endfor %}"),
        tag("{%p endmacro %}"),
    )


def answer(name: str, question: str) -> Iterator[Line]:
    """Yield a question of the form with its answer, kept with the reasons if there are any."""
    line = Line("Body Text", f"{question} {{{{r {name}.answer }}}}")
    return choice((f"{name}.reasons", line._replace(keep=True)), ("", line))


def block(kind: str, style: str, words: str = "{{r block.text }}") -> tuple[tuple[str, Line], ...]:
    """Return the two cases of a kind of paragraph: kept with what follows it, and free."""
    case, line = f'block.kind == "{kind}"', Line(style, words)
    return (f"{case} and block.keep_with_next", line._replace(keep=True)), (case, line)


HEADING = (
    ('block.kind == "heading"', Line("Heading 2", "{{r block.text.light }}", (SECTIONS, 1))),
)
NUMBERED = block("numbered", "Numbered Paragraph")
BULLETS_CASES = (*block("bullet", "List Bullet"), *block("sub_bullet", "List Bullet 2"))
BODY_TEXT = (
    ("block.keep_with_next", Line("Body Text", "{{r block.text }}", keep=True)),
    ("", Line("Body Text", "{{r block.text }}")),
)
IS_RECOMMENDED = '(block.text|string).startswith("Recommended")'
OPTIONS_CONSIDERED = '"under", "equalto", "Options considered"'

MACROS = (
    tag("{#p First, how each kind of paragraph looks. #}"),
    *macro(
        "paragraphs",
        *HEADING,
        *NUMBERED,
        *block("sub_numbered", "Numbered Sub-paragraph"),
        *block("area", "Area for Improvement", "{{r block.text.light }}")[1:],
        *BULLETS_CASES,
        *BODY_TEXT,
    ),
    tag("{#p In the recommendations, bullets are numbered. #}"),
    *macro(
        "numbered_list",
        *HEADING,
        *NUMBERED,
        *block("bullet", "Recommendation"),
        *block("sub_bullet", "Recommendation Detail"),
        *BODY_TEXT,
    ),
    tag("{#p Among the options, the one that begins with Recommended is set off. #}"),
    *macro(
        "options",
        *HEADING,
        (
            IS_RECOMMENDED,
            Line("Preferred Option", "<Label>Preferred option</Label> – {{r block.text }}"),
        ),
        *block("sub_numbered", "Other Option"),
        *BULLETS_CASES,
        *BODY_TEXT,
    ),
)

COVER = (
    Line("Report To", "Report to {{r cover.decision_by }}"),
    Line("Title", "{{ cover.title }}"),
    Line("Cover Line", "<Label>Report of:</Label>\t{{r cover.lead_director }}, Lead Director"),
    Line(
        "Cover Line",
        "<Label>Report author:</Label>\t{{r useful.author }}, {{r useful.author_job_title }}",
    ),
    Line(
        "Cover Line",
        "<Label>Contact:</Label>\t{{r useful.author_email }}, {{r useful.author_telephone }}",
    ),
    Line("Cover Line", "<Label>Wards affected:</Label>\t{{r useful.wards }}"),
    Line("Cover Line", "<Label>Key decision:</Label>\t{{r key_decision.answer }}"),
    Line(
        "Cover Line",
        "<Label>Report classification:</Label>\t{% if classification %}{{ classification }}"
        "{% elif private.yes %}Public, without what section 8 says is withheld"
        "{% else %}Public{% endif %}",
    ),
    Line("Cover Line", "<Label>Version:</Label>\t{{ useful.version }}"),
    tag("{%p if cover.mark %}"),
    Line("Cover Mark", "{{r cover.mark.light }}"),
    tag("{%p endif %}"),
)

TIMETABLE = Table(
    "The meetings that consider the report, with their dates",
    "meeting in cover.meetings",
    (
        Column("Considered by", "{{r meeting.body }}", 6026),
        Column("Date", '{{ meeting.date or "To be arranged" }}', 3000),
    ),
)

BEGINNING = (
    Line("Heading 1", "Purpose of the report", new_page=True),
    Line(
        "Plain Text",
        "This report says what has been done about the areas for improvement that Appendix 1 "
        "lists. Section 2 asks for decisions.",
    ),
    Line("Heading 1", "Timetable"),
    TIMETABLE,
    section("Executive summary"),
    tag("{{p paragraphs(summary) }}"),
    section("Recommendations"),
    tag("{{p numbered_list(recommendations) }}"),
    section("Supporting information"),
    tag(f"{{{{p paragraphs(supporting|rejectattr({OPTIONS_CONSIDERED})) }}}}"),
    tag(f"{{{{p options(supporting|selectattr({OPTIONS_CONSIDERED})) }}}}"),
    section("Scrutiny"),
    tag("{{p paragraphs(scrutiny) }}"),
    section("Implications"),
    tag("{%p for implication in implications %}"),
    Line("Heading 2", "{{r implication.name.light }}", (SECTIONS, 1)),
    tag("{{p paragraphs(implication.blocks) }}"),
    tag("{%p if implication.signatory %}"),
    Line("Signatory", "Agreed by {{r implication.signatory }}"),
    tag("{%p endif %}"),
    tag("{%p endfor %}"),
    section("Background papers"),
    tag("{{p paragraphs(papers) }}"),
    section("Appendices"),
    tag("{%p for appendix in appendices %}"),
    Line(
        "Body Text",
        "Appendix {{ appendix.number }}{% if not loop.first %} (a separate document){% endif %}: "
        "{{r appendix.title }}",
    ),
    tag("{%p endfor %}"),
    section("Access to information"),
    *answer("private", "Is anything in this report private?"),
    tag("{{p paragraphs(private.reasons) }}"),
    section("Key decision"),
    *answer("key_decision", "Is this a key decision?"),
    tag("{{p paragraphs(key_decision.reasons) }}"),
    Line(
        "Body Text",
        "For more about this report, write to {{r useful.author }}, {{r useful.author_email }}.",
        ends_section=True,
    ),
)

DUE = (
    '{% if area.due %}{{ area.due|replace(" ", "\u00a0") }}'
    "{% if area.days_slipped %}, moved by {{ area.days_slipped }}\u00a0day"
    "{% if area.days_slipped != 1 %}s{% endif %} since the last report{% endif %}"
    '{% elif area.status in ["Completed", "No longer required"] %}Closed'
    "{% else %}Not known{% endif %}"
)
APPENDIX = (
    Line("Heading 1", "Appendix 1: {{r appendices[0].title.light }}"),
    tag("{%p for part in parts %}"),
    Line("Heading 2", "{{r part.part.light }}"),
    tag("{%p for block in part.introduction %}"),
    Line("Plain Text", "{{r block.text }}"),
    tag("{%p endfor %}"),
    tag("{%p for timescale in part.timescales %}"),
    Line("Heading 3", "{{r timescale.timescale.light }}"),
    Table(
        "Areas for improvement with who leads on them, when they are due and how they stand",
        "area in timescale.areas",
        (
            Column("Reference", "{{ area.reference }}", 1458),
            Column("Area for improvement", "{{r area.wording }}", 5000),
            Column("Lead", "{{r area.lead }}", 2800),
            Column("Due date", DUE, 2350),
            Column(
                "Status",
                "<Status>{{ area.status }}</Status>"
                '{% if area.completed %} on {{ area.completed|replace(" ", "\u00a0") }}{% endif %}',
                2350,
            ),
        ),
    ),
    tag("{%p endfor %}"),
    tag("{%p endfor %}"),
    tag("{%p if withdrawn_areas %}"),
    Line("Heading 2", "Withdrawn since the last report"),
    tag("{%p for area in withdrawn_areas %}"),
    Line(
        "Plain Text",
        "{{ area.reference }}: {{r area.wording }}"
        "{% if area.reason %} {{r area.reason }}{% endif %}",
    ),
    tag("{%p endfor %}"),
    tag("{%p endif %}"),
    Line(
        "Table Note",
        "An area is overdue if it is still open and its due date has passed. The due date is the "
        "one that the service gave last.",
    ),
)

HEADER = Line(
    "Draft Mark",
    "{% if draft %}DRAFT – not for publication"
    "{% elif classification %}Not for publication{% endif %}",
)
FOOTER = Line("Footer", "Version {{ useful.version }}, page [PAGE] of [NUMPAGES]")


# --- the file ----------------------------------------------------------------------------------


def template() -> bytes:
    """Return the template as a Word file, the same bytes at every call."""
    document = docx.Document()
    write_parts(document, WRITTEN)
    write_styles(document.styles.element)
    write_lists(document.part.numbering_part.element)
    first = section_properties(document)
    contents = [*MACROS, *COVER, *BEGINNING, *APPENDIX]
    elements = [element for each in contents for element in written(each, first)]
    replace_children(document.element.body, *elements, section_properties(document, wide=True))
    file = io.BytesIO()
    document.save(file)
    return canonical_package(file.getvalue(), modified=WRITTEN.date())


def written(content: Line | Table, section_end: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the elements of a line or of a table."""
    if isinstance(content, Table):
        yield table(content)
    else:
        yield paragraph(content, section_end)


def paragraph(line: Line, section_end: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """Return the paragraph of a line, each tag in a run of its own."""
    number = None
    if line.number:
        number = number_properties(*line.number)
    properties = node(
        "pPr",
        node("pStyle", val=style_id(line.style)),
        switch("keepNext", on=line.keep),
        switch("pageBreakBefore", on=line.new_page),
        number,
        section_end if line.ends_section else None,
    )
    return node("p", properties, *runs(line.words))


def runs(words: str) -> Iterator[BaseOxmlElement]:
    """Yield the runs of a line's words."""
    style = ""
    for piece in filter(
        None, re.split(r"(</?[A-Z]\w+>|\{\{.*?\}\}|\{%.*?%\}|\[[A-Z]+\]|\t)", words)
    ):
        if piece[0] == "<":
            style = "" if piece[1] == "/" else piece[1:-1]
        elif piece[0] == "[":
            result = node("r", text_node("t", "1"))
            yield node("fldSimple", result, instr=f" {piece[1:-1]} ")
        else:
            properties = node("rPr", node("rStyle", val=style)) if style else None
            inner = node("tab") if piece == "\t" else text_node("t", piece)
            yield node("r", properties, inner)


def table(content: Table) -> BaseOxmlElement:
    """Return a table with a header row that is repeated, and rows that do not break."""
    widths = [column.width for column in content.columns]
    rest = [""] * (len(widths) - 1)
    return node(
        "tbl",
        node(
            "tblPr",
            node("tblStyle", val="ReportTable"),
            node("tblW", w=str(sum(widths)), type="dxa"),
            node("tblLayout", type="fixed"),
            node("tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0"),
            node("tblDescription", val=content.about),
        ),
        node("tblGrid", *(node("gridCol", w=str(width)) for width in widths)),
        row([column.heading for column in content.columns], widths, "Table Heading"),
        row([f"{{%tr for {content.loop} %}}", *rest], widths, "Template Tag"),
        row([column.words for column in content.columns], widths, "Table Text"),
        row(["{%tr endfor %}", *rest], widths, "Template Tag"),
    )


def row(words: list[str], widths: list[int], style: str) -> BaseOxmlElement:
    """Return a row of a table."""
    is_header = style == "Table Heading"
    cells = (
        node(
            "tc",
            node("tcPr", node("tcW", w=str(width), type="dxa"), shade() if is_header else None),
            paragraph(Line(style, said)),
        )
        for said, width in zip(words, widths, strict=True)
    )
    return node("tr", node("trPr", node("cantSplit"), switch("tblHeader", on=is_header)), *cells)


def shade() -> BaseOxmlElement:
    """Return the shading of a header cell."""
    return node("shd", val="clear", color="auto", fill=TINT)


def section_properties(document: Document, *, wide: bool = False) -> BaseOxmlElement:
    """Return the page of a section: upright, with a cover, or ``wide`` for the tables."""
    size = {"w": PAGE["h"], "h": PAGE["w"]} if wide else PAGE
    margins = dict.fromkeys(("top", "right", "bottom", "left"), str(MARGIN))
    turned = {"orient": "landscape"} if wide else {}
    return node(
        "sectPr",
        *(headers(document) if not wide else ()),
        node("pgSz", **{side: str(length) for side, length in size.items()}, **turned),
        node("pgMar", **margins, header="708", footer="708", gutter="0"),
        switch("titlePg", on=not wide),
    )


def headers(document: Document) -> Iterator[BaseOxmlElement]:
    """Yield the references to the headers and footers, after writing them."""
    [first] = document.sections
    first.different_first_page_header_footer = True
    for part, line in (
        (first.first_page_header, HEADER),
        (first.header, HEADER),
        (first.first_page_footer, Line("Footer", "")),
        (first.footer, FOOTER),
    ):
        part.is_linked_to_previous = False
        replace_children(part.part.element, paragraph(line))
    for reference in list(first._sectPr):
        if reference.tag.endswith("Reference"):
            yield reference


# --- styles and lists --------------------------------------------------------------------------


def style_id(name: str) -> str:
    """Return the identifier of a style."""
    return name.replace(" ", "")


def number_properties(number: int, level: int) -> BaseOxmlElement:
    """Return what makes a paragraph an item of a list."""
    return node("numPr", node("ilvl", val=str(level)), node("numId", val=str(number)))


def write_styles(styles: BaseOxmlElement) -> None:
    """Make the styles of this file the only ones."""
    fonts = node("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    run = node(
        "rPr", fonts, *sizes(12), node("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    )
    defaults = node(
        "docDefaults",
        node("rPrDefault", run),
        node("pPrDefault", node("pPr", node("widowControl"))),
    )
    replace_children(
        styles,
        defaults,
        *(paragraph_style(style) for style in STYLES),
        hidden("character", "Default Paragraph Font"),
        hidden(
            "table", "Normal Table", node("tblPr", node("tblInd", w="0", type="dxa"), margins())
        ),
        hidden("numbering", "No List"),
        *(character_style(name) for name in CHARACTER_STYLES),
        table_style(),
    )


def paragraph_style(style: Style) -> BaseOxmlElement:
    """Return the element of a paragraph style; the order of its parts is the schema's."""
    indents = {"left": style.left, "hanging": style.hanging}
    indents = {side: str(width) for side, width in indents.items() if width}
    properties = node(
        "pPr",
        switch("keepNext", on=style.keep),
        switch("keepLines", on=style.keep),
        number_properties(*style.number) if style.number else None,
        border(style.shading) if style.shading else None,
        node("shd", val="clear", color="auto", fill=style.shading) if style.shading else None,
        node(
            "spacing",
            before=str(round(style.before * 20)),
            after=str(round(style.after * 20)),
            line=str(round(style.line * 240)),
            lineRule="auto",
        ),
        node("ind", **indents) if indents else None,
        node("outlineLvl", val=str(style.outline)) if style.outline is not None else None,
    )
    looks = node(
        "rPr",
        switch("b", on=style.bold),
        switch("bCs", on=style.bold),
        node("color", val=style.colour) if style.colour else None,
        *sizes(style.size),
    )
    return node(
        "style",
        node("name", val=BabelFish.ui2internal(style.name)),
        None if style.name == "Normal" else node("basedOn", val="Normal"),
        node("next", val=style_id(style.next)) if style.next else None,
        node("uiPriority", val="1"),
        node("qFormat"),
        properties,
        looks,
        type="paragraph",
        styleId=style_id(style.name),
        **({"default": "1"} if style.name == "Normal" else {}),
        **({} if style.name in BUILT_IN else {"customStyle": "1"}),
    )


def border(colour: str) -> BaseOxmlElement:
    """Return a border in the colour of the shading: the margin inside the block."""
    sides = ("top", "left", "bottom", "right")
    return node(
        "pBdr", *(node(side, val="single", sz="4", space="6", color=colour) for side in sides)
    )


def character_style(name: str) -> BaseOxmlElement:
    """Return the element of a character style."""
    colour = None if name == "Strong" else node("color", val=PLUM)
    return node(
        "style",
        node("name", val=name),
        node("basedOn", val="DefaultParagraphFont"),
        node("uiPriority", val="1"),
        node("qFormat"),
        node("rPr", node("b"), node("bCs"), colour),
        type="character",
        styleId=name,
        **({} if name in BUILT_IN else {"customStyle": "1"}),
    )


def table_style() -> BaseOxmlElement:
    """Return the style of the tables: thin lines between the rows."""
    lines = (
        node(side, val="single", sz="4", space="0", color=LINE)
        for side in ("top", "bottom", "insideH")
    )
    return node(
        "style",
        node("name", val="Report Table"),
        node("basedOn", val="NormalTable"),
        node("uiPriority", val="1"),
        node("qFormat"),
        node("tblPr", node("tblBorders", *lines), margins()),
        type="table",
        styleId="ReportTable",
        customStyle="1",
    )


def margins() -> BaseOxmlElement:
    """Return the margins inside the cells of a table."""
    widths = {"top": 40, "left": 100, "bottom": 40, "right": 100}
    return node(
        "tblCellMar", *(node(side, w=str(width), type="dxa") for side, width in widths.items())
    )


def hidden(what: str, name: str, properties: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """Return a default style that Word expects in every file."""
    return node(
        "style",
        node("name", val=name),
        node("uiPriority", val="99"),
        node("semiHidden"),
        node("unhideWhenUsed"),
        properties,
        type=what,
        default="1",
        styleId=style_id(name),
    )


def sizes(points: float) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    """Return a size for all scripts, in half points."""
    half = str(round(points * 2))
    return node("sz", val=half), node("szCs", val=half)


def write_lists(numbering: BaseOxmlElement) -> None:
    """Make the lists of this file the only ones."""
    carried = {style.number: style.name for style in STYLES if style.number}
    definitions = []
    for number, levels in LISTS.items():
        elements = [
            node(
                "lvl",
                node("start", val="1"),
                node("numFmt", val=what),
                node("pStyle", val=style_id(carried[number, depth]))
                if (number, depth) in carried
                else None,
                node("suff", val="tab"),
                node("lvlText", val=sign),
                node("lvlJc", val="left"),
                node("pPr", node("ind", left=str(left), hanging=str(hanging))),
                ilvl=str(depth),
            )
            for depth, (what, sign, left, hanging) in enumerate(levels)
        ]
        definitions.append(
            node(
                "abstractNum",
                node("nsid", val=f"5B1E4B{number:02X}"),
                node("multiLevelType", val="multilevel"),
                *elements,
                abstractNumId=str(number),
            )
        )
    numbers = (
        node("num", node("abstractNumId", val=str(number)), numId=str(number)) for number in LISTS
    )
    replace_children(numbering, *definitions, *numbers)


if __name__ == "__main__":
    write_whole(TEMPLATE, template())
