"""``compare``: what changed between two reports, as an officer would tell the lead member."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
import reports
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from report_builder import pipeline, statuses
from report_builder.comparison.page import as_html
from report_builder.comparison.reports import Comparison, compare
from report_builder.comparison.words import Kind, compared, says_the_same
from report_builder.folder import ReportFolder
from report_builder.record import Record, ReportedArea
from report_builder.text import Level, lines
from report_builder.word import tracked
from report_builder.word.comparison_page import as_word
from report_builder.word.verify import catalogue

AS_AT = dt.date(2026, 9, 30)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "report_builder", "compare", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two finished reports: ``first`` and ``second``."""
    folder = tmp_path_factory.mktemp("two")
    first, told = reports.tiny(), reports.tiny_return()
    first["register"].append({**first["register"][1], "reference": "SG-03"})
    told["actions"].append({**told["actions"][1], "reference": "SG-03"})
    pipeline.build(reports.written(folder / "first", first, told), draft=False)

    second, now = reports.tiny(), reports.tiny_return()
    second["cover"] |= {"version": 2, "as_at": AS_AT, "decision_date": dt.date(2026, 11, 20)}
    second["meetings"][0]["date"] = dt.date(2026, 10, 20)
    now["return"] |= {"as_at": AS_AT, "sign_off_date": dt.date(2026, 10, 2)}
    for each in second["implications"]:
        each["date"] = dt.date(2026, 10, 5)
    second["register"].append({**second["register"][0], "reference": "SG-04"})
    second["register"][1]["wording"] = "ensure that all plans are reviewed each month"
    now["actions"][1] |= {
        "status": "At risk",
        "revised_date": dt.date(2027, 1, 15),
        "progress": "Half of the plans have been reviewed.\n- The rest wait for <staff> & time.",
        "mitigation": "Two officers help out.",
    }
    now["actions"].append({**now["actions"][0], "reference": "SG-04"})
    pipeline.build(reports.written(folder / "second", second, now), draft=False)
    return folder


def word_file(folder: Path) -> Path:
    (path,) = (folder / "output").glob("*.docx")
    return path


