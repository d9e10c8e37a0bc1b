"""A small report, so that every name of the model has an example and a template can be tried."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from report_builder.report.model import (
    Answer,
    AppendixTitle,
    Area,
    Block,
    Chart,
    Counts,
    Cover,
    Glance,
    GlanceRow,
    Implication,
    Meeting,
    PartAreas,
    Report,
    Text,
    TimescaleAreas,
    UsefulInformation,
    WithdrawnArea,
)
from report_builder.text import Run

_T = TypeVar("_T")


def _text(words: str, bold: str = "") -> Text:
    runs = (Run(bold, bold=True), Run(words)) if bold else (Run(words),)
    return Text(runs)


def _blocks(*said: tuple[str, str]) -> tuple[Block, ...]:
    return tuple(Block(kind, _text(words)) for kind, words in said)


_PART = _text("Safeguarding")
_ONE_COMPLETED = Counts(1, 1, 0, 0, 0, 0, 0, 0)
_ONE_ON_TRACK = Counts(1, 0, 1, 0, 0, 0, 0, 0)
_BOTH = Counts(2, 1, 1, 0, 0, 0, 0, 0)
_ROWS = (
    GlanceRow(_PART, _text(""), whole_part=True, counts=_BOTH),
    GlanceRow(_PART, _text("Immediately"), whole_part=False, counts=_ONE_COMPLETED),
    GlanceRow(_PART, _text("Within three months"), whole_part=False, counts=_ONE_ON_TRACK),
)

EXAMPLE = Report(
    draft=True,
    classification="Not for publication: exempt under paragraph 3 of Schedule 12A",
    cover=Cover(
        title="Progress after the inspection",
        decision_by=_text("City Mayor & Executive"),
        lead_director=_text("Ada Lead"),
        meetings=(
            Meeting(_text("Lead Member Briefing"), "3 September 2026", "3rd September 2026"),
            Meeting(_text("Scrutiny Commission"), "17 September 2026", "17th September 2026"),
        ),
        mark=_text("City Mayor"),
        logo_description="The council’s bridge of three arches",
    ),
    useful=UsefulInformation(
        wards=_text("All"),
        author=_text("Bea Author"),
        author_job_title=_text("Policy Officer"),
        author_email=_text("bea.author@example.gov.uk"),
        author_telephone=_text("01632 960001"),
        version="1",
    ),
    summary=_blocks(
        ("numbered", "The inspection asked for improvement in two areas:"),
        ("bullet", "one that had to be put right immediately."),
        ("sub_bullet", "It has been completed."),
    ),
    recommendations=_blocks(
        ("numbered", "The Executive is asked to:"), ("bullet", "note the progress made.")
    ),
    supporting=(
        Block("heading", _text("Progress"), under="Progress"),
        Block("numbered", _text("One area:"), keep_with_next=True, under="Progress"),
        Block("area", _text("Ensure that plans are reviewed."), True, under="Progress"),
        Block("sub_numbered", _text("Half of the plans have been."), under="Progress"),
        Block("paragraph", _text(" later.", bold="The rest will be"), under="Progress"),
    ),
    scrutiny=_blocks(("paragraph", "Scrutiny considers the report every month.")),
    implications=(
        Implication(
            _text("Financial implications"),
            _blocks(("paragraph", "There are none, because nothing is spent.")),
            _text("Cy Signatory, Head of Finance"),
        ),
    ),
    papers=_blocks(("bullet", "“First Progress Report”, June 2026.")),
    appendices=(AppendixTitle(1, _text("Areas for improvement")),),
    private=Answer(
        _text("Yes"),
        (
            Block("paragraph", _text("Appendix 2.", bold="What is withheld: ")),
            Block("paragraph", _text("It has a contractor’s prices.", bold="Reasons: ")),
        ),
    ),
    key_decision=Answer(_text("Yes"), _blocks(("paragraph", "It affects every ward."))),
    glance=Glance(
        wanted=True,
        as_at="31 August 2026",
        rows=_ROWS,
        counts=_BOTH,
        chart=Chart(_ROWS[1:], "Safeguarding, immediately: 1 area, completed."),
    ),
    parts=(
        PartAreas(
            _text("Safeguarding"),
            _blocks(("paragraph", "The council should do this.")),
            (
                TimescaleAreas(
                    _text("Immediately"),
                    (
                        Area(
                            reference="SG-01",
                            wording=_text("Ensure that records are kept."),
                            marker="COMPLETED",
                            status="Completed",
                            due="",
                            completed="2 February 2026",
                            lead=_text("Early Help"),
                            since="Newly completed",
                            previous_status="On track",
                        ),
                    ),
                ),
                TimescaleAreas(
                    _text("Within three months"),
                    (
                        Area(
                            reference="SG-02",
                            wording=_text("Ensure that plans are reviewed."),
                            marker="IN PROGRESS",
                            status="On track",
                            due="1 December 2026",
                            completed="",
                            lead=_text("Early Help"),
                            since="Still open",
                            previous_status="At risk",
                            days_slipped=62,
                            times_slipped=2,
                        ),
                    ),
                ),
            ),
        ),
    ),
    withdrawn_areas=(
        WithdrawnArea(
            reference="SG-03",
            wording=_text("Ensure that visits are planned."),
            reason=_text("SG-04 has taken its place."),
        ),
    ),
    last_as_at="31 May 2026",
)


def emptied(kind: type[_T]) -> _T:
    """Return a ``kind`` of the model in which everything that may be empty is empty."""
    hints = get_type_hints(kind)
    fields = dataclasses.fields(cast(Any, kind))
    return kind(**{field.name: _empty(hints[field.name]) for field in fields})


def _empty(hint: Any) -> object:
    if hint is Text:
        return Text(())
    if get_origin(hint) is tuple:
        element = get_args(hint)[0]
        return (emptied(element),) if element is AppendixTitle else ()  # there is always one
    return emptied(hint) if isinstance(hint, type) and dataclasses.is_dataclass(hint) else hint()
