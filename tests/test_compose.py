"""From merged workbooks to the report as data: what is said, in which order and in which kind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from reports import Said, built, paragraphs, tiny, tiny_return, written
from wide_report import HELP, LAC, SERVICES, merged_from, wide, wide_folder, wide_returns

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.problems import Cell
from report_builder.report.compose import compose, long_date
from report_builder.report.model import Block, Report
from report_builder.workbooks import layout
from report_builder.workbooks.declare import HEADER_ROW, AnswerSheet, Form, TableSheet
from report_builder.workbooks.report_workbook import COVER, REPORT_WORKBOOK
from report_builder.workbooks.standard_return import ACTIONS, STANDARD_RETURN


def composed(folder: Path, said: Said | None = None, *returns: Said) -> Report:
    return compose(merged_from(written(folder, said, *returns)), draft=False)


def told(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """Return kinds and texts, with the bold words between asterisks."""
    return [
        (
            block.kind,
            "".join(f"**{run.text}**" if run.bold else run.text for run in block.text.runs),
        )
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("day", "plain", "ordinal"),
    [
        (1, "1 September 2012", "1st September 2012"),
        (2, "2 September 2012", "2nd September 2012"),
        (3, "3 September 2012", "3rd September 2012"),
        (4, "4 September 2012", "4th September 2012"),
        (10, "10 September 2012", "10th September 2012"),
        (11, "11 September 2012", "11th September 2012"),
        (12, "12 September 2012", "12th September 2012"),
        (13, "13 September 2012", "13th September 2012"),
        (20, "20 September 2012", "20th September 2012"),
        (21, "21 September 2012", "21st September 2012"),
        (22, "22 September 2012", "22nd September 2012"),
        (23, "23 September 2012", "23rd September 2012"),
        (30, "30 September 2012", "30th September 2012"),
    ],
)
def test_long_date(day: int, plain: str, ordinal: str) -> None:
    assert long_date(dt.date(2012, 9, day)) == plain
    assert long_date(dt.date(2012, 9, day), ordinal=True) == ordinal


@pytest.mark.parametrize("typed", ["", "in the autumn", "31.9.2012"])
def test_a_date_in_words_stays_as_it_is(typed: str) -> None:
    assert long_date(typed) == long_date(typed, ordinal=True) == typed


def test_meetings_stand_by_date_and_those_without_one_at_the_end(tmp_path: Path) -> None:
    said = tiny()
    said["meetings"] = [
        {"body": "Undated"},
        {"body": "Scrutiny Commission", "date": dt.date(2026, 11, 21)},
        {"body": "Lead Member Briefing", "date": dt.date(2026, 9, 30)},
        {"body": "Management Team", "date": dt.date(2026, 9, 3)},
        {"body": "Second on that day", "date": dt.date(2026, 9, 3)},
    ]
    report = composed(tmp_path, said)
    assert [(str(each.body), each.date) for each in report.cover.meetings] == [
        ("Management Team", "3 September 2026"),
        ("Second on that day", "3 September 2026"),
        ("Lead Member Briefing", "30 September 2026"),
        ("Scrutiny Commission", "21 November 2026"),
        ("Undated", ""),
    ]
    assert report.cover.meetings[0].date_with_ordinal == "3rd September 2026"
    assert report.cover.meetings[0].body.source == Cell("report.xlsx", "Meetings", "A9")


_WORDINGS = {
    "none": ("keep records", "keep records."),
    "none-before-a-space": ("keep records ", "keep records."),
    "none-before-a-no-break-space": ("keep records\u00a0", "keep records."),
    "full-stop": ("keep records.", "keep records."),
    "full-stop-before-a-no-break-space": ("keep records.\u00a0", "keep records."),
    "exclamation-mark": ("keep records!", "keep records!"),
    "question-mark": ("are records kept?", "are records kept?"),
    "ellipsis": ("keep records…", "keep records…"),
    "full-stop-inside-a-quotation": ("say “records.”", "say “records.”"),
    "question-inside-a-quotation": ("ask “records?”", "ask “records?”"),
    "question-inside-single-quotes": ("ask ‘records?’", "ask ‘records?’"),
    "question-inside-straight-quotes": ('ask "records?"', 'ask "records?"'),
    "after-a-quotation": ("keep “records”", "keep “records”."),
    "after-a-bracket": ("keep records (all)", "keep records (all)."),
    "after-a-short-form": ("keep records (all etc.)", "keep records (all etc.)."),
    "as-bold-as-the-word": ("keep **records**", "keep **records.**"),
    "nothing-else-changes": ("keep 98\u00a0% & <b>  so", "keep 98\u00a0% & <b>  so."),
}


@pytest.fixture(scope="module")
def wordings(tmp_path_factory: pytest.TempPathFactory) -> Report:
    said = tiny()
    pattern = said["register"][0]
    said["register"] = [
        pattern | {"reference": name, "wording": typed} for name, (typed, _) in _WORDINGS.items()
    ]
    said["supporting"] = [{"kind": "Areas"}]
    return composed(tmp_path_factory.mktemp("wordings"), said)


@pytest.mark.parametrize("name", _WORDINGS)
def test_a_wording_ends_with_one_full_stop_in_both_places(wordings: Report, name: str) -> None:
    at = list(_WORDINGS).index(name)
    area = wordings.parts[0].timescales[0].areas[at]
    assert told(wordings.supporting)[at] == ("area", _WORDINGS[name][1])
    assert (area.reference, area.wording) == (name, wordings.supporting[at].text)


def _supporting(tmp_path: Path, row: Said, **answers: object) -> list[tuple[str, str]]:
    said, returned = tiny(), tiny_return()
    said["supporting"] = [{"kind": "Areas", "references": "SG-01", **row}]
    returned["actions"][0] = {"reference": "SG-01", "status": "At risk", **answers}
    return told(composed(tmp_path, said, returned).supporting)


_TEXTS = {"progress": "P", "mitigation": "M", "impact": "I", "evidence": "E", "remarks": "never"}
_WORDING = ("area", "ensure that records are kept.")


@pytest.mark.parametrize(
    ("row", "blocks"),
    [
        pytest.param(
            {},
            [
                ("sub_numbered", "P"),
                ("sub_numbered", "**Mitigation: **M"),
                ("sub_numbered", "**Impact on children: **I"),
                ("sub_numbered", "**Evidence: **E"),
            ],
            id="everything",
        ),
        pytest.param(
            {"show": "Wording and progress", "numbering": "Numbered paragraph"},
            [("numbered", "P")],
            id="progress-numbered",
        ),
        pytest.param({"show": "Wording only"}, [], id="wording-only"),
    ],
)
def test_what_an_areas_row_prints(tmp_path: Path, row: Said, blocks: list[tuple[str, str]]) -> None:
    assert _supporting(tmp_path, row, **_TEXTS) == [_WORDING, *blocks]


def test_a_lead_in_stands_before_its_first_paragraph_only(tmp_path: Path) -> None:
    assert _supporting(tmp_path, {}, impact="One **bold**.\nTwo.\n- three") == [
        _WORDING,
        ("sub_numbered", "**Impact on children: **One **bold**."),
        ("sub_numbered", "Two."),
        ("bullet", "three"),
    ]


def test_a_lead_in_stands_above_a_first_bullet(tmp_path: Path) -> None:
    assert _supporting(tmp_path, {}, evidence="- one\n  - two\nThree.") == [
        _WORDING,
        ("sub_numbered", "**Evidence:**"),
        ("bullet", "one"),
        ("sub_bullet", "two"),
        ("sub_numbered", "Three."),
    ]


def test_an_empty_answer_has_no_lead_in(tmp_path: Path) -> None:
    assert _supporting(tmp_path, {}, progress="P", impact=" \n", evidence="- ") == [
        _WORDING,
        ("sub_numbered", "P"),
    ]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("Heading", "heading"),
        ("Numbered paragraph", "numbered"),
        ("Sub-paragraph", "sub_numbered"),
        ("Paragraph", "paragraph"),
        ("Bullet", "bullet"),
        ("Sub-bullet", "sub_bullet"),
    ],
)
def test_a_row_of_prose_is_of_its_kind(tmp_path: Path, kind: str, first: str) -> None:
    said = tiny()
    said["summary"] = [{"kind": kind, "text": "One [areas].\n- two\n  - three"}]
    below = "sub_bullet" if kind == "Sub-bullet" else "bullet"
    assert told(composed(tmp_path, said).summary) == [
        (first, "One two areas."),
        (below, "two"),
        ("sub_bullet", "three"),
    ]


def _narrative(tmp_path: Path, *rows: Said, **filters: str) -> list[tuple[str, str]]:
    said, returned = tiny(), tiny_return()
    said["supporting"] = [{"kind": "Narrative", **filters}]
    returned["narrative"] = list(rows)
    return told(composed(tmp_path, said, returned).supporting)


def test_a_narrative_stands_under_its_headings(tmp_path: Path) -> None:
    assert _narrative(
        tmp_path,
        {"heading": "Training", "kind": "Paragraph", "text": "One **bold** word, [areas]."},
        {"kind": "Bullet", "text": "two"},
        {"kind": "Sub-bullet", "text": "- three"},
        {"heading": "Training", "kind": "", "text": "Four.\n- five"},
        {"heading": "Audit", "kind": "Paragraph", "text": "Six."},
    ) == [
        ("heading", "Training"),
        ("numbered", "One **bold** word, [areas]."),  # tokens are the author's, not the services'
        ("bullet", "two"),
        ("sub_bullet", "three"),
        ("numbered", "Four."),
        ("bullet", "five"),
        ("heading", "Audit"),
        ("numbered", "Six."),
    ]


def test_one_narrative_of_several(tmp_path: Path) -> None:
    rows = [{"heading": name, "kind": "Paragraph", "text": name.upper()} for name in ("a", "b")]
    assert _narrative(tmp_path, *rows, text="B") == [("heading", "b"), ("numbered", "B")]


def test_two_services_narratives_of_one_heading_stay_apart(tmp_path: Path) -> None:
    said, (first, second) = wide(), wide_returns()
    said["supporting"] = [{"kind": "Narrative"}]
    for returned, text in ((first, "One."), (second, "Two.")):
        returned["narrative"] = [{"heading": "Training", "kind": "Paragraph", "text": text}]
    report = compose(merged_from(wide_folder(tmp_path, said, first, second)), draft=False)
    assert told(report.supporting) == [
        ("heading", "Training"),
        ("numbered", "One."),
        ("heading", "Training"),
        ("numbered", "Two."),
    ]


@pytest.mark.parametrize(
    ("papers", "blocks"),
    [
        pytest.param(["None"], [("paragraph", "None")], id="none"),
        pytest.param([" none. "], [("paragraph", "none.")], id="none-with-full-stop"),
        pytest.param(["One, 2024"], [("bullet", "One, 2024")], id="one"),
        pytest.param(["One", "None"], [("bullet", "One"), ("bullet", "None")], id="two"),
        pytest.param(
            ["One\n  by Ada"], [("bullet", "One"), ("bullet", "by Ada")], id="two-lines-in-a-cell"
        ),
        pytest.param(["None of us, 2024"], [("bullet", "None of us, 2024")], id="begins-with-none"),
    ],
)
def test_papers(tmp_path: Path, papers: list[str], blocks: list[tuple[str, str]]) -> None:
    said = tiny()
    said["papers"] = [{"paper": paper} for paper in papers]
    assert told(composed(tmp_path, said).papers) == blocks


@pytest.mark.parametrize(
    ("signatory", "job_title", "line"),
    [
        ("Cy Signatory", "Accountant", "Cy Signatory, Accountant"),
        (" Cy  Signatory ", "Accountant\n", "Cy  Signatory, Accountant"),
        ("Cy Signatory", "", "Cy Signatory"),
        ("", "Accountant", "Accountant"),
        ("", "", ""),
    ],
)
def test_signatory_line(tmp_path: Path, signatory: str, job_title: str, line: str) -> None:
    said = tiny()
    said["implications"][0] |= {"signatory": signatory, "job_title": job_title}
    implication = composed(tmp_path, said).implications[0]
    assert str(implication.name) == "Financial implications"
    assert str(implication.signatory) == line
    assert bool(implication.signatory) is bool(line)


def test_answers_and_their_reasons(tmp_path: Path) -> None:
    said = tiny()
    said["decision"] = {
        "private": "yes",
        "private_reasons": "Paragraph 1.\n- [Figure of areas] families",
        "key_decision": "No",
    }
    report = composed(tmp_path, said)
    assert str(report.private.answer) == "Yes"
    assert told(report.private.reasons) == [
        ("paragraph", "**Reasons: **Paragraph 1."),
        ("bullet", "2 families"),
    ]
    assert str(report.key_decision.answer) == "No"
    assert report.key_decision.reasons == ()


_LAW = "Schedule 12A to the Local Government Act 1972"


@pytest.mark.parametrize(
    ("answers", "printed"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"private_withheld": "None", "private_reasons": "-", "public_interest": "N/A"},
            ["What is withheld: None.", "Reasons: -", "Public interest: N/A"],
            id="nothing in words, as it is typed",
        ),
        pytest.param(
            {"private_paragraphs": "2, 6"},
            [
                f"Ground: Exempt under paragraphs 2 and 6 of {_LAW} (2: likely to reveal an "
                "individual’s identity; 6: statutory notice, order or direction)."
            ],
            id="paragraphs",
        ),
        pytest.param(
            {"private_class": "Confidential"},
            ["Ground: Confidential information."],
            id="confidential",
        ),
        pytest.param({"private_paragraphs": "14"}, [], id="Welsh"),
        pytest.param(
            {"private_withheld": "[Figure of areas] areas"},
            ["What is withheld: 2 areas."],
            id="extent",
        ),
        pytest.param(
            {"public_interest": "- Privacy.\n- Trust."},
            ["Public interest:", "Privacy.", "Trust."],
            id="public interest",
        ),
        pytest.param(
            {"private": "No", "private_withheld": "A", "public_interest": "B"}, [], id="no"
        ),
        pytest.param(
            {"private": "", "private_withheld": "A", "public_interest": "B"}, [], id="open"
        ),
    ],
)
def test_section_8_says_what_was_answered(
    answers: dict[str, str], printed: list[str], tmp_path: Path
) -> None:
    said = tiny()
    said["decision"] = {"private": "Yes", "key_decision": "No", **answers}
    reasons = composed(tmp_path, said).private.reasons
    assert [str(block.text) for block in reasons] == printed


def test_appendices_are_numbered(tmp_path: Path) -> None:
    said = tiny()
    said["appendices"] = [{"title": "Areas"}, {"title": " Glossary "}]
    appendices = composed(tmp_path, said).appendices
    assert [(each.number, str(each.title)) for each in appendices] == [
        (1, "Areas"),
        (2, "Glossary"),
    ]


def test_appendix_1_has_every_area_once_with_its_marker(tmp_path: Path) -> None:
    said = wide()
    said["parts"].insert(1, {"part": "Nothing here", "introduction": "Do this."})
    parts = compose(merged_from(wide_folder(tmp_path, said)), draft=False).parts
    assert [
        (str(part.part), str(timescale.timescale), area.reference, str(area.wording), area.marker)
        for part in parts
        for timescale in part.timescales
        for area in timescale.areas
    ] == [
        (SERVICES, "Immediately", "A1", "wording of A1.", "COMPLETED"),
        (SERVICES, "Within three months", "A2", "wording of A2.", "IN PROGRESS"),
        (SERVICES, "Within three months", "A3", "wording of A3.", "AT RISK"),
        (SERVICES, "Within six months", "A4", "wording of A4.", "OVERDUE"),
        (LAC, "Immediately", "B1", "wording of B1.", "NO LONGER REQUIRED"),
        (LAC, "Within six months", "B2", "wording of B2.", "NOT STARTED"),
        (LAC, "Within six months", "B3", "wording of B3.", "COMPLETED"),
    ]


def test_what_is_kept_on_one_page_with_what_follows(tmp_path: Path) -> None:
    said = tiny()
    said["summary"] = [{"kind": "Paragraph", "text": "These are:\n- one\n- two: \nthree [areas:]"}]
    said["implications"][0]["text"] = "One.\nTwo."
    report = composed(tmp_path, said)
    assert [block.keep_with_next for block in report.summary] == [True, True, True, False]
    kept = {str(block.text) for block in report.supporting if block.keep_with_next}
    assert kept == {
        "Two areas:",
        "ensure that records are kept.",
        "ensure that plans are reviewed.",
    }
    blocks = report.implications[0].blocks
    assert [block.keep_with_next for block in blocks] == [False, True]  # with its signatory


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        pytest.param(["- a", "- b", "- c", "- d"], [False, False, True, False], id="the-last"),
        pytest.param(["- a", "  - b", "- c", "- d"], [True, False, True, False], id="a-sub-bullet"),
        pytest.param(
            ["- a", "  - b", "  - c", "  - d", "- e", "- f", "- g"],
            [True, False, True, False, False, True, False],
            id="the-last-sub-bullet",
        ),
        pytest.param(["- a", "b"], [False, False], id="a-list-of-one"),
        pytest.param(["a", "b", "- c"], [False, False, False], id="paragraphs"),
    ],
)
def test_no_part_of_a_list_stands_alone_on_a_page(
    tmp_path: Path, lines: list[str], kept: list[bool]
) -> None:
    said = tiny()
    said["summary"] = [{"kind": "Paragraph", "text": "\n".join(lines)}]
    said["papers"] = [{"paper": "\n".join(lines)}]
    report = composed(tmp_path, said)
    assert [block.keep_with_next for block in report.summary] == kept
    if all(line.strip().startswith("-") for line in lines):
        assert [block.keep_with_next for block in report.papers] == kept


def test_every_word_knows_its_cell(tmp_path: Path) -> None:
    said = tiny()
    said["supporting"] = said["supporting"][:3]
    report = composed(tmp_path, said)
    sources = {str(block.text): block.text.source for block in report.supporting}
    assert sources == {
        "Progress": Cell("report.xlsx", "3 Supporting information", "B6"),
        "Two areas:": Cell("report.xlsx", "3 Supporting information", "B7"),
        "ensure that records are kept.": Cell("report.xlsx", "Register", "D6"),
        "Records are kept.": Cell("Early Help.xlsx", "Actions", "I6"),
        "Evidence: An audit in March.": Cell("Early Help.xlsx", "Actions", "L6"),
        "ensure that plans are reviewed.": Cell("report.xlsx", "Register", "D7"),
        "Half of the plans have been reviewed.": Cell("Early Help.xlsx", "Actions", "I7"),
    }


# --- drafts: whatever is missing, the rest is printed ------------------------------------


def test_a_draft_of_a_new_folder(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path)
    pipeline.new(folder, dt.date(2026, 8, 31))
    text = paragraphs(built(folder, draft=True))
    assert text[0] == "Executive Decision Report"
    assert "Financial implications" in text


def by_sheet(form: Form) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "sheet", [pytest.param(sheet, id=sheet.name) for sheet in form.sheets]
    )


@by_sheet(REPORT_WORKBOOK)
@pytest.mark.parametrize("how", ["without-answers", "without-the-sheet", "without-headings"])
def test_a_draft_without_a_sheet_of_the_report_workbook(
    tmp_path: Path, sheet: AnswerSheet | TableSheet, how: str
) -> None:
    said = tiny()
    if how == "without-answers":
        said[sheet.name] = {} if isinstance(sheet, AnswerSheet) else []
    folder = written(tmp_path, said)
    if how != "without-answers":
        _damage(folder.report_workbook, sheet, how)
    text = paragraphs(built(folder, draft=True))
    for name, words in _SHOWS.items():
        assert (words in text) is (name != sheet.name), words


_SHOWS = {
    "cover": "Report author: Bea Author, Policy Officer",
    "meetings": "Scrutiny Commission 17 September 2026",
    "recommendations": "To note the report.",
    "supporting": "Progress",
    "scrutiny": "Internal Scrutiny: monthly.",
    "papers": "None",
    "decision": "Nothing is spent.",
}


@by_sheet(STANDARD_RETURN)
@pytest.mark.parametrize("how", ["without-the-sheet", "without-headings"])
def test_a_draft_without_a_sheet_of_a_return(
    tmp_path: Path, sheet: AnswerSheet | TableSheet, how: str
) -> None:
    folder = written(tmp_path)
    _damage(folder.returns / f"{HELP}.xlsx", sheet, how)
    text = paragraphs(built(folder, draft=True))
    assert ("Records are kept." in text) is (sheet is not ACTIONS)
    assert "ensure that records are kept." in text


def _damage(workbook: Path, sheet: AnswerSheet | TableSheet, how: str) -> None:
    book = load_workbook(workbook)
    if how == "without-the-sheet":
        del book[sheet.title]
    elif isinstance(sheet, TableSheet):
        book[sheet.title].delete_rows(HEADER_ROW)
    else:
        book[sheet.title].delete_cols(1)
    book.save(workbook)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        pytest.param("title", "x" * 300, "x" * 300, id="title-too-long"),
        pytest.param("title", "two\nlines", "two\nlines", id="title-of-two-lines"),
        pytest.param("title", "?", "?", id="title-without-a-letter"),
        pytest.param("author", "x" * 300, "Report author: " + "x" * 300, id="author-too-long"),
        pytest.param("version", "x" * 300, "number: " + "x" * 300, id="version-too-long"),
        pytest.param("version", "2 (final)", "number: 2 (final)", id="version-in-words"),
        pytest.param("as_at", "end of August", "plans are reviewed.", id="as-at-date-in-words"),
        pytest.param("inspection_date", dt.date(9999, 12, 31), "reviewed.", id="far-future"),
    ],
)
def test_a_draft_with_an_unusable_answer_on_the_cover(
    tmp_path: Path, field: str, value: object, shown: str
) -> None:
    folder = written(tmp_path)
    book = load_workbook(folder.report_workbook)
    book["Cover"][layout.answer_cell(COVER, field)].value = value
    book.save(folder.report_workbook)
    assert any(shown in line for line in paragraphs(built(folder, draft=True)))
