"""The checks of headings and numbers that follow each other, on real workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Case, Change, all_of, at, ids, rows

from report_builder import pipeline

END = {"kind": "Paragraph", "text": "No other option was considered."}


def heading(words: str) -> dict[str, str]:
    return {"kind": "Heading", "text": words}


def supporting(*wanted: dict[str, object]) -> Change:
    """Return the change to a section 3 of these rows and the paragraph on options."""
    return rows("supporting", *wanted, END)


def kind(row: int = 0) -> tuple[str, str]:
    return at("supporting", "kind", row)


def text(row: int = 0) -> tuple[str, str]:
    return at("supporting", "text", row)


AREAS = {"kind": "Areas"}
AREAS_UNDER = heading("Progress")
SUB = {"kind": "Sub-paragraph", "text": "It has begun."}
PARAGRAPH = {"kind": "Paragraph", "text": "What follows is new."}
TOLD = rows(
    "narrative",
    {"heading": "Recruitment", "kind": "Paragraph", "text": "Posts are filled."},
    {"heading": "", "kind": "Paragraph", "text": "All of them."},
)
NARRATIVE = {"kind": "Narrative", "text": "Recruitment"}

CASES = (
    *(
        Case("numbered-under-nothing", says, change)
        for says, change in (
            ("areas under a heading", supporting(heading("Progress"), AREAS)),
            ("areas numbered 3.1", supporting(AREAS | {"numbering": "Numbered paragraph"})),
            ("after a numbered one", supporting({**SUB, "kind": "Numbered paragraph"}, SUB, AREAS)),
            ("after a narrative", all_of(TOLD, supporting(NARRATIVE, AREAS))),
        )
    ),
    Case(
        "numbered-under-nothing",
        "the wording only, which has no numbers",
        supporting(AREAS | {"show": "Wording only"}),
        apart="report",
    ),
    Case("numbered-under-nothing", "areas first", supporting(AREAS), at=(kind(),)),
    Case(
        "numbered-under-nothing",
        "areas after a paragraph without a number",
        supporting(PARAGRAPH, AREAS),
        at=(kind(1),),
    ),
    Case("numbered-under-nothing", "once a section", supporting(SUB, SUB, AREAS), at=(kind(),)),
    Case(
        "numbered-under-nothing",
        "in section 1",
        rows("summary", SUB),
        at=(at("summary", "kind"),),
    ),
    Case(
        "heading-twice",
        "a narrative alone",
        all_of(TOLD, supporting(AREAS_UNDER, AREAS, NARRATIVE)),
    ),
    Case(
        "heading-twice",
        "above the narrative, in other letters",
        all_of(TOLD, supporting(AREAS_UNDER, AREAS, heading("RECRUITMENT"), NARRATIVE)),
        at=(text(2),),
    ),
    Case(
        "heading-twice",
        "above all narratives",
        all_of(TOLD, supporting(AREAS_UNDER, AREAS, heading("Recruitment"), {"kind": "Narrative"})),
        at=(text(2),),
    ),
    Case(
        "heading-twice",
        "two rows",
        supporting(heading("Progress"), heading("Progress"), AREAS),
        at=(text(),),
    ),
    *(
        Case("heading-without-text", says, supporting(heading("Progress"), *below))
        for says, below in (
            ("areas below", (AREAS,)),
            ("a paragraph below", (PARAGRAPH, heading("Areas"), AREAS)),
        )
    ),
    Case(
        "heading-without-text",
        "another heading below",
        supporting(heading("Background"), heading("Progress"), AREAS),
        at=(text(),),
    ),
    Case(
        "heading-without-text",
        "a narrative with a heading of its own below",
        all_of(TOLD, supporting(AREAS_UNDER, AREAS, heading("Our services"), NARRATIVE)),
        at=(text(2),),
    ),
    Case(
        "heading-without-text",
        "at the end of the section",
        rows("supporting", AREAS_UNDER, AREAS, END, heading("Next steps")),
        at=(text(3),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_outline(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            all_of(TOLD, supporting(AREAS_UNDER, AREAS, heading("Recruitment"), NARRATIVE)),
            "Take out this row: the next one prints the heading “Recruitment” as well.",
            id="twice",
        ),
        pytest.param(
            supporting(heading("Background"), heading("Progress"), AREAS),
            "Write a paragraph under “Background”, or take it out: the heading “Progress” follows "
            "at once.",
            id="followed by a heading",
        ),
        pytest.param(
            rows("supporting", AREAS_UNDER, AREAS, END, heading("Next steps")),
            "Write a paragraph under “Next steps”, or take it out: the section ends there.",
            id="at the end",
        ),
    ],
)
def test_messages_name_the_headings(change: Change, message: str, tmp_path: Path) -> None:
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert [problem.message for problem in problems] == [message]
