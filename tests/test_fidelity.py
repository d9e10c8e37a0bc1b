"""Whatever a cell holds reaches the page whole, or a problem names the cell.

The texts are typed into real workbooks, stored in both ways that spreadsheet programs have, read,
merged, composed, printed into Word's own format and read back from there.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from reports import built, found, paragraphs, tiny, tiny_return, written

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.report.compose import compose
from report_builder.text import BULLET_SIGNS, CellText, Level, Run, lines, runs_of, trimmed
from report_builder.word.render import render
from report_builder.workbooks import layout
from report_builder.workbooks.declare import AnswerSheet, TableSheet
from report_builder.workbooks.report_workbook import APPENDICES, COVER, PAPERS, REGISTER, SUMMARY
from report_builder.workbooks.standard_return import FIRST_RETURN, NARRATIVE

AS_AT = dt.date(2026, 8, 31)
AREAS = 12
ACTIONS = FIRST_RETURN.by_title["Actions"]

# Control characters, halves of characters and non-characters: a check names their cells.
REFUSED = "".join(map(chr, range(32))).translate({9: None, 10: None, 13: None}) + "\ufffe\uffff"

FRAGMENTS = (
    *("{{ title }}", "{{", "}}", "{% if %}", "{%p endfor %}", "{#", "#}", "{{r x }}", "{%- x -%}"),
    *("{_{", "}_}", "{_%", "%_}", "{_", "_}", "%_", "_%", "_", "{", "}", "%", "#"),
    *("<w:p>", "</w:t>", "<b>", "<", ">", "&", "&amp;", "&#10;", "&lt;", "]]>", "<!--", "'", '"'),
    *("- ", "-5 %", "•", "• ", "  - ", "\t- ", "\u00a0", "\n", "\n\n", "\r", "\r\n", "\t", " "),
    *("_x000D_", "_x0041_", "_x0007_", "_x005F_", "x005F_", "_xD83D_", "_x", "\\n", "\\x07"),
    *("=1+1", "+44", "@x", "'quoted", "#N/A", "TRUE", "NaN", "1e5", "007", "31/08/2026"),
    *("[areas]", "[[areas]]", "[", "]", "**bold**", "`code`"),
    *("\u2028", "\u2029", "\u0085", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\u2011"),
    *(
        "e\u0301",
        "\u0301",
        "שלום",
        "مرحبا",
        "👩\u200d👩\u200d👧",
        "🏴\U000e0067\U000e007f",
        "𝒜",
        "報告",
    ),
    *("\x7f", "\x80", "\x9f", "\ue000", "\ufdd0", "\U0001fffe", "\ufffd"),
)
WORDS = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.text(st.characters(codec="utf-8", exclude_characters=REFUSED), max_size=6),
)
TEXTS = st.lists(WORDS, max_size=8).map("".join)
RICH_TEXTS = st.lists(st.builds(Run, TEXTS, st.booleans()), min_size=1, max_size=3).map(CellText)
ANY_TEXT = st.one_of(TEXTS, RICH_TEXTS)
ONE_LINE = TEXTS.map(lambda text: re.sub("[\r\n]", " ", text))

slowly = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
both_ways = pytest.mark.parametrize("way", ["as-excel-stores", "as-openpyxl-stores"])


# --- typing, storing, printing -----------------------------------------------------------


class Typist:
    """Types texts into the workbooks of one report folder."""

    def __init__(self, folder: ReportFolder) -> None:
        self.folder = folder
        [path] = folder.returns.glob("*.xlsx")
        self._books = {
            path: load_workbook(path, rich_text=True) for path in (path, folder.report_workbook)
        }
        self.filled, self.report = self._books
        self._typed: set[Path] = set()

    def type(self, path: Path, sheet: str, address: str, text: str) -> None:
        """Type ``text`` into a cell; it is stored with :meth:`save`."""
        self._typed.add(path)
        cell = self._books[path][sheet][address]
        if isinstance(text, CellText):
            cell.value = CellRichText(
                [
                    TextBlock(InlineFont(b=run.bold), _stored(run.text))
                    for run in text.runs
                    if run.text
                ]
            )
        else:
            cell.value = _stored(text) or None
        cell.data_type = "s"

    def save(self, way: str) -> None:
        """Store what has been typed."""
        for path in self._typed:
            book = self._books[path]
            path.write_bytes(_shared(book) if way == "as-excel-stores" else _inline(book))
        self._typed.clear()

    def printed(self) -> Document:
        """Return the Word file, opened again."""
        merged = pipeline.check(self.folder).merged
        assert merged is not None
        report = compose(merged, draft=False)
        rendered = render(report, self.folder.template, None, as_at=AS_AT)
        return docx.Document(io.BytesIO(rendered.saved(AS_AT)))


def _stored(text: str) -> str:
    """Return ``text`` as Open XML spells it: what looks like its own escapes is escaped."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def _inline(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NEEDED_FOR_TEXTS = {
    "[Content_Types].xml": (
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    ),
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>",
        b'<Relationship Id="texts" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
    ),
}


