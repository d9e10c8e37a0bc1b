"""The check of a Word template: every fault with its paragraph, all at once, in plain words."""

from __future__ import annotations

import copy
import datetime as dt
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from reports import built, paragraphs, tiny, written
from test_cli import run

from report_builder import pipeline
from report_builder.errors import TemplateError
from report_builder.report.example import EXAMPLE
from report_builder.report.names import Name, names_of, offered
from report_builder.word.render import render
from report_builder.word.template import standard_template
from report_builder.word.template_check import check_template
from report_builder.word.template_guide import guide

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Change = Callable[[Document], None]


def template(path: Path, *lines: str, change: Change | None = None) -> Path:
    """Return the path of a template with the standard styles and ``lines`` as paragraphs."""
    document = docx.Document(io.BytesIO(standard_template()))
    for child in list(document.element.body):
        if child.tag != qn("w:sectPr"):
            document.element.body.remove(child)
    [section] = document.sections
    for part in (section.first_page_header, section.footer):
        for paragraph in part.paragraphs:
            paragraph.text = ""
    section.header.paragraphs[0].text = "{% if draft %}DRAFT{% endif %} {{ classification }}"
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    document.save(str(path / "template.docx"))
    return path / "template.docx"


def faults(path: Path) -> list[str]:
    return [str(fault) for fault in check_template(path) if not fault.is_note]


def notes(path: Path) -> list[str]:
    return [str(fault) for fault in check_template(path) if fault.is_note]


