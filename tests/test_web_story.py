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
SAFEGUARDING = "Safeguarding and Early Help"


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


class Author:
    """A report author at the browser, who has never opened a terminal."""

    def __init__(self, page: Page, place: Path) -> None:
        self.page, self.desk = page, place / "desk"
        self.seen = browser.Seen(page, place / "screens")
        self._place = place

    def sees(self, heading: str, *words: str, named: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        for each in words:
            expect(self.page.get_by_role("main")).to_contain_text(each)
        self.seen.look(named)

    def goes_to(self, place: str) -> None:
        self.page.get_by_role("navigation").get_by_role("link", name=place, exact=True).click()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button).first.click()

    def begins_a_report(self) -> None:
        self.presses("Begin the report")
        expect(self.page.get_by_role("alert")).to_contain_text("Give the report a name")
        expect(self.page.get_by_role("alert")).to_be_focused()
        self.sees("Your reports", named="no name")
        self.page.get_by_label("Name of the report").fill("Autumn 2026")
        self.presses("Begin the report")
        self.sees("Where the report stands", "The report has no title yet", named="begun")

    def fills_in_the_report_workbook(self) -> Council:
        workbook = downloaded(self.page, "Download the report workbook", self.desk)
        council = Council(self._place / "council", workbook)
        sent_in(self.page, filled_in(workbook, council.report))
        self.sees("1 file came in", "It is the report workbook now", named="workbook sent in")
        return council

    def collects_the_returns(self, council: Council) -> dict[str, Path]:
        self.goes_to("Where it stands")
        self.presses("Make blank returns")
        self.sees("Returns for 2 services", named="issued")
        packed = downloaded(self.page, "Download all (zip)", self.desk)
        zipfile.ZipFile(packed).extractall(self.desk / "returns")
        self.goes_to("Where it stands")
        self.sees("Where the report stands", "Not filled in yet", named="waiting for returns")
        blanks = {path.stem: path for path in (self.desk / "returns").iterdir()}
        return {name: filled_in(blanks[name], path) for name, path in council.returns().items()}

    def sends_in_one_with_faults(self, answers: dict[str, Path]) -> None:
        wrong = spoilt(answers[SAFEGUARDING], self.desk / "wrong")
        others = [path for name, path in answers.items() if name != SAFEGUARDING]
        sent_in(self.page, *others, wrong)
        asked = ("fix 1 date", "choose 1 answer from its list")
        self.sees("2 files came in", *asked, named="returns answered")
        self.goes_to("What to do")
        self.sees("What to do", "the end of May", named="what to do")
        copy = downloaded(self.page, "Download the copy for the officer", self.desk / "copies")
        assert openpyxl.load_workbook(copy).sheetnames[0] == "Problems"
        listed = downloaded(self.page, "Download the list for Excel", self.desk)
        assert "Nearly done" in listed.read_text("utf-8-sig")

    def builds_a_draft(self) -> None:
        self.goes_to("Build")
        expect(self.page.get_by_label("The final report")).to_be_disabled()
        self.sees("Build the report", named="build with errors")
        self.presses("Build")
        self.sees("The report is built", "DRAFT", named="draft built")
        self.goes_to("What to do")
        self.page.get_by_role("link", name="Show").last.click()
        opened = self.page.locator("details[open]")
        expect(opened).to_contain_text("Choose “Status” of")
        self.sees("Preview", named="from a cell to its paragraph")

    def chooses_the_second_return(self, answer: Path) -> None:
        self.goes_to("Files sent in")
        sent_in(self.page, answer)
        self.sees("1 file came in", "Both are kept", named="second return kept beside")
        self.goes_to("Where it stands")
        self.sees("Where the report stands", "1 return waits for your choice", named="waits")
        self.goes_to("Files sent in")
        self.presses("Use this one")
        self.sees("Files sent in", "is in use now", named="second return chosen")
        self.goes_to("Where it stands")
        expect(self.page.get_by_text("waits for your choice")).to_have_count(0)
        self.sees("Where the report stands", "Ready for a final report", named="ready")

    def builds_the_report(self) -> Path:
        self.page.get_by_role("link", name="Build the report").click()
        self.presses("Build")
        self.sees("The report is built", named="built")
        return downloaded(self.page, "Download the Word file", self.desk)

    def looks_through_it(self) -> None:
        self.page.get_by_role("link", name="Look at it here").click()
        self.page.get_by_text("Half-day sessions in mixed groups").first.click()
        expect(self.page.locator("details[open]")).to_contain_text(f"{SAFEGUARDING}.xlsx")
        self.page.get_by_text("Find where a cell is printed").click()
        self.page.get_by_label("Workbook and sheet").select_option(f"{SAFEGUARDING}.xlsx, Actions")
        self.page.get_by_label("Cell", exact=True).fill("Z99")
        self.presses("Find it")
        expect(self.page.get_by_role("alert")).to_contain_text("is not printed in this report")
        self.sees("Preview", named="a cell that is not printed")
        self.page.get_by_label("Cell", exact=True).fill("f6")
        self.presses("Find it")
        expect(self.page.locator("details.paragraph[open]")).to_have_count(1)
        self.sees("Preview", named="preview")
        self.goes_to("Finished reports")
        self.sees("Finished reports", named="finished")
        self.page.get_by_role("link", name="Check it before it is published").first.click()
        self.sees("Fit to publish", named="checked")


def test_from_nothing_to_the_final_word_file_with_the_mouse_alone(
    tmp_path: Path, page: Page
) -> None:
    author = Author(page, tmp_path)
    shelf = tmp_path / "reports"
    shelf.mkdir()
    with browser.served(shelf) as running:
        page.goto(running.entry)
        author.begins_a_report()
        council = author.fills_in_the_report_workbook()
        answers = author.collects_the_returns(council)
        author.sends_in_one_with_faults(answers)
        author.builds_a_draft()
        author.chooses_the_second_return(answers[SAFEGUARDING])
        word = author.builds_the_report()
        author.looks_through_it()

    folder = ReportFolder(shelf / "Autumn 2026")
    (final,) = (path for path in folder.output.glob("*.docx") if "DRAFT" not in path.name)
    assert word.read_bytes() == final.read_bytes()
    assert pipeline.verify(final).problems == []
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    assert "COMPLETED" in text
