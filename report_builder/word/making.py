"""A whole Word file and its manifest: what is asked of this package at once.

Nothing here loads docxtpl before it is needed: the process that asks may have a helper for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_builder.beside import Handed
from report_builder.files import NO_DATE, Place
from report_builder.manifest import Manifest, Told
from report_builder.phases import phase
from report_builder.problems import Cell, Problem
from report_builder.report.model import Area, Report
from report_builder.text import single_spaced

if TYPE_CHECKING:
    from report_builder.word.render import Rendered


@dataclass(frozen=True)
class Order:
    """All that a Word file is made from."""

    report: Report
    template: Path
    logo: Path | None
    as_at: dt.date
    manifest: Manifest
    """What is known before the paragraphs are."""
    problems: tuple[Problem, ...] = ()
    """What is put into the file as comments."""
    stands_for: Mapping[Cell, Cell] | None = None


def make(handed: Handed[Order], word_file: Place, manifest: Place) -> None:
    """Write the Word file that an order describes, and its manifest, beside their places.

    Raises:
        TemplateError: the template cannot be filled.
        OutputError: a file could not be written.
    """
    from report_builder.word.comments import comment
    from report_builder.word.render import render

    order = handed.taken()
    as_at, made_from = order.as_at, order.manifest
    with phase("filling"):
        rendered = render(
            order.report,
            order.template,
            order.logo,
            as_at=as_at,
            whole=bool(order.problems),  # comments can stand at any paragraph
        )
        told = _told(rendered, order.report)
        if order.problems:
            comment(rendered, order.problems, order.stands_for or {}, as_at=as_at)
    del order  # a long report takes much room, which is wanted now
    with phase("saving", len(rendered.traced_elements) + rendered.plain_count, "paragraphs"):
        paragraphs = filter(None, map(rendered.traced, rendered.paragraphs))
        areas = (area._replace(told=tuple(told[area.reference])) for area in made_from.areas)
        manifest.write(replace(made_from, areas=tuple(areas)).as_json(paragraphs))
        word_file.write([rendered.saved(as_at)])
        rendered.clear()


def prepare(template: Path, *, is_long: bool) -> None:
    """Get ready what can be got ready before there is a report: fill the template with an example.

    It is filled as that of a long report if it probably ``is_long``.

    Raises:
        TemplateError: the template cannot be filled.
    """
    with phase("importing"):
        from report_builder.report.example import EXAMPLE
        from report_builder.word.render import render

    # Without its chart: drawing takes longer than all the rest, and few reports have one.
    rehearsed = replace(EXAMPLE, glance=replace(EXAMPLE.glance, wanted=False))
    with phase("preparing"):
        render(rehearsed, template, None, as_at=NO_DATE, as_if_long=is_long)


def _told(rendered: Rendered, report: Report) -> dict[str, list[Told]]:
    """Return, by its reference, each place at which an area is printed."""
    from report_builder.word.beside import places

    areas = {
        area.wording.source: area
        for part in report.parts
        for timescale in part.timescales
        for area in timescale.areas
    }

    def area_of(paragraph: Any) -> Area | None:
        for cell in reversed(rendered.cells(paragraph)):
            if cell in areas:
                return areas[cell]
        return None

    told: dict[str, list[Told]] = {area.reference: [] for area in areas.values()}
    for place in places(rendered.document, area_of, rendered.cells, rendered.stretches):
        area = place.area
        words = [word for word in (area.marker, area.status, area.due, area.completed) if word]
        below = [line for line in place.below if any(word in line for word in words)]
        traced = rendered.traced(place.paragraph)
        wording = single_spaced(traced.text if traced else "")
        told[area.reference].append(Told(wording, (*place.row, *below)))
    return told
