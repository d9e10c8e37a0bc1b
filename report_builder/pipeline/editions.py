"""The Word files of a report: which there are, and how each is composed and made.

What composes and makes them is loaded where that is done, as a rule in the process beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_builder.beside import Handed
from report_builder.files import NO_DATE, Place
from report_builder.manifest import DRAFT, PRIVATE, PUBLIC
from report_builder.merged import Merged
from report_builder.phases import phase
from report_builder.problems import Problem


@dataclass(frozen=True)
class Inputs:
    """The files that a report is made from."""

    root: Path
    """The report folder, from which the others are named."""
    template: Path
    logo: Path | None
    files: tuple[Path, ...]
    """All of them."""


@dataclass(frozen=True)
class Edition:
    """What one Word file is made from, what it says of itself, and how its name ends."""

    merged: Merged
    ending: str
    classification: str = ""
    full: Merged | None = None
    """What it is numbered like, if it is the public one of two."""
    problems: tuple[Problem, ...] = ()
    """What is put into the file as comments."""


def editions_of(merged: Merged, problems: list[Problem] | None) -> list[Edition]:
    """Return what the Word files of a report are made from; with ``problems`` it is a draft."""
    from report_builder import publication

    printed = merged.printed()
    classification = publication.classification(printed)
    full = printed.composed_from()
    if problems is not None:
        return [Edition(full, DRAFT, classification, problems=tuple(problems))]
    if not classification:
        return [Edition(full, "")]
    whole = Edition(full, PRIVATE, classification)
    if publication.withholds_all(printed):
        return [whole]
    public = publication.public(printed).composed_from()
    return [Edition(public, PUBLIC, full=full), whole]


def write(handed: Handed[Edition], inputs: Inputs, word_file: Place, manifest: Place) -> None:
    """Write the Word file of an edition, and its manifest, beside their places.

    What it is made from is not kept longer than the report is composed.

    Raises:
        TemplateError: the template cannot be filled.
        OutputError: a file could not be written.
    """
    from report_builder import tracing
    from report_builder.report.compose import compose
    from report_builder.report.numbers import numbered_alike
    from report_builder.word.making import Order, make

    edition = handed.taken()
    merged, is_draft = edition.merged, edition.ending == DRAFT
    with phase("composing", len(merged.areas), "areas"):
        report = compose(merged, draft=is_draft, classification=edition.classification)
        if edition.full:
            report = numbered_alike(report, compose(edition.full, draft=is_draft))
        asked = {one.where for one in edition.problems}
        order = Order(
            report,
            inputs.template,
            inputs.logo,
            merged.as_at or NO_DATE,
            tracing.manifest_of(report, merged, list(inputs.files), inputs.root),
            edition.problems,
            tracing.stands_for(merged, asked) if edition.problems else None,
        )
    handed_on = Handed(order)
    del edition, merged, report, order
    make(handed_on, word_file, manifest)


def prepare(template: Path, is_long: bool) -> None:
    """Load what :func:`write` needs, and have the template got ready, for a long report perhaps.

    Raises:
        TemplateError: the template cannot be filled.
    """
    from report_builder import tracing  # noqa: F401
    from report_builder.report import compose, numbers  # noqa: F401
    from report_builder.word.making import prepare as got_ready

    got_ready(template, is_long=is_long)
