"""The checks of the author's workbook: silent and firing cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Case, all_of, area, at, ids, more, row, rows, sheet
from reports import tiny

from report_builder import pipeline

LAST = {
    name: at("supporting", name, len(tiny()["supporting"]))
    for name in ("kind", "text", "references")
}
TOLD = more("narrative", {"heading": "Visits", "kind": "Paragraph", "text": "All were visited."})
PRINTED = {"kind": "Narrative", "text": "Visits", "service": "Early Help"}

CASES = (
    Case(
        "unknown-token", "square brackets", row("summary", 0, text="Letters to “parents [[sic]]”.")
    ),
    Case(
        "unknown-token",
        "a token of the report's own words",
        row("summary", 0, text="[Areas on track within three months in Safeguarding] remain."),
    ),
    Case(
        "unknown-token",
        "a slip of the keyboard",
        row("summary", 0, text="[areas competed] are done."),
        at=(at("summary", "text"),),
    ),
    Case(
        "unknown-token",
        "areas below with none below",
        more("supporting", {"kind": "Paragraph", "text": "These are [areas below]."}),
        at=(LAST["text"],),
    ),
    Case(
        "row-without-text",
        "a narrative without a heading, for all of them",
        all_of(TOLD, more("supporting", {"kind": "Narrative"})),
    ),
    Case(
        "row-without-text",
        "a bullet",
        more("supporting", {"kind": "Bullet"}),
        at=(LAST["text"],),
    ),
    Case("text-beside-areas", "no text"),
    Case(
        "text-beside-areas",
        "a text",
        row("supporting", 2, text="These are they."),
        at=(at("supporting", "text", 2),),
    ),
    Case("no-areas", "one area", row("supporting", 2, references="SG-02, sg-01")),
    Case(
        "no-areas",
        "no area of this status",
        more("supporting", {"kind": "Areas", "status": "Overdue"}),
        at=(LAST["kind"],),
    ),
    Case("unknown-area", "in other capitals", row("supporting", 2, references="sg-01; SG-02")),
    Case(
        "unknown-area",
        "one of three",
        row("supporting", 2, references="SG-01, SG-02, SG-03"),
        at=(at("supporting", "references", 2),),
    ),
    Case("no-narrative", "the service's", all_of(TOLD, more("supporting", PRINTED))),
    Case(
        "no-narrative",
        "another heading",
        more("supporting", {**PRINTED, "text": "Visitors"}),
        at=(LAST["text"],),
    ),
    Case("narrative-not-printed", "printed", all_of(TOLD, more("supporting", PRINTED))),
    Case("narrative-not-printed", "not printed", TOLD, at=(at("narrative", "text"),)),
    Case("text-not-printed", "all printed"),
    Case(
        "text-not-printed",
        "an area that no row prints",
        row("supporting", 2, references="SG-02"),
        at=(at("actions", "progress"), at("actions", "evidence")),
    ),
    Case("part-without-areas", "each part has areas"),
    Case(
        "part-without-areas",
        "a part of which the register knows nothing",
        more("parts", {"part": "Health", "introduction": "This is asked for."}),
        at=(at("parts", "part", 1),),
    ),
    Case("text-left-out", "all printed"),
    Case(
        "text-left-out",
        "only the progress is printed",
        row("supporting", 2, show="Wording and progress"),
        at=(at("actions", "evidence"),),
    ),
    Case(
        "text-left-out",
        "two texts of a return are told once",
        row("supporting", 2, show="Wording only"),
        at=(at("actions", "progress"), at("actions", "evidence")),
    ),
    Case(
        "printed-twice",
        "two rows for two areas",
        all_of(
            row("supporting", 2, references="SG-01"),
            more("supporting", {"kind": "Areas", "references": "SG-02"}),
        ),
    ),
    Case(
        "printed-twice",
        "an area of the row above",
        more("supporting", {"kind": "Areas", "references": "SG-02"}),
        at=(LAST["kind"],),
    ),
    Case(
        "printed-twice",
        "two rows for two narratives",
        all_of(
            rows(
                "narrative", {"heading": "Voice", "text": "A."}, {"heading": "Work", "text": "B."}
            ),
            more("supporting", {"kind": "Narrative", "text": "Voice"}),
            more("supporting", {"kind": "Narrative", "text": "Work"}),
        ),
    ),
    Case(
        "printed-twice",
        "a narrative of the row above",
        all_of(
            rows("narrative", {"heading": "Voice", "text": "We listened to every child."}),
            more("supporting", {"kind": "Narrative"}, {"kind": "Narrative", "text": "Voice"}),
        ),
        at=(at("supporting", "kind", 5),),
    ),
    Case(
        "nothing-to-say",
        "completed, and only the wording is printed",
        all_of(
            area(0, progress="", evidence="An audit."), row("supporting", 2, show="Wording only")
        ),
        also=(
            (*at("actions", "evidence"), "text-left-out"),
            (*at("actions", "progress", 1), "text-left-out"),
        ),
    ),
    Case(
        "nothing-to-say",
        "completed without a word",
        area(0, progress=""),
        at=(at("actions", "progress"),),
    ),
    Case(
        "private-without-reasons",
        "reasons given",
        sheet("decision", private="Yes", private_reasons="It names a contractor."),
        apart="private",
    ),
    *(
        Case(
            "private-without-reasons",
            f"no reasons, and it says {typed!r}",
            sheet("decision", private="Yes", private_reasons=typed),
            at=(at("decision", "private_reasons"),),
            apart="private",
        )
        for typed in ("", "None.")
    ),
    Case(
        "key-decision-without-reason",
        "no key decision",
        sheet("decision", key_decision="No", key_decision_reason=""),
        apart="decisions",
    ),
    Case(
        "key-decision-without-reason",
        "no reason",
        sheet("decision", key_decision="Yes", key_decision_reason=""),
        at=(at("decision", "key_decision_reason"),),
        apart="decisions",
    ),
    Case("no-signatory", "all signed"),
    Case(
        "no-signatory",
        "one without a name, one without a job title",
        all_of(row("implications", 1, signatory=""), row("implications", 3, job_title="")),
        at=(at("implications", "signatory", 1), at("implications", "signatory", 3)),
    ),
    Case(
        "narrative-without-heading",
        "the second row goes on under the first one's",
        all_of(
            TOLD,
            more("narrative", {"kind": "Bullet", "text": "All were heard."}),
            more("supporting", PRINTED),
        ),
    ),
    Case(
        "narrative-without-heading",
        "the first row",
        all_of(
            rows("narrative", {"kind": "Paragraph", "text": "All were visited."}),
            more("supporting", {"kind": "Narrative"}),
        ),
        at=(at("narrative", "heading"),),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_the_report(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


def test_an_unknown_token_is_shown_with_the_nearest_one(tmp_path: Path) -> None:
    case = Case("", "", row("summary", 0, text="[areas competed] are done."))
    (problem,) = pipeline.check(case.written(tmp_path)).problems
    assert problem.value == "[areas competed]"
    assert "Did you mean [areas completed]?" in problem.message


def test_of_an_empty_section_3_only_that_is_told(tmp_path: Path) -> None:
    narrative = more("narrative", {"heading": "Told", "kind": "Paragraph", "text": "Much is done."})
    codes = [code for _, _, code in Case("", "", narrative).found_in(tmp_path / "with rows")]
    assert codes == ["narrative-not-printed"]
    empty = all_of(narrative, rows("supporting"))
    codes = [code for _, _, code in Case("", "", empty).found_in(tmp_path / "without")]
    assert codes == ["empty-sheet"]
