"""Blocks of a template: what is begun and not ended, and what a block may leave empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from report_builder.nearest import nearest
from report_builder.word.template_file import TBL, TC, TR, Fault, P, Paragraph, Story, Tag

BLOCKS = ("if", "for", "macro", "call", "filter", "with", "set", "autoescape")
_MIDDLES = {"elif": ("if",), "else": ("if", "for")}
_OF_DOCXTPL = ("cellbg", "colspan", "vm", "hm")
_FILES = ("include", "import", "extends", "from", "block", "endblock")
_KEYWORDS = (*BLOCKS, *(f"end{name}" for name in BLOCKS), *_MIDDLES)
_MISSPELT = {"elseif": "elif", "elsif": "elif", "endfi": "endif"}
_LEVELS = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
_MUST_NOT_BE_EMPTY = {
    TC: "this table cell",
    qn("w:hdr"): "the header",
    qn("w:ftr"): "the footer",
    qn("w:footnote"): "the footnote",
    qn("w:txbxContent"): "the text box",
}


@dataclass(frozen=True)
class Statement:
    """A line of a template's program, and its tag; a forgotten end has that of its beginning."""

    words: str
    tag: Tag


@dataclass
class _Open:
    keyword: str
    tag: Tag


@dataclass
class Program:
    """The tags of one part as Jinja would read them, every block ended, and what was wrong."""

    lines: list[Statement] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def program_of(tags: Iterable[Tag]) -> Program:
    """Return the program that ``tags`` make; ends that are missing are put in."""
    program = Program()
    opened: list[_Open] = []
    for tag in tags:
        if tag.is_comment or not tag.words:
            continue
        if tag.prints:
            program.lines.append(Statement("{{ " + tag.words + " }}", tag))
        else:
            _read(tag, opened, program)
    while opened:
        _close(opened.pop(), program)
    return program


def _read(tag: Tag, opened: list[_Open], program: Program) -> None:
    words = _understood(tag, program)
    keyword = words.partition(" ")[0]
    if not keyword:
        return
    if keyword == "set" and "=" in tag.words:
        program.lines.append(Statement(f"{{% {words} %}}", tag))
    elif keyword in BLOCKS:
        opened.append(_Open(keyword, tag))
        program.lines.append(Statement(f"{{% {words} %}}", tag))
    elif keyword in _MIDDLES:
        _read_middle(keyword, words, tag, opened, program)
    else:
        _read_end(keyword, words, tag, opened, program)


def _understood(tag: Tag, program: Program) -> str:
    """Return the words of a statement, its keyword mended; empty if it is not one."""
    words = tag.words
    if tag.keyword in (*_LEVELS, "r"):  # a space too many, told already
        words = words.partition(" ")[2].strip()
    keyword, _, rest = words.partition(" ")
    if keyword in _KEYWORDS:
        return words
    if keyword in _OF_DOCXTPL:
        if tag.paragraph.above(TC) is None:
            program.faults.append(
                Fault(f"“{tag.written}” only works in a table cell. Take it out.", tag.paragraph)
            )
        if rest.strip():  # the colour of a cell, or how many columns it spans
            program.lines.append(Statement(f"{{% set _cell = {rest} %}}", tag))
        return ""
    if keyword in _FILES:
        said = "asks for another file. A template is one file: take it out."
        program.faults.append(Fault(f"“{tag.written}” {said}", tag.paragraph))
        return ""
    meant = _meant_by(keyword, rest)
    hint = f"Did you mean “{meant}”?" if meant else "Take it out."
    program.faults.append(
        Fault(f"“{tag.written}” begins with a word that no tag begins with. {hint}", tag.paragraph)
    )
    return f"{meant} {rest}".strip() if meant and not meant.startswith("end") else meant


def _meant_by(keyword: str, rest: str) -> str:
    joined = keyword + rest.partition(" ")[0]
    if joined in _KEYWORDS:  # end if
        return joined
    return _MISSPELT.get(keyword) or nearest(keyword.lower(), _KEYWORDS, least=60)


def _read_middle(keyword: str, words: str, tag: Tag, opened: list[_Open], program: Program) -> None:
    if opened and opened[-1].keyword in _MIDDLES[keyword]:
        program.faults.extend(_ill_matched(opened[-1].tag, tag))
        program.lines.append(Statement(f"{{% {words} %}}", tag))
    else:
        program.faults.append(_nothing_begun(tag, "if"))


def _read_end(keyword: str, words: str, tag: Tag, opened: list[_Open], program: Program) -> None:
    begun = keyword.removeprefix("end")
    if all(each.keyword != begun for each in opened):
        program.faults.append(_nothing_begun(tag, begun))
        return
    while opened[-1].keyword != begun:
        _close(opened.pop(), program)
    program.faults.extend(_ill_matched(opened.pop().tag, tag))
    program.lines.append(Statement(f"{{% {words} %}}", tag))


