"""Whatever arrives is read, or told in one sentence; and what is read is what was written."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import make_hostile
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_hostile import ARRIVALS
from reports import written
from tiny_xlsx import BOLD, DATE, MONTH, Tiny, zipped

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.problems import Problem
from report_builder.text import CellText, Run
from report_builder.workbooks.declare import AnswerSheet, TableSheet
from report_builder.workbooks.read import Filled, read
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import ACTIONS, STANDARD_RETURN
from report_builder.workbooks.xlsx.book import is_small

_NOT_READ = [
    name
    for name, one in ARRIVALS.items()
    if len(one.codes) == 1
    and one.codes[0]
    in {
        "cannot-be-opened",
        "empty-file",
        "link-to-a-file",
        "password-protected",
        "not-excel-workbook",
        "not-a-workbook",
        "damaged-workbook",
        "too-large",
        "open-in-another-program",
        "foreign-form",
        "old-form",
        "form-of-another-report",
    }
]
_READ_AS_IT_SHOULD_BE = [name for name, one in ARRIVALS.items() if not one.codes]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report folder with the tiny report and its one return."""
    return written(tmp_path_factory.mktemp("report")).root


@pytest.fixture
def folder(report: Path, tmp_path: Path) -> ReportFolder:
    """Return a copy of that folder, without a return."""
    copy = ReportFolder(tmp_path / "report")
    shutil.copytree(report, copy.root)
    for path in copy.returns.iterdir():
        path.unlink()
    return copy


def arrived(folder: ReportFolder, name: str) -> None:
    shutil.copyfile(make_hostile.HERE / name, folder.returns / name)


def problems_of(folder: ReportFolder, name: str) -> list[Problem]:
    return [one for one in pipeline.check(folder).problems if one.where.workbook == name]


def read_returns(folder: ReportFolder) -> tuple[Filled, ...]:
    merged = pipeline.check(folder).merged
    assert merged is not None
    return merged.returns


def read_tiny(tmp_path: Path, book: Tiny) -> Filled:
    path = tmp_path / "Early Help.xlsx"
    path.write_bytes(book.bytes())
    return read(path, STANDARD_RETURN)


def answer_in(tmp_path: Path, book: Tiny, field: str) -> object:
    return read_tiny(tmp_path, book).tables["actions"][field].iloc[0]


def rows_of(filled: Filled) -> dict[str, list[dict[str, object]]]:
    """Return the rows of all tables, without where they stood."""
    return {
        name: frame.drop(columns="row").to_dict("records") for name, frame in filled.tables.items()
    }


def test_the_folder_holds_what_the_script_makes() -> None:
    assert {path.name for path in make_hostile.HERE.iterdir()} == set(ARRIVALS)
    for name, one in ARRIVALS.items():
        kept = (make_hostile.HERE / name).read_bytes()
        assert contents(kept) == contents(one.content()), f"run tests/make_hostile.py: {name}"


