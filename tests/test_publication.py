"""The two files of a report that withholds something: the public one leaks no word of it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import reports

from report_builder import pipeline
from report_builder.folder import ReportFolder

SECRETS = ("Secretwording", "Secretprogress", "Secretparagraph", "Secretopinion")
EXEMPT = {
    "publication": "Exempt",
    "exempt_paragraph": "3 financial or business affairs",
    "withheld_reason": "It names a contractor’s prices.",
}


def _private() -> tuple[dict[str, Any], dict[str, Any]]:
    report, told = reports.tiny(), reports.tiny_return()
    report["register"][0].update(EXEMPT, wording="ensure that Secretwording is kept")
    told["actions"][0]["progress"] = "Secretprogress was made."
    report["summary"].append(
        {"kind": "Numbered paragraph", "text": "Secretparagraph is said here.", **EXEMPT}
    )
    report["implications"][1].update(
        text="Secretopinion of counsel.",
        publication="Confidential",
        withheld_reason="A court has forbidden its disclosure.",
    )
    report["decision"].update(_PRIVATE_ANSWERS)
    return report, told


_PRIVATE_ANSWERS: dict[str, Any] = {
    "private": "Yes",
    "private_reasons": "Prices of a contractor are in it.",
    "private_class": "Both",
    "private_withheld": "The parts that say so.",
    "private_paragraphs": "3",
    "public_interest": "The council would pay more if its contractors knew each other's prices.",
    "no_statutory_register": "Yes",
    "confidential_by": "A court order",
}


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    report, told = _private()
    return reports.written(tmp_path, report, told)


@pytest.fixture
def files(folder: ReportFolder) -> dict[str, Path]:
    built = pipeline.build(folder, draft=False)
    assert not built.checked.has_errors, built.checked.problems
    return {"public": built.paths[0], "exempt": built.paths[1]}


def test_no_withheld_word_is_in_any_part_of_the_public_file_or_its_manifest(
    files: dict[str, Path],
) -> None:
    with zipfile.ZipFile(files["public"]) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    whole += files["public"].with_name(files["public"].stem + ".manifest.json").read_bytes()
    for secret in SECRETS:
        assert secret.encode() not in whole
        assert secret.encode("utf-16-le") not in whole


def test_the_public_file_says_what_is_withheld_and_why(files: dict[str, Path]) -> None:
    said = reports.paragraphs(docx.Document(str(files["public"])))
    statement = (
        "Not for publication: exempt under paragraph 3 of Schedule 12A to the Local Government Act "
        "1972 (financial or business affairs). It names a contractor’s prices."
    )
    assert statement in said
    assert f"{statement}\u00a0COMPLETED" in said
    assert (
        "Not for publication: confidential information. A court has forbidden its disclosure."
        in said
    )


def test_the_exempt_file_has_everything_and_says_so_on_its_first_page(
    files: dict[str, Path],
) -> None:
    document = docx.Document(str(files["exempt"]))
    whole = "\n".join(reports.paragraphs(document))
    assert all(secret in whole for secret in SECRETS)
    first = reports.paragraphs(document)[0]
    assert first == (
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


def test_figures_are_the_same_in_both_files(files: dict[str, Path]) -> None:
    for path in files.values():
        assert "There are two areas." in reports.paragraphs(docx.Document(str(path)))


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


def test_a_report_that_is_not_private_withholds_nothing(tmp_path: Path) -> None:
    report, told = _private()
    report["decision"] = reports.tiny()["decision"]
    codes = [code for _, _, code in reports.found(reports.written(tmp_path, report, told))]
    assert codes.count("withheld-but-not-private") == 3
