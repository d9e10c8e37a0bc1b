"""From the merged tables to the report; every figure and every count in words is put in here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from report_builder import publication, selection, since, statuses
from report_builder.figures import Figures, days_in_words, times_in_words
from report_builder.merged import Merged, Table
from report_builder.problems import Cell, as_shown
from report_builder.report.glance import chart_of, counted
from report_builder.report.model import (
    Answer,
    AppendixTitle,
    Area,
    Block,
    Counts,
    Cover,
    Glance,
    GlanceRow,
    Implication,
    Meeting,
    PartAreas,
    Report,
    Text,
    TimescaleAreas,
    UsefulInformation,
    WithdrawnArea,
)
from report_builder.text import Level, Run, lines, plain, trimmed
from report_builder.workbooks import report_workbook
from report_builder.workbooks.declare import Kind
from report_builder.workbooks.report_workbook import AREAS, NARRATIVE
from report_builder.workbooks.values import Flaw

_BLOCK_KINDS = {
    report_workbook.HEADING: "heading",
    report_workbook.NUMBERED: "numbered",
    report_workbook.SUB_NUMBERED: "sub_numbered",
    report_workbook.PARAGRAPH: "paragraph",
    report_workbook.BULLET: "bullet",
    report_workbook.SUB_BULLET: "sub_bullet",
}
_DEPTHS = {"bullet": 1, "sub_bullet": 2}
_LEAD_INS = {
    "reopened_reason": "Why it is open again: ",
    "mitigation": "Mitigation: ",
    "impact": "Impact on children: ",
    "evidence": "Evidence: ",
    "private_withheld": "What is withheld: ",
    "private_reasons": "Reasons: ",
    "public_interest": "Public interest: ",
}
_PRIVATE = ("private_withheld", "private_reasons", "public_interest")  # in the order of section 8
_ROW = "register_row"
_SENTENCE_ENDS = (".", "!", "?", "…", ";", ":")
_CLOSING_QUOTES = "”’\"'"


def compose(merged: Merged, *, draft: bool, classification: str = "") -> Report:
    """Return the report that the merged workbooks make.

    ``classification`` is what it says of itself if it holds what is withheld from the public.

    What is missing or unusable is left out; the checks have said so before.
    """
    return _Composer(merged).report(draft, classification)


class _Composer:
    """Composes one report; the sections are methods in the order of the council's layout."""

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self._figures = Figures(merged)
        self._wordings: dict[int, Text] = {}
        self._chosen: dict[tuple[object, object], list[int]] = {}
        for at, area in enumerate(merged.areas):
            self._chosen.setdefault((area["part"], area["timescale"]), []).append(at)

    def report(self, draft: bool, classification: str) -> Report:
        tables = self._merged.tables
        return Report(
            draft=draft,
            classification=classification,
            cover=self._cover(),
            useful=self._useful(),
            summary=self._prose(tables["summary"]),
            recommendations=self._prose(tables["recommendations"]),
            supporting=tuple(_under_headings(self._supporting())),
            scrutiny=self._prose(tables["scrutiny"]),
            implications=tuple(self._implications()),
            papers=self._papers(),
            appendices=self._appendices(),
            private=self._private(),
            key_decision=self._answer("key_decision", "key_decision_reason"),
            glance=self._glance(),
            parts=tuple(self._parts()),
            withdrawn_areas=tuple(self._withdrawn()),
            last_as_at=self._last_as_at(),
        )

    # --- the cover and page 2 ------------------------------------------------------------

    def _cover(self) -> Cover:
        return Cover(
            title=str(self._asked("cover", "title")),
            decision_by=self._asked("cover", "decision_by"),
            lead_director=self._asked("cover", "lead_director"),
            meetings=self._meetings(),
            mark=self._asked("cover", "mark"),
            logo_description=str(self._asked("cover", "logo_description")),
        )

    def _meetings(self) -> tuple[Meeting, ...]:
        table = self._merged.tables["meetings"]
        by_date = sorted(
            table.records,
            key=lambda item: (
                item[1]["date"] if isinstance(item[1]["date"], dt.date) else dt.date.max
            ),
        )
        return tuple(
            Meeting(
                body=_line(row["body"], table.cell(index, "body")),
                date=long_date(row["date"]),
                date_with_ordinal=long_date(row["date"], ordinal=True),
            )
            for index, row in by_date
        )

    def _useful(self) -> UsefulInformation:
        return UsefulInformation(
            wards=self._asked("cover", "wards"),
            author=self._asked("cover", "author"),
            author_job_title=self._asked("cover", "author_job_title"),
            author_email=self._asked("cover", "author_email"),
            author_telephone=self._asked("cover", "author_telephone"),
            version=str(self._merged.tables["cover"].value("version")),
        )

    # --- the author's sections -----------------------------------------------------------

    def _prose(self, table: Table) -> tuple[Block, ...]:
        return tuple(
            _under_headings(
                block
                for index, row in table.records
                for block in self._author(table, index, "text", _kind(row["kind"]))
            )
        )

    def _supporting(self) -> Iterator[Block]:
        table = self._merged.tables["supporting"]
        below = selection.counts_below(self._merged)
        for index, row in table.records:
            if row["kind"] == AREAS:
                kind = _kind(row["numbering"] or report_workbook.SUB_NUMBERED)
                fields = selection.printed_fields(row)
                for at in selection.areas_of(self._merged, row):
                    yield from self._area(at, kind, fields)
            elif row["kind"] == NARRATIVE:
                yield from self._narrative(row)
            else:
                kind = _kind(row["kind"])
                yield from self._author(table, index, "text", kind, below=below.get(index))

    def _area(self, at: int, kind: str, fields: tuple[str, ...]) -> Iterator[Block]:
        told = list(self._told(at, kind, fields))
        yield Block("area", self._wording(at), keep_with_next=bool(told))
        yield from told

    def _told(self, at: int, kind: str, fields: tuple[str, ...]) -> Iterator[Block]:
        """Yield what stands below the wording of an area: the officer's ``fields``, and its slip.

        The slip comes after the progress, and before the mitigation that answers it.
        """
        area, slip = self._merged.areas[at], self._slip(at)
        for name in fields:
            if area[name] != "":
                cell, lead_in = self._merged.area_cell(at, name), _LEAD_INS.get(name, "")
                yield from _blocks(area[name], cell, kind, lead_in)
            if name == "progress" and slip.days:
                words = f"{long_date(area['due'])}, {_in_words(slip)}."
                runs = (Run("Due date: ", bold=True), Run(words))
                yield _block(kind, Text(runs, self._merged.due_cell(at)))

    def _slip(self, at: int) -> since.Slip:
        """Return by how much an area has slipped; of one that is withheld nothing is told."""
        slip = self._merged.areas[at][since.SLIP]
        return slip if isinstance(slip, since.Slip) else since.Slip(0, 0)

    def _narrative(self, row: Mapping[str, Any]) -> Iterator[Block]:
        table = self._merged.tables["narrative"]
        heading: tuple[object, object] = ("", "")
        for index, told in selection.narrative_of(self._merged, row):
            if (told["workbook"], told["heading"]) != heading:
                heading = (told["workbook"], told["heading"])
                yield from _blocks(told["heading"], table.cell(index, "heading"), "heading")
            kind = "numbered" if told["kind"] in ("", "Paragraph") else _kind(told["kind"])
            yield from _blocks(told["text"], table.cell(index, "text"), kind)

    def _implications(self) -> Iterator[Implication]:
        table = self._merged.tables["implications"]
        for index, row in table.records:
            signed = [
                _line(row[name], table.cell(index, name))
                for name in ("signatory", "job_title")
                if row[name] != ""
            ]
            yield Implication(
                name=_line(row["implication"], table.cell(index, "implication")),
                blocks=_kept_together(self._author(table, index, "text", "paragraph")),
                signatory=_with_commas(signed),
            )

    def _papers(self) -> tuple[Block, ...]:
        table = self._merged.tables["papers"]
        only_none = [plain(paper).rstrip(".") for paper in table.values("paper")] == ["none"]
        kind = "paragraph" if only_none else "bullet"
        return tuple(
            _in_company(
                block
                for index in table.index
                for block in self._author(table, index, "paper", kind)
            )
        )

    def _appendices(self) -> tuple[AppendixTitle, ...]:
        table = self._merged.tables["appendices"]
        titles = tuple(
            AppendixTitle(number, _line(title, table.cell(index, "title")))
            for number, (index, title) in enumerate(table.items("title"), 1)
        )
        return titles or (AppendixTitle(1, Text(())),)  # in a draft: Appendix 1 is there anyway

    def _private(self) -> Answer:
        answer = self._answer("private", "private_reasons")
        if not answer.yes:
            return answer
        return replace(answer, reasons=tuple(_in_company(self._withholding())))

    def _withholding(self) -> Iterator[Block]:
        """Yield what section 8 says of a private report, such that every template prints it all.

        It is the same in the public file and in the one with everything.
        """
        table = self._merged.tables["decision"]
        ground = publication.ground(self._merged)
        if ground:
            by = "private_paragraphs" if table.value("private_paragraphs") else "private_class"
            runs = (Run("Ground: ", bold=True), Run(f"{ground[0].upper()}{ground[1:]}."))
            yield Block("paragraph", Text(runs, table.cell(0, by)))
        for field in _PRIVATE:
            for block in self._author(table, 0, field, "paragraph", lead_in=_LEAD_INS[field]):
                is_line = table.sheet.by_name[field].kind is Kind.LINE
                yield replace(block, text=_with_full_stop(block.text)) if is_line else block

    def _answer(self, question: str, reasons: str) -> Answer:
        table = self._merged.tables["decision"]
        blocks = (
            block
            for index in table.index
            for block in self._author(table, index, reasons, "paragraph")
        )
        return Answer(self._asked("decision", question), tuple(_in_company(blocks)))

    # --- Appendix 1 ----------------------------------------------------------------------

    def _glance(self) -> Glance:
        as_at = self._merged.as_at
        rows = tuple(self._glance_rows())
        said = long_date(as_at or "")
        return Glance(
            wanted=self._merged.tables["settings"].value("progress_at_a_glance") == "Yes",
            as_at=said,
            rows=rows,
            counts=self._counted(range(len(self._merged.areas))),
            chart=chart_of(rows, said),
        )

    def _glance_rows(self) -> Iterator[GlanceRow]:
        table = self._merged.tables["parts"]
        for index, name in table.items("part"):
            groups = list(self._by_timescale(name))
            if groups:
                part = _line(name, table.cell(index, "part"))
                in_part = [at for _, chosen in groups for at in chosen]
                yield GlanceRow(part, Text(()), True, self._counted(in_part))
                for timescale, chosen in groups:
                    yield GlanceRow(part, timescale, False, self._counted(chosen))

    def _counted(self, chosen: Iterable[int]) -> Counts:
        return counted(self._merged.areas[at]["standing"] for at in chosen)

    def _parts(self) -> Iterator[PartAreas]:
        table = self._merged.tables["parts"]
        for index, row in table.records:
            groups = tuple(
                TimescaleAreas(timescale, tuple(self._appendix_area(at) for at in chosen))
                for timescale, chosen in self._by_timescale(row["part"])
            )
            if groups:
                yield PartAreas(
                    part=_line(row["part"], table.cell(index, "part")),
                    introduction=tuple(
                        _in_company(self._author(table, index, "introduction", "paragraph"))
                    ),
                    timescales=groups,
                )

    def _by_timescale(self, part: object) -> Iterator[tuple[Text, list[int]]]:
        """Yield the timescales in which ``part`` has areas, each with the areas' indexes."""
        table = self._merged.tables["timescales"]
        for index, name in table.items("timescale"):
            chosen = self._chosen.get((part, name))
            if chosen:
                yield _line(name, table.cell(index, "timescale")), chosen

    def _appendix_area(self, at: int) -> Area:
        area = self._merged.areas[at]
        status = statuses.BY_NAME[str(area["standing"])]
        slip = self._slip(at)
        lead = "lead_organisation" if area["lead_organisation"] != "" else "lead_service"
        return Area(
            reference=str(area["reference"]),
            wording=self._wording(at),
            marker=status.marker,
            status=status.name,
            due=long_date(area["due"]) if status.open else "",
            completed=long_date(area["completed_on"]),
            lead=_line(area[lead], self._merged.area_cell(at, lead)),
            since=str(area["change"]),
            previous_status=str(area["previous_status"]),
            days_slipped=slip.days,
            times_slipped=slip.times,
        )

    def _withdrawn(self) -> Iterator[WithdrawnArea]:
        table = self._merged.tables["register"]
        for area in self._merged.withdrawn:
            places = table.places[self._merged.report_file]
            said = {
                name: _with_full_stop(_line(area[name], places.cell(name, int(area[_ROW]))))
                for name in ("wording", "withdrawn_reason")
            }
            yield WithdrawnArea(
                reference=str(area["reference"]),
                wording=said["wording"],
                reason=said["withdrawn_reason"],
            )

    def _last_as_at(self) -> str:
        history = self._merged.history
        return long_date(history[-1].as_at) if history and history[-1].as_at else ""

    # --- pieces --------------------------------------------------------------------------

    def _asked(self, table: str, field: str) -> Text:
        found = self._merged.tables[table]
        if not len(found):
            return Text(())
        return _line(found.value(field), found.cell(0, field))

    def _wording(self, at: int) -> Text:
        if at not in self._wordings:
            cell = self._merged.area_cell(at, "wording")
            words = self._merged.areas[at]["wording"]
            self._wordings[at] = _with_full_stop(_line(words, cell))
        return self._wordings[at]

    def _author(
        self,
        table: Table,
        at: int,
        field: str,
        kind: str,
        *,
        below: int | None = None,
        lead_in: str = "",
    ) -> Iterator[Block]:
        """Yield the paragraphs of one of the author's cells, with its tokens replaced."""
        has_tokens = table.sheet.by_name[field].tokens
        for block in _blocks(table.at(at, field), table.cell(at, field), kind, lead_in):
            if not has_tokens:
                yield block
                continue
            runs = self._figures.replaced(block.text.runs, below)
            yield _block(block.kind, Text(runs, block.text.source))


