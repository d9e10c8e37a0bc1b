"""From the page back to the cell: comments in drafts, manifest, trace, and what Word changed."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import docx
import openpyxl
import pytest
import reports
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from lxml import etree

from report_builder import manifest, pipeline
from report_builder.errors import FolderError
from report_builder.folder import ReportFolder
from report_builder.problems import Cell
from report_builder.word.changes import changes


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    return reports.written(tmp_path)


def _manifest(folder: ReportFolder) -> manifest.Manifest:
    return manifest.load(manifest.newest(folder.output))


def _find(document: Document, words: str) -> docx.text.paragraph.Paragraph:
    return next(each for each in document.paragraphs if words in each.text)


def test_each_problem_of_a_draft_is_a_comment_at_its_paragraph(tmp_path: Path) -> None:
    told = reports.tiny_return()
    told["actions"][0]["evidence"] = ""
    report = reports.tiny()
    report["summary"][0]["text"] = "There are [areas compleated]."
    document = reports.built(reports.written(tmp_path, report, told), draft=True)

    comments = {comment.comment_id: comment for comment in document.comments}
    at = {
        reference.get(docx.oxml.ns.qn("w:id")): paragraph.text
        for paragraph in document.paragraphs
        for reference in paragraph._p.iter(docx.oxml.ns.qn("w:commentReference"))
    }
    said = {at[str(number)]: comment.text for number, comment in comments.items()}
    token = next(text for text in said if "compleated" in text)
    assert "unknown-token" in said[token]
    assert "report.xlsx, 1 Summary, B6" in said[token]
    evidence = next(text for text in said if text.startswith("ensure that records are kept"))
    assert "missing-for-status" in said[evidence]
    assert "Early Help.xlsx, Actions" in said[evidence]


def test_a_comment_shows_what_xml_cannot_hold_replaced(tmp_path: Path) -> None:
    folder = reports.written(tmp_path)
    for path, sheet, cell, words in (
        (folder.returns / "Early Help.xlsx", "Actions", "F6", "Do_x0001_ne"),
        (folder.report_workbook, "1 Summary", "B6", "There are [are_x0007_as]."),
    ):
        book = openpyxl.load_workbook(path, rich_text=True)
        book[sheet][cell] = words  # U+0001 and U+0007, as Open XML spells them
        book.save(path)
    document = reports.built(folder, draft=True)
    said = "\n".join(comment.text for comment in document.comments)
    assert "“Do\ufffdne”" in said
    assert "[are\ufffdas]" in said


def test_a_final_report_has_no_comments(folder: ReportFolder) -> None:
    document = reports.built(folder)
    assert list(document.comments) == []
    assert not list(document.element.body.iter(docx.oxml.ns.qn("w:commentReference")))


def test_manifest_names_inputs_counts_and_the_cell_of_every_paragraph(folder: ReportFolder) -> None:
    reports.built(folder)
    said = json.loads(manifest.newest(folder.output).read_text(encoding="utf-8"))
    assert set(said["sha256"]) == {
        "inputs/report.xlsx",
        "inputs/returns/Early Help.xlsx",
        "templates/executive_decision_report.docx",
    }
    assert said["counts"] == {"areas": 2, "returns": 1, "Completed": 1, "On track": 1}
    progress = next(each for each in said["paragraphs"] if each["text"] == "Records are kept.")
    assert progress["cells"] == [{"workbook": "Early Help.xlsx", "sheet": "Actions", "cell": "I6"}]


@pytest.mark.parametrize("holder", ["w:sdt", "w:hyperlink", "w:ins"])
def test_what_stands_in_a_content_control_or_a_link_is_traced_too(
    holder: str, folder: ReportFolder
) -> None:
    reports.built(folder)
    plain = _manifest(folder)
    template = docx.Document(str(folder.template))
    runs = [run for run in template.element.body.iter(qn("w:r")) if "{{r" in run.text]
    for run in runs:
        outer = OxmlElement(holder)
        run.addprevious(outer)
        inner = etree.SubElement(outer, qn("w:sdtContent")) if holder == "w:sdt" else outer
        inner.append(run)
    template.save(str(folder.template))
    document = reports.built(folder)
    assert runs
    assert _manifest(folder).paragraphs == plain.paragraphs
    assert not changes(document, _manifest(folder))


def test_a_manifest_has_a_line_for_each_item_and_is_read_back_as_it_was(tmp_path: Path) -> None:
    hard = 'He said “no”, "text": []\n\t}, {"text": \\ \u00a0'
    cell = Cell(hard, hard, "A1")
    told = (manifest.Told(hard, ()), manifest.Told(hard, (hard, hard)))
    areas = (
        manifest.TracedArea(hard, hard, hard, cell),
        manifest.TracedArea("", "", "", cell, told),
    )
    paragraphs = (manifest.Traced(hard, (cell, cell)), manifest.Traced("", ()))
    one = manifest.Manifest(hard, {hard: hard}, {}, {"areas": 2}, paragraphs, areas)
    (tmp_path / "it").write_bytes(b"".join(one.as_json()))
    assert manifest.load(tmp_path / "it") == one
    said = json.loads(b"".join(one.as_json()))
    lines = {line.removesuffix(",") for line in b"".join(one.as_json()).decode().splitlines()}
    items = [*said["areas"], *said["paragraphs"]]
    assert lines >= {f"  {json.dumps(item, ensure_ascii=False)}" for item in items}


def test_what_no_file_can_hold_is_replaced_in_a_manifest() -> None:
    traced = manifest.Traced("words", (Cell("a\udcff.xlsx"),))
    said = manifest.Manifest("b\ufffe", {}, {}, {}, (traced,), ()).as_json()
    said = b"".join(said)
    assert json.loads(said)["report"] == "b\ufffd"
    assert json.loads(said)["paragraphs"][0]["cells"][0]["workbook"] == "a\ufffd.xlsx"


def test_trace_finds_words_whatever_their_case_and_spacing(folder: ReportFolder) -> None:
    reports.built(folder)
    (found,) = pipeline.trace(folder, "HALF of   the plans ")
    assert str(found.cells[0]) == "Early Help.xlsx, Actions, I7"
    assert pipeline.trace(folder, "no such words") == []


def test_trace_of_a_marker_names_the_status_that_makes_it(folder: ReportFolder) -> None:
    reports.built(folder)
    found = pipeline.trace(folder, "COMPLETED")
    assert found
    assert {str(each.cells[-1]) for each in found} == {"Early Help.xlsx, Actions, F6"}
    assert {each.cells[0].sheet for each in found} == {"Register"}
    (found,) = pipeline.trace(folder, "Half of the plans")
    assert [cell.address for cell in found.cells] == ["I7"]


def test_trace_before_a_build_is_the_operators_trouble(folder: ReportFolder) -> None:
    with pytest.raises(FolderError, match="No report has been built"):
        pipeline.trace(folder, "anything")


def test_an_untouched_file_shows_no_changes(folder: ReportFolder) -> None:
    assert changes(reports.built(folder), _manifest(folder)) == []


def test_a_marker_changed_in_word_is_shown_with_the_cell_of_its_status(
    folder: ReportFolder,
) -> None:
    document = reports.built(folder)
    _find(document, "plans are reviewed.\u00a0").runs[-1].text = "COMPLETED"
    (problem,) = changes(document, _manifest(folder))
    assert problem.code == "marker-changed-in-word"
    assert str(problem.where) == "Early Help.xlsx, Actions, F7"
    assert problem.value == "IN PROGRESS"


def test_progress_changed_in_word_is_shown_with_its_cell(folder: ReportFolder) -> None:
    document = reports.built(folder)
    _find(document, "Half of the plans").runs[0].text = "All of the plans have been reviewed."
    (problem,) = changes(document, _manifest(folder))
    assert (problem.code, problem.where.address) == ("changed-in-word", "I7")


@pytest.mark.parametrize("holder", ["w:ins", "w:moveTo", "w:sdt"])
def test_words_put_in_by_a_tracked_change_or_a_content_control_are_shown(
    holder: str, folder: ReportFolder
) -> None:
    document = reports.built(folder)
    paragraph = _find(document, "Half of the plans")
    outer = etree.SubElement(paragraph._p, qn(holder))
    inner = etree.SubElement(outer, qn("w:sdtContent")) if holder == "w:sdt" else outer
    inner.append(paragraph.add_run(" None is done.")._r)
    [found] = changes(document, _manifest(folder))
    assert found.code == "changed-in-word"
    assert "None is done." in found.message


def test_a_paragraph_taken_out_in_word_is_shown(folder: ReportFolder) -> None:
    document = reports.built(folder)
    paragraph = _find(document, "Half of the plans")._p
    paragraph.getparent().remove(paragraph)
    (problem,) = changes(document, _manifest(folder))
    assert (problem.code, problem.where.address) == ("removed-in-word", "I7")


def test_a_paragraph_added_in_word_is_not_judged(folder: ReportFolder) -> None:
    document = reports.built(folder)
    _find(document, "Half of the plans").insert_paragraph_before("The clerk's own note.")
    assert changes(document, _manifest(folder)) == []


@pytest.fixture
def folder_with_status_lines(tmp_path: Path) -> ReportFolder:
    """Return a report whose template prints each status in a line below the wording."""
    folder = reports.written(tmp_path)
    template = docx.Document(str(folder.template))
    wording = next(each for each in template.paragraphs if "area.marker" in each.text)
    below = copy.deepcopy(wording._p)
    wording._p.addnext(below)
    line = Paragraph(below, wording._parent)
    line.text = "Status: {{ area.status }}"
    template.save(str(folder.template))
    return folder


def test_a_status_line_changed_in_word_is_shown(folder_with_status_lines: ReportFolder) -> None:
    document = reports.built(folder_with_status_lines)
    told = _manifest(folder_with_status_lines)
    assert changes(document, told) == []
    _find(document, "Status: On track").runs[0].text = "Status: Completed"
    (problem,) = changes(document, told)
    assert (problem.code, problem.where.address) == ("area-changed-in-word", "F7")
    assert "says: “Status: Completed”" in problem.message


def test_a_status_line_taken_out_in_word_is_shown(folder_with_status_lines: ReportFolder) -> None:
    document = reports.built(folder_with_status_lines)
    line = _find(document, "Status: On track")._p
    line.getparent().remove(line)
    (problem,) = changes(document, _manifest(folder_with_status_lines))
    assert "says: “nothing”" in problem.message
