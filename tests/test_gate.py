"""The gate: whatever lies in the folder, it is told what it is, and nothing costly is opened."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_xlsx import Tiny, zipped

from report_builder.workbooks import gate
from report_builder.workbooks.faults import RefusedError
from report_builder.workbooks.read import read, workbooks_in
from report_builder.workbooks.standard_return import STANDARD_RETURN
from report_builder.workbooks.xlsx import package


def code_of(path: Path) -> str:
    """Return the code of the one problem that stops the reading of a file."""
    filled = read(path, STANDARD_RETURN)
    assert not filled.tables
    (problem,) = filled.problems
    assert problem.where.workbook == path.name
    return problem.code


def test_the_bytes_of_a_zip_file_pass(tmp_path: Path) -> None:
    path = tmp_path / "Early Help.xlsx"
    path.write_bytes(Tiny().bytes())
    assert gate.admitted(path) == path.read_bytes()


def a_folder(path: Path) -> None:
    path.mkdir()


def a_broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("gone.xlsx"))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_file_of_51_megabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(51 * 2**20)


def a_package_of_many_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(package.MAX_PARTS + 1):
            packed.writestr(f"{number}", b"")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (a_folder, "folder-not-read"),
        (a_broken_link, "cannot-be-opened"),
        (a_pipe, "cannot-be-opened"),
        (a_file_of_51_megabytes, "too-large"),
        (a_package_of_many_parts, "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_what_is_no_workbook_is_told(
    tmp_path: Path, make: Callable[[Path], None], code: str
) -> None:
    path = tmp_path / "Early Help.xlsx"
    make(path)
    assert code_of(path) == code


def test_a_lock_file_is_told_by_the_name_of_its_workbook(tmp_path: Path) -> None:
    path = tmp_path / "~$Early Help.xlsx"
    path.write_bytes(b"\x08Dee Head")
    (problem,) = read(path, STANDARD_RETURN).problems
    assert problem.message.startswith("Early Help.xlsx seems to be open")
    assert "Dee" not in problem.message + problem.value


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("Early Help.xlsx", True),
        ("Early Help.csv", True),
        ("~$Early Help.xlsx", True),
        (".~lock.Early Help.xlsx#", True),
        (".Early Help.xlsx.icloud", True),
        (".DS_Store", False),
        ("._Early Help.xlsx", False),
        (".abc123.part", False),
        ("Thumbs.db", False),
        ("desktop.ini", False),
    ],
)
def test_all_but_the_files_of_the_system_are_told(tmp_path: Path, name: str, is_told: bool) -> None:
    (tmp_path / name).write_bytes(b"")
    assert list(workbooks_in(tmp_path)) == [tmp_path / name] * is_told


def test_a_part_that_is_never_read_may_be_damaged(tmp_path: Path) -> None:
    book = Tiny()
    book.parts["xl/media/image1.png"] = b"picture" * 100
    content = bytearray(book.bytes())
    content[content.index(b"xl/media/image1.png") + 25] ^= 0xFF
    path = tmp_path / "Early Help.xlsx"
    path.write_bytes(content)
    assert read(path, STANDARD_RETURN).problems == ()


@pytest.mark.parametrize(
    "target", ["/xl/workbook.xml", "xl\\workbook.xml", "./xl/../xl/workbook.xml"]
)
def test_a_part_is_found_however_its_place_is_spelled(target: str) -> None:
    parts = Tiny().all_parts()
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", target.encode())
    found = package.Package(zipped(parts)).relations("")
    assert [one.target for one in found.values()] == ["xl/workbook.xml"]


def test_a_zip_file_without_a_directory_is_damaged() -> None:
    with pytest.raises(RefusedError) as refused:
        package.Package(b"PK\x03\x04 and nothing else")
    assert refused.value.kind.code == "damaged-workbook"
