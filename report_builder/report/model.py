"""The report as data: all that the Word template may name.

The names of these classes' attributes are the names used in the template's tags, so they
change only with a line in the changelog.
"""

from __future__ import annotations

from dataclasses import dataclass

from report_builder.problems import Cell
from report_builder.text import Run


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their weight, printed with ``{{r … }}``, and the cell that they came from."""

    runs: tuple[Run, ...]
    source: Cell | None = None

    def __str__(self) -> str:
        """Return the words alone."""
        return "".join(run.text for run in self.runs)

    def __bool__(self) -> bool:
        """Return whether there are any words."""
        return any(run.text for run in self.runs)

    @property
    def light(self) -> Text:
        """Return the same words with none of them bold, for headings, which are bold already."""
        return Text(tuple(Run(run.text) for run in self.runs), self.source)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph.

    ``kind`` is one of ``heading``, ``numbered``, ``sub_numbered``, ``paragraph``, ``area`` (the
    wording of an area in section 3), ``bullet`` and ``sub_bullet``. ``keep_with_next`` is true of
    a paragraph that must not be parted from what follows it, such as one that ends in a colon.
    """

    kind: str
    text: Text
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """One step of the meeting path; its date as ``6 September 2012`` or with ``6th``."""

    body: Text
    date: str
    date_with_ordinal: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover; texts are empty where the author left them so."""

    title: str
    decision_by: Text
    lead_director: Text
    meetings: tuple[Meeting, ...]
    mark: Text
    logo_description: str


@dataclass(frozen=True, slots=True)
class UsefulInformation:
    """The set-off block on page 2."""

    wards: Text
    author: Text
    author_job_title: Text
    author_email: Text
    author_telephone: Text
    version: str


@dataclass(frozen=True, slots=True)
class Implication:
    """One implication of section 5, with the line of who signed it off (may be empty)."""

    name: Text
    blocks: tuple[Block, ...]
    signatory: Text


@dataclass(frozen=True, slots=True)
class AppendixTitle:
    """A line of section 7."""

    number: int
    title: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """Section 8 or 9: ``Yes`` or ``No`` and the reasons, if any."""

    answer: Text
    reasons: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An area for improvement in Appendix 1: its wording, with a full stop, and its marker."""

    reference: str
    wording: Text
    marker: str


@dataclass(frozen=True, slots=True)
class TimescaleAreas:
    """The areas of one part and one timescale, in register order; never empty."""

    timescale: Text
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class PartAreas:
    """A part of the inspection in Appendix 1."""

    part: Text
    introduction: tuple[Block, ...]
    timescales: tuple[TimescaleAreas, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report."""

    draft: bool
    cover: Cover
    useful: UsefulInformation
    summary: tuple[Block, ...]
    recommendations: tuple[Block, ...]
    supporting: tuple[Block, ...]
    scrutiny: tuple[Block, ...]
    implications: tuple[Implication, ...]
    papers: tuple[Block, ...]
    appendices: tuple[AppendixTitle, ...]
    private: Answer
    key_decision: Answer
    parts: tuple[PartAreas, ...]
