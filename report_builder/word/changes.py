"""Does the Word file still say what the services said? What was changed after the build."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from report_builder.manifest import Manifest, Traced, TracedArea
from report_builder.problems import Cell, Problem, ProblemKind, Severity

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
REMOVED = ProblemKind(
    "removed-in-word",
    Severity.ERROR,
    "Put back this paragraph, which is no longer in the Word file: “{value}”.",
    "What a service has told the committee does not vanish on the way.",
)

KINDS = (CHANGED, MARKER_CHANGED, REMOVED)
_ALIKE = 0.5


def changes(document: Document, manifest: Manifest) -> list[Problem]:
    """Return what the document no longer says as the workbooks did when it was built.

    Paragraphs that were added in Word, and the author's fixed words, are not judged.
    """
    now = [_folded(Paragraph(each, document).text) for each in document.element.body.iter(_P)]
    then = [_folded(each.text) for each in manifest.paragraphs]
    areas = {_folded(_bullet(area)): area for area in manifest.areas}
    found: list[Problem] = []
    for tag, first, last, start, end in SequenceMatcher(
        None, then, now, autojunk=False
    ).get_opcodes():
        if tag == "equal" or first == last:
            continue
        unclaimed = now[start:end]
        for traced in manifest.paragraphs[first:last]:
            area = areas.get(_folded(traced.text))
            found.extend(_change(traced, area, unclaimed))
    return found


def _change(traced: Traced, area: TracedArea | None, unclaimed: list[str]) -> Iterator[Problem]:
    """Yield what became of one paragraph; what it became is taken from ``unclaimed``."""
    before = _folded(traced.text)
    where = traced.cells[0] if traced.cells else Cell("")
    after = max(unclaimed, key=lambda text: _likeness(before, text), default="")
    if not after or _likeness(before, after) < _ALIKE:
        yield REMOVED.at(where, traced.text)
        return
    unclaimed.remove(after)
    if area is not None and after.startswith(_folded(area.wording)):
        now = after.removeprefix(_folded(area.wording)).strip()
        yield MARKER_CHANGED.at(area.status, area.marker, reference=area.reference, now=now)
    else:
        yield CHANGED.at(where, traced.text, now=after)


def _bullet(area: TracedArea) -> str:
    return f"{area.wording} {area.marker}"


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _folded(text: str) -> str:
    return " ".join(text.split())


_P = qn("w:p")
