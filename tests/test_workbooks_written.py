"""The workbooks as a person in Excel meets them, each expectation derived from the declaration."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import opened_and_saved
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from reports import Said, recorded, tiny, tiny_return, written

from report_builder import pipeline
from report_builder.files import file_name
from report_builder.folder import ReportFolder
from report_builder.issuing import renewed, report_workbook_bytes
from report_builder.text import CellText, Run
from report_builder.workbooks import layout
from report_builder.workbooks.declare import (
    EXCEL_LIMIT,
    HEADER_ROW,
    HIDDEN_SHEET,
    AnswerSheet,
    Field,
    Filling,
    Form,
    Kind,
    TableSheet,
)
from report_builder.workbooks.read import read
from report_builder.workbooks.report_workbook import DECISION, REPORT_WORKBOOK
from report_builder.workbooks.standard_return import FIRST_RETURN, STANDARD_RETURN

MADE = dt.date(2026, 9, 1)
FORMS = {
    "report workbook": REPORT_WORKBOOK,
    "return": FIRST_RETURN,
    "return of a later report": STANDARD_RETURN,
}
Sheet = AnswerSheet | TableSheet


def _bytes(folder: Path, form: str, *, filled: bool) -> bytes:
    if form == "report workbook" and not filled:
        return report_workbook_bytes("a report", MADE)
    report = written(folder)
    if form == "report workbook":
        return report.report_workbook.read_bytes()
    if form == "return of a later report":
        return _of_a_later_report(report, filled=filled)
    path = report.returns / "Early Help.xlsx"
    if not filled:
        path.unlink()
        pipeline.issue(report, MADE)
    return path.read_bytes()


def _of_a_later_report(first: ReportFolder, *, filled: bool) -> bytes:
    pipeline.build(first, draft=False)
    (left,) = first.output.glob("*.record.json")
    report = tiny()
    report["report_id"] = "tiny, further update"
    report["cover"]["as_at"] = dt.date(2026, 12, 31)
    later = written(first.root / "later", report)
    later.history.mkdir()
    (later.history / left.name).write_bytes(left.read_bytes())
    path = later.returns / "Early Help.xlsx"
    if filled:
        answers = read(path, STANDARD_RETURN)
        merged = pipeline.check(later).merged
        assert merged is not None
        return renewed(answers, merged, "tiny, further update", "Early Help", MADE)
    path.unlink()
    pipeline.issue(later, MADE)
    return path.read_bytes()


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    return {
        (form, state): _bytes(tmp_path_factory.mktemp("tiny"), form, filled=state == "filled")
        for form in FORMS
        for state in ("blank", "filled")
    }


@pytest.fixture(scope="module")
def books(contents: dict[tuple[str, str], bytes]) -> dict[str, Workbook]:
    """The blank workbooks, by form."""
    return {form: load_workbook(io.BytesIO(contents[form, "blank"])) for form in FORMS}


by_form = pytest.mark.parametrize("form", FORMS)
by_sheet = pytest.mark.parametrize(
    ("form", "sheet"),
    [
        pytest.param(name, sheet, id=f"{name}-{sheet.title}")
        for name, form in FORMS.items()
        for sheet in form.sheets
    ],
)


def cells_of(sheet: Sheet, field: Field, page: Worksheet) -> list[str]:
    """Return the addresses that the answers to ``field`` are typed at."""
    if isinstance(sheet, AnswerSheet):
        return [layout.answer_cell(sheet, field.name)]
    first, last = _rows(sheet, page)
    letter = layout.column(sheet, field.name)
    return [f"{letter}{row}" for row in range(first, last + 1)]


def _rows(sheet: TableSheet, page: Worksheet) -> tuple[int, int]:
    _, header, _, last = range_boundaries(page.tables[sheet.table_name].ref)
    return header + 1, last


def validation_of(page: Worksheet, address: str) -> DataValidation | None:
    return next(
        (rule for rule in page.data_validations.dataValidation if address in rule.sqref), None
    )


# What stands where


@by_form
def test_sheets_are_guidance_then_the_declared_ones_then_the_hidden_one(
    form: str, books: dict[str, Workbook]
) -> None:
    declared = [sheet.title for sheet in FORMS[form].sheets]
    book = books[form]
    reading = book.sheetnames[: -len(declared) - 1]
    assert reading[0] == "Guidance"
    assert book.sheetnames == [*reading, *declared, HIDDEN_SHEET]
    hidden = [page.title for page in book.worksheets if page.sheet_state != "visible"]
    assert hidden == [HIDDEN_SHEET]


@by_form
def test_hidden_sheet_says_which_form_this_is(form: str, books: dict[str, Workbook]) -> None:
    page = books[form][HIDDEN_SHEET]
    said = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(1, 5)}
    expected = {"form": FORMS[form].name, "version": FORMS[form].version}
    expected |= {
        "report workbook": {"report": "a report", "service": None},
        "return": {"report": "tiny", "service": "Early Help"},
        "return of a later report": {"report": "tiny, further update", "service": "Early Help"},
    }[form]
    assert said == expected


@by_sheet
def test_every_field_has_its_label_and_its_cell(
    form: str, sheet: Sheet, books: dict[str, Workbook]
) -> None:
    page = books[form][sheet.title]
    if isinstance(sheet, AnswerSheet):
        labels = {
            field.name: f"A{layout.answer_cell(sheet, field.name)[1:]}" for field in sheet.fields
        }
    else:
        labels = {
            field.name: f"{layout.column(sheet, field.name)}{HEADER_ROW}" for field in sheet.fields
        }
    assert {name: page[address].value for name, address in labels.items()} == {
        field.name: field.label for field in sheet.fields
    }


@by_form
def test_tables_are_real_ones_with_the_headings_of_their_cells(
    form: str, books: dict[str, Workbook]
) -> None:
    names = []
    for sheet in FORMS[form].sheets:
        page = books[form][sheet.title]
        if isinstance(sheet, AnswerSheet):
            assert not page.tables
            continue
        (table,) = page.tables.values()
        first, header, last, end = range_boundaries(table.ref)
        headings = [page.cell(header, column).value for column in range(first, last + 1)]
        assert [column.name for column in table.tableColumns] == headings
        assert headings == [field.label for field in sheet.fields]
        assert len({heading.casefold() for heading in headings}) == len(headings)
        assert end - header >= (1 if sheet.fixed else sheet.blank_rows)
        assert re.fullmatch(r"[A-Za-z_]\w{0,254}", table.displayName)
        assert bool(table.autoFilter) == bool(sheet.key), "sorting would change the report"
        names.append(table.displayName.casefold())
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("count", [1, 2, 75], ids=str)
def test_table_holds_every_row_and_spare_ones(count: int, tmp_path: Path) -> None:
    said = tiny_return()
    said["narrative"] = [{"heading": "H", "text": f"row {row}"} for row in range(count)]
    page = load_workbook(_written_return(said, tmp_path))["Narrative"]
    (table,) = page.tables.values()
    _, header, _, last = range_boundaries(table.ref)
    texts = [page.cell(row, 3).value for row in range(header + 1, last + 1)]
    assert texts[:count] == [f"row {row}" for row in range(count)]
    assert texts[count:] == [None] * max(60 - count, 10)


def test_actions_has_a_row_for_each_area_and_no_more(books: dict[str, Workbook]) -> None:
    page = books["return"]["Actions"]
    (table,) = page.tables.values()
    assert table.ref.endswith(str(layout.FIRST_ROW + 1))
    rows = page.iter_rows(min_row=layout.FIRST_ROW, max_col=5, values_only=True)
    assert list(rows) == [
        ("SG-01", "ensure that records are kept", "Safeguarding", "Immediately", "Early Help"),
        (
            "SG-02",
            "ensure that plans are reviewed",
            "Safeguarding",
            "Within three months",
            "Early Help",
        ),
    ]


# What can be typed


@by_sheet
def test_every_open_answer_is_asked_for_with_a_prompt(
    form: str, sheet: Sheet, books: dict[str, Workbook]
) -> None:
    page = books[form][sheet.title]
    for field in sheet.fields:
        for address in cells_of(sheet, field, page):
            rule = validation_of(page, address)
            if field.prefilled:
                assert rule is None, address
                continue
            assert rule is not None, address
            assert rule.prompt == field.guidance, address
            assert rule.showInputMessage, address
            assert field.label.startswith(rule.promptTitle.rstrip("…")), address


@by_sheet
def test_answers_of_each_kind_are_held_to_it(
    form: str, sheet: Sheet, books: dict[str, Workbook]
) -> None:
    page = books[form][sheet.title]
    for field in sheet.fields:
        for address in cells_of(sheet, field, page):
            cell, rule = page[address], validation_of(page, address)
            expected = {Kind.DATE: "dd/mm/yyyy", Kind.WHOLE: "General"}.get(field.kind, "@")
            assert cell.number_format == expected, address
            assert cell.alignment.wrap_text, address
            if rule is None:
                continue
            kind = {Kind.DATE: "date", Kind.WHOLE: "whole", Kind.CHOICE: "list"}.get(field.kind)
            if kind is None and field.longest < EXCEL_LIMIT:
                kind = "textLength"
                assert rule.formula1 == str(field.longest), address
            assert rule.type == kind, address
            assert rule.showErrorMessage, address
            assert bool(rule.error) == (kind is not None), address


@by_sheet
def test_choices_are_the_declared_ones_or_those_of_their_sheet(
    form: str, sheet: Sheet, books: dict[str, Workbook]
) -> None:
    page = books[form][sheet.title]
    for field in sheet.fields:
        if field.kind is not Kind.CHOICE:
            continue
        rule = validation_of(page, cells_of(sheet, field, page)[0])
        assert rule is not None
        assert not rule.showDropDown, "in Open XML this hides the arrow"
        if field.choices:
            assert rule.formula1.strip('"').split(",") == list(field.choices)
        else:
            title, name = field.choices_from
            source = FORMS[form].by_title[title]
            assert isinstance(source, TableSheet)
            letter = layout.column(source, name)
            assert rule.formula1.startswith(f"'{title}'!${letter}${layout.FIRST_ROW}:")


def test_lists_show_what_is_filled_in_and_no_empty_end(tmp_path: Path) -> None:
    report = tiny()
    report["parts"] += [{"part": "Health", "introduction": "This."}]
    path = written(tmp_path, report, tiny_return()).report_workbook
    book = load_workbook(path)
    rule = validation_of(book["Register"], "B6")
    assert rule is not None
    formula = rule.formula1
    book["Cover"]["H1"] = f"=COUNTA({formula})"
    book["Cover"]["H2"] = f"=ROWS({formula})"
    book["Cover"]["H3"] = f"=INDEX({formula},2)"
    book.save(path)
    (saved,) = opened_and_saved([path], tmp_path / "saved")
    page = load_workbook(saved, data_only=True)["Cover"]
    assert [page[address].value for address in ("H1", "H2", "H3")] == [2, 2, "Health"]


@by_sheet
def test_answers_are_open_and_everything_else_is_locked(
    form: str, sheet: Sheet, books: dict[str, Workbook]
) -> None:
    page = books[form][sheet.title]
    expected = {
        address
        for field in sheet.fields
        if not field.prefilled
        for address in cells_of(sheet, field, page)
    }
    is_open = {
        cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked
    }
    assert is_open == expected
    assert page.protection.sheet == FORMS[form].protected


def test_return_is_protected_without_a_password(
    books: dict[str, Workbook], contents: dict[tuple[str, str], bytes]
) -> None:
    assert books["return"].security.lockStructure
    assert all(page.protection.sheet for page in books["return"].worksheets)
    with zipfile.ZipFile(io.BytesIO(contents["return", "blank"])) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    assert not re.search(rb"password|hashValue|saltValue", parts)


@pytest.mark.parametrize("allowed", ["formatCells", "formatColumns", "formatRows", "autoFilter"])
def test_officers_may_make_words_bold_and_rows_higher(
    allowed: str, books: dict[str, Workbook]
) -> None:
    assert getattr(books["return"]["Actions"].protection, allowed) is False  # not forbidden


@pytest.mark.parametrize(
    "forbidden", ["insertRows", "deleteRows", "insertColumns", "deleteColumns"]
)
def test_officers_may_not_change_the_structure(forbidden: str, books: dict[str, Workbook]) -> None:
    assert getattr(books["return"]["Actions"].protection, forbidden) is True


def test_author_may_change_everything(books: dict[str, Workbook]) -> None:
    book = books["report workbook"]
    assert not (book.security and book.security.lockStructure)
    protected = [page.title for page in book.worksheets if page.protection.sheet]
    assert protected == ["Guidance", "Tokens", HIDDEN_SHEET]


# How it opens and prints


@by_form
def test_opens_at_the_first_answer(form: str, books: dict[str, Workbook]) -> None:
    book = books[form]
    assert book.active.title == FORMS[form].opens_at
    assert [page.title for page in book.worksheets if page.sheet_view.tabSelected] == [
        FORMS[form].opens_at
    ]


@by_sheet
def test_cursor_stands_at_the_first_answer_and_headings_stay(
    form: str, sheet: Sheet, books: dict[str, Workbook]
) -> None:
    page = books[form][sheet.title]
    first = next(field for field in sheet.fields if not field.prefilled)
    assert {selection.activeCell for selection in page.sheet_view.selection} == {
        cells_of(sheet, first, page)[0]
    }
    frozen = sheet.frozen if isinstance(sheet, TableSheet) else 0
    assert page.freeze_panes == f"{get_column_letter(frozen + 1)}{layout.FIRST_ROW}"
    assert page.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"


def test_reference_and_wording_stay_in_sight_beside_every_answer() -> None:
    sheet = STANDARD_RETURN.by_title["Actions"]
    assert isinstance(sheet, TableSheet)
    frozen = sheet.fields[: sheet.frozen]
    assert [field.name for field in frozen] == ["reference", "wording"]
    assert sum(field.width for field in frozen) < 60, "the rest of the window is for the answers"


@by_form
def test_every_sheet_prints_on_a4_with_its_name_and_page(
    form: str, books: dict[str, Workbook]
) -> None:
    for page in books[form].worksheets:
        if page.title == HIDDEN_SHEET:
            continue
        assert page.page_setup.paperSize == 9, page.title
        assert page.sheet_properties.pageSetUpPr.fitToPage, page.title
        width = sum(dimension.width for dimension in page.column_dimensions.values())
        assert width / page.page_setup.fitToWidth <= 220, f"{page.title}: too small to be read"
        assert page.page_margins.bottom - page.page_margins.footer > 0.4, "the footer is cut off"
        assert page.page_setup.fitToHeight == 0, page.title
        assert page.oddFooter.left.text == "&F, &A", page.title
        assert page.oddFooter.right.text == "Page &P of &N", page.title


@by_form
def test_guidance_is_no_wider_than_an_upright_page(form: str, books: dict[str, Workbook]) -> None:
    for page in books[form].worksheets:
        if page.page_setup.orientation == "portrait":
            assert page.column_dimensions["A"].width <= 80, page.title


def test_wide_sheets_repeat_the_reference_only(books: dict[str, Workbook]) -> None:
    page = books["return of a later report"]["Actions"]
    assert page.print_title_cols == "$A:$A"
    assert page.page_setup.fitToWidth > 1


def test_an_empty_grid_is_drawn_for_one_page_and_then_as_rows_are_filled(
    books: dict[str, Workbook],
) -> None:
    page = books["return"]["Narrative"]
    last_drawn = layout.FIRST_ROW + layout.BOXED_ROWS - 1
    assert page.cell(last_drawn, 1).border.left.style == "thin"
    assert page.cell(last_drawn + 1, 1).border.left is None
    (rule,) = [
        (str(cells.sqref), rule.formula)
        for cells in page.conditional_formatting
        for rule in cells.rules
        if rule.dxf.border is not None and rule.dxf.border.left is not None
    ]
    assert rule == (
        f"A{last_drawn + 1}:C{page.max_row}",
        [f"SUMPRODUCT(LEN($A{last_drawn + 1}:$C{last_drawn + 1}))>0"],
    )


@by_form
def test_properties_are_set(form: str, books: dict[str, Workbook]) -> None:
    properties = books[form].properties
    assert properties.language == "en-GB"
    assert (
        properties.title
        == {
            "report workbook": "Report workbook",
            "return": "Return of Early Help: Progress after the inspection",
            "return of a later report": "Return of Early Help: Progress after the inspection",
        }[form]
    )
    assert properties.creator == "report_builder"
    assert properties.created == dt.datetime(2026, 9, 1)
    assert properties.lastModifiedBy is None


@by_form
def test_every_sheet_says_what_it_is_for_and_what_the_colours_mean(
    form: str, books: dict[str, Workbook]
) -> None:
    for sheet in FORMS[form].sheets:
        page = books[form][sheet.title]
        said = [page.cell(row, 1).value for row in (layout.TITLE_ROW, layout.PURPOSE_ROW)]
        assert said == [sheet.title, sheet.purpose]
        assert len(sheet.purpose) <= 160, "it stands on one line of a window"
        colours = page.cell(layout.COLOURS_ROW, 1).value
        assert ("Grey" in colours) == any(field.prefilled for field in sheet.fields)


def test_guidance_says_by_when_and_whom_to_ask(books: dict[str, Workbook]) -> None:
    page = books["return"]["Guidance"]
    said = [cell.value for cell in page["A"] if cell.value]
    assert "Send it back by 04/09/2026." in said
    assert "Bea Author, Policy Officer, bea.author@wexcombe.gov.uk, telephone 01632 960001" in said
    statuses = STANDARD_RETURN.by_title["Actions"].by_name["status"].choices
    assert all(any(line.startswith(f"{status}: ") for line in said) for status in statuses)


# Limits that Excel has and openpyxl does not hold


@by_form
def test_nothing_is_longer_than_excel_allows(form: str, books: dict[str, Workbook]) -> None:
    for page in books[form].worksheets:
        assert len(page.title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", page.title)
        for rule in page.data_validations.dataValidation:
            where = f"{page.title} {rule.sqref}"
            assert len(rule.promptTitle or "") <= 32, where
            assert len(rule.errorTitle or "") <= 32, where
            assert len(rule.prompt or "") <= 255, where
            assert len(rule.error or "") <= 225, where
            for formula in (rule.formula1, rule.formula2):
                assert len(formula or "") <= 255, where
        for formula in _formulas(page):
            assert len(formula) <= 8192, page.title
            assert all(len(text) <= 255 for text in re.findall(r'"((?:[^"]|"")*)"', formula))


def _formulas(page: Worksheet) -> Iterator[str]:
    for row in page.iter_rows():
        yield from (cell.value for cell in row if cell.data_type == "f")
    for formatted in page.conditional_formatting:
        for rule in formatted.rules:
            yield from rule.formula


@by_form
def test_only_numbers_are_compared_with_0(form: str, books: dict[str, Workbook]) -> None:
    """To Excel even FALSE is more than 0, to LibreOffice it is not: each operand is a number."""
    operands = [
        operand
        for page in books[form].worksheets
        for formula in _formulas(page)
        for operand in _operands_before(formula, ">0")
    ]
    assert operands
    assert [o for o in operands if not re.match(r"LEN\(|SUMPRODUCT\(|SUM\(|\(0\+|'Form'!", o)] == []


def _operands_before(formula: str, sign: str) -> Iterator[str]:
    for match in re.finditer(re.escape(sign), formula):
        start = match.start()
        if formula[start - 1] == ")":
            depth = 0
            while True:
                start -= 1
                depth += {")": 1, "(": -1}.get(formula[start], 0)
                if depth == 0:
                    break
        yield re.search(r"[\w'!$.]*$", formula[:start])[0] + formula[start : match.start()]  # type: ignore[index]


def test_choices_have_no_comma_that_would_part_them() -> None:
    choices = [
        choice
        for form in FORMS.values()
        for sheet in form.sheets
        for field in sheet.fields
        for choice in field.choices
    ]
    assert choices
    assert not [choice for choice in choices if "," in choice or '"' in choice]


@pytest.mark.parametrize("state", ["blank", "filled"])
@by_form
def test_openxml_audit_finds_nothing_but_what_is_justified(
    form: str, state: str, contents: dict[tuple[str, str], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(contents[form, state])
    command = [sys.executable, "-m", "openxml_audit.cli", "-o", "json", "-m", "0", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    (report,) = json.loads(told.stdout)
    assert [finding for finding in report["errors"] if not _is_justified(finding)] == []


def _is_justified(finding: dict[str, str]) -> bool:
    # openpyxl writes the children of a font in its own order. The first edition of the standard
    # has them in any order, and Excel reads them in any order.
    if re.search(r"/(font|rPr)\[\d+\]$", finding["path"]):
        return finding["description"] in {
            f"Unexpected element '{child}' found" for child in ("b", "color", "sz")
        }
    # openpyxl writes words into the cell and not into a part that cells share; both are standard.
    return finding["severity"] == "warning" and "inline-string" in finding["description"]


# The same words, the same bytes


@by_form
def test_same_input_same_bytes(
    form: str, contents: dict[tuple[str, str], bytes], tmp_path: Path
) -> None:
    for state in ("blank", "filled"):
        again = _bytes(tmp_path / state, form, filled=state == "filled")
        assert again == contents[form, state]


def test_same_bytes_whatever_the_order_of_hashes() -> None:
    code = (
        "import datetime, hashlib; from report_builder.issuing import report_workbook_bytes;"
        "print(hashlib.sha256(report_workbook_bytes('r', datetime.date(2026, 9, 1))).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


TEXTS = {
    "formula": "=1+1",
    "error value": "#N/A",
    "bullet first": "- a bullet\n  - a sub-bullet",
    "leading zero": "01632 960001",
    "markup": '<b>&amp; & </b> ]]> "quoted" {{ it }}',
    "row markup": '<row r="1" ht="3" customHeight="1"> customHeight="1"',
    "formula markup": '<c r="A3"><f>1</f><v></v></c>',
    "spaces around": "  two spaces before, two after  ",
    "other scripts": "Llŵyd Paweł 子ども 👧🏽 ‘quoted’ – “quoted”",
    "non-breaking": "98\u00a0% of 31\u202fAugust",
    "lines": "one\n\ntwo\n",
    "date as text": "31/08/2026",
    "long": "word " * 6_553,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_arrives_character_for_character_and_is_no_formula(text: str, tmp_path: Path) -> None:
    said = tiny_return()
    said["actions"][0]["progress"] = text
    cell = load_workbook(_written_return(said, tmp_path))["Actions"]["I6"]
    assert cell.value == text.rstrip("\n")  # the samples' texts end where their words end
    assert cell.data_type == "s"


def test_text_that_looks_like_an_escape_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    said = tiny_return()
    said["actions"][0]["progress"] = "A file named scan_x0041_1."
    path = _written_return(said, tmp_path)
    (saved,) = opened_and_saved([path], tmp_path / "saved")
    with zipfile.ZipFile(path) as package:
        assert b"scan_x005F_x0041_1" in package.read("xl/worksheets/sheet3.xml")
    with zipfile.ZipFile(saved) as package:
        assert b"scanA1" not in package.read("xl/sharedStrings.xml")


BOLD = {
    "at the start": [Run("Bold", True), Run(" and not.")],
    "in the middle": [Run("Not "), Run("bold ", True), Run("again.")],
    "over a line end": [Run("One\n"), Run("two\n- three", True), Run(" four")],
    "all": [Run("All of it", True)],
    "nothing": [Run("None of it")],
}


@pytest.mark.parametrize("runs", BOLD.values(), ids=BOLD)
def test_bold_is_written_and_read_back(runs: list[Run], tmp_path: Path) -> None:
    said = tiny_return()
    said["actions"][0]["progress"] = "".join(
        f"**{run.text}**" if run.bold else run.text for run in runs
    )
    book = load_workbook(_written_return(said, tmp_path), rich_text=True)
    value = book["Actions"]["I6"].value
    pieces = value if isinstance(value, CellRichText) else [value]
    read = [
        Run(str(piece), bool(getattr(piece, "font", None) and piece.font.b)) for piece in pieces
    ]
    assert CellText(read).runs == tuple(runs)


def test_dates_and_numbers_are_dates_and_numbers(tmp_path: Path) -> None:
    cover = load_workbook(written(tmp_path).report_workbook)["Cover"]
    typed = {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(6, 20)}
    assert typed["As-at date"] == dt.datetime(2026, 8, 31)
    assert typed["Report version number"] == 1
    assert typed["Report author's telephone"] == "01632 960001"


# What is still missing


def _written_return(said: Said, folder: Path, *, later: bool = False) -> Path:
    service = str(said["return"]["service"])
    report = written(folder, tiny(), said, history=[recorded()] if later else [])
    return report.returns / f"{file_name(service)}.xlsx"


def _without(said: Said, table: str, field: str, row: int | None = None) -> Said:
    changed = copy.deepcopy(said)
    del (changed[table] if row is None else changed[table][row])[field]
    return changed


def _with(said: Said, row: int, **answers: object) -> Said:
    changed = copy.deepcopy(said)
    changed["actions"][row] |= answers
    return changed


NOT_READY = "Not ready. Answers missing (the yellow cells): {}. Next sheet to complete: {}"
RETURNS = {
    "complete": (tiny_return(), "Ready to send"),
    "no sign-off": (
        _without(tiny_return(), "return", "sign_off_name"),
        NOT_READY.format(1, "Return"),
    ),
    "only spaces": (
        {**tiny_return(), "return": {**tiny_return()["return"], "email": "  "}},
        NOT_READY.format(1, "Return"),
    ),
    "no telephone": (_without(tiny_return(), "return", "telephone"), "Ready to send"),
    "no status": (_without(tiny_return(), "actions", "status", 1), NOT_READY.format(1, "Actions")),
    "completed without evidence": (
        _without(tiny_return(), "actions", "evidence", 0),
        NOT_READY.format(1, "Actions"),
    ),
    "at risk without revised date and mitigation": (
        _with(tiny_return(), 1, status="At risk"),
        NOT_READY.format(2, "Actions"),
    ),
    "at risk with both": (
        _with(
            tiny_return(),
            1,
            status="At risk",
            revised_date=dt.date(2027, 1, 4),
            mitigation="More staff.",
        ),
        "Ready to send",
    ),
    "nothing but the status": (
        {
            "return": {"service": "Early Help"},
            "actions": [{"reference": "SG-01", "status": "On track"}],
        },
        NOT_READY.format(11, "Return"),
    ),
}
# Of a report that follows another, in which SG-01 was Completed and SG-02 On track.
OPEN_AGAIN = _with(tiny_return(), 0, status="On track", date=dt.date(2026, 12, 1))
LATER = {
    "completed before, without date and evidence": (
        _with(tiny_return(), 0, date=None, evidence=""),
        "Ready to send",
    ),
    "completed since, without date and evidence": (
        _with(tiny_return(), 1, status="Completed", date=None),
        NOT_READY.format(2, "Actions"),
    ),
    "still on track without a date": (
        _with(tiny_return(), 1, date=None),
        NOT_READY.format(1, "Actions"),
    ),
    "open again without a reason": (OPEN_AGAIN, NOT_READY.format(1, "Actions")),
    "open again with a reason": (
        _with(OPEN_AGAIN, 0, reopened_reason="An audit found gaps."),
        "Ready to send",
    ),
}
STATES = {
    **{name: (*state, False) for name, state in RETURNS.items()},
    **{name: (*state, True) for name, state in LATER.items()},
}
REPORTS = {
    "complete": (tiny(), "Nothing is missing"),
    "no title": (_without(tiny(), "cover", "title"), NOT_READY.format(1, "Cover")),
    "no meetings": ({**tiny(), "meetings": []}, NOT_READY.format(2, "Meetings")),
    "meeting without a date": (
        {**tiny(), "meetings": [{"body": "Scrutiny Commission"}]},
        NOT_READY.format(1, "Meetings"),
    ),
    "paragraph without words in section 3": (
        {**tiny(), "supporting": [*tiny()["supporting"], {"kind": "Paragraph"}]},
        NOT_READY.format(1, "3 Supporting information"),
    ),
    "private without reasons": (
        {**tiny(), "decision": {"private": "Yes", "key_decision": "No"}},
        NOT_READY.format(
            sum(field.asked_with == ("private", ("Yes",)) for field in DECISION.fields),
            "8 and 9 Decision",
        ),
    ),
}


def _missing_in_a_blank_report() -> int:
    """Return how many answers a new report workbook asks for: in an empty table, one row's."""
    return sum(
        field.required and not field.prefilled and field.name not in row
        for sheet in REPORT_WORKBOOK.sheets
        for row in (getattr(sheet, "rows", ()) or ({},))
        for field in sheet.fields
        if not getattr(sheet, "optional", False)
    )


