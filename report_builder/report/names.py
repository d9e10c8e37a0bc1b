"""The names that the report offers to the Word template: what each is, means and looks like."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

from report_builder import since, statuses
from report_builder.report.model import (
    BLOCK_KINDS,
    Answer,
    Area,
    Block,
    Chart,
    Cover,
    GlanceRow,
    Meeting,
    Report,
    Text,
)


class Picture:
    """A picture: ``templates/logo.png``, or a chart."""


# The attributes that can only have these values.
KNOWN_VALUES: dict[tuple[Any, str], tuple[str, ...]] = {
    (Block, "kind"): BLOCK_KINDS,
    (Area, "marker"): tuple(dict.fromkeys(status.marker for status in statuses.ALL)),
    (Area, "status"): tuple(status.name for status in statuses.ALL),
    (Area, "since"): since.CHANGES,
}
# What nobody misses: it helps the template to choose, or the program prints it by itself.
NEVER_MISSED = {
    (Area, "since"),
    (Area, "previous_status"),
    (Area, "days_slipped"),
    (Area, "times_slipped"),
    (Answer, "yes"),
    (Block, "keep_with_next"),
    (Block, "under"),
    (Cover, "logo_description"),
    (Report, "last_as_at"),
    (GlanceRow, "whole_part"),
}
# What says the same in two ways, so that one is enough.
ALTERNATIVES = (
    {(Area, "marker"), (Area, "status")},
    {(Meeting, "date"), (Meeting, "date_with_ordinal")},
)
_OWN_AFFAIR = {(Text, "runs"), (Text, "source")}
_LOGO = "The picture templates/logo.png; there may be none, so ask with `if` first."
_MEANING = re.compile(r"^ {4}(\w+): (.+?)(?=^ {4}\w|^\S|\Z)", re.MULTILINE | re.DOTALL)


def attributes(kind: Any) -> dict[str, Any]:
    """Return what a class of the model offers by name, with its type: a class or a ``tuple``."""
    hints = get_type_hints(kind)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    properties = {
        name: get_type_hints(each.fget)["return"]
        for name, each in vars(kind).items()
        if isinstance(each, property) and each.fget
    }
    return {
        name: Picture if hint is Chart else hint
        for name, hint in {**fields, **properties}.items()
        if (kind, name) not in _OWN_AFFAIR
    }


def offered() -> dict[str, Any]:
    """Return the names that a tag can begin with, with their types."""
    return {**attributes(Report), "logo": Picture | None}


def meaning(kind: Any, name: str) -> str:
    """Return what the docstring of a class of the model says of one of its attributes."""
    if (kind, name) == (Report, "logo"):
        return _LOGO
    found = dict(_MEANING.findall(inspect.getdoc(kind) or ""))
    said = " ".join(str(found[name]).split()).replace("``", "`")
    if (kind, name) in KNOWN_VALUES:
        said += f" One of: {', '.join(KNOWN_VALUES[kind, name])}."
    return said


def element(hint: Any) -> Any:
    """Return the type of a list's elements, ``None`` for what is not a list."""
    return get_args(hint)[0] if get_origin(hint) is tuple else None


def is_group(hint: Any) -> bool:
    """Return whether a type is a class of the model that only holds further names."""
    return dataclasses.is_dataclass(hint) and hint is not Text


@dataclasses.dataclass(frozen=True)
class Name:
    """One name: how the template writes it, whose attribute it is, its type and its value.

    ``kind`` and ``attribute`` say where the model has it. ``path`` begins with the name of the
    loop's variable where it belongs to a list's element.
    """

    path: str
    kind: Any
    attribute: str
    hint: Any
    value: Any


@dataclasses.dataclass(frozen=True)
class ListNames:
    """The names of one element, and the lists that have such elements, as a template loops."""

    variable: str
    kind: Any
    lists: tuple[str, ...]
    names: tuple[Name, ...]


def names_of(report: Report) -> tuple[tuple[Name, ...], tuple[ListNames, ...]]:
    """Return the names outside of lists, and those of each list, with examples from ``report``."""
    own = tuple(
        name
        for attribute, hint in offered().items()
        for name in _walk(attribute, Report, attribute, hint, getattr(report, attribute, None))
    )
    found: dict[Any, ListNames] = {}
    elements: dict[Any, list[Any]] = {}
    waiting = list(own)
    while waiting:
        name = waiting.pop(0)
        kind = element(name.hint)
        if kind is None:
            continue
        elements.setdefault(kind, []).extend(name.value)
        known = found.get(kind) or ListNames(_variable(kind, name.attribute), kind, (), ())
        found[kind] = dataclasses.replace(known, lists=(*known.lists, name.path))
        if known.lists == ():
            waiting = [*_names_of_elements(found[kind], elements[kind]), *waiting]
    return own, tuple(
        dataclasses.replace(known, names=tuple(_names_of_elements(known, elements[kind])))
        for kind, known in found.items()
    )


def _walk(path: str, kind: Any, attribute: str, hint: Any, value: Any) -> Iterator[Name]:
    if not is_group(hint):
        yield Name(path, kind, attribute, hint, value)
        return
    for name, inner in attributes(hint).items():
        yield from _walk(f"{path}.{name}", hint, name, inner, getattr(value, name))


def _names_of_elements(known: ListNames, elements: list[Any]) -> Iterator[Name]:
    for attribute, hint in attributes(known.kind).items():
        values = [getattr(each, attribute) for each in elements]
        if element(hint):
            telling: object = tuple(inner for value in values for inner in value)
        else:
            telling = next(filter(None, values), values[0])
        yield from _walk(f"{known.variable}.{attribute}", known.kind, attribute, hint, telling)


def _variable(kind: Any, attribute: str) -> str:
    """Return what a template calls an element: ``meeting`` for ``meetings``."""
    if kind is Block:
        return "block"
    return re.sub(r"ices$", "ixs", attribute).removesuffix("s")
