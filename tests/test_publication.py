"""The two files of a report that withholds something: the public one leaks no word of it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import cases
import docx
import make_samples
import pytest
import reports
from make_samples import make_workbooks

from report_builder import manifest, pipeline, publication
from report_builder.folder import ReportFolder
from report_builder.record import Record
from report_builder.report.compose import compose
from report_builder.word.counting import list_items, saying

HIDDEN = "Quincunx"
TEMPLATES = {
    "standard": None,
    "another-council": ReportFolder(make_samples.ANOTHER_COUNCIL).template,
}
EXEMPT = {
    "publication": "Exempt",
    "exempt_paragraph": "3 financial or business affairs",
    "withheld_reason": "It names a contractor’s prices.",
}


CONFIDENTIAL = {
    "publication": "Confidential",
    "withheld_reason": "A court has forbidden its disclosure.",
}


def _secret(where: str) -> str:
    return f"The {HIDDEN} of the {where} is told here."


def _private() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a report with a marked row of every kind, and a secret in each text of it."""
    report, told = reports.tiny(), reports.tiny_return()
    report["register"][0].update(
        EXEMPT, wording=_secret("wording"), lead_organisation=_secret("lead organisation")
    )
    told["actions"][0].update(
        {name: _secret(name) for name in _TEXTS},
        remarks=_secret("remarks"),
    )
    report["register"].append(
        {
            **reports.tiny()["register"][1],
            "reference": "SG-03",
            "wording": "ensure that all is well",
        }
    )
    told["actions"].append(
        {**told["actions"][1], "reference": "SG-03", "progress": _secret("chosen area")}
    )
    told["narrative"] = [
        {"heading": _secret("heading of the narrative"), "text": _secret("narrative")},
        {"kind": "Bullet", "text": _secret("bullet of the narrative")},
        {"heading": "What all may know", "text": "Much has been done."},
    ]
    for name in ("summary", "recommendations", "scrutiny"):
        kinds = ("Heading", "Numbered paragraph", "Bullet")
        report[name] += [{"kind": kind, "text": _secret(name), **EXEMPT} for kind in kinds]
        report[name].append({"kind": "Numbered paragraph", "text": "It goes on, see above."})
    report["summary"][0]["text"] = "There are [areas], [areas completed], [areas carried forward]."
    report["supporting"][2]["references"] = "SG-01, SG-02"
    report["supporting"] += [
        {"kind": "Heading", "text": _secret("supporting heading"), **EXEMPT},
        {"kind": "Numbered paragraph", "text": "There follow [areas below], which is one."},
        {"kind": "Areas", "references": "SG-03", **EXEMPT},
        {"kind": "Narrative", "text": _secret("heading of the narrative"), **EXEMPT},
        {"kind": "Narrative", "text": "What all may know"},
    ]
    report["implications"][1].update(
        CONFIDENTIAL,
        text=_secret("opinion"),
        signatory=f"Cy {HIDDEN}",
        job_title=f"Accountant of {HIDDEN}",
    )
    report["papers"] = [{"paper": _secret("paper"), **EXEMPT}, {"paper": "A plan, 2026."}]
    report["decision"].update(_PRIVATE_ANSWERS)
    return report, told


_TEXTS = ("reopened_reason", "progress", "mitigation", "impact", "evidence")


def _before() -> Record:
    """Return the record of a report that had secrets of its own in what is withheld now."""
    secrets = {name: _secret(f"{name} of last time") for name in ("wording", *_TEXTS)}
    withheld = reports.completed(publication="Exempt", **secrets)
    return reports.recorded(withheld, reports.reported())


_PRIVATE_ANSWERS: dict[str, Any] = {
    "private": "Yes",
    "private_reasons": "Prices of a contractor are in it.",
    "private_class": "Both",
    "private_withheld": "The parts that say so",
    "private_paragraphs": "3",
    "public_interest": "The council would pay more if its contractors knew each other's prices.",
    "no_statutory_register": "Yes",
    "confidential_by": "A court order",
}


