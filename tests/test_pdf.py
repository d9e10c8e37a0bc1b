"""The PDF that LibreOffice makes and pikepdf mends: real ones, of both samples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import page
import pdfua
import pikepdf
import pytest
import reports
import sample_files
from sample_files import FINAL

from report_builder.word.pdf import PdfError, as_pdf, converter, mended

needs_libreoffice = pytest.mark.skipif(
    not os.environ.get("CI") and shutil.which("soffice") is None,
    reason="LibreOffice (soffice) is not installed",
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: paths[0] for name, paths in sample_files.built(tmp_path_factory).items()}


@pytest.fixture(scope="module")
def files(words: dict[str, Path]) -> dict[str, Path]:
    made = {}
    for name in FINAL:
        made[name] = words[name].with_suffix(".pdf")
        made[name].write_bytes(as_pdf(words[name].read_bytes()))
    return made


@needs_libreoffice
@pytest.mark.parametrize("name", FINAL)
def test_keeps_pdf_ua(name: str, files: dict[str, Path]) -> None:
    report = page.validate_pdf(files[name], profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert pdfua.validate(files[name]).findings == ()


@needs_libreoffice
@pytest.mark.parametrize("name", FINAL)
def test_is_tagged_and_has_title_language_and_bookmarks(
    name: str, files: dict[str, Path], words: dict[str, Path]
) -> None:
    document = docx.Document(str(words[name]))
    headings = [each for each in document.paragraphs if each.style.name.startswith("Heading")]
    with pikepdf.open(files[name]) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        title = document.core_properties.title
        assert str(pdf.docinfo.Title) == title
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == title
        with pdf.open_outline() as outline:
            titles = _titles(outline.root)
    told = "\n".join(titles)
    assert len(titles) == len(headings) + 1  # the contents list has a heading too
    assert [each.text for each in headings if each.text not in told] == []


@needs_libreoffice
def test_each_list_item_stands_in_a_list(files: dict[str, Path]) -> None:
    for path in files.values():
        with pikepdf.open(path) as pdf:
            pairs = list(_pairs(pdf.Root.StructTreeRoot.K, ""))
        assert ("/L", "/LI") in pairs
        assert {parent for parent, kind in pairs if kind == "/LI"} == {"/L"}


@needs_libreoffice
def test_ampersand_in_the_title_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Mental health & wellbeing <draft>"
    document.add_heading("One")
    document.save(str(tmp_path / "report.docx"))
    made = as_pdf((tmp_path / "report.docx").read_bytes())
    (tmp_path / "report.pdf").write_bytes(made)
    with pikepdf.open(tmp_path / "report.pdf") as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Mental health & wellbeing <draft>"


@needs_libreoffice
def test_nothing_that_is_tagged_is_lost_by_mending(files: dict[str, Path], tmp_path: Path) -> None:
    path = files[FINAL[0]]
    again = tmp_path / "again.pdf"
    again.write_bytes(mended(path.read_bytes()))
    assert _text(again) == _text(path)


@needs_libreoffice
def test_comments_of_a_draft_are_not_in_its_pdf(words: dict[str, Path], tmp_path: Path) -> None:
    document = docx.Document(str(words[FINAL[0]]))
    document.add_comment(document.paragraphs[0].runs, "Secretremark", "Jo Smith", "JS")
    document.save(str(tmp_path / "report.docx"))
    made = tmp_path / "report.pdf"
    made.write_bytes(as_pdf((tmp_path / "report.docx").read_bytes()))
    assert "Secretremark" not in _text(made)
    with pikepdf.open(made) as pdf:
        kinds = {str(each.Subtype) for one in pdf.pages for each in one.get("/Annots", [])}
    assert kinds == {"/Link"}


@needs_libreoffice
def test_build_writes_a_pdf_beside_the_word_file(tmp_path: Path) -> None:
    folder = reports.written(tmp_path)
    done = _build(tmp_path, dict(os.environ))
    assert done.returncode == 0, done.stderr
    names = sorted(path.suffix for path in folder.output.iterdir() if path.suffix != ".json")
    assert names == [".docx", ".pdf"]
    assert done.stdout.count("written: ") == 2
    (made,) = folder.output.glob("*.pdf")
    assert page.is_pdf_compliant(made, profile="ua1")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is not found by the PATH alone")
def test_without_libreoffice_one_sentence_says_so(tmp_path: Path) -> None:
    folder = reports.written(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    done = _build(tmp_path, {**os.environ, "PATH": str(empty)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "A PDF is made by LibreOffice, which is not installed on this computer. Install it from "
        "libreoffice.org, or open the report in Word and use File, Export, Create PDF.\n"
    )
    assert list(folder.output.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for LibreOffice")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param("exit 0", "LibreOffice made no PDF. Try again", id="silent"),
        pytest.param(
            "echo 'Error: source file could not be loaded' >&2",
            "It said: Error: source file could not be loaded. Try again",
            id="says why",
        ),
    ],
)
def test_libreoffice_that_makes_nothing_is_not_believed(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert converter() == str(program)
    with pytest.raises(PdfError, match=said):
        as_pdf(b"no Word file")


def _build(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "report_builder", "build", "--pdf"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _text(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _titles(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [title for item in items for title in (item.title, *_titles(item.children))]


def _pairs(element: pikepdf.Object, parent: str) -> list[tuple[str, str]]:
    if isinstance(element, pikepdf.Array):
        return [pair for each in element for pair in _pairs(each, parent)]
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return []
    kind = str(element.S)
    below = _pairs(element.K, kind) if "/K" in element else []
    return [(parent, kind), *below]
