"""Real load: fifty returns at once, two people at once, a build meanwhile, a kill in the middle."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import browser
import openpyxl
import pytest
import reports
from web_requests import Answer, Visitor, named

from report_builder import manifest, pipeline
from report_builder.files import write_whole
from report_builder.folder import ReportFolder

SERVICES = 50


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digests(*places: Path) -> set[str]:
    """Return the digests of all whole files below ``places``, but for marks beside them."""
    return {
        digest(path.read_bytes())
        for place in places
        for path in place.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report with fifty services, each of which has sent its return."""
    report = reports.tiny()
    wording = report["register"][0]
    names = [f"Service {number:02}" for number in range(SERVICES)]
    report["services"] = [{"service": name} for name in names]
    report["timescales"] = report["timescales"][:1]
    report["register"] = [
        {**wording, "reference": f"SG-{number:02}", "lead_service": name}
        for number, name in enumerate(names)
    ]
    told = reports.tiny_return()
    answer = told["actions"][0]
    returns = [
        {
            **told,
            "return": {**told["return"], "service": name},
            "actions": [{**answer, "reference": f"SG-{number:02}"}],
        }
        for number, name in enumerate(names)
    ]
    folder = tmp_path_factory.mktemp("council")
    reports.written(folder, report, *returns)
    return folder


@pytest.fixture
def answers(council: Path) -> list[tuple[str, bytes]]:
    """Return the fifty returns, as they are sent in."""
    return named(sorted((council / "inputs" / "returns").iterdir()))


