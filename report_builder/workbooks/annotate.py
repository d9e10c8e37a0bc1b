"""The answer to an officer or the author: a copy of the workbook, its problems the first sheet.

The copy holds all that came: words, formats, drop-downs, protection, what openpyxl would drop from
the package. Marks are conditional formats, so that the officer's own formats stay as they are and
the marks can be taken off when the copy comes back. A workbook that openpyxl cannot save whole is
not saved by it: its officer gets the list of problems as a workbook of its own. What the author is
to act on is not told to an officer.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import Font, Protection
from openpyxl.utils import absolute_coordinate, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.files import canonical_package
from report_builder.problems import PROGRAM, Cell, Problem, Severity, writable
from report_builder.workbooks import gate, layout
from report_builder.workbooks.changes import changed
from report_builder.workbooks.declare import EXCEL_LIMIT, Field
from report_builder.workbooks.faults import RefusedError
from report_builder.workbooks.remarks import SIGNATURE, is_own_comment
from report_builder.workbooks.standard_return import ACTIONS, PROBLEMS
from report_builder.workbooks.xlsx.book import Book, is_small

_MARK = f'"{PROGRAM}"<>""'  # always true; tells our conditional formats from the form's own
_LONGEST_SHOWN = 200
_COMMENT_WIDTH, _COMMENT_HEIGHT = 360, 140

_FIRST_ROW = PROBLEMS.header_row + 1
Results = dict[str, dict[str, str | float]]
"""What formulas show, by the title of their sheet and their address."""

_EXPLAINED = "Explained"
_SEVERITY_WORDS = {
    Severity.ERROR: "Correct this",
    Severity.QUERY: "Correct or explain",
    Severity.NOTE: "For information",
}

_NOT_YET, _CHANGED = "Not yet", "Changed"
_CORRECT = (
    "1. Click a cell's address to go there, and correct it. A correction needs no explanation."
)
_EXPLAIN = (
    "2. Only where “What is asked” says “Correct or explain”: if what you wrote is right, leave it "
    "and say why under “Your explanation”.",
    "    The report author reads it. It is never printed, and you are not asked again unless you "
    "change that cell.",
)
_COLOURS = (
    "Orange: the cells of this list, empty ones among them. The orange goes, and “Changed?” says "
    "so, as soon as you change a cell (a text: when its length changes).",
    "Where “Changed?” is empty, this workbook cannot tell. Whether all is right is seen when it is "
    "checked again. Grey: to read, and locked. White: yours.",
)


# Parts that openpyxl writes again from what it has read, and parts that carry_over copies.
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|(.*/)?_rels/.*\.rels|docProps/.*|docMetadata/.*|customXml/.*"
    r"|xl/(workbook|styles|sharedStrings|calcChain)\.xml|xl/theme/.*|xl/worksheets/[^/]*\.xml"
    r"|xl/tables/.*|xl/comments[^/]*\.xml|xl/comments/.*|xl/drawings/[^/]*\.vml"
    r"|xl/printerSettings/.*|xl/persons/person\.xml|xl/externalLinks/.*"
)
_LOST_IN_SHEETS = re.compile(rb"<(?:\w+:)?(?:extLst|oleObjects|controls|drawing|picture)[ >/]")


@dataclass(frozen=True)
class Returned:
    """What goes back to an officer: the file's name and bytes, and whether it is the whole copy."""

    name: str
    content: bytes
    whole: bool


@dataclass(frozen=True)
class Told:
    """A problem as an officer is told it, with the mark that it is known by and its explanation."""

    problem: Problem
    fingerprint: str
    explanation: str
    is_elsewhere: bool = False
    """Whether its cell is in another workbook than the one that is handed back."""
    field: Field | None = None
    """What its cell answers, ``None`` if it is no answer."""
    status: Cell | None = None
    """The cell of the status because of which it is asked, if another status would do as well."""
    is_seen_in_content: bool = True
    """Whether it cannot be put right without a change of what the cell holds."""

    @property
    def is_explained(self) -> bool:
        """Return whether nothing is to be done, because an explanation was given."""
        return self.explanation != "" and self.problem.severity is Severity.NOTE

    @property
    def can_be_explained(self) -> bool:
        """Return whether an explanation may be written, or written anew."""
        return self.problem.severity is Severity.QUERY or self.is_explained


