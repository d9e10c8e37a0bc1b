"""``build``: the Word file, or two where something is withheld, their manifests, the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_builder import manifest, publication, record
from report_builder.errors import FolderError
from report_builder.files import NO_DATE, file_name, write_whole
from report_builder.folder import ReportFolder
from report_builder.merge import Merged
from report_builder.pipeline.checking import Checked, check
from report_builder.pipeline.reading import Tell, inputs_now, records_in, silent
from report_builder.problems import Problem
from report_builder.recording import record_of
from report_builder.report.compose import compose
from report_builder.report.numbers import numbered_alike

PUBLIC, PRIVATE, DRAFT = " PUBLIC", " NOT FOR PUBLICATION", " DRAFT"
_MOST_TRIES = 5
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


def build(folder: ReportFolder, *, draft: bool, pdf: bool = False, tell: Tell = silent) -> Built:
    """Check, then write the Word file; a final one only if there is no error.

    Where something is withheld there are two: the public one, made without it, and one with
    everything in it. Nothing is written before all is made.

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
        checked, paths, files = _files(folder, tell, draft=draft, pdf=pdf)
        if inputs_now(folder) == before:
            break
        tell("An input was changed meanwhile: beginning again")
    else:
        raise FolderError(
            "The inputs were changed again and again while the report was being built, so that it "
            "would be of no one state of them. Build it again when nobody changes them."
        )
    for path, content in files.items():
        write_whole(path, content)
    left = () if draft or not paths else _left_behind(paths)
    return Built(tuple(paths), checked, left)


def _files(
    folder: ReportFolder, tell: Tell, *, draft: bool, pdf: bool
) -> tuple[Checked, list[Path], dict[Path, bytes]]:
    """Return what a check found, the paths of the reports, and all files with their bytes."""
    checked = check(folder, tell)
    if checked.merged is None or (checked.has_errors and not draft):
        return checked, [], {}
    tell("Writing the Word file")
    files: dict[Path, bytes] = {}
    paths = []
    for edition in _editions(checked.merged, draft=draft):
        path, made = _made(folder, edition, checked.problems if draft else [])
        paths.append(path)
        files.update(made)
    if pdf:
        from report_builder.word.pdf import as_pdf

        for path in list(paths):
            tell(f"Making a PDF of {path.name}")
            paths.append(path.with_suffix(".pdf"))
            files[paths[-1]] = as_pdf(files[path])
    if not draft:
        reported = record_of(checked.merged)
        path = record.path_in(folder.output, _stem(reported.title, reported.version))
        files[path] = reported.as_json().encode()
    return checked, paths, files


def _left_behind(paths: list[Path]) -> tuple[Path, ...]:
    """Return the files of the same report and version that an earlier build made otherwise."""
    stem = paths[0].stem
    for ending in _ENDINGS[1:]:
        stem = stem.removesuffix(ending)
    others = (
        paths[0].with_name(f"{stem}{ending}{suffix}")
        for ending in _ENDINGS
        for suffix in (".docx", ".pdf")
    )
    return tuple(path for path in others if path not in paths and path.exists())


@dataclass(frozen=True)
class _Edition:
    """What one Word file is made from, what it says of itself, and how its name ends."""

    merged: Merged
    draft: bool
    classification: str
    ending: str
    full: Merged | None = None
    """What it is numbered like, if it is the public one of two."""


def _editions(merged: Merged, *, draft: bool) -> list[_Edition]:
    classification = publication.classification(merged)
    if draft:
        return [_Edition(merged, True, classification, DRAFT)]
    if not classification:
        return [_Edition(merged, False, "", "")]
    whole = _Edition(merged, False, classification, PRIVATE)
    if publication.withholds_all(merged):
        return [whole]
    return [_Edition(publication.public(merged), False, "", PUBLIC, full=merged), whole]


def _made(
    folder: ReportFolder, edition: _Edition, problems: list[Problem]
) -> tuple[Path, dict[Path, bytes]]:
    """Return the path of one Word file, and the bytes of the file and of its manifest."""
    from report_builder import tracing
    from report_builder.word.comments import comment
    from report_builder.word.render import render

    merged = edition.merged
    report = compose(merged, draft=edition.draft, classification=edition.classification)
    if edition.full:
        report = numbered_alike(report, compose(edition.full, draft=edition.draft))
    as_at = merged.as_at or NO_DATE
    rendered = render(report, folder.template, folder.logo, as_at=as_at)
    told = tracing.manifest_of(rendered, report, merged, _sources(folder, merged), folder.root)
    if problems:
        comment(rendered, problems, tracing.stands_for(merged), as_at=as_at)
    stem = _stem(report.cover.title, report.useful.version)
    path = folder.output / f"{stem}{edition.ending}.docx"
    return path, {
        path: rendered.saved(as_at),
        manifest.beside(path): told.as_json().encode(),
    }


def _stem(title: str, version: str) -> str:
    """Return the name of a report's files, without what tells them apart."""
    name = file_name(title or "Executive Decision Report")
    return f"{name} - version {file_name(version or '0')}"


def _sources(folder: ReportFolder, merged: Merged) -> list[Path]:
    """Return the files that a report is made from."""
    returns = [folder.return_called(filled.file) for filled in merged.returns if filled.tables]
    logo = [folder.logo] if folder.logo else []
    return [folder.report_workbook, *returns, *records_in(folder), folder.template, *logo]