def _filled_workbooks(folder: Path) -> dict[Path, str]:
    """Return workbooks in many states, each with what the cell says of itself."""
    said: dict[Path, str] = {}
    for name, (answers, expected, later) in STATES.items():
        path = _written_return(answers, folder / name, later=later)
        said[path.rename(folder / f"return {name}.xlsx")] = expected
    for name, (report, expected) in REPORTS.items():
        path = written(folder / f"report {name}", report, tiny_return()).report_workbook
        said[path.rename(folder / f"report {name}.xlsx")] = expected
    blank = folder / "blank report.xlsx"
    blank.write_bytes(report_workbook_bytes("a report", MADE))
    said[blank] = NOT_READY.format(_missing_in_a_blank_report(), "Cover")
    return said


def _form_of(book: Workbook) -> Form:
    if "Actions" not in book.sheetnames:
        return REPORT_WORKBOOK
    is_later = book["Actions"]["F5"].value == "Status in the last report"
    return STANDARD_RETURN if is_later else FIRST_RETURN


@pytest.mark.parametrize("name", [*STATES])
def test_return_says_whether_it_is_ready_before_anything_calculates(
    name: str, tmp_path: Path
) -> None:
    answers, expected, later = STATES[name]
    path = _written_return(answers, tmp_path, later=later)
    page = load_workbook(path, data_only=True)["Return"]
    assert page["A3"].value == expected


