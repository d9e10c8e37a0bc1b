"""The reports that can be opened: the folder that was named is one, or holds several."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_builder.errors import FolderError
from report_builder.files import file_name
from report_builder.folder import ReportFolder


@dataclass(frozen=True)
class Shelf:
    """A report folder, or a folder of report folders."""

    root: Path

    @property
    def holds_one(self) -> bool:
        """Return whether the folder is itself a report."""
        return ReportFolder(self.root).report_workbook.is_file()

    def reports(self) -> dict[str, ReportFolder]:
        """Return the reports by the name of their folder."""
        places = [self.root] if self.holds_one else sorted(self.root.glob("*/"))
        return {
            place.resolve().name: folder
            for place in places
            if (folder := ReportFolder(place)).report_workbook.is_file()
        }

    def report(self, name: str) -> ReportFolder:
        """Return the report ``name``; the name is looked up, and never used as a path.

        Raises:
            FolderError: there is none of that name.
        """
        found = self.reports().get(name)
        if found is None:
            raise FolderError(
                f"There is no report “{name}” in {self.root} any more. Go back to the list of "
                "reports."
            )
        return found

    def place_for(self, title: str) -> ReportFolder:
        """Return the folder for a new report.

        Raises:
            FolderError: the title is empty, or the shelf is itself a report.
        """
        if not title.strip():
            raise FolderError("Give the report a name, for example Autumn 2026.")
        if self.holds_one:
            raise FolderError(
                f"{self.root} is itself a report. Start report-builder in another folder to begin "
                "a new one."
            )
        return ReportFolder(self.root / file_name(title))
