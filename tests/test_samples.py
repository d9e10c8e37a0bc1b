"""The samples: text and workbooks are one, and what officers wrote reaches the page whole."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import make_samples
import pytest
from docx.document import Document

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.text import Level, lines
from report_builder.word.template import standard_template
from report_builder.workbooks.standard_return import STANDARD_RETURN

SAMPLES = [(text.name, text, folder) for text, folder in make_samples.SAMPLES.items()]
by_sample = pytest.mark.parametrize(
    ("text", "folder"), [pytest.param(*sample[1:], id=sample[0]) for sample in SAMPLES]
)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Document]:
    documents = {}
    for _, text, folder in SAMPLES:
        target = tmp_path_factory.mktemp(text.name)
        for part in ("inputs", "templates"):
            (target / part).symlink_to(folder / part, target_is_directory=True)
        path = pipeline.build(ReportFolder(target), draft=False).path
        assert path is not None
        documents[text] = docx.Document(str(path))
    return documents


@by_sample
def test_workbooks_are_what_the_text_says(text: Path, folder: Path, tmp_path: Path) -> None:
    make_samples.make(text, tmp_path)
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.xlsx")}
    kept = {path.relative_to(folder): path for path in (folder / "inputs").rglob("*.xlsx")}
    assert made.keys() == kept.keys()
    for name, path in made.items():
        assert _parts(path) == _parts(kept[name]), f"{name}: run python samples/make_samples.py"


@by_sample
def test_template_is_the_standard_one(text: Path, folder: Path) -> None:
    template = folder / "templates" / "executive_decision_report.docx"
    assert _parts(template) == _parts_of(standard_template()), f"{text.name}: write it anew"


@by_sample
def test_samples_have_no_errors(text: Path, folder: Path) -> None:
    problems = pipeline.check(ReportFolder(folder)).problems
    assert [problem for problem in problems if problem.severity == "error"] == [], text.name


@by_sample
def test_every_line_of_officers_text_is_a_paragraph(
    text: Path, folder: Path, builds: dict[Path, Document]
) -> None:
    document = builds[text]
    printed = {paragraph.text for paragraph in document.paragraphs}
    leads = ("", "Mitigation: ", "Impact on children: ", "Evidence: ")
    cells = list(_officers_texts(text))
    assert len(cells) > 50, folder
    for field, cell in cells:
        for line in lines(cell):
            assert any(lead + line.text in printed for lead in leads), (field, line.text)


@by_sample
def test_bullets_of_officers_text_are_real_lists(
    text: Path, folder: Path, builds: dict[Path, Document]
) -> None:
    styles = {paragraph.text: paragraph.style.name for paragraph in builds[text].paragraphs}
    wanted = {Level.BULLET: "List Bullet", Level.SUB_BULLET: "List Bullet 2"}
    bullets = [
        line
        for _, cell in _officers_texts(text)
        for line in lines(cell)
        if line.level is not Level.PARAGRAPH
    ]
    assert bullets, folder
    assert {styles[line.text] for line in bullets} == set(wanted.values())
    assert all(styles[line.text] == wanted[line.level] for line in bullets)


@by_sample
def test_remarks_and_contacts_of_officers_are_never_printed(
    text: Path, folder: Path, builds: dict[Path, Document]
) -> None:
    whole = "\n".join(paragraph.text for paragraph in builds[text].paragraphs)
    remarks = [
        action["remarks"]
        for path in text.glob("*.toml")
        for action in tomllib.loads(path.read_text(encoding="utf-8")).get("actions", [])
        if "remarks" in action
    ]
    assert remarks, folder
    assert not [remark for remark in remarks if remark.strip()[:40] in whole]


def test_appendix_of_the_first_sample_has_seventeen_areas_each_ending_in_one_bold_marker(
    builds: dict[Path, Document],
) -> None:
    paragraphs = builds[SAMPLES[0][1]].paragraphs
    start = max(
        place for place, each in enumerate(paragraphs) if each.text.startswith("Appendix 1 – ")
    )
    areas = [each for each in paragraphs[start:] if each.style.name == "List Bullet"]
    assert len(areas) == 17
    for area in areas:
        marker = area.runs[-1]
        assert area.text.endswith(".\u00a0COMPLETED")
        assert marker.text == "COMPLETED"
        assert marker.style.name == "Completion Marker"
        assert marker.style.font.bold


def test_every_marker_occurs_in_the_second_sample(builds: dict[Path, Document]) -> None:
    markers = {
        run.text
        for paragraph in builds[SAMPLES[1][1]].paragraphs
        for run in paragraph.runs
        if run.style.name == "Completion Marker"
    }
    assert markers == {
        "COMPLETED",
        "IN\u00a0PROGRESS",
        "AT\u00a0RISK",
        "OVERDUE",
        "NOT\u00a0STARTED",
        "NO\u00a0LONGER\u00a0REQUIRED",
    }


def _officers_texts(text: Path) -> Iterator[tuple[str, Any]]:
    printed = {
        sheet.name: [
            field.name
            for field in sheet.fields
            if field.printed and not field.prefilled and not field.is_choice
        ]
        for sheet in STANDARD_RETURN.sheets
    }
    for path in sorted(text.glob("*.toml")):
        if path.name == "report.toml":
            continue
        said = make_samples.filling(tomllib.loads(path.read_text(encoding="utf-8")))
        for sheet, rows in said.rows.items():
            for row in rows:
                yield from ((name, row[name]) for name in printed[sheet] if name in row)


def _parts(path: Path) -> dict[str, bytes]:
    return _parts_of(path.read_bytes())


def _parts_of(content: bytes) -> dict[str, bytes]:
    import io

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
