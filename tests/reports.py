"""Tiny reports for tests: said as data, written as real workbooks, read back as people would."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import docx
from make_samples import answered_bytes, report_bytes

from report_builder import pipeline, record
from report_builder.files import file_name, write_whole
from report_builder.folder import ReportFolder
from report_builder.merge import merge
from report_builder.record import Record, ReportedArea
from report_builder.word.template import standard_template
from report_builder.workbooks.read import read
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK

Said = dict[str, Any]

_TINY: Said = {
    "report_id": "tiny",
    "cover": {
        "title": "Progress after the inspection",
        "decision_by": "City Mayor & Executive",
        "decision_maker": "An individual",
        "decision_date": dt.date(2026, 10, 22),
        "lead_director": "Ada Lead",
        "mark": "City Mayor",
        "wards": "All",
        "author": "Bea Author",
        "author_job_title": "Policy Officer",
        "author_email": "bea.author@wexcombe.gov.uk",
        "author_telephone": "01632 960001",
        "version": 1,
        "as_at": dt.date(2026, 8, 31),
        "inspection_date": dt.date(2026, 1, 19),
        "returns_due": dt.date(2026, 9, 4),
    },
    "meetings": [{"body": "Scrutiny Commission", "date": dt.date(2026, 9, 17)}],
    "services": [{"service": "Early Help"}],
    "parts": [{"part": "Safeguarding", "introduction": "The council should do this."}],
    "timescales": [
        {"timescale": "Immediately", "months": 0},
        {"timescale": "Within three months", "months": 3},
    ],
    "register": [
        {
            "reference": "SG-01",
            "part": "Safeguarding",
            "timescale": "Immediately",
            "wording": "ensure that records are kept",
            "lead_service": "Early Help",
            "carried_forward": "No",
        },
        {
            "reference": "SG-02",
            "part": "Safeguarding",
            "timescale": "Within three months",
            "wording": "ensure that plans are reviewed",
            "lead_service": "Early Help",
            "carried_forward": "Yes",
        },
    ],
    "summary": [{"kind": "Numbered paragraph", "text": "There are [areas]."}],
    "recommendations": [{"kind": "Numbered paragraph", "text": "To note the report."}],
    "supporting": [
        {"kind": "Heading", "text": "Progress"},
        {"kind": "Numbered paragraph", "text": "[Areas below]:"},
        {"kind": "Areas"},
        {"kind": "Paragraph", "text": "No other option was considered."},
    ],
    "scrutiny": [{"kind": "Paragraph", "text": "**Internal Scrutiny:** monthly."}],
    "implications": [
        {
            "implication": name,
            "text": "There are none, because nothing is spent.",
            "signatory": "Cy Signatory",
            "job_title": "Accountant",
            "date": dt.date(2026, 9, 1),
        }
        for name in (
            "Financial implications",
            "Legal implications",
            "Climate Change and Carbon Reduction implications",
            "Equality Impact Assessment",
            "Other Implications",
        )
    ],
    "papers": [{"paper": "None"}],
    "appendices": [{"title": "Areas for improvement"}],
    "decision": {"private": "No", "key_decision": "No", "key_decision_reason": "Nothing is spent."},
}

_TINY_RETURN: Said = {
    "return": {
        "service": "Early Help",
        "head_of_service": "Dee Head",
        "job_title": "Head of Early Help",
        "email": "dee.head@wexcombe.gov.uk",
        "telephone": "01632 960002",
        "as_at": dt.date(2026, 8, 31),
        "sign_off_name": "Ada Lead",
        "sign_off_date": dt.date(2026, 9, 2),
    },
    "actions": [
        {
            "reference": "SG-01",
            "status": "Completed",
            "date": dt.date(2026, 2, 2),
            "progress": "Records are kept.",
            "evidence": "An audit in March.",
            "further_work": "No",
        },
        {
            "reference": "SG-02",
            "status": "On track",
            "date": dt.date(2026, 12, 1),
            "progress": "Half of the plans have been reviewed.",
            "further_work": "Yes",
        },
    ],
    "narrative": [],
}


def tiny() -> Said:
    """Return a report of one service and two areas that has no problems; change it at will."""
    return copy.deepcopy(_TINY)


def with_an_exempt_area() -> Said:
    """Return the tiny report with SG-02 withheld from the public."""
    report = tiny()
    report["register"][1] |= {
        "publication": "Exempt",
        "exempt_paragraph": "2 likely to reveal an individual's identity",
        "withheld_reason": "It concerns one family.",
    }
    report["decision"] |= {
        "private": "Yes",
        "private_reasons": "One area is withheld.",
        "private_class": "Exempt",
        "private_withheld": "One area",
        "private_paragraphs": "2",
        "public_interest": "A family could be known again.",
    }
    return report


def tiny_return() -> Said:
    """Return the one return of the tiny report; change it at will."""
    return copy.deepcopy(_TINY_RETURN)


def written(
    folder: Path, report: Said | None = None, *returns: Said, history: Sequence[Record] = ()
) -> ReportFolder:
    """Return a report folder with the workbooks and the standard template in it.

    ``history`` are the records of the reports before it, the oldest first.
    """
    report = report or tiny()
    report_folder = ReportFolder(folder)
    for number, one in enumerate(history, 1):
        path = record.path_in(report_folder.history, f"{number:02}")
        write_whole(path, one.as_json().encode())
    write_whole(report_folder.report_workbook, _report_workbook(report))
    for told in returns or [tiny_return()]:
        path = report_folder.returns / f"{file_name(str(told['return']['service']))}.xlsx"
        write_whole(path, _return(report_folder, report, told, history))
    write_whole(report_folder.template, _template())
    report_folder.output.mkdir()
    return report_folder


def reported(reference: str = "SG-02", **said: object) -> ReportedArea:
    """Return what an earlier report said of an area of the tiny report: that it was on track."""
    known: Said = {
        **dict.fromkeys((field.name for field in fields(ReportedArea)), ""),
        **dict.fromkeys(("due", "first_date", "revised_date", "completed")),
        **{"reference": reference, "part": "Safeguarding", "lead_service": "Early Help"},
        **{"status": "On track", "standing": "On track", "marker": "IN PROGRESS"},
        **{"first_date": dt.date(2026, 12, 1), "due": dt.date(2026, 12, 1)},
        **{"progress": "The reviews have begun.", "further_work": "Yes", "carried_forward": "No"},
    }
    return ReportedArea(**(known | said))


def completed(reference: str = "SG-01", **said: object) -> ReportedArea:
    """Return what an earlier report said of a completed area of the tiny report."""
    known: Said = {
        **{"status": "Completed", "standing": "Completed", "marker": "COMPLETED"},
        **{"first_date": None, "due": None, "completed": dt.date(2026, 2, 2)},
        **{"progress": "Records are kept.", "further_work": "No"},
    }
    return reported(reference, **(known | said))


def recorded(*areas: ReportedArea, **said: object) -> Record:
    """Return the record of the report before the tiny one, as at 31 May 2026."""
    known: Said = {
        **{"report": "tiny before", "title": "First update", "version": "1", "made_by": "0.1.0"},
        **{"as_at": dt.date(2026, 5, 31), "inspection_date": dt.date(2026, 1, 19)},
        "areas": areas or (completed(), reported()),
    }
    return Record(**(known | said))


# Most tests change one of the workbooks or a few cells of it; what is written once is kept.
_kept: dict[str, bytes] = {}
_TOLD_TO_RETURNS = ("report_id", "cover", "services", "parts", "timescales", "register")
_template = cache(standard_template)


def _report_workbook(report: Said) -> bytes:
    key = repr(report)
    if key not in _kept:
        _kept[key] = report_bytes(report)
    return _kept[key]


def _return(folder: ReportFolder, report: Said, told: Said, history: Sequence[Record]) -> bytes:
    key = repr(([report.get(name) for name in _TOLD_TO_RETURNS], told, history))
    if key not in _kept:
        merged = merge(read(folder.report_workbook, REPORT_WORKBOOK), [], history)
        _kept[key] = answered_bytes(report, told, merged)
    return _kept[key]


def found(folder: ReportFolder) -> list[tuple[str, str, str]]:
    """Return what a check finds as flat ``(sheet, cell, code)``."""
    return [
        (problem.where.sheet, problem.where.address, problem.code)
        for problem in pipeline.check(folder).problems
    ]


def built(folder: ReportFolder, *, draft: bool = False) -> docx.document.Document:
    """Return the built Word file, opened again."""
    path = pipeline.build(folder, draft=draft).path
    assert path is not None
    return docx.Document(str(path))


def paragraphs(document: docx.document.Document) -> list[str]:
    """Return the text of every paragraph of the body."""
    return [paragraph.text for paragraph in document.paragraphs]
