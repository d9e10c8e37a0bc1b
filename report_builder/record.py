"""The record that a finished report leaves: what it said of each area, for the report after it.

It holds what is withheld from the public as well, so it is not for publication.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from report_builder.errors import FolderError
from report_builder.files import one_by_one
from report_builder.text import plain

SUFFIX = ".record.json"
_T = TypeVar("_T")
_FORMAT = 1
_DATES = frozenset(("as_at", "inspection_date", "due", "first_date", "revised_date", "completed"))


@dataclass(frozen=True)
class ReportedArea:
    """What a report said of one area; ``""`` and ``None`` where it said nothing.

    ``status`` is what the service chose, ``standing`` what the report made of it (Overdue
    included), ``marker`` what was printed. The texts are the cells' words without their weight.
    """

    reference: str
    part: str
    timescale: str
    wording: str
    lead_service: str
    lead_organisation: str
    status: str
    standing: str
    marker: str
    due: dt.date | None
    """By when it was due: the revised date, else the first one, else the end of its timescale."""
    first_date: dt.date | None
    """The date first expected; of a completed area, as the reports before it had it."""
    revised_date: dt.date | None
    completed: dt.date | None
    progress: str
    mitigation: str
    reopened_reason: str
    """Why it was open again after it had been completed."""
    impact: str
    evidence: str
    further_work: str
    carried_forward: str
    publication: str
    """Open, Exempt or Confidential; ``""`` is open."""
    exempt_paragraph: str
    withheld_reason: str
    withdrawn_reason: str
    """Why it was taken out of the register; such an area had no marker in the report."""


@dataclass(frozen=True)
class Record:
    """A report as it was made: its title, its version, its as-at date and its areas.

    ``areas`` come in the order of Appendix 1, those that were withdrawn last.
    """

    report: str
    """What identifies the report folder; all versions of a report have the same."""
    title: str
    version: str
    as_at: dt.date | None
    inspection_date: dt.date | None
    made_by: str
    """The version of the program."""
    areas: tuple[ReportedArea, ...]
    classification: str = ""
    """What the report with everything in it says of itself; ``""`` if all of it is open."""

    def as_json(self) -> str:
        """Return the record as JSON that a person can read; the same report, the same bytes."""
        return "".join(self.pieces())

    def pieces(self) -> Iterator[str]:
        """Yield the record as JSON, piece by piece."""
        whole = _laid_out({"format": _FORMAT, **_said(self), "areas": []}, 0)
        # In a text, JSON has a backslash before each quote.
        before, _, after = whole.partition('"areas": []')
        yield f'{before}"areas": '
        yield from one_by_one(_laid_out(_said(area), 2) for area in self.areas)
        yield f"{after}\n"

    def area(self, reference: str) -> ReportedArea | None:
        """Return what the report said of an area, by its reference; case does not count."""
        return self._by_reference.get(plain(reference))

    @cached_property
    def _by_reference(self) -> dict[str, ReportedArea]:
        return {plain(area.reference): area for area in self.areas}

    def __str__(self) -> str:
        """Return the report's name as a person would say it."""
        return f"{self.title}, version {self.version}"


def load(path: Path) -> Record:
    """Return the record in ``path``.

    Raises:
        FolderError: it cannot be read, it is no record, or another version of the program made
            it in a way that is not known here.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said.pop("format") != _FORMAT:
            raise FolderError(
                f"{path} was written by another version of report_builder. Install the newest "
                "version, and run the command again."
            )
        said["classification"]  # without it nobody knows what may be published
        areas = tuple(_of(ReportedArea, area) for area in said.pop("areas"))
        record = _of(Record, {**said, "areas": areas})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(
            f"{path} is no record of a report, or it has been changed. Copy it again from the "
            "output folder of the report that it is of."
        ) from error
    return record


def place(one: Record) -> tuple[dt.date, int]:
    """Return what puts records in order: the as-at date, then the version."""
    return one.as_at or dt.date.min, int(one.version) if one.version.isdecimal() else 0


def path_in(output: Path, stem: str) -> Path:
    """Return where the record of the Word file ``stem`` lies.

    Where there is a public file and one that is not, they have one record, of the name that both
    names begin with.
    """
    return output / f"{stem}{SUFFIX}"


def _said(thing: Record | ReportedArea) -> dict[str, Any]:
    return {
        field.name: value.isoformat() if isinstance(value, dt.date) else value
        for field in fields(thing)
        for value in (getattr(thing, field.name),)
    }


def _laid_out(said: dict[str, Any], depth: int) -> str:
    """Return a JSON object ``depth`` spaces in, a value on each line, as ``indent`` lays it out.

    With ``indent``, the encoder is one in Python, which takes nearly twice as long.
    """
    margin = "\n" + " " * depth
    lines = json.dumps(said, ensure_ascii=False, separators=(f",{margin} ", ": "))
    return f"{{{margin} {lines[1:-1]}{margin}}}"


def _of(kind: type[_T], said: dict[str, Any]) -> _T:
    """Return a ``kind`` made of ``said``.

    Raises:
        TypeError: a name is missing or unknown, or a value is not of the kind that it should be.
        ValueError: a date is none.
    """
    known = {}
    for name, value in said.items():
        if name in _DATES:
            known[name] = None if value is None else dt.date.fromisoformat(value)
        elif isinstance(value, str) or name == "areas":
            known[name] = value
        else:
            raise TypeError(name)
    return kind(**known)