@dataclass(frozen=True)
class Author:
    """Whom an officer sends the workbook to, and by when."""

    name: str = ""
    email: str = ""
    due: str = ""

    @property
    def send_it(self) -> str:
        """Return whom to send it to, and by when, as the end of a sentence."""
        who = ", ".join(part for part in (self.name, self.email) if part) or "the report author"
        return f"{who}. Returns are due by {self.due}." if self.due else f"{who}."


def handed_back(path: Path, told: list[Told], *, made: dt.date, author: Author | None) -> Returned:
    """Return the copy of the workbook at ``path`` with the problems ``told`` in it.

    It is a return, to be sent back to ``author``, or the author's own workbook if that is ``None``.
    Where the copy would hold less than came, a workbook with the problems alone is returned.
    """
    content = _content(path)
    if _can_be_saved_whole(content):
        book = load_workbook(io.BytesIO(content), rich_text=True)
        _take_off_marks(book)
        _mark(book, [each for each in told if _has_cell(book, each)])
        results = _stored_results(content)
        results[PROBLEMS.title] = _write_problems(book, told, _steps(author), is_copy=True)
        saved = carry_over(content, _saved(book, results))
        return Returned(path.name, canonical_package(saved, modified=made), whole=True)
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_problems(book, told, _steps_elsewhere(author), is_copy=False)
    alone = canonical_package(_saved(book, {}), modified=made)
    return Returned(f"{path.name} - problems.xlsx", alone, whole=False)


def _steps(author: Author | None) -> tuple[str, ...]:
    """Return the title of the first sheet, and what is to be done."""
    title = "Thank you for your return. Please look at these cells again"
    if author is None:
        title = "What to do before the report is final"
        last = (
            "3. Save this workbook in the place of your report workbook, inputs/report.xlsx, under "
            "that name."
        )
    else:
        last = (
            "3. Save this workbook under the same file name, this sheet with it, and send it to "
            f"{author.send_it}"
        )
    return (title, _CORRECT, *_EXPLAIN, last, *_COLOURS)


def _steps_elsewhere(author: Author | None) -> tuple[str, ...]:
    return (
        "Thank you. Please look at this again",
        "1. Correct in your own workbook what is asked here.",
        "2. Where the list says “Correct or explain” and what you wrote is right, tell the report "
        "author why.",
        "3. Save your own workbook under the same file name, and send it, not this list, to "
        f"{(author or Author()).send_it}",
    )


def _content(path: Path) -> bytes:
    """Return the bytes of a file, none if it cannot be a workbook."""
    try:
        return gate.admitted(path)
    except RefusedError:
        return b""


def _can_be_saved_whole(content: bytes) -> bool:
    if not is_small(content):  # openpyxl would take minutes and gigabytes
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if not all(_KEPT.fullmatch(name) for name in names):
                return False
            sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]*\.xml", name)]
            if any(_LOST_IN_SHEETS.search(package.read(name)) for name in sheets):
                return False
        load_workbook(io.BytesIO(content), rich_text=True)
    except Exception:  # a file that cannot be opened cannot be copied either
        return False
    return True


def _stored_results(content: bytes) -> Results:
    """Return what the workbook's formulas showed: openpyxl keeps either them or that."""
    try:
        pages = Book(content).pages
        return {
            page.title: {
                cell.address: cell.value
                for row in page.cells.rows.values()
                for cell in row.values()
                if cell.is_formula and isinstance(cell.value, str | int | float)
            }
            for page in pages
        }
    except RefusedError:  # it has been answered for; what the formulas show is worked out again
        return {}


