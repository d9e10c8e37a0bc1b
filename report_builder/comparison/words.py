"""Two texts compared word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from report_builder.text import Level, lines

_FEW = 3
"""Fewer words than this that stayed between two changes are read better as changed."""
_REWRITTEN = 0.4
"""A text of which a smaller share stayed is read better as a whole, then and now."""


class Kind(StrEnum):
    """What became of some words."""

    SAME = "same"
    DELETED = "deleted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A paragraph or a bullet of two texts at once; never empty."""

    level: Level
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a line begins."""

    level: Level


_Tokens = list[_Start | str]
_Change = tuple[_Tokens, _Tokens]  # what went, and what came; what stayed is in both


def compared(old: str, new: str) -> tuple[ComparedLine, ...]:
    """Return the lines of both texts at once.

    The words that stayed or went are those of ``old`` in their order; the words that stayed or came
    are those of ``new``. Spacing does not count.
    """
    before, after = _tokens(old), _tokens(new)
    changes = _changes(before, after)
    stayed = sum(_words(went) for went, came in changes if went == came)
    if stayed < _REWRITTEN * max(_words(before), _words(after)):
        changes = [(before, after)]
    return tuple(_lines(changes))


def says_the_same(old: str, new: str) -> bool:
    """Return whether two texts have the same words in the same lines."""
    return _tokens(old) == _tokens(new)


def _tokens(text: str) -> _Tokens:
    tokens: _Tokens = []
    for line in lines(text):
        tokens += [_Start(line.level), *line.text.split()]
    return tokens


def _words(tokens: _Tokens) -> int:
    return sum(isinstance(token, str) for token in tokens)


def _changes(before: _Tokens, after: _Tokens) -> list[_Change]:
    numbers: dict[_Start | str, int] = {}  # because two words could have one hash
    one, other = (
        [numbers.setdefault(token, len(numbers)) for token in tokens] for tokens in (before, after)
    )
    found = [
        (before[code.src_start : code.src_end], after[code.dest_start : code.dest_end])
        for code in Indel.opcodes(one, other)
    ]
    joined: list[_Change] = []
    for at, (went, came) in enumerate(found):
        is_short = _words(went) == len(went) < _FEW and 0 < at < len(found) - 1
        is_change = went != came or is_short
        if is_change and joined and joined[-1][0] != joined[-1][1]:
            joined[-1] = joined[-1][0] + went, joined[-1][1] + came
        else:
            joined.append((went, came))
    return joined


def _lines(changes: list[_Change]) -> Iterator[ComparedLine]:
    level, pieces = Level.PARAGRAPH, list[Piece]()
    for went, came in changes:
        sides = [(Kind.SAME, went)] if went == came else [(Kind.DELETED, went), (Kind.ADDED, came)]
        for kind, tokens in sides:
            words: list[str] = []
            for token in tokens:
                if isinstance(token, str):
                    words.append(token)
                    continue
                pieces += _piece(kind, words)
                if pieces:
                    yield ComparedLine(level, tuple(pieces))
                level, pieces, words = token.level, [], []
            pieces += _piece(kind, words)
    if pieces:
        yield ComparedLine(level, tuple(pieces))


def _piece(kind: Kind, words: list[str]) -> list[Piece]:
    return [Piece(kind, " ".join(words))] if words else []