def contents(file: bytes) -> object:
    """Return what a file holds: of a zip file not how it is packed, which zlib may change."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            return [(entry.filename, entry.CRC, entry.file_size) for entry in package.infolist()]
    except zipfile.BadZipFile:
        return file if not file.startswith(b"PK") else None


@pytest.mark.parametrize("name", ARRIVALS)
def test_what_arrives_is_told(folder: ReportFolder, name: str) -> None:
    arrived(folder, name)
    found = [one.code for one in problems_of(folder, name)]
    assert sorted(found) == sorted(ARRIVALS[name].codes)


@pytest.mark.parametrize("name", _READ_AS_IT_SHOULD_BE)
def test_what_is_read_without_a_word_is_read_whole(tmp_path: Path, name: str) -> None:
    plain = read_tiny(tmp_path, Tiny())
    assert rows_of(read(make_hostile.HERE / name, STANDARD_RETURN)) == rows_of(plain)


def test_files_that_cannot_be_read_hide_nothing_of_the_others(
    folder: ReportFolder, report: Path
) -> None:
    for name in _NOT_READ:
        arrived(folder, name)
    shutil.copyfile(
        ReportFolder(report).returns / "Early Help.xlsx", folder.returns / "Early Help.xlsx"
    )
    checked = pipeline.check(folder)
    found = [one.where.workbook for one in checked.problems]
    assert sorted(name for name in found if name != "report.xlsx") == sorted(_NOT_READ)
    assert checked.merged is not None
    assert [area["status"] for area in checked.merged.areas] == ["Completed", "On track"]


def test_every_sentence_says_what_to_do(folder: ReportFolder) -> None:
    for name in _NOT_READ:
        arrived(folder, name)
    verbs = ("Ask", "ask for it", "Copy", "Open", "Save", "Send")
    for problem in pipeline.check(folder).problems:
        if problem.where.workbook in _NOT_READ:
            assert any(f"{verb} " in problem.message for verb in verbs), problem.message


def test_the_inputs_are_left_as_they_came(folder: ReportFolder) -> None:
    for name in ARRIVALS:
        arrived(folder, name)
    before = stamped(folder.root)
    pipeline.check(folder)
    assert stamped(folder.root) == before


def stamped(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell the memory used")
def test_hostile_workbooks_fit_into_a_gigabyte() -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from report_builder.workbooks.read import read\n"
        "from report_builder.workbooks.standard_return import STANDARD_RETURN\n"
        "for path in Path(sys.argv[1]).iterdir(): read(path, STANDARD_RETURN)\n"
    )
    command = [sys.executable, "-c", code, str(make_hostile.HERE)]
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    unit = 1 if sys.platform == "darwin" else 2**10
    assert used.ru_maxrss * unit < 2**30


def test_two_copies_of_one_return_are_told(folder: ReportFolder) -> None:
    for name in ("Early Help.xlsx", "Early Help (2).xlsx"):
        shutil.copyfile(make_hostile.HERE / "as it should be.xlsx", folder.returns / name)
    found = [(one.where.workbook, one.code) for one in pipeline.check(folder).problems]
    assert ("Early Help (2).xlsx", "two-returns") in found


def test_a_renamed_return_is_known_by_what_is_in_it(folder: ReportFolder) -> None:
    arrived(folder, "as it should be.xlsx")
    assert problems_of(folder, "as it should be.xlsx") == []
    assert [one.identity.service for one in read_returns(folder)] == ["Early Help"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where a mutated workbook can be put."""
    return tmp_path_factory.mktemp("mutated") / "Early Help.xlsx"


_TINY = Tiny().bytes()
_PARTS = Tiny().all_parts()


@given(at=st.integers(0, len(_TINY) - 1), bit=st.integers(0, 7))
@settings(deadline=None)
def test_a_flipped_bit_changes_no_answer(place: Path, at: int, bit: int) -> None:
    content = bytearray(_TINY)
    content[at] ^= 1 << bit
    assert_refused_or_whole(place, bytes(content))


@given(at=st.integers(0, len(_TINY) - 1))
@settings(deadline=None)
def test_a_file_that_is_cut_off_is_refused(place: Path, at: int) -> None:
    place.write_bytes(_TINY[:at])
    (problem,) = read(place, STANDARD_RETURN).problems
    assert problem.code in {"damaged-workbook", "not-a-workbook", "empty-file"}


@given(at=st.integers(0, len(_TINY)), junk=st.binary(min_size=1, max_size=200))
@settings(deadline=None)
def test_junk_changes_no_answer(place: Path, at: int, junk: bytes) -> None:
    assert_refused_or_whole(place, _TINY[:at] + junk + _TINY[at:])


def assert_refused_or_whole(place: Path, content: bytes) -> None:
    place.write_bytes(_TINY)
    whole = rows_of(read(place, STANDARD_RETURN))
    place.write_bytes(content)
    filled = read(place, STANDARD_RETURN)
    if filled.tables:
        assert rows_of(filled) == whole
    else:
        assert len(filled.problems) == 1


@pytest.mark.parametrize("part", _PARTS)
def test_a_lost_part_is_missed_only_if_it_says_nothing(tmp_path: Path, part: str) -> None:
    path = tmp_path / "Early Help.xlsx"
    path.write_bytes(zipped({name: xml for name, xml in _PARTS.items() if name != part}))
    filled = read(path, STANDARD_RETURN)
    if part == "[Content_Types].xml":
        assert filled.problems == ()
    else:
        assert [problem.code for problem in filled.problems] == ["damaged-workbook"]


