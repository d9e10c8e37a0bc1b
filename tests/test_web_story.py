"""From nothing to the final Word file in a browser, with the mouse alone; and by keyboard."""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import browser
import docx
import make_samples
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.issuing import report_workbook_bytes, return_bytes
from report_builder.merge import merge
from report_builder.workbooks.read import read
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK

TEXTS = make_samples.HERE / "further_update"
SAFEGUARDING = "Safeguarding and Early Help.xlsx"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as found:
        yield found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(accept_downloads=True)
    yield context.new_page()
    context.close()


def filled_in(blank: Path, wanted: Path) -> Path:
    """Type into a workbook that was downloaded what ``wanted`` says, as a person does in Excel."""
    book = openpyxl.load_workbook(blank, rich_text=True)
    for sheet in openpyxl.load_workbook(wanted, rich_text=True):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value != book[sheet.title][cell.coordinate].value:
                    book[sheet.title][cell.coordinate].value = cell.value
    book.save(blank)
    return blank


def downloaded(page: Page, name: str, place: Path, *, exact: bool = False) -> Path:
    """Click on a link, and return what was downloaded."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=name, exact=exact).first.click()
    path = place / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def sent_in(page: Page, *paths: Path) -> None:
    page.get_by_label("Choose the workbooks").set_input_files([str(path) for path in paths])
    page.get_by_role("button", name="Send in").click()


def spoilt(path: Path, place: Path) -> Path:
    """Return a copy in which a date is text and a status is none of the list."""
    book = openpyxl.load_workbook(path, rich_text=True)
    book["Actions"]["G6"].value = "the end of May"
    book["Actions"]["F7"].value = "Nearly done"
    place.mkdir()
    book.save(place / path.name)
    return place / path.name


class Council:
    """What the people of the sample write into their workbooks, in the report that was begun."""

    def __init__(self, place: Path, workbook: Path) -> None:
        identity = read(workbook, REPORT_WORKBOOK).identity
        assert identity
        self.identity = identity.report
        texts = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in TEXTS.glob("*.toml")}
        report = texts.pop("report")
        report.pop("report_id")
        self._made = report["cover"]["as_at"]
        self.report = place / "as the author writes it.xlsx"
        self.report.parent.mkdir(parents=True)
        filling = make_samples.filling(report)
        self.report.write_bytes(report_workbook_bytes(self.identity, self._made, filling))
        self._told = [make_samples.filling(told) for told in texts.values()]
        self._place = place

    def returns(self) -> dict[str, Path]:
        """Return each return as its officer writes it, by the service."""
        merged = merge(read(self.report, REPORT_WORKBOOK), [])
        written = {}
        for told in self._told:
            service = str(told.answers["return"]["service"])
            path = self._place / f"{service}.xlsx"
            path.write_bytes(return_bytes(merged, self.identity, service, self._made, told))
            written[service] = path
        return written


def test_from_nothing_to_the_final_word_file_with_the_mouse_alone(
    tmp_path: Path, page: Page
) -> None:
    seen = browser.Seen(page, tmp_path / "screens")
    desk = tmp_path / "desk"
    shelf = tmp_path / "reports"
    shelf.mkdir()
    with browser.served(shelf) as running:
        page.goto(running.entry)
        expect(page).to_have_url(f"{running.base}/")
        page.get_by_role("button", name="Begin the report").click()
        expect(page.get_by_role("alert")).to_contain_text("Give the report a name")
        seen.look("no name")
        page.get_by_label("Name of the report").fill("Autumn 2026")
        page.get_by_role("button", name="Begin the report").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Where the report stands")
        seen.look("begun")

        workbook = downloaded(page, "Download the report workbook", desk)
        council = Council(tmp_path / "council", workbook)
        sent_in(page, filled_in(workbook, council.report))
        expect(page.get_by_role("heading", level=1)).to_have_text("1 file came in")
        expect(page.get_by_role("main")).to_contain_text("It is the report workbook now")
        seen.look("report workbook sent in")

        page.get_by_role("link", name="Where it stands").click()
        page.get_by_role("button", name="Make blank returns").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Returns for 2 services")
        seen.look("issued")
        packed = downloaded(page, "Download all (zip)", desk)
        zipfile.ZipFile(packed).extractall(desk / "returns")
        blanks = {path.stem: path for path in (desk / "returns").iterdir()}
        answers = [filled_in(blanks[service], path) for service, path in council.returns().items()]
        (good,) = (path for path in answers if path.name != SAFEGUARDING)
        right = desk / "returns" / SAFEGUARDING
        wrong = spoilt(right, desk / "wrong")
        page.get_by_role("link", name="Where it stands").click()
        seen.look("waiting for returns")

        sent_in(page, good, wrong)
        expect(page.get_by_role("heading", level=1)).to_have_text("2 files came in")
        expect(page.get_by_role("main")).to_contain_text("fix 1 date")
        expect(page.get_by_role("main")).to_contain_text("choose 1 answer from its list")
        seen.look("returns answered")
        page.get_by_role("link", name="What to do", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("the end of May")
        seen.look("what to do")
        copy = downloaded(page, "Download the copy for the officer", desk / "copies")
        assert openpyxl.load_workbook(copy).sheetnames[0] == "Problems"
        listed = downloaded(page, "Download the list for Excel", desk)
        assert "Nearly done" in listed.read_text("utf-8-sig")

        page.get_by_role("link", name="Build", exact=True).click()
        expect(page.get_by_label("The final report")).to_be_disabled()
        seen.look("build with errors")
        page.get_by_role("button", name="Build").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The report is built")
        seen.look("draft built")

        page.get_by_role("link", name="Files sent in").click()
        sent_in(page, right)
        expect(page.get_by_role("main")).to_contain_text("Both are kept")
        seen.look("second return kept beside")
        page.get_by_role("button", name="Use this one").first.click()
        seen.look("second return chosen")
        page.get_by_role("link", name="Where it stands").click()
        expect(page.get_by_role("heading", name="Ready for a final report")).to_be_visible()
        seen.look("ready")

        page.get_by_role("link", name="Build the report").click()
        page.get_by_role("button", name="Build").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The report is built")
        seen.look("built")
        word = downloaded(page, "Download the Word file", desk)
        assert "DRAFT" not in word.name
        page.get_by_role("link", name="Look at it here").click()
        page.get_by_text("Half-day sessions in mixed groups").first.click()
        expect(page.locator("details[open]")).to_contain_text(SAFEGUARDING)
        seen.look("preview")
        page.get_by_role("link", name="Finished reports").click()
        seen.look("finished")
        page.get_by_role("link", name="Check it before it is published").first.click()
        seen.look("checked")

    folder = ReportFolder(shelf / "Autumn 2026")
    (final,) = (path for path in folder.output.glob("*.docx") if "DRAFT" not in path.name)
    assert word.read_bytes() == final.read_bytes()
    assert pipeline.verify(final).problems == []
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    assert "COMPLETED" in text
