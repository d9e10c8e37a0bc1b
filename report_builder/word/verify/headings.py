"""Rules about the title and the headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, WordFile

_LONGEST_HEADING = 120
_LONGEST_LABEL = 3  # words


@rule(
    "title-missing",
    Severity.ERROR,
    "Give the title on the cover the style “Title”: no paragraph has it.",
)
def title_missing(file: WordFile) -> Iterator[Finding]:
    """One title, then headings: so a reader who cannot see the page knows what the report is.

    SI 2018/952; WCAG 2.2, 1.3.1 and 2.4.6.
    """
    if not any(each.is_title for each in file.body):
        yield Finding()


@rule(
    "second-title",
    Severity.ERROR,
    "Give “{value}” the style of a heading or of a paragraph: the report has a title already, and "
    "only one paragraph has the style “Title”.",
)
def second_title(file: WordFile) -> Iterator[Finding]:
    """A document has one title. WCAG 2.2, 1.3.1."""
    for each in [paragraph for paragraph in file.body if paragraph.is_title][1:]:
        yield Finding(each, each.text)


@rule(
    "heading-level-skipped",
    Severity.ERROR,
    "Make “{value}” a heading of level {wanted}: it is one of level {level}, and what stands above "
    "it is {above}.",
)
def heading_level_skipped(file: WordFile) -> Iterator[Finding]:
    """Who moves from heading to heading by keyboard misses a level and looks for it in vain.

    SI 2018/952; WCAG 2.2, 1.3.1; guidance of GOV.UK.
    """
    above = 0
    for heading in file.headings:
        level = heading.level or 0
        if level > above + 1:
            said = f"of level {above}" if above else "no heading"
            named = {"level": level, "wanted": above + 1, "above": said}
            yield Finding(heading, heading.text, named)
        above = level


@rule(
    "looks-like-a-heading",
    Severity.QUERY,
    "Give “{value}” the style of a heading if it is one: it only looks like it. Otherwise make it "
    "look like the text around it.",
)
def looks_like_a_heading(file: WordFile) -> Iterator[Finding]:
    """A bold or large line is a heading to the eye only; a screen reader passes over it.

    A sentence is no heading, nor is a label of up to three words that ends in a colon and
    introduces bullets, such as “Evidence:”. The cover has no headings. WCAG 2.2, 1.3.1; F2.
    """
    first = file.headings[0].position if file.headings else 0
    usual = _usual_size(file)
    for paragraph, following in pairwise((*file.body, None)):
        if paragraph is None or paragraph.position < first or not _could_be_one(paragraph):
            continue
        if not _is_label(paragraph, following) and _stands_out(paragraph, usual):
            yield Finding(paragraph, paragraph.text)


def _usual_size(file: WordFile) -> float:
    """Return the size that most letters of the text have."""
    sizes: Counter[float] = Counter()
    for paragraph in file.body:
        for run in paragraph.runs:
            sizes[run.look.size] += len(run.text)
    return max(sizes, key=lambda size: sizes[size], default=0)


def _could_be_one(paragraph: Paragraph) -> bool:
    is_bullet = paragraph.item is not None and paragraph.item.is_bullet
    words = paragraph.text.strip()
    return (
        bool(words)
        and len(words) <= _LONGEST_HEADING
        and not words.endswith((".", ";", ","))
        and not (paragraph.level or paragraph.is_title or paragraph.in_contents or is_bullet)
        and paragraph.table is None
    )


def _is_label(paragraph: Paragraph, following: Paragraph | None) -> bool:
    introduces = following is not None and following.item is not None and following.item.is_bullet
    words = paragraph.text.split()
    return introduces and words[-1].endswith(":") and len(words) <= _LONGEST_LABEL


def _stands_out(paragraph: Paragraph, usual: float) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return all(run.look.bold for run in runs) or all(run.look.size > usual for run in runs)
