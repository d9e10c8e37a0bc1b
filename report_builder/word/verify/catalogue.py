"""All rules about a Word file, and the run of them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import docx

from report_builder import manifest
from report_builder.problems import Cell, Problem, ProblemKind, Severity
from report_builder.word.changes import MANIFEST_NOT_FOUND, changes, words_of
from report_builder.word.verify import (
    appendices,
    attachments,
    calculated,
    headings,
    leftovers,
    letters,
    links,
    lists,
    pictures,
    properties,
    review,
    tables,
)
from report_builder.word.verify.registry import RULES
from report_builder.word.verify.wordfile import WordFile, read

# In the order of the rules for publication: accessibility first, then what a clerk receives.
TOPICS = (
    properties,
    headings,
    lists,
    tables,
    pictures,
    letters,
    links,
    calculated,
    review,
    attachments,
    leftovers,
    appendices,
)

RULE_NOT_RUN = ProblemKind(
    "rule-not-run",
    Severity.ERROR,
    "The rule {value} was not run. This is a fault of the program, not of the Word file: report "
    "it, with the traceback that is printed below.",
    "A rule that has not been run has not been kept.",
)


@dataclass(frozen=True)
class Outcome:
    """What the rules found, and the exceptions of those that could not be run."""

    problems: list[Problem]
    crashes: tuple[Exception, ...]
    compared_with: Path | None = None
    """The manifest that tells what the file said when it was built."""


def verify(path: Path) -> Outcome:
    """Return what is not fit to publish in the Word file at ``path``, in the file's order.

    Raises:
        WordFileError: it cannot be opened as a Word document.
    """
    return run(read(path))


def verify_as_built(path: Path) -> Outcome:
    """Return the same, and then what the file no longer says as the workbooks did.

    That is told by its manifest; that there is none is a query.

    Raises:
        FolderError: the manifest beside it is damaged.
        WordFileError: it cannot be opened as a Word document.
    """
    outcome = verify(path)
    document = docx.Document(str(path))
    told = manifest.of(path, words_of(document), document.core_properties.version)
    if told is None:
        found = [MANIFEST_NOT_FOUND.at(Cell(path.name))]
    else:
        found = changes(document, manifest.load(told))
    return replace(outcome, problems=[*outcome.problems, *found], compared_with=told)


def run(file: WordFile) -> Outcome:
    """Return what the rules find in ``file``, in its order."""
    found: list[tuple[int, Problem]] = []
    crashes = []
    for rule in RULES.values():
        try:
            found.extend(rule.problems(file))
        except Exception as crash:  # any rule may be wrong; the others still have their say
            found.append((-1, RULE_NOT_RUN.at(Cell(file.name), rule.kind.code)))
            crashes.append(crash)
    ordered = sorted(found, key=lambda each: each[0])
    return Outcome(list(dict.fromkeys(problem for _, problem in ordered)), tuple(crashes))


def kinds() -> list[ProblemKind]:
    """Return every kind of problem that can be found in a Word file."""
    return [RULE_NOT_RUN, *(rule.kind for rule in RULES.values())]
