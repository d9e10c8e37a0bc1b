"""Plain paragraphs that are kept apart come out as they went in, and say what elements say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from report_builder import files
from report_builder.errors import TemplateError
from report_builder.manifest import Traced
from report_builder.problems import Cell
from report_builder.report.example import EXAMPLE
from report_builder.report.model import Text
from report_builder.text import Run
from report_builder.word import folding
from report_builder.word.counting import said_by
from report_builder.word.filling import Environment, FilledTemplate, escaped
from report_builder.word.folding import Folding, Plain
from report_builder.word.printing import Printer
from report_builder.word.render import render
from report_builder.word.template import standard_template
from report_builder.word.xml import text_of

TEMPLATE = standard_template()
TYPED = st.text(st.characters(exclude_characters="\n\r"), max_size=20)
CELLS = st.none() | st.builds(Cell, st.just("a.xlsx"), st.just("Areas"), st.sampled_from("AB"))
TEXTS = st.builds(
    Text, st.lists(st.builds(Run, TYPED, st.booleans()), min_size=1, max_size=2).map(tuple), CELLS
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=20).map(escaped)
RUNS = st.builds(
    '<w:r{}>{}<w:t xml:space="preserve">{}</w:t>{}</w:r>'.format,
    st.sampled_from(["", ' w:rsidP="00000001"']),
    st.sampled_from(["", '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>', "<w:rPr><w:b/></w:rPr>"]),
    WORDS,
    st.sampled_from(["", "<w:tab/>", "<w:tab/><w:t>more</w:t>"]),
)
PROPERTIES = st.sampled_from(
    [
        "",
        "<w:pPr></w:pPr>",
        '<w:pPr><w:pStyle w:val="BodyText"/></w:pPr>',
        '<w:pPr><w:pStyle w:val="ListBullet"/><w:keepNext/></w:pPr>',
        '<w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'
        '<w:spacing w:before="0"/><w:rPr><w:b/></w:rPr></w:pPr>',
    ]
)
BEGINNINGS = st.sampled_from(["<w:p>", '<w:p w:rsidR="00A1">', '<w:p w:rsidR="1" w:rsidP="2">'])
PARAGRAPHS = st.tuples(BEGINNINGS, PROPERTIES, st.lists(RUNS | TEXTS, max_size=3))
"""Each is its beginning, its properties, and its runs and texts."""
# None of these is plain: each is passed on as it is.
OTHERS = (
    '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>A heading</w:t></w:r></w:p>',
    "<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>One\ttwo</w:t></w:r></w:p>",
    "<w:p><w:r><w:t>&#65;</w:t></w:r></w:p>",
    '<w:p><w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/></w:p>',
    "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>".replace("<w:sectPr/>", "<w:sectPr></w:sectPr>"),
    "<w:p><w:r/></w:p>",
    "<w:p/>",
    "<w:p>Words outside of a run<w:r><w:t>and in it</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a table</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
)


Paragraph = tuple[str, str, list["str | Text"]]


def a_printer() -> Printer:
    return Printer("Strong", FilledTemplate(io.BytesIO(TEMPLATE)))


def body_of(paragraphs: list[Paragraph | str], said: Callable[[object], object]) -> str:
    """Return paragraphs as XML, each text as it is ``said``."""
    return "".join(
        one
        if isinstance(one, str)
        else f"{one[0]}{one[1]}{''.join(str(said(each)) for each in one[2])}</w:p>"
        for one in paragraphs
    )


def put_off(printer: Printer, paragraphs: list[Paragraph | str]) -> str:
    with printer.putting_off():
        return body_of(paragraphs, lambda each: _said(each, printer.printed))


def in_full(paragraphs: list[Paragraph | str]) -> str:
    return body_of(paragraphs, lambda each: _said(each, a_printer().runs))


def _said(each: object, text_said: Callable[[Any], object]) -> object:
    return text_said(each) if isinstance(each, Text) else each


def folded(paragraphs: list[Paragraph | str]) -> tuple[str, Folding]:
    passed: list[str] = []
    printer = a_printer()
    one = Folding(passed.append, printer, {"Heading2"})
    one.take(put_off(printer, paragraphs))
    return "".join(passed), one


def put_back(passed: str, one: Folding) -> str:
    back = b"".join(folding.unfolded(passed.encode(), one.stretches)).decode()
    return re.sub(r'<w:r w:rsidR="[0-9A-F]{8}">', "<w:r>", back)


def elements_of(body: str) -> etree._Element:
    return etree.fromstring(f"<w:body {nsdecls('w')}>{body}</w:body>")


@given(st.lists(PARAGRAPHS | st.sampled_from(OTHERS), max_size=8))
def test_what_is_kept_apart_is_put_back_as_it_was(paragraphs: list[Paragraph | str]) -> None:
    assert put_back(*folded(paragraphs)) == in_full(paragraphs)


@given(st.lists(PARAGRAPHS, min_size=1, max_size=6))
def test_of_a_plain_paragraph_the_same_is_known_as_of_the_element(
    paragraphs: list[Paragraph | str],
) -> None:
    passed, one = folded(paragraphs)
    elements = elements_of(in_full(paragraphs))
    known = list(folding.paragraphs_in(elements_of(passed), one.stretches))
    assert [folding.said_of(each) for each in known] == [said_by(each) for each in elements]
    words = [each.words if isinstance(each, Plain) else text_of(each) for each in known]
    assert words == [text_of(each) for each in elements]


@given(st.lists(PARAGRAPHS, min_size=1, max_size=4))
def test_a_plain_paragraph_is_traced_to_the_cells_of_its_texts(
    paragraphs: list[Paragraph],
) -> None:
    passed, one = folded(list(paragraphs))
    known = folding.paragraphs_in(elements_of(passed), one.stretches)
    for (_, _, said), each in zip(paragraphs, known, strict=True):
        if isinstance(each, Plain):
            cells = tuple(dict.fromkeys(t.source for t in said if isinstance(t, Text) and t))
            assert each.cells == tuple(cell for cell in cells if cell)
            assert each.traced == (Traced(each.words, each.cells) if each.cells else None)


PLAIN = "<w:p><w:r><w:t>Plain</w:t></w:r></w:p>"


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_not_plain_is_passed_on(other: str) -> None:
    passed, one = folded([PLAIN, other, PLAIN])
    assert other in passed
    # After one that has no end of its own, the next paragraph begins in the middle of something.
    assert [len(each.paragraphs) for each in one.stretches] in ([1, 1], [1])
    assert put_back(passed, one) == PLAIN + other + PLAIN


@pytest.mark.parametrize("words", ["One\ntwo", "One\rtwo", "a\x85b"])
def test_a_text_that_docxtpl_or_the_parser_changes_is_an_element_and_arrives(words: str) -> None:
    printer = a_printer()
    text = Text((Run(words),), Cell("a.xlsx", "Areas", "A1"))
    one = Folding((passed := []).append, printer, ())
    one.take(put_off(printer, [("<w:p>", "", [text])]))
    assert not one.stretches
    assert words in "".join(passed)


def test_plain_paragraphs_that_follow_each_other_are_one_stretch() -> None:
    passed, one = folded([PLAIN] * 3)
    assert passed == '<w:standIn n="0"/>'
    assert [each.words for each in one.stretches[0].paragraphs] == ["Plain"] * 3


def with_words_in_an_attribute(paragraph: Any) -> None:
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:name"), "{{ useful.wards }}")
    paragraph._p.append(start)


def with_words_in_a_comment(paragraph: Any) -> None:
    paragraph._p.append(etree.Comment("{{ useful.wards }}"))


@pytest.mark.parametrize("change", [with_words_in_an_attribute, with_words_in_a_comment])
@pytest.mark.parametrize("whole", [False, True])
def test_words_that_are_printed_where_word_shows_none_stop_the_build(
    change: Callable[[Any], None], whole: bool, tmp_path: Path
) -> None:
    document = docx.Document(io.BytesIO(TEMPLATE))
    paragraphs = {paragraph.text: paragraph for paragraph in document.paragraphs}
    printed = paragraphs["Ward(s) affected: {{r useful.wards }}"]._p
    printed.getparent().remove(printed)
    change(paragraphs["Useful information"])
    document.save(str(tmp_path / "template.docx"))
    day = dt.date(2026, 1, 1)
    with pytest.raises(TemplateError, match="lose the words"):
        render(EXAMPLE, tmp_path / "template.docx", None, as_at=day, whole=whole)


def test_texts_that_have_not_arrived_are_known() -> None:
    printer = a_printer()
    text = Text((Run("not there"),), Cell("a.xlsx", "Areas", "A1"))
    put_off(printer, [("<w:p>", "", [text])])
    document = FilledTemplate(io.BytesIO(TEMPLATE))
    document.init_docx()
    assert not printer.taken_from(document.docx)
    assert printer.lost == "not there"


FRAGMENTS = st.sampled_from([PLAIN, *OTHERS, "", "a", "</w:p>"])


@given(st.lists(FRAGMENTS, max_size=12), st.integers(1, 99))
def test_pieces_end_where_paragraphs_end_and_nothing_is_lost(
    fragments: list[str], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_JOINED", size)
        found = list(folding.pieces(fragments))
    assert "".join(found) == "".join(fragments)
    assert all(each.endswith("</w:p>") for each in found[:-1])


# --- in a template -------------------------------------------------------------------------------


def filled(line: str, *, is_folded: bool) -> bytes:
    document = docx.Document(io.BytesIO(TEMPLATE))
    document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    template = FilledTemplate(io.BytesIO(saved.getvalue()))
    printer = Printer("Strong", template)
    if is_folded:
        template.keep_plain_paragraphs(printer)
    context = {field.name: getattr(EXAMPLE, field.name) for field in dataclasses.fields(EXAMPLE)}
    template.render({**context, "logo": None}, Environment(printer.printed, in_place=True))
    is_kept_apart = not any(sign in line for sign in ("w:t", "filter", "set", "call"))
    assert bool(template.stretches) == (is_folded and is_kept_apart)
    printer.taken_from(template.docx)
    part = template.docx.part.blob
    return etree.tostring(
        etree.fromstring(b"".join(folding.unfolded(part, template.stretches))), method="c14n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "{{ '</w:t>' | safe }} and more",
        "{{ '<w:t>' | safe }}",
        "{_{ x }_}",
        "{{ 'A < B & C' }}",
        "{{ 'One' + '\\n' + 'two' }}",
        "{% filter replace('e', 'E') %}{{ cover.decision_by }}{% endfilter %}",
        "{% set said %}{{ cover.decision_by }}{% endset %}{{ said | striptags | upper }}",
        "{% macro said() %}{{ caller() }}{% endmacro %}{% call said() %}in{% endcall %}",
    ],
)
def test_a_template_prints_the_same_with_plain_paragraphs_kept_apart(line: str) -> None:
    assert filled(line, is_folded=True) == filled(line, is_folded=False)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a }}{% for b in c %}{{ loop.index }}{{ b|upper }}{% endfor %}", True),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{% if x %}{{ m(1) }}{% endif %}", True),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1)|upper }}", False),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(m(1)) }}", False),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{% if m(1) %}x{% endif %}", False),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{% set n = m %}{{ n(1) }}", False),
        ("{% macro m(a) %}{{ caller() }}{% endmacro %}{% call m(1) %}x{% endcall %}", False),
        ("{% for b in c recursive %}{{ loop(b) }}{% endfor %}", True),
        ("{% for b in c recursive %}{{ loop(b)|upper }}{% endfor %}", False),
        ("{% set l = loop %}{{ a }}", False),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{% for b in c %}{{ m(loop) }}{% endfor %}", False),
        ("{% block x %}{{ a }}{% endblock %}{{ self.x()|upper }}", False),
        ("{% set x %}{{ a }}{% endset %}", False),
        ("{% filter upper %}{{ a }}{% endfilter %}", False),
    ],
)
def test_only_prints(source: str, expected: bool) -> None:
    for in_place in (False, True):
        environment = Environment(lambda value: value, in_place=in_place)
        assert environment.only_prints(source) is expected


@pytest.mark.parametrize("council", ["", "another_council"])
def test_a_long_report_is_printed_as_a_short_one(council: str, tmp_path: Path) -> None:
    template = tmp_path / "template.docx"
    template.write_bytes(TEMPLATE)
    if council:
        name = "executive_decision_report.docx"
        template = Path(__file__).parents[1] / "examples" / council / "templates" / name
    day = dt.date(2026, 1, 1)
    short, long = (
        render(EXAMPLE, template, None, as_at=day, as_if_long=is_long).saved(day)
        for is_long in (False, True)
    )
    assert short == long


# --- macros, printed in their place --------------------------------------------------------------

MACRO = "{% macro said(words) %}({{ words }}{% if words == 'b' %}!{% endif %}){% endmacro %}"
TEMPLATES = (
    MACRO + "1{{ said('a') }}2{{ said('b') }}3",
    MACRO + "{% if x %}{{ said(x) }}{% elif y %}{{ said(y) }}{% else %}{{ said('no') }}{% endif %}",
    MACRO + "{% for each in list %}{{ said(each) }}{% endfor %}",
    MACRO + "{% set words = 'kept' %}{{ said('a') }}{{ words }}",
    MACRO + "{{ said('<') }}{{ said(said('<')) }}{{ said('a') | upper }}{{ said('a') ~ 'b' }}",
    "{% if x %}" + MACRO + "{% else %}{% macro said(w) %}[{{ w }}]{% endmacro %}{% endif %}"
    "{{ said('a') }}",
    MACRO + "{% if y %}{% macro said(w) %}[{{ w }}]{% endmacro %}{% endif %}{{ said('a') }}",
    "{% macro said(w) %}{{ list }}{{ w }}{% endmacro %}{% for list in list %}{{ list }}{% endfor %}"
    "{{ said('a') }}",
    MACRO + MACRO.replace("(", "[", 1).replace("[words", "(words") + "{{ said('a') }}",
    MACRO + "{% set said = 'no macro' %}{{ said }}",
    "{% macro said(a, b='B') %}{{ a }}{{ b }}{% endmacro %}{{ said('a') }}{{ said('a', 'c') }}",
    "{% macro said(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ said('a', 'b', c=1) }}",
    "{% macro said(a) %}{{ caller() }}{% endmacro %}{% call said('a') %}in{% endcall %}",
    "{% macro said(n) %}{{ n }}{% if n %}{{ said(n - 1) }}{% endif %}{% endmacro %}{{ said(3) }}",
    "{% macro one() %}1{% endmacro %}{% macro two() %}{{ one() }}2{% endmacro %}{{ two() }}",
    "{% macro said(a) %}{% set x = a %}{{ x }}{% endmacro %}{{ said('inner') }}{{ x }}",
    "{% macro said(a) %}{{ x }}{% endmacro %}{% set x = 'set later' %}{{ said('a') }}",
    "{% macro said(a) %}{% for x in list %}{{ loop.index }}{{ x }}{% endfor %}{% endmacro %}"
    "{{ said('a') }}{{ x }}",
)


@pytest.mark.parametrize("source", TEMPLATES)
def test_a_macro_prints_in_its_place_what_a_call_prints(source: str) -> None:
    given_ = {"x": "X & Y", "y": "", "list": ["a", "b"]}
    plain = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    ours = Environment(lambda value: value, in_place=True)
    assert ours.from_string(source).render(given_) == plain.from_string(source).render(given_)


@pytest.mark.parametrize(
    ("source", "is_at_once"),
    [
        ("{% macro all(x) %}{% for e in x %}{{ e }},{% endfor %}{% endmacro %}{{ all(x) }}", True),
        (
            "{% macro all(x) %}{% for e in x %}{{ e }},{% endfor %}{% endmacro %}{{ all(x)|e }}",
            False,
        ),
    ],
)
def test_what_a_macro_prints_is_passed_on_as_it_is_printed(source: str, is_at_once: bool) -> None:
    asked: list[str] = []

    def values() -> Iterator[str]:
        for each in "ab":
            asked.append(each)
            yield each

    fragments = (
        Environment(lambda value: value, in_place=True).from_string(source).generate(x=values())
    )
    first = next(fragments)
    assert first
    assert (asked == ["a"]) is is_at_once
    assert first + "".join(fragments) == "a,b,"


def test_a_macro_of_a_branch_that_is_not_taken_is_no_macro() -> None:
    source = "{% if x %}" + MACRO + "{% endif %}{{ said('a') }}"
    ours = Environment(lambda value: value, in_place=True)
    assert ours.from_string(source).render(x=True) == "(a)"
    with pytest.raises(UndefinedError):
        ours.from_string(source).render(x=False)


def test_a_macro_that_is_called_before_it_is_there_is_no_macro() -> None:
    ours = Environment(lambda value: value, in_place=True)
    with pytest.raises(UndefinedError):
        ours.from_string("{{ said('a') }}" + MACRO).render()


# --- what a loop asks of its items, asked once ---------------------------------------------------


class Counted:
    """Counts how often it is asked for what it is."""

    def __init__(self, kind: str) -> None:
        self._kind, self.asked = kind, 0

    @property
    def kind(self) -> str:
        self.asked += 1
        return self._kind

    @property
    def status(self) -> str:
        return f"status of {self._kind}"

    @property
    def previous_status(self) -> str:
        return f"previous status of {self._kind}"


CHOICE = "{% if i.kind == 'red' %}R{% elif i.kind == 'blue' %}B{% else %}-{% endif %}{{ i.kind }}"
LOOPS = {
    "kept": ("{% for i in items %}" + CHOICE + "{% endfor %}", 1),
    "asked for twice only": (
        "{% for i in items %}{% if i.kind == 'red' %}{{ i.kind }}{% endif %}{% endfor %}",
        2,
    ),
    "of a loop in a loop": (
        "{% for n in 'ab' %}{% for i in items %}{{ n }}" + CHOICE + "{% endfor %}{% endfor %}",
        2,
    ),
    "asked for in an inner loop": (
        "{% for i in items %}{% for n in 'ab' %}" + CHOICE + "{% endfor %}{% endfor %}",
        1,
    ),
    "of a macro in the loop": (
        "{% for i in items %}{% macro said() %}"
        + CHOICE
        + "{% endmacro %}{{ said() }}{% endfor %}",
        1,
    ),
    "a name that is set anew": (
        "{% for i in items %}" + CHOICE + "{% set i = items[0] %}{{ i.kind }}{% endfor %}",
        None,
    ),
    "an inner loop of the same name": (
        "{% for i in items %}"
        + CHOICE
        + "{% for i in items %}{{ i.kind }}{% endfor %}{% endfor %}",
        None,
    ),
    "a name that is taken": (
        "{% set _i_kind = 1 %}{% for i in items %}" + CHOICE + "{% endfor %}{{ _i_kind }}",
        2,
    ),
    "a name that another loop has taken": (
        "{% for i in items %}{{ i.previous_status * 1 }}{{ i.previous_status }}"
        "{{ i.previous_status }}{% for i_previous in items %}{{ i_previous.status }}"
        "{{ i_previous.status }}{{ i_previous.status }}{{ i.previous_status }}{% endfor %}"
        "{{ i.previous_status }}{% endfor %}",
        0,
    ),
    "no attribute of a report": (
        "{% set ns = namespace(n=0) %}{% for i in [ns, ns] %}{{ i.n }}{% set i.n = 5 %}{{ i.n }}"
        "{{ i.n }}{% endfor %}",
        0,
    ),
    "an attribute that is set": (
        "{% set ns = namespace(kind=0) %}{% for i in [ns, ns] %}{{ i.kind }}{% set i.kind = 5 %}"
        "{{ i.kind }}{{ i.kind }}{% endfor %}",
        0,
    ),
    "an item that is not there": (
        "{% for i in [items[0], nobody] %}{% if i is defined %}"
        + CHOICE
        + "{% endif %}{% endfor %}",
        None,
    ),
    "a macro of the same name": (
        "{% for i in items %}{% macro i() %}{% endmacro %}{{ i.name }}{{ i.name }}{{ i.name }}"
        "{% endfor %}",
        0,
    ),
    "what is not there": (
        "{% for i in items %}{{ i.text is defined }}{{ i.text is defined }}"
        "{{ i.text|default('none') }}{% endfor %}",
        0,
    ),
    "with a condition": (
        "{% for i in items if i.kind != 'red' %}" + CHOICE + "{{ loop.index }}{% endfor %}",
        None,
    ),
    "in pairs": ("{% for a, i in [(1, items[0])] %}" + CHOICE + "{% endfor %}", None),
}


@pytest.mark.parametrize(("source", "asked"), LOOPS.values(), ids=LOOPS)
def test_what_a_loop_asks_again_and_again_is_asked_once(source: str, asked: int | None) -> None:
    plain = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    items = [Counted("red"), Counted("blue"), Counted("<")]
    wanted = plain.from_string(source).render(items=items)
    for each in items:
        each.asked = 0
    assert Environment(lambda value: value).from_string(source).render(items=items) == wanted
    if asked is not None:
        assert items[0].asked == asked


def test_what_is_not_there_is_told_as_ever() -> None:
    source = "{% for i in items %}{{ i.text }}{{ i.text }}{{ i.text }}{% endfor %}"
    with pytest.raises(UndefinedError, match="'text'"):
        Environment(lambda value: value).from_string(source).render(items=[Counted("red")])
