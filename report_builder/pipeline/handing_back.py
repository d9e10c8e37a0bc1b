"""``check --return-to``: each workbook with its problems, and the author's summary."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder import asked
from report_builder.errors import FolderError
from report_builder.explanations import Explanations
from report_builder.files import NO_DATE, write_whole
from report_builder.folder import ReportFolder
from report_builder.merged import Merged
from report_builder.pipeline.checking import Checked
from report_builder.problems import as_shown, writable

if TYPE_CHECKING:
    from report_builder.workbooks.annotate import Author, Returned, Told
    from report_builder.workbooks.read import Filled

_OF_THE_STATUS = frozenset(
    (
        *("missing-for-status", "completed-after-as-at", "completed-before-inspection"),
        *("completed-beside-other-words", "no-longer-required-but-further-work"),
        *("not-started-but-impact", "reason-but-not-reopened"),
    )
)
"""The problems that another status puts right as well as another answer in their cell."""


def hand_back(folder: ReportFolder, checked: Checked, target: Path) -> list[Path]:
    """Write, into ``target``, a copy of each workbook with its problems, and the summary.

    Returns the files that were written: the workbooks, then the summary as HTML, JSON and CSV.
    What the author is to act on is not told to an officer, but in the copy of the report workbook,
    which is written if there is anything to tell; a file with nothing else, such as a lock file, is
    not answered.

    Raises:
        FolderError: ``target`` is among the inputs, or holds another workbook of a name that is
            wanted; nothing is written then.
        OutputError: a file could not be written.
    """
    from report_builder import summary

    inputs = (folder.report_workbook.parent.resolve(), folder.returns.resolve())
    if any(target.resolve().is_relative_to(path) for path in inputs):
        raise FolderError(
            f"{target} lies among the inputs, which are never altered. Name another folder with "
            "--return-to."
        )
    merged = checked.merged
    if merged is None:
        raise FolderError(
            f"{folder.report_workbook} cannot be used, so that no return can be judged. Run "
            "report-builder check, and correct it first."
        )
    told = _told(checked, merged)
    files: dict[Path, bytes] = {}
    authors = target / folder.report_workbook.name
    own = _answer_to_author(folder, merged, told)
    if own:
        files[authors] = own.content
    for filled in merged.returns:
        answer = _answer(folder, merged, filled, told)
        if answer:
            files[_free(target / answer.name, {*files, authors})] = answer.content
    for path, content in files.items():
        if path.exists() and not _holds(path, content):
            raise FolderError(
                f"{path} is there already, perhaps with somebody's work in it, and is not "
                "overwritten. Name another folder with --return-to."
            )
    stand = summary.summarise(merged, checked.problems)
    files[target / "summary.html"] = summary.as_html(stand).encode()
    files[target / "summary.json"] = summary.as_json(stand).encode()
    files[target / "summary.csv"] = summary.as_csv(stand).encode()
    for path, content in files.items():
        write_whole(path, content)
    return list(files)


def answer_to(folder: ReportFolder, checked: Checked, file: str) -> Returned | None:
    """Return the copy of the workbook ``file`` that goes back to its officer, or to the author.

    ``None`` if there is no such workbook, or nothing to say about it.
    """
    merged = checked.merged
    if merged is None:
        return None
    if file == merged.report_file:
        return _answer_to_author(folder, merged, _told(checked, merged))
    filled = next((each for each in merged.returns if each.file == file), None)
    return _answer(folder, merged, filled, _told(checked, merged)) if filled else None


def _answer_to_author(
    folder: ReportFolder, merged: Merged, told: dict[str, list[Told]]
) -> Returned | None:
    from report_builder.workbooks.annotate import handed_back

    own = told.get(merged.report_file, [])
    if not own and merged.report_file not in merged.tables["problems"].places:
        return None
    return handed_back(folder.report_workbook, own, made=_made(merged), author=None)


def _answer(
    folder: ReportFolder, merged: Merged, filled: Filled, told: dict[str, list[Told]]
) -> Returned | None:
    from report_builder.workbooks.annotate import handed_back

    found = told.get(filled.file, [])
    if not found and not filled.rows:
        return None
    path = folder.return_called(filled.file)
    return handed_back(path, found, made=_made(merged), author=_author(merged))


def _author(merged: Merged) -> Author:
    """Return whom the officers send their returns to, as the report workbook says it."""
    from report_builder.workbooks.annotate import Author

    cover = merged.tables["cover"]
    said = (cover.value(name) for name in ("author", "author_email", "returns_due"))
    return Author(*(writable(as_shown(value)) for value in said))


def _told(checked: Checked, merged: Merged) -> dict[str, list[Told]]:
    """Return the problems by the workbook whose copy tells them."""
    from report_builder.workbooks.annotate import Told

    explanations = Explanations(merged)
    told: dict[str, list[Told]] = {}
    for problem in checked.problems:
        workbook = explanations.workbook_of(problem)
        where = problem.where
        field = explanations.field_at(where)
        is_of_content = asked.sort_of(problem.code) is not asked.CELLS
        each = Told(
            problem,
            explanations.fingerprint(problem),
            explanations.of(problem),
            is_elsewhere=workbook != where.workbook,
            field=field,
            status=explanations.status_beside(where) if problem.code in _OF_THE_STATUS else None,
            is_seen_in_content=is_of_content and not (field and field.prefilled),
        )
        told.setdefault(workbook, []).append(each)
    return told


def _made(merged: Merged) -> dt.date:
    return merged.as_at or NO_DATE


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False


def _free(path: Path, taken: Iterable[Path]) -> Path:
    """Return ``path``, with a number in its name if it is taken; case does not count."""
    names = {each.name.casefold() for each in taken}
    numbered = (path.with_stem(f"{path.stem} ({number})") for number in itertools.count(2))
    return next(
        one for one in itertools.chain([path], numbered) if one.name.casefold() not in names
    )
