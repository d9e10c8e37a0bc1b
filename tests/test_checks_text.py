"""The checks of what texts say: words in one narrative, and cases where the report counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import (
    Case,
    Words,
    all_of,
    area,
    at,
    ids,
    more,
    problems_of_words,
    row,
    rows,
    sheet,
    words_ids,
)
from reports import tiny, written

from report_builder import pipeline
from report_builder.checks.registry import RULES
from report_builder.problems import Problem

SUMMARY, TITLE = at("summary", "text"), at("cover", "title")
LONG = "The service has agreed with its partners how plans are reviewed and what is kept"

WORDS = (
    Words("stops-short", f"{LONG}."),
    Words("stops-short", f"{LONG}, as one of them said: “At last!”"),
    Words("stops-short", f"{LONG} (see Appendix 1)"),
    Words("stops-short", f"{LONG} 🎵"),
    Words("stops-short", "Plans for the autumn term"),
    Words("stops-short", f"Plans:\n- {LONG}"),
    Words("stops-short", "•  "),
    Words("stops-short", LONG, ("… how plans are reviewed and what is kept",)),
    Words("stops-short", f"Kept.\n{LONG},", ("…how plans are reviewed and what is kept,",)),
    Words("at-a-length-limit", "Kept. " * 42 + "Ok."),
    Words("at-a-length-limit", "Kept. " * 42 + "all", ("255 characters",)),
    Words("at-a-length-limit", "🙂 kept. " * 28 + "all", ("255 characters",)),
    Words("at-a-length-limit", ("Kept. " * 5462)[:32_766] + ".", ("32,767 characters",)),
    Words("unclosed", "It is kept (in the file [of the child]) and “read”."),
    Words("unclosed", "It is a) kept and b) read :-( by all."),
    Words("unclosed", "“It is kept.\n“It is read.”"),
    Words("unclosed", 'The 12" screen shows "all".'),
    Words("unclosed", "It is kept (in the file.", ("(in the file.",)),
    Words("unclosed", "It is kept [in the (new) file.", ("[in the (new) file.",)),
    Words(
        "unclosed",
        "The work of the “Improving Outcomes for Children and Young People in.",
        ("“Improving Outcomes for Children and You…",),
    ),
    Words("unclosed", 'The work of the "Improving Outcomes.', ('"Improving Outcomes.',)),
    Words("typed-number", "In 2026. 3 of 4 plans, 1.5 days (a) and b).\n- 12 plans"),
    Words("typed-number", "3.2.2. Improvements are made.", ("3.2.2.",)),
    Words("typed-number", "It is kept.\n- 3.12 Supervision is given.", ("3.12",)),
    Words("typed-number", "a) first.\n(b) second.", ("a)", "(b)")),
    Words("broken-paragraph", f"{LONG}.\n{LONG}.\n- {LONG}\n- {LONG}"),
    Words("broken-paragraph", f"Short\n{LONG}."),
    Words(
        "broken-paragraph",
        f"{LONG}\nin the file.",
        ("… how plans are reviewed and what is kept ¶ in the file.",),
    ),
    Words("leftover", "GP clinics, Xx, x-rays & the mark <w:p>, < 4 clicks, <3 and [sic]."),
    Words("leftover", "The date is TBC.", ("TBC.",)),
    Words("leftover", "The place is t.b.a. by us.", ("t.b.a.",)),
    Words("leftover", "It costs £XX by XX/XX/2026.", ("XX",)),
    Words("leftover", "Led by [insert name] since May.", ("[insert name]",)),
    Words("leftover", "Lorem ipsum dolor.", ("Lorem ipsum",)),
    Words("leftover", "Led by <name of officer>.", ("<name of officer>",)),
    Words("leftover", "Click or tap here to enter text.", ("Click or tap here to enter",)),
    Words("acronym-not-written-out", "The looked after children (LAC) are seen by LAC nurses."),
    Words(
        "acronym-not-written-out", "The “integrated care board” (the ‘ICB’) and the ICB’s nurses."
    ),
    Words("acronym-not-written-out", "LADO (Local Authority Designated Officer) and LADOs."),
    Words(
        "acronym-not-written-out", "The NHS, GPs, A&E, part II, SG-01, £1M, 5PM and C:\\SEND\\X."
    ),
    Words("acronym-not-written-out", "Areas AT RISK or NO LONGER REQUIRED, but NOT others."),
    Words("acronym-not-written-out", "PLEASE NOTE THAT THIS TEXT SHOUTS."),
    Words("acronym-not-written-out", "Plans of CAMHS are kept.", ("CAMHS",)),
    Words("acronym-not-written-out", "The IROs chair (see IRO) reviews.", ("IRO",)),
    Words("acronym-not-written-out", "A word (MASH) in brackets.", ("MASH",)),
)

CASES = (
    *WORDS,
    Case("stops-short", "a bullet", rows("summary", {"kind": "Bullet", "text": LONG})),
    Case("stops-short", "a background paper", rows("papers", {"paper": LONG})),
    Case(
        "stops-short",
        "a paragraph of the author's",
        row("summary", 0, text=LONG),
        at=(SUMMARY,),
    ),
    Case(
        "leftover",
        "a token is judged as a token",
        row("summary", 0, text="By [insert date]."),
        also=((*SUMMARY, "unknown-token"),),
    ),
    Case(
        "count-differs",
        "the counts that there are, and other things",
        row(
            "summary",
            0,
            text="All two areas in Safeguarding, 2 areas, two wards, twelve play areas, no areas.",
        ),
    ),
    Case(
        "count-differs",
        "in an officer's words",
        area(0, progress="All 17 areas of the city are visited."),
    ),
    Case(
        "count-differs",
        "in words and in figures",
        row("summary", 0, text="Of seventeen areas, sixteen areas are done."),
        at=(SUMMARY, SUMMARY),
    ),
    Case("count-differs", "twenty-one", row("summary", 0, text="Twenty-one areas."), at=(SUMMARY,)),
    Case("count-differs", "1,017", row("summary", 0, text="1,017 areas."), at=(SUMMARY,)),
    Case(
        "acronym-not-written-out",
        "written out in the title",
        all_of(
            sheet("cover", title="Local Safeguarding Children Board (LSCB) report"),
            row("summary", 0, text="The LSCB met."),
        ),
    ),
    Case(
        "acronym-not-written-out",
        "used in the title, written out below",
        all_of(
            sheet("cover", title="LSCB report"),
            row("summary", 0, text="The Local Safeguarding Children Board (LSCB) met."),
        ),
        at=(TITLE,),
    ),
    Case(
        "acronym-not-written-out",
        "written out where the report does not print it",
        all_of(
            row("supporting", 2, show="Wording only"),
            area(0, progress="The Local Safeguarding Children Board (LSCB) met.", evidence="-"),
            area(1, progress=""),
            row("scrutiny", 0, text="The LSCB met."),
        ),
        at=(at("scrutiny", "text"),),
        also=(
            (*at("actions", "evidence"), "text-left-out"),
            (*at("actions", "progress"), "text-left-out"),
            (*at("actions", "progress", 1), "missing-for-status"),
        ),
    ),
    Case(
        "unknown-area-in-text",
        "areas of the register, and words like them",
        row("summary", 0, text="Accept SG-01, sg-02, ASG-03 and SG-04-05 of COVID-19."),
    ),
    Case(
        "unknown-area-in-text",
        "two that are not there",
        rows(
            "recommendations",
            {"kind": "Numbered paragraph", "text": "To note SG-1."},
            {"kind": "Bullet", "text": "To close SG-17."},
        ),
        at=(at("recommendations", "text"), at("recommendations", "text", 1)),
    ),
    Case(
        "unknown-area-in-text",
        "references too plain to be known in a text",
        all_of(
            row("register", 0, reference="A1"),
            row("register", 1, reference="2"),
            area(0, reference="A1"),
            area(1, reference="2"),
            row("summary", 0, text="Paper A4, page 3."),
        ),
    ),
)
OTHER_CASES = CASES[len(WORDS) :]


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[Words, list[Problem]]:
    found = problems_of_words(tmp_path_factory.mktemp("words"), WORDS)
    return dict(zip(WORDS, found, strict=True))


@pytest.mark.parametrize("words", WORDS, ids=words_ids(WORDS))
def test_check_of_words(words: Words, problems: dict[Words, list[Problem]]) -> None:
    found = [(problem.code, problem.value) for problem in problems[words]]
    assert found == [(words.code, shown) for shown in words.shown]


@pytest.mark.parametrize("case", OTHER_CASES, ids=ids(OTHER_CASES))
def test_check_of_texts_in_the_report(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("code", "text", "message"),
    [
        (
            "count-differs",
            "Of seventeen areas, one is done.",
            "Write a token in place of “seventeen areas”: no figure of the returns is seventeen. "
            "The Tokens sheet lists the tokens.",
        ),
        (
            "unknown-area-in-text",
            "See SG-1.",
            "Correct SG-1: it looks like a reference, and is not in the register. "
            "Did you mean SG-01?",
        ),
    ],
)
def test_message(code: str, text: str, message: str, tmp_path: Path) -> None:
    folder = Case(code, "", row("summary", 0, text=text)).written(tmp_path)
    (problem,) = pipeline.check(folder).problems
    assert (problem.code, problem.message) == (code, message)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        pytest.param(None, {"CAMHS", "SENCO"}, id="as-a-new-workbook-has-it"),
        pytest.param("", {"CAMHS", "SENCO"}, id="empty"),
        pytest.param("NHS, SENCOs", {"CAMHS"}, id="with-one-of-the-councils"),
        pytest.param("SENCO; CAMHS", {"NHS"}, id="without-an-everyday-one"),
    ],
)
def test_the_council_says_which_acronyms_need_no_writing_out(
    tmp_path: Path, known: str | None, asked: set[str]
) -> None:
    said = tiny()
    said["summary"] = [{"kind": "Paragraph", "text": "The NHS, CAMHS and the SENCOs met."}]
    if known is not None:
        said["settings"] = {"known_acronyms": known}
    problems = pipeline.check(written(tmp_path, said)).problems
    code = "acronym-not-written-out"
    assert {problem.value for problem in problems if problem.code == code} == asked


def test_an_acronym_is_told_where_it_is_written_out_later(tmp_path: Path) -> None:
    case = Case(
        "",
        "",
        all_of(
            row("summary", 0, text="The LSCB met."),
            more("scrutiny", {"kind": "Paragraph", "text": "The Local Board (LSCB) met again."}),
        ),
    )
    (problem,) = pipeline.check(case.written(tmp_path)).problems
    sheet_name, cell = at("scrutiny", "text", 1)
    assert problem.message.endswith(f"It is written out only in report.xlsx, {sheet_name}, {cell}.")


@pytest.mark.parametrize(
    ("progress", "message"),
    [
        (
            "Plans were reviewed (TBD.",
            "Close the bracket or the quotation mark in “Progress since the last report” of SG-02, "
            "or take it out: it is opened here and never closed: “(TBD.”.",
        ),
        (
            "TBC plans were reviewed.",
            "Replace “TBC” in “Progress since the last report” of SG-02: it looks like a "
            "placeholder.",
        ),
        (
            "Jamie Green, aged 9, was seen.",
            "Take the name and the age out of “Progress since the last report” of SG-02, or "
            "explain why it must be printed: “** **, aged **”. Stars hide here what you wrote, to "
            "protect the person.",
        ),
    ],
)
def test_the_message_about_a_text_names_its_row(
    progress: str, message: str, tmp_path: Path
) -> None:
    case = Case("", "", area(1, progress=progress))
    messages = [problem.message for problem in pipeline.check(case.written(tmp_path)).problems]
    assert message in messages


def test_every_rule_about_a_text_names_its_row() -> None:
    of_the_author = {"count-differs", "unknown-area-in-text"}
    topics = {f"report_builder.checks.{name}" for name in ("text", "personal")}
    messages = {code: rule.kind.message for code, rule in RULES.items() if rule.topic in topics}
    assert {code for code, said in messages.items() if "{label}" not in said} == of_the_author
