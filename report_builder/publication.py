"""What is withheld from the public, and the merged tables without it.

Three classes (Local Government Act 1972, sections 100A and 100I, Schedule 12A): open; exempt,
which the council may withhold under a numbered paragraph if the public interest asks for it;
confidential, which it must not disclose. The public report is composed from tables in which nothing
of what is withheld is left, so that no later step can let it through.

Of a row that is marked, only what is listed here stays: a list of what goes would miss the next
column, and a template of another council may print what this one's does not. What stays names the
row and counts it: without an area's status, timescale, service and Yes or No answers the figures of
the two reports would differ, and the difference would tell what is withheld. By how much the area
has slipped is counted too, and said nowhere of the area itself.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from report_builder import selection, since
from report_builder.merged import Merged, Row, Table
from report_builder.record import Record
from report_builder.text import plain
from report_builder.workbooks.report_workbook import (
    AREAS,
    BOTH_CLASSES,
    BULLET,
    CONFIDENTIAL,
    EXEMPT,
    EXEMPT_PARAGRAPHS,
    NARRATIVE,
    NUMBERED,
    PARAGRAPH,
    SUB_BULLET,
    SUB_NUMBERED,
)

_LAW = "Schedule 12A to the Local Government Act 1972"
_TEXTS = {
    "summary": "text",
    "recommendations": "text",
    "supporting": "text",
    "scrutiny": "text",
    "implications": "text",
    "papers": "paper",
}
_PLACE = ("row", "workbook")
_KEPT = frozenset((*_PLACE, "kind", "implication"))
_KEPT_OF_AREA = frozenset(
    (
        *(*_PLACE, "register_row", "reference", "part", "timescale", "order", "lead_service"),
        *("status", "date", "revised_date", "due", "standing"),
        *("carried_forward", "further_work", "is_withdrawn", *since.COLUMNS),
    )
)
_KINDS_KEPT = (NUMBERED, SUB_NUMBERED, PARAGRAPH, BULLET, SUB_BULLET)

_ALL = re.compile(r"(?:the )?(?:whole|all|entire)")
_ALL_OF_A_PART = re.compile(
    r"(?:the )?(?:whole|all) of (?:the )?"
    r"(?:appendi(?:x|ces)|annex|areas?|paragraphs?|parts?|sections?) [\w.-]+\W*"
)
# What stands around the numbers where somebody types more than the numbers.
_NOT_A_PARAGRAPH = re.compile(r"schedule\s+12a?\b|\bparts?\s+\d+|\b1972\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\d+[a-z]?\b", re.IGNORECASE)
_RANGE = re.compile(r"(\d)\s*(?:-|–|\bto\b)\s*(\d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """How one row is marked: exempt under a paragraph, or confidential; and why."""

    publication: str
    paragraph: str
    reason: str

    @property
    def statement(self) -> str:
        """Return what the public report says in place of what is withheld."""
        if self.publication == CONFIDENTIAL:
            said = "Not for publication: confidential information"
        else:
            meaning = _meaning(self.paragraph)
            about = f" ({meaning})" if meaning else ""
            said = f"Not for publication: exempt under paragraph {self.paragraph} of {_LAW}{about}"
        return f"{said}. {self.reason}" if self.reason else f"{said}."


def marks(merged: Merged) -> list[Mark]:
    """Return the marks of all rows that are withheld, in the order of the sheets."""
    return [mark for table in merged.tables.values() for _, mark in marked_of(table)]


def withholds_all(merged: Merged) -> bool:
    """Return whether the whole report is private.

    In doubt it is; “the whole of Appendix 2”, and no more, leaves no doubt.
    """
    decision = merged.tables["decision"]
    extent = plain(str(decision.value("private_withheld")))
    is_all = _ALL.match(extent) and not _ALL_OF_A_PART.fullmatch(extent)
    return decision.value("private") == "Yes" and bool(is_all)


def declared_paragraphs(merged: Merged) -> list[str]:
    """Return the numbers typed as paragraphs of a private report, each once."""
    decision = merged.tables["decision"]
    if decision.value("private") != "Yes":
        return []
    typed = _NOT_A_PARAGRAPH.sub(" ", str(decision.value("private_paragraphs")))
    found = _PARAGRAPH.findall(typed)
    for first, last in _RANGE.findall(typed):
        found += [str(number) for number in range(int(first), int(last) + 1)]
    return list(dict.fromkeys(found))


def classification(merged: Merged) -> str:
    """Return what the report with everything in it says of itself, ``""`` if all is open.

    It names what the rows are marked with, and what the answers on a private report declare.
    """
    found = marks(merged)
    if not found and not withholds_all(merged):
        return ""
    declared = declared_paragraphs(merged)
    paragraphs = sorted({*declared, *(mark.paragraph for mark in found)} & {*EXEMPT_PARAGRAPHS})
    classes = {mark.publication for mark in found} | _declared_classes(merged)
    said = []
    if EXEMPT in classes:
        said.append(f"exempt under {_listed(paragraphs)}{_LAW}")
    if CONFIDENTIAL in classes:
        said.append("confidential information")
    return f"Not for publication: {'; '.join(said)}"


def ground(merged: Merged) -> str:
    """Return on what ground a private report withholds anything, ``""`` if it declares none.

    It goes by the answers alone: the rows have no marks any more where the public file is made, and
    both files say the same.
    """
    paragraphs = sorted({*declared_paragraphs(merged)} & {*EXEMPT_PARAGRAPHS})
    classes = _declared_classes(merged)
    said = []
    if EXEMPT in classes and paragraphs:
        said.append(f"exempt under {_listed(paragraphs)}{_LAW} ({_meanings(paragraphs)})")
    if CONFIDENTIAL in classes:
        said.append("confidential information")
    return "; ".join(said)


def public(merged: Merged) -> Merged:
    """Return the merged tables with a statement in place of all that is withheld.

    ``[areas below]`` keeps its count: the row that it counts may be a statement now.
    """
    below = selection.counts_below(merged)
    areas, narratives = _chosen_by_withheld_rows(merged)
    statements = {at: mark.statement for at, mark in marked(enumerate(merged.areas))}
    given_up = {at: mark.statement for at, mark in marked(enumerate(merged.withdrawn))}
    withheld = {_key(merged.areas[at]) for at in statements}
    withheld |= {_key(merged.withdrawn[at]) for at in given_up}
    texts = withheld | {_key(merged.areas[at]) for at in areas}
    tables = dict(merged.tables)
    for name, column in _TEXTS.items():
        tables[name] = _without_texts(tables[name], column)
    tables["appendices"] = _with_statements(tables["appendices"])
    for name, references in (("register", withheld), ("actions", texts)):
        tables[name] = tables[name].with_records(
            (index, _emptied(row, _KEPT_OF_AREA) if _key(row) in references else row)
            for index, row in tables[name].records
        )
    narrative = tables["narrative"]
    tables["narrative"] = narrative.with_records(
        (index, row) for index, row in narrative.records if index not in narratives
    )
    return replace(
        merged.printed(),
        tables=tables,
        areas=_without_areas(merged, statements, areas),
        withdrawn=_with_statements_of(given_up, merged.withdrawn),
        history=_as_at_only(merged.history),
        below=below,
    )


def marked(rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Mark]]:
    """Yield the indexes of the rows that are withheld, each with its mark."""
    for index, row in rows:
        if row["publication"] in (EXEMPT, CONFIDENTIAL):
            number = str(row["exempt_paragraph"]).partition(" ")[0]
            yield index, Mark(str(row["publication"]), number, str(row["withheld_reason"]))


def marked_of(table: Table) -> Iterator[tuple[int, Mark]]:
    """Yield the indexes of a table's rows that are withheld, each with its mark."""
    said = table.columns.get("publication", ())
    if EXEMPT in said or CONFIDENTIAL in said:  # of most tables, no row is
        yield from marked(table.records)


