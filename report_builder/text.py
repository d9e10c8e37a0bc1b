"""Text in cells: what a cell says, which parts are bold, and where its paragraphs begin.

The rules are those that the Guidance sheet of every workbook states:

* a line is a paragraph, and an empty line is nothing;
* a line that begins with a bullet sign, or with a hyphen and a space, is a bullet;
* a bullet that stands further in than the first of its list is a sub-bullet;
* bold stays bold.

Spaces and tabs around a line are layout and are dropped; nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple


class Run(NamedTuple):
    """A stretch of text, all bold or all not."""

    text: str
    bold: bool = False


class CellText(str):
    """The text of a cell with bold in it: a ``str`` in every respect that knows which parts are.

    A text without any bold is a plain ``str``, as nearly all are: :func:`runs_of` takes both.
    """

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, runs: Iterable[Run]) -> CellText:
        """Return the text that ``runs`` make together."""
        kept = tuple(runs)
        text = super().__new__(cls, joined(kept))
        text.runs = kept
        return text

    def __reduce__(self) -> tuple[object, ...]:
        """Return how the text is made again in another process."""
        return CellText, (self.runs,)


def runs_of(text: str) -> tuple[Run, ...]:
    """Return a cell's ``text`` in stretches, each all bold or all not."""
    return text.runs if isinstance(text, CellText) else (Run(str(text)),)


class Level(StrEnum):
    """What a line of a cell is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    SUB_BULLET = "sub-bullet"


# To ask an enumeration for a member takes as long as all else that is asked of a line.
_PARAGRAPH, _BULLET_LEVEL, _SUB_BULLET = Level.PARAGRAPH, Level.BULLET, Level.SUB_BULLET


class Line(NamedTuple):
    """One line of a cell: its level and its runs, never empty."""

    level: Level
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Return the line's words without their weight."""
        return joined(self.runs)


# Bullet signs as people type them, and as Word leaves them when a list is copied into a cell
# (U+00B7, U+F0B7 and U+F0A7 are the Symbol and Wingdings signs).
BULLET_SIGNS = "•‣⁃∙◦●○▪▫■□·\uf0b7\uf0a7"
_LAYOUT = " \t\u00a0"
_BULLET = re.compile(rf"([{_LAYOUT}]*)(?:[{BULLET_SIGNS}][{_LAYOUT}]*|-[{_LAYOUT}]+)")
_LINE_END = re.compile(r"[\r\n]")  # CR LF is two; the empty line between them is nothing


def lines(text: str) -> list[Line]:
    """Return the lines of a cell's ``text``, each with its level; empty lines are left out."""
    found: list[Line] = []
    list_indent: int | None = None
    for whole, runs in _by_line(text):
        if not whole or whole.isspace():
            continue
        bullet = _BULLET.match(whole)
        if bullet is None:
            list_indent = None
            found.append(Line(_PARAGRAPH, _trimmed(runs, 0)))
            continue
        indent = len(bullet[1].expandtabs(4))
        if list_indent is None or indent < list_indent:
            list_indent = indent
        kept = _trimmed(runs, bullet.end())
        if kept and not joined(kept).isspace():
            found.append(Line(_SUB_BULLET if indent > list_indent else _BULLET_LEVEL, kept))
    return found


def trimmed(text: str) -> tuple[Run, ...]:
    """Return the runs of a one-line answer, without the spaces and line ends around it."""
    return _trimmed(runs_of(text), 0, _LAYOUT + "\n")


def joined(runs: Sequence[Run]) -> str:
    """Return the words of ``runs`` without their weight."""
    return runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)


def plain(text: str) -> str:
    """Return ``text`` folded for comparing names and references: case and spacing do not count."""
    return " ".join(text.split()).casefold()


def _by_line(text: str) -> Iterator[tuple[str, Sequence[Run]]]:
    """Yield each line of a text, with the runs of it."""
    runs = runs_of(text)
    if len(runs) == 1:  # as in nearly every cell
        [(words, bold)] = runs
        for piece in _LINE_END.split(words):
            yield piece, (Run(piece, bold),)
        return
    current: list[Run] = []
    for run in runs:
        first, *others = _LINE_END.split(run.text)
        current.append(Run(first, run.bold))
        for piece in others:
            yield joined(current), current
            current = [Run(piece, run.bold)]
    yield joined(current), current


def _trimmed(runs: Sequence[Run], skip: int, layout: str = " \t") -> tuple[Run, ...]:
    """Return ``runs`` less their first ``skip`` characters and the ``layout`` around them."""
    if len(runs) == 1:  # as in nearly every line
        [(whole, bold)] = runs
        text = whole[skip:].strip(layout)
        if text == whole:
            return tuple(runs) if text else ()
        return (Run(text, bold),) if text else ()
    left: list[Run] = []
    for run in runs:
        text = run.text[skip:]
        skip = max(0, skip - len(run.text))
        if not left:
            text = text.lstrip(layout)
        if text:
            left.append(Run(text, run.bold))
    while left:
        text = left[-1].text.rstrip(layout)
        if text:
            left[-1] = Run(text, left[-1].bold)
            break
        left.pop()
    return tuple(left)


def single_spaced(text: str) -> str:
    """Return ``text`` on one line, with one ordinary space wherever there is any."""
    return " ".join(text.split())
