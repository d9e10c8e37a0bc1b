"""What a build loads, for a process that will build more than one report: it is loaded ahead."""

from __future__ import annotations

from importlib import import_module

NEEDED = (
    "report_builder.checks.catalogue",
    "report_builder.merge",
    "report_builder.recording",
    "report_builder.report.compose",
    "report_builder.report.numbers",
    "report_builder.tracing",
    "report_builder.word.comments",
    "report_builder.word.render",
)


def load() -> None:
    """Load what a build needs."""
    for name in NEEDED:
        import_module(name)
