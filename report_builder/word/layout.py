"""The council's report, paragraph by paragraph, as the standard template writes it.

In the words of a line, ``<Strong>…</Strong>`` gives the character style Strong, and so for any
other character style; ``[TAB]`` is a tab, ``[PAGE]`` and ``[NUMPAGES]`` are Word's fields. Every
tag of the template becomes a run of its own, so that it can be restyled without harm.

A bold run inside a bold paragraph style is *not* bold in Word: two styles cancel each other
out. Headings therefore print ``….light``, the words without their weight.
"""

from __future__ import annotations

from dataclasses import dataclass

SECTION, SUB_HEADING = 0, 1  # levels of the numbered list that headings carry directly


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph of the template: its style, its words, and what it carries beyond its style."""

    style: str
    words: str
    level: int | None = None
    keep_next: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: the words of its cells, or a tag that gives way to rows."""

    cells: tuple[str, ...]
    style: str = "Template Tag"
    figures: str = "Template Tag"
    """The style of all cells but the first."""
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of the template: its rows, and the widths of its columns in twentieths of a point."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]


def _line(style: str, words: str) -> Line:
    return Line(style=style, words=words)


def _tag(words: str) -> Line:
    return Line(style="Template Tag", words=words)


def _section(words: str) -> Line:
    return Line(style="Heading 1", words=words, level=SECTION)


def _answer(name: str) -> tuple[Line, ...]:
    """Return an answer of the form and its reasons, the answer kept with the first of them."""
    words = f"{{{{r {name}.answer }}}}"
    return (
        _tag(f"{{%p if {name}.answer and {name}.reasons %}}"),
        Line(style="Body Text", words=words, keep_next=True),
        _tag(f"{{%p elif {name}.answer %}}"),
        _line("Body Text", words),
        _tag("{%p endif %}"),
        _tag(f"{{{{p paragraphs({name}.reasons) }}}}"),
    )


def _sub_heading(words: str) -> Line:
    return Line(style="Heading 2", words=words, level=SUB_HEADING)


def _either_way(kind: str, style: str) -> tuple[Line, ...]:
    """Return the lines for a kind of paragraph: kept with what follows it, and free."""
    return (
        _tag(f'{{%p elif block.kind == "{kind}" and block.keep_with_next %}}'),
        Line(style=style, words="{{r block.text }}", keep_next=True),
        _tag(f'{{%p elif block.kind == "{kind}" %}}'),
        _line(style, "{{r block.text }}"),
    )


# Every kind of paragraph is shown here; all sections print theirs in its likeness.
PARAGRAPHS = (
    _tag("{#p The report is made from this template. Change its styles as you like. #}"),
    _tag("{#p Words between curly brackets are filled in; grey lines like this one vanish. #}"),
    _tag("{#p Keep each grey line as it is, in a paragraph of its own. #}"),
    _tag("{#p First, how each kind of paragraph of the sections looks: #}"),
    _tag("{%p macro paragraphs(blocks) %}"),
    _tag("{%p for block in blocks %}"),
    _tag('{%p if block.kind == "heading" %}'),
    _sub_heading("{{r block.text.light }}"),
    *_either_way("numbered", "Numbered Paragraph"),
    *_either_way("sub_numbered", "Numbered Sub-paragraph"),
    *_either_way("paragraph", "Body Text"),
    _tag('{%p elif block.kind == "area" %}'),
    _line("Area for Improvement", "{{r block.text }}"),
    *_either_way("bullet", "List Bullet"),
    *_either_way("sub_bullet", "List Bullet 2"),
    _tag("{%p endif %}"),
    _tag("{%p endfor %}"),
    _tag("{%p endmacro %}"),
)

COVER = (
    _tag("{%p if classification %}"),
    _line("Classification", "{{ classification }}"),
    _tag("{%p endif %}"),
    Line(style="Report Type", words="Executive Decision Report"),
    _line("Title", "{{ cover.title }}"),
    _line("Cover Line", "<Strong>Decision to be taken by:</Strong> {{r cover.decision_by }}"),
    _line("Cover Line", "<Strong>Lead director:</Strong> {{r cover.lead_director }}"),
    _tag("{%p for meeting in cover.meetings %}"),
    _line("Cover Meeting", "{{r meeting.body }} {{ meeting.date }}"),
    _tag("{%p endfor %}"),
    _tag("{%p if logo %}"),
    _line("Cover Mark", "{{ logo }}"),
    _tag("{%p endif %}"),
    _tag("{%p if cover.mark %}"),
    _line("Cover Mark", "{{r cover.mark.light }}"),
    _tag("{%p endif %}"),
)

USEFUL_INFORMATION = (
    Line(style="Heading 1", words="Useful information", new_page=True),
    _line("Useful Information", "<Strong>Ward(s) affected:</Strong> {{r useful.wards }}"),
    _line(
        "Useful Information",
        "<Strong>Report author:</Strong> {{r useful.author }}, {{r useful.author_job_title }}",
    ),
    _line(
        "Useful Information",
        "<Strong>Author contact details:</Strong> "
        "<Strong>Email:</Strong> {{r useful.author_email }}; "
        "<Strong>Tel:</Strong> {{r useful.author_telephone }}",
    ),
    _line("Useful Information", "<Strong>Report version number:</Strong> {{ useful.version }}"),
)

_COUNTS = (
    ("Areas", "areas"),
    ("Completed", "completed"),
    ("On track", "on_track"),
    ("At risk", "at_risk"),
    ("Overdue", "overdue"),
    ("Not started", "not_started"),
    ("No longer required", "no_longer_required"),
)


