"""The story: new, issue, check, build."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder import issuing, manifest, publication
from report_builder.checks import catalogue
from report_builder.errors import FolderError
from report_builder.explanations import Explanations
from report_builder.files import file_name, make_folders, write_whole
from report_builder.folder import ReportFolder
from report_builder.merge import Merged, merge
from report_builder.problems import Problem, has_errors, in_reading_order
from report_builder.report.compose import compose
from report_builder.text import plain
from report_builder.workbooks.declare import Identity
from report_builder.workbooks.read import Filled, read, workbooks_in
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

if TYPE_CHECKING:
    from report_builder.word.template_file import Fault
    from report_builder.word.verify.catalogue import Outcome

_NO_DATE = dt.date(2000, 1, 1)  # dates the files of a draft that has no as-at date yet

PUBLIC, PRIVATE = " PUBLIC", " NOT FOR PUBLICATION"
_ENDINGS = ("", PUBLIC, PRIVATE)

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Checked:
    """What a check found; ``merged`` is ``None`` if the report workbook could not be read."""

    problems: list[Problem]
    merged: Merged | None
    crashes: tuple[Exception, ...] = ()
    """What kept a check from running; each is among the problems as well."""

    @property
    def has_errors(self) -> bool:
        """Return whether anything stands in the way of a final report."""
        return has_errors(self.problems)


@dataclass(frozen=True)
class Issued:
    """A service's return: where it lies, and whether it was written or left as it was."""

    service: str
    path: Path
    written: bool = False
    changed: tuple[str, ...] = ()
    """The areas that the register has otherwise than a return that was left as it was."""
    renewed: Path | None = None
    """Where a copy of such a return lies, with its answers in a form as the register has it now."""


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


def new(folder: ReportFolder, today: dt.date) -> None:
    """Begin a report: an empty report workbook, the standard template and the empty folders.

    Raises:
        FolderError: the folder holds a report already.
    """
    from report_builder.word.template import standard_template

    for path in (folder.report_workbook, folder.template):
        if path.exists():
            raise FolderError(
                f"{path} is there already, and nothing is overwritten. Choose another folder."
            )
    make_folders(folder.returns, folder.output)
    write_whole(folder.template, standard_template())
    content = issuing.report_workbook_bytes(uuid.uuid4().hex, today)
    write_whole(folder.report_workbook, content)


def issue(folder: ReportFolder, today: dt.date) -> tuple[list[Issued], list[Problem]]:
    """Write a blank, pre-filled return for each lead service of the register.

    A return in which anything has been answered is left as it is. Nothing is written if the
    register has problems of severity error, which are returned then.
    """
    report = _read_report(folder)
    identity = report.identity
    if identity is None or not report.tables:
        return [], list(report.problems)
    merged = merge(report, [])
    blocking = [*report.problems, *catalogue.standing_in_the_way_of_issue(merged)]
    if has_errors(blocking):
        return [], in_reading_order(blocking)
    issued = []
    for service in dict.fromkeys(str(name) for name in merged.areas["lead_service"]):
        path, there = _return_of(folder, service)
        if there is None or issuing.is_as_issued(there, merged, service):
            content = issuing.return_bytes(merged, identity.report, service, today)
            write_whole(path, content)
            issued.append(Issued(service, path, written=True))
        else:
            issued.append(
                _kept(folder, merged, identity, there, Issued(service, path), today=today)
            )
    return issued, []


def _kept(
    folder: ReportFolder,
    merged: Merged,
    identity: Identity,
    there: Filled,
    issued: Issued,
    *,
    today: dt.date,
) -> Issued:
    """Return what became of a return that has answers; a renewed copy of it if it needs one."""
    if not {"return", "actions", "narrative"} <= there.tables.keys():
        return issued
    changed = issuing.changed_areas(there, merged, issued.service)
    if not changed:
        return issued
    content = issuing.renewed(there, merged, identity.report, issued.service, today)
    for number in itertools.count(1):
        ending = f" ({number})" if number > 1 else ""
        path = folder.output / "renewed returns" / f"{issued.path.stem}{ending}.xlsx"
        if not path.exists() or path.read_bytes() == content:
            break
    write_whole(path, content)
    return replace(issued, changed=tuple(changed), renewed=path)


def check(folder: ReportFolder, tell: Tell = _silent) -> Checked:
    """Read everything, merge it and return all problems at once."""
    report = _read_report(folder)
    returns = list(_read_returns(folder, tell))
    if not report.tables:
        found = [*report.problems, *(problem for filled in returns for problem in filled.problems)]
        return Checked(in_reading_order(found), None)
    tell("Merging and checking")
    merged = merge(report, (_of_this_report(filled, report.identity) for filled in returns))
    outcome = catalogue.run(merged)
    problems = Explanations(merged).applied([*report.problems, *outcome.problems])
    return Checked(in_reading_order(problems), merged, outcome.crashes)


def hand_back(folder: ReportFolder, checked: Checked, target: Path) -> list[Path]:
    """Write, into ``target``, a copy of each return with its problems, and the summary.

    Returns the files that were written: the workbooks, then the summary as HTML, JSON and CSV.
    What the author is to act on is not told to an officer; a file with nothing else, such as a
    lock file, is not answered.

    Raises:
        FolderError: ``target`` is among the inputs, or holds another workbook of a name that is
            wanted; nothing is written then.
        OutputError: a file could not be written.
    """
    from report_builder import summary
    from report_builder.workbooks.annotate import Told, handed_back

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
    explanations = Explanations(merged)
    made = merged.as_at or _NO_DATE
    files: dict[Path, bytes] = {}
    for filled in merged.returns:
        told = [
            Told(problem, explanations.fingerprint(problem), explanations.of(problem))
            for problem in checked.problems
            if problem.where.workbook == filled.file and not problem.for_author
        ]
        if told or filled.tables:
            returned = handed_back(folder.returns / filled.file, told, made=made)
            files[_free(target / returned.name, files)] = returned.content
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


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False


