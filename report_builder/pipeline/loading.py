"""What a build loads, for a process that will build more than one report: it is loaded ahead."""

from __future__ import annotations

from importlib import import_module

NEEDED = (
    "report_builder.checks.catalogue",
    "report_builder.merge",
    "report_builder.report.compose",
    "report_builder.word.comments",
    "report_builder.word.render",
    "report_builder.recording",
    "report_builder.tracing",
)


def load() -> None:
    """Load what a build needs."""
    for name in NEEDED:
        import_module(name)
