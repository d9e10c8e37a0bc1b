"""Text in cells: lines, levels, bold, and everything else as it was typed."""

from __future__ import annotations

import pytest

from report_builder.text import BULLET_SIGNS, CellText, Level, Run, lines, plain, runs_of, trimmed

P, B, S = Level.PARAGRAPH, Level.BULLET, Level.SUB_BULLET


def told(text: str) -> list[tuple[Level, str]]:
    return [(line.level, line.text) for line in lines(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \t\n\u00a0\n", [], id="only-layout"),
        pytest.param("One.", [(P, "One.")], id="one-line"),
        pytest.param("One.\nTwo.", [(P, "One."), (P, "Two.")], id="line-feed"),
        pytest.param("One.\r\nTwo.", [(P, "One."), (P, "Two.")], id="carriage-return-line-feed"),
        pytest.param("One.\rTwo.", [(P, "One."), (P, "Two.")], id="carriage-return"),
        pytest.param("\n\nOne.\n \nTwo.\n", [(P, "One."), (P, "Two.")], id="blank-lines"),
        pytest.param("  One.\t\n\t Two. ", [(P, "One."), (P, "Two.")], id="layout-around-lines"),
    ],
)
def test_each_line_is_a_paragraph(typed: str, expected: list[tuple[Level, str]]) -> None:
    assert told(typed) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("- plans", "plans", id="hyphen"),
        pytest.param("-\tplans", "plans", id="hyphen-and-tab"),
        pytest.param("-\u00a0plans", "plans", id="hyphen-and-no-break-space"),
        pytest.param("-   plans ", "plans", id="many-spaces"),
        pytest.param("- - plans", "- plans", id="the-second-hyphen-is-the-officers"),
        pytest.param("- -5 %", "-5 %", id="minus-in-a-bullet"),
        *(
            pytest.param(f"{sign}{gap}plans", "plans", id=f"U+{ord(sign):04X}-then-{name}")
            for sign in BULLET_SIGNS
            for gap, name in (("", "nothing"), (" ", "space"), ("\t", "tab"), ("\u00a0", "nbsp"))
        ),
    ],
)
def test_a_bullet_sign_begins_a_bullet(typed: str, words: str) -> None:
    assert told(typed) == [(B, words)]


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("-5 % fewer", id="minus"),
        pytest.param("-plans", id="hyphen-without-space"),
        pytest.param("--- plans", id="rule"),
        pytest.param("– plans", id="dash"),
        pytest.param("* plans", id="asterisk"),
        pytest.param("1. plans", id="number"),
        pytest.param("plans - reviewed", id="hyphen-inside"),
        pytest.param("plans • reviewed", id="bullet-sign-inside"),
    ],
)
def test_anything_else_begins_a_paragraph(typed: str) -> None:
    assert told(typed) == [(P, typed)]


@pytest.mark.parametrize("typed", ["- ", "•", " •\u00a0", "\t- \t"])
def test_a_sign_without_words_is_nothing(typed: str) -> None:
    assert told(f"One.\n{typed}\nTwo.") == [(P, "One."), (P, "Two.")]


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        pytest.param("- a\n  - b\n  - c\n- d", [B, S, S, B], id="spaces"),
        pytest.param("- a\n\t- b\n- c", [B, S, B], id="tab"),
        pytest.param("- a\n\u00a0\u00a0- b", [B, S], id="no-break-spaces"),
        pytest.param("• a\n ○ b", [B, S], id="other-signs"),
        pytest.param("    - a\n    - b", [B, B], id="first-is-the-measure"),
        pytest.param("    - a\n      - b\n    - c", [B, S, B], id="measured-from-the-first"),
        pytest.param("    - a\n- b\n  - c", [B, B, S], id="further-out-is-the-new-measure"),
        pytest.param("- a\n  - b\n      - c", [B, S, S], id="there-is-no-third-level"),
        pytest.param("- a\nText.\n  - b", [B, P, B], id="a-paragraph-ends-the-list"),
        pytest.param("- a\n\n  - b\n\u00a0\n- c", [B, S, B], id="an-empty-line-is-nothing"),
        pytest.param("\t- a\n    - b", [B, B], id="a-tab-is-four-spaces"),
    ],
)
def test_a_bullet_further_in_is_a_sub_bullet(typed: str, levels: list[Level]) -> None:
    assert [line.level for line in lines(typed)] == levels


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("a  b\tc", id="spaces-and-tabs-inside"),
        pytest.param("98\u00a0%", id="no-break-space-inside"),
        pytest.param("\u00a0a\u00a0", id="no-break-spaces-around"),
        pytest.param("a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg", id="what-python-calls-line-ends"),
        pytest.param("a\u00adb\u200bc\u200dd\ufeffe", id="invisible"),
        pytest.param("{{ title }} {% if %} <w:p> &amp; [areas] **b**", id="code"),
        pytest.param("“‘’” ' \" … – — é e\u0301 שלום 👩\u200d👧", id="signs-and-scripts"),
    ],
)
def test_nothing_else_is_altered(typed: str) -> None:
    assert told(typed) == [(P, typed)]