# One thing that is right and one that is wrong, and what is said of the wrong one.
LINES = {
    "name": (
        ["{{ cover.title }}"],
        ["{{ cover.titel }}"],
        "body, paragraph 1, “{{ cover.titel }}”: “cover” has no “titel”. "
        "Did you mean “cover.title”?",
    ),
    "first-name": (
        ["{{r useful.author }}"],
        ["{{r usefull.author }}"],
        "The report has no “usefull”. Did you mean “useful”?",
    ),
    "name-without-its-group": (
        ["{{ cover.title }}"],
        ["{{ title }}"],
        "The report has no “title”. Did you mean “cover.title”?",
    ),
    "name-in-a-loop": (
        ["{%p for meeting in cover.meetings %}", "{{ meeting.date }}", "{%p endfor %}"],
        ["{%p for meeting in cover.meetings %}", "{{ meeting.dat }}", "{%p endfor %}"],
        "body, paragraph 2, “{{ meeting.dat }}”: “meeting” has no “dat”. "
        "Did you mean “meeting.date”?",
    ),
    "name-in-a-loop-in-a-loop": (
        [
            "{%p for part in parts %}",
            "{%p for timescale in part.timescales %}",
            "{%p for area in timescale.areas %}",
            "{{ area.lead|string }}",
            "{%p endfor %}",
            "{%p endfor %}",
            "{%p endfor %}",
        ],
        [
            "{%p for part in parts %}",
            "{%p for timescale in part.timescales %}",
            "{%p for area in timescale.areas %}",
            "{{ area.leed|string }}",
            "{%p endfor %}",
            "{%p endfor %}",
            "{%p endfor %}",
        ],
        "“area” has no “leed”. Did you mean “area.lead”?",
    ),
    "name-in-a-macro-typed-by-its-call": (
        [
            "{%p macro shown(them) %}",
            "{%p for one in them %}",
            "{{r one.text }}",
            "{%p endfor %}",
            "{%p endmacro %}",
            "{{p shown(summary) }}",
        ],
        [
            "{%p macro shown(them) %}",
            "{%p for one in them %}",
            "{{r one.txt }}",
            "{%p endfor %}",
            "{%p endmacro %}",
            "{{p shown(summary) }}",
        ],
        "body, paragraph 3, “{{r one.txt }}”: “one” has no “txt”. Did you mean “one.text”?",
    ),
    "name-through-a-filter": (
        ["{{r (appendices|first).title }}"],
        ["{{r (appendices|first).titel }}"],
        "has no “titel”. Did you mean",
    ),
    "attribute-named-by-a-filter": (
        ['{{ summary|selectattr("keep_with_next")|list|length }}'],
        ['{{ summary|selectattr("keep_with_nxt")|list|length }}'],
        "has no “keep_with_nxt”",
    ),
    "name-set-before": (
        ["{%p set who = useful.author %}", "{{r who.light }}"],
        ["{%p set who = useful.author %}", "{{r who.bold }}"],
        "“who” is a text; it has no “bold”, only “who.light”.",
    ),
    "loop-variable-after-its-loop": (
        ["{%p for meeting in cover.meetings %}", "{{ meeting.date }}", "{%p endfor %}"],
        ["{%p for meeting in cover.meetings %}", "{%p endfor %}", "{{ meeting.date }}"],
        "It is known between “{%p for meeting in cover.meetings %}” and “{%p endfor %}” only.",
    ),
    "part-of-a-list": (
        ["{% if cover.meetings %}{{ cover.meetings[0].date }}{% endif %}"],
        ["{{ cover.meetings.date }}"],
        "“cover.meetings” is a list and has no “date”: loop over it with “{%p for meeting in "
        "cover.meetings %}”.",
    ),
    "part-of-plain-words": (
        ["{{ cover.title|upper }}"],
        ["{{ cover.title.words }}"],
        "“cover.title” is plain words, a number or a yes or no; it has no “words”.",
    ),
    "loop-over-words": (
        ["{%p for block in summary %}", "{{r block.text }}", "{%p endfor %}"],
        ["{%p for block in cover.title %}", "{{ block }}", "{%p endfor %}"],
        "“cover.title” is not a list.",
    ),
    "loop-over-a-group": (
        ["{%p for meeting in cover.meetings %}", "{{ meeting.date }}", "{%p endfor %}"],
        ["{%p for meeting in cover %}", "{{ meeting.date }}", "{%p endfor %}"],
        "“cover” is not a list; “cover.meetings” is.",
    ),
    "kind-that-never-is": (
        ['{%p for b in summary if b.kind == "bullet" %}', "{{r b.text }}", "{%p endfor %}"],
        ['{%p for b in summary if b.kind == "bulet" %}', "{{r b.text }}", "{%p endfor %}"],
        "“kind” is never “bulet”. Did you mean “bullet”?",
    ),
    "text-compared-with-words": (
        ['{%p if private.answer|string == "Yes" %}', "Private", "{%p endif %}"],
        ['{%p if private.answer == "Yes" %}', "Private", "{%p endif %}"],
        "is never equal to words in quotation marks. Write “private.answer|string”.",
    ),
    "text-printed-as-plain-words": (
        ["{{r cover.decision_by }}"],
        ["{{ cover.decision_by }}"],
        "Write “{{r cover.decision_by }}”.",
    ),
    "plain-words-printed-as-text": (
        ["{{ cover.title }}"],
        ["{{r cover.title }}"],
        "“{{r cover.title }}” is plain words, which would be lost. Write “{{ cover.title }}”.",
    ),
    "paragraphs-printed-inside-one": (
        ["{%p macro m() %}", "Words", "{%p endmacro %}", "{{p m() }}"],
        ["{%p macro m() %}", "Words", "{%p endmacro %}", "{{ m() }}"],
        "prints whole paragraphs. Write “{{p m() }}”, in a paragraph of its own.",
    ),
    "list-printed": (
        ["{{ cover.meetings|length }}"],
        ["{{ cover.meetings }}"],
        "“{{ cover.meetings }}” is a list: loop over it with",
    ),
    "group-printed": (
        ["{{ useful.version }}"],
        ["{{ useful }}"],
        "“{{ useful }}” is not one thing. It has: useful.wards, useful.author,",
    ),
    "truth-printed": (
        ["{% if draft %}DRAFT{% endif %}"],
        ["{{ draft }}"],
        "“{{ draft }}” is only true or false. Ask with “{% if draft %}”.",
    ),
    "logo-that-may-be-missing": (
        ["{%p if logo %}", "{{ logo }}", "{%p endif %}"],
        ["{{ logo }}"],
        "“{{ logo }}” may be missing. Put “{%p if logo %}” before it.",
    ),
    "macro-called-without-a-value": (
        ["{%p macro m(a) %}", "{{ a }}", "{%p endmacro %}", "{{p m(cover.title) }}"],
        ["{%p macro m(a) %}", "{{ a }}", "{%p endmacro %}", "{{p m() }}"],
        "“m” is called without “a”.",
    ),
    "macro-called-with-too-many": (
        ["{%p macro m(a) %}", "{{ a }}", "{%p endmacro %}", "{{p m(cover.title) }}"],
        ["{%p macro m(a) %}", "{{ a }}", "{%p endmacro %}", "{{p m(cover.title, 2) }}"],
        "“m” is called with 2 values, not 1.",
    ),
    "filter": (
        ["{{ cover.title|upper }}"],
        ["{{ cover.title|uper }}"],
        "There is no filter “uper”. Did you mean “upper”?",
    ),
    "test": (
        ["{% if cover.title is defined %}x{% endif %}"],
        ["{% if cover.title is definde %}x{% endif %}"],
        "There is no test “definde”. Did you mean “defined”?",
    ),
    "safe": (
        ["{{ cover.title }}"],
        ["{{ cover.title|safe }}"],
        "“safe” prints “&” and “<” in a way that breaks the file.",
    ),
    "block-without-an-end": (
        ["{%p if cover.mark %}", "Words", "{%p endif %}", "More"],
        ["{%p if cover.mark %}", "Words", "More"],
        "body, paragraph 1, “{%p if cover.mark %}”: “{%p if cover.mark %}” begins here and never "
        "ends. Put “{%p endif %}” where it ends, in a paragraph of its own.",
    ),
    "block-without-an-end-inside-another": (
        ["{%p for b in summary %}", "{%p if b.text %}", "x", "{%p endif %}", "{%p endfor %}"],
        ["{%p for b in summary %}", "{%p if b.text %}", "x", "{%p endfor %}"],
        "body, paragraph 2, “{%p if b.text %}”: “{%p if b.text %}” begins here and never ends.",
    ),
    "macro-without-an-end": (
        ["{%p macro m() %}", "Words", "{%p endmacro %}", "{{p m() }}"],
        ["{%p macro m() %}", "Words"],
        "“{%p macro m() %}” begins here and never ends.",
    ),
    "end-without-a-block": (
        ["Words", "{%p if draft %}", "x", "{%p endif %}"],
        ["Words", "{%p endif %}"],
        "body, paragraph 2, “{%p endif %}”: “{%p endif %}” ends or divides what nothing has begun.",
    ),
    "else-without-an-if": (
        ["{%p if draft %}", "x", "{%p else %}", "y", "{%p endif %}"],
        ["x", "{%p else %}", "y"],
        "“{%p else %}” ends or divides what nothing has begun.",
    ),
    "misspelt-statement": (
        ["{%p if draft %}", "x", "{%p endif %}"],
        ["{%p if draft %}", "x", "{%p end if %}"],
        "“{%p end if %}” begins with a word that no tag begins with. Did you mean “endif”?",
    ),
    "words-after-an-end": (
        ["{%p if draft %}", "x", "{%p endif %}"],
        ["{%p if draft %}", "x", "{%p endif draft %}"],
        "“{%p endif draft %}” cannot be understood",
    ),
    "another-file": (
        ["Words"],
        ['{% include "other.docx" %}'],
        "asks for another file. A template is one file: take it out.",
    ),
    "ends-of-different-levels": (
        ["{%p if draft %}", "x", "{%p endif %}"],
        ["{%p if draft %}", "x", "{% endif %}"],
        "“{% endif %}” belongs to “{%p if draft %}” (body, paragraph 1), but takes the place of "
        "something else. Begin both with “{%p ”.",
    ),
    "condition-over-two-paragraphs": (
        ["{% if draft %}x{% endif %}", "y"],
        ["{% if draft %}x", "y{% endif %}"],
        "and the paragraphs between them would run together.",
    ),
    "tag-not-closed": (
        ["{{ cover.title }}"],
        ["{{ cover.title"],
        "The tag “{{ cover.title” is not closed in its paragraph. Put “}}” where it ends.",
    ),
    "tag-not-closed-before-another": (
        ["{{ cover.title }} {{ useful.version }}"],
        ["{{ cover.title } {{ useful.version }}"],
        "The tag “{{ cover.title }” is not closed in its paragraph.",
    ),
    "tag-not-opened": (
        ["{{ cover.title }}"],
        ["cover.title }}"],
        "“}}” closes a tag that nothing opens.",
    ),
    "single-brackets": (
        ["{{ cover.title }}"],
        ["{ cover.title }"],
        "“{ cover.title }” would be printed as it stands: a tag has two brackets on each side.",
    ),
    "empty-tag": (["{{ cover.title }}"], ["{{ }}"], "The tag “{{ }}” is empty."),
    "space-before-the-level": (
        ["{%p if draft %}", "x", "{%p endif %}"],
        ["{% p if draft %}", "x", "{%p endif %}"],
        "“{% p if draft %}” has a space before the “p”. Write “{%p …”.",
    ),
    "no-break-space": (
        ["{{r cover.mark }}"],
        ["{{r\u00a0cover.mark }}"],
        "something other than an ordinary space after “{{r”, such as a non-breaking space.",
    ),
    "per-cent-in-a-paragraph-tag": (
        ["{% if 5 % 2 %}x{% endif %}"],
        ["{%p if 5 % 2 %}", "x", "{%p endif %}"],
        "has a bracket, a “#” or a “%” within it",
    ),
    "two-tags-in-one-paragraph": (
        ["{%p if draft %}", "{%p endif %}"],
        ["{%p if draft %}{%p endif %}"],
        "stand in one paragraph, and only one of them would count.",
    ),
    "words-beside-a-tag": (
        ["{%p if draft %}", "Careful", "{%p endif %}"],
        ["{%p if draft %} Careful", "{%p endif %}"],
        "so that “Careful” beside it would never be printed.",
    ),
    "row-tag-outside-a-table": (
        ["{%p if draft %}", "x", "{%p endif %}"],
        ["{%tr if draft %}", "x", "{%tr endif %}"],
        "stands for a table row, but is not in a table.",
    ),
    "two-names-in-one-tag": (
        ["{{ cover.title }}"],
        ["{{ cover title }}"],
        "cannot be understood",
    ),
    "one-equals-sign": (
        ['{% if cover.title == "x" %}y{% endif %}'],
        ['{% if cover.title = "x" %}y{% endif %}'],
        "Two things are compared with “==”.",
    ),
    "bracket-missing": (
        ["{{ cover.title|truncate(9) }}"],
        ["{{ cover.title|truncate(9 }}"],
        "A bracket is missing.",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "said"), LINES.values(), ids=LINES)
