"""The manifest beside a report: what it was made from, and where each paragraph came from."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from report_builder.errors import FolderError
from report_builder.files import encoded, one_by_one
from report_builder.problems import Cell, writable
from report_builder.text import plain, single_spaced

SUFFIX = ".manifest.json"
PUBLIC, PRIVATE, DRAFT = " PUBLIC", " NOT FOR PUBLICATION", " DRAFT"
"""How the names of files end: the two where something is withheld, and of a draft."""
_VERSION = " - version "
_SAME_REPORT = 0.5  # of its paragraphs: fewer are left of no report that somebody still publishes


class Traced(NamedTuple):
    """A paragraph of the report and the cells that it came from."""

    text: str
    cells: tuple[Cell, ...]


class Told(NamedTuple):
    """One place at which an area is printed, and what stands there of it beside its wording.

    In a table that is the rest of its row; elsewhere, lines such as ``Status: On track``.
    """

    wording: str
    """The paragraph that holds the wording."""
    beside: tuple[str, ...]


class TracedArea(NamedTuple):
    """An area of Appendix 1: its marker, and the cell of the status that the marker shows."""

    reference: str
    wording: str
    marker: str
    status: Cell
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What a report was made from, and its paragraphs in their order."""

    report: str
    made_from: dict[str, str]
    """SHA-256 of the report, the inputs and the template, by their path in the report folder."""
    versions: dict[str, str]
    counts: dict[str, int]
    paragraphs: tuple[Traced, ...]
    areas: tuple[TracedArea, ...]

    def as_json(self, more: Iterable[Traced] = ()) -> Iterator[bytes]:
        """Return the manifest as JSON that a person can read; the same report, the same bytes.

        It has ``more`` paragraphs after its own: a long report's are never held all at once.
        """
        told = {
            "report": self.report,
            "sha256": self.made_from,
            "versions": self.versions,
            "counts": self.counts,
        }
        begun = writable(json.dumps(told, ensure_ascii=False, indent=1)).removesuffix("\n}")
        pieces = itertools.chain(
            [f'{begun},\n "areas": '],
            one_by_one(map(_area_as_json, self.areas)),
            [',\n "paragraphs": '],
            one_by_one(_paragraphs_as_json(itertools.chain(self.paragraphs, more))),
            ["\n}\n"],
        )
        return encoded(pieces)

    def containing(self, words: str) -> list[Traced]:
        """Return the paragraphs that contain ``words``; case and spacing do not count.

        One that ends in a completion marker also has the cell of the status that makes it.
        """
        wanted = plain(words)
        status = {single_spaced(f"{one.wording} {one.marker}"): one.status for one in self.areas}
        found = (each for each in self.paragraphs if wanted in plain(each.text))
        return [
            each._replace(cells=(*each.cells, status[printed])) if printed in status else each
            for each in found
            for printed in [single_spaced(each.text)]
        ]


def sha256(files: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the SHA-256 of each file by its path below ``root``, with forward slashes."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def beside(report: Path) -> Path:
    """Return where the manifest of the Word file ``report`` lies."""
    return report.with_name(report.stem + SUFFIX)


def load(path: Path) -> Manifest:
    """Return the manifest in ``path``.

    Raises:
        FolderError: there is none, or it is no manifest.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            report=said["report"],
            made_from=said["sha256"],
            versions=said["versions"],
            counts=said["counts"],
            paragraphs=tuple(
                Traced(each["text"], tuple(_cell_from_json(cell) for cell in each["cells"]))
                for each in said["paragraphs"]
            ),
            areas=tuple(
                TracedArea(
                    each["reference"],
                    each["wording"],
                    each["marker"],
                    _cell_from_json(each["status"]),
                    tuple(Told(told["wording"], tuple(told["beside"])) for told in each["told"]),
                )
                for each in said["areas"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(
            f"There is no manifest at {path}. Build the report first; the manifest is written "
            "beside the Word file."
        ) from error


def of(report: Path, said: Iterable[str], version: str = "") -> Path | None:
    """Return where the manifest of the Word file ``report`` lies, whatever the file is called.

    It is the one of the file's name; else, in the same folder and of the same title, the one whose
    paragraphs are most like those that the file has (``said``), of its ``version`` if the file
    tells it. ``None`` if fewer than half of the paragraphs of any are in the file. Drafts are not
    published, so theirs is found by its name only.
    """
    if beside(report).is_file():
        return beside(report)
    now = Counter(single_spaced(text) for text in said)
    found = []
    for path in report.parent.glob(f"*{SUFFIX}"):
        name = path.name.removesuffix(SUFFIX)
        try:
            built = load(path)
        except FolderError:  # of another program, or damaged: it tells nothing
            continue
        then = Counter(single_spaced(each.text) for each in built.paragraphs)
        kept = (now & then).total()
        is_another = single_spaced(built.report) not in now or kept < _SAME_REPORT * then.total()
        if name.endswith(DRAFT) or is_another:
            continue
        of_version = bool(version) and f"{name} ".partition(_VERSION)[2].startswith(f"{version} ")
        alike = 2 * kept / (now.total() + then.total())
        found.append((of_version, alike, path.stat().st_mtime_ns, path))
    return max(found)[-1] if found else None


def newest(output: Path) -> Path:
    """Return the manifest that was written last into ``output``.

    Raises:
        FolderError: there is none.
    """
    found = sorted(output.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise FolderError(f"No report has been built into {output} yet. Run report-builder build.")
    return found[-1]


def _quoted(text: str) -> str:
    """Return a text as JSON; about a dictionary ``json`` thinks longer than about all its texts."""
    return json.encoder.encode_basestring(writable(text))


def _paragraphs_as_json(paragraphs: Iterable[Traced]) -> Iterator[str]:
    last: tuple[Cell, ...] = ()
    said = ""
    for text, cells in paragraphs:
        if cells != last:  # the paragraphs of a cell follow each other
            last, said = cells, ", ".join(map(_cell_as_json, cells))
        yield f'{{"text": {_quoted(text)}, "cells": [{said}]}}'


def _area_as_json(one: TracedArea) -> str:
    status, told = _cell_as_json(one.status), ", ".join(map(_told_as_json, one.told))
    return (
        f'{{"reference": {_quoted(one.reference)}, "wording": {_quoted(one.wording)}, '
        f'"marker": {_quoted(one.marker)}, "status": {status}, "told": [{told}]}}'
    )


def _told_as_json(one: Told) -> str:
    lines = ", ".join(map(_quoted, one.beside))
    return f'{{"wording": {_quoted(one.wording)}, "beside": [{lines}]}}'


def _cell_as_json(cell: Cell) -> str:
    return f"{_sheet_as_json(cell.workbook, cell.sheet)}{_quoted(cell.address)}}}"


@lru_cache(maxsize=256)
def _sheet_as_json(workbook: str, sheet: str) -> str:
    return f'{{"workbook": {_quoted(workbook)}, "sheet": {_quoted(sheet)}, "cell": '


def _cell_from_json(said: dict[str, Any]) -> Cell:
    return Cell(said["workbook"], said["sheet"], said["cell"])
