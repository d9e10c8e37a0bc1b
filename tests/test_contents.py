"""The contents list of a long report, and the numbers that it counts as Word does."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import reports
from docx.document import Document
from docx.oxml.ns import qn
from reports import paragraphs
from spoil import xml

from report_builder.word.contents import add_contents, is_long, pages_of
from report_builder.word.counting import list_items, saying
from report_builder.word.template import standard_template

LONG = "The service has agreed with its partners how plans are reviewed. " * 8


@pytest.fixture(scope="module")
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    report = reports.tiny()
    report["summary"] += [{"kind": "Numbered paragraph", "text": LONG}] * 40
    report["supporting"].append({"kind": "Heading", "text": "Options & choices"})
    report["supporting"].append({"kind": "Numbered paragraph", "text": "There are none."})
    return reports.built(reports.written(tmp_path_factory.mktemp("long"), report))


def entries(document: Document) -> list[tuple[str, str]]:
    return [
        (each.style.name, each.text)
        for each in document.paragraphs
        if each.style.name.startswith("toc ")
    ]


@pytest.mark.parametrize(
    ("words", "pages", "wanted"), [(0, 2, False), (2_720, 10, False), (2_721, 11, True)]
)
def test_above_ten_pages_is_long(words: int, pages: int, wanted: bool) -> None:
    assert (pages_of(words), is_long(words)) == (pages, wanted)


def test_short_report_has_none(tmp_path: Path) -> None:
    document = reports.built(reports.written(tmp_path))
    assert entries(document) == []
    assert "Contents" not in paragraphs(document)


def test_long_report_has_one_before_its_first_section(long_report: Document) -> None:
    texts = paragraphs(long_report)
    assert texts.index("Useful information") < texts.index("Contents") < texts.index("Summary")
    assert entries(long_report)[:4] == [
        ("toc 1", "Useful information"),
        ("toc 1", "1\tSummary"),
        ("toc 1", "2\tRecommendations"),
        ("toc 1", "3\tSupporting information including options considered:"),
    ]
    assert ("toc 2", "3.1\tProgress") in entries(long_report)
    assert ("toc 2", "3.3\tOptions & choices") in entries(long_report)
    assert entries(long_report)[-2:] == [
        ("toc 1", "Appendix 1 – Areas for improvement"),
        ("toc 2", "Safeguarding"),
    ]


def test_it_shares_a_page_and_its_end_stays_together(long_report: Document) -> None:
    lines = {each.text: each.paragraph_format for each in long_report.paragraphs}
    assert not lines["Contents"].page_break_before
    kept = [
        each.paragraph_format.keep_with_next
        for each in long_report.paragraphs
        if each.style.name.startswith("toc ")
    ]
    assert kept[-2:] == [True, None]
    assert set(kept[:-2]) == {None}


def test_each_line_leads_to_its_heading(long_report: Document) -> None:
    body = long_report.element.body
    headings = {
        mark.get(qn("w:name")): "".join(
            text.text or "" for text in mark.getparent().iter(qn("w:t"))
        )
        for mark in body.iter(qn("w:bookmarkStart"))
    }
    lines = [
        (link.get(qn("w:anchor")), [text.text for text in link.iter(qn("w:t"))][-1])
        for link in body.iter(qn("w:hyperlink"))
    ]
    assert len(lines) == len(headings) == len(entries(long_report))
    assert [headings[anchor] for anchor, _ in lines] == [words for _, words in lines]


def test_it_is_one_field_that_asks_for_no_page_numbers(long_report: Document) -> None:
    body = long_report.element.body
    codes = [code.text for code in body.iter(qn("w:instrText"))]
    assert codes == [r' TOC \o "1-2" \n \h ']
    signs = [sign.get(qn("w:fldCharType")) for sign in body.iter(qn("w:fldChar"))]
    assert signs == ["begin", "separate", "end"]


def without_styles(document: Document) -> None:
    for name in ("TOC Heading", "toc 1", "toc 2"):
        document.styles[name].delete()


def with_one_of_its_own(document: Document) -> None:
    document.paragraphs[0]._p.append(xml(r'<w:fldSimple w:instr=" TOC \o &quot;1-3&quot; "/>'))


def without_numbers(document: Document) -> None:
    for each in list(document.element.body.iter(qn("w:numPr"))):
        each.getparent().remove(each)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(without_styles, id="template without the styles"),
        pytest.param(with_one_of_its_own, id="template with a list of its own"),
        pytest.param(without_numbers, id="template without numbered headings"),
    ],
)
def test_none_is_added(change: Callable[[Document], None], tmp_path: Path) -> None:
    document = reports.built(reports.written(tmp_path))
    for _ in range(40):
        document.add_paragraph(LONG * 2)
    change(document)
    add_contents(document)
    assert entries(document) == []


def test_long_report_can_be_traced_as_before(tmp_path: Path) -> None:
    from report_builder import pipeline

    report = reports.tiny()
    report["summary"] += [{"kind": "Numbered paragraph", "text": LONG}] * 40
    folder = reports.written(tmp_path, report)
    (path,) = pipeline.build(folder, draft=False).paths
    assert pipeline.verify(path).problems == []
    (traced,) = pipeline.trace(folder, "Half of the plans")
    assert [cell.sheet for cell in traced.cells] == ["Actions"]


LEVELS = {
    "decimal": ("%1.", ["1.", "2.", "3."]),
    "lowerLetter": ("(%1)", ["(a)", "(b)", "(c)"]),
    "upperLetter": ("%1", ["A", "B", "C"]),
    "lowerRoman": ("%1)", ["i)", "ii)", "iii)"]),
    "upperRoman": ("%1", ["I", "II", "III"]),
    "bullet": ("•", ["", "", ""]),
}


def listed(levels: str, numbers: str, items: list[tuple[int, int]]) -> list[str]:
    """Return the numbers of paragraphs that are items of (list, level)."""
    document = docx.Document(io.BytesIO(standard_template()))
    numbering = xml(
        f'<w:numbering><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'
        "</w:numbering>"
    )
    body = xml("<w:body/>")
    for number, level in items:
        properties = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        body.append(xml(f"<w:p><w:pPr><w:numPr>{properties}</w:numPr></w:pPr></w:p>"))
    return [
        each.number
        for each in list_items(saying(body), numbering, document.styles.element).values()
    ]


def level(at: int, text: str, kind: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def num(number: int, start: int | None = None) -> str:
    override = (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        if start
        else ""
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'


@pytest.mark.parametrize(
    ("kind", "text", "wanted"), [(kind, *told) for kind, told in LEVELS.items()], ids=LEVELS
)
def test_numbers_of_each_kind(kind: str, text: str, wanted: list[str]) -> None:
    assert listed(level(0, text, kind), num(1), [(1, 0)] * 3) == wanted


@pytest.mark.parametrize(
    ("more", "numbers", "items", "wanted"),
    [
        pytest.param(
            "", num(1), [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            ["1", "1.1", "1.2", "2", "2.1"], id="a level begins anew under a higher one",
        ),
        pytest.param(
            '<w:lvlRestart w:val="0"/>', num(1), [(1, 0), (1, 1), (1, 0), (1, 1)],
            ["1", "1.1", "2", "2.2"], id="unless it is told not to",
        ),
        pytest.param(
            "", num(1) + num(2), [(1, 0), (2, 0), (1, 0)], ["1", "2", "3"],
            id="lists of one definition share their count",
        ),
        pytest.param(
            "", num(1) + num(2, 7), [(1, 0), (2, 0), (2, 0)], ["1", "7", "8"],
            id="unless one has a start of its own",
        ),
        pytest.param(
            "", num(1), [(1, 1), (1, 0), (1, 1)], ["1.1", "2", "2.1"],
            id="a level without a higher one has counted the higher one",
        ),
        pytest.param("", num(1), [(0, 0), (1, 0), (9, 0)], ["1"], id="no list, and one unknown"),
    ],
)  # fmt: skip
def test_counting(more: str, numbers: str, items: list[tuple[int, int]], wanted: list[str]) -> None:
    levels = level(0, "%1") + level(1, "%1.%2", more=more)
    assert listed(levels, numbers, items) == wanted


needs_libreoffice = pytest.mark.skipif(
    not os.environ.get("CI") and shutil.which("soffice") is None,
    reason="LibreOffice (soffice) is not installed",
)


def printed_by_libreoffice(document: Document, folder: Path) -> list[str]:
    path = folder / "report.docx"
    document.save(str(path))
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, capture_output=True, check=True)
    text = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
    return [" ".join(line.split()) for line in text.splitlines()]


def with_their_numbers(document: Document) -> list[str]:
    items = list_items(
        saying(document.element.body), document.part.numbering_part.element, document.styles.element
    )
    return [
        " ".join(f"{items[each._p].number} {each.text}".split())
        for each in document.paragraphs
        if each._p in items and items[each._p].number
    ]


@needs_libreoffice
def test_numbers_are_those_that_libreoffice_prints(long_report: Document, tmp_path: Path) -> None:
    printed = printed_by_libreoffice(long_report, tmp_path)
    counted = with_their_numbers(long_report)
    assert len(counted) > 60
    assert [line for line in counted if line not in printed] == []


AREAS_FIRST = [{"kind": "Areas"}, {"kind": "Numbered paragraph", "text": "After the areas."}]


@needs_libreoffice
def test_areas_without_a_paragraph_above_them_are_numbered_as_libreoffice_prints(
    tmp_path: Path,
) -> None:
    report = reports.tiny()
    report["supporting"] = AREAS_FIRST
    document = reports.built(reports.written(tmp_path / "report", report))
    printed = printed_by_libreoffice(document, tmp_path)
    counted = with_their_numbers(document)
    assert "3.2 After the areas." in counted
    assert [line for line in counted if line not in printed] == []
