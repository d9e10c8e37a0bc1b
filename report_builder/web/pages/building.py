"""The build: begun by a form, told of while it runs, and what came of it."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from report_builder import pipeline
from report_builder.errors import FolderError, ReportBuilderError
from report_builder.pipeline import Built
from report_builder.pipeline.reading import Tell
from report_builder.web.faults import FAULT_TOLD
from report_builder.web.jobs import Job
from report_builder.web.visit import Visit, does, shows, to


def _form(visit: Visit) -> Response:
    standing = visit.workplace.standing(visit.folder)
    return visit.page(
        "build.html",
        standing=standing,
        waiting=pipeline.waiting(visit.folder),
        why_no_pdf=pipeline.why_no_pdf(),
        running=visit.workplace.jobs.running(visit.folder.root),
    )


def _begin(visit: Visit) -> Response:
    draft, pdf = visit.said("kind") != "final", visit.said("pdf") == "yes"
    folder = visit.folder

    def work(tell: Tell) -> Built:
        return pipeline.build(folder, draft=draft, pdf=pdf, tell=tell)

    job, is_new = visit.workplace.jobs.begin(
        folder.root, "Building a draft" if draft else "Building the final report", work
    )
    asked = {} if is_new else {"was": "running"}
    return to(visit.address("build", job.name, **asked))


def _job(visit: Visit) -> Response:
    job = _named(visit)
    if not job.ended.is_set():
        was_running = visit.asked("was") == "running"
        return visit.page("running.html", job=job, was_running=was_running)
    if isinstance(job.fault, ReportBuilderError):
        raise job.fault
    if job.fault is not None:
        return visit.page(
            "trouble.html", status=500, title="That is a fault of the program", sentence=FAULT_TOLD
        )
    if isinstance(job.result, str):
        return to(job.result)
    template = "built.html" if isinstance(job.result, Built) else "compared.html"
    return visit.page(template, result=job.result)


def _state(visit: Visit) -> Response:
    job = _named(visit)
    return JSONResponse({"step": job.step, "ended": job.ended.is_set()})


def _named(visit: Visit) -> Job:
    job = visit.workplace.jobs.get(visit.part("job"), visit.folder.root)
    if job is None:
        raise FolderError(
            "That build is not known any more: report-builder was started again since. What it "
            "wrote is among the finished reports."
        )
    return job


ROUTES = [
    shows("/report/{report}/build", _form),
    does("/report/{report}/build", _begin),
    shows("/report/{report}/build/{job}", _job),
    shows("/report/{report}/build/{job}/state", _state),
]
