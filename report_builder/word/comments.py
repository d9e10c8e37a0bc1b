"""A draft's problems as Word comments, each at the paragraph that it concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from report_builder.problems import PROGRAM, Cell, Problem
from report_builder.word.render import Rendered

_INITIALS = "rb"
_COMMENT_SIZE = Pt(10)
# python-docx refers to these styles in every comment, and templates rarely define them.
_STYLES = {
    "CommentReference": ("annotation reference", WD_STYLE_TYPE.CHARACTER),
    "CommentText": ("annotation text", WD_STYLE_TYPE.PARAGRAPH),
}


def comment(
    rendered: Rendered,
    problems: Iterable[Problem],
    stands_for: Mapping[Cell, Cell],
    *,
    as_at: dt.date,
) -> None:
    """Put each of ``problems`` into the document as a comment, dated ``as_at``.

    A problem stands at the paragraphs that its cell was printed in. A cell that is not printed
    itself, such as a status, has its place in ``stands_for``: the cell of what is printed for it.
    What concerns no paragraph, such as a missing return, stands at the report's first one.
    """
    told = list(problems)
    if not told:
        return
    _define_styles(rendered.document)
    paragraphs = _paragraphs_by_cell(rendered)
    first = next(each for each in rendered.document.paragraphs if each.runs)
    for problem in told:
        place = paragraphs.get(problem.where) or paragraphs.get(stands_for.get(problem.where))
        _attach(rendered.document, place or first, problem, as_at)


def _paragraphs_by_cell(rendered: Rendered) -> dict[Cell | None, Paragraph]:
    """Return the last paragraph of each cell: for an area, the one in Appendix 1."""
    found: dict[Cell | None, Paragraph] = {}
    for element, traced in rendered.traced_elements.items():  # a draft is whole
        paragraph = Paragraph(element, rendered.document)
        if paragraph.runs:
            found.update(dict.fromkeys(traced.cells, paragraph))
    return found


def _attach(document: Document, paragraph: Paragraph, problem: Problem, as_at: dt.date) -> None:
    said = f"{problem.message}\n{problem.severity.value}, {problem.code}: {problem.where}"
    added = document.add_comment(paragraph.runs, said, PROGRAM, _INITIALS)
    added._comment_elm.date = dt.datetime.combine(as_at, dt.time(), dt.UTC)


def _define_styles(document: Document) -> None:
    known = {style.style_id for style in document.styles}
    for identifier, (name, kind) in _STYLES.items():
        if identifier not in known:
            style = document.styles.add_style(name, kind)
            style.element.set(qn("w:styleId"), identifier)
            style.font.size = _COMMENT_SIZE
