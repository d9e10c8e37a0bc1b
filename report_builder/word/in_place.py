"""What a macro prints, printed in its place: Jinja's call gathers it all before it passes it on.

A section of a long report is a hundred thousand pieces, which a call would hold twice. Of a macro
that is defined once, before anything asks for it and under no condition, a call that stands by
itself, outside of loops and other macros, is the same as its body with its arguments set:
``{{ paragraphs(summary) }}`` as ``{% with blocks = summary %}…{% endwith %}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from jinja2 import nodes

_OF_A_CALL = frozenset(("caller", "varargs", "kwargs"))
"""What only the body of a macro that is called may ask for."""


def print_macros_in_place(tree: nodes.Template) -> None:
    """Put the bodies of macros in the place of the calls that are the same."""
    names = [(each.name, each.ctx) for each in tree.find_all(nodes.Name)]
    if _OF_A_CALL.isdisjoint(name for name, _ in names):
        stored = [name for name, context in names if context == "store"]
        defined = Counter([*stored, *(each.name for each in tree.find_all(nodes.Macro))])
        tree.body = list(_Printer(defined).printed(tree.body))


class _Printer:
    def __init__(self, defined: Counter[str]) -> None:
        self._defined = defined
        self._macros: dict[str, nodes.Macro] = {}

    def printed(self, body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
        """Yield the nodes of the template, those of macros for calls of what was defined before."""
        for each in body:
            if isinstance(each, nodes.Macro) and self._defined[each.name] == 1:
                self._macros[each.name] = each
            yield from self._printed_at(each)

    def _printed_at(self, each: nodes.Node) -> Iterator[nodes.Node]:
        if isinstance(each, nodes.If):
            for branch in (each, *each.elif_):
                branch.body = self._in_branch(branch.body)
            each.else_ = self._in_branch(each.else_)
        if isinstance(each, nodes.Output):
            yield from map(self._node, each.nodes)
        else:
            yield each

    def _in_branch(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        return [node for each in body for node in self._printed_at(each)]

    def _node(self, each: nodes.Expr) -> nodes.Node:
        if _is_plain_call(each) and isinstance(each.node, nodes.Name):
            macro = self._macros.get(each.node.name)
            names = [] if macro is None else [arg.name for arg in macro.args]
            is_the_same = macro and not macro.defaults and len(names) == len(each.args)
            if macro and is_the_same and not any(self._defined[one] for one in names):
                line = each.lineno
                targets: list[nodes.Expr] = [nodes.Name(one, "store", lineno=line) for one in names]
                return nodes.With(targets, each.args, macro.body, lineno=line)
        return nodes.Output([each], lineno=each.lineno)


def _is_plain_call(node: nodes.Expr) -> TypeGuard[nodes.Call]:
    return isinstance(node, nodes.Call) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