@pytest.mark.parametrize("name", [*REPORTS])
def test_report_workbook_says_whether_something_is_missing(name: str, tmp_path: Path) -> None:
    report, expected = REPORTS[name]
    path = written(tmp_path, report, tiny_return()).report_workbook
    assert load_workbook(path, data_only=True)["Cover"]["A3"].value == expected


def test_libreoffice_calculates_what_stands_beside_each_formula(tmp_path: Path) -> None:
    said = _filled_workbooks(tmp_path)
    recalculated = tmp_path / "without results"
    recalculated.mkdir()
    for path in said:  # openpyxl saves formulas without their results
        load_workbook(path, rich_text=True).save(recalculated / path.name)
    for saved in opened_and_saved(sorted(recalculated.glob("*.xlsx")), tmp_path / "saved"):
        path = tmp_path / saved.name
        stored, calculated = (load_workbook(one, data_only=True) for one in (path, saved))
        form = _form_of(stored)
        assert calculated[form.opens_at]["A3"].value == said[path], saved.name
        for page in load_workbook(path).worksheets:
            for address in (cell.coordinate for row in page.iter_rows() for cell in row):
                if page[address].data_type == "f":
                    was, now = (book[page.title][address].value for book in (stored, calculated))
                    assert was is not None, (saved.name, page.title, address)
                    assert was == now, (saved.name, page.title, address)


