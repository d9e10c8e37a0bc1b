"""A workbook: which sheets it has, each read when it is first asked for."""

from __future__ import annotations

from functools import cached_property

from report_builder.workbooks import faults
from report_builder.workbooks.faults import RefusedError
from report_builder.workbooks.xlsx.cells import Cells, Note, ReadCell
from report_builder.workbooks.xlsx.notes import read_comments, read_drawings
from report_builder.workbooks.xlsx.package import (
    Attributes,
    Handler,
    Package,
    Relation,
    damage_told,
)
from report_builder.workbooks.xlsx.sheets import Shared, read_cells
from report_builder.workbooks.xlsx.styles import read_looks
from report_builder.workbooks.xlsx.texts import read_texts
from report_builder.workbooks.xlsx.values import EPOCH_1900, EPOCH_1904, is_true, unescaped

_SMALL = 300_000
_SMALL_BYTES = 30 * 2**20
_OTHER_PACKAGES = (
    ("word/", "a Word document"),
    ("ppt/", "a PowerPoint presentation"),
    ("visio/", "a Visio drawing"),
    ("index/", "a spreadsheet of Apple's Numbers"),
)


class Page:
    """A sheet of a workbook; its cells are read when they are first asked for."""

    def __init__(self, book: Book, title: str, state: str, part: str) -> None:
        """Keep where the sheet lies; ``state`` is ``visible``, ``hidden`` or ``veryHidden``."""
        self.title, self.state = title, state
        self._book, self._part = book, part

    @property
    def is_hidden(self) -> bool:
        """Return whether the sheet has no tab that can be seen."""
        return self.state != "visible"

    @cached_property
    def cells(self) -> Cells:
        """Return all that the sheet holds."""
        return self._book.read_cells(self._part, first_only=False)

    @cached_property
    def first_cell(self) -> ReadCell | None:
        """Return the first cell with something typed in it, ``None`` if there is none."""
        found = self._book.read_cells(self._part, first_only=True)
        return next((cell for row in found.rows.values() for cell in row.values()), None)

    @cached_property
    def comments(self) -> list[Note]:
        """Return the comments at the sheet's cells."""
        return self._book.read_comments(self._part)

    @cached_property
    def drawings(self) -> list[Note]:
        """Return what lies over the sheet: pictures, charts, text boxes."""
        return self._book.read_drawings(self._part)


class Book:
    """A workbook."""

    def __init__(self, content: bytes) -> None:
        """Open the workbook.

        Raises:
            RefusedError: the package is none of an Excel workbook, or it is damaged.
        """
        self._package = Package(content)
        part = _workbook_part(self._package)
        relations = self._package.relations(part)
        overview = _Overview()
        self._package.parse(part, overview)
        self._epoch = EPOCH_1904 if overview.is_1904 else EPOCH_1900
        self._texts_part = _part(relations, "sharedStrings")
        with damage_told():
            self._looks = read_looks(self._package, _part(relations, "styles"))
            self.pages = [
                Page(self, title, state, relations[identifier].target)
                for title, state, identifier in overview.sheets
                if relations[identifier].kind == "worksheet"
            ]
        if not self.pages:
            raise RefusedError(faults.DAMAGED, reason="it has no sheet")

    @property
    def elements(self) -> int:
        """Return how many XML elements have been read."""
        return self._package.elements

    @property
    def unpacked(self) -> int:
        """Return how many bytes all parts have."""
        return self._package.unpacked

    @property
    def has_macros(self) -> bool:
        """Return whether there are macros in the workbook."""
        return any(name.endswith("vbaproject.bin") for name in self._package.names)

    @property
    def has_external_links(self) -> bool:
        """Return whether the workbook takes values from others."""
        return any("/externallinks/externallink" in name for name in self._package.names)

    @cached_property
    def _shared(self) -> Shared:
        return Shared(read_texts(self._package, self._texts_part), self._looks, self._epoch)

    def read_cells(self, part: str, *, first_only: bool) -> Cells:
        """Return what a sheet's part says, or (``first_only``) little more than its first cell."""
        return read_cells(self._package, part, self._shared, first_only=first_only)

    def read_comments(self, part: str) -> list[Note]:
        """Return the comments at the cells of a sheet."""
        return read_comments(self._package, part)

    def read_drawings(self, part: str) -> list[Note]:
        """Return what lies over a sheet."""
        return read_drawings(self._package, part)


def is_small(content: bytes) -> bool:
    """Return whether openpyxl, which keeps every cell that a range touches, may open a workbook."""
    try:
        book = Book(content)
        touched = 0
        for page in book.pages:
            cells = page.cells
            touched += cells.bottom * cells.right
            touched += sum(one.size for one in (*cells.merged, *cells.linked))
    except RefusedError:
        return False
    return touched <= _SMALL and book.elements <= _SMALL and book.unpacked <= _SMALL_BYTES


def _part(relations: dict[str, Relation], kind: str) -> str | None:
    return next((one.target for one in relations.values() if one.kind == kind), None)


def _workbook_part(package: Package) -> str:
    """Return the name of the part that lists the sheets."""
    if "xl/workbook.bin" in package:
        raise RefusedError(faults.NOT_EXCEL_WORKBOOK, what="a workbook of the kind .xlsb")
    if "mimetype" in package:
        is_sheet = b"spreadsheet" in package.start_of("mimetype")
        kind = faults.NOT_EXCEL_WORKBOOK if is_sheet else faults.NOT_A_WORKBOOK
        raise RefusedError(kind, what="an OpenDocument file, as LibreOffice saves it")
    for folder, what in _OTHER_PACKAGES:
        if not any(name.startswith("xl/") for name in package.names) and any(
            name.startswith(folder) for name in package.names
        ):
            raise RefusedError(faults.NOT_A_WORKBOOK, what=what)
    part = _part(package.relations(""), "officeDocument")
    if part:
        return part
    if "[content_types].xml" in package or any(name.startswith("xl/") for name in package.names):
        raise RefusedError(faults.DAMAGED, reason="one of its parts is missing")
    raise RefusedError(faults.NOT_A_WORKBOOK, what="a zip file")


class _Overview(Handler):
    """Reads the list of sheets."""

    def __init__(self) -> None:
        self.is_1904 = False
        self.sheets: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "workbookPr":
            self.is_1904 = is_true(attributes.get("date1904"))
        elif tag == "sheet":
            identifier = next(
                (value for name, value in attributes.items() if name.endswith(":id")), ""
            )
            state = attributes.get("state", "visible")
            self.sheets.append((unescaped(attributes.get("name", "")), state, identifier))
