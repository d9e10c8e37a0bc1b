"""``compare``: what changed between two reports, for the lead member."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from report_builder import record
from report_builder.comparison.page import as_html
from report_builder.comparison.reports import Comparison
from report_builder.comparison.reports import compare as compare_records
from report_builder.errors import FolderError
from report_builder.files import NO_DATE, file_name, write_whole
from report_builder.folder import ReportFolder
from report_builder.manifest import DRAFT, PRIVATE, PUBLIC
from report_builder.pipeline.reading import Tell, silent

_WORD = ".docx"


@dataclass(frozen=True)
class Compared:
    """What was found, the files that were written, and why one of them was not."""

    comparison: Comparison
    paths: tuple[Path, ...]
    not_tracked: str = ""
    """Why there is no Word file with tracked changes, where two Word files were compared."""


def compare(old: Path, new: Path, output: Path, tell: Tell = silent) -> Compared:
    """Write what changed from ``old`` to ``new`` as a Word document and as a web page.

    Each is a report folder (its report that was built last), a record, or a Word file that lies
    beside its record. Of two Word files there is also one with tracked changes, where the library
    for it is installed.

    Raises:
        FolderError: one of them is nothing that can be compared, both are the same, or ``old`` is
            the later one.
        OutputError: a file cannot be written.
    """
    from report_builder.word.comparison_page import as_word

    places = _record_of(old), _record_of(new)
    if places[0].resolve() == places[1].resolve():
        raise FolderError(
            f"{old} and {new} are one report: both have the record {places[0]}. Name two reports, "
            "or the records of two versions in an output folder."
        )
    before, after = (record.load(place) for place in places)
    if record.place(before) > record.place(after):
        raise FolderError(
            f"{old} is the later of the two reports ({before}). Name the earlier one first."
        )
    comparison = compare_records(before, after)
    as_at = after.as_at or NO_DATE
    tell("Writing what has changed")
    name = file_name(after.title or "Executive Decision Report")
    versions = _versions(comparison)
    ending = PRIVATE if comparison.classifications else ""
    files = {
        f"{name} - what has changed{versions}{ending}{_WORD}": as_word(comparison, as_at),
        f"{name} - what has changed{versions}{ending}.html": as_html(comparison).encode(),
    }
    not_tracked = ""
    if old.suffix.lower() == new.suffix.lower() == _WORD:
        tell("Comparing the Word files")
        made, not_tracked = _tracked(old, new, as_at)
        # What the one leaves out and the other has stands in it, marked as deleted or added.
        is_public = _edition(old) == _edition(new) == PUBLIC
        ending = PRIVATE if comparison.classifications and not is_public else ""
        if made:
            files[f"{name} - tracked changes{versions}{ending}{_WORD}"] = made
    paths = {output / each: content for each, content in files.items()}
    for path, content in paths.items():
        write_whole(path, content)
    return Compared(comparison, tuple(paths), not_tracked)


def _tracked(old: Path, new: Path, as_at: dt.date) -> tuple[bytes, str]:
    """Return the Word file with tracked changes, or nothing and why there is none."""
    from report_builder.word import tracked

    if not tracked.is_possible():
        return b"", (
            "There is no Word file with tracked changes: the library for it is not installed. "
            'Install it with python -m pip install "python-redlines[docxodus]", or let Word '
            "compare the two files (Review, Compare)."
        )
    made = tracked.tracked(old.read_bytes(), new.read_bytes(), as_at)
    if made is None:
        return b"", (
            "There is no Word file with tracked changes: the two files could not be compared "
            "without loss. Let Word compare them (Review, Compare)."
        )
    return made, ""


def _versions(comparison: Comparison) -> str:
    """Return what the names of the files say of the two reports, if anything tells them apart."""
    if comparison.then.startswith("the earlier"):
        return ""
    then, now = (file_name(f"{each[0].lower()}{each[1:]}") for each in comparison.columns)
    return f" from {then} to {now}"


def _edition(word: Path) -> str:
    """Return how the name of a Word file ends: ``PUBLIC``, ``PRIVATE``, ``DRAFT`` or not at all."""
    endings = (ending for ending in (PUBLIC, PRIVATE, DRAFT) if word.stem.endswith(ending))
    return next(endings, "")


def _record_of(given: Path) -> Path:
    """Return the path of the record of a report folder, of a Word file, or the record itself."""
    if given.is_dir():
        return _newest(ReportFolder(given).output)
    if given.suffix.lower() != _WORD:
        if given.is_file():
            return given
        raise FolderError(
            f"There is nothing at {given}. Name a report folder, a record "
            f"(….{record.SUFFIX.removeprefix('.')}) or a Word file of a report."
        )
    if not given.is_file():
        raise FolderError(f"There is no Word file {given}.")
    edition = _edition(given)
    if edition == DRAFT:
        raise FolderError(
            f"{given} is a draft, and a draft leaves no record to compare. Build the final report."
        )
    found = record.path_in(given.parent, given.stem.removesuffix(edition))
    if not found.is_file():
        raise FolderError(
            f"There is no record beside {given}: {found.name} is missing. Copy it from the output "
            "folder of the report, where it was written with the Word file."
        )
    return found


def _newest(output: Path) -> Path:
    """Return the record that was written last into ``output``."""
    found = sorted(
        output.glob(f"*{record.SUFFIX}"), key=lambda path: (path.stat().st_mtime, path.name)
    )
    if not found:
        raise FolderError(
            f"There is no record of a finished report in {output}. Run report-builder build first."
        )
    return found[-1]
