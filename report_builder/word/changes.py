"""Does the Word file still say what the services said? What was changed after the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from difflib import SequenceMatcher
from functools import partial
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from report_builder.manifest import Manifest, Told, Traced, TracedArea
from report_builder.problems import Cell, Problem, ProblemKind, Severity
from report_builder.text import single_spaced
from report_builder.word.beside import Place, places
from report_builder.word.xml import text_of

CHANGED = ProblemKind(
    "changed-in-word",
    Severity.ERROR,
    "Put back the words of the workbook, or have the workbook changed and build again. The Word "
    "file says: “{now}”. The workbook says: “{value}”.",
    "What a service has signed off is published as it was signed off.",
)
MARKER_CHANGED = ProblemKind(
    "marker-changed-in-word",
    Severity.ERROR,
    "Put back the completion marker of {reference}, or have the return changed and build again. "
    "The Word file says: “{now}”. The return makes it: “{value}”.",
    "A completion marker tells the committee whether children are safer; only the service sets it.",
)
AREA_CHANGED = ProblemKind(
    "area-changed-in-word",
    Severity.ERROR,
    "Put back what stands beside the wording of {reference}, or have the return changed and build "
    "again. The Word file says: “{now}”. The return makes it: “{value}”.",
    "A status or a date in a table tells the committee what a completion marker tells it.",
)
REMOVED = ProblemKind(
    "removed-in-word",
    Severity.ERROR,
    "Put back this paragraph, which is no longer in the Word file: “{value}”.",
    "What a service has told the committee does not vanish on the way.",
)
MANIFEST_NOT_FOUND = ProblemKind(
    "manifest-not-found",
    Severity.QUERY,
    "Put the file back into the folder that it was built into, beside its manifest "
    "(….manifest.json), and check it there. No manifest of it is here, so it was not compared with "
    "the workbooks: nobody knows whether it still says what the services said. Of a file that "
    "report-builder did not build, that cannot be known.",
    "What was not compared has not passed. A marker that was changed in Word looks like any other.",
)

KINDS = (CHANGED, MARKER_CHANGED, AREA_CHANGED, REMOVED, MANIFEST_NOT_FOUND)
_ALIKE = 0.5
_NOTHING = "nothing"


def changes(document: Document, manifest: Manifest) -> list[Problem]:
    """Return what the document no longer says as the workbooks did when it was built.

    Paragraphs that were added in Word, and the author's fixed words, are not judged.
    """
    now = [single_spaced(text) for text in words_of(document)]
    then = [single_spaced(each.text) for each in manifest.paragraphs]
    areas = {single_spaced(_bullet(area)): area for area in manifest.areas}
    found: list[Problem] = []
    for tag, first, last, start, end in SequenceMatcher(
        None, then, now, autojunk=False
    ).get_opcodes():
        if tag == "equal" or first == last:
            continue
        unclaimed = now[start:end]
        for traced in manifest.paragraphs[first:last]:
            area = areas.get(single_spaced(traced.text))
            found.extend(_change(traced, area, unclaimed))
    return [*found, *_changes_beside(document, manifest)]


def words_of(document: Document) -> list[str]:
    """Return the text of each paragraph of the body, those in tables too."""
    return [text_of(each) for each in document.element.body.iter(_P)]


def _changes_beside(document: Document, manifest: Manifest) -> Iterator[Problem]:
    """Yield what is said of an area beside its wording and is not what was said when it was built.

    An area whose wording was changed too is told for that, and judged again once it is put back.
    """
    traced = Counter(single_spaced(each.text) for each in manifest.paragraphs)
    printed: dict[str, list[tuple[TracedArea, Told]]] = {}
    for area in manifest.areas:
        for told in area.told:
            printed.setdefault(told.wording, []).append((area, told))
    found: dict[str, list[Place[str]]] = {wording: [] for wording in printed}

    def wording_of(paragraph: Any) -> str | None:
        words = single_spaced(text_of(paragraph))
        return words if words in printed else None

    for place in places(document, wording_of, lambda _: False):
        found[place.area].append(place)
    for wording, expected in printed.items():
        # Two areas of one wording are known apart by their order, as long as none is missing.
        if len(found[wording]) == len(expected):
            for (area, told), place in zip(expected, found[wording], strict=True):
                yield from _change_beside(area, told, place, traced)


def _change_beside(
    area: TracedArea, told: Told, place: Place[str], traced: Container[str]
) -> Iterator[Problem]:
    now = [*place.row, *place.below]
    gone = _without(told.beside, now)
    new = [line for line in _without(now, told.beside) if line not in traced]
    for at, line in enumerate(gone):
        in_its_place = new[at : at + 1] if len(new) == len(gone) else new
        instead = max(in_its_place, key=partial(_likeness, line), default=_NOTHING)
        yield AREA_CHANGED.at(area.status, line, reference=area.reference, now=instead)


def _without(lines: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return ``lines`` without ``others``, each taken away as often as it is there."""
    left = Counter(others)
    kept = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            kept.append(line)
    return kept


def _change(traced: Traced, area: TracedArea | None, unclaimed: list[str]) -> Iterator[Problem]:
    """Yield what became of one paragraph; what it became is taken from ``unclaimed``."""
    before = single_spaced(traced.text)
    where = traced.cells[0] if traced.cells else Cell("")
    after = max(unclaimed, key=lambda text: _likeness(before, text), default="")
    if not after or _likeness(before, after) < _ALIKE:
        yield REMOVED.at(where, traced.text)
        return
    unclaimed.remove(after)
    if area is not None and after.startswith(single_spaced(area.wording)):
        now = after.removeprefix(single_spaced(area.wording)).strip()
        yield MARKER_CHANGED.at(area.status, area.marker, reference=area.reference, now=now)
    else:
        yield CHANGED.at(where, traced.text, now=after)


def _bullet(area: TracedArea) -> str:
    return f"{area.wording} {area.marker}"


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


_P = qn("w:p")
