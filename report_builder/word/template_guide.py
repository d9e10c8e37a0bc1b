"""The guide for whoever changes the Word template: every name, what it means, an example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report_builder.report import names
from report_builder.report.example import EXAMPLE
from report_builder.report.model import Text
from report_builder.report.names import ListNames, Name, Picture

_INTRODUCTION = """\
# The names for the Word template

The template is a Word file with tags. When a report is built, each tag gives way to what the
services and the author wrote."""
_TAGS = (
    ("{{ cover.title }}", "prints plain words or a number"),
    ("{{r cover.decision_by }}", "prints a text, in which words can be bold: note the `r`"),
    ("{{r block.text.light }}", "prints it with no word bold, for styles that are bold already"),
    ("{% if draft %} … {% else %} … {% endif %}", "prints words of one paragraph, if it is so"),
    ("{%p if draft %} … {%p endif %}", "prints whole paragraphs, if it is so"),
    ("{%p for meeting in cover.meetings %} … {%p endfor %}", "prints paragraphs once for each"),
    ("{%tr for meeting in cover.meetings %} … {%tr endfor %}", "prints table rows once for each"),
    ("{%p macro paragraphs(blocks) %} … {%p endmacro %}", "says once how something is printed"),
    ("{{p paragraphs(summary) }}", "prints `summary` in that way"),
    ("{#p a remark #}", "is never printed"),
)
_RULES = """\
- A tag with `p` stands alone in its paragraph, one with `tr` alone in its table row: the paragraph
  or the row gives way.
- In a table cell, keep one paragraph outside of `{%p if … %}`: Word refuses a cell without any.
- `report-builder template check FILE` names all that is wrong with a template, each with its
  paragraph."""


def guide() -> str:
    """Return the guide as Markdown."""
    own, lists = names.names_of(EXAMPLE)
    lines = [_INTRODUCTION, "", "| tag | what it does |", "| --- | --- |"]
    lines += [f"| `{tag}` | {does} |" for tag, does in _TAGS]
    lines += ["", _RULES, "", "## Names that can stand anywhere", "", *_table(own, lists)]
    for group in _sections(lists):
        lines += ["", *group]
    return "\n".join([*lines, ""])


def _sections(lists: tuple[ListNames, ...]) -> Iterator[list[str]]:
    """Yield the lines of one section for each kind of list."""
    for group in lists:
        tags = [f"`{{%p for {group.variable} in {path} %}}`" for path in group.lists]
        yield [
            f"## Names of each `{group.variable}`",
            "",
            f"Between {_or(tags)} and `{{%p endfor %}}`.",
            "",
            *_table(group.names, lists),
        ]


def _table(rows: Iterable[Name], lists: Iterable[ListNames]) -> Iterator[str]:
    yield from ("| name | tag | what it is | example |", "| --- | --- | --- | --- |")
    for name in rows:
        meaning = names.meaning(name.kind, name.attribute)
        cells = (f"`{name.path}`", f"`{_tag(name, lists)}`", meaning, _example(name))
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _tag(name: Name, lists: Iterable[ListNames]) -> str:
    if names.element(name.hint):
        variable = next(each.variable for each in lists if name.path in each.lists)
        return f"{{%p for {variable} in {name.path} %}}"
    if name.hint is bool:
        return f"{{%p if {name.path} %}}"
    return f"{{{{r {name.path} }}}}" if name.hint is Text else f"{{{{ {name.path} }}}}"


def _example(name: Name) -> str:
    if names.element(name.hint):
        return "one of them" if len(name.value) == 1 else f"{len(name.value)} of them"
    if name.hint is bool:
        return "yes" if name.value else "no"
    return "a picture" if name.hint in (Picture, Picture | None) else str(name.value)


def _or(tags: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(tags[:-1]), tags[-1]]))
