"""Two reports compared: what a lead member asks about the second, given the first.

Everything comes from the records that finished reports leave; nothing is read from a Word file, so
that what a clerk has edited there does not count as a change of the services.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from report_builder import since, statuses
from report_builder.comparison.words import ComparedLine, compared, says_the_same
from report_builder.figures import areas_in_words
from report_builder.record import Record, ReportedArea
from report_builder.report.compose import long_date
from report_builder.report.glance import ORDER
from report_builder.text import plain
from report_builder.workbooks.report_workbook import OPEN

_TEXTS = {
    "progress": "Progress",
    "mitigation": "Mitigation",
    "reopened_reason": "Why it was opened again",
    "impact": "Impact on children",
    "evidence": "Evidence",
}
_MOST_LISTED = 8
_REPORT_OF = "the report of "
_LATER, _EARLIER = " later", " earlier"


@dataclass(frozen=True)
class Figure:
    """How many areas had a status, then and now."""

    name: str
    then: int
    now: int

    @property
    def change(self) -> str:
        """Return the difference with its sign, ``0`` if there is none."""
        difference = self.now - self.then
        return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{abs(difference)}"


@dataclass(frozen=True)
class Moved:
    """Something of an area that was one thing then and is another now."""

    reference: str
    wording: str
    then: str
    now: str
    said: str = ""
    """By how much, in words."""


@dataclass(frozen=True)
class TextChange:
    """What a service says of an area under one heading, then and now at once."""

    label: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True)
class Rewritten:
    """An area of which the texts changed."""

    reference: str
    wording: str
    texts: tuple[TextChange, ...]


@dataclass(frozen=True)
class Comparison:
    """All that changed from one report to another, in the order in which it is told."""

    title: str
    then: str
    """What the earlier report is called in a sentence: ``version 1``."""
    now: str
    introduction: str
    classifications: tuple[str, ...]
    """Why the page is not for publication: what the two reports say of themselves."""
    summary: tuple[str, ...]
    figures: tuple[Figure, ...]
    markers: tuple[Moved, ...]
    register: tuple[str, ...]
    """What became of the register: areas added, withdrawn, gone or in other hands."""
    dates: tuple[Moved, ...]
    wordings: tuple[Rewritten, ...]
    texts: tuple[Rewritten, ...]

    @property
    def heading(self) -> str:
        """Return the heading of the page."""
        return f"What has changed since {self.then}"

    @property
    def columns(self) -> tuple[str, str]:
        """Return the headings of the columns of then and of now."""
        then, now = (each.removeprefix(_REPORT_OF) for each in (self.then, self.now))
        return then[0].upper() + then[1:], now[0].upper() + now[1:]


def compare(old: Record, new: Record) -> Comparison:
    """Return what changed from the report ``old`` to the report ``new``."""
    return _Comparer(old, new).comparison()


class _Comparer:
    """Compares two records; the parts are methods in the order in which they are told."""

    def __init__(self, old: Record, new: Record) -> None:
        self._old, self._new = old, new
        self._then, self._now = _names(old, new)
        self._before, self._after = _reported(old), _reported(new)
        self._pairs = [
            (self._before[key], area) for key, area in self._after.items() if key in self._before
        ]

    def comparison(self) -> Comparison:
        markers, dates = tuple(self._markers()), tuple(self._dates())
        wordings, texts = tuple(self._wordings()), tuple(self._texts())
        register = tuple(self._register())
        summary = (
            *self._standings(),
            *_dates_said(dates),
            *_said([each.reference for each in wordings], "The wording of {} has changed"),
            *_said([each.reference for each in texts], "What the services say of {} has changed"),
            *self._unchanged(
                {each.reference for each in (*markers, *dates)}
                | {each.reference for each in (*wordings, *texts)}
            ),
        )
        return Comparison(
            title=self._new.title,
            then=self._then,
            now=self._now,
            introduction=self._introduction(),
            classifications=tuple(
                dict.fromkeys(
                    each.classification for each in (self._new, self._old) if each.classification
                )
            ),
            summary=summary,
            figures=tuple(self._figures()),
            markers=markers,
            register=register,
            dates=dates,
            wordings=wordings,
            texts=texts,
        )

    def _introduction(self) -> str:
        old, new = self._old, self._new
        title = f"“{new.title}”"
        if old.title != new.title:
            title = f"“{old.title}” and “{new.title}”"
        return (
            f"For the lead member: {title}. The earlier report is {_dated(old, self._then)}, the "
            f"later one {_dated(new, self._now)}. What follows is what the services returned for "
            "each, which a report may print in part only. The author's own paragraphs are not "
            "compared here."
        )

    # --- in short ------------------------------------------------------------------------

    def _standings(self) -> Iterator[str]:
        changed = [(old, new) for old, new in self._pairs if old.standing != new.standing]
        reopened = [
            new.reference
            for old, new in changed
            if since.is_open(new.standing) and not since.is_open(old.standing)
        ]
        became: dict[str, list[str]] = {status.name: [] for status in ORDER}
        for _, new in changed:
            if new.reference not in reopened:
                became[new.standing].append(new.reference)
        then = self._then
        yield from _said(
            became["Completed"],
            f"{{}} has been completed since {then}",
            f"{{}} have been completed since {then}",
        )
        yield from _said(
            became["No longer required"], "{} is no longer required", "{} are no longer required"
        )
        yield from _said(
            reopened, "{} that was closed is open again", "{} that were closed are open again"
        )
        yield from _said(became["Overdue"], "{} has become overdue", "{} have become overdue")
        yield from _said(became["At risk"], "{} is at risk now", "{} are at risk now")
        yield from _said(became["On track"], "{} is on track now", "{} are on track now")
        yield from _said(became["Not started"], "{} is not started now", "{} are not started now")
        yield from _said(_references(self._added()), "{} was added", "{} were added")
        yield from _said(_references(self._withdrawn()), "{} was withdrawn", "{} were withdrawn")
        yield from _said(
            _references(self._gone()),
            "{} is gone from the register without a reason",
            "{} are gone from the register without a reason",
        )

    def _unchanged(self, changed: set[str]) -> Iterator[str]:
        changed |= {new.reference for old, new in self._pairs if _hands(old) != _hands(new)}
        same = [new.reference for _, new in self._pairs if new.reference not in changed]
        if len(same) == len(self._before) == len(self._after):
            yield f"No area has changed since {self._then}."
        else:
            yield from _said(same, "{} is as it was", "{} are as they were", listed=False)

    # --- figures, markers, register, dates -----------------------------------------------

    def _figures(self) -> Iterator[Figure]:
        before, after = list(self._before.values()), list(self._after.values())
        yield Figure("All areas", len(before), len(after))
        for status in ORDER:
            then = sum(area.standing == status.name for area in before)
            now = sum(area.standing == status.name for area in after)
            if then or now:
                yield Figure(status.name, then, now)

    def _markers(self) -> Iterator[Moved]:
        for old, new in self._pairs:
            if old.marker != new.marker:
                yield Moved(new.reference, new.wording, old.marker, new.marker)

    def _added(self) -> list[ReportedArea]:
        return [area for key, area in self._after.items() if key not in self._before]

    def _withdrawn(self) -> list[ReportedArea]:
        return [
            area
            for area in self._new.areas
            if area.withdrawn_reason and plain(area.reference) in self._before
        ]

    def _gone(self) -> list[ReportedArea]:
        known = {plain(area.reference) for area in self._new.areas}
        return [area for key, area in self._before.items() if key not in known]

    def _register(self) -> Iterator[str]:
        withdrawn_before = {plain(area.reference) for area in self._old.areas}
        for area in self._added():
            was_there = plain(area.reference) in withdrawn_before
            yield (
                f"{area.reference} was {'taken back in' if was_there else 'added'}, under "
                f"{area.part} ({area.timescale}), led by {area.lead_service}: "
                f"“{_bare(area.wording)}”. Its marker is {area.marker}."
            )
        for area in self._withdrawn():
            yield f"{area.reference} was withdrawn: {_bare(area.withdrawn_reason)}."
        for area in self._gone():
            yield (
                f"{area.reference} is gone from the register without a reason: "
                f"“{_bare(area.wording)}”. Its marker was {area.marker}."
            )
        for old, new in self._pairs:
            for name, said in _HANDS.items():
                then, now = _hand(old, name), _hand(new, name)
                if plain(then) != plain(now):
                    yield f"{new.reference} {said.format(then=then or 'none', now=now or 'none')}"

    def _dates(self) -> Iterator[Moved]:
        for old, new in self._pairs:
            if since.is_open(old.standing) and since.is_open(new.standing):
                then, now, what = old.due, new.due, "due"
            elif old.standing == new.standing == statuses.COMPLETED.name:
                # Who completed it before need not give the date again.
                then, now, what = old.completed, new.completed or old.completed, "completed"
            else:
                continue
            if then != now:
                yield Moved(
                    new.reference,
                    new.wording,
                    f"{what} {long_date(then)}" if then else "no date",
                    f"{what} {long_date(now)}" if now else "no date",
                    _moved(then, now),
                )

    # --- words -----------------------------------------------------------------------------

    def _wordings(self) -> Iterator[Rewritten]:
        for old, new in self._pairs:
            if not says_the_same(old.wording, new.wording):
                change = TextChange("Wording", compared(old.wording, new.wording))
                yield Rewritten(new.reference, new.wording, (change,))

    def _texts(self) -> Iterator[Rewritten]:
        for old, new in self._pairs:
            changes = tuple(
                TextChange(label, compared(then, now))
                for label, then, now in _texts_of(old, new)
                if not says_the_same(then, now)
            )
            if changes:
                yield Rewritten(new.reference, new.wording, changes)


_HANDS = {
    "part": "belongs to the part {now} now; it belonged to {then}.",
    "timescale": "is asked for {now} now; it was asked for {then}.",
    "lead_service": "is led by {now} now; it was led by {then}.",
    "lead_organisation": "has another lead organisation now: {now}; it was {then}.",
    "publication": "is marked {now} now; it was marked {then}.",
}
"""What is said of an area that is in other hands, or marked otherwise, by what tells it."""


def _hands(area: ReportedArea) -> tuple[str, ...]:
    return tuple(plain(_hand(area, name)) for name in _HANDS)


def _hand(area: ReportedArea, name: str) -> str:
    said = str(getattr(area, name))
    return said or (OPEN if name == "publication" else "")


def _texts_of(old: ReportedArea, new: ReportedArea) -> Iterator[tuple[str, str, str]]:
    """Yield the texts of an area, then and now, with their labels.

    Of an area that was closed before, a service need not say everything again.
    """
    was_closed = not since.is_open(old.standing) and not since.is_open(new.standing)
    for name, label in _TEXTS.items():
        then, now = getattr(old, name), getattr(new, name)
        if now or not was_closed:
            yield label, then, now


def _reported(record: Record) -> dict[str, ReportedArea]:
    """Return the areas that the report had, without those that were withdrawn."""
    return {plain(area.reference): area for area in record.areas if not area.withdrawn_reason}


def _names(old: Record, new: Record) -> tuple[str, str]:
    """Return what the two reports are called in a sentence."""
    if old.title == new.title and old.version != new.version:
        return f"version {old.version}", f"version {new.version}"
    if old.as_at and new.as_at and old.as_at != new.as_at:
        return f"{_REPORT_OF}{long_date(old.as_at)}", f"{_REPORT_OF}{long_date(new.as_at)}"
    return "the earlier report", "the later report"


def _dated(record: Record, name: str) -> str:
    version = f"version {record.version}"
    on = f"as at {long_date(record.as_at)}" if record.as_at else "without an as-at date"
    return f"{version}, {on}" if name.startswith("the ") else f"{name}, {on}"


def _said(references: list[str], one: str, many: str = "", *, listed: bool = True) -> Iterator[str]:
    """Yield a sentence about some areas with their number in the place of ``{}``, if there are any.

    ``many`` is the sentence about more than one, where it differs.
    """
    if references:
        sentence = one if len(references) == 1 else many or one
        said = sentence.format(areas_in_words(len(references)))
        yield f"{said[0].upper()}{said[1:]}{_listed(references) if listed else ''}."


def _listed(references: list[str]) -> str:
    """Return references as ``: A, B and C``, nothing if they are too many to read."""
    if len(references) > _MOST_LISTED:
        return ""
    *first, last = references
    return f": {', '.join(first)} and {last}" if first else f": {last}"


def _dates_said(dates: tuple[Moved, ...]) -> Iterator[str]:
    for ending, when in ((_LATER, "later"), (_EARLIER, "earlier")):
        moved = [
            each.reference
            for each in dates
            if each.said.endswith(ending) and each.then.startswith("due")
        ]
        yield from _said(
            moved, f"{{}} is due {when} than it was", f"{{}} are due {when} than they were"
        )


def _moved(then: dt.date | None, now: dt.date | None) -> str:
    if then is None or now is None:
        return "date given" if now else "date taken away"
    days = (now - then).days
    count = "one day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{count}{_LATER if days > 0 else _EARLIER}"


def _references(areas: list[ReportedArea]) -> list[str]:
    return [area.reference for area in areas]


def _bare(sentence: str) -> str:
    """Return ``sentence`` without its full stop, to stand within another."""
    return sentence.strip().removesuffix(".")