def _free(path: Path, taken: Container[Path]) -> Path:
    """Return ``path``, with a number in its name if it is taken."""
    numbered = (path.with_stem(f"{path.stem} ({number})") for number in itertools.count(2))
    return next(one for one in itertools.chain([path], numbered) if one not in taken)


def build(folder: ReportFolder, *, draft: bool, pdf: bool = False, tell: Tell = _silent) -> Built:
    """Check, then write the Word file; a final one only if there is no error.

    Where something is withheld there are two: the public one, made without it, and one with
    everything in it. Nothing is written before all is made.

    Raises:
        FolderError: the report folder lacks a file.
        TemplateError: the Word template cannot be filled.
        OutputError: the Word file cannot be written.
        PdfError: a PDF is wanted, and cannot be made.
    """
    folder.required(folder.template, "Word template")
    if pdf:
        from report_builder.word.pdf import converter

        converter()  # said at once if there is none
    checked = check(folder, tell)
    if checked.merged is None or (checked.has_errors and not draft):
        return Built((), checked)
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
    for path, content in files.items():
        write_whole(path, content)
    return Built(tuple(paths), checked, () if draft else _left_behind(paths))


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


def _return_of(folder: ReportFolder, service: str) -> tuple[Path, Filled | None]:
    """Return where a service's return belongs, and what lies there.

    Services whose names make the same file name get numbers.
    """
    for number in itertools.count(1):
        ending = f" ({number})" if number > 1 else ""
        path = folder.returns / f"{file_name(service)}{ending}.xlsx"
        there = read(path, STANDARD_RETURN) if path.exists() else None
        if there is None or there.identity is None or _is_of(there.identity, service):
            return path, there
    raise AssertionError("there is always a next number")


def _is_of(identity: Identity, service: str) -> bool:
    return plain(identity.service) == plain(service)


@dataclass(frozen=True)
class _Edition:
    """What one Word file is made from, what it says of itself, and how its name ends."""

    merged: Merged
    draft: bool
    classification: str
    ending: str


def _editions(merged: Merged, *, draft: bool) -> list[_Edition]:
    classification = publication.classification(merged)
    if draft:
        return [_Edition(merged, True, classification, " DRAFT")]
    if not classification:
        return [_Edition(merged, False, "", "")]
    whole = _Edition(merged, False, classification, PRIVATE)
    if publication.withholds_all(merged):
        return [whole]
    return [_Edition(publication.public(merged), False, "", PUBLIC), whole]


def _made(
    folder: ReportFolder, edition: _Edition, problems: list[Problem]
) -> tuple[Path, dict[Path, bytes]]:
    """Return the path of one Word file, and the bytes of the file and of its manifest."""
    from report_builder import tracing
    from report_builder.word.comments import comment
    from report_builder.word.render import render

    merged = edition.merged
    report = compose(merged, draft=edition.draft, classification=edition.classification)
    as_at = merged.as_at or _NO_DATE
    rendered = render(report, folder.template, folder.logo, as_at=as_at)
    told = tracing.manifest_of(rendered, report, merged, _sources(folder, merged), folder.root)
    if problems:
        comment(rendered, problems, tracing.stands_for(merged), as_at=as_at)
    name = file_name(report.cover.title or "Executive Decision Report")
    version = file_name(report.useful.version or "0")
    path = folder.output / f"{name} - version {version}{edition.ending}.docx"
    return path, {
        path: rendered.saved(as_at),
        manifest.beside(path): told.as_json().encode(),
    }


def verify(path: Path) -> Outcome:
    """Return what is not fit to publish in the Word file at ``path``.

    Where its manifest lies beside it, what was changed in it since it was built is told as well.

    Raises:
        WordFileError: the file cannot be opened as a Word document.
    """
    from report_builder.word.verify import catalogue as publishing

    told = manifest.beside(path)
    return publishing.verify(path, manifest.load(told) if told.is_file() else None)


def trace(folder: ReportFolder, words: str) -> list[manifest.Traced]:
    """Return the paragraphs of the report built last that contain ``words``, with their cells.

    Raises:
        FolderError: no report has been built yet.
    """
    return manifest.load(manifest.newest(folder.output)).containing(words)


def check_template(path: Path) -> list[Fault]:
    """Return all that is wrong with a Word template, and notes on what it leaves out.

    Raises:
        TemplateError: the file cannot be opened as a Word document.
    """
    from report_builder.word.template_check import check_template as faults_and_notes

    return faults_and_notes(path)


def template_guide() -> str:
    """Return the guide to the names for the Word template, as Markdown."""
    from report_builder.word.template_guide import guide

    return guide()


def _sources(folder: ReportFolder, merged: Merged) -> list[Path]:
    """Return the files that a report is made from."""
    returns = [folder.returns / filled.file for filled in merged.returns if filled.tables]
    logo = [folder.logo] if folder.logo else []
    return [folder.report_workbook, *returns, folder.template, *logo]


def _read_report(folder: ReportFolder) -> Filled:
    return read(folder.required(folder.report_workbook, "report workbook"), REPORT_WORKBOOK)


def _read_returns(folder: ReportFolder, tell: Tell) -> Iterator[Filled]:
    for path in workbooks_in(folder.returns):
        tell(f"Reading {path.name}")
        yield read(path, STANDARD_RETURN)


def _of_this_report(filled: Filled, report: Identity | None) -> Filled:
    """Return ``filled``, emptied and with its problem if it was issued for another report."""
    if filled.identity is None or report is None or filled.identity.report == report.report:
        return filled
    return filled.of_another_report()
