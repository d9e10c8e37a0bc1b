"""Progress at a glance: figures by status, and what a chart of them shows, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from report_builder import statuses
from report_builder.figures import areas_in_words
from report_builder.report.model import Chart, Counts, GlanceRow

ORDER = (
    statuses.COMPLETED,
    statuses.ON_TRACK,
    statuses.AT_RISK,
    statuses.OVERDUE,
    statuses.NOT_STARTED,
    statuses.NO_LONGER_REQUIRED,
    statuses.NOT_REPORTED,
)
"""The statuses from left to right, in tables and in charts."""
_MOST_BARS = 20
"""So many bars, with the names of their parts, fit on a page."""


def counted(standings: Iterable[object]) -> Counts:
    """Return the figures of areas with these ``standings``, which are names of statuses."""
    by_status = Counter(standings)
    named = {_attribute(status): by_status[status.name] for status in ORDER}
    return Counts(areas=sum(named.values()), **named)


def shares(counts: Counts) -> Iterator[tuple[statuses.Status, int]]:
    """Yield each status with how many areas have it, from left to right."""
    for status in ORDER:
        yield status, getattr(counts, _attribute(status))


def chart_of(rows: tuple[GlanceRow, ...], as_at: str) -> Chart:
    """Return the chart of ``rows``: a bar for each timescale, or for each part if they are many."""
    parts = tuple(row for row in rows if row.whole_part)
    bars = tuple(row for row in rows if not row.whole_part)
    if len(bars) + len(parts) > _MOST_BARS:
        bars = parts
    return Chart(bars, " ".join(_sentences(bars, as_at)))


def _sentences(bars: tuple[GlanceRow, ...], as_at: str) -> Iterator[str]:
    """Yield what a chart shows: all its figures, in sentences."""
    by = "part and status" if bars and bars[0].whole_part else "part, timescale and status"
    yield f"Bar chart of the areas for improvement by {by}{f' on {as_at}' if as_at else ''}."
    part = None
    for row in bars:
        if not row.whole_part and row.part != part:
            yield f"{row.part}:"
        part = row.part
        name = row.part if row.whole_part else row.timescale
        yield f"{name}, {areas_in_words(row.counts.areas)}: {_statuses(row.counts)}."


def _attribute(status: statuses.Status) -> str:
    return status.name.lower().replace(" ", "_")


def _statuses(counts: Counts) -> str:
    found = [(status, count) for status, count in shares(counts) if count]
    if len(found) == 1 and counts.areas == 1:
        return found[0][0].name.lower()
    return ", ".join(f"{count} {status.name.lower()}" for status, count in found)
