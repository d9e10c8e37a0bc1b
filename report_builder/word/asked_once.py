"""What a loop of a template asks of its item again and again, asked once.

Which kind a block is, the standard template asks up to a dozen times for each paragraph, once for
each kind that there is: ``{% if block.kind == … %}…{% elif block.kind == … %}``. An attribute is
the same each time, so it is kept: as if the loop began with ``{% set kind = block.kind %}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_OFTEN = 3
"""How often an attribute is asked for in a loop that is worth keeping it."""


def ask_once(tree: nodes.Template) -> None:
    """Have the loops of a template keep what they ask of their items more often than twice."""
    known = {name.name for name in tree.find_all(nodes.Name)}
    for loop in list(tree.find_all(nodes.For)):
        _ask_once_in(loop, known)
    if tree.environment is not None:
        tree.set_environment(tree.environment)


def _ask_once_in(loop: nodes.For, known: set[str]) -> None:
    if not isinstance(loop.target, nodes.Name):
        return
    item, line = loop.target.name, loop.lineno
    inside = nodes.Scope(loop.body)
    if any(name.name == item and name.ctx != "load" for name in inside.find_all(nodes.Name)):
        return  # it is another's name too
    asked = Counter(each.attr for each in inside.find_all(nodes.Getattr) if _is_of(each, item))
    kept = {attribute: f"_{item}_{attribute}" for attribute, n in asked.items() if n >= _OFTEN}
    if known.isdisjoint(kept.values()):
        _Replacer(item, kept).generic_visit(inside)
        loop.body[:0] = [
            nodes.Assign(
                nodes.Name(name, "store", lineno=line),
                nodes.Getattr(
                    nodes.Name(item, "load", lineno=line), attribute, "load", lineno=line
                ),
                lineno=line,
            )
            for attribute, name in kept.items()
        ]


class _Replacer(NodeTransformer):
    def __init__(self, item: str, kept: Mapping[str, str]) -> None:
        self._item, self._kept = item, kept

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802  it is jinja2's name
        if _is_of(node, self._item) and node.attr in self._kept:
            return nodes.Name(self._kept[node.attr], "load", lineno=node.lineno)
        return self.generic_visit(node)


def _is_of(node: nodes.Getattr, item: str) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == item and node.ctx == "load"