def _texts(path: Path) -> list[str]:
    return reports.paragraphs(docx.Document(str(path)))


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    report, told = _private()
    report["register"].append(
        {
            **reports.tiny()["register"][1],
            **EXEMPT,
            "reference": "SG-04",
            "wording": _secret("wording of a withdrawn area"),
            "withdrawn_reason": _secret("reason of the withdrawal"),
        }
    )
    since = "Since then: [areas still open], [areas withdrawn]."
    report["summary"].append({"kind": "Numbered paragraph", "text": since})
    return reports.written(tmp_path, report, told, history=[_before()])


@pytest.fixture(params=TEMPLATES)
def files(folder: ReportFolder, request: pytest.FixtureRequest) -> dict[str, Path]:
    """Return the two files of the report, made from each template."""
    template = TEMPLATES[request.param]
    if template is not None:
        shutil.copy(template, folder.template)
    built = pipeline.build(folder, draft=False)
    assert not built.checked.has_errors, built.checked.problems
    public, exempt = built.paths
    return {"public": public, "exempt": exempt}


def _whole(path: Path) -> bytes:
    """Return all parts of a Word file, and its manifest."""
    with zipfile.ZipFile(path) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    return parts + path.with_name(f"{path.stem}.manifest.json").read_bytes()


def test_no_withheld_word_is_in_any_part_of_the_public_file_or_its_manifest(
    files: dict[str, Path],
) -> None:
    for encoding in ("utf-8", "utf-16-le"):
        assert HIDDEN.encode(encoding) not in _whole(files["public"])
    assert HIDDEN.encode() in _whole(files["exempt"])


# By how much an area has slipped


def _slipped(marked: str = "SG-02") -> tuple[dict[str, Any], dict[str, Any], Record]:
    """Return a report in which SG-02 has slipped by 30 days, and SG-03 by 10, both to 1 December.

    Its prose tells the longest slip; ``marked`` is withheld.
    """
    report, told = reports.with_an_exempt_area(), reports.tiny_return()
    area = report["register"].pop()
    plain = {name: area[name] for name in reports.tiny()["register"][1]}
    for reference in ("SG-02", "SG-03"):
        said = {**(area if reference == marked else plain), "reference": reference}
        report["register"].append({**said, "wording": f"ensure that all of {reference} is well"})
    told["actions"].append({**told["actions"][1], "reference": "SG-03", "progress": "It is begun."})
    text = "Since then: [areas slipped], at most [days slipped at most]."
    report["summary"].append({"kind": "Numbered paragraph", "text": text})
    due = {"SG-02": dt.date(2026, 11, 1), "SG-03": dt.date(2026, 11, 21)}
    before = reports.recorded(
        reports.completed(), *(reports.reported(name, due=day) for name, day in due.items())
    )
    return report, told, before


@pytest.mark.parametrize("template", TEMPLATES)
def test_by_how_much_a_withheld_area_has_slipped_is_not_printed_of_it(
    template: str, tmp_path: Path
) -> None:
    report, told, before = _slipped()
    folder = reports.written(tmp_path, report, told, history=[before])
    chosen = TEMPLATES[template]
    if chosen is not None:
        shutil.copy(chosen, folder.template)
    public, exempt = pipeline.build(folder, draft=False).paths
    open_line, secret_line = (
        f"Due date: 1 December 2026, {days} days later than the last report said."
        for days in ("ten", "thirty")
    )
    assert (open_line in _texts(public), secret_line in _texts(public)) == (True, False)
    assert (open_line in _texts(exempt), secret_line in _texts(exempt)) == (True, True)
    for path, days in ((public, ["10"]), (exempt, ["30", "10"])):
        tables = docx.Document(str(path)).tables if chosen is not None else []
        cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
        moved = re.findall(r"moved by (\d+)\u00a0days since the last report", "\n".join(cells))
        assert moved == (days if chosen is not None else [])
        assert "Since then: two areas, at most thirty days." in _texts(path)
        assert [each.code for each in pipeline.verify(path).problems] == []
    manifest = public.with_name(f"{public.stem}.manifest.json").read_text(encoding="utf-8")
    assert "thirty days later" not in manifest
    assert "ten days later" in manifest


def test_no_name_for_the_template_tells_by_how_much_a_withheld_area_has_slipped(
    tmp_path: Path,
) -> None:
    report, told, before = _slipped()
    merged = pipeline.check(reports.written(tmp_path, report, told, history=[before])).merged
    assert merged is not None
    for edition, slips in (
        (merged, [(30, 1), (10, 1)]),
        (publication.public(merged), [(0, 0), (10, 1)]),
    ):
        [part] = compose(edition, draft=False).parts
        areas = part.timescales[1].areas
        assert [(area.days_slipped, area.times_slipped) for area in areas] == slips


