"""Every fault of a Word template that can be seen without filling it in, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from report_builder.report import names
from report_builder.report.example import EXAMPLE
from report_builder.report.model import Report
from report_builder.word.page import BOLD_STYLE
from report_builder.word.template_blocks import empty_places, program_of
from report_builder.word.template_file import (
    Fault,
    Paragraph,
    Template,
    open_template,
    tags_of,
)
from report_builder.word.template_names import NameCheck
from report_builder.word.template_syntax import syntax_faults
from report_builder.word.template_tags import faults_of_tags

_STYLE_KINDS = {
    "pStyle": (WD_STYLE_TYPE.PARAGRAPH, "paragraph style"),
    "rStyle": (WD_STYLE_TYPE.CHARACTER, "character style"),
    "tblStyle": (WD_STYLE_TYPE.TABLE, "table style"),
}
# What a template must not do without, and what to say if it does.
_NEEDED = {
    "draft": "Nothing asks for “draft”, so that a draft would look like the final report. Put "
    "“{% if draft %}DRAFT{% endif %}” into the header.",
    "classification": "Nothing asks for “classification”, so that a report with exempt or "
    "confidential information would not say so. Put “{{ classification }}” on the first page.",
}


def faults_of(path: Path) -> list[Fault]:
    """Return the faults and notes that can be seen without filling the template in.

    Raises:
        TemplateError: the file cannot be opened as a Word document.
    """
    template = open_template(path)
    faults = [*_styles(template), *_properties(template)]
    name_check = NameCheck()
    for story in template.stories:
        tags = []
        for paragraph in story.paragraphs:
            own, broken = tags_of(paragraph)
            tags += own
            faults += broken
        faults += faults_of_tags(story.paragraphs, tags)
        faults += empty_places(story, tags)
        program = program_of(tags)
        lines, unreadable = syntax_faults(program.lines)
        faults += [*program.faults, *unreadable]
        name_check.follow(lines)
    faults += [*name_check.faults, *_never_used(name_check.used)]
    return sorted(dict.fromkeys(faults), key=_place)


def _place(fault: Fault) -> tuple[bool, float]:
    return fault.is_note, fault.paragraph.order if fault.paragraph else float("inf")


# --- styles and properties ---------------------------------------------------------------------


def _styles(template: Template) -> Iterator[Fault]:
    styles = list(template.document.styles)
    if not any(
        style.name == BOLD_STYLE and style.type == WD_STYLE_TYPE.CHARACTER for style in styles
    ):
        yield Fault(
            f"The template has no character style “{BOLD_STYLE}”, which bold words are printed in. "
            "In Word, make a style of that name (Styles, New Style, Style type: Character)."
        )
    known = {(style.type, style.style_id) for style in styles}
    for story in template.stories:
        for paragraph in story.paragraphs:
            yield from _undefined_styles(paragraph, known)


def _undefined_styles(paragraph: Paragraph, known: set[tuple[Any, str]]) -> Iterator[Fault]:
    table = paragraph.above(qn("w:tbl"))
    used = [paragraph.element.find(qn("w:pPr")), *paragraph.element.iter(qn("w:rPr"))]
    if table is not None and next(table.iter(qn("w:p"))) is paragraph.element:
        used.append(table.tblPr)
    for properties in used:
        for style in properties if properties is not None else ():
            kind, what = _STYLE_KINDS.get(style.tag.rpartition("}")[2], (None, ""))
            if kind is not None and (kind, style.get(qn("w:val"))) not in known:
                yield Fault(
                    f"The {what} “{style.get(qn('w:val'))}” is used here, and the template does "
                    "not define it. Give the paragraph or the words a style that it has.",
                    paragraph,
                )


def _properties(template: Template) -> Iterator[Fault]:
    properties = template.document.core_properties
    for name in ("title", "subject", "author", "comments", "identifier", "language"):
        if any(bracket in getattr(properties, name) for bracket in ("{{", "{%", "{#")):
            yield Fault(
                f"The document property “{name}” has a tag. The program fills the properties in "
                "itself: empty it (File, Info)."
            )


# --- names that are never used -----------------------------------------------------------------


def _never_used(used: set[tuple[Any, str]]) -> Iterator[Fault]:
    for name, said in _NEEDED.items():
        if (Report, name) not in used:
            yield Fault(said)
    unused = list(_unused({*used, *names.NEVER_MISSED}))
    if unused:
        yield Fault(
            f"The report also offers, and the template never uses: {', '.join(unused)}.",
            is_note=True,
        )


def _unused(used: set[tuple[Any, str]]) -> Iterator[str]:
    """Yield the names that are not in ``used``; of a whole that is not, only its own."""
    for same in names.ALTERNATIVES:
        if used & same:
            used |= same
    own, lists = names.names_of(EXAMPLE)
    told: set[str] = set(_NEEDED)
    for name in own:
        whole = name.path.partition(".")[0]
        if (Report, whole) not in used:
            if whole not in told:
                yield whole
            told.add(whole)
        elif (name.kind, name.attribute) not in used:
            yield name.path
    looped = {path for group in lists for path in group.lists if _is_used(path, own, lists, used)}
    for group in lists:
        if looped.intersection(group.lists):
            yield from (
                name.path for name in group.names if (name.kind, name.attribute) not in used
            )


def _is_used(
    path: str,
    own: tuple[names.Name, ...],
    lists: tuple[names.ListNames, ...],
    used: set[tuple[Any, str]],
) -> bool:
    every = [*own, *(name for group in lists for name in group.names)]
    return any(name.path == path and (name.kind, name.attribute) in used for name in every)
