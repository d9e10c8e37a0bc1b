"""Figures in the author's prose: tokens in square brackets, counted from the merged areas.

A token is ``[areas …]``, ``[number of areas …]`` or ``[figure of areas …]``, followed by any of
a group, a timescale, a part and a service, in this order. ``days slipped``, and what else is
measured, can stand in the place of ``areas``. ``MEASURES``, ``FORMS`` and ``GROUPS`` are the one
place that says which there are; the Tokens sheet of the report workbook is made from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from report_builder import since, statuses
from report_builder.merged import Merged, Row
from report_builder.nearest import nearest
from report_builder.text import Run, plain
from report_builder.workbooks.declare import Guidance

_UNITS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TOKEN = re.compile(r"\[\[|\]\]|\[([^\[\]]*)\]")
_NUMBER = re.compile(r"\b\d{1,3}\b")
_OTHER_WORDS = re.compile(r"\b(?:complete|done|finished)\b")
_BELOW = "areas below"
_WITHDRAWN = "withdrawn"
_NEAR = 60  # of 100: less alike than this is no misspelling


def in_words(count: int) -> str:
    """Return ``count`` as the council writes it: in words to ninety-nine, then in figures."""
    if count < len(_UNITS):
        return _UNITS[count]
    if count < 100:
        tens, unit = divmod(count, 10)
        return _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")
    return f"{count:,}"


def areas_in_words(count: int) -> str:
    """Return ``count`` with its noun, as in ``one area`` and ``two areas``."""
    return f"{in_words(count)} area" if count == 1 else f"{in_words(count)} areas"


def days_in_words(count: int) -> str:
    """Return ``count`` with its noun, as in ``one day`` and ``sixty-one days``."""
    return f"{in_words(count)} day" if count == 1 else f"{in_words(count)} days"


def times_in_words(count: int) -> str:
    """Return how often, as in ``once``, ``twice`` and ``three times``."""
    return {1: "once", 2: "twice"}.get(count, f"{in_words(count)} times")


@dataclass(frozen=True)
class Measure:
    """What a token tells of the areas that it chooses.

    Attributes:
        meaning: What it is, in words for the author, with its unit.
        with_noun: Writes it in words, with its noun.
        column: The column of the merged areas that it is taken from, of the slipped areas only;
            empty where the areas themselves are counted.
        together: Makes one figure of that column's values, of which there may be none.
    """

    meaning: str
    with_noun: Callable[[int], str]
    column: str = ""
    together: Callable[[Iterable[int]], int] = sum

    def of(self, areas: Sequence[Row]) -> int:
        """Return the figure of ``areas``: how many, or how many calendar days or times."""
        if not self.column:
            return len(areas)
        return self.together(area[self.column] for area in areas if area["slipped"] == "Yes")


def _most(values: Iterable[int]) -> int:
    return max(values, default=0)


_AREAS = "areas"
MEASURES: dict[str, Measure] = {
    _AREAS: Measure("how many areas there are, as in two areas", areas_in_words),
    "days slipped": Measure(
        "by how many calendar days the areas that slipped are due later than the last report "
        "said, added up, as in ninety-one days",
        *(days_in_words, "days_slipped", sum),
    ),
    "days slipped at most": Measure(
        "the longest of these slips, in calendar days, as in sixty-one days",
        *(days_in_words, "days_slipped", _most),
    ),
    "times slipped": Measure(
        "how often these areas have slipped over all the reports, this one included, added up, as "
        "in three times",
        *(times_in_words, "times_slipped", sum),
    ),
    "times slipped at most": Measure(
        "the highest of these for one area, as in twice",
        *(times_in_words, "times_slipped", _most),
    ),
}

FORMS: dict[str, tuple[str, Callable[[Measure, int], str]]] = {
    "number of ": ("the number in words alone", lambda _, count: in_words(count)),
    "figure of ": ("the number in figures alone", lambda _, count: f"{count:,}"),
    "": (
        "the number in words, with the word area or areas",
        lambda measure, count: measure.with_noun(count),
    ),
}

# The longer ones first, so that none is taken for one that it begins like.
_BEGINNINGS = {
    form + words: (form, measure)
    for words, measure in sorted(MEASURES.items(), key=lambda item: len(item[0]), reverse=True)
    for form in FORMS
}


@dataclass(frozen=True)
class Choice:
    """Areas chosen by what one column of the merged areas says."""

    column: str
    values: frozenset[str]

    def of(self, areas: Iterable[Row]) -> list[Row]:
        """Return those of ``areas`` that are chosen."""
        return [area for area in areas if area[self.column] in self.values]


def _where(column: str, *values: str) -> Choice:
    return Choice(column, frozenset(values))


_BY_STANDING = {status.name: _where("standing", status.name) for status in statuses.ALL}
_PRINTED = tuple(status for status in statuses.ALL if status is not statuses.NOT_REPORTED)

GROUPS: dict[str, tuple[str, Choice]] = {
    **{
        status.name.lower(): (f"whose marker is {status.marker}", _BY_STANDING[status.name])
        for status in _PRINTED
    },
    "not completed": (
        "whose marker is any other than COMPLETED",
        _where("standing", *(each.name for each in statuses.ALL if each != statuses.COMPLETED)),
    ),
    "carried forward": (
        "that the previous report carried forward",
        _where("carried_forward", "Yes"),
    ),
    "needing further work": (
        "that the services say need further work",
        _where("further_work", "Yes"),
    ),
    **{
        plain(words): (meaning, Choice(column, values))
        for words, (meaning, column, values) in since.GROUPS.items()
    },
    _WITHDRAWN: (
        "that were withdrawn, which no other figure counts",
        _where("is_withdrawn", "Yes"),
    ),
}


@dataclass(frozen=True)
class UnknownToken:
    """A token that stands for no figure, and the nearest one that does (``""`` if none is near)."""

    token: str
    nearest: str


@dataclass(frozen=True)
class Figures:
    """Replaces the tokens of one report; ``below`` is the count for ``[areas below]``."""

    merged: Merged
    _counts: dict[str, str | None] = field(default_factory=dict)

    def replaced(self, runs: tuple[Run, ...], below: int | None = None) -> tuple[Run, ...]:
        """Return ``runs`` with every known token replaced; an unknown one stays as it stands."""
        weights = [run.bold for run in runs for _ in run.text]
        text = "".join(run.text for run in runs)
        pieces: list[Run] = []
        at = 0
        for match in _TOKEN.finditer(text):
            pieces.extend(_cut(text, weights, at, match.start()))
            pieces.append(Run(self._shown(match, below), weights[match.start()]))
            at = match.end()
        if not at:
            return runs
        return _joined([*pieces, *_cut(text, weights, at, len(text))])

    def unknown(self, text: str, below: int | None = None) -> Iterator[UnknownToken]:
        """Yield the tokens of ``text`` that stand for no figure."""
        for match in _TOKEN.finditer(text):
            token = match[1]
            if token is not None and self._figure(token, below) is None:
                yield UnknownToken(match[0], self._nearest(token, below))

    def on_the_last_report(self, text: str) -> Iterator[str]:
        """Yield the tokens of ``text`` that can only be counted if the last report is known."""
        for match in _TOKEN.finditer(text):
            asked = f" {plain(match[1] or '')} "
            is_meant = any(f" {plain(words)} " in asked for words in since.GROUPS)
            if is_meant and self._figure(match[1], None) is not None:
                yield match[0]

    def of_slips(self, text: str) -> Iterator[str]:
        """Yield the tokens of ``text`` that tell by how much, or how often, areas have slipped."""
        for match in _TOKEN.finditer(text):
            begun = _begun(plain(match[1] or ""))
            if begun and begun[1].column and self._figure(match[1], None) is not None:
                yield match[0]

    def _nearest(self, token: str, below: int | None) -> str:
        asked = _NUMBER.sub(lambda number: in_words(int(number[0])), plain(token))
        if asked == _BELOW:  # outside section 3
            return "[areas]"
        asked = _OTHER_WORDS.sub("completed", asked)
        known = self._known() if below is None else [_BELOW, *self._known()]
        near = nearest(asked, known, least=_NEAR)
        return f"[{near}]" if near else ""

    def _shown(self, match: re.Match[str], below: int | None) -> str:
        if match[1] is None:
            return match[0][0]
        return self._figure(match[1], below) or match[0]

    def _figure(self, token: str, below: int | None) -> str | None:
        asked = plain(token)
        if "\n" in token:  # paragraphs are filled in one by one
            return None
        if asked == _BELOW:
            figure = None if below is None else areas_in_words(below)
        else:
            if asked not in self._counts:
                self._counts[asked] = self._count(asked)
            figure = self._counts[asked]
        return figure[:1].upper() + figure[1:] if figure and token.strip()[:1].isupper() else figure

    def _count(self, asked: str) -> str | None:
        begun = _begun(asked)
        if begun is None:
            return None
        form, measure, rest = begun
        is_withdrawn = _after(rest, _WITHDRAWN) is not None
        areas = self._chosen(self.merged.withdrawn if is_withdrawn else self.merged.areas, rest)
        if areas is None or (measure.column and is_withdrawn):  # what is given up does not slip
            return None
        _, write = FORMS[form]
        return write(measure, measure.of(areas))

    def _chosen(self, areas: list[Row], rest: str) -> list[Row] | None:
        for choices in self._qualifiers():
            for words in sorted(choices, key=len, reverse=True):
                left = _after(rest, words)
                if left is not None:
                    areas, rest = choices[words].of(areas), left
                    break
        return None if rest else areas

    def _qualifiers(self) -> Iterator[dict[str, Choice]]:
        tables = self.merged.tables
        yield {words: choice for words, (_, choice) in GROUPS.items()}
        yield self._timescales()
        for lead, column, names in (
            ("in", "part", tables["parts"].values("part")),
            ("led by", "lead_service", tables["services"].values("service")),
        ):
            yield {f"{lead} {plain(name)}": _where(column, name) for name in names}

    def _timescales(self) -> dict[str, Choice]:
        choices: dict[str, Choice] = {}
        columns = self.merged.tables["timescales"].columns
        months = {
            str(name): count if isinstance(count, int) else place
            for place, (name, count) in enumerate(
                zip(columns["timescale"], columns["months"], strict=True)
            )
            if name != ""
        }
        for name, limit in months.items():
            sooner = (other for other, count in months.items() if count <= limit)
            choices[plain(name)] = _where("timescale", *sooner)
            choices[f"{plain(name)} only"] = _where("timescale", name)
        return choices

    def _known(self) -> list[str]:
        known = []
        for begun, (_, measure) in _BEGINNINGS.items():
            known.append(begun)
            for choices in self._qualifiers():
                known.extend(
                    f"{begun} {words}"
                    for words in choices
                    if not (measure.column and words == _WITHDRAWN)
                )
        return known


def _begun(asked: str) -> tuple[str, Measure, str] | None:
    """Return the form and the measure that a token begins with, and what follows them."""
    for words, (form, measure) in _BEGINNINGS.items():
        rest = _after(asked, words)
        if rest is not None:
            return form, measure, rest
    return None


def _after(text: str, words: str) -> str | None:
    """Return what follows ``words`` at the start of ``text``, ``None`` if it begins otherwise."""
    if text == words:
        return ""
    return text[len(words) + 1 :] if text.startswith(words + " ") else None


def _cut(text: str, weights: list[bool], start: int, end: int) -> list[Run]:
    return [Run(text[place], weights[place]) for place in range(start, end)]


def _joined(pieces: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for piece in pieces:
        if joined and joined[-1].bold == piece.bold:
            joined[-1] = Run(joined[-1].text + piece.text, piece.bold)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def token_guidance() -> Guidance:
    """Return the Tokens sheet of the report workbook: every token and what it stands for."""
    return Guidance(
        title="Tokens",
        sections=(
            (
                "What a token is",
                (
                    "Words in square brackets in your text; the report puts the figure in their "
                    "place. A capital first letter makes a capital: [Areas overdue] becomes "
                    "Two areas.",
                    "A token is a form, then any of a group, a timescale, a part and a service, "
                    "in this order: [areas completed within three months in Safeguarding led by "
                    "Early Help].",
                ),
            ),
            (
                "Forms",
                tuple(f"[{form}{_AREAS} …]: {meaning}" for form, (meaning, _) in FORMS.items()),
            ),
            (
                "By how much, and how often, areas have slipped",
                (
                    *(
                        f"[{words} …]: {each.meaning}"
                        for words, each in MEASURES.items()
                        if each.column
                    ),
                    "Groups, timescales, parts and services follow as they do after areas: "
                    "[days slipped at most within three months in Safeguarding].",
                    "With number of or figure of before it, a number stands alone: [figure of "
                    "days slipped at most] days becomes 61 days.",
                    "[Areas slipped] slipped, the longest by [days slipped at most], becomes Four "
                    "areas slipped, the longest by sixty-one days.",
                ),
            ),
            (
                "In section 3 only",
                (f"[{_BELOW}]: how many areas the next Areas row prints, as in two areas",),
            ),
            (
                "Groups",
                tuple(f"{words}: the areas {meaning}" for words, (meaning, _) in GROUPS.items()),
            ),
            (
                "Timescales",
                (
                    "within three months: the areas of that timescale and of the sooner ones",
                    "within three months only: the areas of that timescale alone",
                    "Every timescale of the Timescales sheet can be used.",
                ),
            ),
            (
                "Parts and services",
                (
                    "in Safeguarding: the areas of that part; every part of the Parts sheet",
                    "led by Early Help: the areas of that lead service; every service of the "
                    "Services sheet",
                ),
            ),
        ),
    )
