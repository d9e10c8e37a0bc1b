"""Write the documents that derive from the program: ``python docs/generate.py``.

A test holds the written documents and the program together.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from report_builder.checks.catalogue import kinds
from report_builder.cli.commands import program
from report_builder.cli.root import Parser
from report_builder.files import write_whole
from report_builder.problems import ProblemKind
from report_builder.word import changes
from report_builder.word.template_guide import guide
from report_builder.word.verify import catalogue as publishing
from report_builder.workbooks.declare import EXCEL_LIMIT, AnswerSheet, Field, Form
from report_builder.workbooks.report_workbook import REPORT_WORKBOOK
from report_builder.workbooks.standard_return import STANDARD_RETURN

HERE = Path(__file__).parent
_RESTYLING = """\
# Changing the Word template

Written by `python docs/generate.py`; the names below come from the program.

`templates/executive_decision_report.docx` in a report folder is an ordinary Word file. Nothing in
the program knows its layout: fonts, colours, margins, fixed words, the order of the sections and
the numbering are the council's to change. `examples/another_council` has a template of another
council, with the same data.

**To restyle it**, open it in Word and change its styles (Home, Styles, right-click, Modify): every
paragraph has a named style, *Heading 1* to *Heading 4*, *Numbered Paragraph*, *List Bullet* and so
on. *Completion Marker* is the style of all markers and *Strong* that of all bold words; do not
delete *Strong*. The macro at the top of the file shows once how each kind of paragraph looks, and
every section prints its paragraphs in that likeness.

**To change the layout**, move paragraphs, change their fixed words, or write others around the
tags, which are the words in curly brackets. Those with a `p`, such as `{%p if draft %}`, stand in
paragraphs of their own, which vanish; keep each with its end.

**To see whether it is right**, run `report-builder template check FILE`. It names each fault with
its paragraph, and what the report offers that the template leaves out. Then run
`report-builder build --draft` and look at the pages.

What to take care of in a template of your own:

- Give the parts their look by styles; a tag `{{r … }}` does not hand on formatting of its own.
- A heading's style is bold already: print `….light` there, or bold words turn light.
- Tables: mark the first row as a header (Table Layout, Repeat Header Rows), do not let rows break
  across pages, and merge no cells. A cell that may have nothing to say says so:
  `{{ area.due or "No date" }}`.
- A report above ten pages gets a contents list before its first numbered section, if the template
  has the styles *TOC Heading*, *TOC 1* and *TOC 2* and no contents list of its own.
- Keep `{% if draft %}` in the header and `{{ classification }}` on the first page.
- A picture with alternative text can stand anywhere; `logo` is `templates/logo.png`.
"""


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
        *_kinds(kinds()),
    ]
    return "\n".join([*lines, ""])


def verify() -> str:
    """Return the page of all that can be found in a Word file."""
    lines = [
        "# What a Word file must be like to be published",
        "",
        "Made from the catalogue by `python docs/generate.py`: the rules of "
        "`report-builder verify FILE`. An *error* is put right; a *query* is looked at by a "
        "person. By the manifest in the file's folder, `verify` also tells what was changed since "
        "the report was built.",
        "",
        *_kinds([*publishing.kinds(), *changes.KINDS]),
    ]
    return "\n".join([*lines, ""])


def _kinds(found: Iterable[ProblemKind]) -> Iterator[str]:
    yield from (
        "| code | severity | what the person reads | why |",
        "| --- | --- | --- | --- |",
    )
    for kind in sorted(found, key=lambda kind: kind.code):
        reason = " ".join(kind.reason.split())
        yield f"| `{kind.code}` | {kind.severity} | {_cell(kind.message)} | {_cell(reason)} |"


def commands() -> str:
    """Return the page of the commands and their options."""
    lines = [
        "# The commands",
        "",
        "Made from the program by `python docs/generate.py`. Exit codes: 0 done; 1 problems of "
        "severity error in the inputs; 2 the operator's trouble.",
        "",
    ]
    for command in _commands(program()):
        lines += [f"## {command.prog}", "", command.description or "", ""]
        lines += [*map(_argument, _arguments(command)), ""]
        lines += ["```sh", *command.examples, "```", ""]
    return "\n".join(lines)


def template() -> str:
    """Return the page for whoever changes the Word template."""
    return f"{_RESTYLING}\n{re.sub('^#', '##', guide(), flags=re.MULTILINE)}"


def _commands(group: Parser) -> Iterator[Parser]:
    """Yield the commands below ``group``, those of groups after them."""
    for _, command in sorted(group.commands.items()):
        yield command
        yield from _commands(command)


def _arguments(command: Parser) -> Iterator[argparse.Action]:
    """Yield what ``command`` is given, but for the option that shows its help."""
    for action in command._actions:
        if action.dest != "help" and action.nargs != argparse.PARSER:
            yield action


def _argument(action: argparse.Action) -> str:
    shown = ", ".join(action.option_strings) or action.metavar
    return f"- `{shown}`: {(action.help or '') % vars(action)}"


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
    elif field.default != "":
        needed = f"no; empty means {field.default}"
    else:
        needed = "yes" if field.required else "no"
    longest = "" if field.longest == EXCEL_LIMIT else str(field.longest)
    printed = "yes" if field.printed else "no"
    cells = (field.label, kind, needed, longest, printed, field.guidance)
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def bank_holidays() -> str:
    """Return the table of England's bank holidays, as a module."""
    from importlib.metadata import version

    from holidays import country_holidays

    years = range(2012, 2029)
    found = country_holidays("GB", subdiv="ENG", years=years)
    lines = [
        '"""England\'s bank holidays, from the library ``holidays``: `python docs/generate.py`."""',
        "",
        "import datetime as dt",
        "",
        f'MADE_FROM = "{version("holidays")}"',
        '"""The release of the library; another one that is installed is asked itself."""',
        "",
        "DAYS = {",
        '    year: frozenset(dt.date.fromisoformat(f"{year}-{day}") for day in days.split())',
        "    for year, days in {",
    ]
    for year in years:
        days = sorted(f"{day:%m-%d}" for day in found if day.year == year)
        lines.append(f'        {year}: "{" ".join(days)}",')
    return "\n".join([*lines, "    }.items()", "}", ""])


DOCUMENTS = {
    "columns.md": columns,
    "checks.md": checks,
    "verify.md": verify,
    "commands.md": commands,
    "template.md": template,
}

if __name__ == "__main__":
    for name, make in DOCUMENTS.items():
        write_whole(HERE / name, make().encode())
    write_whole(HERE.parent / "report_builder" / "bank_holidays.py", bank_holidays().encode())