def test_what_a_withheld_row_selects_tells_no_slip(tmp_path: Path) -> None:
    report, told, before = _slipped(marked="")
    report["supporting"][2]["references"] = "SG-01, SG-03"
    report["supporting"].append({"kind": "Areas", "references": "SG-02", **EXEMPT})
    merged = pipeline.check(reports.written(tmp_path, report, told, history=[before])).merged
    assert merged is not None
    assert publication.withheld_areas(merged) == {1}
    said = [str(each.text) for each in compose(publication.public(merged), draft=False).supporting]
    assert [text for text in said if text.startswith("Due date: ")] == [
        "Due date: 1 December 2026, ten days later than the last report said."
    ]


@pytest.mark.parametrize(
    ("text", "marked", "row", "fires"),
    [
        pytest.param("[days slipped at most]", "", {}, False, id="silent: nothing withheld"),
        pytest.param("[days slipped at most]", "SG-03", {}, False, id="silent: not the longest"),
        pytest.param("[areas slipped]", "SG-02", {}, False, id="silent: a count"),
        pytest.param("[days slipped immediately]", "SG-02", {}, False, id="silent: of others"),
        pytest.param("[days slipped]", "SG-02", EXEMPT, False, id="silent: withheld too"),
        pytest.param("[days slipped at most]", "SG-02", {}, True, id="the longest"),
        pytest.param("[Figure of days slipped]", "SG-03", {}, True, id="the sum"),
    ],
)
def test_a_figure_that_gives_away_a_withheld_slip_is_asked_about(
    text: str, marked: str, row: dict[str, str], fires: bool, tmp_path: Path
) -> None:
    report, told, before = _slipped(marked)
    report["summary"][1] = {"kind": "Numbered paragraph", "text": f"Since then: {text}.", **row}
    problems = pipeline.check(reports.written(tmp_path, report, told, history=[before])).problems
    asked = [each for each in problems if each.code == "slip-of-a-withheld-area"]
    assert [(each.where.sheet, each.where.address, each.value) for each in asked] == (
        [("1 Summary", "B7", text)] if fires else []
    )


def test_of_a_report_that_is_withheld_as_a_whole_no_figure_gives_anything_away(
    tmp_path: Path,
) -> None:
    report, told, before = _slipped()
    report["decision"]["private_withheld"] = "The whole report"
    problems = pipeline.check(reports.written(tmp_path, report, told, history=[before])).problems
    assert "slip-of-a-withheld-area" not in [each.code for each in problems]


def test_each_of_the_two_files_is_compared_with_its_own_manifest_under_any_name(
    files: dict[str, Path],
) -> None:
    for path in files.values():
        renamed = path.rename(path.with_name("sent.docx"))
        compared_with = pipeline.verify(renamed).compared_with
        assert compared_with == path.with_name(f"{path.stem}.manifest.json")
        renamed.unlink()


def test_nothing_withheld_is_left_in_the_tables_of_the_public_file(folder: ReportFolder) -> None:
    merged = pipeline.check(folder).merged
    assert merged is not None
    public = publication.public(merged)
    left = [
        *(public.areas, public.withdrawn),
        *(table.records for table in public.tables.values()),
        *(rows for filled in public.returns for rows in filled.rows.values()),
    ]
    assert not [rows for rows in left if HIDDEN in str(rows)]
    assert not [record for record in public.history if HIDDEN in record.as_json()]
    assert HIDDEN in str(merged.areas)
    assert HIDDEN in merged.history[0].as_json()


def test_the_public_file_says_what_is_withheld_and_why(files: dict[str, Path]) -> None:
    said = _texts(files["public"])
    statement = (
        "Not for publication: exempt under paragraph 3 of Schedule 12A to the Local Government Act "
        "1972 (financial or business affairs). It names a contractor’s prices."
    )
    assert statement in said
    assert said.count(statement) > 9  # three in each of three sections, and more
    assert (
        "Not for publication: confidential information. A court has forbidden its disclosure."
        in said
    )


