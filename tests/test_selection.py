"""Section 3's choices: which areas and which narrative a row prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from reports import found
from wide_report import (
    HELP,
    HELP_AND_CARE,
    LAC,
    SERVICES,
    SIX,
    THREE,
    merged_from,
    wide,
    wide_folder,
    wide_returns,
)

from report_builder.merged import Merged
from report_builder.selection import (
    areas_of,
    counts_below,
    narrative_of,
    printed_fields,
    references_of,
)
from report_builder.workbooks.report_workbook import SUPPORTING

ALL = ["A1", "A2", "A3", "A4", "B1", "B2", "B3"]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    early_help, early_help_and_care = wide_returns()
    early_help_and_care["narrative"] = [  # the first file by name
        {"heading": "Training", "kind": "Paragraph", "text": "a"},
        {"heading": "", "kind": "Bullet", "text": "b"},
        {"heading": "Audit", "kind": "Paragraph", "text": "c"},
    ]
    early_help["narrative"] = [
        {"heading": "", "kind": "Paragraph", "text": "d"},
        {"heading": "training ", "kind": "Paragraph", "text": "e"},
    ]
    folder = tmp_path_factory.mktemp("wide")
    return merged_from(wide_folder(folder, wide(), early_help, early_help_and_care))


def row(**said: str) -> dict[str, str]:
    return {field.name: "" for field in SUPPORTING.fields} | said


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        pytest.param({}, ALL, id="no-filter"),
        pytest.param({"carried_forward": "Yes"}, ["A2", "A3", "B2"], id="carried-forward"),
        pytest.param({"carried_forward": "No"}, ["A1", "A4", "B1", "B3"], id="not-carried-forward"),
        pytest.param({"part": SERVICES}, ["A1", "A2", "A3", "A4"], id="part-is-the-whole-name"),
        pytest.param({"part": LAC.upper()}, ["B1", "B2", "B3"], id="part-in-capitals"),
        pytest.param({"timescale": THREE}, ["A2", "A3"], id="timescale-means-that-one-only"),
        pytest.param({"status": "Completed"}, ["A1", "B3"], id="status"),
        pytest.param({"status": "On track"}, ["A2"], id="overdue-is-not-on-track"),
        pytest.param({"status": "Overdue"}, ["A4"], id="overdue"),
        pytest.param({"service": HELP}, ["A1", "A2", "B1", "B3"], id="service-is-the-whole-name"),
        pytest.param({"references": "B3, a2"}, ["A2", "B3"], id="references-in-register-order"),
        pytest.param({"references": "A1\nA2;A9"}, ["A1", "A2"], id="other-separators"),
        pytest.param({"references": "A"}, [], id="a-piece-of-a-reference-is-none"),
        pytest.param({"part": LAC, "timescale": SIX}, ["B2", "B3"], id="all-filters-together"),
        pytest.param(
            {"part": LAC, "timescale": SIX, "service": HELP_AND_CARE, "references": "B2,B3"},
            ["B2"],
            id="all-filters-and-references",
        ),
        pytest.param({"part": LAC, "timescale": THREE}, [], id="nothing-fits"),
        pytest.param({"part": "Moon"}, [], id="no-such-part"),
    ],
)
def test_areas_of(merged: Merged, filters: dict[str, str], chosen: list[str]) -> None:
    found_areas = areas_of(merged, row(kind="Areas", **filters))
    assert [merged.areas[at]["reference"] for at in found_areas] == chosen


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("SG-01", ["SG-01"]),
        (" SG-01 ,SG-02;SG 03\nSG-04,, ", ["SG-01", "SG-02", "SG 03", "SG-04"]),
    ],
)
def test_references_of(typed: str, expected: list[str]) -> None:
    assert references_of(row(references=typed)) == expected


@pytest.mark.parametrize(
    ("show", "fields"),
    [
        ("", ("reopened_reason", "progress", "mitigation", "impact", "evidence")),
        ("Everything", ("reopened_reason", "progress", "mitigation", "impact", "evidence")),
        ("Wording and progress", ("reopened_reason", "progress")),
        ("Wording only", ()),
    ],
)
def test_printed_fields(show: str, fields: tuple[str, ...]) -> None:
    assert printed_fields(row(show=show)) == fields


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        pytest.param({}, "deabc", id="all-services-all-headings"),
        pytest.param({"service": HELP_AND_CARE}, "abc", id="service"),
        pytest.param({"service": HELP}, "de", id="other-service"),
        pytest.param({"text": "Training"}, "eab", id="heading-of-both-filled-down"),
        pytest.param({"text": "AUDIT", "service": HELP_AND_CARE}, "c", id="heading-in-capitals"),
        pytest.param({"text": "Audit", "service": HELP}, "", id="nothing-fits"),
        pytest.param({"text": "Train"}, "", id="a-piece-of-a-heading-is-none"),
    ],
)
def test_narrative_of(merged: Merged, filters: dict[str, str], texts: str) -> None:
    narrative = narrative_of(merged, row(kind="Narrative", **filters))
    assert [told["text"] for _, told in narrative] == list(texts)


def test_narrative_headings_do_not_run_on_into_the_next_return(merged: Merged) -> None:
    narrative = narrative_of(merged, row(kind="Narrative"))
    headings = {told["text"]: told["heading"] for _, told in narrative}
    assert headings == {"a": "Training", "b": "Training", "c": "Audit", "d": "", "e": "training "}


def test_counts_below(tmp_path: Path) -> None:
    said = wide()
    said["supporting"] = [
        {"kind": "Heading", "text": "Done, [areas below]"},
        {"kind": "Numbered paragraph", "text": "[Areas below]:"},
        {"kind": "Areas", "status": "Completed"},
        {"kind": "Areas", "part": LAC, "timescale": THREE},
        {"kind": "Paragraph", "text": "[Areas below] in time:"},
        {"kind": "Narrative"},
        {"kind": "Areas", "timescale": SIX},
        {"kind": "Paragraph", "text": "The end of [areas below]."},
    ]
    folder = wide_folder(tmp_path, said)
    assert counts_below(merged_from(folder)) == {0: 2, 1: 2, 4: 3, 5: 3}
    assert [place for place in found(folder) if place[2] == "unknown-token"] == [
        ("3 Supporting information", "B13", "unknown-token")
    ]