def withheld_areas(merged: Merged) -> set[int]:
    """Return the indexes of the areas of which the public is not told what their services say."""
    chosen, _ = _chosen_by_withheld_rows(merged)
    return chosen | {at for at, _ in marked(enumerate(merged.areas))}


def _declared_classes(merged: Merged) -> set[str]:
    """Return the classes that a private report declares: exempt, if it says nothing else."""
    decision = merged.tables["decision"]
    if decision.value("private") != "Yes":
        return set()
    declared = str(decision.value("private_class"))
    return {EXEMPT, CONFIDENTIAL} if declared == BOTH_CLASSES else {declared or EXEMPT}


def _listed(paragraphs: list[str]) -> str:
    """Return the paragraphs as ``paragraphs 1, 3 and 5 of``, ``""`` if there are none."""
    if not paragraphs:
        return ""
    *first, last = paragraphs
    if not first:
        return f"paragraph {last} of "
    return f"paragraphs {', '.join(first)} and {last} of "


def _meaning(paragraph: str) -> str:
    """Return what a paragraph is about as it is printed, ``""`` if there is no such paragraph."""
    return EXEMPT_PARAGRAPHS.get(paragraph, "").replace("'", "’")


def _meanings(paragraphs: list[str]) -> str:
    """Return what the paragraphs are about, each with its number if there are several."""
    if len(paragraphs) == 1:
        return _meaning(paragraphs[0])
    return "; ".join(f"{number}: {_meaning(number)}" for number in paragraphs)