def test_two_folders_make_a_word_document_and_a_web_page(two: Path, tmp_path: Path) -> None:
    done = run(str(two / "first"), str(two / "second"), "--output", "told", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    name = "Progress after the inspection - what has changed from version 1 to version 2"
    assert done.stdout.splitlines() == [
        f"written: {Path('told') / name}.docx",
        f"written: {Path('told') / name}.html",
    ]
    assert done.stderr.splitlines() == SUMMARY
    document = docx.Document(str(tmp_path / "told" / f"{name}.docx"))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[0] == "What has changed since version 1"
    assert [text for text in said if text in SUMMARY] == SUMMARY
    figures, markers, dates = ([cells(row) for row in table.rows] for table in document.tables)
    assert figures == [
        ["Status", "Version 1", "Version 2", "Change"],
        ["All areas", "3", "3", "0"],
        ["Completed", "1", "2", "+1"],
        ["On track", "2", "0", "−2"],
        ["At risk", "0", "1", "+1"],
    ]
    wording = "SG-02: ensure that all plans are reviewed each month"
    assert markers[1:] == [[wording, "IN PROGRESS", "AT RISK"]]
    assert dates[1:] == [[wording, "due 1 December 2026", "due 15 January 2027", "45 days later"]]
    assert (
        "SG-04 was added, under Safeguarding (Immediately), led by Early Help: "
        "“ensure that records are kept”. Its marker is COMPLETED." in said
    )
    assert "ensure that [added: all] plans are reviewed [added: each month]" in said
    assert "[added: The rest wait for <staff> & time.]" in said
    assert "[added: Two officers help out.]" in said


SUMMARY = [
    "One area is at risk now: SG-02.",
    "One area was added: SG-04.",
    "One area is gone from the register without a reason: SG-03.",
    "One area is due later than it was: SG-02.",
    "The wording of one area has changed: SG-02.",
    "What the services say of one area has changed: SG-02.",
    "One area is as it was.",
]


def cells(row: docx.table._Row) -> list[str]:
    return [cell.text for cell in row.cells]


@pytest.mark.parametrize("kind", ["record", "Word file"])
def test_a_record_or_a_word_file_names_a_report_as_well(
    kind: str, two: Path, tmp_path: Path
) -> None:
    named = []
    for folder in (two / "first", two / "second"):
        (record,) = (folder / "output").glob("*.record.json")
        named.append(str(record if kind == "record" else word_file(folder)))
    done = run(*named, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == [*SUMMARY, f"The files are in {tmp_path.resolve()}"]
    written = sorted(path.name.partition(" - ")[2] for path in tmp_path.iterdir())
    both = [f"what has changed from version 1 to version 2.{kind}" for kind in ("docx", "html")]
    one = "tracked changes from version 1 to version 2.docx"
    assert written == (both if kind == "record" else [one, *both])


def test_the_same_reports_make_the_same_bytes(two: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        pipeline.compare(word_file(two / "first"), word_file(two / "second"), tmp_path / name)
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 3
    for path in files:
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


# --- what cannot be compared ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("first", "nowhere", "There is nothing at nowhere."),
        ("nowhere.docx", "second", "There is no Word file nowhere.docx."),
        ("first", "first", "are one report"),
        ("lonely.docx", "second", "There is no record beside lonely.docx"),
        ("of a report DRAFT.docx", "second", "a draft leaves no record"),
        ("empty", "second", "There is no record of a finished report"),
        ("notes.txt", "second", "is no record of a report"),
        ("open.record.json", "second", "is no record of a report"),
    ],
)
def test_what_cannot_be_compared_is_the_operators_trouble(
    old: str, new: str, said: str, two: Path, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).symlink_to(two / name, target_is_directory=True)
    (tmp_path / "empty" / "output").mkdir(parents=True)
    (tmp_path / "notes.txt").write_text("Not a record.")
    for name in ("lonely.docx", "of a report DRAFT.docx"):
        (tmp_path / name).write_bytes(word_file(two / "first").read_bytes())
    (record,) = (two / "first" / "output").glob("*.record.json")
    told = json.loads(record.read_text(encoding="utf-8"))
    del told["classification"]
    (tmp_path / "open.record.json").write_text(json.dumps(told), encoding="utf-8")
    done = run(old, new, "--output", "told", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "told").exists()


# --- what must not be published ------------------------------------------------------------------


def test_what_is_withheld_makes_a_page_that_is_not_for_publication(tmp_path: Path) -> None:
    report = reports.with_an_exempt_area()
    folder = reports.written(tmp_path / "old", report)
    assert pipeline.build(folder, draft=False).paths, reports.found(folder)
    pipeline.build(reports.written(tmp_path / "new"), draft=False)
    public = next(folder.output.glob("*PUBLIC.docx"))
    for old in (folder.root, public):
        compared = pipeline.compare(old, tmp_path / "new", tmp_path / "told")
        for path in compared.paths:
            assert path.stem.endswith("NOT FOR PUBLICATION")
        document = docx.Document(str(compared.paths[0]))
        assert document.paragraphs[0].text.startswith("Not for publication: exempt under")
        assert document.sections[0].header.paragraphs[0].text == "Not for publication"
        assert "Not for publication: exempt under" in compared.paths[1].read_text(encoding="utf-8")


def test_an_open_report_makes_a_page_that_does_not_say_so(two: Path, tmp_path: Path) -> None:
    told = pipeline.compare(two / "first", two / "second", tmp_path)
    document = docx.Document(str(told.paths[0]))
    assert not any("ublication" in text for text in reports.paragraphs(document))
    assert document.sections[0].header.paragraphs[0].text == ""


# --- the page ------------------------------------------------------------------------------------


def test_word_document_is_valid_and_accessible(two: Path, tmp_path: Path) -> None:
    path = pipeline.compare(two / "first", two / "second", tmp_path).paths[0]
    for command in (["openxml-audit", "--quiet"], ["ooxml-integrity", "check"]):
        program = str(Path(sys.executable).with_name(command[0]))
        done = subprocess.run(
            [program, *command[1:], str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    outcome = catalogue.verify(path)
    # A line through what is deleted is meant here; the words say so as well.
    assert {problem.code for problem in outcome.problems} <= {"struck-through-in-word"}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
            self.found.setdefault(tag, []).append("")
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.found[tag][-1] += f" {data}"


def test_web_page_is_whole_escaped_and_says_what_the_document_says(
    two: Path, tmp_path: Path
) -> None:
    told = pipeline.compare(two / "first", two / "second", tmp_path)
    page = _Page()
    html = told.paths[1].read_text(encoding="utf-8")
    page.feed(html)
    assert page.open == []
    assert "script" not in page.found
    assert "<staff>" not in html
    assert page.found["h1"] == [" What has changed since version 1"]
    assert [" ".join(text.split()).replace(" ]", "]") for text in page.found["ins"]] == [
        "[added: all]",
        "[added: each month]",
        "[added: The rest wait for <staff> & time.]",
        "[added: Two officers help out.]",
    ]
    words = set(re.findall(r"\w+", " ".join(page.found["main"])))
    for paragraph in docx.Document(str(told.paths[0])).element.body.iter(qn("w:p")):
        text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        assert set(re.findall(r"\w+", text)) <= words, text


# --- what is said --------------------------------------------------------------------------------

NOTHING = {
    field.name: None if field.name.endswith("date") or field.name in ("due", "completed") else ""
    for field in fields(ReportedArea)
}


def area(reference: str, standing: str = "On track", **said: object) -> ReportedArea:
    known = NOTHING | {
        "reference": reference,
        "wording": f"Do {reference}.",
        "standing": standing,
        "marker": statuses.BY_NAME[standing].marker,
        "lead_service": "Early Help",
        "part": "Safeguarding",
        "timescale": "Immediately",
    }
    return ReportedArea(**(known | said))  # type: ignore[arg-type]


def report(*areas: ReportedArea, version: str = "1", **said: object) -> Record:
    known: dict[str, object] = {
        "report": "r",
        "title": "Progress",
        "version": version,
        "as_at": dt.date(2026, 8, 31),
        "inspection_date": None,
        "made_by": "0",
        "areas": areas,
    }
    return Record(**(known | said))  # type: ignore[arg-type]


def told(old: list[ReportedArea], new: list[ReportedArea]) -> Comparison:
    return compare(report(*old), report(*new, version="2"))


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("On track", "Completed", "One area has been completed since version 1: A."),
        ("Overdue", "No longer required", "One area is no longer required: A."),
        ("Completed", "On track", "One area that was closed is open again: A."),
        ("Completed", "Overdue", "One area that was closed is open again: A."),
        ("At risk", "Overdue", "One area has become overdue: A."),
        ("Not started", "At risk", "One area is at risk now: A."),
        ("Overdue", "On track", "One area is on track now: A."),
        ("On track", "Not started", "One area is not started now: A."),
        ("Completed", "No longer required", "One area is no longer required: A."),
        ("On track", "On track", "No area has changed since version 1."),
    ],
)
def test_each_change_of_status_is_a_sentence(then: str, now: str, said: str) -> None:
    assert told([area("A", then)], [area("A", now)]).summary == (said,)


def test_several_areas_are_counted_and_listed_if_they_are_few() -> None:
    few, many = "ABC", "ABCDEFGHI"
    for names, said in (
        (few, "Three areas have been completed since version 1: A, B and C."),
        (many, "Nine areas have been completed since version 1."),
    ):
        old, new = [area(name) for name in names], [area(name, "Completed") for name in names]
        assert told(old, new).summary == (said,)


def test_an_area_that_was_withdrawn_is_not_gone() -> None:
    withdrawn = area("A", withdrawn_reason="It is part of B now.")
    found = told([area("A"), area("B")], [area("B"), withdrawn])
    assert found.summary == ("One area was withdrawn: A.", "One area is as it was.")
    assert found.register == ("A was withdrawn: It is part of B now.",)
    assert found.figures[0].now == 1
    back = told([area("B"), withdrawn], [area("A"), area("B")])
    assert back.register[0].startswith("A was taken back in, under Safeguarding")


def test_an_area_in_other_hands_is_told() -> None:
    found = told([area("A")], [area("A", lead_service="Care", timescale="Within three months")])
    assert found.summary == ()
    assert found.register == (
        "A is asked for Within three months now; it was asked for Immediately.",
        "A is led by Care now; it was led by Early Help.",
    )


def test_what_a_service_need_not_say_again_has_not_changed() -> None:
    old = area("A", "Completed", progress="It is done.", completed=AS_AT)
    assert told([old], [area("A", "Completed")]).summary[0].startswith("No area has changed")
    found = told([old], [area("A", "Completed", progress="All of it is done.", completed=None)])
    assert found.summary == ("What the services say of one area has changed: A.",)
    [gone] = told([area("A", progress="It is half done.")], [area("A")]).texts
    assert gone.texts[0].label == "Progress"


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (dt.date(2026, 9, 1), dt.date(2026, 9, 2), "one day later"),
        (dt.date(2026, 9, 30), dt.date(2026, 9, 1), "29 days earlier"),
        (None, dt.date(2026, 9, 1), "date given"),
        (dt.date(2026, 9, 1), None, "date taken away"),
    ],
)
def test_a_date_that_moved(then: dt.date | None, now: dt.date | None, said: str) -> None:
    [moved] = told([area("A", due=then)], [area("A", due=now)]).dates
    assert moved.said == said
    assert told([area("A", due=now)], [area("A", due=now)]).dates == ()
    # Once an area is closed, its due date says nothing any more.
    assert told([area("A", due=then)], [area("A", "Completed", due=now)]).dates == ()