def test_the_yellow_cells_are_those_that_are_counted(tmp_path: Path) -> None:
    """The conditional formats, put into cells beside their own, and calculated by LibreOffice."""
    said = _filled_workbooks(tmp_path)
    marked = tmp_path / "marked"
    marked.mkdir()
    for path in said:
        book = load_workbook(path, rich_text=True)
        for sheet in _form_of(book).sheets:
            _put_formats_into_cells(book[sheet.title])
        book.save(marked / path.name)
    for saved in opened_and_saved(sorted(marked.glob("*.xlsx")), tmp_path / "saved"):
        book = load_workbook(saved, data_only=True)
        form = _form_of(book)
        for sheet in form.sheets:
            yellow = _yellow(book[sheet.title])
            counted = book[HIDDEN_SHEET].cell(layout.count_row(form, sheet), 2).value
            assert len(yellow) == counted, (saved.name, sheet.title, yellow)
        if saved.name == "return completed without evidence.xlsx":
            assert _yellow(book["Actions"]) == ["L6"]
        if saved.name == "report no meetings.xlsx":
            assert _yellow(book["Meetings"]) == ["A6", "B6"]


_BESIDE = 40


def _put_formats_into_cells(page: Worksheet) -> None:
    formulas: dict[str, list[str]] = {}
    for formatted in page.conditional_formatting:
        first = str(formatted.sqref).partition(":")[0]
        for row in page[str(formatted.sqref)] if ":" in str(formatted.sqref) else [[page[first]]]:
            for cell in row:
                for rule in formatted.rules:
                    if cell.row >= layout.FIRST_ROW:
                        moved = Translator(f"={rule.formula[0]}", first)
                        formula = moved.translate_formula(cell.coordinate)[1:]
                        formulas.setdefault(cell.coordinate, []).append(formula)
    for address, found in formulas.items():
        cell = page[address]
        page.cell(cell.row, cell.column + _BESIDE).value = f"=IF(OR({','.join(found)}),1,0)"