def _in_company(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks`` such that no part of a list stands alone at the top of a page.

    A bullet is kept with its first sub-bullet, and the last of several with the one before it.
    """
    every = list(blocks)
    depths = [*(_DEPTHS.get(block.kind, 0) for block in every), 0, 0]
    for block, depth, following, after in zip(every, depths, depths[1:], depths[2:], strict=False):
        if depth and following and (following > depth or after < following):
            block.keep_with_next = True
        yield block


def _under_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks`` as a section has them: in company, and under their headings."""
    return _in_company(_headed(blocks))


def _headed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield ``blocks``, each with the words of the heading that it stands under."""
    heading = ""
    for block in blocks:
        if block.kind == "heading":
            heading = str(block.text)
        block.under = heading
        yield block


def _kept_together(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return ``blocks``, the last one kept with the signatory's line that follows it."""
    kept = list(_in_company(blocks))
    if kept:
        kept[-1].keep_with_next = True
    return tuple(kept)


def long_date(value: object, *, ordinal: bool = False) -> str:
    """Return a date as ``6 September 2012``, or as ``6th September 2012``."""
    if not isinstance(value, dt.date):
        return str(value)
    teens = value.day in (11, 12, 13)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if teens else value.day % 10, "th")
    return f"{value.day}{ending if ordinal else ''} {value:%B %Y}"