def _chosen_by_withheld_rows(merged: Merged) -> tuple[set[int], set[int]]:
    """Return the indexes of the areas and of the narrative rows that withheld rows select."""
    table = merged.tables["supporting"]
    closed = {index for index, _ in marked(table.records)}
    chosen: dict[str, set[int]] = {AREAS: set(), NARRATIVE: set()}
    for row in (row for index, row in table.records if index in closed):
        chosen.get(str(row["kind"]), set()).update(selection.printed_by(merged, row))
    return chosen[AREAS], chosen[NARRATIVE]


def _without_texts(table: Table, column: str) -> Table:
    """Return the table with a statement in place of each withheld row, numbered as the row was.

    A heading, and what comes from the returns, becomes a numbered paragraph. The statement has no
    tokens: where the report replaces them, its square brackets are typed twice.
    """
    found = dict(marked(table.records))
    records = []
    for index, row in table.records:
        if index in found:
            said = found[index].statement
            if table.sheet.by_name[column].tokens:
                said = said.replace("[", "[[").replace("]", "]]")
            kept = {**_emptied(row, _KEPT), column: said}
            if "kind" in row and row["kind"] not in _KINDS_KEPT:
                kept["kind"] = NUMBERED
            records.append((index, kept))
        else:
            records.append((index, row))
    return table.with_records(records)


def _with_statements(table: Table) -> Table:
    """Return the appendices with the statement behind the title of each that is withheld."""
    found = dict(marked(table.records))
    return table.with_records(
        (index, {**row, "title": f"{row['title']}. {found[index].statement}"})
        if index in found
        else (index, row)
        for index, row in table.records
    )


def _without_areas(merged: Merged, statements: dict[int, str], chosen: set[int]) -> list[Row]:
    """Return the areas, with a statement as the wording of each that is withheld.

    Those that a withheld row of section 3 has ``chosen`` lose what their services returned.
    """
    kept = _KEPT_OF_AREA | set(merged.tables["register"].sheet.by_name)
    return [
        _emptied(area, kept) if at in chosen else area
        for at, area in enumerate(_with_statements_of(statements, merged.areas))
    ]


def _with_statements_of(statements: dict[int, str], areas: list[Row]) -> list[Row]:
    return [
        {**_emptied(area, _KEPT_OF_AREA), "wording": statements[at]} if at in statements else area
        for at, area in enumerate(areas)
    ]


def _as_at_only(history: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the records without their areas: what they tell of each is in the areas already."""
    return tuple(replace(record, areas=()) for record in history)


def _key(row: Row) -> str:
    return plain(str(row["reference"]))


def _emptied(row: Row, kept: Container[str]) -> Row:
    """Return a copy of ``row`` in which only the fields ``kept`` say anything."""
    return {name: value if name in kept else "" for name, value in row.items()}
