"""The reports that were built: to download, and to check before they are published."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from report_builder import manifest, pipeline
from report_builder.errors import FolderError
from report_builder.files import file_name
from report_builder.web.visit import Visit, does, download, shows

if TYPE_CHECKING:
    from report_builder.word.verify.catalogue import Outcome


@dataclass(frozen=True)
class Finished:
    """A Word file among the output."""

    path: Path
    made: dt.datetime
    pdf: Path | None
    changed: list[str] | None
    """The inputs that have changed since; ``None`` if no manifest says what it was made from."""

    @property
    def is_draft(self) -> bool:
        """Return whether it is a draft."""
        return self.path.stem.endswith(manifest.DRAFT)

    @property
    def is_private(self) -> bool:
        """Return whether it holds what is withheld from the public."""
        return self.path.stem.endswith(manifest.PRIVATE)

    @property
    def is_public(self) -> bool:
        """Return whether it is the one of two from which something is withheld."""
        return self.path.stem.endswith(manifest.PUBLIC)


def _finished(visit: Visit) -> Response:
    paths = sorted(
        visit.folder.output.glob("*.docx"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    reports = [_told(visit, path) for path in paths if not path.name.startswith("~$")]
    return visit.page("finished.html", reports=reports)


def _told(visit: Visit, path: Path) -> Finished:
    pdf = path.with_suffix(".pdf")
    changed = _changed(visit, path)
    made = dt.datetime.fromtimestamp(path.stat().st_mtime)
    return Finished(path, made, pdf if pdf.is_file() else None, changed)


def _changed(visit: Visit, path: Path) -> list[str] | None:
    """Return the inputs that have changed since; ``None`` if no manifest says what they were."""
    try:
        return pipeline.changed_since(visit.folder, path)
    except FolderError:
        return None


def _verify(visit: Visit) -> Response:
    path = visit.listed(visit.folder.output, visit.part("file"))
    outcome = pipeline.verify(path)
    return _verified(visit, path, path.name, outcome)


def _verify_edited(visit: Visit) -> Response:
    """Check a Word file that a clerk has edited against the report that it was."""
    path = visit.listed(visit.folder.output, visit.part("file"))
    sent = next(visit.files("edited"), None)
    if sent is None:
        return visit.page(
            "trouble.html",
            status=400,
            title="No file was chosen",
            sentence="Go back, choose the Word file that was edited, and send it.",
        )
    name, content = sent
    with tempfile.TemporaryDirectory(prefix="report-builder-") as place:
        edited = Path(place) / f"{file_name(Path(name).stem)}.docx"
        edited.write_bytes(content)
        beside = manifest.beside(path)
        if beside.is_file():
            manifest.beside(edited).write_bytes(beside.read_bytes())
        outcome = pipeline.verify(edited)
    return _verified(visit, path, edited.name, outcome)


def _verified(visit: Visit, path: Path, name: str, outcome: Outcome) -> Response:
    """Return what was found in the file ``name``, which is the report at ``path`` or was it."""
    return visit.page(
        "verified.html",
        name=name,
        file=path.name,
        outcome=outcome,
        changed=_changed(visit, path),
    )


ROUTES = [
    shows("/report/{report}/finished", _finished),
    shows(
        "/report/{report}/finished/{file}",
        lambda visit: download(visit.listed(visit.folder.output, visit.part("file"))),
    ),
    shows("/report/{report}/verify/{file}", _verify),
    does("/report/{report}/verify/{file}", _verify_edited),
]