def test_a_fault_is_told_and_its_correction_is_not(
    tmp_path: Path, right: list[str], wrong: list[str], said: str
) -> None:
    assert faults(template(tmp_path, *right)) == []
    found = faults(template(tmp_path, *wrong))
    assert [fault for fault in found if said in fault], found


def _table(*rows: tuple[str, ...]) -> Change:
    def change(document: Document) -> None:
        table = document.add_table(len(rows), len(rows[0]))
        for row, words in zip(table.rows, rows, strict=True):
            for cell, lines in zip(row.cells, words, strict=True):
                first, *others = lines.split("\n")
                cell.paragraphs[0].text = first
                for line in others:
                    cell.add_paragraph(line)

    return change


TABLES = {
    "cell-that-a-condition-empties": (
        _table(("{% if draft %}x{% endif %}", "y")),
        _table(("{%p if draft %}\nx\n{%p endif %}", "y")),
        "body, table 1, row 1, cell 1, “{%p if draft %}”: The conditions and loops can leave this "
        "table cell without a paragraph",
    ),
    "cell-that-a-loop-empties": (
        _table(("{%p for b in summary %}\n{{r b.text }}\n{%p endfor %}\nEnd", "y")),
        _table(("{%p for b in summary %}\n{{r b.text }}\n{%p endfor %}", "y")),
        "can leave this table cell without a paragraph",
    ),
    "cell-with-two-cases": (
        _table(("{%p if draft %}\nx\n{%p else %}\ny\n{%p endif %}", "z")),
        _table(("{%p if draft %}\nx\n{%p elif logo %}\ny\n{%p endif %}", "z")),
        "can leave this table cell without a paragraph",
    ),
    "table-without-a-row": (
        _table(
            ("Body",),
            ("{%tr for m in cover.meetings %}",),
            ("{{ m.date }}",),
            ("{%tr endfor %}",),
        ),
        _table(("{%tr for m in cover.meetings %}",), ("{{ m.date }}",), ("{%tr endfor %}",)),
        "This table can be left without a row",
    ),
    "row-without-a-cell": (
        _table(("x", "{%tc if draft %}", "y", "{%tc endif %}")),
        _table(("{%tc if draft %}", "y", "{%tc endif %}")),
        "This table row can be left without a cell",
    ),
    "words-beside-a-row-tag": (
        _table(("Head", "er"), ("{%tr if draft %}", ""), ("x", "y"), ("{%tr endif %}", "")),
        _table(("Head", "er"), ("{%tr if draft %}", "lost"), ("x", "y"), ("{%tr endif %}", "")),
        "so that “lost” in the same table row would never be printed.",
    ),
    "row-tags-in-one-row": (
        _table(("Head", "er"), ("{%tr if draft %}", ""), ("x", "y"), ("{%tr endif %}", "")),
        _table(("Head", "er"), ("{%tr if draft %}", "{%tr endif %}")),
        "would never be printed. Put the tag into a table row of its own.",
    ),
    "name-in-a-row": (
        _table(
            ("Date",),
            ("{%tr for m in cover.meetings %}",),
            ("{{ m.date }}",),
            ("{%tr endfor %}",),
        ),
        _table(
            ("Date",),
            ("{%tr for m in cover.meetings %}",),
            ("{{ m.datum }}",),
            ("{%tr endfor %}",),
        ),
        "body, table 1, row 3, cell 1, “{{ m.datum }}”: “m” has no “datum”. Did you mean “m.date”?",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "said"), TABLES.values(), ids=TABLES)
