"""The operator's troubles: each stops the run with one sentence that says what to do."""

from __future__ import annotations


class ReportBuilderError(Exception):
    """The run cannot go on; the message says why and what to do (exit code 2)."""


class FolderError(ReportBuilderError):
    """A report folder, or a file that it must hold, is missing or cannot be used."""


class TemplateError(ReportBuilderError):
    """The Word template cannot be filled as it stands."""


class OutputError(ReportBuilderError):
    """A file could not be written; what was there before is still there."""
