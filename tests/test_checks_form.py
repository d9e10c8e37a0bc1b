"""The checks of form: one silent and one firing case at least for each, on real workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import REPORT, RETURN, Case, Change, all_of, area, at, ids, more, row, rows, sheet

from report_builder import pipeline

PROGRESS = at("actions", "progress")

CASES = (
    Case("missing-answer", "an optional answer is empty", sheet("cover", mark="")),
    Case(
        "missing-answer",
        "the lead director and a status are empty",
        all_of(sheet("cover", lead_director=""), area(0, status="")),
        at=(at("cover", "lead_director"), at("actions", "status")),
    ),
    Case(
        "missing-answer",
        "only spaces",
        sheet("cover", wards="   "),
        at=(at("cover", "wards"),),
    ),
    Case("missing-for-status", "on track needs no evidence", area(1, evidence="")),
    Case(
        "missing-for-status",
        "completed without date and evidence",
        area(0, date="", evidence=""),
        at=(at("actions", "date"), at("actions", "evidence")),
    ),
    Case(
        "missing-for-status",
        "at risk without a revised date and mitigation",
        area(1, status="At risk"),
        at=(at("actions", "revised_date", 1), at("actions", "mitigation", 1)),
    ),
    Case("not-in-the-list", "in other capitals", area(0, status="COMPLETED")),
    Case(
        "not-in-the-list",
        "a part in other capitals and spaces",
        row("register", 0, part=" safeguarding "),
    ),
    Case(
        "not-in-the-list",
        "a word of one's own",
        area(0, status="Done"),
        at=(at("actions", "status"),),
    ),
    Case(
        "not-in-the-list",
        "a timescale that its sheet does not list",
        row("register", 0, timescale="Soon"),
        at=(at("register", "timescale"),),
    ),
    Case("too-long", "as long as it may be", sheet("cover", title="x" * 254 + ".")),
    Case(
        "too-long",
        "one character more",
        sheet("cover", title="x" * 256),
        at=(at("cover", "title"),),
    ),
    Case("not-a-whole-number", "typed as text", sheet("cover", version="2")),
    Case("not-a-whole-number", "typed as 2.0", sheet("cover", version=2.0)),
    *(
        Case(
            "not-a-whole-number",
            f"the version is {typed}",
            sheet("cover", version=typed),
            at=(at("cover", "version"),),
        )
        for typed in ("second", 1.5, -1, True)
    ),
    Case("error-value", "the words alone", area(0, progress="The old file showed #N/A.")),
    Case(
        "error-value",
        "an Excel error",
        typed={(RETURN, PROGRESS): "#N/A", (REPORT, at("cover", "lead_director")): "#REF!"},
        at=(PROGRESS, at("cover", "lead_director")),
    ),
    Case("formula-without-result", "a formula as text", area(0, progress="It is not =A1+B1.")),
    Case(
        "formula-without-result",
        "a formula that no spreadsheet program has worked out",
        typed={(RETURN, PROGRESS): '="Records "&"are kept."'},
        at=(PROGRESS,),
    ),
    Case("control-character", "a tab and an emoji", area(0, progress="Kept:\tall of them 🙂.")),
    Case(
        "control-character",
        "a bell, as Excel stores it",
        typed={(RETURN, PROGRESS): "Records_x0007_ are kept."},
        at=(PROGRESS,),
    ),
    Case("line-break", "in a text of paragraphs", area(0, progress="Kept.\nAll of them.")),
    Case("line-break", "after the last word", sheet("cover", lead_director="Ada Lead\n")),
    Case(
        "line-break",
        "within a name",
        sheet("cover", lead_director="Ada\nLead"),
        at=(at("cover", "lead_director"),),
    ),
    Case(
        "repeated",
        "two parts",
        rows(
            "parts",
            {"part": "Safeguarding", "introduction": "Do this."},
            {"part": "Services", "introduction": "Do that."},
        ),
        also=((*at("parts", "part", 1), "part-without-areas"),),
    ),
    Case(
        "repeated",
        "a part again, in other capitals",
        rows(
            "parts",
            {"part": "Safeguarding", "introduction": "Do this."},
            {"part": "SAFEGUARDING", "introduction": "Do that."},
        ),
        at=(at("parts", "part", 1),),
    ),
    Case("empty-sheet", "no narrative"),
    Case("empty-sheet", "no background paper", rows("papers"), at=(("6 Background papers", ""),)),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_form(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(row("implications", 1, text=""), "“Text” of Legal implications", id="a row"),
        pytest.param(area(1, status=""), "“Status” of SG-02", id="an area"),
        pytest.param(sheet("decision", private=""), "“Is this a private report?”", id="a question"),
        pytest.param(
            row("register", 1, wording=""), "“Area for improvement” of SG-02", id="the register"
        ),
        pytest.param(sheet("cover", wards=""), "“Ward(s) affected”", id="a label"),
    ],
)
def test_a_message_names_the_cell_as_a_person_would(
    change: Change, named: str, tmp_path: Path
) -> None:
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    (empty,) = (each for each in problems if each.code == "missing-answer")
    assert empty.message == f"Fill in {named}: it is empty."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            area(0, status="Completed", evidence=""),
            "Fill in “Evidence” of SG-01: the status Completed needs it, or choose another status.",
            id="the status that was chosen",
        ),
        pytest.param(
            area(1, further_work="Maybe"),
            "Choose “Needs further work?” of SG-02 from the list (Yes or No): “Maybe” is not in "
            "it.",
            id="the words of a short list",
        ),
        pytest.param(
            row("register", 1, part="Adoption"),
            "Choose “Part” of SG-02 from the list (Safeguarding): “Adoption” is not in it.",
            id="the words of another sheet",
        ),
    ],
)
def test_a_message_says_what_may_be_answered(change: Change, message: str, tmp_path: Path) -> None:
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert message in {problem.message for problem in problems}


def test_a_message_does_not_name_the_words_of_a_long_list(tmp_path: Path) -> None:
    parts = [{"part": f"Part {n}", "introduction": "Do this."} for n in range(8)]
    change = all_of(more("parts", *parts), row("register", 0, part="Adoption"))
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    (message,) = (each.message for each in problems if each.code == "not-in-the-list")
    assert message == "Choose “Part” of SG-01 from the list: “Adoption” is not in it."
