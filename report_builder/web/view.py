"""Pages from templates: everything that is printed into them is escaped."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from report_builder import asked


def _day(day: dt.date) -> str:
    """Return ``day`` as ``9 September 2026``."""
    return f"{day.day} {day:%B %Y}"


def _moment(moment: dt.datetime) -> str:
    """Return ``moment`` as ``9 September 2026, 14:05``."""
    return f"{_day(moment)}, {moment:%H:%M}"


def _counted(count: int, one: str, many: str = "") -> str:
    """Return ``count`` with its noun, as ``3 errors``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def in_address(text: str) -> str:
    """Return ``text`` as a part of an address."""
    return quote(text, safe="")


_ENVIRONMENT = Environment(
    loader=PackageLoader("report_builder.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(day=_day, moment=_moment, counted=_counted, address=in_address)
_ENVIRONMENT.globals.update(asked=asked)


def page(template: str, *, status: int = 200, **named: object) -> HTMLResponse:
    """Return the page that ``template`` makes of ``named``."""
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(named), status_code=status)


def trouble(title: str, sentence: str, *, status: int, **named: object) -> HTMLResponse:
    """Return the page that says in a sentence why something cannot be done."""
    named = {"report": None, **named}
    return page("trouble.html", status=status, title=title, sentence=sentence, **named)
