"""The comparison as one self-contained page for the browser, which prints on a few sheets."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from report_builder.comparison.reports import Comparison
from report_builder.problems import writable


def as_html(comparison: Comparison) -> str:
    """Return the comparison as a web page; what officers wrote is escaped."""
    environment = Environment(
        loader=PackageLoader("report_builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return writable(environment.get_template("comparison.html").render(page=comparison))
