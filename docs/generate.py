"""Write the documents that derive from the program: ``python docs/generate.py``.

A test holds the written documents and the program together.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from report_builder.checks.catalogue import kinds
from report_builder.cli import app
from report_builder.files import write_whole
from report_builder.workbooks.declare import EXCEL_LIMIT, AnswerSheet, Field, Form
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

HERE = Path(__file__).parent


def columns() -> str:
    """Return the page of all questions and columns of both workbooks."""
    return "\n".join(
        [
            "# The workbooks, sheet by sheet",
            "",
            "Made from the declarations by `python docs/generate.py`. “Printed” says whether the "
            "answer itself can appear in the report.",
            "",
            *_form("The standard return (one per service)", STANDARD_RETURN),
            *_form("The report workbook (the author's)", REPORT_WORKBOOK),
        ]
    )


def checks() -> str:
    """Return the page of all problems that can be found."""
    lines = [
        "# The checks",
        "",
        "Made from the catalogue by `python docs/generate.py`. An *error* stands in the way of a "
        "final report; a *query* is changed or explained; a *note* is for information.",
        "",
        "| code | severity | what the person reads | why |",
        "| --- | --- | --- | --- |",
    ]
    for kind in sorted(kinds(), key=lambda kind: kind.code):
        reason = " ".join(kind.reason.split())
        lines.append(
            f"| `{kind.code}` | {kind.severity} | {_cell(kind.message)} | {_cell(reason)} |"
        )
    return "\n".join([*lines, ""])


def commands() -> str:
    """Return the page of the commands and their options."""
    lines = [
        "# The commands",
        "",
        "Made from the program by `python docs/generate.py`. Exit codes: 0 done; 1 problems of "
        "severity error in the inputs; 2 the operator's trouble.",
        "",
    ]
    group = get_command(app)
    for name, command in sorted(getattr(group, "commands", {}).items()):
        lines += [f"## report-builder {name}", "", inspect.cleandoc(command.help or ""), ""]
        for parameter in command.params:
            says = getattr(parameter, "help", "") or ""
            shown = ", ".join(parameter.opts) if parameter.opts[0].startswith("-") else "FOLDER"
            lines.append(f"- `{shown}`: {says}")
        lines += ["", command.epilog or "", ""]
    return "\n".join(lines)


def _form(title: str, form: Form) -> Iterator[str]:
    yield from (f"## {title}", "", f"Version {form.version}.", "")
    for sheet in form.sheets:
        yield from (f"### {sheet.title}", "", sheet.purpose, "")
        what = "question" if isinstance(sheet, AnswerSheet) else "column"
        yield from (
            f"| {what} | what it is | needed | longest | printed | guidance |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_row(field) for field in sheet.fields),
            "",
        )


def _row(field: Field) -> str:
    kind = field.kind.value
    if field.choices:
        kind = " / ".join(field.choices)
    elif field.choices_from[0]:
        kind = f"choice from the sheet {field.choices_from[0]}"
    if field.prefilled:
        needed = "filled in for you"
    elif field.required_for:
        needed = f"for {', '.join(field.required_for)}"
    else:
        needed = "yes" if field.required else "no"
    longest = "" if field.longest == EXCEL_LIMIT else str(field.longest)
    printed = "yes" if field.printed else "no"
    cells = (field.label, kind, needed, longest, printed, field.guidance)
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


DOCUMENTS = {"columns.md": columns, "checks.md": checks, "commands.md": commands}

if __name__ == "__main__":
    for name, make in DOCUMENTS.items():
        write_whole(HERE / name, make().encode())
