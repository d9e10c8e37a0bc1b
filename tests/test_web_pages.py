"""The pages as people meet them: by keyboard, without scripts, dropping files, with large text."""

from __future__ import annotations

import base64
import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import browser
import openpyxl
import pytest
import reports
from playwright.sync_api import Browser, Page, expect

from report_builder import pipeline
from report_builder.folder import ReportFolder

ROOT = Path(__file__).parents[1]
NAME = "Early Help.xlsx"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    """Return a report whose one return has a status that is none of the list."""
    told = reports.tiny_return()
    told["actions"][0]["status"] = "Done"
    return reports.written(tmp_path / "reports" / "Autumn", None, told)


@pytest.fixture
def running(folder: ReportFolder) -> Iterator[browser.Served]:
    with browser.served(folder.root.parent) as found:
        yield found


@pytest.fixture
def page(chromium: Browser, running: browser.Served) -> Iterator[Page]:
    """Return the page of the report, as a person sees it first."""
    yield from entered(chromium, running)


def entered(chromium: Browser, running: browser.Served, **options: object) -> Iterator[Page]:
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(running.entry)
    page.get_by_role("link", name="Autumn").click()
    page.wait_for_url("**/report/Autumn")  # with its style: the ring is looked for at once
    yield page
    context.close()


def second_return(place: Path) -> Path:
    """Return a second return, in which all is right."""
    return reports.written(place / "service").returns / NAME


def focused(page: Page) -> str:
    """Return what the keyboard is at, and fail unless it can be seen that it is."""
    seen = page.evaluate(
        """() => {
            const at = document.activeElement, style = getComputedStyle(at);
            const box = at.getBoundingClientRect();
            const shown = box.bottom > 0 && box.top < innerHeight && box.right > 0;
            const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            return [at.innerText || at.name || at.id || at.ariaLabel || at.tagName, shown, ring];
        }"""
    )
    name, shown, ring = seen
    assert shown, f"{name} is not on the screen"
    assert ring, f"{name} has no ring"
    return str(name)


def tabs_to(page: Page, name: str) -> None:
    """Press the tab key until the keyboard is at ``name``."""
    passed = []
    for _ in range(100):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if name in passed[-1]:
            return
    raise AssertionError(f"{name} is not among {passed}")


