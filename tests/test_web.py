"""The pages by request: who may ask, how much may be sent, what is told and what is escaped."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import browser
import openpyxl
import pytest
import reports
from web_requests import Visitor, named

from report_builder import manifest, pipeline
from report_builder.cli.serving import _NEEDED
from report_builder.folder import ReportFolder
from report_builder.web.guard import MAX_REQUEST
from report_builder.web.visit import MAX_FILES

NAME = "Early Help.xlsx"
WEB = Path(browser.__file__).parents[1] / "report_builder" / "web"
NASTY = '<script>alert(1)</script> & "quoted"'


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def running(shelf: Path) -> Iterator[browser.Served]:
    with browser.served(shelf) as found:
        yield found


@pytest.fixture
def visitor(running: browser.Served) -> Visitor:
    return Visitor(running)


@pytest.fixture
def report(shelf: Path, request: pytest.FixtureRequest) -> tuple[str, ReportFolder]:
    """Return the address of a report of its own for each test, and its folder."""
    name = re.sub(r"\W", "-", request.node.name)
    told = reports.tiny_return()
    told["actions"][0]["status"] = NASTY
    return f"/report/{name}", reports.written(shelf / name, None, told)


# Who may ask.


def test_whoever_has_the_address_comes_in(visitor: Visitor) -> None:
    assert visitor.entered.status == 303
    assert visitor.entered.headers["Location"] == "/"
    cookie = visitor.entered.headers["Set-Cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/"))
    assert visitor.gets("/").status == 200


@pytest.mark.parametrize("path", ["/", "/report/x", "/enter", "/enter?token=guessed", "/nowhere"])
def test_nobody_else_does(visitor: Visitor, path: str) -> None:
    visitor.cookie = "report_builder_1=guessed"
    answer = visitor.gets(path)
    assert answer.status == 403
    assert "This page is locked" in answer.text
    assert answer.headers["Set-Cookie"] is None


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", ""])
def test_a_name_that_points_here_is_no_way_in(visitor: Visitor, host: str) -> None:
    assert visitor.asks("GET", "/", Host=host).status in (400, 421)


def test_this_computer_by_its_other_names_is(visitor: Visitor) -> None:
    port = visitor.base.rpartition(":")[2]
    assert visitor.asks("GET", "/", Host=f"localhost:{port}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": None},
        {"Origin": None, "Sec_Fetch_Site": "cross-site"},
        {"Origin": None, "Sec_Fetch_Site": "same-site"},
    ],
    ids=["other site", "hidden", "none", "cross-site", "same-site"],
)
def test_a_form_of_another_page_changes_nothing(
    visitor: Visitor, shelf: Path, headers: dict[str, str | None]
) -> None:
    before = set(shelf.iterdir())
    kind = "application/x-www-form-urlencoded"
    answer = visitor.asks("POST", "/new", b"title=Theirs", Content_Type=kind, **headers)
    assert answer.status == 403
    assert set(shelf.iterdir()) == before


def test_a_form_of_our_own_page_does(visitor: Visitor, shelf: Path) -> None:
    assert visitor.posts("/new", title="Our own").headers["Location"] == "/report/Our%20own"
    assert ReportFolder(shelf / "Our own").report_workbook.is_file()
    again = visitor.posts("/new", title="Our own")
    assert again.status == 409
    assert "nothing is overwritten" in again.text


def test_every_answer_has_the_rules_for_browsers(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    for path in ("/", report[0], f"{report[0]}/problems", "/static/style.css", "/nowhere"):
        rules = visitor.gets(path).headers
        assert "default-src 'none'" in rules["Content-Security-Policy"]
        assert "unsafe" not in rules["Content-Security-Policy"]
        assert rules["X-Content-Type-Options"] == "nosniff"
        assert rules["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", sorted((WEB / "templates").glob("*.html")), ids=lambda p: p.name)
def test_no_page_has_script_or_style_of_its_own_or_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|//\w+\.", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "|safe" not in text
    assert "autoescape" not in text


# How much may be sent.


def test_too_much_is_refused_before_it_is_read(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    answer = visitor.asks("POST", f"{report[0]}/send", None, Content_Length=str(MAX_REQUEST + 1))
    assert answer.status == 413
    assert "250 MB" in answer.text
    assert visitor.asks("POST", f"{report[0]}/send", None, Content_Length=None).status == 411


@pytest.mark.parametrize(("count", "status"), [(MAX_FILES, 303), (MAX_FILES + 1, 400)])
def test_the_number_of_files_is_limited(
    visitor: Visitor, report: tuple[str, ReportFolder], count: int, status: int
) -> None:
    files = [(f"{number}.xlsx", b"the same") for number in range(count)]
    assert visitor.sends(f"{report[0]}/send", files).status == status
    assert len(list(report[1].received.glob("*"))) == (status == 303)


def test_no_file_at_all_is_said_at_the_form(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    answer = visitor.sends(f"{report[0]}/send", [("", b"")])
    assert answer.status == 400
    assert "Choose one workbook or more" in answer.text


# What is looked up, told and escaped.


@pytest.mark.parametrize(
    "path",
    [
        "finished/..%2Finputs%2Freport.xlsx",
        "finished/%2E%2E",
        "return?workbook=../report.xlsx",
        "received/..%2F..%2Freport.xlsx/file",
        "copy?workbook=nobody.xlsx",
        "build/unknown",
        "pages/none.docx/1.png",
    ],
)
def test_what_is_not_there_is_said(
    visitor: Visitor, report: tuple[str, ReportFolder], path: str
) -> None:
    answer = visitor.gets(f"{report[0]}/{path}")
    assert answer.status in (404, 409)
    assert "<h1>" in answer.text


def test_a_report_that_was_taken_away_is_said(visitor: Visitor) -> None:
    answer = visitor.gets("/report/..")
    assert answer.status in (404, 409)


def test_texts_and_names_of_others_are_escaped(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    home, folder = report
    (folder.returns / "<b>bold<b>.txt").write_text("no workbook")
    sent = visitor.sends(f"{home}/send", [("<i>sloping.xlsx", b"no workbook")])
    visitor.posts(f"{home}/build", kind="draft")
    paths = [home, f"{home}/problems", f"{home}/received", sent.headers["Location"]]
    for path in paths:
        text = visitor.gets(path).text
        assert "<script>alert" not in text
        assert "<b>bold" not in text
        assert "<i>sloping" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in visitor.gets(f"{home}/problems").text


def test_the_list_can_be_taken_out(visitor: Visitor, report: tuple[str, ReportFolder]) -> None:
    home, _ = report
    told = json.loads(visitor.gets(f"{home}/problems.json").content)
    rows = list(csv.DictReader(io.StringIO(visitor.gets(f"{home}/problems.csv").text[1:])))
    assert [row["code"] for row in rows] == [each["code"] for each in told] == ["not-in-the-list"]
    assert told[0].keys() == rows[0].keys()
    none = visitor.gets(f"{home}/problems.json?workbook=report.xlsx")
    assert json.loads(none.content) == []


def test_the_copy_for_the_officer_is_that_of_the_command(
    visitor: Visitor, report: tuple[str, ReportFolder], tmp_path: Path
) -> None:
    home, folder = report
    copy = visitor.gets(f"{home}/copy?workbook=Early%20Help.xlsx")
    assert "attachment" in copy.headers["Content-Disposition"]
    command = ["check", "--folder", str(folder.root), "--return-to", str(tmp_path / "answers")]
    subprocess.run([sys.executable, "-m", "report_builder", *command], check=False)
    assert copy.content == (tmp_path / "answers" / NAME).read_bytes()
    assert openpyxl.load_workbook(io.BytesIO(copy.content)).sheetnames[0] == "Problems"


def test_a_final_report_with_errors_is_not_built_and_a_draft_is(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    home, folder = report
    final = visitor.waits_for(visitor.posts(f"{home}/build", kind="final").headers["Location"])
    assert "No report was built" in final.text
    assert list(folder.output.iterdir()) == []
    draft = visitor.waits_for(visitor.posts(f"{home}/build", kind="draft").headers["Location"])
    assert "The report is built" in draft.text
    (word,) = folder.output.glob("*.docx")
    assert visitor.gets(f"{home}/finished/{word.name.replace(' ', '%20')}").content == (
        word.read_bytes()
    )


def test_a_template_that_cannot_be_filled_is_said(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    home, folder = report
    folder.template.write_bytes(b"no template")
    answer = visitor.waits_for(visitor.posts(f"{home}/build", kind="draft").headers["Location"])
    assert answer.status == 409
    assert "cannot be opened as a Word document" in answer.text


def test_a_word_file_that_a_clerk_has_edited_is_checked_and_not_kept(
    visitor: Visitor, shelf: Path
) -> None:
    folder = reports.written(shelf / "edited")
    home = "/report/edited"
    visitor.waits_for(visitor.posts(f"{home}/build", kind="final").headers["Location"])
    (word,) = folder.output.glob("*.docx")
    edited = io.BytesIO()
    with zipfile.ZipFile(word) as source, zipfile.ZipFile(edited, "w") as target:
        for name in source.namelist():
            part = source.read(name).replace(b"Records are kept.", b"Records were lost.")
            target.writestr(name, part)
    before = set(shelf.rglob("*"))
    path = f"{home}/verify/{word.name.replace(' ', '%20')}"
    assert "Fit to publish" in visitor.gets(path).text
    answer = visitor.sends(path, [(word.name, edited.getvalue())], "edited")
    assert "Not yet fit to publish" in answer.text
    assert "Records were lost." in answer.text
    assert set(shelf.rglob("*")) == before


@pytest.mark.parametrize("waits", [True, False], ids=["one waits", "none waits"])
def test_a_report_is_not_ready_while_a_return_waits_for_a_choice(
    visitor: Visitor, shelf: Path, tmp_path: Path, *, waits: bool
) -> None:
    name = f"ready-{waits}"
    folder = reports.written(shelf / name)
    home = f"/report/{name}"
    if waits:
        told = reports.tiny_return()
        told["actions"][0]["progress"] = "Records are read."
        other = reports.written(tmp_path / "other", reports.tiny(), told)
        visitor.sends(f"{home}/send", named([other.returns / NAME]))
    stands, to_do, build = (visitor.gets(f"{home}{at}").text for at in ("", "/problems", "/build"))
    assert ('id="ready">Not ready for a final report' in stands) is waits
    assert ('aria-current="step">Build the final report' in stands) is not waits
    for page in (stands, to_do, build):
        assert ("1 return waits for your choice" in page) is waits
    for page in (stands, to_do):
        assert ("Nothing needs to be done." in page) is not waits
    assert pipeline.stand(folder).checked.problems == []


def test_a_report_whose_inputs_have_changed_since_is_not_fit_to_publish(
    visitor: Visitor, shelf: Path
) -> None:
    folder = reports.written(shelf / "changed")
    assert pipeline.build(folder, draft=False).path
    (word,) = folder.output.glob("*.docx")
    path = f"/report/changed/verify/{word.name.replace(' ', '%20')}"
    before = visitor.gets(path).text
    assert "<h1>Fit to publish" in before
    assert "Changed since" not in before
    (folder.returns / NAME).write_bytes((folder.returns / NAME).read_bytes() + b"\n")
    for after in (visitor.gets(path), visitor.sends(path, named([word]), "edited")):
        assert "<h1>Not yet fit to publish" in after.text
        assert f"Changed since the report was built: inputs/returns/{NAME}" in after.text
    manifest.beside(word).unlink()
    assert "It was not compared with the workbooks" in visitor.gets(path).text


def test_the_list_tells_the_title_and_what_was_built_last(visitor: Visitor, shelf: Path) -> None:
    folder = reports.written(shelf / "listed")
    assert 'listed</a> <span class="hint">(nothing built yet)' in visitor.gets("/").text
    for draft, words in ((True, "draft built"), (False, "final report built")):
        assert pipeline.build(folder, draft=draft).path
        assert f'listed</a>: Progress after the inspection <span class="hint">({words}' in (
            visitor.gets("/").text
        )


def test_drafts_stand_apart_and_the_public_file_has_its_badge(
    visitor: Visitor, shelf: Path
) -> None:
    folder = reports.written(shelf / "kinds")
    assert "<h2>Drafts" not in visitor.gets("/report/kinds/finished").text
    word = pipeline.build(folder, draft=False).path
    assert word
    assert pipeline.build(folder, draft=True).path
    page = visitor.gets("/report/kinds/finished").text
    assert page.index("<h2>Final reports") < page.index(word.stem) < page.index("<h2>Drafts")
    assert "For the public" not in page
    public = word.with_stem(word.stem + manifest.PUBLIC)
    manifest.beside(public).write_bytes(manifest.beside(word).read_bytes())
    word.rename(public)
    assert "For the public" in visitor.gets("/report/kinds/finished").text


def test_what_to_do_is_told_in_the_words_of_its_kinds(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    page = visitor.gets(f"{report[0]}/problems").text
    assert "correct 1 error: choose 1 answer from its list" in page
    assert "Error: correct this" in page


def test_nothing_of_a_request_is_printed(shelf: Path) -> None:
    reports.written(shelf / "quiet")
    running = browser.Served(shelf)
    visitor = Visitor(running)
    visitor.sends("/report/quiet/send", [("Jo Smith, aged 7.xlsx", b"no workbook")])
    visitor.gets("/report/quiet/received")
    visitor.gets("/report/quiet/return?workbook=Jo%20Smith.xlsx")
    said = running.end()
    assert "Smith" not in said
    ended = ["Stopped. No file was left half written."]  # where a process can be asked to end
    assert said.splitlines()[1:] in (ended, []), said


# How it is started.


def started(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "report_builder", "serve", "--no-browser", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("options", "environment", "says"),
    [
        (["--host", "0.0.0.0"], {}, "with --address"),  # noqa: S104
        (["--address", "reports"], {}, "is no address"),
        (["--address", "https://a.example/path"], {}, "is no address"),
        (["--folder", "nowhere"], {}, "There is no folder nowhere"),
        ([], {"REPORT_BUILDER_TOKEN": "short"}, "too short"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_sentence(
    tmp_path: Path, options: list[str], environment: dict[str, str], says: str
) -> None:
    folder = [] if "--folder" in options else ["--folder", str(tmp_path)]
    done = started(*folder, *options, **environment)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(running: browser.Served, tmp_path: Path) -> None:
    port = running.base.rpartition(":")[2]
    done = started("--folder", str(tmp_path), "--port", port)
    assert done.returncode == 2
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr


@pytest.mark.parametrize("missing", _NEEDED)
def test_without_the_extra_the_command_says_how_to_install_it(missing: str) -> None:
    code = (
        "import sys; sys.modules[sys.argv[1]] = None; sys.argv = ['report-builder', 'serve']\n"
        "from report_builder.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, missing], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "report-builder[web]" in done.stderr
    assert "Traceback" not in done.stderr


def test_behind_a_proxy_only_whoever_passes_it_comes_in(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    address, token = "https://reports.example.gov.uk", "a token that the proxy adds"
    options = ("--address", address, "--port", port)
    with browser.served(tmp_path, *options, REPORT_BUILDER_TOKEN=token) as running:
        assert running.entry == f"{address}/"  # the token is the proxy's alone
        proxy = Visitor(running, at=f"http://127.0.0.1:{port}")
        host = {"Host": "reports.example.gov.uk"}
        assert proxy.asks("GET", "/", **host).status == 403
        passed = {**host, "Report_Builder_Token": token}
        assert proxy.asks("GET", "/", **passed).status == 200
        assert proxy.asks("GET", "/", Report_Builder_Token=token).status == 421
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        theirs = proxy.asks(
            "POST", "/new", b"title=A", **passed, **kind, Origin="https://b.example"
        )
        assert theirs.status == 403
        ours = proxy.asks("POST", "/new", b"title=A", **passed, **kind, Origin=address)
        assert ours.status == 303
        entered = proxy.asks("GET", f"/enter?token={token.replace(' ', '+')}", **host)
        assert "secure" in entered.headers["Set-Cookie"].lower()


def test_the_author_has_a_copy_too_and_a_return_called_report_is_told_apart(
    visitor: Visitor, report: tuple[str, ReportFolder]
) -> None:
    home, folder = report
    said = reports.tiny()
    said["supporting"][1]["text"] = "[Areas below], TBC:"
    folder.report_workbook.write_bytes(
        reports.written(folder.root / "changed", said).report_workbook.read_bytes()
    )
    (folder.returns / "report.xlsx").write_bytes(b"no workbook")
    page = visitor.gets(f"{home}/problems").text
    assert "Download your copy" in page
    copy = visitor.gets(f"{home}/copy?workbook=report.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(copy.content)).sheetnames[0] == "Problems"
    theirs = visitor.gets(f"{home}/return?workbook=returns%2Freport.xlsx")
    assert theirs.content == b"no workbook"