SECTION_8 = [
    "Ground: Exempt under paragraph 3 of Schedule 12A to the Local Government Act 1972 (financial "
    "or business affairs); confidential information.",
    "What is withheld: The parts that say so.",
    "Reasons: Prices of a contractor are in it.",
    "Public interest: The council would pay more if its contractors knew each other's prices.",
]


def _section_8(path: Path) -> list[str]:
    """Return what stands below the answer of section 8, up to the heading of section 9."""
    texts = _texts(path)
    first = next(at for at, text in enumerate(texts) if "private" in text and "Not for" not in text)
    last = next(at for at, text in enumerate(texts) if at > first and "ey decision" in text)
    return [text for text in texts[first + 1 : last] if text != "Yes"]


def test_section_8_says_in_both_files_on_what_ground_what_and_why(files: dict[str, Path]) -> None:
    for path in files.values():
        assert _section_8(path) == SECTION_8


@pytest.mark.parametrize("draft", [False, True], ids=["single file", "draft"])
def test_section_8_is_the_same_in_a_single_file_and_in_a_draft(draft: bool, tmp_path: Path) -> None:
    report = reports.tiny()
    report["decision"].update(_PRIVATE_ANSWERS, private_withheld="The whole report")
    (path,) = pipeline.build(reports.written(tmp_path, report), draft=draft).paths
    whole = "What is withheld: The whole report."
    assert _section_8(path) == [SECTION_8[0], whole, *SECTION_8[2:]]


def test_each_line_of_section_8_is_traced_to_its_cell(folder: ReportFolder) -> None:
    pipeline.build(folder, draft=False)
    fields = ("private_paragraphs", "private_withheld", "private_reasons", "public_interest")
    places = [cases.at("decision", field) for field in fields]
    for path in folder.output.glob("*.manifest.json"):
        traced = {each.text: each.cells for each in manifest.load(path).paragraphs}
        cells = [cell for line in SECTION_8 for cell in traced[line]]
        assert [(cell.sheet, cell.address) for cell in cells] == places


def test_a_word_that_is_typed_into_section_8_is_public(folder: ReportFolder) -> None:
    """The search for withheld words sees section 8: whoever writes one there has published it."""
    report, told = _private()
    report["decision"]["private_withheld"] = _secret("extent")
    report["decision"]["public_interest"] = _secret("public interest")
    make_workbooks(report, [told], folder.root)
    public, _ = pipeline.build(folder, draft=False).paths
    assert _whole(public).count(HIDDEN.encode()) == 4  # twice in the text, twice in the manifest


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("Appendix 1, in part.", "", id="silent"),
        pytest.param("The child with 943 476 5919.", "nhs-number", id="personal data"),
        pytest.param("TBC", "leftover", id="leftover"),
        pytest.param("The part on the QXZ.", "acronym-not-written-out", id="acronym"),
        pytest.param("The [areas finnished].", "unknown-token", id="token"),
        pytest.param("The part (in Appendix 1.", "unclosed", id="unclosed"),
        pytest.param("Area SG-77.", "unknown-area-in-text", id="area"),
        pytest.param("All of the seven areas.", "count-differs", id="count"),
    ],
)
@pytest.mark.parametrize("field", ["private_withheld", "public_interest"])
def test_what_section_8_prints_is_checked_like_any_text(
    field: str, typed: str, code: str, tmp_path: Path
) -> None:
    report, told = _private()
    report["decision"][field] = typed
    found = reports.found(reports.written(tmp_path, report, told))
    assert [each[2] for each in found if each[0] == "8 and 9 Decision"] == ([code] if code else [])


@pytest.mark.parametrize("files", ["standard"], indirect=True)
def test_the_public_file_keeps_the_marker_of_an_area_that_is_withheld(
    files: dict[str, Path],
) -> None:
    marked = [text for text in _texts(files["public"]) if text.endswith("\u00a0COMPLETED")]
    assert marked
    assert all(text.startswith("Not for publication: exempt under paragraph 3") for text in marked)


