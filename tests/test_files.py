"""Files are written whole or not at all, packages are the same bytes, names suit every system."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from report_builder import files
from report_builder.errors import OutputError
from report_builder.files import (
    Together,
    canonical_package,
    file_name,
    joined,
    packed,
    write_whole,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_into_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "report.docx"
    write_whole(target, b"whole")
    assert target.read_bytes() == b"whole"
    assert files_in(target.parent) == ["report.docx"]


def test_writes_in_the_place_of_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    for content in (b"a longer one", b"short", b""):
        write_whole(target, content)
        assert target.read_bytes() == content
    assert files_in(tmp_path) == ["report.docx"]


@posix_only
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_the_file_has_the_permissions_of_any_new_file(
    tmp_path: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "report.docx", b"whole")
        assert os.umask(umask) == umask  # and the mask is left as it was
    finally:
        os.umask(before)
    assert (tmp_path / "report.docx").stat().st_mode & 0o777 == mode


@contextlib.contextmanager
def _full_disk(room: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``room`` bytes."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"what was there")
    with _full_disk(1000), pytest.raises(OutputError, match=r"report\.docx could not be written"):
        write_whole(target, bytes(100_000))
    assert target.read_bytes() == b"what was there"
    assert files_in(tmp_path) == ["report.docx"]


def test_a_folder_in_the_files_place_is_left(tmp_path: Path) -> None:
    (tmp_path / "report.docx" / "inside").mkdir(parents=True)
    with pytest.raises(OutputError):
        write_whole(tmp_path / "report.docx", b"whole")
    assert files_in(tmp_path) == ["report.docx"]
    assert files_in(tmp_path / "report.docx") == ["inside"]


def test_a_file_in_the_folders_place_is_left(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(OutputError):
        write_whole(tmp_path / "output" / "report.docx", b"whole")
    assert (tmp_path / "output").read_bytes() == b"a file"


@contextlib.contextmanager
def _as_somebody_else() -> Iterator[None]:
    """Give up root's rights, which no permission withstands."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix_only
def test_a_read_only_folder_says_what_to_do() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(b"what was there")
        folder.chmod(0o555)
        with _as_somebody_else(), pytest.raises(OutputError) as raised:
            write_whole(folder / "report.docx", b"whole")
        folder.chmod(0o755)
        assert files_in(folder) == ["report.docx"]
        assert (folder / "report.docx").read_bytes() == b"what was there"
    assert "could not be written (Permission denied)" in str(raised.value)
    assert "check that the folder can be written to" in str(raised.value)


def _package(*parts: tuple[str, bytes], when: tuple[int, int, int]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name, (*when, 9, 30, 0)), content)
    return packed.getvalue()


_CORE = (
    b'<cp:coreProperties><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>'
    b"</cp:coreProperties>"
)


def _one_way(stamp: bytes, when: tuple[int, int, int], *, backwards: bool = False) -> bytes:
    parts = [
        ("word/document.xml", b"<w:document/>"),
        ("Notes.xml", b"<notes/>"),
        ("docProps/core.xml", _CORE % stamp),
        ("[Content_Types].xml", b"<Types/>"),
    ]
    return _package(*(reversed(parts) if backwards else parts), when=when)


def test_a_package_is_the_same_bytes_whenever_it_is_written() -> None:
    day = dt.date(2026, 8, 31)
    one = _one_way(b"2026-09-01T10:11:12Z", (2026, 9, 1))
    other = _one_way(b"2027-01-02T03:04:05Z", (2027, 1, 2), backwards=True)
    assert one != other
    assert canonical_package(one, modified=day) == canonical_package(other, modified=day)
    assert canonical_package(one, modified=day) != canonical_package(one, modified=dt.date.min)