def test_bold_stays_with_its_words() -> None:
    typed = CellText([Run("Plain, "), Run("bold", bold=True), Run(" and plain.")])
    [line] = lines(typed)
    assert line.runs == (Run("Plain, "), Run("bold", bold=True), Run(" and plain."))


def test_bold_runs_on_across_line_ends() -> None:
    typed = CellText([Run("One "), Run("two\n- three\nfour", bold=True), Run(" five")])
    assert [(line.level, line.runs) for line in lines(typed)] == [
        (P, (Run("One "), Run("two", bold=True))),
        (B, (Run("three", bold=True),)),
        (P, (Run("four", bold=True), Run(" five"))),
    ]


def test_layout_is_dropped_across_runs() -> None:
    typed = CellText([Run(" "), Run("\t", bold=True), Run(" a"), Run(" ", bold=True), Run("\t")])
    [line] = lines(typed)
    assert line.runs == (Run("a"),)


def test_a_bullet_sign_may_be_bold_when_its_words_are_not() -> None:
    typed = CellText([Run("-", bold=True), Run(" "), Run("plans")])
    [line] = lines(typed)
    assert (line.level, line.runs) == (B, (Run("plans"),))


def test_a_line_end_split_between_runs_is_one_line_end() -> None:
    typed = CellText([Run("One.\r", bold=True), Run("\nTwo.")])
    assert told(typed) == [(P, "One."), (P, "Two.")]


def test_cell_text_is_a_str_with_weights() -> None:
    text = CellText([Run("a"), Run("b", bold=True)])
    assert text == "ab"
    assert {text: 1}["ab"] == 1
    assert runs_of(text) == text.runs == (Run("a"), Run("b", bold=True))


def test_a_plain_str_is_one_run_without_weight() -> None:
    assert runs_of("ab") == (Run("ab"),)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("  Ada\n", "Ada", id="spaces-and-line-ends"),
        pytest.param("\u00a0Ada\u00a0", "Ada", id="no-break-spaces"),
        pytest.param("Ada\u00a0Lead", "Ada\u00a0Lead", id="inside-it-stays"),
        pytest.param("- Ada", "- Ada", id="a-one-line-answer-has-no-bullets"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_one_line_answer_loses_what_is_around_it(typed: str, expected: str) -> None:
    assert "".join(run.text for run in trimmed(typed)) == expected


@pytest.mark.parametrize("other", ["early help", " Early  Help ", "EARLY\u00a0HELP", "Early\nHelp"])
def test_plain_folds_case_and_spacing(other: str) -> None:
    assert plain(other) == plain("Early Help")


@pytest.mark.parametrize("other", ["EarlyHelp", "Early Help.", "Early-Help", "Earlý Help"])
def test_plain_folds_nothing_else(other: str) -> None:
    assert plain(other) != plain("Early Help")
