"""What is wrong with a Word template: all at once, and tried with examples if nothing is seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from report_builder.report.example import EXAMPLE, emptied
from report_builder.report.model import Report
from report_builder.word.render import render
from report_builder.word.template_faults import faults_of
from report_builder.word.template_file import Fault

_ANY_DAY = dt.date(2000, 1, 1)


def check_template(path: Path) -> list[Fault]:
    """Return the faults of the template at ``path``, and notes, in the order of its paragraphs.

    A template without a fault has also been tried with an example report, and with one in which
    everything that may be empty is empty.

    Raises:
        TemplateError: the file cannot be opened as a Word document.
    """
    found = faults_of(path)
    if all(fault.is_note for fault in found):
        found += _trial(path)
    return found


def _trial(path: Path) -> Iterator[Fault]:
    """Yield why the template cannot be filled in, if trying it shows what reading it did not."""
    for report in (EXAMPLE, emptied(Report)):
        try:
            render(report, path, None, as_at=_ANY_DAY)
        except Exception as error:
            yield Fault(f"The template cannot be filled in with an example report: {error}")
            return
