"""What has changed since the last report: worked out from records, or from the register alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from reports import completed, recorded, reported, tiny, tiny_return, written

from report_builder import pipeline, selection, since
from report_builder.figures import Figures
from report_builder.merged import Merged
from report_builder.record import Record, ReportedArea
from report_builder.report.compose import compose
from report_builder.text import Run
from report_builder.workbooks.report_workbook import SUPPORTING

DUE = dt.date(2026, 12, 1)


def told(history: Sequence[Record], **said: object) -> dict[str, object]:
    """Return what is worked out for one area that is on track and due on 1 December 2026."""
    area = {
        **{"reference": "SG-02", "status": "On track", "standing": "On track", "due": DUE},
        **{"previous_status": "", "date": "", **said},
    }
    if "status" not in said:
        area["status"] = area["standing"]
    return {**area, **since.changes(area, history)}


def history(*areas: ReportedArea | None) -> list[Record]:
    """Return records that each have one of ``areas``, the oldest first; ``None`` is without it."""
    return [recorded(each or completed("SG-99")) for each in areas]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ("On track", "Completed", "Newly completed"),
        ("Overdue", "Completed", "Newly completed"),
        ("No longer required", "Completed", "Newly completed"),
        ("Completed", "Completed", "Completed before"),
        ("On track", "No longer required", "Newly no longer required"),
        ("No longer required", "No longer required", "No longer required before"),
        ("Not started", "On track", "Still open"),
        ("On track", "Overdue", "Still open"),
        ("Completed", "On track", "Reopened"),
        ("Completed", "Overdue", "Reopened"),
        ("No longer required", "Not started", "Reopened"),
        ("On track", "Not reported", ""),
        ("Completed", "Not reported", ""),
    ],
)
def test_what_has_become_of_an_area(before: str, now: str, change: str) -> None:
    from_record = told(history(reported(standing=before)), standing=now)
    assert (from_record["change"], from_record["previous_status"]) == (change, before)
    from_register = told([], standing=now, previous_status=before)
    assert (from_register["change"], from_register["previous_status"]) == (change, before)


def test_nothing_is_said_where_nothing_is_known() -> None:
    area = told([])
    assert (area["change"], area["slipped"], area["unchanged"]) == ("", "No", "No")


def test_an_area_that_the_last_report_did_not_have_is_told_so() -> None:
    assert told(history(None))["change"] == "Not in the last report"
    withdrawn = reported(withdrawn_reason="SG-03 replaces it.")
    assert told(history(withdrawn))["change"] == "Not in the last report"


def test_the_record_decides_and_not_what_was_typed() -> None:
    area = told(history(reported(standing="At risk")), previous_status="Completed")
    assert (area["previous_status"], area["change"]) == ("At risk", "Still open")


def test_an_area_is_known_by_its_reference_in_any_case() -> None:
    assert told(history(reported("sg-02")))["change"] == "Still open"


@pytest.mark.parametrize(
    ("dues", "slipped", "days", "times"),
    [
        pytest.param([DUE], "No", 0, 0, id="kept"),
        pytest.param([dt.date(2027, 1, 1)], "No", 0, 0, id="brought forward"),
        pytest.param([None], "No", 0, 0, id="not known before"),
        pytest.param([dt.date(2026, 11, 1)], "Yes", 30, 1, id="once"),
        pytest.param([dt.date(2026, 10, 1), dt.date(2026, 11, 1)], "Yes", 30, 2, id="twice"),
        pytest.param([dt.date(2026, 10, 1), DUE], "No", 0, 1, id="before, not now"),
    ],
)
def test_how_far_and_how_often_a_date_has_slipped(
    dues: list[dt.date | None], slipped: str, days: int, times: int
) -> None:
    area = told(history(*(reported(due=due) for due in dues)))
    assert (area["slipped"], area["days_slipped"], area["times_slipped"]) == (slipped, days, times)


def test_slips_are_counted_as_far_back_as_the_area_was_open() -> None:
    then = [
        reported(due=dt.date(2026, 3, 1)),
        reported(due=dt.date(2026, 4, 1)),
        completed("SG-02"),
        reported(due=dt.date(2026, 11, 1)),
    ]
    assert told(history(*then))["times_slipped"] == 1


def test_a_closed_area_has_not_slipped() -> None:
    area = told(history(reported(due=dt.date(2026, 11, 1))), standing="Completed")
    assert (area["slipped"], area["times_slipped"]) == ("No", 0)


@pytest.mark.parametrize(
    ("then", "unchanged"),
    [
        pytest.param([reported(), reported()], "Yes", id="twice the same"),
        pytest.param([reported()], "No", id="one report is not two"),
        pytest.param([reported(status="At risk"), reported()], "No", id="another status"),
        pytest.param([reported(due=None), reported()], "No", id="another date"),
        pytest.param([None, reported()], "No", id="new in the last"),
        pytest.param([reported(), reported(), reported()], "Yes", id="three times"),
    ],
)
def test_what_is_unchanged_for_two_reports(then: list[ReportedArea | None], unchanged: str) -> None:
    assert told(history(*then))["unchanged"] == unchanged


def test_an_overdue_area_of_the_same_status_and_date_is_unchanged() -> None:
    same = reported(standing="Overdue", due=dt.date(2026, 5, 1))
    area = told(history(same, same), status="On track", standing="Overdue", due=dt.date(2026, 5, 1))
    assert area["unchanged"] == "Yes"


def test_the_day_of_completion_is_the_one_that_is_said_else_the_last_reports() -> None:
    before = history(completed("SG-02"))
    assert told(before, standing="Completed")["completed_on"] == dt.date(2026, 2, 2)
    assert told(before, standing="Completed", date=DUE)["completed_on"] == DUE
    assert told([], standing="Completed")["completed_on"] == ""
    assert told(before, standing="On track", date=DUE)["completed_on"] == ""


# What reads these columns: figures, the filter of section 3, names for the template


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    """SG-01 is newly completed, SG-02 has slipped by 30 days; SG-03 and SG-04 are withdrawn."""
    report = tiny()
    for reference in ("SG-03", "SG-04"):
        report["register"].append(
            {
                **report["register"][1],
                "reference": reference,
                "withdrawn_reason": "SG-02 has taken its place",
            }
        )
    before = recorded(
        reported("SG-01"), reported(due=dt.date(2026, 11, 1)), reported("SG-03"), reported("SG-04")
    )
    folder = written(tmp_path_factory.mktemp("since"), report, history=[before])
    merged = pipeline.check(folder).merged
    assert merged is not None
    return merged


@pytest.mark.parametrize(
    ("token", "figure"),
    [
        ("[areas]", "two areas"),
        ("[areas newly completed]", "one area"),
        ("[areas newly completed immediately in Safeguarding led by Early Help]", "one area"),
        ("[areas newly completed within three months only]", "no areas"),
        ("[areas still open]", "one area"),
        ("[areas slipped]", "one area"),
        ("[areas reopened]", "no areas"),
        ("[areas not in the last report]", "no areas"),
        ("[areas unchanged for two reports]", "no areas"),
        ("[areas withdrawn]", "two areas"),
        ("[areas withdrawn in Safeguarding]", "two areas"),
        ("[Figure of areas withdrawn]", "2"),
        ("[days slipped]", "thirty days"),
        ("[Days slipped at most]", "Thirty days"),
        ("[number of days slipped]", "thirty"),
        ("[figure of days slipped at most]", "30"),
        ("[times slipped]", "once"),
        ("[times slipped at most]", "once"),
        ("[figure of times slipped]", "1"),
        ("[days slipped within three months in Safeguarding led by Early Help]", "thirty days"),
        ("[days slipped on track in Safeguarding]", "thirty days"),
        ("[days slipped at most at risk]", "no days"),
        ("[days slipped at most immediately]", "no days"),
        ("[times slipped completed]", "no times"),
    ],
)
def test_figures_tell_what_has_changed(merged: Merged, token: str, figure: str) -> None:
    assert Figures(merged).replaced((Run(token),)) == (Run(figure),)


def test_days_and_times_are_those_of_the_areas_that_have_slipped(tmp_path: Path) -> None:
    """SG-02 slips by 10 and then 20 days, SG-03 by 5; SG-04 has slipped before, and not now."""
    report, told = tiny(), tiny_return()
    for reference in ("SG-03", "SG-04"):
        report["register"].append({**report["register"][1], "reference": reference})
        told["actions"].append({**told["actions"][1], "reference": reference})
    first = {"SG-02": dt.date(2026, 11, 1), "SG-03": DUE, "SG-04": dt.date(2026, 10, 1)}
    second = {"SG-02": dt.date(2026, 11, 11), "SG-03": dt.date(2026, 11, 26), "SG-04": DUE}
    before = [
        recorded(
            completed(),
            *(reported(name, due=day) for name, day in dues.items()),
            report=f"as at {as_at}",
            as_at=as_at,
        )
        for dues, as_at in ((first, dt.date(2026, 2, 28)), (second, dt.date(2026, 5, 31)))
    ]
    merged = pipeline.check(written(tmp_path, report, told, history=before)).merged
    assert merged is not None
    text = (
        "[Areas slipped] slipped: [days slipped] in all, the longest by [days slipped at most]; "
        "[times slipped], one of them [times slipped at most]."
    )
    [run] = Figures(merged).replaced((Run(text),))
    assert run.text == (
        "Two areas slipped: twenty-five days in all, the longest by twenty days; "
        "three times, one of them twice."
    )


def test_a_figure_of_slips_asks_for_a_last_report(tmp_path: Path) -> None:
    report = tiny()
    report["summary"][0]["text"] = "There are [areas]; [days slipped], [times slipped at most]."
    problems = pipeline.check(written(tmp_path / "first", report)).problems
    asked = [each.value for each in problems if each.code == "last-report-not-known"]
    assert asked == ["[days slipped]", "[times slipped at most]"]
    known = pipeline.check(written(tmp_path / "second", report, history=[recorded()])).problems
    assert "last-report-not-known" not in [each.code for each in known]


# What section 3 prints of a slip


def below_the_wording(folder: Path, due: dt.date | None, **more: object) -> list[str]:
    """Return what section 3 prints of SG-02, due on 1 December, if it was due on ``due`` before."""
    report, told = tiny(), tiny_return()
    report["supporting"][2].update(references="SG-02", **more)
    told["actions"][1]["mitigation"] = "Two people more."
    history = [recorded(completed(), reported(due=due))] if due else []
    merged = pipeline.check(written(folder, report, told, history=history)).merged
    assert merged is not None
    blocks = compose(merged, draft=False).supporting
    return [str(each.text) for each in blocks if each.kind == "sub_numbered"]


PROGRESS, MITIGATION = "Half of the plans have been reviewed.", "Mitigation: Two people more."


@pytest.mark.parametrize(
    ("due", "said"),
    [
        pytest.param(None, "", id="silent: a first report"),
        pytest.param(DUE, "", id="silent: the same date"),
        pytest.param(dt.date(2026, 12, 2), "", id="silent: brought forward"),
        pytest.param(dt.date(2026, 11, 30), "one day", id="a day"),
        pytest.param(dt.date(2026, 10, 1), "sixty-one days", id="days"),
        pytest.param(dt.date(2026, 7, 1), "153 days", id="many days"),
    ],
)
def test_section_3_says_between_progress_and_mitigation_that_an_area_has_slipped(
    due: dt.date | None, said: str, tmp_path: Path
) -> None:
    line = f"Due date: 1 December 2026, {said} later than the last report said."
    expected = [PROGRESS, line, MITIGATION] if said else [PROGRESS, MITIGATION]
    assert below_the_wording(tmp_path, due) == expected


def test_a_slip_is_printed_with_the_progress_and_not_with_the_wording_only(tmp_path: Path) -> None:
    slipped = dt.date(2026, 11, 30)
    line = "Due date: 1 December 2026, one day later than the last report said."
    progress = below_the_wording(tmp_path / "progress", slipped, show="Wording and progress")
    assert progress == [PROGRESS, line]
    assert below_the_wording(tmp_path / "wording", slipped, show="Wording only") == []


@pytest.mark.parametrize(
    ("revised", "sheet", "column"),
    [
        pytest.param(dt.date(2027, 1, 15), "Actions", "revised_date", id="revised"),
        pytest.param(None, "Actions", "date", id="first expected"),
    ],
)
def test_a_printed_slip_knows_the_cell_of_its_date(
    revised: dt.date | None, sheet: str, column: str, tmp_path: Path
) -> None:
    told = tiny_return()
    told["actions"][1]["revised_date"] = revised
    before = recorded(completed(), reported(due=dt.date(2026, 11, 1)))
    merged = pipeline.check(written(tmp_path, None, told, history=[before])).merged
    assert merged is not None
    [line] = [
        block.text
        for block in compose(merged, draft=False).supporting
        if str(block.text).startswith("Due date: ")
    ]
    assert line.source == merged.area_cell(1, column)
    assert line.source is not None
    assert line.source.sheet == sheet


def test_the_date_of_an_area_without_one_is_that_of_its_timescale(tmp_path: Path) -> None:
    told = tiny_return()
    told["actions"][1]["date"] = None
    before = recorded(completed(), reported(due=dt.date(2026, 4, 1)))
    merged = pipeline.check(written(tmp_path, None, told, history=[before])).merged
    assert merged is not None
    assert merged.due_cell(1) == merged.area_cell(1, "timescale")
    assert merged.due_cell(1).sheet == "Register"


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("", ["SG-01", "SG-02"]),
        ("Newly completed", ["SG-01"]),
        ("Still open", ["SG-02"]),
        ("Slipped", ["SG-02"]),
        ("Reopened", []),
    ],
)
def test_section_3_chooses_by_the_same_words(merged: Merged, words: str, chosen: list[str]) -> None:
    row = {field.name: "" for field in SUPPORTING.fields} | {"since": words}
    areas = selection.areas_of(merged, row)
    assert [merged.areas[at]["reference"] for at in areas] == chosen


def test_the_template_can_name_what_has_become_of_an_area(merged: Merged) -> None:
    report = compose(merged, draft=False)
    done, late = (timescale.areas[0] for part in report.parts for timescale in part.timescales)
    assert (done.since, done.previous_status) == ("Newly completed", "On track")
    assert (done.days_slipped, done.times_slipped) == (0, 0)
    assert (late.since, late.days_slipped, late.times_slipped) == ("Still open", 30, 1)
    assert report.last_as_at == "31 May 2026"


def test_a_withdrawn_area_stands_apart_with_its_reason(merged: Merged) -> None:
    first, second = compose(merged, draft=False).withdrawn_areas
    assert (first.reference, second.reference) == ("SG-03", "SG-04")
    assert str(first.wording) == "ensure that plans are reviewed."
    assert str(first.reason) == "SG-02 has taken its place."
    assert first.reason.source is not None
    assert first.reason.source.sheet == "Register"
