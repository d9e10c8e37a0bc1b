"""Another council's template: the same data in another layout, complete and valid."""

from __future__ import annotations

import datetime as dt
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import make_samples
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl_lint import lint
from reports import completed, recorded, reported, tiny, tiny_return, written

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.problems import Cell
from report_builder.report.compose import compose
from report_builder.report.model import Answer, Area, Report, Text
from report_builder.text import Run, lines
from report_builder.word.render import render
from report_builder.word.template_check import check_template
from report_builder.word.verify.catalogue import verify
from report_builder.workbooks.standard_return import STANDARD_RETURN

FOLDER = ReportFolder(make_samples.ANOTHER_COUNCIL)
TEXTS = make_samples.HERE / "five_services"
TEMPLATES = {
    "standard": ReportFolder(make_samples.SAMPLES[TEXTS]).template,
    "another-council": FOLDER.template,
}
AS_AT = dt.date(2026, 9, 30)
by_template = pytest.mark.parametrize("name", TEMPLATES)


@pytest.fixture(scope="module")
def report() -> Report:
    merged = pipeline.check(FOLDER).merged
    assert merged is not None
    return compose(merged, draft=False)


@pytest.fixture(scope="module")
def files(report: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the same report, made from each of the templates."""
    folder = tmp_path_factory.mktemp("files")
    made = {}
    for name, template in TEMPLATES.items():
        made[name] = folder / f"{name}.docx"
        made[name].write_bytes(render(report, template, None, as_at=AS_AT).saved(AS_AT))
    return made


@pytest.fixture(scope="module")
def document(files: dict[str, Path]) -> Document:
    return docx.Document(str(files["another-council"]))


def test_template_is_what_its_script_makes() -> None:
    made = runpy.run_path(str(FOLDER.root / "make_template.py"))["template"]()
    assert FOLDER.template.read_bytes() == made, (
        "run python examples/another_council/make_template.py"
    )


def test_workbooks_are_those_of_the_five_services(tmp_path: Path) -> None:
    make_samples.make(TEXTS, tmp_path)
    made = {path.relative_to(tmp_path): _parts(path) for path in tmp_path.rglob("*.xlsx")}
    inputs = FOLDER.root / "inputs"
    kept = {path.relative_to(FOLDER.root): _parts(path) for path in inputs.rglob("*.xlsx")}
    assert made == kept, "run python samples/make_samples.py"


def test_template_has_no_fault() -> None:
    assert [str(fault) for fault in check_template(FOLDER.template) if not fault.is_note] == []
    assert lint(FOLDER.template).issues == []


@by_template
def test_file_is_valid(name: str, files: dict[str, Path]) -> None:
    for command in (["openxml-audit", "--quiet"], ["ooxml-integrity", "check"]):
        program = str(Path(sys.executable).with_name(command[0]))
        done = subprocess.run(
            [program, *command[1:], str(files[name])], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@by_template
def test_file_is_fit_to_publish(name: str, files: dict[str, Path]) -> None:
    outcome = verify(files[name])
    assert [str(problem) for problem in outcome.problems] == []


@by_template
def test_every_line_of_the_officers_is_in_the_file(name: str, files: dict[str, Path]) -> None:
    body = docx.Document(str(files[name])).element.body
    printed = {Paragraph(each, body).text for each in body.iter(qn("w:p"))}  # in tables too
    leads = ("", "Mitigation: ", "Impact on children: ", "Evidence: ")
    texts = list(_officers_texts())
    assert len(texts) > 90
    missing = [
        line.text
        for text in texts
        for line in lines(text)
        if not any(lead + line.text in printed for lead in leads)
    ]
    assert missing == []


def test_cover_says_who_reports_and_how_it_is_classified(
    document: Document, report: Report
) -> None:
    cover = dict(
        each.text.split(":\t", 1) for each in document.paragraphs if each.style.name == "Cover Line"
    )
    assert cover["Report of"] == f"{report.cover.lead_director}, Lead Director"
    assert cover["Report classification"] == "Public, without what section 8 says is withheld"
    assert cover["Key decision"] == "Yes"


@pytest.mark.parametrize(
    ("private", "classification", "said"),
    [
        pytest.param("No", "", "Public", id="public"),
        pytest.param("Yes", "Not for publication: exempt", "Not for publication: exempt", id="not"),
    ],
)
def test_classification(report: Report, private: str, classification: str, said: str) -> None:
    answer = Answer(Text((Run(private),)), ())
    changed = replace(report, private=answer, classification=classification)
    made = render(changed, FOLDER.template, None, as_at=AS_AT, whole=True).document
    [line] = [each.text for each in made.paragraphs if each.text.startswith("Report class")]
    assert line == f"Report classification:\t{said}"


def test_timetable_is_a_table_of_all_meetings(document: Document, report: Report) -> None:
    assert _rows(document.tables[0]) == [
        ["Considered by", "Date"],
        *([str(meeting.body), meeting.date] for meeting in report.cover.meetings),
    ]


def test_recommendations_are_numbered(document: Document, report: Report) -> None:
    numbered = [each.text for each in document.paragraphs if each.style.name == "Recommendation"]
    bullets = [str(block.text) for block in report.recommendations if block.kind == "bullet"]
    assert numbered == bullets
    assert document.styles["Recommendation"].element.pPr.numPr is not None


def test_options_are_set_apart_with_the_preferred_one_first(document: Document) -> None:
    [preferred] = [each for each in document.paragraphs if each.style.name == "Preferred Option"]
    assert preferred.text.startswith("Preferred option – Recommended: keep to the plan")
    others = [each.text for each in document.paragraphs if each.style.name == "Other Option"]
    assert len(others) == 3
    assert all("Rejected" in other for other in others)


def test_appendix_has_a_table_for_each_part_and_timescale(
    document: Document, report: Report
) -> None:
    groups = [timescale.areas for part in report.parts for timescale in part.timescales]
    assert len(document.tables) == 1 + len(groups)
    for table, areas in zip(document.tables[1:], groups, strict=True):
        header, *rows = _rows(table)
        assert header == ["Reference", "Area for improvement", "Lead", "Due date", "Status"]
        assert rows == [_as_row(area) for area in areas]


def test_tables_are_fit_to_publish(document: Document) -> None:
    for table in document.tables:
        rows = table._tbl.tr_lst
        headers = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]
        assert headers == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert all(cell for row in _rows(table) for cell in row)
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))


def test_a_status_changed_in_the_table_is_shown_with_its_cell(tmp_path: Path) -> None:
    shutil.copytree(FOLDER.root, tmp_path, dirs_exist_ok=True, ignore=_without_output)
    path = pipeline.build(ReportFolder(tmp_path), draft=False).path
    assert path is not None
    assert pipeline.verify(path).problems == []
    document = docx.Document(str(path))
    at_risk = (
        row for each in document.tables[1:] for row in each.rows if "risk" in row.cells[4].text
    )
    row = next(at_risk)
    reference = row.cells[0].text
    row.cells[4].paragraphs[0].text = "Completed"
    document.save(str(path))
    [changed] = [each for each in pipeline.verify(path).problems if "changed" in each.code]
    assert (changed.code, changed.value) == ("area-changed-in-word", "At risk")
    assert (changed.where.sheet, changed.where.address[0]) == ("Actions", "F")
    assert f"beside the wording of {reference}" in changed.message
    assert "The Word file says: “Completed”" in changed.message


# --- the names that this layout asks for --------------------------------------------------------


@pytest.fixture(scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Area]:
    """Return areas of each standing, by reference."""
    said, told = tiny(), tiny_return()
    said["register"][1]["lead_organisation"] = "The health service"
    merged = pipeline.check(written(tmp_path_factory.mktemp("tiny"), said, told)).merged
    assert merged is not None
    composed = compose(merged, draft=False)
    [part] = composed.parts
    return {area.reference: area for group in part.timescales for area in group.areas}


def test_a_completed_area_has_the_date_of_its_completion_and_is_due_no_more(
    areas: dict[str, Area],
) -> None:
    area = areas["SG-01"]
    assert (area.status, area.completed, area.due) == ("Completed", "2 February 2026", "")


def test_an_open_area_has_the_date_on_which_it_is_due(areas: dict[str, Area]) -> None:
    area = areas["SG-02"]
    assert (area.status, area.completed, area.due) == ("On track", "", "1 December 2026")


def test_the_lead_is_the_organisation_or_else_the_service(areas: dict[str, Area]) -> None:
    assert [str(area.lead) for area in areas.values()] == ["Early Help", "The health service"]
    assert areas["SG-01"].lead.source == Cell("report.xlsx", "Register", "F6")
    assert areas["SG-02"].lead.source == Cell("report.xlsx", "Register", "G7")


@pytest.mark.parametrize(
    ("due", "cell"),
    [
        pytest.param(dt.date(2026, 12, 1), "1 December 2026", id="silent"),
        pytest.param(
            dt.date(2026, 11, 30),
            "1 December 2026, moved by 1 day since the last report",
            id="a day",
        ),
        pytest.param(
            dt.date(2026, 10, 1),
            "1 December 2026, moved by 61 days since the last report",
            id="days",
        ),
    ],
)
def test_the_table_says_by_how_much_a_due_date_has_moved(
    due: dt.date, cell: str, tmp_path: Path
) -> None:
    folder = written(tmp_path, history=[recorded(completed(), reported(due=due))])
    shutil.copy(FOLDER.template, folder.template)
    path = pipeline.build(folder, draft=False).path
    assert path is not None
    document = docx.Document(str(path))
    [_, row] = _rows(document.tables[-1])
    assert row[3] == cell
    assert pipeline.verify(path).problems == []
    document.tables[-1].rows[1].cells[3].paragraphs[0].text = "1 September 2026"
    document.save(str(path))
    assert [each.code for each in pipeline.verify(path).problems] == ["area-changed-in-word"]


def test_blocks_know_the_heading_that_they_stand_under(tmp_path: Path) -> None:
    said = tiny()
    said["supporting"] = [
        {"kind": "Numbered paragraph", "text": "Above all headings."},
        {"kind": "Heading", "text": "First"},
        {"kind": "Paragraph", "text": "Under the first."},
        {"kind": "Heading", "text": "Second"},
        {"kind": "Bullet", "text": "Under the second."},
    ]
    merged = pipeline.check(written(tmp_path, said)).merged
    assert merged is not None
    supporting = compose(merged, draft=False).supporting
    assert [block.under for block in supporting] == ["", "First", "First", "Second", "Second"]


def _without_output(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "output"]


def _as_row(area: Area) -> list[str]:
    closed = area.status in ("Completed", "No longer required")
    on = f" on {area.completed}" if area.completed else ""
    due = area.due or ("Closed" if closed else "Not known")
    return [area.reference, str(area.wording), str(area.lead), due, area.status + on]


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def _officers_texts() -> Iterator[str]:
    printed = {
        sheet.name: [
            field.name
            for field in sheet.fields
            if field.printed and not field.prefilled and not field.is_choice
        ]
        for sheet in STANDARD_RETURN.sheets
    }
    for path in sorted(TEXTS.glob("*.toml")):
        if path.name == "report.toml":
            continue
        said = make_samples.filling(tomllib.loads(path.read_text(encoding="utf-8")))
        for sheet, rows in said.rows.items():
            for row in rows:
                yield from (str(row[name]) for name in printed[sheet] if name in row)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
