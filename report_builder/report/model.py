"""The report as data: all that the Word template may name.

The names of these classes' attributes are the names used in the template's tags, so they
change only with a line in the changelog. What the docstrings say of an attribute is what
``report-builder template guide`` tells the council's officers.
"""

from __future__ import annotations

from dataclasses import dataclass

from report_builder.problems import Cell
from report_builder.text import Run, joined


# A long report has hundreds of thousands of texts and blocks, and what is frozen takes three times
# as long to make. Nobody changes a text, and a block only who composes it.
@dataclass(slots=True, unsafe_hash=True)
class Text:
    """Words with their weight, printed with ``{{r … }}``, and the cell that they came from.

    Attributes:
        light: The same words with none of them bold, for headings, which are bold already.
    """

    runs: tuple[Run, ...]
    source: Cell | None = None

    def __str__(self) -> str:
        """Return the words alone."""
        return joined(self.runs)

    def __bool__(self) -> bool:
        """Return whether there are any words."""
        return joined(self.runs) != ""

    @property
    def light(self) -> Text:
        """Return the same words with none of them bold, for headings, which are bold already."""
        return Text(tuple(Run(run.text) for run in self.runs), self.source)


# What ``Block.kind`` can be.
BLOCK_KINDS = (
    "heading",
    "numbered",
    "sub_numbered",
    "paragraph",
    "area",
    "bullet",
    "sub_bullet",
)


@dataclass(slots=True)
class Block:
    """A paragraph.

    Attributes:
        kind: What the paragraph is; an ``area`` is the wording of an area in section 3.
        text: Its words.
        keep_with_next: Whether it must not be parted from what follows it, as a paragraph that
            ends in a colon, or a bullet and its first sub-bullet.
        under: The words of the heading that it stands under in its section, empty above the
            first; a heading stands under itself.
    """

    kind: str
    text: Text
    keep_with_next: bool = False
    under: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One step of the meeting path.

    Attributes:
        body: The body that meets.
        date: The date, as ``6 September 2012``.
        date_with_ordinal: The date, as ``6th September 2012``.
    """

    body: Text
    date: str
    date_with_ordinal: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover; what the author left empty is empty here.

    Attributes:
        title: The title of the report.
        decision_by: Who decides.
        lead_director: The name of the lead director.
        meetings: The meeting path, in order of date.
        mark: The mark at the foot of the cover.
        logo_description: What the logo shows: its alternative text, put there by the program.
    """

    title: str
    decision_by: Text
    lead_director: Text
    meetings: tuple[Meeting, ...]
    mark: Text
    logo_description: str


@dataclass(frozen=True, slots=True)
class UsefulInformation:
    """The useful information on page 2.

    Attributes:
        wards: The wards affected.
        author: The name of the report author.
        author_job_title: The report author's job title.
        author_email: The report author's e-mail address.
        author_telephone: The report author's telephone number.
        version: The version number of the report.
    """

    wards: Text
    author: Text
    author_job_title: Text
    author_email: Text
    author_telephone: Text
    version: str


@dataclass(frozen=True, slots=True)
class Implication:
    """One implication of section 5.

    Attributes:
        name: Its heading.
        blocks: Its paragraphs.
        signatory: Who agreed the text: name and job title, with a comma between; may be empty.
    """

    name: Text
    blocks: tuple[Block, ...]
    signatory: Text


