"""Faults of the program: never hidden, and printed without anybody's personal data."""

from __future__ import annotations

import sys
import traceback

from report_builder.masking import masked

FAULT_TOLD = (
    "Nothing that was sent in before is lost. Report the lines that report-builder has printed in "
    "its own window."
)


def print_fault(fault: BaseException) -> None:
    """Print the traceback of a fault where the program runs."""
    print(masked("".join(traceback.format_exception(fault))).rstrip(), file=sys.stderr)
