"""Rules about what the work on a report leaves in it: changes, comments, hidden words."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import WordFile

_CHANGES = {
    "w:ins": "added",
    "w:del": "deleted",
    "w:moveFrom": "moved away",
    "w:moveTo": "moved here",
    "w:cellIns": "a cell added",
    "w:cellDel": "a cell deleted",
    "w:rPrChange": "its look changed",
    "w:pPrChange": "its layout changed",
    "w:tblPrChange": "a table's layout changed",
    "w:trPrChange": "a row's layout changed",
    "w:tcPrChange": "a cell's layout changed",
    "w:sectPrChange": "the page's layout changed",
    "w:numberingChange": "its number changed",
}
_OFF = frozenset(("0", "false", "off"))


@rule(
    "tracked-change",
    Severity.ERROR,
    "Accept or reject the tracked change (Review, Accept): {what}, in “{paragraph}”: “{value}”.",
)
def tracked_change(file: WordFile) -> Iterator[Finding]:
    """A reader can see what was crossed out, by whom and when.

    Guidance of councils on publishing documents.
    """
    kinds = {qn(tag): what for tag, what in _CHANGES.items()}
    for root in file.roots:
        for change in root.iter(*kinds):
            texts = change.iter(qn("w:t"), qn("w:delText"))
            words = "".join(text.text or "" for text in texts)
            named = {"what": kinds[str(change.tag)]}
            at = file.around(change)
            known = named if at is not None else named | {"paragraph": ""}
            yield Finding(at, words, known, alike=str(change.tag))


@rule(
    "tracking-is-on",
    Severity.ERROR,
    "Turn off the tracking of changes: Review, Track Changes.",
)
def tracking_is_on(file: WordFile) -> Iterator[Finding]:
    """The next keystroke would be tracked, and published."""
    settings = file.package.one_of_kind("settings")
    switch = None if settings is None else settings.find(qn("w:trackRevisions"))
    if switch is not None and switch.get(qn("w:val")) not in _OFF:
        yield Finding()


@rule(
    "comment-in-word",
    Severity.ERROR,
    "Delete the comment “{value}” (Review, Delete, Delete All Comments in Document).",
)
def comment(file: WordFile) -> Iterator[Finding]:
    """A comment is for colleagues, and published with the file.

    Guidance of councils on publishing documents.
    """
    places = {
        mark.get(qn("w:id")): mark
        for root in file.roots
        for mark in root.iter(qn("w:commentReference"))
    }
    for comments in file.package.of_kind("comments"):
        for each in comments.iter(qn("w:comment")):
            place = places.get(each.get(qn("w:id")))
            words = "".join(text.text or "" for text in each.iter(qn("w:t")))
            at = file.around(place) if place is not None else None
            yield Finding(at, words, alike="comment")


@rule(
    "hidden-text",
    Severity.ERROR,
    "Delete the hidden words “{value}”, or show them: Home, Font, Hidden.",
)
def hidden_text(file: WordFile) -> Iterator[Finding]:
    """Hidden words are one click away from every reader."""
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            if run.look.hidden and run.text.strip():
                yield Finding(paragraph, run.text, alike=paragraph.style)


@rule(
    "highlighted",
    Severity.ERROR,
    "Take the {colour} highlight off “{value}”, once its question is answered: Home, Text "
    "Highlight Color, No Color.",
)
def highlighted(file: WordFile) -> Iterator[Finding]:
    """A highlight marks what is still to be done."""
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            if run.look.highlight and run.text.strip():
                colour = run.look.highlight
                yield Finding(paragraph, run.text, {"colour": colour}, alike=colour)


@rule(
    "struck-through-in-word",
    Severity.ERROR,
    "Delete “{value}”, or take off the line through it: Home, Strikethrough.",
)
def struck_through(file: WordFile) -> Iterator[Finding]:
    """Words that were struck out by hand are read out as if they stood. WCAG 2.2, 1.3.1."""
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            if run.look.struck and run.text.strip():
                yield Finding(paragraph, run.text, alike=paragraph.style)