RAW = {
    "number": ("><v>7</v>", "7"),
    "telephone-number": ("><v>1632960002</v>", "1632960002"),
    "whole-number-with-a-point": ("><v>7.0</v>", "7"),
    "fraction-as-excel-rounds-it": ("><v>0.30000000000000004</v>", "0.3"),
    "truth": (' t="b"><v>1</v>', "TRUE"),
    "formula": (' t="str"><f>A1</f><v>Kept.</v>', "Kept."),
    "formula-with-an-empty-result": (' t="str"><f>A1</f><v></v>', ""),
    "formula-with-a-number": ("><f>1+1</f><v>2</v>", "2"),
    "spaces": (' t="inlineStr"><is><t xml:space="preserve">  </t></is>', ""),
    "return": (' t="inlineStr"><is><t>one_x000D_two</t></is>', "one\ntwo"),
    "return-and-line-feed": (' t="inlineStr"><is><t>one_x000D_\ntwo</t></is>', "one\ntwo"),
    "escape-as-words": (' t="inlineStr"><is><t>_x005F_x000D_</t></is>', "_x000D_"),
    "half-a-character": (' t="inlineStr"><is><t>_xD83D_</t></is>', "_xD83D_"),
    "phonetics": (
        ' t="inlineStr"><is><t>word</t><rPh sb="0" eb="4"><t>sound</t></rPh></is>',
        "word",
    ),
    "cdata": (' t="inlineStr"><is><t><![CDATA[<c r="A1"/>]]></t></is>', '<c r="A1"/>'),
    "iso-date": (' t="d"><v>2026-08-31T00:00:00</v>', "31/08/2026"),
    "iso-time": (' t="d"><v>half past nine</v>', "half past nine"),
}


@pytest.mark.parametrize(("raw", "text"), RAW.values(), ids=RAW)
def test_a_cell_is_read_as_it_says(tmp_path: Path, raw: str, text: str) -> None:
    book = Tiny()
    book["Actions"].put(book.cell("progress"), ("raw", raw))
    assert answer_in(tmp_path, book, "progress") == text


@pytest.mark.parametrize(
    ("look", "bold_pieces"),
    [
        pytest.param(0, (False, True, False), id="plain-cell"),
        pytest.param(BOLD, (True, True, False), id="bold-cell"),
    ],
)
def test_a_piece_without_a_font_has_the_cells(
    tmp_path: Path, look: int, bold_pieces: tuple[bool, ...]
) -> None:
    book = Tiny()
    book.shared.append(
        "<si><r><t>one </t></r><r><rPr><b/></rPr><t>two </t></r>"
        '<r><rPr><b val="0"/></rPr><t>three</t></r></si>'
    )
    book["Actions"].put(book.cell("progress"), ("shared", 0), look)
    text = answer_in(tmp_path, book, "progress")
    assert isinstance(text, CellText)
    words = ("one ", "two ", "three")
    assert text.runs == tuple(Run(*run) for run in zip(words, bold_pieces, strict=True))


RICH = "<si><r><t>one </t></r><r><rPr><b/><i/></rPr><t>two</t></r></si>"


@pytest.mark.parametrize(
    ("value", "look", "kind"),
    [
        pytest.param("<si><t>one two</t></si>", 0, str, id="plain"),
        pytest.param(RICH.replace("<b/>", ""), 0, str, id="rich-without-bold"),
        pytest.param(RICH, 0, CellText, id="rich"),
        pytest.param("<si><t>one two</t></si>", BOLD, CellText, id="bold-cell"),
    ],
)
def test_only_a_text_with_bold_is_more_than_a_str(
    tmp_path: Path, value: str, look: int, kind: type
) -> None:
    book = Tiny()
    book.shared.append(value)
    book["Actions"].put(book.cell("progress"), ("shared", 0), look)
    text = answer_in(tmp_path, book, "progress")
    assert text == "one two"
    assert type(text) is kind


@pytest.mark.parametrize(
    ("value", "look", "date"),
    [
        pytest.param(46265, DATE, dt.date(2026, 8, 31), id="day"),
        pytest.param(46265, MONTH, dt.date(2026, 8, 31), id="day-shown-as-a-month"),
        pytest.param(46265.75, DATE, dt.date(2026, 8, 31), id="day-and-hour"),
        pytest.param(46265, 0, 46265, id="number"),
        pytest.param("31/08/2026 ", 0, "31/08/2026", id="words"),
        pytest.param(3_000_000, DATE, 3_000_000, id="day-beyond-the-calendar"),
    ],
)
def test_a_date_is_read_as_it_is_shown(
    tmp_path: Path, value: object, look: int, date: object
) -> None:
    book = Tiny()
    book["Actions"].put(book.cell("date"), value, look)
    assert answer_in(tmp_path, book, "date") == date


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Please select", ""),
        ("-- Select --", ""),
        ("Choose an item.", ""),
        ("select from the drop-down list", ""),
        (" completed ", "Completed"),
        ("Selected", "Selected"),
        ("Please select the right one", "Please select the right one"),
    ],
)
def test_a_list_that_asks_to_choose_is_no_answer(tmp_path: Path, words: str, answer: str) -> None:
    book = Tiny()
    book["Actions"].put(book.cell("status"), words)
    assert answer_in(tmp_path, book, "status") == answer