def test_a_fault_of_a_table_is_told_and_its_correction_is_not(
    tmp_path: Path, right: Change, wrong: Change, said: str
) -> None:
    assert faults(template(tmp_path, change=right)) == []
    found = faults(template(tmp_path, change=wrong))
    assert [fault for fault in found if said in fault], found


def _runs(*pieces: str) -> Change:
    """Return a change that adds a paragraph with ``pieces`` as its XML, a run for plain words."""

    def change(document: Document) -> None:
        runs = (
            piece if piece.startswith("<") else f"<w:r><w:t>{piece}</w:t></w:r>" for piece in pieces
        )
        paragraph = parse_xml(f"<w:p {W}>{''.join(runs)}</w:p>")
        document.element.body.insert(0, paragraph)

    return change


MENDED_BY_DOCXTPL = {
    "several-runs": ("{{ cov", "er.title }}"),
    "brackets-in-two-runs": ("{", "{ cover.title }", "}"),
    "spelling-marks": ("{{ ", '<w:proofErr w:type="spellStart"/>', "cover.title", " }}"),
    "bold-in-the-middle": (
        "{{ cover.",
        "<w:r><w:rPr><w:b/></w:rPr><w:t>title</w:t></w:r>",
        " }}",
    ),
    "numbers-of-revisions": ('<w:r w:rsidR="00A12B34"><w:t>{{r cover.mark }}</w:t></w:r>',),
}


