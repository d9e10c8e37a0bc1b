"""Tiny returns written part by part, so that anything about them can be wrong on purpose."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from report_builder.workbooks.declare import AnswerSheet
from report_builder.workbooks.standard_return import FIRST_RETURN

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STRICT = {
    _MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    _OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
DATE, BOLD, STRUCK, WHITE, COMPLETED, NOTHING, MONTH = 1, 2, 3, 4, 5, 6, 7
"""The looks that a cell can have; 0 is the plain one."""

STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="&quot;COMPLETED&quot;"/>'
    '<numFmt numFmtId="165" formatCode=";;;"/>'
    '<numFmt numFmtId="166" formatCode="mmmm\\ yyyy"/></numFmts>'
    '<fonts count="4"><font/><font><b/></font><font><strike/></font>'
    '<font><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<cellXfs count="8"><xf/><xf numFmtId="14"/><xf fontId="1"/><xf fontId="2"/>'
    '<xf fontId="3"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>'
    "</styleSheet>"
)
_ANSWERS: dict[str, object] = {
    "service": "Early Help",
    "head_of_service": "Dee Head",
    "job_title": "Head of Early Help",
    "email": "dee.head@wexcombe.gov.uk",
    "telephone": "01632 960002",
    "as_at": dt.date(2026, 8, 31),
    "sign_off_name": "Ada Lead",
    "sign_off_date": dt.date(2026, 9, 2),
}
_ACTIONS: tuple[dict[str, object], ...] = (
    {
        "reference": "SG-01",
        "part": "Safeguarding",
        "timescale": "Immediately",
        "wording": "ensure that records are kept",
        "lead_organisation": "Early Help",
        "status": "Completed",
        "date": dt.date(2026, 2, 2),
        "progress": "Records are kept.",
        "evidence": "An audit in March.",
        "further_work": "No",
    },
    {
        "reference": "SG-02",
        "part": "Safeguarding",
        "timescale": "Within three months",
        "wording": "ensure that plans are reviewed",
        "lead_organisation": "Early Help",
        "status": "On track",
        "date": dt.date(2026, 12, 1),
        "progress": "Half of the plans have been reviewed.",
        "further_work": "Yes",
    },
)


@dataclass
class Sheet:
    """A sheet: its cells by address, and what else its part says."""

    title: str
    cells: dict[tuple[int, int], tuple[object, int]] = field(default_factory=dict)
    """Value and look, by row and column."""
    state: str = "visible"
    head: str = ""
    """What stands before the cells."""
    tail: str = ""
    """What stands after them."""
    hidden_rows: set[int] = field(default_factory=set)
    relations: list[tuple[str, str]] = field(default_factory=list)
    raw: str = ""
    """The cells as XML, instead of those above."""

    def put(self, address: str, value: object, look: int = 0) -> None:
        """Put a value into a cell."""
        self.cells[_place(address)] = (value, look)

    def look(self, address: str, look: int) -> None:
        """Give the cell, whatever it holds, a look."""
        self.cells[_place(address)] = (self.cells[_place(address)][0], look)

    def moved(self, *, down: int = 0, order: list[int] | None = None) -> None:
        """Move all cells down, or put the columns in another order."""
        places = {old: new for new, old in enumerate(order, 1)} if order else {}
        self.cells = {
            (row + down, places.get(column, column)): cell
            for (row, column), cell in self.cells.items()
        }


class Tiny:
    """The return of the tiny report, filled in and without problems; change it at will."""

    def __init__(self) -> None:
        """Fill it in."""
        self.sheets = [_sheet_of(sheet) for sheet in FIRST_RETURN.sheets]
        self.sheets.append(Sheet("Form", state="hidden"))
        for row, (name, value) in enumerate(
            (
                ("form", FIRST_RETURN.name),
                ("version", FIRST_RETURN.version),
                ("report", "tiny"),
                ("service", "Early Help"),
            ),
            1,
        ):
            self["Form"].cells |= {(row, 1): (name, 0), (row, 2): (value, 0)}
        self.styles = STYLES
        self.properties = ""
        """The attributes of ``workbookPr``."""
        self.epoch = dt.date(1899, 12, 30)
        self.shared: list[str] = []
        """The shared texts, as XML; a cell names one as ``("shared", 0)``."""
        self.parts: dict[str, bytes] = {}
        """More parts, or others in the place of the usual ones."""
        self.left_out: set[str] = set()
        self.strict = False

    def __getitem__(self, title: str) -> Sheet:
        """Return the sheet with a title."""
        return next(sheet for sheet in self.sheets if sheet.title == title)

    def cell(self, field_name: str, row: int = 6) -> str:
        """Return the address of a field of the Actions sheet."""
        names = [one.name for one in FIRST_RETURN.by_title["Actions"].fields]
        return f"{chr(65 + names.index(field_name))}{row}"

    def all_parts(self) -> dict[str, bytes]:
        """Return the parts of the package by name."""
        parts = {
            "[Content_Types].xml": _content_types(len(self.sheets)),
            "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": _relations(
                [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(self.sheets) + 1)]
                + [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
            ),
            "xl/styles.xml": self.styles,
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{"".join(self.shared)}</sst>',
        }
        for number, sheet in enumerate(self.sheets, 1):
            parts[f"xl/worksheets/sheet{number}.xml"] = self._sheet(sheet)
            if sheet.relations:
                related = f"xl/worksheets/_rels/sheet{number}.xml.rels"
                parts[related] = _relations(sheet.relations)
        packed = {name: self._encoded(xml) for name, xml in parts.items()}
        return {
            name: part
            for name, part in {**packed, **self.parts}.items()
            if name not in self.left_out
        }

    def bytes(self) -> bytes:
        """Return the workbook."""
        return zipped(self.all_parts())

    def _encoded(self, xml: str) -> bytes:
        if self.strict:
            for namespace, strict in _STRICT.items():
                xml = xml.replace(namespace, strict)
        return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()

    def _workbook(self) -> str:
        sheets = "".join(
            f'<sheet name={quoteattr(sheet.title)} sheetId="{n}" state="{sheet.state}" '
            f'r:id="rId{n}"/>'
            for n, sheet in enumerate(self.sheets, 1)
        )
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr {self.properties}/>'
            f"<sheets>{sheets}</sheets></workbook>"
        )

    def _sheet(self, sheet: Sheet) -> str:
        cells = sheet.raw or "".join(
            f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>'
            + "".join(
                self._cell(row, column, *sheet.cells[row, column])
                for column in sorted(column for at, column in sheet.cells if at == row)
            )
            + "</row>"
            for row in sorted({row for row, _ in sheet.cells})
            for hidden in [row in sheet.hidden_rows]
        )
        return (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheet.head}'
            f"<sheetData>{cells}</sheetData>{sheet.tail}</worksheet>"
        )

    def _cell(self, row: int, column: int, value: object, look: int) -> str:
        start = f'<c r="{letters(column)}{row}" s="{look}"'
        if isinstance(value, dt.date) and self.strict:
            return f'{start} t="d"><v>{value.isoformat()}T00:00:00</v></c>'
        if isinstance(value, dt.date):
            return f"{start}><v>{(value - self.epoch).days}</v></c>"
        if isinstance(value, tuple) and value[0] == "shared":
            return f'{start} t="s"><v>{value[1]}</v></c>'
        if isinstance(value, tuple):
            return f"{start}{value[1]}</c>"  # ("raw", ...): the rest of the cell as XML
        if isinstance(value, str):
            text = escape(value)
            return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        return f"{start}><v>{value}</v></c>"


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, flags: int = 0) -> bytes:
    """Return a zip file of ``parts`` that depends on nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = method, 0
            package.writestr(entry, part, compresslevel=9)
    content = packed.getvalue()
    if flags:  # in every local header, and in every entry of the directory
        content = re.sub(
            rb"(PK\x03\x04..|PK\x01\x02....)..",
            lambda match: match[1] + flags.to_bytes(2, "little"),
            content,
            flags=re.DOTALL,
        )
    return content


def letters(column: int) -> str:
    """Return the letters of a column."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _place(address: str) -> tuple[int, int]:
    name = address.rstrip("0123456789")
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return int(address[len(name) :]), number


def _sheet_of(declared: object) -> Sheet:
    assert hasattr(declared, "title")
    sheet = Sheet(declared.title)
    sheet.put("A1", declared.title)
    if isinstance(declared, AnswerSheet):
        for column, word in enumerate(("Question", "Answer", "What is asked"), 1):
            sheet.cells[5, column] = (word, 0)
        for row, one in enumerate(declared.fields, 6):
            sheet.cells[row, 1], sheet.cells[row, 3] = (one.label, 0), (one.guidance, 0)
            sheet.cells[row, 2] = _valued(_ANSWERS[one.name])
        return sheet
    for column, one in enumerate(declared.fields, 1):
        sheet.cells[5, column] = (one.label, 0)
        for row, action in enumerate(_ACTIONS if declared.title == "Actions" else (), 6):
            if one.name in action:
                sheet.cells[row, column] = _valued(action[one.name])
    return sheet


def _valued(value: object) -> tuple[object, int]:
    return value, DATE if isinstance(value, dt.date) else 0


def _relations(related: list[tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(related, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        f"{overrides}</Types>"
    )
