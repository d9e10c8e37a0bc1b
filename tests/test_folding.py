"""Plain paragraphs that are kept as they are printed say what they say as elements."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from report_builder.manifest import Traced
from report_builder.report.example import EXAMPLE
from report_builder.word import folding
from report_builder.word.counting import said_by
from report_builder.word.filling import Environment, FilledTemplate, escaped, printed
from report_builder.word.folding import Folding, Plain
from report_builder.word.render import render
from report_builder.word.template import standard_template
from report_builder.word.xml import text_of

WORDS = st.text(st.characters(codec="utf-8"), max_size=20).map(escaped)
RUNS = st.builds(
    '<w:r{}>{}<w:t xml:space="preserve">{}</w:t>{}</w:r>'.format,
    st.sampled_from(["", ' w:rsidR="00000001"']),
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
PARAGRAPHS = st.builds(
    "<w:p{}>{}{}</w:p>".format,
    st.sampled_from(["", ' w:rsidR="00A1"', ' w:rsidR="00A1" w:rsidP="00A2"']),
    PROPERTIES,
    st.lists(RUNS, max_size=3).map("".join),
)
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


def folded(body: str) -> tuple[str, Folding]:
    passed: list[str] = []
    one = Folding(passed.append, lambda xml: (xml, None), {"Heading2"})
    one.take(body)
    return "".join(passed), one


def put_back(passed: str, one: Folding) -> str:
    return b"".join(folding.unfolded(passed.encode(), one.stretches)).decode()


@given(st.lists(PARAGRAPHS | st.sampled_from(OTHERS), max_size=8))
def test_what_is_kept_apart_is_put_back_as_it_was(paragraphs: list[str]) -> None:
    body = "".join(paragraphs)
    assert put_back(*folded(body)) == body


@given(st.lists(PARAGRAPHS, min_size=1, max_size=6))
def test_of_a_plain_paragraph_the_same_is_known_as_of_the_element(paragraphs: list[str]) -> None:
    passed, one = folded("".join(paragraphs))
    elements = etree.fromstring(f"<w:body {nsdecls('w')}>{''.join(paragraphs)}</w:body>")
    tree = etree.fromstring(f"<w:body {nsdecls('w')}>{passed}</w:body>")
    known = list(folding.paragraphs_in(tree, one.stretches))
    assert [folding.said_of(each) for each in known] == [said_by(each) for each in elements]
    words = [each.words if isinstance(each, Plain) else text_of(each) for each in known]
    assert words == [text_of(each) for each in elements]


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_not_plain_is_passed_on(other: str) -> None:
    plain = "<w:p><w:r><w:t>Plain</w:t></w:r></w:p>"
    passed, one = folded(plain + other + plain)
    assert other in passed
    assert [len(each.paragraphs) for each in one.stretches] == [1, 1]


def test_plain_paragraphs_that_follow_each_other_are_one_stretch() -> None:
    plain = "<w:p><w:r><w:t>Plain</w:t></w:r></w:p>"
    passed, one = folded(plain * 3)
    assert passed == '<w:standIn n="0"/>'
    assert [each.words for each in one.stretches[0].paragraphs] == ["Plain"] * 3


def test_where_it_came_from_is_asked_of_each_plain_paragraph() -> None:
    passed: list[str] = []
    traced = Traced("as printed", ())
    one = Folding(passed.append, lambda xml: (xml.replace("PLAIN", "plain"), traced), ())
    one.take("<w:p><w:r><w:t>PLAIN</w:t></w:r></w:p>")
    [kept] = one.stretches[0].paragraphs
    assert (kept.traced, kept.words) == (traced, "as printed")
    assert put_back("".join(passed), one) == "<w:p><w:r><w:t>plain</w:t></w:r></w:p>"


@given(st.lists(PARAGRAPHS | st.sampled_from(["", "a", "</w:p>"]), max_size=12), st.integers(1, 99))
def test_pieces_end_where_paragraphs_end_and_nothing_is_lost(
    fragments: list[str], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_PIECE", size)
        found = list(folding.pieces(fragments))
    assert "".join(found) == "".join(fragments)
    assert all(each.endswith("</w:p>") for each in found[:-1])


# --- in a template -------------------------------------------------------------------------------


def filled(line: str, *, is_folded: bool) -> bytes:
    document = docx.Document(io.BytesIO(standard_template()))
    document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    template = FilledTemplate(io.BytesIO(saved.getvalue()))
    if is_folded:
        template.keep_plain_paragraphs(lambda xml: (xml, None))
    context = {field.name: getattr(EXAMPLE, field.name) for field in dataclasses.fields(EXAMPLE)}
    template.render({**context, "logo": None}, Environment(_plain_words, in_place=True))
    is_xml = "w:t" not in line  # if not, nothing is kept apart
    assert bool(template.stretches) == (is_folded and is_xml)
    part = template.docx.part.blob
    return etree.tostring(
        etree.fromstring(b"".join(folding.unfolded(part, template.stretches))), method="c14n"
    )


def _plain_words(value: object) -> object:
    return printed(str(value) if type(value).__name__ == "Text" else value)


@pytest.mark.parametrize(
    "line",
    [
        "{{ '</w:t>' | safe }} and more",
        "{{ '<w:t>' | safe }}",
        "{_{ x }_}",
        "{{ 'A < B & C' }}",
        "{{ 'One' + '\\n' + 'two' }}",
    ],
)
def test_a_template_prints_the_same_with_plain_paragraphs_kept_apart(line: str) -> None:
    assert filled(line, is_folded=True) == filled(line, is_folded=False)


@pytest.mark.parametrize("council", ["", "another_council"])
def test_a_long_report_is_printed_as_a_short_one(council: str, tmp_path: Path) -> None:
    template = tmp_path / "template.docx"
    template.write_bytes(standard_template())
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
