"""What changed between two reports: chosen among those that are finished."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from report_builder import manifest, pipeline, record
from report_builder.pipeline.reading import Tell
from report_builder.web.visit import Visit, does, shows, to


def _form(visit: Visit, fault: str = "") -> Response:
    return visit.page(
        "compare.html",
        status=400 if fault else 200,
        fault=fault,
        reports=list(_finished(visit)),
        old=visit.said("old"),
        new=visit.said("new"),
    )


def _begin(visit: Visit) -> Response:
    finished, output = _finished(visit), visit.folder.output
    old, new = finished.get(visit.said("old")), finished.get(visit.said("new"))
    if old is None or new is None or old == new:
        return _form(visit, "Choose two different reports")

    def work(tell: Tell) -> pipeline.Compared:
        return pipeline.compare(old, new, output, tell)

    job, is_new = visit.workplace.jobs.begin(visit.folder.root, "Comparing two reports", work)
    asked = {} if is_new else {"was": "running"}
    return to(visit.address("build", job.name, **asked))


def _finished(visit: Visit) -> dict[str, Path]:
    """Return the Word files of the finished reports of the shelf by what they are called."""
    return {
        f"{name}: {path.stem}": path
        for name, folder in visit.workplace.shelf.reports().items()
        for path in sorted(folder.output.glob("*.docx"))
        if any(
            record.path_in(folder.output, path.stem.removesuffix(ending)).is_file()
            for ending in ("", manifest.PUBLIC, manifest.PRIVATE)
        )
    }


ROUTES = [
    shows("/report/{report}/compare", _form),
    does("/report/{report}/compare", _begin),
]