def _counts(name: str, counts: str, weight: str) -> Row:
    """Return the row of a table that prints the figures ``counts`` behind ``name``."""
    return Row(
        cells=(name, *(f"{{{{ {counts}.{attribute} }}}}" for _, attribute in _COUNTS)),
        style=f"Table {weight}",
        figures=f"Table {weight} Figure",
    )


AT_A_GLANCE = (
    _tag("{%p if glance.wanted %}"),
    _sub_heading("Progress at a glance"),
    Line(
        style="Body Text",
        words="The areas for improvement, as they stood{% if glance.as_at %} on "
        "{{ glance.as_at }}{% endif %}. An area that is on track is marked IN PROGRESS in "
        "Appendix 1.{% if glance.counts.not_reported %} {{ glance.counts.not_reported }} of them "
        "have not been reported; they are counted in the column Areas only.{% endif %}",
        keep_next=True,
    ),
    Grid(
        widths=(2506, 800, 1400, 680, 560, 1080, 930, 1070),
        rows=(
            Row(
                cells=("Part and timescale", *(heading for heading, _ in _COUNTS)),
                style="Table Heading",
                figures="Table Heading",
                header=True,
            ),
            Row(cells=("{%tr for row in glance.rows %}",)),
            Row(cells=("{%tr if row.whole_part %}",)),
            _counts("{{r row.part.light }}", "row.counts", "Total"),
            Row(cells=("{%tr else %}",)),
            _counts("{{r row.timescale }}", "row.counts", "Row"),
            Row(cells=("{%tr endif %}",)),
            Row(cells=("{%tr endfor %}",)),
            _counts("All parts", "glance.counts", "Total"),
        ),
    ),
    Line(
        style="Table Note",
        words="The same figures as a chart:",
        keep_next=True,
    ),
    _line("Picture", "{{ glance.chart }}"),
    _tag("{%p endif %}"),
)

SECTIONS_1_TO_4 = (
    _section("Summary"),
    _tag("{{p paragraphs(summary) }}"),
    *AT_A_GLANCE,
    _section("Recommendations"),
    _tag("{{p paragraphs(recommendations) }}"),
    _section("Supporting information including options considered:"),
    _tag("{{p paragraphs(supporting) }}"),
    _section("Details of Scrutiny"),
    _tag("{{p paragraphs(scrutiny) }}"),
)

# The form's own question stands in the heading of the last implication, Other Implications.
IMPLICATIONS = (
    _section("Financial, legal and other implications"),
    _tag("{%p for implication in implications %}"),
    _sub_heading(
        "{{r implication.name.light }}{% if loop.last %}"
        "<Heading Note> (You will need to have considered other implications in preparing this "
        "report. Please indicate which ones apply?)</Heading Note>{% endif %}"
    ),
    _tag("{{p paragraphs(implication.blocks) }}"),
    _tag("{%p if implication.signatory %}"),
    _line("Signatory", "{{r implication.signatory }}"),
    _tag("{%p endif %}"),
    _tag("{%p endfor %}"),
)

SECTIONS_6_TO_9 = (
    _section("Background information and other papers:"),
    _tag("{{p paragraphs(papers) }}"),
    _section("Summary of appendices:"),
    _tag("{%p for appendix in appendices %}"),
    # Only Appendix 1 is written by the program.
    _line(
        "Body Text",
        "Appendix {{ appendix.number }}{% if not loop.first %} (a separate document){% endif %} – "
        "{{r appendix.title }}",
    ),
    _tag("{%p endfor %}"),
    _section(
        "Is this a private report<Heading Note> (If so, please indicate the reasons and state "
        "why it is not in the public interest to be dealt with publicly)?</Heading Note>"
    ),
    *_answer("private"),
    _section("Is this a “key decision”?"),
    *_answer("key_decision"),
)

APPENDIX = (
    Line(style="Heading 1", words="Appendix 1 – {{r appendices[0].title.light }}", new_page=True),
    _tag("{%p for part in parts %}"),
    _line("Heading 2", "{{r part.part.light }}"),
    _line("Heading 3", "Areas for improvement"),
    _tag("{{p paragraphs(part.introduction) }}"),
    _tag("{%p for timescale in part.timescales %}"),
    _line("Heading 4", "{{r timescale.timescale.light }}:"),
    _tag("{%p for area in timescale.areas %}"),
    # A no-break space, so that a marker does not stand alone on a line.
    _line(
        "List Bullet",
        "{{r area.wording }}\u00a0<Completion Marker>{{ area.marker }}</Completion Marker>",
    ),
    _tag("{%p endfor %}"),
    _tag("{%p endfor %}"),
    _tag("{%p endfor %}"),
    _tag("{%p if withdrawn_areas %}"),
    _line("Heading 2", "Areas withdrawn since the last report"),
    _tag("{%p for area in withdrawn_areas %}"),
    _line("List Bullet", "{{r area.wording }}{% if area.reason %} {{r area.reason }}{% endif %}"),
    _tag("{%p endfor %}"),
    _tag("{%p endif %}"),
)

BODY: tuple[Line | Grid, ...] = (
    *PARAGRAPHS,
    *COVER,
    *USEFUL_INFORMATION,
    *SECTIONS_1_TO_4,
    *IMPLICATIONS,
    *SECTIONS_6_TO_9,
    *APPENDIX,
)

HEADER = (
    _line(
        "Draft Mark",
        "{% if draft %}DRAFT – not for publication"
        "{% elif classification %}Not for publication{% endif %}",
    ),
)
FOOTER = (
    _line("Footer", "{{ cover.title }}"),
    _line("Footer", "Version {{ useful.version }}[TAB]Page [PAGE] of [NUMPAGES]"),
)
EMPTY = (_line("Footer", ""),)