@pytest.mark.parametrize("pieces", MENDED_BY_DOCXTPL.values(), ids=MENDED_BY_DOCXTPL)
def test_what_docxtpl_mends_is_no_fault(tmp_path: Path, pieces: tuple[str, ...]) -> None:
    assert faults(template(tmp_path, change=_runs(*pieces))) == []


TORN = {
    "link-begins-inside": (
        "{{ cover",
        "<w:hyperlink w:anchor='x'><w:r><w:t>.title }}</w:t></w:r></w:hyperlink>",
    ),
    "content-control-ends-inside": (
        "<w:sdt><w:sdtContent><w:r><w:t>{{ cover</w:t></w:r></w:sdtContent></w:sdt>",
        ".title }}",
    ),
}


@pytest.mark.parametrize("pieces", TORN.values(), ids=TORN)
def test_a_tag_that_word_has_torn_apart(tmp_path: Path, pieces: tuple[str, ...]) -> None:
    [found] = faults(template(tmp_path, change=_runs(*pieces)))
    assert found.startswith(
        "body, paragraph 1, “{{ cover.title }}”: Word has torn a tag of this paragraph apart"
    )


def test_a_tag_inside_a_link_is_whole(tmp_path: Path) -> None:
    link = "<w:hyperlink w:anchor='x'><w:r><w:t>{{ cover.title }}</w:t></w:r></w:hyperlink>"
    assert faults(template(tmp_path, change=_runs("See ", link))) == []


