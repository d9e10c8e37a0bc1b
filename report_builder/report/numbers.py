"""The public report's paragraphs have the numbers that they have in the report with everything.

Minutes cite paragraphs by number, and people hold either file. What is withheld may have been many
numbered paragraphs, and the statement in its place is one: the numbers that it lacks are filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from report_builder.report.model import Block, Report, Text
from report_builder.text import Run

WITHHELD = "Not for publication, for the reason given above."
_NUMBERED = {"heading": "numbered", "numbered": "numbered", "sub_numbered": "sub_numbered"}


def numbered_alike(public: Report, full: Report) -> Report:
    """Return ``public`` with a short paragraph for each number that only ``full`` has.

    Of ``full`` nothing is taken but how its paragraphs are numbered.
    """
    return replace(
        public,
        summary=tuple(_alike(public.summary, full.summary)),
        recommendations=tuple(_alike(public.recommendations, full.recommendations)),
        supporting=tuple(_alike(public.supporting, full.supporting)),
        scrutiny=tuple(_alike(public.scrutiny, full.scrutiny)),
    )


def _alike(public: Sequence[Block], full: Sequence[Block]) -> Iterator[Block]:
    then, now = _keys(full), _keys(public)
    matcher = SequenceMatcher(None, then, now, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield from public[start:end]
        else:
            yield from _filled(public[start:end], full[first:last])


def _keys(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(each.kind, str(each.text)) for each in blocks]


def _filled(statements: Sequence[Block], withheld: Sequence[Block]) -> Iterator[Block]:
    """Yield ``statements``, numbered as what they stand for, and what fills the other numbers."""
    wanted = [_NUMBERED[each.kind] for each in withheld if each.kind in _NUMBERED]
    for block in statements:
        if block.kind in _NUMBERED:
            yield replace(block, kind=wanted.pop(0) if wanted else "paragraph")
        else:
            yield block
    for kind in wanted:
        yield Block(kind, Text((Run(WITHHELD),)))
