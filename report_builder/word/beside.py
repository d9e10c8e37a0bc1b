"""What a Word file prints of an area beside its wording: in its row of a table, or in lines below.

Reference, status and dates are printed as they are worked out; no cell of a workbook holds them so.
They are known by the area's wording, which they stand beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from docx.document import Document
from docx.oxml.ns import qn

from report_builder.text import single_spaced
from report_builder.word.counting import said_by
from report_builder.word.folding import Plain, Stretch, paragraphs_in, styles_of_headings
from report_builder.word.xml import text_of

_P, _TR = qn("w:p"), qn("w:tr")

T = TypeVar("T")


@dataclass(frozen=True)
class Place(Generic[T]):
    """Where an area's wording stands; ``row`` and ``below`` leave out what is traced itself."""

    area: T
    """What is known of the area."""
    paragraph: Any
    """The paragraph with the wording."""
    row: tuple[str, ...]
    """What else its row of a table says."""
    below: tuple[str, ...]
    """The lines after it, up to the next area or heading."""


def places(
    document: Document,
    area_of: Callable[[Any], T | None],
    is_traced: Callable[[Any], object],
    stretches: Sequence[Stretch] = (),
) -> Iterator[Place[T]]:
    """Yield the places at which the wording of an area stands, in the document's order.

    ``area_of`` says of a paragraph whose wording it is, if it is one. ``stretches`` are the plain
    paragraphs that are kept apart.
    """
    headings = styles_of_headings(document)
    last: _Begun[T] | None = None
    for each in paragraphs_in(document.element.body, stretches):
        area = area_of(each)
        if area is not None:
            if last:
                yield last.place(is_traced)
            last = _Begun(area, each, _in_row(each), [])
        elif last and not last.is_ended:
            # A heading is never plain.
            if not isinstance(each, Plain) and said_by(each).style in headings:
                last.is_ended = True
            elif not is_traced(each) and each not in last.in_row:
                last.below.append(each)
    if last:
        yield last.place(is_traced)


@dataclass
class _Begun(Generic[T]):
    """A place, up to the lines after it that have come by now."""

    area: T
    paragraph: Any
    in_row: list[Any]
    below: list[Any]
    is_ended: bool = False

    def place(self, is_traced: Callable[[Any], object]) -> Place[T]:
        others = (each for each in self.in_row if not is_traced(each))
        return Place(self.area, self.paragraph, _said(others), _said(self.below))


def _said(paragraphs: Iterable[Any]) -> tuple[str, ...]:
    said = (single_spaced(_words(each)) for each in paragraphs)
    return tuple(words for words in said if words)


def _in_row(paragraph: Any) -> list[Any]:
    """Return the paragraphs of the row of a table that a paragraph stands in, if it does."""
    if isinstance(paragraph, Plain):
        return []
    row = next(paragraph.iterancestors(_TR), None)
    return [] if row is None else list(row.iter(_P))


def _words(paragraph: Any) -> str:
    return str(paragraph.words) if isinstance(paragraph, Plain) else text_of(paragraph)
