"""What a Word file prints of an area beside its wording: in its row of a table, or in lines below.

Reference, status and dates are printed as they are worked out; no cell of a workbook holds them so.
They are known by the area's wording, which they stand beside.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from report_builder.text import single_spaced
from report_builder.word.counting import said_by
from report_builder.word.folding import Plain, Stretch, paragraphs_in, styles_of_headings
from report_builder.word.xml import text_of

_P, _TR = qn("w:p"), qn("w:tr")

Judge = Callable[[Any], object]
"""Says of a paragraph whether it is one of a kind."""


@dataclass(frozen=True)
class Place:
    """Where an area's wording stands; ``row`` and ``below`` leave out what is traced itself."""

    paragraph: Any
    """The paragraph with the wording."""
    row: tuple[str, ...]
    """What else its row of a table says."""
    below: tuple[str, ...]
    """The lines after it, up to the next area or heading."""


def places(
    document: Document,
    is_wording: Judge,
    is_traced: Judge,
    stretches: Sequence[Stretch] = (),
) -> Iterator[Place]:
    """Yield the places at which the wording of an area stands, in the document's order.

    ``stretches`` are the plain paragraphs that are kept apart.
    """
    headings = styles_of_headings(document)
    paragraphs = list(paragraphs_in(document.element.body, stretches))
    wordings = [at for at, each in enumerate(paragraphs) if is_wording(each)]
    for at, end in itertools.pairwise([*wordings, len(paragraphs)]):
        in_row = _in_row(paragraphs[at])
        below = []
        for following in paragraphs[at + 1 : end]:
            # A heading is never plain.
            if not isinstance(following, Plain) and said_by(following).style in headings:
                break
            if not is_traced(following) and following not in in_row:
                below.append(following)
        others = (each for each in in_row if not is_traced(each))
        yield Place(paragraphs[at], _said(others), _said(below))


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