def _close(block: _Open, program: Program) -> None:
    """End a block that the template does not end, and say so where it begins."""
    end = f"{{%{block.tag.level} end{block.keyword} %}}"
    program.lines.append(Statement(f"{{% end{block.keyword} %}}", block.tag))
    program.faults.append(
        Fault(
            f"“{block.tag.written}” begins here and never ends. Put “{end}” where it ends"
            f"{_of_its_own(block.tag)}.",
            block.tag.paragraph,
        )
    )


def _nothing_begun(tag: Tag, keyword: str) -> Fault:
    return Fault(
        f"“{tag.written}” ends or divides what nothing has begun. Put "
        f"“{{%{tag.level} {keyword} … %}}” where it begins, or take this tag out.",
        tag.paragraph,
    )


def _of_its_own(tag: Tag) -> str:
    return f", in a {_LEVELS[tag.level]} of its own" if tag.level in _LEVELS else ""


def _ill_matched(first: Tag, second: Tag) -> Iterator[Fault]:
    """Yield why two tags of one block do not fit each other."""
    here = f"“{second.written}” belongs to “{first.written}” ({first.paragraph.place})"
    if first.level != second.level:
        yield Fault(
            f"{here}, but takes the place of something else. Begin both with “{{%{first.level} ”.",
            second.paragraph,
        )
    elif first.level in ("", "r"):
        if first.paragraph is not second.paragraph:
            yield Fault(
                f"{here}, and the paragraphs between them would run together. Write both with "
                "“{%p ”, each in a paragraph of its own.",
                second.paragraph,
            )
    elif _room(first) is not _room(second):
        where = {"p": "cell or part of the page", "tr": "table", "tc": "table row"}[first.level]
        yield Fault(f"{here}, but stands in another {where}. Put both into one.", second.paragraph)


def _room(tag: Tag) -> Any:
    """Return the element within which both ends of a block must stand."""
    if tag.level == "p":
        return tag.paragraph.element.getparent()
    unit = tag.paragraph.above(TR if tag.level == "tr" else TC)
    return unit.getparent() if unit is not None else None


# --- what a block may leave empty --------------------------------------------------------------


def empty_places(story: Story, tags: Iterable[Tag]) -> Iterator[Fault]:
    """Yield the cells, rows, tables and headers that a block can leave without any content.

    Word calls a file damaged that has a table cell without a paragraph.
    """
    by_place: dict[Any, list[Tag]] = {}
    paragraphs = {each.element: each for each in story.paragraphs}
    for tag in tags:
        place = _taken_by(tag)
        if place is not None:
            by_place.setdefault(place, []).append(tag)
    for element in [story.root, *story.root.iterdescendants(*_MUST_NOT_BE_EMPTY, TBL, TR)]:
        if element in by_place or not _may_be_empty(element, by_place):
            continue
        first = next((each for each in element.iter(P) if each in paragraphs), None)
        if first is not None:
            yield Fault(_says_empty(element), _first_tag(element, by_place, paragraphs[first]))


def _taken_by(tag: Tag) -> Any:
    """Return the paragraph, row or cell that a tag takes the place of."""
    if tag.level == "p":
        return tag.paragraph.element
    return tag.paragraph.above({"tr": TR, "tc": TC}[tag.level]) if tag.level in _LEVELS else None


def _may_be_empty(element: Any, by_place: dict[Any, list[Tag]]) -> bool:
    inner = {TBL: TR, TR: TC}.get(element.tag, P)
    if element.tag not in (*_MUST_NOT_BE_EMPTY, TBL, TR):
        return False
    branches: list[tuple[str, list[bool]]] = [("", [False])]  # does each branch leave something?
    for child in element:
        tags = by_place.get(child, [])
        if not tags:
            branches[-1][1][-1] |= child.tag == inner or child.tag == qn("w:sdt")
        for tag in tags:
            _follow(tag.keyword, branches)
    return not branches[0][1][0]


def _follow(keyword: str, branches: list[tuple[str, list[bool]]]) -> None:
    if keyword in BLOCKS:
        branches.append((keyword, [False]))
    elif keyword in _MIDDLES and len(branches) > 1:
        if keyword == "else":
            branches[-1] = ("else", branches[-1][1])
        branches[-1][1].append(False)
    elif keyword.startswith("end") and len(branches) > 1:
        kind, leaves = branches.pop()
        branches[-1][1][-1] |= kind in ("else", "with", "filter", "autoescape") and all(leaves)


def _says_empty(element: Any) -> str:
    if element.tag == TBL:
        return (
            "This table can be left without a row, which Word may call damaged. Give it a header "
            "row outside the conditions and loops."
        )
    if element.tag == TR:
        return (
            "This table row can be left without a cell, and Word would call the file damaged. Keep "
            "one cell outside the conditions and loops."
        )
    what = _MUST_NOT_BE_EMPTY[element.tag]
    return (
        f"The conditions and loops can leave {what} without a paragraph, and Word would call the "
        "file damaged. Write {% if … %} and {% endif %} inside the paragraph, or keep one "
        "paragraph outside of them."
    )


def _first_tag(element: Any, by_place: dict[Any, list[Tag]], otherwise: Paragraph) -> Paragraph:
    return next((by_place[child][0].paragraph for child in element if child in by_place), otherwise)