def _blocks(value: object, source: Cell, kind: str, lead_in: str = "") -> Iterator[Block]:
    """Yield a cell's lines as paragraphs of ``kind``, its bullets as bullets.

    ``lead_in`` stands in bold before the first paragraph, or above a first bullet.
    """
    found = lines(_text_of(value))
    if lead_in and found and found[0].level is not Level.PARAGRAPH:
        yield _block(kind, Text((Run(lead_in.strip(), bold=True),), source))
        lead_in = ""
    for line in found:
        runs = (Run(lead_in, bold=True), *line.runs) if lead_in else line.runs
        lead_in = ""
        yield _block(_line_kind(line.level, kind), Text(runs, source))


def _block(kind: str, text: Text) -> Block:
    return Block(kind, text, keep_with_next=str(text).rstrip().endswith(":"))


def _line_kind(level: Level, kind: str) -> str:
    if level is Level.PARAGRAPH or kind == "sub_bullet":
        return kind
    return "sub_bullet" if level is Level.SUB_BULLET else "bullet"


def _line(value: object, source: Cell) -> Text:
    return Text(trimmed(_text_of(value)), source)


def _text_of(value: object) -> str:
    if isinstance(value, Flaw):
        return ""  # an Excel error or a formula without a result is nobody's words
    return value if isinstance(value, str) else as_shown(value)


def _in_words(slip: since.Slip) -> str:
    said = f"{days_in_words(slip.days)} later than the last report said"
    return said if slip.times < 2 else f"{said}; it has slipped {times_in_words(slip.times)} in all"


def _kind(word: object) -> str:
    return _BLOCK_KINDS.get(str(word), "paragraph")


def _with_full_stop(text: Text) -> Text:
    words = str(text)
    if not words or words.rstrip(_CLOSING_QUOTES).endswith(_SENTENCE_ENDS):
        return text
    last = text.runs[-1]
    return Text((*text.runs[:-1], Run(last.text + ".", last.bold)), text.source)


def _with_commas(texts: Iterable[Text]) -> Text:
    runs: list[Run] = []
    source = None
    for text in texts:
        runs += [Run(", ")] if runs else []
        runs += text.runs
        source = source or text.source
    return Text(tuple(runs), source)