def _yellow(page: Worksheet) -> list[str]:
    return [
        page.cell(cell.row, cell.column - _BESIDE).coordinate
        for row in page.iter_rows(min_row=layout.FIRST_ROW, min_col=_BESIDE)
        for cell in row
        if cell.value == 1
    ]


def test_status_line_is_green_only_when_nothing_is_missing(books: dict[str, Workbook]) -> None:
    for name, form in FORMS.items():
        book = books[name]
        for sheet in form.sheets:
            rules = {
                rule.formula[0]: rule.dxf.fill.bgColor.rgb
                for formatted in book[sheet.title].conditional_formatting
                for rule in formatted.rules
                if "A3" in formatted.sqref
            }
            ready = (
                form.ready if sheet.title == form.opens_at else "Nothing is missing on this sheet."
            )
            assert rules == {f'$A$3="{ready}"': "00D9EAD3", f'NOT($A$3="{ready}")': "00FFF2CC"}


# Long texts can be read


def test_rows_are_high_enough_for_their_words_and_go_on_growing(tmp_path: Path) -> None:
    said = tiny_return()
    said["actions"][0]["progress"] = "word " * 200
    said["actions"][1]["progress"] = "Short."
    path = _written_return(said, tmp_path)
    rows = load_workbook(path)["Actions"].row_dimensions
    assert rows[6].height > 8 * 14, "eleven lines at the width of the column"
    assert (rows[7].height or 15) < rows[6].height / 2
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet3.xml")
    assert b'<row r="6" ht="' in sheet
    assert b"customHeight" not in sheet, "a height set by hand would stay as it is"


def test_no_row_is_higher_than_excel_allows(tmp_path: Path) -> None:
    said = tiny_return()
    said["actions"][0]["progress"] = "line\n" * 500
    rows = load_workbook(_written_return(said, tmp_path))["Actions"].row_dimensions
    assert max(dimension.height or 0 for dimension in rows.values()) == 409


def test_guidance_fits_the_width_of_its_page(books: dict[str, Workbook]) -> None:
    for book in books.values():
        page = book["Guidance"]
        assert page.column_dimensions["A"].width <= 95, "LibreOffice cannot part a column"
        assert all(cell.alignment.wrap_text for cell in page["A"][1:] if cell.value)


def test_empty_filling_gives_a_workbook_all_the_same() -> None:
    content = report_workbook_bytes("r", MADE, Filling())
    book = load_workbook(io.BytesIO(content), data_only=True)
    assert book["5 Implications"]["A3"].value.endswith(": 1")