def _shared(book: Workbook) -> bytes:
    """Return the workbook with its texts in one table, carriage returns spelled as Excel does."""
    saved, table = io.BytesIO(), etree.Element(f"{_MAIN}sst")
    with (
        zipfile.ZipFile(io.BytesIO(_inline(book))) as source,
        zipfile.ZipFile(saved, "w") as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in _NEEDED_FOR_TEXTS:
                part = part.replace(*_NEEDED_FOR_TEXTS[name])
            if name.startswith("xl/worksheets/sheet"):
                part = _with_shared_texts(part, table)
            target.writestr(name, part)
        target.writestr("xl/sharedStrings.xml", etree.tostring(table, encoding="UTF-8"))
    return saved.getvalue()


def _with_shared_texts(part: bytes, table: etree._Element) -> bytes:
    sheet = etree.fromstring(part)
    for cell in sheet.iter(f"{_MAIN}c"):
        inline = cell.find(f"{_MAIN}is")
        if inline is None:
            continue
        for text in inline.iter(f"{_MAIN}t"):
            text.text = (text.text or "").replace("\r", "_x000D_")
        cell.remove(inline)
        cell.set("t", "s")
        etree.SubElement(cell, f"{_MAIN}v").text = str(len(table))
        inline.tag = f"{_MAIN}si"
        table.append(inline)
    return etree.tostring(sheet, encoding="UTF-8")


# --- what is expected and what is there --------------------------------------------------

Weighed = tuple[tuple[str, bool], ...]
_STYLES = {
    Level.PARAGRAPH: "Numbered Sub-paragraph",
    Level.BULLET: "List Bullet",
    Level.SUB_BULLET: "List Bullet 2",
}


_WORDINGS = [((f"area {n}.", False),) for n in range(AREAS)]  # in whatever style


def _joined(runs: Iterable[tuple[str, bool]]) -> Weighed:
    joined: list[tuple[str, bool]] = []
    for text, bold in runs:
        if joined and joined[-1][1] == bold:
            joined[-1] = (joined[-1][0] + text, bold)
        elif text:
            joined.append((text, bold))
    return tuple(joined)


def _expected(text: str) -> list[tuple[str, Weighed]]:
    return [
        (_STYLES[line.level], _joined((run.text, run.bold) for run in line.runs))
        for line in lines(text)
    ]


def _there(paragraph: Paragraph) -> tuple[str, Weighed]:
    runs = ((run.text, run.style.name == "Strong") for run in paragraph.runs)
    return paragraph.style.name, _joined(runs)


def _between(document: Document, first: str, last: str) -> list[Paragraph]:
    texts = paragraphs(document)
    return document.paragraphs[texts.index(first) + 1 : texts.index(last)]


# --- the texts of a return ---------------------------------------------------------------


@pytest.fixture(scope="module")
def typist(tmp_path_factory: pytest.TempPathFactory) -> Typist:
    said, returned = tiny(), tiny_return()
    pattern = said["register"][0]
    said["register"] = [
        pattern | {"reference": f"R{n}", "wording": f"area {n}"} for n in range(AREAS)
    ]
    said["supporting"] = [
        {"kind": "Heading", "text": "The areas"},
        {"kind": "Areas", "show": "Wording and progress"},
        {"kind": "Heading", "text": "The narrative"},
        {"kind": "Narrative"},
    ]
    returned["actions"] = [
        {"reference": f"R{n}", "status": "On track", "date": dt.date(2026, 12, 1), "progress": "-"}
        for n in range(AREAS)
    ]
    returned["narrative"] = [{"heading": "H", "kind": "Paragraph", "text": "N"}]
    return Typist(written(tmp_path_factory.mktemp("fidelity"), said, returned))


def _address(sheet: TableSheet, field: str, row: int = 0) -> str:
    return f"{layout.column(sheet, field)}{layout.FIRST_ROW + row}"


def _examples(*texts: str) -> list[str]:
    return [texts[n] if n < len(texts) else "" for n in range(AREAS)]


@both_ways
@slowly
@example(_examples("{{ title }}", "{% if %}", "{_{", "}_}", "{_%", "%_}", "{_{_{_", "_%_}_%"), "")
@example(_examples("<w:p>", "</w:t></w:r>", "&amp;", "a & b < c", "]]>", "<select>", "&#x41;"), "")
@example(
    _examples("a\tb", "\ta", "a\r", "a\rb", "a\r\nb", "\r", "a\n\n\nb", "a\u00a0\n\u00a0b"), ""
)
@example(_examples("👩\u200d👩\u200d👧", "e\u0301", "שלום\u200f a", "\u202eabc\u202c", "𝒜"), "")
@example(_examples("_x000D_", "_x0041_", "_x005F_", "_x005F_x0041_", "x005F_", "_xZZZZ_"), "")
@example(_examples("=1+1", "+44 1632", "'quoted", "@x", "-x", "007", "#N/A", "TRUE", "1e5"), "")
@example(
    _examples("a\u2028b", "a\u0085b", "a\u00adb", "a\u200bb", "\u200b", "\ufeff", "\x7f\x9f"), ""
)
@example(_examples("x" * 32_767, "a b " * 8_191, "{_{" * 10_922), "x\n" * 1_000)
@example(_examples("[areas]", "[[areas]]", "[unknown]", "**bold**", "- a\n  - b\n\tc"), "- [[x]]")
@example(
    [CellText([Run("a\r"), Run("\nb", bold=True), Run("{_"), Run("{", bold=True)])] * AREAS,
    CellText([Run(" - ", bold=True), Run("{{"), Run(" x }}", bold=True)]),
)
@given(st.lists(ANY_TEXT, min_size=AREAS, max_size=AREAS), ANY_TEXT)
def test_the_texts_of_a_return(typist: Typist, way: str, texts: list[str], narrative: str) -> None:
    for row, text in enumerate(texts):
        typist.type(typist.filled, ACTIONS.title, _address(ACTIONS, "progress", row), text)
    typist.type(typist.filled, NARRATIVE.title, _address(NARRATIVE, "text"), narrative)
    typist.save(way)
    document = typist.printed()
    expected = []
    for n, text in enumerate(texts):
        expected += [("", ((f"area {n}.", False),)), *_expected(text)]
    there = map(_there, _between(document, "The areas", "The narrative"))
    assert [("" if words in _WORDINGS else style, words) for style, words in there] == expected
    told = [words for _, words in _expected(narrative)]
    there = map(_there, _between(document, "The narrative", "Details of Scrutiny"))
    assert [words for _, words in there] == [(("H", False),), *told]


# --- the lines of the report workbook ----------------------------------------------------


@both_ways
@slowly
@example(("{{ title }}", "{_{ }_} {_% %_}", "<w:p> &amp;", "_x000D_ _x0041_"))
@example(("a\tb", "=1+1", "'quoted", "e\u0301 👩\u200d👧 שלום"))
@example(("a\u2028b\u0085c", "\u200b\u00ad", "\u00a0x\u00a0", "]]> [sic] [[sic]]"))
@example(("x" * 200, "& " * 100, "{_{" * 80, "\t" * 10 + "x"))
@given(st.tuples(ONE_LINE, ONE_LINE, ONE_LINE, ONE_LINE))
def test_the_lines_of_the_report_workbook(
    typist: Typist, way: str, typed: tuple[str, str, str, str]
) -> None:
    # Each begins and ends with a letter, so that it has words and ends without a full stop.
    title, name, wording, appendix = (f"A {each} z" for each in typed)
    told = name.replace("[", "[[").replace("]", "]]")  # brackets are typed twice in prose
    for sheet, address, text in (
        (COVER, layout.answer_cell(COVER, "title"), title),
        (COVER, layout.answer_cell(COVER, "lead_director"), name),
        (COVER, layout.answer_cell(COVER, "mark"), title),
        (COVER, layout.answer_cell(COVER, "author"), name),
        (REGISTER, _address(REGISTER, "wording"), wording),
        (SUMMARY, _address(SUMMARY, "text"), told),
        (PAPERS, _address(PAPERS, "paper"), appendix),
        (APPENDICES, _address(APPENDICES, "title"), appendix),
    ):
        typist.type(typist.report, sheet.title, address, text)
    typist.save(way)
    document = typist.printed()
    text = paragraphs(document)
    assert text[1] == title
    assert f"Lead director: {name}" in text
    assert text[text.index("Useful information") - 1] == title
    assert f"Report author: {name}, Policy Officer" in text
    assert text[text.index("Summary") + 1] == name
    assert text.count(f"{wording}.") == 1
    assert text.count(f"{wording}.\u00a0IN\u00a0PROGRESS") == 1
    assert text[text.index("Background information and other papers:") + 1] == appendix
    assert text.count(f"Appendix 1 – {appendix}") == 2
    assert document.core_properties.title == title[:255]
    [footer] = {section.footer.paragraphs[0].text for section in document.sections}
    assert footer == title


# --- what cannot be printed is told ------------------------------------------------------


@pytest.mark.parametrize("code", [0x01, 0x07, 0x0B, 0xFFFE])
@pytest.mark.parametrize(
    ("workbook", "sheet", "field"),
    [
        pytest.param("returns/Early Help.xlsx", ACTIONS, "progress", id="text"),
        pytest.param("report.xlsx", COVER, "title", id="title"),
        pytest.param("report.xlsx", COVER, "author", id="author"),
    ],
)
def test_a_control_character_is_told_at_its_cell_and_marked_in_a_draft(
    tmp_path: Path, workbook: str, sheet: AnswerSheet | TableSheet, field: str, code: int
) -> None:
    folder = written(tmp_path)
    path = tmp_path / "inputs" / workbook
    address = (
        layout.answer_cell(sheet, field)
        if isinstance(sheet, AnswerSheet)
        else _address(sheet, field)
    )
    book = load_workbook(path, rich_text=True)
    book[sheet.title][address].value = f"before_x{code:04X}_after"  # as Excel spells it
    book.save(path)
    assert (sheet.title, address, "control-character") in found(folder)
    assert pipeline.check(folder).has_errors
    assert any("before\ufffdafter" in text for text in paragraphs(built(folder, draft=True)))


# --- the rules of lines themselves -------------------------------------------------------


_NOT_LAYOUT = re.compile(rf"[^\s{BULLET_SIGNS}-]")


@settings(derandomize=True, database=None)
@given(ANY_TEXT)
def test_lines_keep_every_letter_and_its_weight(text: str) -> None:
    typed = [(sign, run.bold) for run in runs_of(text) for sign in _NOT_LAYOUT.findall(run.text)]
    kept = [
        (sign, run.bold)
        for line in lines(text)
        for run in line.runs
        for sign in _NOT_LAYOUT.findall(run.text)
    ]
    assert kept == typed


@settings(derandomize=True, database=None)
@given(ONE_LINE)
def test_one_line_answers_keep_every_letter(text: str) -> None:
    kept = "".join(run.text for run in trimmed(text))
    assert kept == text.strip(" \t\n\u00a0")
