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
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, Protection
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.files import canonical_package
from report_builder.problems import PROGRAM, Problem, Severity, writable
from report_builder.workbooks import gate, layout
from report_builder.workbooks.declare import EXCEL_LIMIT, HEADER_ROW
from report_builder.workbooks.faults import RefusedError
from report_builder.workbooks.remarks import SIGNATURE, is_own_comment
from report_builder.workbooks.standard_return import PROBLEMS
from report_builder.workbooks.xlsx.book import is_small

_MARK = f'"{PROGRAM}"<>""'  # always true; tells our conditional formats from the form's own
_LONGEST_SHOWN = 200
_COMMENT_WIDTH, _COMMENT_HEIGHT = 360, 140

_EXPLAINED = "Explained"
_SEVERITY_WORDS = {
    Severity.ERROR: "Correct this",
    Severity.QUERY: "Correct or explain",
    Severity.NOTE: "For information",
}

_HOW_FOR_THE_AUTHOR = (
    "Click a cell's address to go there, and correct what is asked. Where the list says “Correct "
    "or explain”, you may write under “Your explanation” instead.",
    "Then save this workbook in the place of your report workbook, inputs/report.xlsx, under that "
    "name.",
)
_HOW_HERE = (
    "Click a cell's address to go there, and correct what is asked. Where the list says “Correct "
    "or explain”, you may write under “Your explanation” instead.",
    "Then save this workbook and send it back as it is. The orange of the cells goes when the "
    "workbook is checked again.",
)
_HOW_ELSEWHERE = (
    "Correct what is asked in your own workbook, and send that back, not this list.",
    "Where the list says “Correct or explain”, you may tell the report author instead why it is "
    "right as it stands.",
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

    @property
    def is_explained(self) -> bool:
        """Return whether nothing is to be done, because an explanation was given."""
        return self.explanation != "" and self.problem.severity is Severity.NOTE

    @property
    def can_be_explained(self) -> bool:
        """Return whether an explanation may be written, or written anew."""
        return self.problem.severity is Severity.QUERY or self.is_explained


def handed_back(
    path: Path, told: list[Told], *, made: dt.date, to_author: bool = False
) -> Returned:
    """Return the copy of the workbook at ``path`` with the problems ``told`` in it.

    It is a return, or the report workbook if it goes ``to_author``. Where the copy would hold less
    than came, a workbook with the problems alone is returned.
    """
    content = _content(path)
    if _can_be_saved_whole(content):
        book = load_workbook(io.BytesIO(content), rich_text=True)
        _take_off_marks(book)
        _mark(book, [each.problem for each in told if not each.is_elsewhere])
        _write_problems(book, told, _HOW_FOR_THE_AUTHOR if to_author else _HOW_HERE)
        saved = carry_over(content, _saved(book))
        return Returned(path.name, canonical_package(saved, modified=made), whole=True)
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_problems(book, told, _HOW_ELSEWHERE)
    alone = canonical_package(_saved(book), modified=made)
    return Returned(f"{path.name} - problems.xlsx", alone, whole=False)


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


def _saved(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _take_off_marks(book: Workbook) -> None:
    if PROBLEMS.title in book.sheetnames:
        book.remove(book[PROBLEMS.title])
    for page in book.worksheets:
        kept = ConditionalFormattingList()
        for formatted in page.conditional_formatting:
            for rule in formatted.rules:
                if _MARK not in rule.formula:
                    kept.add(str(formatted.sqref), rule)
        page.conditional_formatting = kept
        for row in page.iter_rows():
            for cell in row:
                if cell.comment and is_own_comment(cell.comment.text):
                    cell.comment = None


def _mark(book: Workbook, problems: list[Problem]) -> None:
    by_cell: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.where.address and problem.where.sheet in book.sheetnames:
            by_cell.setdefault((problem.where.sheet, problem.where.address), []).append(problem)
    for (sheet, address), found in by_cell.items():
        page = book[sheet]
        page.conditional_formatting.add(address, FormulaRule([_MARK], fill=layout.PROBLEM_FILL))
        cell = page[address]
        if cell.comment is None and not _is_inside_a_merge(page, address):
            said = "\n".join([*(problem.message for problem in found), SIGNATURE])
            cell.comment = Comment(said, PROGRAM, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)


def _is_inside_a_merge(page: Worksheet, address: str) -> bool:
    return any(
        address in merged and address != merged.start_cell.coordinate
        for merged in page.merged_cells.ranges
    )


def _write_problems(book: Workbook, told: list[Told], how: tuple[str, str]) -> None:
    page = book.create_sheet(PROBLEMS.title, 0)
    is_copy = how is not _HOW_ELSEWHERE
    _write_heading(page, [each.problem for each in told], how)
    for number, field in enumerate(PROBLEMS.fields, 1):
        layout.header(page.cell(HEADER_ROW, number), field.label)
        page.column_dimensions[layout.column(PROBLEMS, field.name)].width = field.width
    for row, each in enumerate(told, layout.FIRST_ROW):
        problem, values = each.problem, _row(each)
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
        is_here = is_copy and not each.is_elsewhere and problem.where.sheet in book.sheetnames
        if is_here and problem.where.address:
            link = page[f"{layout.column(PROBLEMS, 'cell')}{row}"]
            link.hyperlink = Hyperlink(
                ref=link.coordinate,
                location=f"{quote_sheetname(problem.where.sheet)}!{problem.where.address}",
            )
            link.font = Font(name="Arial", size=11, color="0B5394", underline="single")
    page.column_dimensions[layout.column(PROBLEMS, "explanation")].hidden = not is_copy
    _finish(book, page)


def _write_heading(page: Worksheet, problems: list[Problem], how: tuple[str, str]) -> None:
    """Write what is to be done: a sentence or two a row, which needs no wrapping.

    Excel does not find the height of merged cells.
    """
    is_asked = any(problem.severity is not Severity.NOTE for problem in problems)
    title = "Nothing to do"
    if is_asked:
        is_author = how is _HOW_FOR_THE_AUTHOR
        title = f"What to do before {'the report is final' if is_author else 'you send this back'}"
    rows = (
        (layout.TITLE_ROW, title, layout.TITLE_FONT),
        (layout.PURPOSE_ROW, to_do(problems), layout.LABEL_FONT),
        (layout.MISSING_ROW, how[0] if is_asked else "", layout.GUIDANCE_FONT),
        (layout.COLOURS_ROW, how[1] if is_asked else "", layout.GUIDANCE_FONT),
    )
    for number, words, font in rows:
        cell = page.cell(number, 1)
        cell.value, cell.font = words or None, font


def to_do(problems: list[Problem]) -> str:
    """Return the one sentence that says how much there is to do."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    queries = sum(problem.severity is Severity.QUERY for problem in problems)
    asked = [
        f"correct {errors}" if errors else "",
        f"correct or explain {queries}" if queries else "",
    ]
    said = " and ".join(part for part in asked if part)
    return f"You need to: {said}." if said else "Nothing needs to be done. Thank you."


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
        "code": problem.code,
        "fingerprint": told.fingerprint,
    }


def _finish(book: Workbook, page: Worksheet) -> None:
    page.column_dimensions[layout.column(PROBLEMS, "fingerprint")].hidden = True
    page.freeze_panes = f"A{layout.FIRST_ROW}"
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = "C00000"
    layout.fit_to_width(page)
    layout.suggest_heights(page)
    prompt = DataValidation(allow_blank=True, showInputMessage=True)
    prompt.promptTitle = PROBLEMS.by_name["explanation"].label
    prompt.prompt = PROBLEMS.by_name["explanation"].guidance
    letter = layout.column(PROBLEMS, "explanation")
    prompt.add(f"{letter}{layout.FIRST_ROW}:{letter}{max(page.max_row, layout.FIRST_ROW)}")
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