def test_a_package_keeps_its_parts() -> None:
    made = canonical_package(
        _one_way(b"2026-09-01T10:11:12Z", (2026, 9, 1)), modified=dt.date(2026, 8, 31)
    )
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        assert package.namelist() == [
            "[Content_Types].xml",
            "Notes.xml",
            "docProps/core.xml",
            "word/document.xml",
        ]
        assert package.read("word/document.xml") == b"<w:document/>"
        assert package.read("docProps/core.xml") == _CORE % b"2026-08-31T00:00:00Z"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param("Early Help", "Early Help", id="as-it-is"),
        pytest.param("Children’s Social Care – Höme", "Children’s Social Care – Höme", id="signs"),
        pytest.param(" Early \t Help\n", "Early Help", id="spacing"),
        pytest.param('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j", id="refused-signs"),
        pytest.param("Home/School: what now?", "Home School what now", id="refused-at-the-end"),
        pytest.param("../../etc/passwd", "etc passwd", id="a-path"),
        pytest.param("Report.", "Report", id="full-stop"),
        pytest.param(".hidden", "hidden", id="hidden-on-linux"),
        pytest.param("con", "report con", id="reserved"),
        pytest.param("LPT1", "report LPT1", id="reserved-in-capitals"),
        pytest.param("Nul.docx", "report Nul.docx", id="reserved-with-an-ending"),
        pytest.param("aux . notes", "report aux . notes", id="reserved-before-a-dot"),
        pytest.param("control", "control", id="not-reserved"),
        pytest.param("", "report", id="empty"),
        pytest.param(" ?.. /", "report", id="nothing-left"),
    ],
)
def test_file_name(words: str, name: str) -> None:
    assert file_name(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pytest.param("x" * 80, "x" * 80, id="80-characters"),
        pytest.param("x" * 81, "x" * 80, id="one-long-word"),
        pytest.param("word " * 15 + "seven", "word " * 15 + "seven", id="80-with-spaces"),
        pytest.param("word " * 20, ("word " * 16).strip(), id="cut-between-words"),
        pytest.param("word " * 15 + "twelve more", ("word " * 15).strip(), id="not-within-a-word"),
        pytest.param("a. " * 40, ("a. " * 26 + "a"), id="no-full-stop-left-by-the-cut"),
    ],
)
def test_a_long_title_is_cut_at_a_word(words: str, name: str) -> None:
    assert file_name(words) == name


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=150))
@example("報" * 100)
@example("👩\u200d👧" * 60)
@example("con " + "x" * 100)
@example("." * 90)
@example("aux .x")
@example("e\u0301" * 90)
def test_any_words_make_a_name_that_every_system_takes(words: str) -> None:
    name = file_name(words)
    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(sign) >= 32 and sign not in "\x85\u2028\u2029" for sign in name)
    assert name == name.strip(". ")
    assert len(f"{name} - version 10 DRAFT.docx".encode()) <= 255
    assert name.split(".")[0].strip().casefold() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_the_name_can_be_written(tmp_path: Path) -> None:
    for words in ("報" * 100, "👩\u200d👧" * 60, "con", "a/b", "."):
        write_whole(tmp_path / f"{file_name(words)} - version 1 DRAFT.docx", b"whole")
    assert len(files_in(tmp_path)) == 5


def test_what_is_long_is_packed_more_quickly_and_less_closely() -> None:
    text = "".join(f"Area {number} is on track. " for number in range(5_000)).encode()
    day = dt.date(2026, 1, 1)
    closely, quickly = (
        packed({"a.xml": [text[:70], text[70:]]}, modified=day, is_long=is_long)
        for is_long in (False, True)
    )
    assert len(closely) < len(quickly) < len(text)
    for content in (closely, quickly):
        assert zipfile.ZipFile(io.BytesIO(content)).read("a.xml") == text


@given(st.lists(st.text(), max_size=9), st.integers(1, 9))
def test_joined_pieces_say_what_the_pieces_say(pieces: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_JOINED", most)
        found = list(joined(iter(pieces)))
    assert "".join(found) == "".join(pieces)
    assert len(found) == -(-len(pieces) // most)


# --- several files ----------------------------------------------------------------------------


def test_files_take_their_places_together(tmp_path: Path) -> None:
    one, other = tmp_path / "report.docx", tmp_path / "more" / "report.json"
    one.write_bytes(b"what was there")
    with Together() as together:
        together.place(one).write([b"wh", b"ole"])
        together.place(other).write([b"{}"])
        assert one.read_bytes() == b"what was there"
        assert not other.exists()
        together.put()
    assert (one.read_bytes(), other.read_bytes()) == (b"whole", b"{}")
    assert files_in(tmp_path) == ["more", "report.docx"]
    assert files_in(tmp_path / "more") == ["report.json"]


def written(*paths: Path, content: Iterable[bytes]) -> None:
    with Together() as together:
        for path in paths:
            together.place(path).write(content)
        together.put()


def test_files_that_are_not_finished_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        written(tmp_path / "one", tmp_path / "two", content=(bytes([4 // left]) for left in (1, 0)))
    with Together() as together:
        together.place(tmp_path / "never written")
        together.place(tmp_path / "never put").write([b"whole"])
    assert files_in(tmp_path) == []


def test_a_file_that_cannot_take_its_place_is_told_and_what_was_there_is_left(
    tmp_path: Path,
) -> None:
    (tmp_path / "first" / "inside").mkdir(parents=True)
    (tmp_path / "second").write_bytes(b"what was there")
    with pytest.raises(OutputError, match="first could not be written"):
        written(tmp_path / "first", tmp_path / "second", content=[b"whole"])
    assert files_in(tmp_path) == ["first", "second"]
    assert (tmp_path / "second").read_bytes() == b"what was there"


def test_a_file_has_one_place_however_often_it_is_asked_for(tmp_path: Path) -> None:
    with Together() as together:
        first, again = together.place(tmp_path / "a"), together.place(tmp_path / "a")
        first.write([b"early"])
        again.write([b"late"])
        together.put()
    assert files_in(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"late"
