"""``build``: the Word file, or two where something is withheld, their manifests, the record."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder import manifest, record
from report_builder.beside import CrashedError, Handed, Helper
from report_builder.errors import FolderError
from report_builder.files import Place, Together, encoded, file_name
from report_builder.folder import ReportFolder
from report_builder.manifest import DRAFT, PRIVATE, PUBLIC
from report_builder.phases import phase
from report_builder.pipeline.checking import Checked, Gathered, gather, judge
from report_builder.pipeline.editions import Edition, Inputs, editions_of, prepare, write
from report_builder.pipeline.reading import (
    Tell,
    helped,
    inputs_now,
    records_in,
    silent,
    size_of_returns,
)
from report_builder.problems import Problem

if TYPE_CHECKING:  # pandas is loaded while the workbooks are read
    from report_builder.merged import Merged

_MOST_TRIES = 5
_LONG = 1_500_000
"""How many bytes of returns make a long report: about 4,000 areas, as ``word.render`` has it."""
_ENDINGS = ("", PUBLIC, PRIVATE)


@dataclass(frozen=True)
class Built:
    """What a build did: the Word files that it wrote, the public one first, if any."""

    paths: tuple[Path, ...]
    checked: Checked
    left_behind: tuple[Path, ...] = ()
    """Files of an earlier build of this version, which may hold what is withheld now."""

    @property
    def path(self) -> Path | None:
        """Return the Word file, the public one where there are two; ``None`` if none was made."""
        return self.paths[0] if self.paths else None


def build(
    folder: ReportFolder,
    *,
    draft: bool,
    pdf: bool = False,
    tell: Tell = silent,
    alone: bool = False,
) -> Built:
    """Check, then write the Word file; a final one only if there is no error.

    Where something is withheld there are two: the public one, made without it, and one with
    everything in it. Nothing takes its place before all is made. If it is to be done ``alone``, no
    other process helps with it.

    Raises:
        FolderError: the report folder lacks a file, or its inputs are changed all the time.
        TemplateError: the Word template cannot be filled.
        OutputError: the Word file cannot be written.
        PdfError: a PDF is wanted, and cannot be made.
    """
    folder.required(folder.template, "Word template")
    if pdf:
        from report_builder.word.pdf import converter

        converter()  # said at once if there is none
    for _ in range(_MOST_TRIES):
        before = inputs_now(folder)
        with Together() as files:
            checked, paths = _written(folder, files, tell, draft=draft, pdf=pdf, alone=alone)
            if inputs_now(folder) == before:
                if paths:
                    files.put()
                break
        tell("An input was changed meanwhile: beginning again")
    else:
        raise FolderError(
            "The inputs were changed again and again while the report was being built, so that it "
            "would be of no one state of them. Build it again when nobody changes them."
        )
    left = () if draft or not paths else _left_behind(paths)
    return Built(tuple(paths), checked, left)


def _written(
    folder: ReportFolder, files: Together, tell: Tell, *, draft: bool, pdf: bool, alone: bool
) -> tuple[Checked, list[Path]]:
    """Write all ``files`` beside their places; return what a check found, and the reports' paths.

    There are none of those if it found an error that stands in the way.
    """
    with helped(folder, alone=alone) as helper:
        gathered = gather(folder, tell, helper, lambda one: _prepare(one, folder))
        begun = _begun_early(folder, files, gathered, helper) if helper and not draft else None
        checked = judge(gathered, tell)
        merged = checked.merged
        if merged is None or (checked.has_errors and not draft):
            return checked, []
        tell(f"Writing the Word file of {len(merged.areas):,} areas")
        wait = begun or _begun(folder, files, merged, checked.problems if draft else None, helper)
        if not draft:
            with phase("recording", len(merged.areas), "areas"):
                _write_record(folder, files, merged)
        word_files = wait()
    paths = [word_file.path for word_file in word_files]
    if pdf:
        from report_builder.word.pdf import as_pdf

        for word_file in word_files:
            tell(f"Making a PDF of {word_file.path.name}")
            paths.append(word_file.path.with_suffix(".pdf"))
            files.place(paths[-1]).write([as_pdf(word_file.beside.read_bytes())])
    return checked, paths


def _write_record(folder: ReportFolder, files: Together, merged: Merged) -> None:
    """Write the record of the report."""
    from report_builder.recording import record_of

    place = files.place(record.path_in(folder.output, _stem(merged)))
    place.write(encoded(record_of(merged).pieces()))


def _prepare(helper: Helper, folder: ReportFolder) -> None:
    """Have the template got ready; what is wrong with it is told when it is filled."""
    with contextlib.suppress(Exception):  # whatever it is, it is told when the report is made
        helper.call(prepare, folder.template, size_of_returns(folder) > _LONG)


_Waiting = Callable[[], list[Place]]


def _begun_early(
    folder: ReportFolder, files: Together, gathered: Gathered, helper: Helper
) -> _Waiting | None:
    """Begin to make the final report beside the checks, which nearly always let it pass.

    If they do not, it is thrown away; so what goes wrong here is not told before it is asked for.
    """
    if gathered.merged is None:
        return None
    try:
        return _begun(folder, files, gathered.merged, None, helper)
    except Exception:
        return None  # it is tried again after the checks, if they let it pass


def _begun(
    folder: ReportFolder,
    files: Together,
    merged: Merged,
    problems: list[Problem] | None,
    helper: Helper | None,
) -> _Waiting:
    """Begin to write the Word files and their manifests; return what waits for the Word files.

    With ``problems`` it is a draft, which has them as comments.
    """
    inputs = Inputs(folder.root, folder.template, folder.logo, _files_read(folder, merged))
    wanted: list[tuple[Edition, Place, Place]] = []
    for edition in editions_of(merged, problems):
        path = folder.output / f"{_stem(merged)}{edition.ending}.docx"
        wanted.append((edition, files.place(path), files.place(manifest.beside(path))))
    is_much = size_of_returns(folder) > _LONG
    waiting = [
        helper.begin(write, Handed(edition), inputs, *places, is_much=is_much)
        if helper
        else partial(write, Handed(edition), inputs, *places)
        for edition, *places in wanted
    ]

    def written() -> list[Place]:
        for (edition, *places), wait in zip(wanted, waiting, strict=True):
            try:
                wait()
            except CrashedError:  # for want of memory, as a rule: there is more without the helper
                write(Handed(edition), inputs, *places)
        return [word_file for _, word_file, _ in wanted]

    return written


def _left_behind(paths: list[Path]) -> tuple[Path, ...]:
    """Return the files of the same report and version that an earlier build made otherwise."""
    stem = paths[0].stem
    for ending in _ENDINGS[1:]:
        stem = stem.removesuffix(ending)
    withholds = paths[0].stem != stem
    others = (
        paths[0].with_name(f"{stem}{ending}{suffix}")
        for ending in (*_ENDINGS, *([DRAFT] if withholds else []))  # a draft withholds nothing
        for suffix in (".docx", ".pdf")
    )
    return tuple(path for path in others if path not in paths and path.exists())


def _stem(merged: Merged) -> str:
    """Return the name of a report's files, without what tells them apart."""
    cover = merged.tables["cover"]
    title = str(cover.value("title")) or "Executive Decision Report"
    version = str(cover.value("version")) or "0"
    return f"{file_name(title)} - version {file_name(version)}"


def _files_read(folder: ReportFolder, merged: Merged) -> tuple[Path, ...]:
    """Return the files that a report is made from."""
    returns = [folder.return_called(filled.file) for filled in merged.returns if filled.rows]
    logo = [folder.logo] if folder.logo else []
    return (folder.report_workbook, *returns, *records_in(folder), folder.template, *logo)