def test_tracked_changes(tmp_path: Path) -> None:
    inserted = "<w:ins w:id='1' w:author='B'><w:r><w:t>{{ cover.title }}</w:t></w:r></w:ins>"
    [found] = faults(template(tmp_path, change=_runs("By ", inserted)))
    assert "There are tracked changes in this paragraph" in found


def test_a_section_break_in_a_paragraph_that_gives_way(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        properties = document.paragraphs[0]._p.get_or_add_pPr()
        properties.append(copy.deepcopy(document.element.body.sectPr))

    lines = ("{%p if draft %}", "x", "{%p endif %}")
    [found] = faults(template(tmp_path, *lines, change=change))
    assert "so that the section break in it would be lost." in found


def test_a_header_that_a_condition_empties(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        header = document.sections[0].first_page_header
        header.paragraphs[0].text = "{%p if draft %}"
        header.add_paragraph("DRAFT")
        header.add_paragraph("{%p endif %}")

    [found] = faults(template(tmp_path, change=change))
    assert found.startswith(
        "header of the first page, paragraph 1, “{%p if draft %}”: The conditions and loops can "
        "leave the header without a paragraph"
    )


def test_a_name_in_a_footer_and_in_a_text_box(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ cover.tittle }}"
        box = (
            f"<w:r {W}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
            "<w:txbxContent><w:p><w:r><w:t>{{ useful.versio }}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
        document.paragraphs[0]._p.append(parse_xml(box))

    assert [
        found.partition("”")[0] for found in faults(template(tmp_path, "x", change=change))
    ] == [
        "body, text box, “{{ useful.versio }}",
        "footer, paragraph 1, “{{ cover.tittle }}",
    ]


def test_styles_that_are_not_there(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        styles = document.styles
        styles.element.remove(styles["Strong"].element)
        document.paragraphs[0]._p.get_or_add_pPr().get_or_add_pStyle().val = "Nowhere"
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), "Gone")
        document.paragraphs[1].runs[0]._r.get_or_add_rPr().append(style)

    found = faults(template(tmp_path, "First", "Second", change=change))
    assert "body, paragraph 1, “First”: The paragraph style “Nowhere” is used here" in found[0]
    assert "body, paragraph 2, “Second”: The character style “Gone” is used here" in found[1]
    assert found[2].startswith("The template has no character style “Strong”")


def test_a_tag_in_the_properties(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.core_properties.title = "{{ cover.title }}"

    [found] = faults(template(tmp_path, change=change))
    assert found.startswith("The document property “title” has a tag.")


def test_all_faults_are_told_at_once_in_the_order_of_the_paragraphs(tmp_path: Path) -> None:
    lines = (
        "{{ cover.titel }}",
        "{%p if cover.mark %}",
        "{{ cover.mark }}",
        "{%p for meeting in cover.meetings %}",
        "{{ meeting.dat }}",
        "{%p endfor %}",
        "{{ cover title }}",
        "{{ useful.version",
    )
    found = faults(template(tmp_path, *lines))
    assert [fault.split(", ")[1] for fault in found] == [
        f"paragraph {number}" for number in (1, 2, 3, 5, 7, 8)
    ]


def test_names_that_are_never_used_are_a_note(tmp_path: Path) -> None:
    [note] = notes(template(tmp_path, "{{ cover.title }}"))
    assert "cover.decision_by" in note
    assert "cover.title" not in note
    assert "parts" in note
    assert "area.wording" not in note  # told with its whole


def test_kinds_that_a_choice_leaves_out_are_a_note(tmp_path: Path) -> None:
    def chosen(*last: str) -> list[str]:
        lines = (
            "{%p for block in summary %}",
            '{%p if block.kind == "heading" %}',
            "{{r block.text.light }}",
            '{%p elif block.kind == "numbered" %}',
            "{{r block.text }}",
            *last,
            "{%p endif %}",
            "{%p endfor %}",
        )
        return [note for note in notes(template(tmp_path, *lines)) if "left out" in note]

    assert chosen("{%p else %}", "{{r block.text }}") == []
    [note] = chosen()
    assert "“sub_numbered”, “paragraph”, “area”, “bullet” and “sub_bullet” are left out" in note


def test_formatting_of_a_tag_that_is_lost_is_a_note(tmp_path: Path) -> None:
    def bold(document: Document) -> None:
        document.paragraphs[0].runs[0].bold = True

    def lost(change: Change | None) -> list[str]:
        path = template(tmp_path, "{{r cover.mark }}", change=change)
        return [note for note in notes(path) if "formatting" in note]

    assert lost(None) == []
    assert len(lost(bold)) == 1


@pytest.mark.parametrize("name", ["draft", "classification"])
def test_a_template_must_be_able_to_say_that_it_is_not_for_publication(
    tmp_path: Path, name: str
) -> None:
    def change(document: Document) -> None:
        kept = {"draft": "{% if draft %}DRAFT{% endif %}", "classification": "{{ classification }}"}
        del kept[name]
        document.sections[0].header.paragraphs[0].text = "".join(kept.values())

    [found] = faults(template(tmp_path, change=change))
    assert found.startswith(f"Nothing asks for “{name}”")


def test_what_only_filling_in_shows_is_told(tmp_path: Path) -> None:
    assert faults(template(tmp_path, "{{ 3 // (summary|length + 1) }}")) == []
    [found] = faults(template(tmp_path, "{{ 3 // (summary|length) }}"))
    assert found.startswith("The template cannot be filled in with an example report:")


def test_the_standard_template_has_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "standard.docx"
    path.write_bytes(standard_template())
    assert faults(path) == []


# --- the command -------------------------------------------------------------------------------


def test_command_names_faults_and_exits_with_one(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ cover.titel }}", "{{ cover.mark }}")
    told = run("template", "check", str(path), cwd=tmp_path)
    assert told.returncode == 1
    lines = told.stdout.splitlines()
    assert lines[0].startswith("fault: body, paragraph 1, “{{ cover.titel }}”:")
    assert lines[1].startswith("fault: body, paragraph 2, “{{ cover.mark }}”:")
    assert lines[2].startswith("note: ")
    assert "2 faults." in told.stderr


def test_command_exits_with_zero_if_there_are_only_notes(tmp_path: Path) -> None:
    told = run("template", "check", str(template(tmp_path, "Words")), cwd=tmp_path)
    assert told.returncode == 0
    assert told.stdout.startswith("note: ")
    assert "No faults." in told.stderr


@pytest.mark.parametrize("content", [None, b"no Word file"], ids=["missing", "no-word-file"])
def test_a_file_that_cannot_be_opened_is_the_operators_trouble(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "template.docx"
    if content is not None:
        path.write_bytes(content)
    command = [sys.executable, "-m", "report_builder", "template", "check", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1
    assert "cannot be opened" in told.stderr


# --- the build ---------------------------------------------------------------------------------


def test_build_says_which_paragraph_is_at_fault(tmp_path: Path) -> None:
    folder = written(tmp_path)
    template(tmp_path, "Words", "{{ cover.titel }}").replace(folder.template)
    with pytest.raises(TemplateError) as raised:
        pipeline.build(folder, draft=False)
    said = str(raised.value)
    assert "body, paragraph 2, “{{ cover.titel }}”: “cover” has no “titel”" in said
    assert f"report-builder template check {folder.template}" in said
    assert list(folder.output.iterdir()) == []


LOSING = {
    "text-as-plain-words": "{{ cover.decision_by }}",
    "plain-words-as-text": "{{r cover.title }}",
    "loop-over-a-text": "{% for one in cover.decision_by %}x{% endfor %}",
}


@pytest.mark.parametrize("line", LOSING.values(), ids=LOSING)
def test_build_never_loses_words_in_silence(tmp_path: Path, line: str) -> None:
    folder = written(tmp_path)
    template(tmp_path, line).replace(folder.template)
    with pytest.raises(TemplateError, match="body, paragraph 1"):
        pipeline.build(folder, draft=False)


def test_build_with_what_word_leaves_in_a_template(tmp_path: Path) -> None:
    folder = written(tmp_path)
    word = '<w:r w:rsidR="00A12B34" w:rsidRPr="00A12B35"><w:t>{{r cover.mark }} and</w:t></w:r>'
    template(tmp_path, change=_runs(word)).replace(folder.template)
    assert paragraphs(built(folder))[0] == "City Mayor and"


def test_bold_words_are_bold_where_the_style_has_another_identifier(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.styles["Strong"].element.set(qn("w:styleId"), "Fett")

    said = tiny()
    said["summary"][0]["text"] = "There are **two** areas."
    folder = written(tmp_path, said)
    lines = ("{%p for block in summary %}", "{{r block.text }}", "{%p endfor %}")
    template(tmp_path, *lines, change=change).replace(folder.template)
    document = built(folder)
    [bold] = [run for run in document.paragraphs[0].runs if run.style.name == "Strong"]
    assert bold.text == "two"


# --- the guide ---------------------------------------------------------------------------------


def _names() -> list[tuple[Name, str]]:
    """Return every name with the loops that it needs, one in a line."""
    own, lists = names_of(EXAMPLE)
    opening = {name.path: "" for name in own}
    for group in lists:
        loop = f"{{%p for {group.variable} in {group.lists[0]} %}}"
        before = opening[group.lists[0]]
        opening |= {name.path: f"{before}{loop}\n" for name in group.names}
    every = [*own, *(name for group in lists for name in group.names)]
    return [(name, opening[name.path]) for name in every]


@pytest.mark.parametrize(
    ("name", "loops"), [pytest.param(*each, id=each[0].path) for each in _names()]
)
def test_each_name_of_the_guide_can_be_used_as_the_guide_says(
    tmp_path: Path, name: Name, loops: str
) -> None:
    [row] = [line for line in guide().splitlines() if line.startswith(f"| `{name.path}` | `")]
    _, tag, meaning, example = row.strip("| ").split(" | ")
    tag = tag.strip("`")
    lines = loops.splitlines()
    ends = ["{%p endfor %}"] * len(lines)
    if tag.startswith("{%p"):
        lines, ends = [*lines, tag, "x"], [f"{{%p end{tag[4:].split()[0]} %}}", *ends]
    elif name.path == "logo":
        lines, ends = ["{%p if logo %}", tag], ["{%p endif %}"]
    else:
        lines = [*lines, tag]
    assert faults(template(tmp_path, *lines, *ends)) == []
    assert meaning
    assert example


def test_guide_is_printed_or_written(tmp_path: Path) -> None:
    printed = run("template", "guide", cwd=tmp_path)
    assert printed.returncode == 0
    assert printed.stdout == guide()
    path = tmp_path / "names.md"
    told = run("template", "guide", "--output", str(path), cwd=tmp_path)
    assert told.returncode == 0
    assert path.read_text(encoding="utf-8") == guide()


def test_the_template_is_given_the_names_that_are_offered(tmp_path: Path) -> None:
    lines = [f"{{% if {name} is defined %}}{name} {{% endif %}}" for name in offered()]
    file = template(tmp_path, *lines)
    document = render(EXAMPLE, file, None, as_at=dt.date(2026, 1, 1), whole=True).document
    assert [each.text.strip() for each in document.paragraphs] == list(offered())
