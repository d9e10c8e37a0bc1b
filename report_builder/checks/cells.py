"""Checks of cells: what the person sees in Excel and what is read must be the same."""

from __future__ import annotations

from collections.abc import Iterator

from report_builder.checks.registry import Finding, rule
from report_builder.merged import Merged
from report_builder.problems import Severity
from report_builder.workbooks.remarks import ABOUT_AN_ANSWER, RemarkKind


@rule(
    "struck-through",
    Severity.QUERY,
    "Take out the words of {label} that are struck through, or take the line off them (mark them, "
    "then press Ctrl+5): as it stands, the report prints them like any others.",
)
def struck_through(merged: Merged) -> Iterator[Finding]:
    """Who strikes words through means them to go, but they are still in the cell."""
    return _findings(merged, RemarkKind.STRUCK_THROUGH)


@rule(
    "hidden-by-format",
    Severity.ERROR,
    "Set the number format of this cell to General, and check {label}: the cell holds “{value}”, "
    "and its format shows something else or nothing.",
)
def hidden_by_format(merged: Merged) -> Iterator[Finding]:
    """A number format can show a word that is not in the cell, or hide the one that is."""
    return _findings(merged, RemarkKind.HIDDEN_BY_FORMAT)


@rule(
    "shown-otherwise",
    Severity.QUERY,
    "Type {label} as you want it printed, with an apostrophe before it: the cell shows it in "
    "another form, and the report prints “{value}”.",
)
def shown_otherwise(merged: Merged) -> Iterator[Finding]:
    """Excel turns “August 2026” into a day and 25% into 0.25, and shows them as they were typed."""
    return _findings(merged, RemarkKind.SHOWN_OTHERWISE)


@rule(
    "hidden-by-colour",
    Severity.QUERY,
    "Give the words of {label} a colour that can be seen, or take them out: they have the colour "
    "of the cell, and the report prints them.",
)
def hidden_by_colour(merged: Merged) -> Iterator[Finding]:
    """White words on white are overlooked by whoever signs the return, and printed in black."""
    return _findings(merged, RemarkKind.HIDDEN_BY_COLOUR)


@rule(
    "highlighted-answer",
    Severity.NOTE,
    "Finish what {label} was marked for, and take the colour off the cell: it looks highlighted. "
    "The report prints the words without the colour.",
)
def highlighted(merged: Merged) -> Iterator[Finding]:
    """Who marks words in yellow means to come back to them.

    A status or a date may have any colour: many councils colour them red, amber and green.
    """
    return _findings(merged, RemarkKind.HIGHLIGHTED)


@rule(
    "hidden-row",
    Severity.QUERY,
    "Unhide what should be sent, and delete what should not: {label} hidden or filtered out, but "
    "read all the same.",
)
def hidden_row(merged: Merged) -> Iterator[Finding]:
    """What is hidden was perhaps not checked, or not meant to be sent."""
    return _findings(merged, RemarkKind.HIDDEN_ROW)


@rule(
    "hidden-column",
    Severity.QUERY,
    "Unhide the column “{label}”, and check what it says: it is read all the same.",
)
def hidden_column(merged: Merged) -> Iterator[Finding]:
    """What is hidden was perhaps not checked, or not meant to be sent."""
    return _findings(merged, RemarkKind.HIDDEN_COLUMN)


@rule(
    "hidden-sheet",
    Severity.QUERY,
    "Unhide the sheet “{label}”, and check what it says: it is part of the form and is read all "
    "the same.",
)
def hidden_sheet(merged: Merged) -> Iterator[Finding]:
    """What is hidden was perhaps not checked, or not meant to be sent."""
    return _findings(merged, RemarkKind.HIDDEN_SHEET)


@rule(
    "hidden-extra-sheet",
    Severity.QUERY,
    "Take out the hidden sheet “{label}”: it is not part of the form. Nothing on it is read or "
    "printed, but whoever gets this workbook can read it.",
)
def hidden_extra_sheet(merged: Merged) -> Iterator[Finding]:
    """Councils have published children's names on sheets that nobody knew were there."""
    return _findings(merged, RemarkKind.HIDDEN_EXTRA_SHEET)


@rule(
    "merged-over-answer",
    Severity.ERROR,
    "Unmerge {label} and fill in each of its cells: only the first can be seen, and each is an "
    "answer of its own.",
)
def merged_over_answer(merged: Merged) -> Iterator[Finding]:
    """A merged cell holds one answer where the form asks for several."""
    return _findings(merged, RemarkKind.MERGED_OVER_ANSWER)


@rule(
    "text-outside-the-form",
    Severity.QUERY,
    "Move this into a cell of the form if it should be printed: what stands here is not part of "
    "the form, and is neither read nor printed.",
)
def text_outside_the_form(merged: Merged) -> Iterator[Finding]:
    """Words that somebody wrote beside the form would be lost without a word."""
    return _findings(merged, RemarkKind.OUTSIDE_THE_FORM)


@rule(
    "extra-sheet",
    Severity.QUERY,
    "Move what should be printed into the form: the sheet “{label}” is not part of it, and is "
    "neither read nor printed.",
)
def extra_sheet(merged: Merged) -> Iterator[Finding]:
    """Words that somebody wrote beside the form would be lost without a word."""
    return _findings(merged, RemarkKind.EXTRA_SHEET)


@rule(
    "picture-or-text-box",
    Severity.QUERY,
    "Type into the form what the picture, chart or text box on this sheet says, if it should be "
    "printed: it is neither read nor printed.",
)
def picture_or_text_box(merged: Merged) -> Iterator[Finding]:
    """What lies over the cells is in none of them."""
    return _findings(merged, RemarkKind.DRAWING)


@rule(
    "comment",
    Severity.NOTE,
    "Move into the form what this comment says, if it should be printed: comments are not read.",
)
def comment(merged: Merged) -> Iterator[Finding]:
    """A comment may hold what the author should know, or what nobody else should read."""
    return _findings(merged, RemarkKind.COMMENT)


def _findings(merged: Merged, kind: RemarkKind) -> Iterator[Finding]:
    for remark in merged.remarks:
        if remark.kind is kind:
            is_answer = kind in ABOUT_AN_ANSWER
            label = merged.label_at(remark.where, remark.label) if is_answer else remark.label
            yield Finding(remark.where, remark.value, {"label": label})
