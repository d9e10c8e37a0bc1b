"""The report folder: where the inputs, the template and the output of one report lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_builder.errors import FolderError


@dataclass(frozen=True)
class ReportFolder:
    """The paths of one report."""

    root: Path

    @property
    def report_workbook(self) -> Path:
        """Return the path of the author's workbook."""
        return self.root / "inputs" / "report.xlsx"

    @property
    def returns(self) -> Path:
        """Return the folder of the services' returns."""
        return self.root / "inputs" / "returns"

    def name_of_return(self, path: Path) -> str:
        """Return the name by which problems call the return at ``path``.

        It is the file's; with the folder's, if the file is called as the report workbook is.
        """
        is_alike = path.name.casefold() == self.report_workbook.name.casefold()
        return f"{self.returns.name}/{path.name}" if is_alike else path.name

    def return_called(self, name: str) -> Path:
        """Return the path of the return that problems call ``name``."""
        return self.returns / name.removeprefix(f"{self.returns.name}/")

    @property
    def history(self) -> Path:
        """Return the folder of the records of the reports before this one."""
        return self.root / "inputs" / "history"

    @property
    def received(self) -> Path:
        """Return the folder that keeps whatever was sent in, as it came."""
        return self.root / "inputs" / "received"

    @property
    def template(self) -> Path:
        """Return the path of the Word template."""
        return self.root / "templates" / "executive_decision_report.docx"

    @property
    def logo(self) -> Path | None:
        """Return the path of the picture for the cover, ``None`` if there is none."""
        logo = self.root / "templates" / "logo.png"
        return logo if logo.is_file() else None

    @property
    def output(self) -> Path:
        """Return the folder that finished reports are written to."""
        return self.root / "output"

    def required(self, path: Path, what: str) -> Path:
        """Return ``path`` if there is such a file.

        Raises:
            FolderError: there is none; the message says what to do.
        """
        if not path.is_file():
            raise FolderError(
                f"There is no {what} at {path}. Run the command in a report folder, or name one "
                "with --folder; report-builder new begins one."
            )
        return path