def test_a_report_is_named_by_its_date_if_its_version_does_not_tell_it() -> None:
    old, new = report(area("A")), report(area("A"), as_at=AS_AT)
    assert compare(old, new).heading == "What has changed since the report of 31 August 2026"
    assert compare(old, new).columns[1] == "30 September 2026"
    assert compare(old, old).heading == "What has changed since the earlier report"
    renamed = compare(old, replace(new, title="Final"))
    assert "“Progress” and “Final”" in renamed.introduction


def test_an_empty_comparison_makes_a_page() -> None:
    nothing = compare(report(), report(version="2"))
    assert "No area has changed" in as_html(nothing)
    assert as_word(nothing, AS_AT)


def test_what_no_file_can_hold_does_not_stop_the_page() -> None:
    found = told([area("A")], [area("A", progress="a\x00b\ud800 <b>")])
    assert "a\ufffdb\ufffd &lt;b&gt;" in as_html(found)
    assert as_word(found, AS_AT)


# --- word by word --------------------------------------------------------------------------------


def marked(old: str, new: str) -> list[str]:
    signs = {Kind.SAME: "{}", Kind.ADDED: "+{}+", Kind.DELETED: "-{}-"}
    return [
        " ".join(signs[piece.kind].format(piece.text) for piece in line.pieces)
        for line in compared(old, new)
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Ten plans are done.", "Ten plans are all done.", ["Ten plans are +all+ done."]),
        ("One two three four.", "One two three.", ["One two -three four.- +three.+"]),
        (
            "It was read by the board in May and then sent out.",
            "It was seen by all members in May and then sent out.",
            ["It was -read by the board- +seen by all members+ in May and then sent out."],
        ),
        ("Nothing stays.", "All is new.", ["-Nothing stays.-", "+All is new.+"]),
        ("", "New.", ["+New.+"]),
        ("Old.", "", ["-Old.-"]),
        ("A stays as it is.\n- b goes", "A stays as it is.", ["A stays as it is.", "-b goes-"]),
    ],
)  # fmt: skip
def test_words_are_compared(old: str, new: str, said: list[str]) -> None:
    assert marked(old, new) == said