@pytest.mark.parametrize("files", ["standard"], indirect=True)
def test_the_exempt_file_has_everything_and_says_so_on_its_first_page(
    files: dict[str, Path],
) -> None:
    texts = _texts(files["exempt"])
    printed = ("wording", "progress", "summary", "scrutiny", "opinion", "narrative", "paper")
    assert [where for where in printed if _secret(where) not in "\n".join(texts)] == []
    assert texts[0] == (
        "Not for publication: exempt under paragraph 3 of Schedule 12A to the Local Government Act "
        "1972; confidential information"
    )
    assert "NOT FOR PUBLICATION" in files["exempt"].name


def test_a_report_that_withholds_nothing_is_one_file_without_a_classification(
    tmp_path: Path,
) -> None:
    built = pipeline.build(reports.written(tmp_path), draft=False)
    (path,) = built.paths
    assert "PUBLIC" not in path.name
    assert "Not for publication" not in "\n".join(reports.paragraphs(docx.Document(str(path))))


def test_a_withdrawn_area_that_is_withheld_is_told_as_the_others_are(
    files: dict[str, Path],
) -> None:
    public, exempt = (_texts(files[name]) for name in ("public", "exempt"))
    heading = next(each for each in public if "ithdrawn since the last report" in each)
    assert "Not for publication: exempt" in public[public.index(heading) + 1]
    assert _secret("reason of the withdrawal") in exempt[exempt.index(heading) + 1]


def test_figures_are_the_same_in_both_files(files: dict[str, Path]) -> None:
    for path in files.values():
        texts = _texts(path)
        assert "There are three areas, one area, two areas." in texts
        assert "Since then: one area, one area." in texts
        assert "Two areas:" in texts
        assert "There follow one area, which is one." in texts


@pytest.mark.parametrize("name", ["summary", "recommendations", "scrutiny"])
def test_each_withheld_row_is_a_statement_numbered_as_the_row_was(
    name: str, folder: ReportFolder
) -> None:
    merged = pipeline.check(folder).merged
    assert merged is not None
    before, after = (each.tables[name].columns for each in (merged, publication.public(merged)))
    assert list(after["kind"]) == [
        "Numbered paragraph" if k == "Heading" else k for k in before["kind"]
    ]
    assert [text.startswith("Not for publication") for text in after["text"]] == [
        mark == "Exempt" for mark in before["publication"]
    ]