@pytest.fixture(scope="module")
def issued(council: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report as it was before any return came: blank returns."""
    folder = ReportFolder(tmp_path_factory.mktemp("issued"))
    write_whole(folder.report_workbook, ReportFolder(council).report_workbook.read_bytes())
    shutil.copytree(council / "templates", folder.template.parent)
    written, problems = pipeline.issue(folder, reports.tiny()["cover"]["as_at"])
    assert (len(written), problems) == (SERVICES, [])
    return folder.root


@pytest.fixture
def folder(issued: Path, tmp_path: Path) -> ReportFolder:
    """Return a report of its own for each test, with blank returns."""
    return ReportFolder(Path(shutil.copytree(issued, tmp_path / "report")))


def again(content: bytes, place: Path) -> bytes:
    """Return a return with another progress."""
    place.write_bytes(content)
    book = openpyxl.load_workbook(place, rich_text=True)
    book["Actions"]["I6"].value = "Records are kept, and looked at again."
    book.save(place)
    return place.read_bytes()


def test_fifty_returns_at_once_are_all_answered_and_used(
    folder: ReportFolder, answers: list[tuple[str, bytes]]
) -> None:
    with browser.served(folder.root) as running:
        visitor = Visitor(running)
        sent = visitor.sends("/report/report/send", answers)
        answer = visitor.gets(sent.headers["Location"]).text
        home = visitor.gets("/report/report").text
    assert "50 files came in" in answer
    assert answer.count(">In use<") == SERVICES
    assert answer.count("Nothing needs to be done.") == SERVICES
    assert home.count(">Returned<") == SERVICES
    sent_in = {digest(content) for _, content in answers}
    assert digests(folder.received) == digests(folder.returns) == sent_in
    assert pipeline.check(folder).has_errors is False


def test_two_people_at_once_lose_nothing_of_each_other(
    folder: ReportFolder, answers: list[tuple[str, bytes]], tmp_path: Path
) -> None:
    mine = answers[:10]
    theirs = [(name, again(content, tmp_path / name)) for name, content in mine]
    with browser.served(folder.root) as running:
        people = Visitor(running), Visitor(running)
        with ThreadPoolExecutor(4) as at_once:
            sent = [
                at_once.submit(person.sends, "/report/report/send", [file])
                for pair in zip(mine, theirs, strict=True)
                for person, file in zip(people, pair, strict=True)
            ]
        assert [each.result().status for each in sent] == [303] * 20
        home = people[0].gets("/report/report").text
    assert digests(folder.received) == {digest(content) for _, content in [*mine, *theirs]}
    in_use = digests(folder.returns)
    for (_, one), (_, other) in zip(mine, theirs, strict=True):
        assert len({digest(one), digest(other)} & in_use) == 1
    assert "10 returns wait for your choice" in home


def test_a_build_while_returns_come_in_is_of_one_state_of_them(
    folder: ReportFolder, answers: list[tuple[str, bytes]]
) -> None:
    with browser.served(folder.root) as running:
        visitor = Visitor(running)
        begun = visitor.posts("/report/report/build", kind="draft")
        with ThreadPoolExecutor(3) as at_once:
            sent = [
                at_once.submit(visitor.sends, "/report/report/send", [file])
                for file in answers[:20]
            ]
            second = visitor.posts("/report/report/build", kind="draft")
        assert {each.result().status for each in sent} == {303}
        assert second.headers["Location"].partition("?")[0] == begun.headers["Location"] or (
            visitor.waits_for(second.headers["Location"]).status == 200
        )
        built = visitor.waits_for(begun.headers["Location"])
        assert "The report is built" in built.text or "changed again and again" in built.text
        last = visitor.waits_for(
            visitor.posts("/report/report/build", kind="draft").headers["Location"]
        )
        assert "The report is built" in last.text
    assert digests(folder.received) == {digest(content) for _, content in answers[:20]}
    (word,) = folder.output.glob("*.docx")
    made_from = manifest.load(manifest.beside(word)).made_from
    assert set(made_from.values()) <= digests(folder.root)
    assert pipeline.changed_since(folder, word) == []


def test_a_second_build_is_told_of_the_first(folder: ReportFolder) -> None:
    with browser.served(folder.root) as running:
        people = Visitor(running), Visitor(running)
        first, second = (person.posts("/report/report/build", kind="draft") for person in people)
        path, _, asked = second.headers["Location"].partition("?")
        assert (path, asked) == (first.headers["Location"], "was=running")
        page = people[1].gets(second.headers["Location"]).text
        assert "This was begun before you asked" in page or "The report is built" in page
        assert "The report is built" in people[1].waits_for(path).text
    assert len(list(folder.output.glob("*.docx"))) == 1


@pytest.mark.parametrize("answered", [1, 20])
def test_killed_in_the_middle_nothing_that_was_answered_is_lost(
    folder: ReportFolder, answers: list[tuple[str, bytes]], answered: int
) -> None:
    blank = digests(folder.returns)
    sent_in = {digest(content) for _, content in answers}
    running = browser.Served(folder.root)
    visitor = Visitor(running)
    visitor.posts("/report/report/build", kind="draft")
    count = itertools.count(1)
    acknowledged: set[str] = set()

    def send(file: tuple[str, bytes]) -> None:
        answer = _unless_gone(lambda: visitor.sends("/report/report/send", [file]))
        if answer is not None and answer.status == 303:
            acknowledged.add(digest(file[1]))
            if next(count) == answered:
                running.kill()

    with ThreadPoolExecutor(3) as at_once:
        list(at_once.map(send, answers))
    assert answered <= len(acknowledged) < SERVICES
    assert acknowledged <= digests(folder.received) <= sent_in
    assert digests(folder.returns) <= sent_in | blank
    assert len(list(folder.returns.glob("*.xlsx"))) == SERVICES

    with browser.served(folder.root) as once_more:
        visitor = Visitor(once_more)
        visitor.sends("/report/report/send", answers)
        final = visitor.posts("/report/report/build", kind="final")
        assert "The report is built" in visitor.waits_for(final.headers["Location"]).text
    assert digests(folder.returns) == digests(folder.received) == sent_in


def _unless_gone(ask: Callable[[], Answer]) -> Answer | None:
    """Return the answer, ``None`` if the program has gone."""
    try:
        return ask()
    except (OSError, http.client.HTTPException):
        return None
