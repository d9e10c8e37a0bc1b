"""Figures in the author's prose: every token, and what stands for no figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from reports import built, found, paragraphs, tiny, written
from wide_report import merged_from, wide_folder

from report_builder.figures import (
    FORMS,
    GROUPS,
    MEASURES,
    Figures,
    UnknownToken,
    days_in_words,
    in_words,
    times_in_words,
    token_guidance,
)
from report_builder.text import Run


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures(merged_from(wide_folder(tmp_path_factory.mktemp("wide"))))


def printed(figures: Figures, text: str, below: int | None = None) -> str:
    return "".join(run.text for run in figures.replaced((Run(text),), below))


@pytest.mark.parametrize(
    ("token", "figure"),
    [
        ("[areas]", "seven areas"),
        ("[number of areas]", "seven"),
        ("[figure of areas]", "7"),
        ("[areas completed]", "two areas"),
        ("[areas no longer required]", "one area"),
        ("[areas at risk]", "one area"),
        ("[areas on track]", "one area"),
        ("[areas not started]", "one area"),
        ("[areas overdue]", "one area"),
        ("[areas not completed]", "five areas"),
        ("[areas carried forward]", "three areas"),
        ("[areas needing further work]", "three areas"),
        ("[areas immediately]", "two areas"),
        ("[areas within three months]", "four areas"),
        ("[areas within three months only]", "two areas"),
        ("[areas within six months]", "seven areas"),
        ("[areas within six months only]", "three areas"),
        ("[areas in services]", "four areas"),
        ("[areas in services for looked after children]", "three areas"),
        ("[areas led by early help]", "four areas"),
        ("[areas led by early help and care]", "three areas"),
        ("[areas overdue in services for looked after children]", "no areas"),
        ("[number of areas overdue in services for looked after children]", "no"),
        ("[figure of areas overdue in services for looked after children]", "0"),
        ("[areas completed within six months in services led by early help]", "one area"),
        ("[figure of areas carried forward within three months only led by early help]", "1"),
        ("[number of areas not completed immediately]", "one"),
        ("[areas in services led by early help and care]", "two areas"),
    ],
)
def test_a_token_is_counted(figures: Figures, token: str, figure: str) -> None:
    assert printed(figures, f"There are {token}, as said.") == f"There are {figure}, as said."
    assert list(figures.unknown(token)) == []


@pytest.mark.parametrize(
    ("token", "figure"),
    [
        pytest.param("[Areas]", "Seven areas", id="capital"),
        pytest.param("[AREAS]", "Seven areas", id="all-capitals"),
        pytest.param("[Number of areas]", "Seven", id="capital-number"),
        pytest.param("[Figure of areas]", "7", id="capital-figure"),
        pytest.param("[ Areas ]", "Seven areas", id="spaces"),
        pytest.param("[areas  within\u00a0three months]", "four areas", id="other-spaces"),
        pytest.param("[areas In Services]", "four areas", id="capitals-inside"),
        pytest.param("[areas][areas]", "seven areasseven areas", id="side-by-side"),
    ],
)
def test_spelling_of_a_token(figures: Figures, token: str, figure: str) -> None:
    assert printed(figures, token) == figure


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("[[sic]]", "[sic]", id="brackets-typed-twice"),
        pytest.param("[[areas]]", "[areas]", id="no-token-between-them"),
        pytest.param("[[[areas]]]", "[seven areas]", id="a-token-between-them"),
        pytest.param("no brackets", "no brackets", id="none"),
        pytest.param("a [ b", "a [ b", id="one-that-opens"),
        pytest.param("a ] b", "a ] b", id="one-that-closes"),
    ],
)
def test_brackets(figures: Figures, typed: str, expected: str) -> None:
    assert printed(figures, typed) == expected
    assert list(figures.unknown(typed)) == []


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        pytest.param(
            (Run("In all, "), Run("[areas]", bold=True), Run(".")),
            (Run("In all, "), Run("seven areas", bold=True), Run(".")),
            id="bold-token",
        ),
        pytest.param(
            (Run("In all, [are"), Run("as] and", bold=True), Run(" more.")),
            (Run("In all, seven areas"), Run(" and", bold=True), Run(" more.")),
            id="split-token-is-as-its-first-bracket",
        ),
        pytest.param(
            (Run("[", bold=True), Run("areas]")),
            (Run("seven areas", bold=True),),
            id="only-the-bracket-bold",
        ),
        pytest.param(
            (Run("Not [sic"), Run(", we say]", bold=True)),
            (Run("Not [sic, we say]"),),
            id="unknown-token",
        ),
        pytest.param(
            (Run("No ", bold=True), Run("token")),
            (Run("No ", bold=True), Run("token")),
            id="no-token",
        ),
    ],
)
def test_bold(figures: Figures, runs: tuple[Run, ...], expected: tuple[Run, ...]) -> None:
    assert figures.replaced(runs) == expected


@pytest.mark.parametrize(
    ("token", "nearest"),
    [
        pytest.param("[areas complete]", "[areas completed]", id="misspelt-group"),
        pytest.param("[areas finished]", "[areas completed]", id="another-word"),
        pytest.param("[area]", "[areas]", id="misspelt-form"),
        pytest.param("[areas within 3 months]", "[areas within three months]", id="timescale"),
        pytest.param("[areas in Service]", "[areas in services]", id="part"),
        pytest.param("[areas led by Early Helps]", "[areas led by early help]", id="service"),
        pytest.param("[areas below]", "[areas]", id="below-where-nothing-is-below"),
        pytest.param("[day slipped]", "[days slipped]", id="misspelt-measure"),
        pytest.param("[areas\nwithin three months]", "[areas within three months]", id="two-lines"),
    ],
)
def test_an_unknown_token_names_the_nearest(figures: Figures, token: str, nearest: str) -> None:
    assert list(figures.unknown(f"See {token}.")) == [UnknownToken(token, nearest)]
    assert printed(figures, token) == token


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("[]", id="empty"),
        pytest.param("[sic]", id="words"),
        pytest.param("[areas led by early help in services]", id="out-of-order"),
        pytest.param("[areas completed overdue]", id="two-groups"),
        pytest.param("[areas completed and more]", id="words-after"),
        pytest.param("[areascompleted]", id="no-space"),
        pytest.param("[areas not reported]", id="a-standing-of-drafts-only"),
        pytest.param("[areas in the moon]", id="no-such-part"),
        pytest.param("[areas slipped at most]", id="a-measure-as-a-group"),
        pytest.param("[days]", id="half-a-measure"),
        pytest.param("[days slipped withdrawn]", id="what-is-withdrawn-does-not-slip"),
        pytest.param("[figure of slipped]", id="no-measure"),
    ],
)
def test_what_stands_for_no_figure(figures: Figures, token: str) -> None:
    assert [unknown.token for unknown in figures.unknown(token)] == [token]
    assert printed(figures, token) == token


def test_every_unknown_token_is_told(figures: Figures) -> None:
    unknown = figures.unknown("[areas] [one] [[two]] [three]")
    assert [each.token for each in unknown] == ["[one]", "[three]"]


@pytest.mark.parametrize(
    ("below", "token", "figure"),
    [
        (0, "[areas below]", "no areas"),
        (1, "[Areas below]", "One area"),
        (2, "[areas below]", "two areas"),
        (21, "[areas below]", "twenty-one areas"),
    ],
)
def test_areas_below(figures: Figures, below: int, token: str, figure: str) -> None:
    assert printed(figures, token, below) == figure
    assert list(figures.unknown(token, below)) == []


_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
_TENS = {30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty"}


@pytest.mark.parametrize(
    ("count", "words"),
    [
        *enumerate(_WORDS),
        *_TENS.items(),
        (21, "twenty-one"),
        (29, "twenty-nine"),
        (42, "forty-two"),
        (90, "ninety"),
        (99, "ninety-nine"),
        (100, "100"),
        (120, "120"),
        (1000, "1,000"),
    ],
)
def test_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


@pytest.mark.parametrize(
    ("count", "days", "times"),
    [
        (0, "no days", "no times"),
        (1, "one day", "once"),
        (2, "two days", "twice"),
        (3, "three days", "three times"),
        (61, "sixty-one days", "sixty-one times"),
        (149, "149 days", "149 times"),
    ],
)
def test_days_and_times_in_words(count: int, days: str, times: str) -> None:
    assert (days_in_words(count), times_in_words(count)) == (days, times)


def test_no_two_counts_are_written_alike() -> None:
    written_out = [in_words(count) for count in range(121)]
    assert len(set(written_out)) == 121
    assert not any(word.isdigit() for word in written_out[:100])


def test_every_form_and_group_is_explained_to_the_author() -> None:
    lines = [line for _, told in token_guidance().sections for line in told]
    for form in FORMS:
        assert any(line.startswith(f"[{form}areas …]: ") for line in lines)
    for measure in MEASURES:
        assert any(line.startswith(f"[{measure} …]: ") for line in lines)
    for group in GROUPS:
        assert any(line.startswith(f"{group}: ") for line in lines)


def test_tokens_are_replaced_on_the_page(tmp_path: Path) -> None:
    said = tiny()
    said["summary"] = [{"kind": "Paragraph", "text": "- [Areas completed] of **[areas]** [[1]]"}]
    said["papers"] = [{"paper": "Minutes [draft] of [areas]"}]  # no token: what is cited stays
    text = paragraphs(built(written(tmp_path, said)))
    assert "One area of two areas [1]" in text
    assert "Minutes [draft] of [areas]" in text


def test_an_unknown_token_is_a_problem_at_its_cell(tmp_path: Path) -> None:
    said = tiny()
    said["summary"].append({"kind": "Paragraph", "text": "There are [areas\ncompleted]."})
    said["implications"][1]["text"] = "Of [areas], none: [areas below]."
    problems = found(written(tmp_path, said))
    assert [place for place in problems if place[2] == "unknown-token"] == [
        ("1 Summary", "B7", "unknown-token"),
        ("5 Implications", "B7", "unknown-token"),
    ]