def test_square_brackets_of_a_reason_are_printed_as_they_are_typed(tmp_path: Path) -> None:
    report, told = _private()
    for table in ("summary", "papers", "register"):
        for row in report[table]:
            if "publication" in row:
                row["withheld_reason"] = "It is about [areas] and more."
    public = pipeline.build(reports.written(tmp_path, report, told), draft=False).path
    assert public is not None
    said = [text for text in _texts(public) if "It is about" in text]
    assert len(said) > 4
    assert all("It is about [areas] and more." in text for text in said)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        pytest.param(
            {"private_class": "Exempt", "private_paragraphs": "1, 3 and 5, Schedule 12A"},
            "exempt under paragraphs 1, 3 and 5 of Schedule 12A to the Local Government Act 1972",
            id="exempt",
        ),
        pytest.param(
            {"private_class": "Confidential", "private_paragraphs": "", "public_interest": ""},
            "confidential information",
            id="confidential",
        ),
    ],
)
def test_a_report_that_is_withheld_as_a_whole_is_one_file_that_says_so(
    answers: dict[str, str], said: str, tmp_path: Path
) -> None:
    report = reports.tiny()
    report["decision"].update(_PRIVATE_ANSWERS, private_withheld="The whole report", **answers)
    if answers["private_class"] == "Exempt":
        report["decision"]["confidential_by"] = ""
    built = pipeline.build(reports.written(tmp_path, report), draft=False)
    assert not built.checked.has_errors, built.checked.problems
    (path,) = built.paths
    assert path.name.endswith(" NOT FOR PUBLICATION.docx")
    assert _texts(path)[0] == f"Not for publication: {said}"
    assert [each.name for each in path.parent.glob("*.docx")] == [path.name]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, [], id="silent"),
        pytest.param(
            {"exempt_paragraph": ""},
            [("1 Summary", "D7", "exempt-without-paragraph")],
            id="no paragraph",
        ),
        pytest.param(
            {"withheld_reason": ""},
            [("1 Summary", "E7", "withheld-without-reason")],
            id="no reason",
        ),
        pytest.param(
            {"exempt_paragraph": "5 legal privilege"},
            [("1 Summary", "D7", "paragraph-not-declared")],
            id="paragraph not declared",
        ),
    ],
)
def test_a_mark_needs_its_ground(
    change: dict[str, str], expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    report, told = _private()
    report["summary"][1].update(change)
    found = reports.found(reports.written(tmp_path, report, told))
    assert [each for each in found if each[0] == "1 Summary"] == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(1, [], id="silent"),
        pytest.param(0, [("7 Appendices", "B6", "appendix-1-withheld")], id="appendix 1"),
    ],
)
def test_a_mark_at_appendix_1_is_refused(
    row: int, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    report, told = _private()
    report["appendices"].append({"title": "Accounts of the contractor"})
    report["appendices"][row].update(EXEMPT)
    found = reports.found(reports.written(tmp_path, report, told))
    assert [each for each in found if each[0] == "7 Appendices"] == expected


@pytest.mark.parametrize(
    ("opened", "fires"),
    [
        pytest.param({"kind": "Areas", "references": "SG-02"}, False, id="silent area"),
        pytest.param({"kind": "Areas", "references": "SG-03"}, True, id="area"),
        pytest.param({"kind": "Narrative", "text": "What all may know"}, False, id="silent text"),
        pytest.param({"kind": "Narrative"}, True, id="narrative"),
        pytest.param({"kind": "Areas", "references": "SG-03", **EXEMPT}, False, id="both marked"),
    ],
)
def test_what_a_withheld_row_selects_stands_in_no_open_row(
    opened: dict[str, str], fires: bool, tmp_path: Path
) -> None:
    report, told = _private()
    report["supporting"].append(opened)
    found = reports.found(reports.written(tmp_path, report, told))
    last = f"A{5 + len(report['supporting'])}"
    expected = [("3 Supporting information", last, "withheld-and-open")] if fires else []
    assert [each for each in found if each[2] == "withheld-and-open"] == expected


@pytest.mark.parametrize(
    ("withheld", "fires"),
    [
        pytest.param("The whole report", False, id="silent: whole"),
        pytest.param("Appendix 2", False, id="silent: another document"),
        pytest.param("Appendix 1", True, id="the areas"),
        *(
            pytest.param(whole, False, id=f"silent: {whole}")
            for whole in (
                *("The whole of this report", "The whole of our report", "All areas", "All of it."),
                "The whole of section 3 and the rest of the report",
            )
        ),
        pytest.param("The whole of part 2.", True, id="a part"),
        pytest.param("The prices", True, id="nothing marked"),
    ],
)
def test_a_private_report_marks_what_is_private(withheld: str, fires: bool, tmp_path: Path) -> None:
    report = reports.tiny()
    report["decision"].update(_PRIVATE_ANSWERS, private_withheld=withheld)
    codes = [code for _, _, code in reports.found(reports.written(tmp_path, report))]
    assert ("nothing-marked-private" in codes) is fires


def test_a_reason_is_checked_like_any_text_that_is_printed(tmp_path: Path) -> None:
    report, told = _private()
    report["register"][0]["withheld_reason"] = "It names the child with 943 476 5919."
    found = reports.found(reports.written(tmp_path, report, told))
    assert [code for sheet, _, code in found if sheet == "Register"] == ["nhs-number"]


OPINION = "The contractor has asked for nine pounds more for each mile, from April."


@pytest.mark.parametrize(
    ("sheet", "field", "label"),
    [
        ("decision", "private_withheld", "Private: what is withheld"),
        ("decision", "public_interest", "Exempt: public interest"),
        ("register", "withheld_reason", "Why it is withheld"),
        ("summary", "text", "Text"),
    ],
)
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param(
            OPINION, "The contractor has asked for nine pounds more for each", id="copied"
        ),
        pytest.param(
            "Since the contractor “has asked for NINE pounds more for each” mile.",
            "the contractor “has asked for NINE pounds more for each",
            id="quoted",
        ),
        pytest.param("The contractor has asked for something.", "", id="silent"),
    ],
)
def test_withheld_words_that_are_typed_into_an_open_text_are_asked_about(
    *, sheet: str, field: str, label: str, typed: str, shown: str, tmp_path: Path
) -> None:
    report, told = _private()
    report["implications"][1]["text"] = OPINION
    (report[sheet] if sheet == "decision" else report[sheet][0])[field] = typed
    problems = pipeline.check(reports.written(tmp_path, report, told)).problems
    found = [each for each in problems if each.code == "withheld-words-in-public"]
    assert [(each.value, label in each.message) for each in found] == [(shown, True)] * bool(shown)


