"""Where the returns stand: one line a service, as a page for the browser, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from report_builder.merged import Merged
from report_builder.problems import Problem, Severity, as_shown, no_formula, writable
from report_builder.text import plain


@dataclass(frozen=True)
class ServiceState:
    """How far one service's return has come."""

    service: str
    workbook: str
    state: str
    """``returned``, ``not filled in``, ``no return`` or ``cannot be used``."""
    areas: int
    """How many areas the service leads on."""
    complete: int
    """How many of them have been answered without an error."""
    errors: int
    queries: int
    notes: int

    @property
    def percent(self) -> int:
        """Return how complete the return is, in whole per cent, never rounded up to 100."""
        return 100 * self.complete // self.areas if self.areas else 0


@dataclass(frozen=True)
class Summary:
    """The state of a report: its services, then the author's own workbook."""

    title: str
    as_at: str
    services: tuple[ServiceState, ...]
    report_workbook: ServiceState

    @property
    def rows(self) -> tuple[ServiceState, ...]:
        """Return the services and, last, the report workbook."""
        return (*self.services, self.report_workbook)

    @property
    def errors(self) -> int:
        """Return how many errors stand in the way of a final report."""
        return sum(row.errors for row in self.rows)

    @property
    def queries(self) -> int:
        """Return how many queries are open."""
        return sum(row.queries for row in self.rows)

    @property
    def returned(self) -> int:
        """Return how many services have sent a return that can be used."""
        return len({row.service for row in self.services if row.state == "returned"})

    @property
    def asked(self) -> int:
        """Return how many services are asked for a return."""
        return len({row.service for row in self.services if row.service})


def summarise(merged: Merged, problems: Iterable[Problem]) -> Summary:
    """Return where each service and the report workbook stand.

    What is the author's to act on counts with the report workbook, wherever it stands.
    """
    found = list(problems)
    counts = Counter(
        (merged.report_file if problem.for_author else problem.where.workbook, problem.severity)
        for problem in found
    )
    incomplete = _incomplete_rows(merged, found)
    leads = Counter(str(area["lead_service"]) for area in merged.areas)
    states = []
    for service in merged.tables["services"].values("service"):
        files = [
            filled
            for filled in merged.returns
            if filled.identity
            and plain(filled.identity.service) == plain(service)
            and filled.file not in merged.copies
        ]
        if not files:
            states.append(ServiceState(service, "", "no return", leads[service], 0, 0, 0, 0))
        for filled in files:
            rows = [area["row"] for area in merged.areas if area["workbook"] == filled.file]
            bad = incomplete.get(filled.file, set())
            complete = sum(row not in bad for row in rows)
            blank = filled.file in merged.blank_returns
            state = "not filled in" if blank else "returned" if filled.rows else "cannot be used"
            states.append(
                ServiceState(
                    service,
                    writable(filled.file),
                    state,
                    leads[service],
                    0 if blank else complete,
                    *(counts[filled.file, severity] for severity in Severity),
                )
            )
    known = {state.workbook for state in states} | {writable(file) for file in merged.copies}
    for filled in merged.returns:
        name = writable(filled.file)
        if name not in known:
            numbers = (counts[filled.file, severity] for severity in Severity)
            states.append(ServiceState("", name, "cannot be used", 0, 0, *numbers))
    cover = merged.tables["cover"]
    numbers = (counts[merged.report_file, severity] for severity in Severity)
    return Summary(
        title=str(cover.value("title")),
        as_at=as_shown(cover.value("as_at")),
        services=tuple(states),
        report_workbook=ServiceState(
            "Report workbook", merged.report_file, "returned", 0, 0, *numbers
        ),
    )


def as_html(summary: Summary) -> str:
    """Return the summary as one self-contained page that prints on one sheet."""
    environment = Environment(
        loader=PackageLoader("report_builder"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("summary.html").render(summary=summary)


def as_json(summary: Summary) -> str:
    """Return the summary as JSON: ``title``, ``as_at`` and ``rows``."""
    rows = [{**asdict(row), "percent": row.percent} for row in summary.rows]
    said = {"title": summary.title, "as_at": summary.as_at, "rows": rows}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_csv(summary: Summary) -> str:
    """Return the summary as CSV with a byte order mark, so that Excel reads its accents right."""
    written = io.StringIO()
    columns = [*asdict(summary.report_workbook), "percent"]
    writer = csv.DictWriter(written, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in summary.rows:
        values = {**asdict(row), "percent": row.percent}
        writer.writerow({name: no_formula(value) for name, value in values.items()})
    return "\ufeff" + written.getvalue()


def _incomplete_rows(merged: Merged, problems: list[Problem]) -> dict[str, set[int]]:
    """Return, by workbook, the Actions rows in which something is missing or wrong."""
    sheets = {name: places.sheet for name, places in merged.tables["actions"].places.items()}
    rows: dict[str, set[int]] = {}
    for problem in problems:
        where = problem.where
        digits = "".join(filter(str.isdigit, where.address))
        is_on_actions = digits and where.sheet == sheets.get(where.workbook)
        if is_on_actions and problem.severity is Severity.ERROR:
            rows.setdefault(where.workbook, set()).add(int(digits))
    return rows