def test_a_bullet_stays_a_bullet() -> None:
    found = compared("These stay as they are:\n- one\n- two", "These stay as they are:\n- one")
    assert [line.level for line in found] == [Level.PARAGRAPH, Level.BULLET, Level.BULLET]


def test_spacing_is_no_change() -> None:
    assert says_the_same("One  two \n\n three", "One two\nthree")
    assert not says_the_same("One two\nthree", "One two three")
    assert not says_the_same("bullet", "- bullet")


WORDS = st.lists(
    st.sampled_from(["a", "b", "the", "- x", "\n", "\n- ", "plan.", "paragraph", "bullet"]),
    max_size=30,
).map(" ".join)


@given(WORDS, WORDS)
def test_no_word_is_lost_or_invented(old: str, new: str) -> None:
    found = compared(old, new)
    for text, gone in ((old, Kind.ADDED), (new, Kind.DELETED)):
        kept = [
            word
            for line in found
            for piece in line.pieces
            if piece.kind is not gone
            for word in piece.text.split()
        ]
        assert kept == [word for line in lines(text) for word in line.text.split()]
    assert all(line.pieces for line in found)


# --- tracked changes -----------------------------------------------------------------------------


def text_of(file: bytes, tmp_path: Path) -> list[str]:
    (tmp_path / "read.docx").write_bytes(file)
    document = docx.Document(str(tmp_path / "read.docx"))
    [section] = document.sections
    stories = [document, section.header, section.footer]
    stories += [section.first_page_header, section.first_page_footer]
    body, *others = (
        [
            text
            for p in story.paragraphs
            if (text := "".join(t.text or "" for t in p._p.iter(qn("w:t"))))
        ]
        for story in stories
    )
    return [*body, *sorted(text for texts in others for text in texts)]