def test_nothing_is_asked_about_shared_words_if_nothing_is_published(tmp_path: Path) -> None:
    report, told = _private()
    report["implications"][1]["text"] = OPINION
    report["decision"].update(private_withheld="The whole report", public_interest=OPINION)
    codes = [code for _, _, code in reports.found(reports.written(tmp_path, report, told))]
    assert "withheld-words-in-public" not in codes


def test_a_report_that_is_not_private_withholds_nothing(tmp_path: Path) -> None:
    report, told = _private()
    report["decision"] = reports.tiny()["decision"]
    codes = [code for _, _, code in reports.found(reports.written(tmp_path, report, told))]
    assert codes.count("withheld-but-not-private") == 15


def test_files_of_an_earlier_build_that_withheld_less_are_told(tmp_path: Path) -> None:
    folder = reports.written(tmp_path)
    draft = pipeline.build(folder, draft=True)
    before = pipeline.build(folder, draft=False)
    assert before.left_behind == ()
    assert pipeline.build(folder, draft=False).left_behind == ()
    report, told = _private()
    make_workbooks(report, [told], tmp_path)
    after = pipeline.build(folder, draft=False)
    assert after.paths
    assert after.left_behind == (*before.paths, *draft.paths)


def test_paragraphs_have_the_same_numbers_in_both_files(tmp_path: Path) -> None:
    """A cell of several lines, an Areas row, an area of an open row: each with what follows it."""
    report, told = reports.tiny(), reports.tiny_return()
    report["decision"].update(_PRIVATE_ANSWERS)
    report["register"].append(
        {**report["register"][1], "reference": "SG-03", "wording": "ensure that all is well"}
    )
    report["register"][0].update(EXEMPT)
    told["actions"].append({**told["actions"][1], "reference": "SG-03"})
    for action in told["actions"]:
        action["progress"] = f"{_secret('one')}\n{_secret('two')}\n- {_secret('three')}"
    several = "\n".join(_secret(f"line {number}") for number in range(4))
    report["summary"] = [
        {"kind": "Numbered paragraph", "text": several, **EXEMPT},
        {"kind": "Numbered paragraph", "text": "The summary goes on."},
    ]
    report["supporting"] = [
        {"kind": "Heading", "text": "Progress"},
        {"kind": "Numbered paragraph", "text": "First:"},
        {"kind": "Areas", "references": "SG-01"},  # exempt in the register
        {"kind": "Sub-paragraph", "text": "After the area."},
        {
            "kind": "Areas",
            "references": "SG-02, SG-03",
            "numbering": "Numbered paragraph",
            **EXEMPT,
        },
        {"kind": "Heading", "text": f"A {HIDDEN}", **CONFIDENTIAL},
        {"kind": "Numbered paragraph", "text": "The end of section 3."},
    ]
    folder = reports.written(tmp_path, report, told)
    built = pipeline.build(folder, draft=False)
    assert [path.stem.rpartition("1 ")[2] for path in built.paths] == [
        "PUBLIC",
        "NOT FOR PUBLICATION",
    ]
    public, full = (_numbers(path) for path in built.paths)
    for words in ("The summary goes on.", "After the area.", "The end of section 3."):
        assert public[words] == full[words]
    assert list(public.values()) == list(full.values())
    assert HIDDEN not in " ".join(public)


def _numbers(path: Path) -> dict[str, str]:
    """Return the numbered paragraphs of a file with their numbers, as Word counts them."""
    document = docx.Document(str(path))
    numbering = document.part.numbering_part.element
    items = list_items(saying(document.element.body), numbering, document.styles.element)
    return {
        f"{paragraph.text}{'' if paragraph.text in _KNOWN else items[paragraph._p].number}": number
        for paragraph in document.paragraphs
        if paragraph._p in items and (number := items[paragraph._p].number)[:1].isdecimal()
    }


_KNOWN = ("The summary goes on.", "After the area.", "The end of section 3.")
