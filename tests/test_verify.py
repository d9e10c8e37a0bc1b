"""What a clerk is told about a Word file: a built report, spoiled in one place or not at all.

Each rule has a firing case, in which nothing else is found either, and a silent one that is close
to it, in which nothing at all is found.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import reports
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Pt
from spoil import (
    ATTACHED_TEMPLATE,
    GOOD,
    MICROSOFT,
    NOTE,
    VML,
    W15,
    Spoil,
    added,
    after,
    appended,
    at,
    both,
    broken,
    columns,
    comments,
    default_face,
    default_language,
    deleted,
    field,
    link,
    list_as_word_writes_it,
    long_report,
    long_report_with_contents,
    long_title,
    made,
    manager,
    marked_as,
    merged_cells,
    nested_table,
    of_style,
    of_the_package,
    pages_counted,
    paragraph_property,
    part,
    picture,
    property_of,
    referring,
    says,
    second_appendix,
    setting,
    size_of_defaults,
    size_of_normal,
    styled,
    table,
    table_first,
    table_style_with_small_letters,
    theme_face,
    xml,
)

from report_builder import pipeline
from report_builder.checks.catalogue import kinds as workbook_kinds
from report_builder.problems import Problem, ProblemKind, Severity
from report_builder.word import changes
from report_builder.word.verify import catalogue
from report_builder.word.verify.letters import contrast
from report_builder.word.verify.package import WordFileError
from report_builder.word.verify.registry import RULES, Finding, Rule
from report_builder.word.verify.wordfile import WordFile

Find = Callable[[Spoil], list[Problem]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = reports.written(tmp_path_factory.mktemp("tiny"))
    (path,) = pipeline.build(folder, draft=False).paths
    return path.read_bytes()


@pytest.fixture
def found(built: bytes, tmp_path: Path) -> Find:
    def verified(spoil: Spoil) -> list[Problem]:
        document = docx.Document(io.BytesIO(built))
        spoil(document)
        path = tmp_path / "Progress - version 1.docx"
        document.save(str(path))
        outcome = catalogue.verify(path)
        assert outcome.crashes == ()
        return outcome.problems

    return verified


def case(code: str, spoil: Spoil, name: str) -> Any:
    return pytest.param(code, spoil, id=f"{code}: {name}")


FIRING = [
    case("title-property-missing", property_of("title", ""), "empty"),
    case("title-property-differs", property_of("title", "Another"), "another"),
    case("language-not-british-english", default_language, "American"),
    case(
        "words-in-another-english",
        marked_as("en-US"),
        "American words",
    ),
    case("names-in-the-properties", property_of("last_modified_by", "jsmith"), "login"),
    case("names-in-the-properties", manager, "manager"),
    case(
        "names-in-the-properties",
        part(
            "/word/people.xml",
            f"{MICROSOFT}/2011/relationships/people",
            f'<w:people xmlns:w="{W15}"><w:person w:author="Jo Smith"/></w:people>'.encode(),
        ),
        "people",
    ),
    case("notes-in-the-properties", property_of("comments", "Ask legal."), "comments"),
    case("notes-in-the-properties", property_of("keywords", "cabinet"), "keywords"),
    case(
        "notes-in-the-properties",
        of_the_package(
            "/docProps/custom.xml",
            RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
            b"<Properties><property name='Owner'><v>jsmith@wexcombe.gov.uk</v></property>"
            b"</Properties>",
        ),
        "custom",
    ),
    case("title-missing", styled("Progress after", "Cover Line"), "none"),
    case("second-title", styled("Lead director", "Title"), "two"),
    case("heading-level-skipped", styled("Financial im", "Heading 4"), "1 to 4"),
    case(
        "looks-like-a-heading",
        both(says("What was done"), made("What was", bold=True)),
        "bold",
    ),
    case(
        "looks-like-a-heading",
        both(
            after(NOTE, "What was done"),
            made("What was", size=Pt(16)),
        ),
        "large",
    ),
    case("typed-bullet", says("• to note the report;"), "sign"),
    case("typed-bullet", says("- to note the report;"), "hyphen"),
    case("typed-list-number", says("2.1 Note the report."), "2.1"),
    case("typed-list-number", says("(a) note the report;"), "(a)"),
    case("typed-list-number", says("1) note the report;"), "1)"),
    case("empty-paragraph", after(NOTE, ""), "empty"),
    case("empty-paragraph", after(NOTE, " \u00a0"), "spaces"),
    case("gap-of-spaces", broken("One.", "", "Two."), "lines"),
    case("gap-of-spaces", says("To note      the report."), "spaces"),
    case("gap-of-spaces", says("To note\t\tthe report."), "tabs"),
    case("table-without-header-row", table(*GOOD, header=False), "none"),
    case("table-row-breaks", table(*GOOD, whole=False), "breaks"),
    case("table-with-merged-cells", merged_cells, "merged"),
    case("table-in-a-table", nested_table, "nested"),
    case("table-with-empty-cells", table(("Area", ""), ("Records.", "Help")), "empty"),
    case("table-on-the-cover", table_first, "cover"),
    case("picture-without-alternative-text", picture(), "none"),
    case("picture-without-alternative-text", picture("image1.png"), "file name"),
    case("picture-not-in-line", picture("The arms of the city", floats=True), "floats"),
    case(
        "text-box",
        appended(
            f'<w:r><w:pict xmlns:v="{VML}"><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
            "<w:t>In a box.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        ),
        "box",
    ),
    case(
        "text-box",
        paragraph_property('<w:framePr w:w="2000"/>'),
        "frame",
    ),
    case("small-letters", added(size=Pt(11.5)), "run"),
    case(
        "small-letters",
        of_style("Footer", size=Pt(9)),
        "footer's style",
    ),
    case("raised-or-lowered-letters", added("th", superscript=True), "th"),
    case("face-with-serifs", added(name="Georgia"), "run"),
    case("face-with-serifs", default_face, "default"),
    case("face-with-serifs", theme_face, "theme"),
    case(
        "not-left-aligned",
        paragraph_property('<w:jc w:val="both"/>'),
        "justified",
    ),
    case("several-columns", columns, "two"),
    case("italics", added(italic=True), "run"),
    case("underlining", added(underline=True), "run"),
    case("capitals-by-format", added(small_caps=True), "small"),
    case("capitals-for-emphasis", says("PLEASE CHECK these records."), "two words"),
    case("capitals-for-emphasis", says("This is NOT so."), "NOT"),
    case("low-contrast", added(colour="FFFFFF", bold=True), "white"),
    case(
        "low-contrast",
        both(
            paragraph_property('<w:shd w:val="clear" w:color="auto" w:fill="0B3C49"/>'),
            made(NOTE, colour="4A4A4A"),
        ),
        "shaded",
    ),
    case("colour-alone", added(colour="8B0000"), "red"),
    case("link-says-nothing", link("click here", to="https://www.gov.uk/"), "here"),
    case("link-says-nothing", link("https://www.gov.uk/x", to="https://www.gov.uk/x"), "address"),
    case("link-says-nothing", field('HYPERLINK "https://www.gov.uk/"', "here"), "field"),
    case("link-within-leads-nowhere", link("Section 9", anchor="_Ref1"), "gone"),
    case("link-to-a-private-place", link("The audit", to="file:///S:/audit.xlsx"), "drive"),
    case("link-to-a-private-place", link("The audit", to="\\\\server\\audit.xlsx"), "server"),
    case("field-not-calculated", field("REF audit"), "no result"),
    case("field-not-calculated", field("REF audit", "the audit", ends=False), "no end"),
    case("fields-to-be-updated", setting('<w:updateFields w:val="true"/>'), "asked"),
    case("field-with-an-error", field("REF a", "Error! Reference source not found."), "error"),
    case("field-that-changes", field("DATE", "17 September 2026"), "today"),
    case("contents-list-missing", long_report, "words"),
    case("contents-list-missing", pages_counted(11), "counted by Word"),
    case(
        "contents-list-out-of-date",
        both(long_report_with_contents, says("Next steps", "Recommendations")),
        "renamed",
    ),
    case(
        "contents-list-out-of-date",
        both(long_report_with_contents, after(NOTE, "Next steps", style="Heading 1")),
        "added",
    ),
    case(
        "tracked-change",
        appended('<w:ins w:id="9" w:author="Jo"><w:r><w:t>Added.</w:t></w:r></w:ins>'),
        "added",
    ),
    case("tracked-change", deleted, "deleted"),
    case("tracking-is-on", setting("<w:trackRevisions/>"), "on"),
    case("comment-in-word", comments, "one"),
    case("hidden-text", added(hidden=True), "run"),
    case(
        "highlighted",
        added(highlight_color=WD_COLOR_INDEX.YELLOW),
        "yellow",
    ),
    case("struck-through-in-word", added(strike=True), "struck"),
    case(
        "embedded-object",
        part("/word/embeddings/oleObject1.bin", RELATIONSHIP_TYPE.OLE_OBJECT),
        "object",
    ),
    case("embedded-object", part("/word/afchunk.htm", RELATIONSHIP_TYPE.A_F_CHUNK), "chunk"),
    case(
        "macro",
        part("/word/vbaProject.bin", f"{MICROSOFT}/2006/relationships/vbaProject"),
        "macro",
    ),
    case(
        "link-to-another-file",
        referring(RELATIONSHIP_TYPE.IMAGE, "https://example.org/logo.png"),
        "picture",
    ),
    case("link-to-another-file", field('INCLUDETEXT "S:\\\\a.docx"', "The text."), "field"),
    case(
        "attached-template",
        referring(ATTACHED_TEMPLATE, "file:///S:/council.dotx"),
        "attached",
    ),
    case(
        "data-behind-the-text",
        part("/customXml/item1.xml", RELATIONSHIP_TYPE.CUSTOM_XML, b"<a/>", "application/xml"),
        "custom XML",
    ),
    case(
        "data-behind-the-text",
        setting('<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>'),
        "variables",
    ),
    case(
        "draft-mark",
        lambda document: setattr(document.sections[0].header.paragraphs[0], "text", "DRAFT"),
        "header",
    ),
    case("draft-mark", says("DRAFT – not for publication", "City Mayor"), "cover"),
    case("template-tag", says("{{ cover.title }}"), "name"),
    case("template-tag", says("{%p endif %}"), "grey line"),
    case(
        "placeholder",
        appended(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here."
            "</w:t></w:r></w:sdtContent></w:sdt>"
        ),
        "control",
    ),
    case("date-in-figures", says("It was done on 17/09/2021."), "17/09/2021"),
    case("person-in-the-file-name", property_of("author", "Ada Version"), "in it"),
    case("appendix-not-listed", second_appendix(listed=False), "not listed"),
    case("appendix-missing", second_appendix(is_there=False), "missing"),
    case(
        "appendix-twice", after("Appendix 1 – Areas", "Appendix 1 – Areas for improvement"), "two"
    ),
    case(
        "appendix-title-differs",
        says("Appendix 1 – Areas that must improve", "Appendix 1 – Areas"),
        "two titles",
    ),
    case("appendix-unknown", says("Appendix 7 says more."), "Appendix 7"),
    case("appendix-unknown", says("Appendices 1 and 3 say more."), "1 and 3"),
]

SILENT = [
    case("title-property-missing", property_of("subject", ""), "no subject"),
    case("title-property-differs", long_title, "cut at its limit"),
    case(
        "language-not-british-english",
        lambda document: (
            document.styles["Footer"]
            .element.get_or_add_rPr()
            .append(xml('<w:lang w:val="en-GB"/>'))
        ),
        "said twice",
    ),
    case(
        "words-in-another-english",
        marked_as("pl-PL"),
        "Polish words",
    ),
    case("names-in-the-properties", property_of("author", "Bea Author"), "author"),
    case("notes-in-the-properties", property_of("category", ""), "empty"),
    case("title-missing", styled("Progress after", "Title"), "there"),
    case("second-title", after("Lead director", "Ward: All", style="Cover Line"), "cover line"),
    case(
        "heading-level-skipped",
        after(NOTE, "One deeper", "Back again", style="Heading 2"),
        "one by one",
    ),
    case(
        "looks-like-a-heading",
        both(
            says("Evidence:"),
            made("Evidence:", bold=True),
            after("Evidence:", "An audit.", style="List Bullet"),
        ),
        "label of bullets",
    ),
    case(
        "looks-like-a-heading",
        both(
            after(NOTE, "NHS England", style="List Bullet"),
            made("NHS England", bold=True),
        ),
        "bold bullet",
    ),
    case("looks-like-a-heading", made(NOTE, bold=True), "bold sentence"),
    case("typed-bullet", says("–5 °C was measured, * and o are letters - here."), "minus"),
    case("typed-list-number", says("1.5 million pounds were spent."), "figure"),
    case("typed-list-number", says("17 areas are completed."), "count"),
    case("typed-list-number", says("2026. That year"), "year"),
    case(
        "empty-paragraph",
        lambda document: (
            at(document, NOTE).insert_paragraph_before("").add_run().add_break(WD_BREAK.PAGE)
        ),
        "page break",
    ),
    case("gap-of-spaces", says("To note.  The report."), "two spaces"),
    case("gap-of-spaces", broken("One.", "Two."), "one line"),
    case("table-without-header-row", table(*GOOD), "header"),
    case("table-row-breaks", table(*GOOD), "whole"),
    case("table-with-merged-cells", table(*GOOD), "none"),
    case("table-in-a-table", both(table(*GOOD), after("Summary", "Between."), table(*GOOD)), "two"),
    case("table-with-empty-cells", table(("Area", "None"), ("Records.", "0")), "filled"),
    case("table-on-the-cover", table(*GOOD), "in the text"),
    case("picture-without-alternative-text", picture("The arms of the city"), "words"),
    case("picture-without-alternative-text", picture("", decorative=True), "decorative"),
    case("picture-not-in-line", picture("The arms of the city"), "in line"),
    case("text-box", picture("A box of letters"), "picture"),
    case("small-letters", added(size=Pt(12)), "12"),
    case("raised-or-lowered-letters", added(superscript=False), "not"),
    case("face-with-serifs", added(name="Open Sans"), "sans"),
    case("face-with-serifs", added("你好", name="SimSun"), "Chinese"),
    case(
        "not-left-aligned",
        both(
            table(("Area", "Count"), ("Records.", "1,024")),
            lambda document: setattr(
                document.tables[0].cell(1, 1).paragraphs[0], "alignment", WD_ALIGN_PARAGRAPH.RIGHT
            ),
        ),
        "figures of a table",
    ),
    case(
        "several-columns",
        lambda document: document.sections[0]._sectPr.append(xml('<w:cols w:num="1"/>')),
        "one",
    ),
    case("italics", added(italic=False), "off"),
    case("underlining", link("The inspectorate’s report", to="https://www.gov.uk/"), "link"),
    case("capitals-by-format", added(all_caps=False), "off"),
    case("capitals-for-emphasis", says("NHS CAMHS, SEND and LSCB; NO LONGER REQUIRED."), "short"),
    case(
        "low-contrast",
        added(colour="595959", bold=True),
        "grey",
    ),
    case(
        "colour-alone",
        added(colour="8B0000", bold=True),
        "bold too",
    ),
    case("link-says-nothing", link("Working together 2023", to="https://www.gov.uk/"), "title"),
    case("link-says-nothing", link("a@wexcombe.gov.uk", to="mailto:a@wexcombe.gov.uk"), "e-mail"),
    case(
        "link-within-leads-nowhere",
        both(link("above", anchor="a"), appended('<w:bookmarkStart w:id="8" w:name="a"/>')),
        "there",
    ),
    case("link-to-a-private-place", link("The audit", to="https://www.wexcombe.gov.uk/"), "public"),
    case("field-not-calculated", field("REF audit", "the audit"), "result"),
    case("field-not-calculated", field("LISTNUM"), "never has one"),
    case("contents-list-out-of-date", list_as_word_writes_it, "Word's own"),
    case("fields-to-be-updated", setting('<w:updateFields w:val="false"/>'), "off"),
    case("field-with-an-error", says("Error! was what it said."), "the author's"),
    case("field-that-changes", field("PAGE", "1"), "page"),
    case("contents-list-missing", pages_counted(10), "ten pages"),
    case("contents-list-missing", long_report_with_contents, "there"),
    case("contents-list-out-of-date", long_report_with_contents, "as built"),
    case("tracked-change", says("Inserted and deleted by hand."), "words"),
    case("tracking-is-on", setting('<w:trackRevisions w:val="false"/>'), "off"),
    case("comment-in-word", says("A comment: none."), "word"),
    case("hidden-text", added(hidden=False), "shown"),
    case("highlighted", added(highlight_color=None), "none"),
    case("struck-through-in-word", added(strike=False), "not"),
    case("embedded-object", picture("The arms of the city"), "picture"),
    case("macro", says("A macro is a program."), "word"),
    case("link-to-another-file", link("The act", to="https://www.legislation.gov.uk/"), "plain"),
    case("attached-template", says("The template is attached."), "word"),
    case("data-behind-the-text", setting("<w:removePersonalInformation/>"), "another setting"),
    case("draft-mark", says("Drafts of the plan, and a draft of DRAFTING rules."), "words"),
    case("template-tag", says("“Dear {{ title }}” and {% if x %}, it said. {# no #}"), "quoted"),
    case("placeholder", says("Click or tap here to enter text."), "words"),
    case("date-in-figures", says("By 17 September 2021, 1/2 of 10/12 and 24/7."), "words"),
    case("person-in-the-file-name", property_of("author", "Bea Author"), "not in it"),
    case("appendix-not-listed", second_appendix(), "listed"),
    case(
        "appendix-missing",
        second_appendix(is_there=False, note=" (a separate document)"),
        "elsewhere",
    ),
    case("appendix-twice", second_appendix(), "two names"),
    case(
        "appendix-title-differs",
        says("Appendix 1 – Areas for Improvement.", "Appendix 1 – Areas"),
        "full stop",
    ),
    case("appendix-unknown", says("Appendix 1 says more; appendices are read."), "Appendix 1"),
]


@pytest.mark.parametrize(("code", "spoil"), FIRING)
def test_fires(code: str, spoil: Spoil, found: Find) -> None:
    assert {problem.code for problem in found(spoil)} == {code}


@pytest.mark.parametrize(("code", "spoil"), SILENT)
def test_silent(code: str, spoil: Spoil, found: Find) -> None:
    assert found(spoil) == [], code


def _codes(cases: list[Any]) -> set[str]:
    return {str(each.values[0]) for each in cases}


def test_every_rule_has_a_firing_and_a_silent_case() -> None:
    assert _codes(FIRING) == set(RULES)
    assert _codes(SILENT) == set(RULES)


def test_codes_are_used_once_in_the_whole_program() -> None:
    codes = [kind.code for kind in (*workbook_kinds(), *catalogue.kinds(), *changes.KINDS)]
    assert sorted(codes) == sorted(set(codes))


def test_what_is_said_tells_what_to_do_with_which_words(found: Find) -> None:
    (problem,) = found(added("Read this slowly.", italic=True))
    assert problem.message == (
        "Take the italics off “Read this slowly.”; use bold where a word must stand out."
    )
    assert str(problem.where) == "Progress - version 1.docx, under “2 Recommendations”"
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        pytest.param(made("Lead director", italic=True), "on the cover", id="cover"),
        pytest.param(made("There are", italic=True), "under “1 Summary”", id="section"),
        pytest.param(made("Records are", italic=True), "under “3.1 Progress”", id="sub-heading"),
        pytest.param(made("Areas for", italic=True), "under “Safeguarding”", id="appendix"),
        pytest.param(of_style("Footer", italic=True), "in the footer", id="footer"),
    ],
)
def test_place_is_the_heading_above(spoil: Spoil, place: str, found: Find) -> None:
    problems = found(spoil)
    assert {problem.where.sheet for problem in problems} == {place}


def test_place_of_a_fault_of_the_whole_file_is_the_file(found: Find) -> None:
    (problem,) = found(property_of("title", ""))
    assert str(problem.where) == "Progress - version 1.docx"


def test_problems_stand_in_the_order_of_the_file(found: Find) -> None:
    problems = found(
        both(
            says("Done by DATE of 1/2/2026.", "There are"),
            added(italic=True),
            property_of("title", ""),
            made("Lead director", underline=True),
        )
    )
    assert [problem.code for problem in problems] == [
        "title-property-missing",
        "underlining",
        "date-in-figures",
        "italics",
    ]


def test_many_that_are_alike_are_ten_and_a_number(found: Find) -> None:
    problems = found(
        both(after(NOTE, *[f"Line {n}." for n in range(25)]), of_style("Body Text", size=Pt(11)))
    )
    lines = [problem for problem in problems if problem.code == "small-letters"]
    assert len(lines) == 10
    assert [" more like this one" in problem.message for problem in lines] == [False] * 9 + [True]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(size_of_normal, id="the style that others are based on"),
        pytest.param(of_style("Strong", size=Pt(9)), id="a character style"),
        pytest.param(table_style_with_small_letters, id="a table style"),
        pytest.param(size_of_defaults, id="the defaults of the document"),
    ],
)
def test_size_is_that_which_is_left_after_all_styles(spoil: Spoil, found: Find) -> None:
    assert {problem.code for problem in found(spoil)} == {"small-letters"}


def test_size_of_a_run_outdoes_that_of_its_styles(found: Find) -> None:
    spoil = both(of_style("Strong", size=Pt(9)), made("Decision to be", size=Pt(12)))
    assert not [each for each in found(spoil) if "Decision to be" in each.message]


def test_two_styles_that_turn_italics_on_turn_them_off(found: Find) -> None:
    spoil = both(of_style("Cover Line", italic=True), of_style("Strong", italic=True))
    italic = [problem.value for problem in found(spoil) if problem.code == "italics"]
    assert any("City Mayor" in words for words in italic)
    assert not any("Decision to be taken by" in words for words in italic)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "FFFFFF", 1.0), ("767676", "FFFFFF", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, wanted: float) -> None:
    assert contrast(one, other) == pytest.approx(wanted, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_personal_data_is_masked_in_what_is_said(found: Find) -> None:
    (problem,) = found(added("Child A, aged seven, 943 476 5919.", italic=True))
    assert "943 476 5919" not in problem.message


def test_rule_that_crashes_is_a_problem_and_hides_no_other(
    built: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: WordFile) -> list[Finding]:
        raise ZeroDivisionError

    kind = ProblemKind("crashes", Severity.ERROR, "", "")
    monkeypatch.setitem(RULES, "crashes", Rule(kind, crash))
    path = tmp_path / "report.docx"
    path.write_bytes(built)
    outcome = catalogue.verify(path)
    assert [problem.code for problem in outcome.problems] == ["rule-not-run"]
    assert [type(crash) for crash in outcome.crashes] == [ZeroDivisionError]


def test_what_was_changed_since_the_build_is_told(tmp_path: Path) -> None:
    (path,) = pipeline.build(reports.written(tmp_path), draft=False).paths
    assert pipeline.verify(path).problems == []
    document = docx.Document(str(path))
    says("Records are not kept.", "Records are kept.")(document)
    document.save(str(path))
    assert [problem.code for problem in pipeline.verify(path).problems] == ["changed-in-word"]


def test_draft_is_not_fit_to_publish(tmp_path: Path) -> None:
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done & dusted"
    (path,) = pipeline.build(reports.written(tmp_path, None, told), draft=True).paths
    codes = {problem.code for problem in catalogue.verify(path).problems}
    assert codes >= {"draft-mark", "comment-in-word"}


def _strict(content: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            target.writestr(name, part)
    return changed.getvalue()


def _with_damaged_text(content: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part[:-50] if name == "word/document.xml" else part)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda _: b"", "no Word document", id="empty"),
        pytest.param(lambda _: b"%PDF-1.7", "no Word document", id="PDF"),
        pytest.param(lambda _: bytes.fromhex("D0CF11E0A1B11AE1"), "password", id="old or locked"),
        pytest.param(lambda content: content[:-100], "damaged", id="cut off"),
        pytest.param(_with_damaged_text, "damaged", id="damaged text"),
        pytest.param(_strict, "Strict Open XML", id="strict"),
    ],
)
def test_file_that_cannot_be_opened_is_one_sentence(
    make: Callable[[bytes], bytes], words: str, built: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(make(built))
    with pytest.raises(WordFileError, match=words):
        catalogue.verify(path)


def test_excel_workbook_is_no_word_document(tmp_path: Path) -> None:
    folder = reports.written(tmp_path)
    with pytest.raises(WordFileError, match="no Word document"):
        catalogue.verify(folder.report_workbook)


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        pytest.param(None, 0, "No problems.", id="nothing"),
        pytest.param(added(italic=True), 1, "1 error.", id="one thing"),
    ],
)
def test_command(spoil: Spoil | None, code: int, said: str, built: bytes, tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(built))
    if spoil:
        spoil(document)
    document.save(str(tmp_path / "report.docx"))
    done = _verify("report.docx", tmp_path)
    assert done.returncode == code
    assert done.stderr == f"{said}\nNot compared with any workbooks.\n"
    assert ("Take the italics off “These words.”" in done.stdout) == bool(code)


def test_command_on_a_file_that_is_not_there_is_the_operators_trouble(tmp_path: Path) -> None:
    done = _verify("report.docx", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "report.docx cannot be read: No such file or directory.\n"


def _verify(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "report_builder", "verify", "--built-elsewhere", name],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
