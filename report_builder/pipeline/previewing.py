"""The report as a page: each paragraph of a Word file that was built, with its cells."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder import manifest
from report_builder.folder import ReportFolder
from report_builder.manifest import Manifest
from report_builder.merged import Merged
from report_builder.pipeline.checking import Checked
from report_builder.pipeline.reading import Tell, inputs_now, silent
from report_builder.problems import Cell, Problem
from report_builder.text import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from report_builder.word.verify.wordfile import CellOfTable

_CONTENTS_HEADING = "TOC Heading"


@dataclass(frozen=True)
class Shown:
    """A paragraph of the report, as a page shows it."""

    number: int
    """How many stand before it."""
    level: int
    """Of a heading, from 1; 0 where it is none."""
    printed: str
    """The number that Word prints before it."""
    is_bullet: bool
    indent: int
    """How far in a list item stands, from 0."""
    runs: tuple[Run, ...]
    cells: tuple[Cell, ...]
    """The cells that it came from; none where the words are the template's."""
    in_table: CellOfTable | None = None
    """Where it stands in a table of the Word file; ``None`` where it stands in none."""

    @property
    def text(self) -> str:
        """Return its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TableCell:
    """A cell of a table of the report: its paragraphs, none where it is empty."""

    paragraphs: tuple[Shown, ...]
    heads: str
    """``col`` or ``row`` where it is the heading of its column or row, else ``""``."""


@dataclass(frozen=True)
class Table:
    """A table of the report, as a page shows it."""

    name: str
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True)
class Preview:
    """A Word file that was built, paragraph by paragraph."""

    name: str
    title: str
    paragraphs: tuple[Shown, ...]

    @cached_property
    def blocks(self) -> tuple[Shown | Table, ...]:
        """Return the paragraphs in their order, those of a table in its rows and cells."""
        return tuple(_blocks(self.paragraphs))

    @cached_property
    def by_cell(self) -> dict[Cell, tuple[int, ...]]:
        """Return the numbers of the paragraphs that each cell was printed in."""
        found: dict[Cell, list[int]] = {}
        for each in self.paragraphs:
            for cell in each.cells:
                found.setdefault(cell, []).append(each.number)
        return {cell: tuple(numbers) for cell, numbers in found.items()}


def preview(path: Path) -> Preview:
    """Return the Word file at ``path``, which was built, with the cells of its paragraphs.

    Raises:
        FolderError: no manifest lies beside it.
        WordFileError: it cannot be opened as a Word document.
    """
    from report_builder.word.verify.wordfile import cells_of_tables, read

    built = manifest.load(manifest.beside(path))
    body = read(path).body
    printed = [
        each
        for each in body
        if each.text.strip() and not each.in_contents and each.style != _CONTENTS_HEADING
    ]
    cells = _cells([each.text for each in printed], built)
    in_tables = cells_of_tables(body)
    shown = tuple(
        Shown(
            number=number,
            level=1 if each.is_title else each.level or 0,
            printed=each.item.number if each.item else "",
            is_bullet=each.item is not None and each.item.is_bullet,
            indent=each.item.level if each.item else 0,
            runs=tuple(Run(run.text, run.look.bold) for run in each.runs),
            cells=cells.get(number, ()),
            in_table=in_tables.get(each),
        )
        for number, each in enumerate(printed)
    )
    return Preview(path.name, built.report, shown)


def problems_at(preview: Preview, checked: Checked) -> dict[int, list[Problem]]:
    """Return the problems of each paragraph that has any, by its number."""
    found: dict[int, list[Problem]] = {}
    for problem in checked.problems:
        number = paragraph_of(preview, checked, problem.where)
        if number is not None:
            found.setdefault(number, []).append(problem)
    return found


def paragraph_of(preview: Preview, checked: Checked, cell: Cell) -> int | None:
    """Return the number of the paragraph that ``cell`` was printed in; ``None`` if in none.

    For a cell that is never printed itself, such as a status, it is that of its area.
    """
    if cell not in preview.by_cell and checked.merged is not None:
        cell = _stands_for(checked.merged).get(cell, cell)
    return preview.by_cell.get(cell, (None,))[-1]


def changed_since(folder: ReportFolder, path: Path) -> list[str]:
    """Return the inputs that the Word file at ``path`` was not made from as they are now.

    Raises:
        FolderError: no manifest lies beside it.
    """
    then, now = manifest.load(manifest.beside(path)).made_from, inputs_now(folder)
    built = path.stat().st_mtime
    new = [name for name in now.keys() - then if (folder.root / name).stat().st_mtime > built]
    return sorted([*new, *(name for name in then if then[name] != now.get(name))])


def page_images(path: Path, tell: Tell = silent) -> list[bytes]:
    """Return the pages of the Word file at ``path`` as PNG pictures.

    Raises:
        PdfError: LibreOffice or a library is missing, or LibreOffice made no pages.
    """
    from report_builder.word.page_images import page_images as images

    tell("Making a PDF of it")
    pages = []
    for image in images(path.read_bytes()):
        pages.append(image)
        tell(f"Making a picture of page {len(pages)}")
    return pages


def why_no_pdf() -> str:
    """Return why no PDF, and no picture of a page, can be made here; empty if one can."""
    from report_builder.word.page_images import can_be_made
    from report_builder.word.pdf import PdfError

    try:
        can_be_made()
    except PdfError as error:
        return str(error)
    return ""


def _blocks(paragraphs: Iterable[Shown]) -> Iterator[Shown | Table]:
    heading, count = "", 0
    for table, found in groupby(
        paragraphs, lambda each: None if each.in_table is None else each.in_table.table
    ):
        if table is not None:
            count += 1
            yield Table(f"Table {count}: {heading}" if heading else f"Table {count}", _rows(found))
            continue
        for each in found:
            heading = each.text if each.level else heading
            yield each


def _rows(paragraphs: Iterable[Shown]) -> tuple[tuple[TableCell, ...], ...]:
    """Return the rows of a table that has ``paragraphs``; a cell without words is empty."""
    by_row: dict[int, dict[int, list[Shown]]] = {}
    for each in paragraphs:
        if each.in_table is not None:
            row = by_row.setdefault(each.in_table.row, {})
            row.setdefault(each.in_table.column, []).append(each)
    width = 1 + max(column for row in by_row.values() for column in row)
    return tuple(
        tuple(_table_cell(row.get(column, [])) for column in range(width))
        for row in by_row.values()
    )


def _table_cell(paragraphs: list[Shown]) -> TableCell:
    place = paragraphs[0].in_table if paragraphs else None
    return TableCell(tuple(paragraphs), place.heads if place else "")


@lru_cache(maxsize=4)
def _stands_for(merged: Merged) -> dict[Cell, Cell]:
    from report_builder import tracing

    return tracing.stands_for(merged)


def _cells(texts: list[str], built: Manifest) -> dict[int, tuple[Cell, ...]]:
    """Return the cells of each paragraph by its place in ``texts``.

    The manifest has the paragraphs in their order, but for those of the template.
    """
    now = ["".join(text.split()) for text in texts]
    then = ["".join(each.text.split()) for each in built.paragraphs]
    found = {}
    for block in SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            found[block.b + step] = built.paragraphs[block.a + step].cells
    return found