def test_a_sheet_with_the_right_title_and_nothing_on_it_is_not_taken_for_the_renamed_one(
    tmp_path: Path,
) -> None:
    book = Tiny()
    book["Actions"].title = "Our actions"
    book.sheets.append(type(book.sheets[0])("Actions"))
    filled = read_tiny(tmp_path, book)
    assert filled.places["actions"].sheet == "Our actions"
    assert filled.problems == ()


def test_of_two_sheets_that_could_be_meant_none_is_taken(tmp_path: Path) -> None:
    book = Tiny()
    book["Actions"].title = "Ours"
    book.sheets.append(type(book.sheets[0])("Theirs", dict(book["Ours"].cells)))
    filled = read_tiny(tmp_path, book)
    assert [problem.code for problem in filled.problems] == ["missing-sheet"]


def test_a_copy_of_a_sheet_is_told_not_read(tmp_path: Path) -> None:
    book = Tiny()
    book.sheets.append(type(book.sheets[0])("Actions (2)", dict(book["Actions"].cells)))
    filled = read_tiny(tmp_path, book)
    assert len(filled.tables["actions"]) == 2
    assert [remark.where.sheet for remark in filled.remarks] == ["Actions (2)"]


@pytest.mark.parametrize(
    ("title", "address", "words"),
    [
        pytest.param("Actions", "Q9", "A note.", id="words-beside-the-form"),
        pytest.param("Narrative", "C6", "A paragraph.", id="narrative"),
        pytest.param("Return", "B11", 46265, id="as-at-date"),
    ],
)
def test_a_return_with_anything_in_it_is_not_untouched(
    tmp_path: Path, title: str, address: str, words: object
) -> None:
    book = Tiny()
    for name in ("status", "date", "progress", "evidence", "further_work"):
        for row in (6, 7):
            book["Actions"].put(book.cell(name, row), "")
    for row in (11, 13):
        book["Return"].put(f"B{row}", "")
    assert read_tiny(tmp_path, book).is_untouched
    book[title].put(address, words, DATE if isinstance(words, int) else 0)
    assert not read_tiny(tmp_path, book).is_untouched


def test_a_return_without_its_actions_is_not_unanswered(tmp_path: Path) -> None:
    book = Tiny()
    book.sheets = [sheet for sheet in book.sheets if sheet.title != "Actions"]
    assert not read_tiny(tmp_path, book).is_unanswered


SMALL = {
    "the-tiny-return": ("", True),
    "a-space-in-the-last-cell": ('<row r="1048576"><c r="XFD1048576"/></row>', False),
    "a-merged-sheet": ('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', False),
    "a-linked-sheet": ('<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>', False),
    "many-empty-rows": ("<row/>" * 300_001, False),
}


@pytest.mark.parametrize(("tail", "small"), SMALL.values(), ids=SMALL)
def test_openpyxl_is_kept_from_what_it_would_choke_on(tail: str, small: bool) -> None:
    book = Tiny()
    book["Actions"].tail = tail
    assert is_small(book.bytes()) is small


def test_openpyxl_is_kept_from_what_cannot_be_read() -> None:
    assert not is_small((make_hostile.HERE / "entity bomb.xlsx").read_bytes())


@pytest.mark.parametrize("sheet", REPORT_WORKBOOK.sheets, ids=lambda sheet: sheet.name)
def test_words_beside_any_sheet_of_the_authors_are_remarked(
    sheet: AnswerSheet | TableSheet, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    book = openpyxl.load_workbook(folder.report_workbook)
    book[sheet.title]["ZZ9"] = "A note to myself"
    book.save(folder.report_workbook)
    remarks = read(folder.report_workbook, REPORT_WORKBOOK).remarks
    assert [one.where.address for one in remarks if one.value == "A note to myself"] == ["ZZ9"]


def test_of_two_heads_the_one_with_more_of_the_form_counts(tmp_path: Path) -> None:
    path = written(tmp_path).returns / "Early Help.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["Actions"]
    head = [cell.value for cell in page[ACTIONS.header_row]]
    more = next(field for field in ACTIONS.fields if field.label not in head)
    for column, label in enumerate([*head, more.label], 1):  # beneath one of an older form
        page.cell(ACTIONS.header_row + 1, column).value = label
    book.save(path)
    read_back = read(path, STANDARD_RETURN)
    assert more.name in read_back.places["actions"].columns
    assert len(read_back.rows["actions"]) == 1  # one of two, whose row the head took
