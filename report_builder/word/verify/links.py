"""Rules about links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, WordFile, words_of

_SAYS_NOTHING = re.compile(
    r"(?:click\s+)?(?:here|this|link|this\s+link|read\s+more|more|see\s+more|website|download"
    r"|read\s+it\s+here|further\s+information|document|page)?[.!:…]*"
    r"|(?:https?://|www\.)\S*",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"(?:file:|\\\\|//|[a-z]:[\\/]|\.{1,2}[\\/])", re.IGNORECASE)


@rule(
    "link-says-nothing",
    Severity.ERROR,
    "Let the words of the link say where it leads (right-click it, Edit Hyperlink, Text to "
    "display): it says “{value}” in “{paragraph}”.",
)
def link_says_nothing(file: WordFile) -> Iterator[Finding]:
    """Links are read out as a list, without the text around them; web addresses letter by letter.

    SI 2018/952; WCAG 2.2, 2.4.4.
    """
    for paragraph, words, _ in _links(file):
        if _SAYS_NOTHING.fullmatch(words.strip()):
            yield Finding(paragraph, words.strip() or "(nothing)")


@rule(
    "link-within-leads-nowhere",
    Severity.ERROR,
    "Mend or remove the link “{value}” (right-click it, Edit Hyperlink): its place in this "
    "document is no longer there.",
)
def link_within_leads_nowhere(file: WordFile) -> Iterator[Finding]:
    """A heading that was deleted takes with it the place that a link leads to."""
    places = {
        mark.get(qn("w:name")) for root in file.roots for mark in root.iter(qn("w:bookmarkStart"))
    }
    for root in file.roots:
        for link in root.iter(qn("w:hyperlink")):
            place = link.get(qn("w:anchor"))
            if place and place not in places and place != "_top" and link.get(qn("r:id")) is None:
                words = "".join(words_of(run) for run in link.iter(qn("w:r")))
                yield Finding(file.around(link), words)


@rule(
    "link-to-a-private-place",
    Severity.ERROR,
    "Remove the link “{value}” (right-click it, Remove Hyperlink): it leads to a file that readers "
    "of the report do not have.",
)
def link_to_a_private_place(file: WordFile) -> Iterator[Finding]:
    """Such a link opens nothing outside the council, and tells of its folders."""
    for paragraph, words, target in _links(file):
        if _LOCAL.match(target):
            yield Finding(paragraph, words or target)


def _links(file: WordFile) -> Iterator[tuple[Paragraph | None, str, str]]:
    """Yield the links with their paragraph, their words, and what they lead to."""
    targets = {
        each.identifier: each.target
        for each in file.package.references
        if each.kind == "hyperlink" and each.source == file.package.main
    }
    for root in file.roots:
        for link in root.iter(qn("w:hyperlink")):
            paragraph = file.around(link)
            if paragraph is None or paragraph.in_contents:
                continue
            words = "".join(words_of(run) for run in link.iter(qn("w:r")))
            # The numbers of references are each part's own.
            number = link.get(qn("r:id")) if root is file.roots[0] else None
            yield paragraph, words, targets.get(number or "", "")
    for field in file.fields:
        if field.name == "HYPERLINK":
            paragraph = file.around(field.element)
            if paragraph is not None and not paragraph.in_contents:
                yield paragraph, field.text, "".join(field.switches).replace('"', "")