def _saved(book: Workbook, results: Results) -> bytes:
    """Return the package of ``book``, its formulas with their results beside them."""
    saved, finished = io.BytesIO(), io.BytesIO()
    book.save(saved)
    pages = {page.path.lstrip("/"): page.title for page in book.worksheets}
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(finished, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            for address, result in results.get(pages.get(name, ""), {}).items():
                part = layout.with_result(part, address, result)
            target.writestr(name, part)
    return finished.getvalue()


def _take_off_marks(book: Workbook) -> None:
    if PROBLEMS.title in book.sheetnames:
        book.remove(book[PROBLEMS.title])
    for page in book.worksheets:
        kept = ConditionalFormattingList()
        for formatted in page.conditional_formatting:
            for rule in formatted.rules:
                if not any(_MARK in formula for formula in rule.formula):
                    kept.add(str(formatted.sqref), rule)
        page.conditional_formatting = kept
        for row in page.iter_rows():
            for cell in row:
                if cell.comment and is_own_comment(cell.comment.text):
                    cell.comment = None


def _has_cell(book: Workbook, told: Told) -> bool:
    where = told.problem.where
    return not told.is_elsewhere and where.address != "" and where.sheet in book.sheetnames


def _is_changed(book: Workbook, told: Told, *, from_another_sheet: bool = False) -> str:
    where = told.problem.where
    page = book[where.sheet]
    on = f"{quote_sheetname(where.sheet)}!" if from_another_sheet else ""
    is_changed = changed(
        page[where.address], told.field, f"{on}{absolute_coordinate(where.address)}"
    )
    if told.status is None:
        return is_changed
    status = changed(
        page[told.status.address],
        ACTIONS.by_name["status"],
        f"{on}{absolute_coordinate(told.status.address)}",
    )
    return f"OR({is_changed},{status})"


def _mark(book: Workbook, told: list[Told]) -> None:
    by_cell: dict[tuple[str, str], list[Told]] = {}
    for each in told:
        where = each.problem.where
        by_cell.setdefault((where.sheet, where.address), []).append(each)
    rules: dict[str, list[tuple[str, Rule]]] = {}
    for (sheet, address), found in by_cell.items():
        page = book[sheet]
        as_it_was = ",".join(dict.fromkeys(f"NOT({_is_changed(book, each)})" for each in found))
        rule = FormulaRule([f"AND({_MARK},OR({as_it_was}))"], fill=layout.PROBLEM_FILL)
        rules.setdefault(sheet, []).append((address, rule))
        cell = page[address]
        if cell.comment is None and not _is_inside_a_merge(page, address):
            said = "\n".join([*(each.problem.message for each in found), SIGNATURE])
            cell.comment = Comment(said, PROGRAM, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)
    for sheet, ours in rules.items():
        _put_first(book[sheet], ours)


def _put_first(page: Worksheet, ours: list[tuple[str, Rule]]) -> None:
    """Put rules before those of the form, whose yellow would hide their orange."""
    theirs = [
        (str(formatted.sqref), rule)
        for formatted in page.conditional_formatting
        for rule in formatted.rules
    ]
    theirs.sort(key=lambda one: one[1].priority)
    page.conditional_formatting = ConditionalFormattingList()
    for priority, (cells, rule) in enumerate([*ours, *theirs], 1):
        rule.priority = priority
        page.conditional_formatting.add(cells, rule)


def _is_inside_a_merge(page: Worksheet, address: str) -> bool:
    return any(
        address in merged and address != merged.start_cell.coordinate
        for merged in page.merged_cells.ranges
    )


def _write_problems(
    book: Workbook, told: list[Told], steps: tuple[str, ...], *, is_copy: bool
) -> dict[str, str | float]:
    """Write the first sheet, and return what its formulas show."""
    page = book.create_sheet(PROBLEMS.title, 0)
    results: dict[str, str | float] = {}
    for number, field in enumerate(PROBLEMS.fields, 1):
        layout.header(page.cell(PROBLEMS.header_row, number), field.label)
        page.column_dimensions[layout.column(PROBLEMS, field.name)].width = field.width
    for row, each in enumerate(told, _FIRST_ROW):
        values = _row(each)
        for field in PROBLEMS.fields:
            cell = page[f"{layout.column(PROBLEMS, field.name)}{row}"]
            cell.value = values[field.name][:EXCEL_LIMIT] or None
            cell.data_type = "s"
            cell.font, cell.alignment, cell.border = (
                layout.PLAIN_FONT,
                layout.WRAPPED,
                layout.BOX,
            )
            if not field.prefilled and each.can_be_explained:
                cell.protection = Protection(locked=False)
            else:
                cell.fill = layout.PREFILLED_FILL
        if is_copy and _has_cell(book, each):
            _link(page[f"{layout.column(PROBLEMS, 'cell')}{row}"], each.problem.where)
            if each.problem.severity is not Severity.NOTE:
                progress = page[f"{layout.column(PROBLEMS, 'changed')}{row}"]
                progress.value, results[progress.coordinate] = _progress(book, each, row)
    _write_heading(page, [each.problem for each in told], steps)
    if _NOT_YET in results.values():
        left = page.cell(PROBLEMS.header_row - 1, 1)
        left.value, results[left.coordinate] = _still_to_do(len(told), results)
        left.font = layout.LABEL_FONT
    for name in ("explanation", "changed"):
        page.column_dimensions[layout.column(PROBLEMS, name)].hidden = not is_copy
    _finish(book, page)
    return results


def _link(cell: ExcelCell, where: Cell) -> None:
    place = f"{quote_sheetname(where.sheet)}!{where.address}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
    cell.font = Font(name="Arial", size=11, color="0B5394", underline="single")


def _progress(book: Workbook, told: Told, row: int) -> tuple[str, str]:
    """Return the formula that says what has been done about a problem, and what it shows now."""
    now = _NOT_YET if told.is_seen_in_content else ""
    said = f'"{now}"'
    if told.can_be_explained:
        explanation = f"{layout.column(PROBLEMS, 'explanation')}{row}"
        said = f'IF(LEN(TRIM({explanation}))>0,"{_EXPLAINED}",{said})'
    is_changed = _is_changed(book, told, from_another_sheet=True)
    return f'=IF(IFERROR({is_changed},TRUE),"{_CHANGED}",{said})', now


def _still_to_do(rows: int, results: dict[str, str | float]) -> tuple[str, str]:
    """Return the formula that counts what is not yet done, and what it shows now."""
    letter = layout.column(PROBLEMS, "changed")
    count = f'COUNTIF({letter}{_FIRST_ROW}:{letter}{_FIRST_ROW + rows - 1},"{_NOT_YET}")'
    begins = f"Rows of this list that say “{_NOT_YET}”: "
    now = sum(result == _NOT_YET for result in results.values())
    return f'="{begins}"&{count}', f"{begins}{now}"


def _write_heading(page: Worksheet, problems: list[Problem], steps: tuple[str, ...]) -> None:
    """Write what is to be done: a sentence or two a row, which needs no wrapping.

    Excel does not find the height of merged cells.
    """
    is_asked = any(problem.severity is not Severity.NOTE for problem in problems)
    title, *others = steps if is_asked else ("Nothing to do",)
    rows = (
        (title, layout.TITLE_FONT),
        (to_do(problems), layout.LABEL_FONT),
        *((step, layout.PLAIN_FONT) for step in others),
    )
    for number, (words, font) in enumerate(rows, layout.TITLE_ROW):
        cell = page.cell(number, 1)
        cell.value, cell.font = words, font


def to_do(problems: list[Problem]) -> str:
    """Return the one sentence that says how much there is to do."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    queries = sum(problem.severity is Severity.QUERY for problem in problems)
    if errors and queries:
        return f"Please correct {_points(errors)}, and correct or explain {queries} more."
    if errors:
        return f"Please correct {_points(errors)}."
    if queries:
        return f"Please correct or explain {_points(queries)}."
    return "Nothing needs to be done. Thank you."


def _points(number: int) -> str:
    return f"{number} point{'' if number == 1 else 's'}"


def _shortened(value: str) -> str:
    """Return the beginning of a long text: the whole of it stands in its cell."""
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN].rstrip()}…"


def _row(told: Told) -> dict[str, str]:
    problem = told.problem
    where = problem.where
    sheet = f"{where.workbook}, {where.sheet}" if told.is_elsewhere else where.sheet
    return {
        "severity": _EXPLAINED if told.is_explained else _SEVERITY_WORDS[problem.severity],
        "sheet": writable(sheet),
        "cell": where.address,
        "value": _shortened(problem.value),
        "to_do": problem.message,
        "explanation": writable(told.explanation),
        "changed": "",
        "code": problem.code,
        "fingerprint": told.fingerprint,
    }


def _finish(book: Workbook, page: Worksheet) -> None:
    page.column_dimensions[layout.column(PROBLEMS, "fingerprint")].hidden = True
    page.print_title_rows = f"{PROBLEMS.header_row}:{PROBLEMS.header_row}"
    letter = layout.column(PROBLEMS, "changed")
    cells = f"{letter}{_FIRST_ROW}:{letter}{max(page.max_row, _FIRST_ROW)}"
    done = f'OR({letter}{_FIRST_ROW}="{_CHANGED}",{letter}{_FIRST_ROW}="{_EXPLAINED}")'
    page.conditional_formatting.add(cells, FormulaRule([done], fill=layout.READY_FILL))
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = "C00000"
    layout.fit_to_width(page)
    layout.suggest_heights(page)
    prompt = DataValidation(allow_blank=True, showInputMessage=True)
    prompt.promptTitle = PROBLEMS.by_name["explanation"].label
    prompt.prompt = PROBLEMS.by_name["explanation"].guidance
    letter = layout.column(PROBLEMS, "explanation")
    prompt.add(f"{letter}{_FIRST_ROW}:{letter}{max(page.max_row, _FIRST_ROW)}")
    page.add_data_validation(prompt)
    layout.protect(page)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page


def carry_over(came: bytes, saved: bytes) -> bytes:
    """Return ``saved`` with the parts of ``came`` that belong to the package and not to a sheet.

    These are labels and properties that programs put beside the workbook, such as a sensitivity
    label: openpyxl leaves them out when it saves.
    """
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(came)) as source,
        zipfile.ZipFile(io.BytesIO(saved)) as target,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as joined,
    ):
        lost = [
            name
            for name in source.namelist()
            if name.startswith(("docMetadata/", "customXml/")) and name not in target.namelist()
        ]
        for name in target.namelist():
            part = target.read(name)
            if name.startswith("xl/worksheets/"):
                part = layout.heights_as_found(part)
            if lost and name == "_rels/.rels":
                part = _with_relationships(part, source.read(name), lost, "")
            elif lost and name == "xl/_rels/workbook.xml.rels":
                part = _with_relationships(part, source.read(name), lost, "../")
            elif lost and name == "[Content_Types].xml":
                part = _with_content_types(part, source.read(name), lost)
            joined.writestr(name, part)
        for name in lost:
            joined.writestr(name, source.read(name))
    return packed.getvalue()


_RELATIONSHIP = re.compile(rb"<Relationship\s[^>]*?/>")
_OVERRIDE = re.compile(rb"<Override\s[^>]*?/>")


def _with_relationships(saved: bytes, came: bytes, lost: list[str], up: str) -> bytes:
    wanted = []
    for number, match in enumerate(_RELATIONSHIP.finditer(came)):
        target = re.search(rb'Target="/?([^"]*)"', match[0])
        if target and any(target[1].decode() in (name, up + name) for name in lost):
            identifier = f'Id="carried{number}"'.encode()
            wanted.append(re.sub(rb'\bId="[^"]*"', identifier, match[0]))
    return saved.replace(b"</Relationships>", b"".join(wanted) + b"</Relationships>")


def _with_content_types(saved: bytes, came: bytes, lost: list[str]) -> bytes:
    wanted = [
        match[0]
        for match in _OVERRIDE.finditer(came)
        if any(f'PartName="/{name}"'.encode() in match[0] for name in lost)
    ]
    if b'Extension="xml"' not in saved:
        wanted.insert(0, b'<Default Extension="xml" ContentType="application/xml"/>')
    return saved.replace(b"</Types>", b"".join(wanted) + b"</Types>")