@dataclass(frozen=True, slots=True)
class AppendixTitle:
    """An appendix, as section 7 lists it.

    Attributes:
        number: Its number, from 1.
        title: Its title.
    """

    number: int
    title: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question of the form.

    Attributes:
        answer: ``Yes`` or ``No``; empty in a draft that has no answer yet.
        reasons: The paragraphs that give the reasons, if there are any.
        yes: Whether the answer is ``Yes``, to ask with ``if``.
    """

    answer: Text
    reasons: tuple[Block, ...]

    @property
    def yes(self) -> bool:
        """Return whether the answer is ``Yes``."""
        return str(self.answer).casefold() == "yes"


@dataclass(frozen=True, slots=True)
class Area:
    """An area for improvement in Appendix 1.

    Attributes:
        reference: Its reference in the register.
        wording: Its wording, with a full stop.
        marker: Its completion marker.
        status: Its status in a word or two; Overdue is worked out.
        due: The date by which an open area is due; empty if it is not known, and once the area
            is closed.
        completed: The date on which a completed area was completed; else empty.
        lead: The organisation or the service that leads on it.
        since: What has become of it since the last report, in a few words; empty if nothing is
            known of a last report.
        previous_status: The status that the last report gave it; empty if that is not known.
        days_slipped: By how many days it is due later than the last report said; 0 if it is not,
            once the area is closed, and where the public is not told.
        times_slipped: How many reports, this one included, have said that it is due later than the
            report before them; 0 where the public is not told.
    """

    reference: str
    wording: Text
    marker: str
    status: str
    due: str
    completed: str
    lead: Text
    since: str = ""
    previous_status: str = ""
    days_slipped: int = 0
    times_slipped: int = 0


@dataclass(frozen=True, slots=True)
class WithdrawnArea:
    """An area that the author has withdrawn from the register.

    Attributes:
        reference: Its reference in the register.
        wording: Its wording, with a full stop.
        reason: Why it is withdrawn, with a full stop; empty if the public is not told.
    """

    reference: str
    wording: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class TimescaleAreas:
    """The areas of one part and one timescale.

    Attributes:
        timescale: The timescale.
        areas: Its areas, in the order of the register; there is always one at least.
    """

    timescale: Text
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class PartAreas:
    """A part of the inspection in Appendix 1.

    Attributes:
        part: The name of the part.
        introduction: The paragraphs that introduce it.
        timescales: The timescales in which it has areas, soonest first.
    """

    part: Text
    introduction: tuple[Block, ...]
    timescales: tuple[TimescaleAreas, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many areas there are, and how many of each status; each area is counted once.

    Attributes:
        areas: How many areas there are in all.
        completed: How many are completed.
        on_track: How many are on track; their marker is IN PROGRESS.
        at_risk: How many are at risk.
        overdue: How many are overdue.
        not_started: How many are not started.
        no_longer_required: How many are no longer required.
        not_reported: How many have no usable status yet, in a draft; else none.
    """

    areas: int
    completed: int
    on_track: int
    at_risk: int
    overdue: int
    not_started: int
    no_longer_required: int
    not_reported: int


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """The figures of a part, or of one timescale of it.

    Attributes:
        part: The name of the part.
        timescale: The timescale; empty in the row of the whole part.
        whole_part: Whether this is the row of the whole part, which comes before its timescales.
        counts: The figures.
    """

    part: Text
    timescale: Text
    whole_part: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, drawn where the template prints it.

    Attributes:
        rows: The figures that it shows, a bar for each.
        description: Its alternative text: all that it shows, in words.
    """

    rows: tuple[GlanceRow, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Glance:
    """Progress at a glance: the figures of a table and of a chart, the same as in the prose.

    Attributes:
        wanted: Whether the sheet Settings of the report workbook asks for it.
        as_at: The as-at date, as ``31 August 2026``.
        rows: The rows of the table, part by part, in the order of Appendix 1.
        counts: The figures of the whole report.
        chart: A chart with a bar for each part and timescale (of each part, if a page had no
            room for them), readable in black and white; its alternative text comes with it.
    """

    wanted: bool
    as_at: str
    rows: tuple[GlanceRow, ...]
    counts: Counts
    chart: Chart


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    Attributes:
        draft: Whether this is a draft, which must say so on every page.
        classification: What a report that holds exempt or confidential information says of itself
            on its first page; empty in every other.
        cover: The cover.
        useful: The useful information on page 2.
        summary: The paragraphs of section 1.
        recommendations: The paragraphs of section 2.
        supporting: The paragraphs of section 3: the author's, and what the services returned.
        scrutiny: The paragraphs of section 4.
        implications: The implications of section 5.
        papers: The background papers of section 6.
        appendices: The appendices that section 7 lists; there is always one at least.
        private: Section 8: whether this is a private report. Its reasons begin with the ground,
            exempt or confidential, and what is withheld, and end with the public interest.
        key_decision: Section 9: whether this is a key decision.
        glance: Progress at a glance.
        parts: Appendix 1: the areas for improvement by part and timescale.
        withdrawn_areas: The areas that were withdrawn since the last report; they stand nowhere
            else and no figure counts them.
        last_as_at: The as-at date of the last report, as ``31 May 2026``; empty if there is no
            record of one.
    """

    draft: bool
    classification: str
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
    glance: Glance
    parts: tuple[PartAreas, ...]
    withdrawn_areas: tuple[WithdrawnArea, ...] = ()
    last_as_at: str = ""
