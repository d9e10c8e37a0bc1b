"""“Did you mean …?”: which of the known words a word is nearest to.

The library is loaded when the first word is unknown, which in most reports none is.
"""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, least: int, anywhere: bool = False) -> str:
    """Return the one of ``known`` that is most like ``word``, ``""`` if none is near.

    ``least`` is how like it must be, of 100. ``anywhere`` compares with the part of ``word`` that
    is most like, so that words around it do not count.
    """
    from rapidfuzz import fuzz, process

    scorer = fuzz.WRatio if anywhere else fuzz.ratio
    found = process.extractOne(word, list(known), scorer=scorer, score_cutoff=least)
    return found[0] if found else ""
