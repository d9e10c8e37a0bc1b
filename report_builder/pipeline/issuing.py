"""``issue``: a blank, pre-filled return for each lead service."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, replace
from pathlib import Path

from report_builder import issuing
from report_builder.checks import catalogue
from report_builder.files import file_name, write_whole
from report_builder.folder import ReportFolder
from report_builder.merge import merge
from report_builder.merged import Merged
from report_builder.pipeline.reading import read_history, read_report
from report_builder.problems import Problem, has_errors, in_reading_order
from report_builder.text import plain
from report_builder.workbooks.declare import Identity
from report_builder.workbooks.read import Filled, read
from report_builder.workbooks.standard_return import STANDARD_RETURN


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


def issue(folder: ReportFolder, today: dt.date) -> tuple[list[Issued], list[Problem]]:
    """Write a blank, pre-filled return for each lead service of the register.

    A return in which anything has been answered is left as it is. Nothing is written if the
    register has problems of severity error, which are returned then.
    """
    report = read_report(folder)
    identity = report.identity
    if identity is None or not report.rows:
        return [], list(report.problems)
    merged = merge(report, [], read_history(folder, identity))
    blocking = [*report.problems, *catalogue.standing_in_the_way_of_issue(merged)]
    if has_errors(blocking):
        return [], in_reading_order(blocking)
    issued = []
    for service in dict.fromkeys(str(area["lead_service"]) for area in merged.areas):
        path, there = return_of(folder, service)
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
    if not {"return", "actions", "narrative"} <= there.rows.keys():
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


def return_of(folder: ReportFolder, service: str) -> tuple[Path, Filled | None]:
    """Return where a service's return belongs, and what lies there if anything does.

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