def test_the_keyboard_alone_goes_from_a_return_to_the_final_report(
    page: Page, tmp_path: Path
) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    tabs_to(page, "files")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(second_return(tmp_path))
    tabs_to(page, "Send in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 file came in")
    tabs_to(page, "Use this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("is in use now")

    tabs_to(page, "Build")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Build the report")
    tabs_to(page, "kind")
    tabs_to(page, "Build")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The report is built")
    tabs_to(page, "Look at it here")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview")
    tabs_to(page, "Half of the plans have been reviewed.")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_contain_text(f"{NAME}, Actions, I7")


def test_without_scripts_the_way_is_the_same(
    chromium: Browser, running: browser.Served, folder: ReportFolder, tmp_path: Path
) -> None:
    for page in entered(chromium, running, java_script_enabled=False):
        expect(page.get_by_text("You can also drop them here")).to_be_hidden()
        page.get_by_label("Choose the workbooks").set_input_files(second_return(tmp_path))
        page.get_by_role("button", name="Send in").click()
        page.get_by_role("button", name="Use this one").click()
        page.get_by_role("link", name="Build", exact=True).click()
        page.get_by_role("button", name="Build").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The report is built")
        page.get_by_role("link", name="Look at it here").click()
        page.get_by_text("Half of the plans have been reviewed.").first.click()
        expect(page.locator("details[open]")).to_contain_text("Actions, I7")
    assert len(list(folder.output.glob("*.docx"))) == 1


@pytest.mark.parametrize("place", [".drop", "h1"], ids=["on the form", "beside it"])
def test_files_can_be_dropped_on_the_form(page: Page, tmp_path: Path, place: str) -> None:
    other = tmp_path / "notes.xlsx"
    other.write_bytes(b"no workbook")
    files = [
        [path.name, base64.b64encode(path.read_bytes()).decode()]
        for path in (second_return(tmp_path), other)
    ]
    carried = page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, content] of files) {
                const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
                carried.items.add(new File([bytes], name));
            }
            return carried;
        }""",
        files,
    )
    address = page.url
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(place, event, {"dataTransfer": carried})
    if place == "h1":
        assert page.url == address
        return
    expect(page.get_by_role("heading", level=1)).to_have_text("2 files came in")
    expect(page.get_by_text("Cannot be used", exact=True)).to_be_visible()
    expect(page.get_by_text("Waits for your choice", exact=True)).to_be_visible()


def test_a_return_can_be_left_unused(page: Page, folder: ReportFolder, tmp_path: Path) -> None:
    before = (folder.returns / NAME).read_bytes()
    page.get_by_label("Choose the workbooks").set_input_files(second_return(tmp_path))
    page.get_by_role("button", name="Send in").click()
    page.get_by_role("button", name="Leave the other in use").click()
    expect(page.get_by_role("status").first).to_contain_text("stays in use")
    page.get_by_role("link", name="Where it stands").click()
    expect(page.get_by_text("waits for your choice")).to_have_count(0)
    assert (folder.returns / NAME).read_bytes() == before


def test_what_is_no_return_can_be_taken_out(page: Page, folder: ReportFolder) -> None:
    (folder.returns / "notes.txt").write_text("call them")
    page.reload()
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_role("row", name="notes.txt")).to_contain_text("Cannot be used")
    assert [path.name for path in folder.returns.iterdir()] == [NAME]
    assert "call them" in {each.path.read_text() for each in pipeline.received(folder)}


PLACES = ("Where it stands", "Files sent in", "What to do", "Build", "Finished reports")


@pytest.mark.parametrize("place", PLACES)
def test_text_of_twice_the_size_fits(page: Page, place: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=place, exact=True).click()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


@pytest.fixture
def office() -> None:
    """Go on only where LibreOffice is installed; where ``CI`` is set, fail otherwise."""
    if shutil.which("soffice") is None:
        message = "LibreOffice (soffice) is not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


@pytest.mark.usefixtures("office")
def test_a_pdf_and_the_pages_as_pictures(page: Page, folder: ReportFolder, tmp_path: Path) -> None:
    seen = browser.Seen(page, tmp_path / "screens")
    page.get_by_role("link", name="Build", exact=True).click()
    page.get_by_label("Yes, an accessible PDF").check()
    page.get_by_role("button", name="Build").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the PDF").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Look at it here").click()
    page.get_by_role("button", name="Show its pages as pictures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ pages$"))
    pictures = page.locator(".sheets img")
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        page.wait_for_function(
            "number => document.querySelectorAll('.sheets img')[number].naturalWidth > 500",
            arg=number,
        )
    assert pictures.count() > 1
    seen.look("pages")
    assert len(list(folder.output.glob("*.pdf"))) == 1


def test_what_is_withheld_is_told_apart(chromium: Browser, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    for part in ("inputs", "templates"):
        shutil.copytree(ROOT / "examples" / "five_services" / part, shelf / "Five" / part)
    context = chromium.new_context()
    page = context.new_page()
    with browser.served(shelf) as running:
        page.goto(running.entry)
        page.get_by_role("link", name="Five").click()
        seen = browser.Seen(page, tmp_path / "screens")
        page.get_by_role("link", name="Build the report").click()
        page.get_by_role("button", name="Build").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The report is built")
        expect(page.get_by_role("heading", level=2)).to_have_count(2)
        expect(page.get_by_text("holds what is withheld from the public")).to_have_count(1)
        seen.look("two reports")
        page.get_by_role("link", name="Finished reports").click()
        expect(page.get_by_text("Not for publication", exact=True)).to_have_count(1)
        seen.look("two finished reports")
        context.close()


def test_the_next_report_begins_from_one_that_is_finished(page: Page, folder: ReportFolder) -> None:
    reports.written(folder.root.parent / "Finished")
    pipeline.build(ReportFolder(folder.root.parent / "Finished"), draft=False)
    page.get_by_role("link", name="report_builder").click()
    page.get_by_label("Name of the report").fill("Spring")
    page.get_by_label("The report before it").select_option("Autumn")
    page.get_by_role("button", name="Begin the report").click()
    expect(page.get_by_role("alert")).to_contain_text("no record of a finished report")
    page.get_by_label("The report before it").select_option("Finished")
    page.get_by_role("button", name="Begin the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where the report stands")
    spring = ReportFolder(folder.root.parent / "Spring")
    assert len(list(spring.history.iterdir())) == 1
    references = [
        row[0].value for row in openpyxl.load_workbook(spring.report_workbook)["Register"]
    ]
    assert "SG-01" in references


def test_two_finished_reports_are_compared(
    chromium: Browser, running: browser.Served, folder: ReportFolder, tmp_path: Path
) -> None:
    for page in entered(chromium, running):
        page.get_by_role("link", name="Finished reports", exact=True).click()
        expect(page.get_by_role("link", name="Compare two reports")).to_have_count(0)
        found = [("Spring", "On track"), ("Summer", "Completed")]
        for number, (name, status) in enumerate(found, 1):
            report, told = reports.tiny(), reports.tiny_return()
            report["cover"]["version"] = number
            told["actions"][1] |= {"status": status, "date": reports.tiny()["cover"]["as_at"]}
            told["actions"][1]["evidence"] = "An audit in August."
            other = reports.written(folder.root.parent / name, report, told)
            assert pipeline.build(other, draft=False).path, pipeline.check(other).problems
        page.goto(f"{running.base}/report/Summer/finished")
        seen = browser.Seen(page, tmp_path / "screens")
        page.get_by_role("link", name="Compare two reports").click()
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose two different reports")
        seen.look("one report twice")
        page.get_by_label("The later report").select_option(index=1)
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_role("row", name="SG-02").first).to_contain_text("COMPLETED")
        seen.look("compared")
        with page.expect_download() as coming:
            page.get_by_role("link", name="Download as a Word file").click()
        assert coming.value.suggested_filename.endswith(".docx")
        page.get_by_role("link", name="Finished reports", exact=True).click()
        expect(page.get_by_role("heading", name="Other Word files")).to_be_visible()
        seen.look("finished reports and others")


@pytest.mark.skipif(os.name == "nt", reason="it is a shell script")
def test_the_start_file_opens_the_page(tmp_path: Path) -> None:
    place = tmp_path / "a folder with spaces"
    place.mkdir()
    shutil.copy(ROOT / "start-report-builder.sh", place)
    (place / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    opened = tmp_path / "opened"
    pretended = tmp_path / "browser.sh"
    pretended.write_text(f'#!/bin/sh\necho "$1" > "{opened}.part"\nmv "{opened}.part" "{opened}"\n')
    pretended.chmod(0o755)
    process = subprocess.Popen(
        [place / "start-report-builder.sh", "--port", "0"],
        env={**os.environ, "BROWSER": f"{pretended} %s"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in itertools.takewhile(lambda _: not opened.exists(), range(240)):
            time.sleep(0.25)
        entry = opened.read_text().strip()
    finally:
        process.terminate()
        said = process.communicate(timeout=60)
    assert said[0].strip() == f"Open {entry}"
    assert entry.startswith("http://127.0.0.1:")
    assert (place / "reports").is_dir()


def test_the_start_file_for_windows_has_its_line_ends() -> None:
    content = (ROOT / "start-report-builder.bat").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 10
