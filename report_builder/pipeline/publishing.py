"""``verify``, ``trace`` and ``template``: what is asked of a finished file or a template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from report_builder import manifest
from report_builder.folder import ReportFolder

if TYPE_CHECKING:
    from report_builder.word.template_file import Fault
    from report_builder.word.verify.catalogue import Outcome


def verify(path: Path, *, built_here: bool = True) -> Outcome:
    """Return what is not fit to publish in the Word file at ``path``.

    What was changed in it since it was built is told as well, by its manifest; that no manifest of
    it is found is a query, unless it was not ``built_here``.

    Raises:
        FolderError: its manifest is damaged.
        WordFileError: the file cannot be opened as a Word document.
    """
    from report_builder.word.verify import catalogue as publishing

    return publishing.verify_as_built(path) if built_here else publishing.verify(path)


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
