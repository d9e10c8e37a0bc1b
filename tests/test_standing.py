"""Where a report stands, what a build is made of, and the paragraphs with their cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import reports
import spoil

from report_builder import manifest, pipeline
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.pipeline.previewing import Table
from report_builder.problems import Cell, Severity

NAME = "Early Help.xlsx"
# The Scrutiny Commission meets on Thursday 17 September 2026; five clear working days before it
# begin on Wednesday 9 September.
LAST = dt.date(2026, 9, 9)


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    report = reports.tiny()
    report["meetings"][0]["public"] = "Yes"
    return reports.written(tmp_path / "report", report)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (dt.date(2026, 9, 4), "2 clear working days"),  # Friday; Monday and Tuesday lie between
        (dt.date(2026, 9, 8), "0 clear working days"),
        (LAST, "0 clear working days"),
        (dt.date(2026, 9, 10), ""),
    ],
)
def test_the_days_that_are_left_are_clear_ones(
    folder: ReportFolder, today: dt.date, left: str
) -> None:
    standing = pipeline.stand(folder)
    assert standing.deadline is not None
    assert standing.deadline.by == LAST
    assert standing.days_left(today) == left


def test_without_a_public_meeting_there_is_no_deadline(tmp_path: Path) -> None:
    standing = pipeline.stand(reports.written(tmp_path))
    assert (standing.deadline, standing.days_left(LAST)) == (None, "")


def test_the_rules_about_the_decision_stand_by_topic(tmp_path: Path) -> None:
    report = reports.tiny()
    report["decision"]["key_decision"] = "Yes"
    standing = pipeline.stand(reports.written(tmp_path, report))
    found = {rules.topic: rules for rules in standing.decision}
    key = found.pop("Key decision and its notice")
    assert key.errors > 0
    assert "key-decision-without-limb" in {problem.code for problem in key.problems}
    assert all(rules.errors == 0 for rules in found.values())


def test_a_report_workbook_that_cannot_be_read_is_all_that_is_told(folder: ReportFolder) -> None:
    folder.report_workbook.write_bytes(b"no workbook")
    standing = pipeline.stand(folder)
    assert standing.summary is None
    assert [each.code for each in standing.checked.problems] == ["not-a-workbook"]


def changing(folder: ReportFolder, tmp_path: Path, *, times: int) -> Callable[[str], None]:
    """Return a listener that sends in another return while the Word file is written."""
    texts = iter(f"Records are kept for {number} years." for number in range(1, times + 1))

    def tell(step: str) -> None:
        text = next(texts, "") if step.startswith("Writing the Word file") else ""
        if text:
            told = reports.tiny_return()
            told["actions"][0]["progress"] = text
            other = reports.written(tmp_path / text.split()[4], reports.tiny(), told)
            (folder.returns / NAME).write_bytes((other.returns / NAME).read_bytes())

    return tell


def test_a_build_is_of_one_state_of_the_inputs(folder: ReportFolder, tmp_path: Path) -> None:
    built = pipeline.build(folder, draft=False, tell=changing(folder, tmp_path, times=2))
    assert built.path is not None
    text = "\n".join(each.text for each in docx.Document(str(built.path)).paragraphs)
    assert "Records are kept for 2 years." in text
    assert pipeline.changed_since(folder, built.path) == []


def test_inputs_that_never_rest_are_said(folder: ReportFolder, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="again and again"):
        pipeline.build(folder, draft=False, tell=changing(folder, tmp_path, times=99))
    assert list(folder.output.iterdir()) == []


def test_what_has_changed_since_is_named(folder: ReportFolder) -> None:
    path = pipeline.build(folder, draft=False).path
    assert path is not None
    assert pipeline.changed_since(folder, path) == []
    folder.report_workbook.write_bytes(folder.report_workbook.read_bytes() + b"\n")
    (folder.returns / NAME).unlink()
    assert pipeline.changed_since(folder, path) == ["inputs/report.xlsx", f"inputs/returns/{NAME}"]


@pytest.fixture
def built(folder: ReportFolder) -> Path:
    path = pipeline.build(folder, draft=False).path
    assert path is not None
    return path


def test_every_paragraph_has_the_cells_of_the_manifest(built: Path) -> None:
    shown = pipeline.preview(built)
    traced = manifest.load(manifest.beside(built)).paragraphs
    assert [(each.text, each.cells) for each in shown.paragraphs if each.cells] == [
        (each.text, each.cells) for each in traced
    ]
    by_text = {each.text: each for each in shown.paragraphs}
    progress = by_text["Half of the plans have been reviewed."]
    assert progress.cells == (Cell(NAME, "Actions", "I7"),)
    assert progress.printed == "3.2.3"
    summary = by_text["Summary"]
    assert (summary.level, summary.printed, summary.cells) == (1, "1", ())


def test_a_file_that_was_edited_still_has_the_cells_of_the_rest(built: Path) -> None:
    document = docx.Document(str(built))
    spoil.says("Records were lost.", "Records are kept.")(document)
    document.save(str(built))
    by_text = {each.text: each for each in pipeline.preview(built).paragraphs}
    assert by_text["Records were lost."].cells == ()
    assert by_text["Half of the plans have been reviewed."].cells


def test_a_cell_leads_to_its_paragraph_and_a_status_to_that_of_its_area(
    folder: ReportFolder, built: Path
) -> None:
    shown, checked = pipeline.preview(built), pipeline.check(folder)

    def text_at(address: str, sheet: str = "Actions") -> str:
        number = pipeline.paragraph_of(shown, checked, Cell(NAME, sheet, address))
        return "" if number is None else shown.paragraphs[number].text

    assert text_at("I7") == "Half of the plans have been reviewed."
    assert text_at("F7").startswith("ensure that plans are reviewed")
    assert text_at("Z99") == ""


def test_problems_stand_at_their_paragraphs(tmp_path: Path) -> None:
    told = reports.tiny_return()
    told["actions"][1]["progress"] = "Half of the plans, TBC."
    folder = reports.written(tmp_path, None, told)
    path = pipeline.build(folder, draft=False).path
    assert path is not None
    shown = pipeline.preview(path)
    found = pipeline.problems_at(shown, pipeline.check(folder))
    ((number, (problem,)),) = found.items()
    assert shown.paragraphs[number].text == "Half of the plans, TBC."
    assert problem.severity is Severity.QUERY


@pytest.fixture
def with_table(tmp_path: Path) -> Path:
    """Return a report that has progress at a glance."""
    report = reports.tiny()
    report["settings"] = {"progress_at_a_glance": "Yes"}
    path = pipeline.build(reports.written(tmp_path / "glance", report), draft=False).path
    assert path is not None
    return path


def test_a_table_of_the_word_file_stays_a_table(with_table: Path) -> None:
    (table,) = docx.Document(str(with_table)).tables
    shown = pipeline.preview(with_table)
    (told,) = [each for each in shown.blocks if isinstance(each, Table)]
    assert [
        ["\n".join(each.text for each in cell.paragraphs) for cell in row] for row in told.rows
    ] == [[cell.text for cell in row.cells] for row in table.rows]
    first, *others = told.rows
    assert {cell.heads for cell in first} == {"col"}
    assert {tuple(cell.heads for cell in row) for row in others} == {("row", *[""] * 7)}
    assert told.name == "Table 1: Progress at a glance"
    in_order = [
        number
        for each in shown.blocks
        for number in (
            [inner.number for row in each.rows for cell in row for inner in cell.paragraphs]
            if isinstance(each, Table)
            else [each.number]
        )
    ]
    assert in_order == list(range(len(shown.paragraphs)))


def test_without_a_table_there_are_only_paragraphs(with_table: Path) -> None:
    document = docx.Document(str(with_table))
    (table,) = document.tables
    table._tbl.getparent().remove(table._tbl)
    document.save(str(with_table))
    shown = pipeline.preview(with_table)
    assert shown.blocks == shown.paragraphs
