"""A first report, its update and the final one, as a user makes them, each from the one before."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import make_samples
import pytest
from docx.oxml.ns import qn
from filling_in import fill_in, seen

from report_builder import pipeline, record
from report_builder.figures import in_words
from report_builder.folder import ReportFolder
from report_builder.workbooks.report_workbook import REGISTER, REPORT_WORKBOOK
from report_builder.workbooks.standard_return import ACTIONS, STANDARD_RETURN

TEXTS = make_samples.HERE / "further_update"
SAMPLE = tomllib.loads((TEXTS / "report.toml").read_text(encoding="utf-8"))
RETURNS = [
    tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))
    for name in ("safeguarding.toml", "looked_after_children.toml")
]
SAFEGUARDING, LOOKED_AFTER = (told["return"]["service"] for told in RETURNS)
SAID = {row["reference"]: row for told in RETURNS for row in told["actions"]}
FILES = {service: f"{service}.xlsx" for service in (SAFEGUARDING, LOOKED_AFTER)}

Row = dict[str, Any]

FIGURES = {
    "All": "[figure of areas]",
    "In Safeguarding": "[figure of areas in Safeguarding]",
    "Completed": "[figure of areas completed]",
    "In progress": "[figure of areas on track]",
    "At risk": "[figure of areas at risk]",
    "Overdue": "[figure of areas overdue]",
    "Not completed": "[figure of areas not completed]",
}
SINCE = {
    "Newly completed": "[figure of areas newly completed]",
    "Newly completed in Safeguarding": "[figure of areas newly completed in Safeguarding]",
    "Still open": "[figure of areas still open]",
    "Reopened": "[figure of areas reopened]",
    "New": "[figure of areas not in the last report]",
    "Slipped": "[figure of areas slipped]",
    "Slipped in Safeguarding": "[figure of areas slipped in Safeguarding]",
    "Days slipped": "[figure of days slipped]",
    "Longest slip": "[figure of days slipped at most]",
    "Longest slip in Safeguarding": "[figure of days slipped at most in Safeguarding]",
    "Longest slip within three months": "[figure of days slipped at most within three months]",
    "Longest slip of the service": f"[figure of days slipped at most led by {SAFEGUARDING}]",
    "Times slipped": "[figure of times slipped]",
    "Most often slipped": "[figure of times slipped at most]",
    "Unchanged": "[figure of areas unchanged for two reports]",
    "Withdrawn": "[figure of areas withdrawn]",
}
IN_PROSE = (
    "[Areas slipped] slipped, the longest by [days slipped at most]; no area has slipped more "
    "often than [times slipped at most]."
)


def is_open(reference: str, date: dt.date, progress: str, **more: object) -> Row:
    status = {"status": "On track", "date": date, "progress": progress, "further_work": "Yes"}
    return {"reference": reference, **status, **more}


def is_completed(reference: str, date: dt.date | None = None, **more: object) -> Row:
    known = SAID[reference]
    date = date or known["date"]
    closed = {"status": "Completed", "date": date, "further_work": "No"}
    return {"reference": reference, **closed, "evidence": known["evidence"], **more}


def is_still_completed(reference: str) -> Row:
    """Return the answers that are needed of an area that was completed before."""
    return {"reference": reference, "status": "Completed", "further_work": "No"}


OPEN_AT_FIRST = ("SG-08", "SG-09", "SG-10", "SG-11", "LC-04", "LC-05")
LONG = dt.date(2027, 1, 29)


def first_answers() -> dict[str, Row]:
    begun = {
        each: is_open(each, SAID[each]["date"], f"The work on {each} has begun.")
        for each in OPEN_AT_FIRST
    }
    begun["SG-11"]["date"] = LONG
    return {reference: begun.get(reference, is_completed(reference)) for reference in SAID}


def second_answers() -> dict[str, Row]:
    answers = {reference: is_still_completed(reference) for reference in SAID}
    answers |= {reference: is_completed(reference) for reference in ("SG-08", "LC-04")}
    answers["SG-05"] = is_open(
        "SG-05",
        dt.date(2026, 10, 31),
        "The records of two teams are written up again.",
        reopened_reason="An audit in July found that two teams had fallen behind.",
    )
    answers["SG-08"]["progress"] = "Midwives and social workers plan together."
    answers["LC-04"]["progress"] = "Nobody lives in bed and breakfast accommodation."
    answers["SG-09"] = is_open(
        *("SG-09", SAID["SG-09"]["date"], "Half of the reviews consider it."),
        status="At risk",
        revised_date=dt.date(2026, 9, 30),
        mitigation="Two reviewing officers have joined.",
    )
    answers["SG-10"] = is_open("SG-10", SAID["SG-10"]["date"], "The strategy is with partners.")
    answers["SG-11"] = is_open("SG-11", LONG, "Interpreters have been found.")
    answers["LC-05"] = is_open(
        *("LC-05", SAID["LC-05"]["date"], "Most plans are written together."),
        revised_date=dt.date(2026, 10, 30),
    )
    answers["SG-12"] = is_open("SG-12", dt.date(2026, 11, 30), "A working group has met.")
    return answers


def third_answers() -> dict[str, Row]:
    answers = second_answers()
    del answers["SG-12"]
    for reference, day in (
        ("SG-05", dt.date(2026, 10, 31)),
        ("SG-10", dt.date(2026, 12, 4)),
        ("LC-05", dt.date(2026, 10, 30)),
    ):
        done = is_completed(reference, day, progress=f"All of {reference} is done.")
        answers[reference] = done
    answers |= {reference: is_still_completed(reference) for reference in ("SG-08", "LC-04")}
    answers["SG-09"] |= {
        "revised_date": dt.date(2027, 2, 26),
        "progress": "Nine reviews in ten consider it.",
    }
    answers["SG-11"]["progress"] = "Letters are sent in nine languages."
    return answers


@dataclass(frozen=True)
class Cycle:
    name: str
    title: str
    as_at: dt.date
    answers: dict[str, Row]
    figures: dict[str, str]
    leads: dict[str, str]


MOVED = {"SG-10": LOOKED_AFTER}
LEADS = {row["reference"]: row["lead_service"] for row in SAMPLE["register"]}
CYCLES = (
    Cycle("first", "First update", dt.date(2026, 5, 31), first_answers(), FIGURES, LEADS),
    Cycle(
        *("second", "Further update", dt.date(2026, 8, 31), second_answers(), FIGURES | SINCE),
        LEADS | MOVED | {"SG-12": SAFEGUARDING},
    ),
    Cycle(
        *("third", "Final update", dt.date(2026, 12, 31), third_answers(), FIGURES | SINCE),
        LEADS | MOVED,
    ),
)
NEW_AREA = {
    "reference": "SG-12",
    "part": "Safeguarding",
    "timescale": "Within three months",
    "wording": "ensure that children who are educated at home are seen at least once a year",
    "lead_service": SAFEGUARDING,
    "carried_forward": "No",
}


def to_write_anew(cycle: Cycle) -> dict[str, Any]:
    """Return what the author writes into every report."""
    as_at = cycle.as_at
    rows = [{"kind": "Heading", "text": "Areas carried forward"}] if cycle.name != "first" else []
    if rows:
        rows += [
            {"kind": "Numbered paragraph", "text": "[Areas below] carried forward:"},
            {"kind": "Areas", "carried_forward": "Yes"},
            {"kind": "Heading", "text": "What has been completed since"},
            {"kind": "Numbered paragraph", "text": "[Areas below] completed:"},
            {"kind": "Areas", "carried_forward": None, "since": "Newly completed"},
        ]
    rows += [
        {"kind": "Heading", "text": "All areas"},
        {"kind": "Numbered paragraph", "text": "[Areas below] in all:"},
        {"kind": "Areas", "show": "Wording and progress"},
        {"kind": "Heading", "text": "Options considered"},
        {"kind": "Paragraph", "text": "To say nothing was rejected."},
    ]
    return {
        "cover": {
            "title": f"{cycle.title} on action after the inspection",
            "version": 1,
            "as_at": as_at,
            "decision_date": as_at + dt.timedelta(days=60),
            "returns_due": as_at + dt.timedelta(days=4),
        },
        "meetings": [
            {"body": "Scrutiny Commission", "date": as_at + dt.timedelta(days=40), "public": "Yes"},
            {"body": "Lead Member Briefing", "date": as_at + dt.timedelta(days=20), "public": None},
        ],
        "summary": [
            {"kind": "Numbered paragraph", "text": f"{name}: {token}."}
            for name, token in cycle.figures.items()
        ]
        + [{"kind": "Numbered paragraph", "text": IN_PROSE}] * (cycle.name != "first"),
        "recommendations": [{"kind": "Numbered paragraph", "text": "To note the report."}],
        "supporting": rows,
        "scrutiny": [{"kind": "Paragraph", "text": "The Commission considers it twice a year."}],
        "implications": [
            {
                "implication": row["implication"],
                "text": "There are none, because nothing is spent.",
                "signatory": row["signatory"],
                "job_title": row["job_title"],
                "date": as_at + dt.timedelta(days=10),
            }
            for row in SAMPLE["implications"]
        ],
        "papers": [{"paper": "Improvement plan, Wexcombe City Council, 2026."}],
        "appendices": [{"title": "Areas for improvement from the inspection"}],
        "decision": SAMPLE["decision"],
    }


def run(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "report_builder", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fill_in_returns(folder: ReportFolder, cycle: Cycle) -> None:
    for told in RETURNS:
        service = told["return"]["service"]
        actions = [row for name, row in cycle.answers.items() if cycle.leads[name] == service]
        own = {key: told["return"][key] for key in ("sign_off_name",)}
        dates = {"as_at": cycle.as_at, "sign_off_date": cycle.as_at + dt.timedelta(days=3)}
        fill_in(
            folder.returns / FILES[service],
            STANDARD_RETURN,
            {"return": own | dates, "actions": actions},
        )


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ReportFolder]:
    """The three report folders; each has been made, issued, filled in, checked and built."""
    base = tmp_path_factory.mktemp("cycles")
    made = {}
    for cycle, last in zip(CYCLES, (None, *CYCLES), strict=False):
        said = to_write_anew(cycle)
        if last is None:
            run("new", cycle.name, cwd=base)
            constant = ("services", "parts", "timescales", "register")
            said["cover"] = SAMPLE["cover"] | said["cover"]
            said |= {name: SAMPLE[name] for name in constant}
            said["settings"] = {"progress_at_a_glance": "Yes"}  # goes on from report to report
            said["register"] = [{**row, "carried_forward": "No"} for row in said["register"]]
        else:
            run("next", "--folder", last.name, cycle.name, cwd=base)
        if cycle.name == "second":
            said["register"] = [{"reference": "SG-10", "lead_service": LOOKED_AFTER}, NEW_AREA]
        if cycle.name == "third":
            said["register"] = [
                {"reference": "SG-12", "withdrawn_reason": "The law asks for it now"}
            ]
        folder = ReportFolder(base / cycle.name)
        fill_in(folder.report_workbook, REPORT_WORKBOOK, said)
        run("issue", cwd=folder.root)
        fill_in_returns(folder, cycle)
        run("check", cwd=folder.root)
        run("build", cwd=folder.root)
        made[cycle.name] = folder
    return made


@dataclass(frozen=True)
class Printed:
    """What a reader finds in a Word file: figures by name, markers and parts by wording.

    ``below`` has, for each list of section 3, how many areas it says there are, and how many are.
    ``slips`` has what the list of all areas says of those that have slipped: the due date, by how
    many days it is later, and how often it has slipped.
    """

    figures: dict[str, int]
    markers: dict[str, str]
    parts: dict[str, str]
    below: list[tuple[int, int]]
    slips: dict[str, tuple[str, int, int]]
    table: list[str]
    chart: str
    text: str


def printed(folder: ReportFolder) -> Printed:
    (path,) = folder.output.glob("*.docx")
    document = docx.Document(str(path))
    figures, markers, parts, below, slips = {}, {}, {}, [], {}
    part, in_appendix, counted, heading, area = "", False, None, "", ""
    for paragraph in document.paragraphs:
        text, style = paragraph.text, paragraph.style.name
        if style == "Heading 1":
            in_appendix = text.startswith("Appendix 1 ")
        if match := re.fullmatch(r"([\w ]+): (\d+)\.", text):
            figures[match[1]] = int(match[2])
        if match := re.match(r"(\w+(?:-\w+)?) areas? .*:$", text):
            counted = [_number(match[1]), 0]
            below.append(counted)
        if style == "Area for Improvement" and counted:
            counted[1] += 1
            area = text
        if style == "Heading 2":
            heading = text
        if heading == "All areas" and (match := SLIP.fullmatch(text)):
            times = 1 if match["times"] is None else _times(match["times"])
            slips[area] = (match["due"], _number(match["days"]), times)
        if in_appendix and style == "Heading 2":
            part = text
        # A marker is not parted at the end of a line, neither from the wording nor in itself.
        marked = re.fullmatch(r"(.*?)\u00a0([A-Z]+(?:\u00a0[A-Z]+)*)", text)
        if in_appendix and style == "List Bullet" and marked:
            markers[marked[1]], parts[marked[1]] = marked[2].replace("\u00a0", " "), part
    [table] = document.tables
    [picture] = document.element.body.iter(qn("wp:docPr"))
    return Printed(
        *(figures, markers, parts, [(said, found) for said, found in below], slips),
        [cell.text for cell in table.rows[-1].cells],
        str(picture.get("descr")),
        "\n".join(each.text for each in document.paragraphs),
    )


SLIP = re.compile(
    r"Due date: (?P<due>\d+ \w+ \d{4}), (?P<days>[\w-]+) days? later than the last report said"
    r"(?:; it has slipped (?P<times>[\w ]+) in all)?\."
)


def _number(words: str) -> int:
    return next(count for count in range(1000) if in_words(count) == words.lower())


def _times(words: str) -> int:
    return {"twice": 2, "three times": 3}[words]


def test_the_lead_member_is_told_what_has_changed(
    folders: dict[str, ReportFolder], tmp_path: Path
) -> None:
    told = {
        (old, new): pipeline.compare(folders[old].root, folders[new].root, tmp_path).comparison
        for old, new in (("first", "second"), ("second", "third"))
    }
    second = told["first", "second"]
    assert second.heading == "What has changed since the report of 31 May 2026"
    assert second.summary == (
        "Two areas have been completed since the report of 31 May 2026: SG-08 and LC-04.",
        "One area that was closed is open again: SG-05.",
        "One area has become overdue: SG-10.",
        "One area is at risk now: SG-09.",
        "One area was added: SG-12.",
        "Two areas are due later than they were: SG-09 and LC-05.",
        "What the services say of seven areas has changed: SG-05, SG-08, SG-09, SG-10, SG-11, "
        "LC-04 and LC-05.",
        "Ten areas are as they were.",
    )
    third = told["second", "third"]
    assert "One area was withdrawn: SG-12." in third.summary
    assert [figure.then for figure in third.figures] == [figure.now for figure in second.figures]


@pytest.fixture(scope="module")
def read(folders: dict[str, ReportFolder]) -> dict[str, Printed]:
    return {name: printed(folder) for name, folder in folders.items()}


@pytest.mark.parametrize("name", [cycle.name for cycle in CYCLES])
def test_the_figures_in_the_prose_are_those_of_appendix_1(
    read: dict[str, Printed], name: str
) -> None:
    report = read[name]
    markers = Counter(report.markers.values())
    assert report.figures["All"] == len(report.markers)
    assert report.figures["In Safeguarding"] == list(report.parts.values()).count("Safeguarding")
    assert report.figures["Completed"] == markers["COMPLETED"]
    assert report.figures["In progress"] == markers["IN PROGRESS"]
    assert report.figures["At risk"] == markers["AT RISK"]
    assert report.figures["Overdue"] == markers["OVERDUE"]
    assert report.figures["Not completed"] == len(report.markers) - markers["COMPLETED"]


@pytest.mark.parametrize("name", [cycle.name for cycle in CYCLES])
def test_table_and_chart_at_a_glance_show_the_figures_of_appendix_1(
    read: dict[str, Printed], name: str
) -> None:
    report = read[name]
    markers = Counter(report.markers.values())
    shown = ("COMPLETED", "IN PROGRESS", "AT RISK", "OVERDUE")
    counts = [markers[marker] for marker in shown]
    assert report.table[:6] == ["All parts", *map(str, [len(report.markers), *counts])]
    drawn = re.findall(r"(\d+ )?\b(completed|on track|at risk|overdue)\b", report.chart)
    words = ("completed", "on track", "at risk", "overdue")
    assert [sum(int(n or 1) for n, word in drawn if word == each) for each in words] == counts


@pytest.mark.parametrize(("before", "now"), [("first", "second"), ("second", "third")])
def test_what_has_changed_is_the_difference_between_two_printed_reports(
    read: dict[str, Printed], before: str, now: str
) -> None:
    then, report = read[before].markers, read[now]
    completed = {
        wording
        for wording, marker in report.markers.items()
        if marker == "COMPLETED" and then.get(wording) != "COMPLETED"
    }
    is_open = {wording for wording, marker in report.markers.items() if marker != "COMPLETED"}
    assert report.figures["Newly completed"] == len(completed)
    assert report.figures["Newly completed in Safeguarding"] == sum(
        report.parts[wording] == "Safeguarding" for wording in completed
    )
    assert report.figures["Reopened"] == sum(then.get(each) == "COMPLETED" for each in is_open)
    assert report.figures["New"] == len(report.markers.keys() - then.keys())
    assert report.figures["Withdrawn"] == len(then.keys() - report.markers.keys())
    assert report.figures["Still open"] == sum(
        then.get(each) not in (None, "COMPLETED") for each in is_open
    )


def test_the_figures_are_those_of_the_story(read: dict[str, Printed]) -> None:
    first, second, third = (read[cycle.name].figures for cycle in CYCLES)
    assert (first["All"], first["Completed"], first["In progress"]) == (17, 11, 6)
    assert second == {
        **{"All": 18, "In Safeguarding": 12, "Completed": 12, "Not completed": 6},
        **{"In progress": 4, "At risk": 1, "Overdue": 1},
        **{"Newly completed": 2, "Newly completed in Safeguarding": 1, "Still open": 4},
        **{"Reopened": 1, "New": 1, "Slipped": 2, "Unchanged": 0, "Withdrawn": 0},
        **{"Slipped in Safeguarding": 1, "Days slipped": 159, "Longest slip": 82},
        **{"Longest slip in Safeguarding": 82, "Longest slip within three months": 77},
        **{"Longest slip of the service": 82, "Times slipped": 2, "Most often slipped": 1},
    }
    assert third == {
        **{"All": 17, "In Safeguarding": 11, "Completed": 15, "Not completed": 2},
        **{"In progress": 1, "At risk": 1, "Overdue": 0},
        **{"Newly completed": 3, "Newly completed in Safeguarding": 2, "Still open": 2},
        **{"Reopened": 0, "New": 0, "Slipped": 1, "Unchanged": 1, "Withdrawn": 1},
        **{"Slipped in Safeguarding": 1, "Days slipped": 149, "Longest slip": 149},
        **{"Longest slip in Safeguarding": 149, "Longest slip within three months": 0},
        **{"Longest slip of the service": 149, "Times slipped": 2, "Most often slipped": 2},
    }


WORDINGS = {row["reference"]: f"{row['wording']}." for row in SAMPLE["register"]}  # as printed
TIMESCALES = {f"{row['wording']}.": row["timescale"] for row in SAMPLE["register"]}


@pytest.mark.parametrize(
    ("name", "slips"),
    [
        ("first", {}),
        (
            "second",
            {"SG-09": ("30 September 2026", 82, 1), "LC-05": ("30 October 2026", 77, 1)},
        ),
        ("third", {"SG-09": ("26 February 2027", 149, 2)}),
    ],
)
def test_section_3_says_by_how_much_and_how_often_an_area_has_slipped(
    read: dict[str, Printed], name: str, slips: dict[str, tuple[str, int, int]]
) -> None:
    assert read[name].slips == {WORDINGS[reference]: slip for reference, slip in slips.items()}


@pytest.mark.parametrize("name", ["second", "third"])
def test_the_figures_of_slips_are_those_that_section_3_prints(
    read: dict[str, Printed], name: str
) -> None:
    report = read[name]
    days = {wording: days for wording, (_, days, _) in report.slips.items()}
    times = [times for _, _, times in report.slips.values()]
    in_safeguarding = [days[each] for each in days if report.parts[each] == "Safeguarding"]
    soon = [days[each] for each in days if TIMESCALES[each] != "Within six months"]
    [cycle] = [each for each in CYCLES if each.name == name]
    led = {
        WORDINGS[each]
        for each, lead in cycle.leads.items()
        if lead == SAFEGUARDING and each in WORDINGS
    }
    figures = report.figures
    assert figures["Slipped"] == len(days)
    assert figures["Slipped in Safeguarding"] == len(in_safeguarding)
    assert figures["Days slipped"] == sum(days.values())
    assert figures["Longest slip"] == max(days.values())
    assert figures["Longest slip in Safeguarding"] == max(in_safeguarding)
    assert figures["Longest slip within three months"] == max(soon, default=0)
    assert figures["Longest slip of the service"] == max(days[each] for each in days.keys() & led)
    assert figures["Times slipped"] == sum(times)
    assert figures["Most often slipped"] == max(times)


def test_a_slip_can_be_told_in_a_sentence(read: dict[str, Printed]) -> None:
    assert (
        "One area slipped, the longest by 149 days; no area has slipped more often than twice."
    ) in read["third"].text


@pytest.mark.parametrize("name", [cycle.name for cycle in CYCLES])
def test_section_3_prints_as_many_areas_as_it_says(read: dict[str, Printed], name: str) -> None:
    below = read[name].below
    assert len(below) == (1 if name == "first" else 3)
    assert all(said == found for said, found in below)


def test_an_update_prints_why_an_area_is_open_again_and_what_is_withdrawn(
    read: dict[str, Printed],
) -> None:
    reason = "Why it is open again: An audit in July found that two teams had fallen behind."
    assert reason in read["second"].text
    assert "Areas withdrawn" not in read["second"].text
    assert "Areas withdrawn since the last report" in read["third"].text
    assert "seen at least once a year. The law asks for it now." in read["third"].text


def test_a_return_shows_last_time_beside_this_time(folders: dict[str, ReportFolder]) -> None:
    row = seen(folders["second"].returns / FILES[SAFEGUARDING], ACTIONS, "SG-09")
    assert row["previous_status"] == "On track"
    assert row["previous_date"].date() == SAID["SG-09"]["date"]
    assert row["previous_progress"] == "The work on SG-09 has begun."
    new = seen(folders["second"].returns / FILES[SAFEGUARDING], ACTIONS, "SG-12")
    assert new["previous_status"] == "Not in the last report"
    moved = seen(folders["third"].returns / FILES[LOOKED_AFTER], ACTIONS, "SG-10")
    assert moved["previous_status"] == "Overdue"
    first = seen(folders["first"].returns / FILES[SAFEGUARDING], ACTIONS, "SG-09")
    assert not [name for name in first if name.startswith("previous_")]


def test_history_keeps_every_report_and_every_area(folders: dict[str, ReportFolder]) -> None:
    third = folders["third"]
    told = [record.load(path) for path in sorted(third.history.iterdir())]
    assert [one.as_at for one in told] == [CYCLES[0].as_at, CYCLES[1].as_at]
    (path,) = third.output.glob(f"*{record.SUFFIX}")
    last = record.load(path)
    withdrawn = last.area("SG-12")
    assert withdrawn is not None
    assert (withdrawn.marker, withdrawn.withdrawn_reason) == ("", "The law asks for it now")
    assert last.area("SG-01").completed == SAID["SG-01"]["date"]  # type: ignore[union-attr]
    reopened = told[1].area("SG-05")
    assert reopened is not None
    assert reopened.reopened_reason.startswith("An audit")
    assert last.area("LC-05").first_date == SAID["LC-05"]["date"]  # type: ignore[union-attr]


def test_the_register_of_the_next_report_says_what_was_said(
    folders: dict[str, ReportFolder],
) -> None:
    workbook = folders["third"].report_workbook
    for reference, status, forward in (
        ("SG-01", "Completed", "No"),
        ("SG-05", "On track", "Yes"),
        ("SG-10", "Overdue", "Yes"),
    ):
        row = seen(workbook, REGISTER, reference)
        assert (row["previous_status"], row["carried_forward"]) == (status, forward)
