"""What a loop of a template asks of its item again and again, asked once.

Which kind a block is, the standard template asks up to a dozen times for each paragraph, once for
each kind that there is: ``{% if block.kind == … %}…{% elif block.kind == … %}``. An attribute is
the same each time, so it is kept: as if the loop began with ``{% set kind = block.kind %}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_OFTEN = 3
"""How often an attribute is asked for in a loop that is worth keeping it."""


def ask_once(tree: nodes.Template, attributes: Container[str]) -> None:
    """Have the loops of a template keep what they ask of their items more often than twice.

    That is done for ``attributes`` that never change, in loops that do nothing unusual with the
    name of their item.
    """
    known = {name.name for name in tree.find_all(nodes.Name)}
    for loop in list(tree.find_all(nodes.For)):
        known |= _ask_once_in(loop, attributes, known)


def _ask_once_in(loop: nodes.For, attributes: Container[str], known: set[str]) -> set[str]:
    """Change a loop; return the new names, none of which is ``known``."""
    inside = nodes.Scope(loop.body)
    if not isinstance(loop.target, nodes.Name) or _is_unusual(inside, loop.target.name):
        return set()
    item, line = loop.target.name, loop.lineno
    asked = Counter(each.attr for each in inside.find_all(nodes.Getattr) if _is_of(each, item))
    kept = {
        attribute: f"_{item}_{attribute}"
        for attribute, times in asked.items()
        if times >= _OFTEN and attribute in attributes and f"_{item}_{attribute}" not in known
    }
    _Replacer(item, kept).generic_visit(inside)
    loop.body[:0] = [_set(name, item, attribute, line) for attribute, name in kept.items()]
    return set(kept.values())


def _is_unusual(inside: nodes.Node, item: str) -> bool:
    """Return whether a loop gives the name of its item to another, or asks whether it is there."""
    named = (each for each in inside.find_all(nodes.Name) if each.name == item)
    tested = (each.node for each in inside.find_all(nodes.Test))
    return (
        any(each.ctx != "load" for each in named)
        or any(isinstance(each, nodes.Name) and each.name == item for each in tested)
        or any(each.name == item for each in inside.find_all(nodes.Macro))
        or any(each.name == item for each in inside.find_all(nodes.NSRef))
        or any(inside.find_all(nodes.Block))
    )


def _set(name: str, item: str, attribute: str, line: int) -> nodes.Node:
    """Return ``{% set name = item.attribute %}``."""
    asked = nodes.Getattr(nodes.Name(item, "load", lineno=line), attribute, "load", lineno=line)
    return nodes.Assign(nodes.Name(name, "store", lineno=line), asked, lineno=line)


class _Replacer(NodeTransformer):
    def __init__(self, item: str, kept: Mapping[str, str]) -> None:
        self._item, self._kept = item, kept

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802  it is jinja2's name
        if _is_of(node, self._item) and node.attr in self._kept:
            return nodes.Name(self._kept[node.attr], "load", lineno=node.lineno)
        return self.generic_visit(node)


def _is_of(node: nodes.Getattr, item: str) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == item and node.ctx == "load"