def test_all_accepted_is_the_new_file_and_all_rejected_the_old(two: Path, tmp_path: Path) -> None:
    old, new = (word_file(two / name).read_bytes() for name in ("first", "second"))
    made = tracked.tracked(old, new, AS_AT)
    assert made is not None
    assert tracked.words(made, accepted=True) == text_of(new, tmp_path)
    assert tracked.words(made, accepted=False) == text_of(old, tmp_path)
    path = tmp_path / "tracked.docx"
    path.write_bytes(made)
    found = {problem.code for problem in catalogue.verify(path).problems}
    assert "tracked-change" in found  # nobody publishes it unawares
    program = str(Path(sys.executable).with_name("openxml-audit"))
    assert subprocess.run([program, "--quiet", str(path)], check=False).returncode == 0


@pytest.mark.parametrize("loses", ["the changes", "words"])
def test_a_file_that_is_not_both_files_is_refused(
    loses: str, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from python_redlines import DocxodusEngine

    real = DocxodusEngine.run_redline

    def worse(self: object, author: str, old: bytes, new: bytes, **options: object) -> object:
        if loses == "the changes":
            return new, None, None
        made, *rest = real(self, author, old, new, **options)
        path = tmp_path / "made.docx"
        path.write_bytes(made)
        document = docx.Document(str(path))
        document.element.body.remove(document.paragraphs[5]._p)
        document.save(str(path))
        return path.read_bytes(), *rest

    monkeypatch.setattr(DocxodusEngine, "run_redline", worse)
    done = pipeline.compare(word_file(two / "first"), word_file(two / "second"), tmp_path / "told")
    assert "without loss" in done.not_tracked
    assert len(done.paths) == 2


def test_without_the_library_the_page_is_written_and_the_operator_told(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracked, "_LIBRARY", "no_such_library")
    done = pipeline.compare(word_file(two / "first"), word_file(two / "second"), tmp_path)
    assert len(done.paths) == 2
    assert "Review, Compare" in done.not_tracked


def test_folders_are_compared_by_the_report_that_was_built_last(two: Path, tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path / "both")
    folder.output.mkdir(parents=True)
    for at, name in enumerate(("second", "first")):
        (record,) = (two / name / "output").glob("*.record.json")
        copy = folder.output / record.name
        copy.write_bytes(record.read_bytes())
        os.utime(copy, (at, at))
    done = pipeline.compare(folder.root, two / "second", tmp_path / "told")
    assert list(done.comparison.summary) == SUMMARY


def test_the_earlier_report_comes_first(two: Path) -> None:
    done = run("second", "first", cwd=two)
    assert done.returncode == 2
    assert "Name the earlier one first." in done.stderr
    assert "Traceback" not in done.stderr


def test_an_area_that_is_withheld_now_has_changed() -> None:
    before = reports.recorded(reports.reported())
    after = reports.recorded(reports.reported(publication="Exempt"), version="2")
    told = compare(before, after)
    assert "SG-02 is marked Exempt now; it was marked Open." in told.register
    assert not any("No area has changed" in each for each in told.summary)
