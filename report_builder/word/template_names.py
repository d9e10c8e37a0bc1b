"""The names in a template's tags, followed through loops and macros with the model's types.

Every expression has a set of types: more than one where the template chooses between values,
``_ANYTHING`` where nothing is known. A name that the report does not have is told once, and is
anything from there on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import GenericAlias, UnionType
from typing import Any, TypeVar, get_args, get_origin

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from report_builder.nearest import nearest
from report_builder.report import names
from report_builder.report.example import EXAMPLE
from report_builder.report.model import BLOCK_KINDS, Block, Report, Text
from report_builder.report.names import KNOWN_VALUES, Picture
from report_builder.word.template_blocks import Statement
from report_builder.word.template_file import Fault, Tag
from report_builder.word.template_syntax import says_syntax

_N = TypeVar("_N", bound=nodes.Node)
Types = frozenset[Any]
Scope = dict[str, Types]


class _Anything:
    """What nothing is known of."""


class _Paragraphs:
    """Whole paragraphs, as a macro between ``{%p macro … %}`` and ``{%p endmacro %}`` makes."""


class _Runs:
    """What stands between two runs, as a macro between ``{%r …`` tags makes."""


@dataclass(frozen=True, eq=False)
class _Macro:
    node: nodes.Macro
    scope: Scope
    level: str


# What a tag that prints takes the place of, by what it prints.
_LEVEL_OF = {Text: "r", _Runs: "r", _Paragraphs: "p", str: "", int: "", Picture: ""}
_ANYTHING = frozenset({_Anything})
_WORDS, _NUMBER, _YES_NO = frozenset({str}), frozenset({int}), frozenset({bool})
_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner", "lipsum", "caller")
_LOOP = (
    *("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"),
    *("first", "last", "cycle", "changed", "previtem", "nextitem"),
)
_SAME_LIST = {
    *("selectattr", "rejectattr", "select", "reject", "sort", "unique", "list", "reverse"),
}
_ONE_OF_LIST = {"first", "last", "random", "min", "max"}
_OF_LISTS = {*_SAME_LIST, *_ONE_OF_LIST, "map", "join", "groupby", "batch", "slice", "sum"}
_COUNTS = {"length", "count", "wordcount", "int", "round", "sum", "abs"}
_WITH_ATTRIBUTE = {"selectattr", "rejectattr", "groupby"}
_AS_WORDS = {
    *("string", "upper", "lower", "title", "capitalize", "trim", "replace", "truncate", "e"),
    *("escape", "forceescape", "wordwrap", "center", "indent", "format", "join", "striptags"),
}
_KINDS_AT_LEAST = 2  # an ``if`` that asks for fewer kinds only sets some paragraphs apart


@dataclass
class NameCheck:
    """Follows the names of one part after another; ``used`` gathers what of the model is used."""

    faults: list[Fault] = field(default_factory=list)
    used: set[tuple[Any, str]] = field(default_factory=set)
    _lines: list[Statement] = field(default_factory=list)
    _running: set[_Macro] = field(default_factory=set)
    _called: set[_Macro] = field(default_factory=set)
    _asked: list[str] = field(default_factory=list)
    """The names that an ``if`` around the present tag has asked for."""

    def follow(self, lines: list[Statement]) -> None:
        """Follow the names of one part of the file."""
        self._lines = lines
        environment = SandboxedEnvironment()
        try:
            tree = environment.parse("\n".join(line.words for line in lines))
        except TemplateSyntaxError as error:
            tag = lines[min(error.lineno, len(lines)) - 1].tag
            self.faults.append(Fault(says_syntax(tag, error.message or ""), tag.paragraph))
            return
        for node in tree.find_all((nodes.Filter, nodes.Test)):
            self._require_known(node, environment)
        scope: Scope = dict(_OFFERED)
        scope |= dict.fromkeys((*_GLOBALS, "_unknown"), _ANYTHING)
        self._run(tree.body, scope)
        for macro in [one for kinds in scope.values() for one in kinds if isinstance(one, _Macro)]:
            if macro not in self._called:
                self._follow_macro(macro, [_ANYTHING] * len(macro.node.args), {})
                self._say(macro.node, f"The macro “{macro.node.name}” is never used.", is_note=True)

    # --- statements ------------------------------------------------------------------------

    def _run(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        for node in body:
            run: Callable[[Any, Scope], None] | None = getattr(
                self, f"_run_{type(node).__name__.lower()}", None
            )
            if run is not None:
                run(node, scope)
            else:
                self._run_other(node, scope)

    def _run_other(self, node: nodes.Node, scope: Scope) -> None:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._types(child, scope)
            else:
                self._run([child], scope)

    def _run_output(self, node: nodes.Output, scope: Scope) -> None:
        for printed in node.nodes:
            if not isinstance(printed, nodes.TemplateData):
                self._judge_printed(printed, self._types(printed, scope))

    def _run_for(self, node: nodes.For, scope: Scope) -> None:
        elements = self._elements(node.iter, self._types(node.iter, scope))
        inner = {**scope, "loop": frozenset({"loop"})}
        _assign(node.target, elements, inner)
        if node.test is not None:
            self._types(node.test, inner)
        self._run(node.body, inner)
        self._run(node.else_, dict(scope))

    def _run_if(self, node: nodes.If, scope: Scope) -> None:
        for branch in (node, *node.elif_):
            self._types(branch.test, scope)
            with self._having_asked(branch.test):
                self._run(branch.body, scope)
        self._run(node.else_, scope)
        self._miss_kinds(node, scope)

    def _run_macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope[node.name] = frozenset({_Macro(node, scope, self._tag(node).level)})

    def _follow_macro(self, macro: _Macro, given: list[Types], named: dict[str, Types]) -> None:
        """Follow the names of a macro with what it is called with."""
        self._called.add(macro)
        if macro in self._running:
            return
        self._running.add(macro)
        inner = dict(macro.scope)
        arguments = [argument.name for argument in macro.node.args]
        defaults = dict(zip(reversed(arguments), reversed(macro.node.defaults), strict=False))
        for name, default in defaults.items():
            inner[name] = self._types(default, inner)
        inner |= dict.fromkeys([name for name in arguments if name not in defaults], _ANYTHING)
        inner |= dict(zip(arguments, given, strict=False))
        inner |= named
        inner |= {"varargs": _ANYTHING, "kwargs": _ANYTHING}
        self._run(macro.node.body, inner)
        self._running.discard(macro)

    def _run_callblock(self, node: nodes.CallBlock, scope: Scope) -> None:
        self._types(node.call, scope)
        self._run(node.body, {**scope, **{arg.name: _ANYTHING for arg in node.args}})

    def _run_assign(self, node: nodes.Assign, scope: Scope) -> None:
        _assign(node.target, self._types(node.node, scope), scope)

    def _run_assignblock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self._run(node.body, dict(scope))
        _assign(node.target, _ANYTHING, scope)

    def _run_with(self, node: nodes.With, scope: Scope) -> None:
        inner = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            _assign(target, self._types(value, scope), inner)
        self._run(node.body, inner)

    @contextmanager
    def _having_asked(self, test: nodes.Node) -> Iterator[None]:
        before = list(self._asked)
        self._asked += [name.name for name in _all(test, nodes.Name)]
        yield
        self._asked = before

    # --- expressions -----------------------------------------------------------------------

    def _types(self, node: nodes.Node, scope: Scope) -> Types:
        find: Callable[[Any, Scope], Types] | None = getattr(
            self, f"_of_{type(node).__name__.lower()}", None
        )
        if find is not None:
            return find(node, scope)
        for child in node.iter_child_nodes():
            self._types(child, scope)
        if isinstance(node, nodes.Not | nodes.Test):
            return _YES_NO
        return _WORDS if isinstance(node, nodes.Concat) else _ANYTHING

    def _of_const(self, node: nodes.Const, _: Scope) -> Types:
        return frozenset({type(node.value)})

    def _of_templatedata(self, _: nodes.TemplateData, __: Scope) -> Types:
        return _WORDS

    def _of_name(self, node: nodes.Name, scope: Scope) -> Types:
        if node.name in _OFFERED and scope.get(node.name) == _OFFERED[node.name]:
            self.used.add((Report, node.name))
        if node.name not in scope:
            self._say(node, f"The report has no “{node.name}”. {_did_you_mean(node.name, scope)}")
        return scope.get(node.name, _ANYTHING)

    def _of_getattr(self, node: nodes.Getattr, scope: Scope) -> Types:
        return self._attribute(node, self._types(node.node, scope), node.attr)

    def _of_getitem(self, node: nodes.Getitem, scope: Scope) -> Types:
        owners = self._types(node.node, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._attribute(node, owners, node.arg.value)
        self._types(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return owners
        return frozenset(names.element(owner) or _Anything for owner in owners)

    def _of_condexpr(self, node: nodes.CondExpr, scope: Scope) -> Types:
        self._types(node.test, scope)
        with self._having_asked(node.test):
            chosen = self._types(node.expr1, scope)
        return chosen | (self._types(node.expr2, scope) if node.expr2 is not None else frozenset())

    def _of_or(self, node: nodes.Or, scope: Scope) -> Types:
        left, right = self._types(node.left, scope), self._types(node.right, scope)
        return (left - {type(None)}) | right

    def _of_and(self, node: nodes.And, scope: Scope) -> Types:
        return self._types(node.left, scope) | self._types(node.right, scope)

    def _of_compare(self, node: nodes.Compare, scope: Scope) -> Types:
        left = self._types(node.expr, scope)
        for operand in node.ops:
            right = self._types(operand.expr, scope)
            for kinds, other, which in ((left, right, node.expr), (right, left, operand.expr)):
                if kinds == {Text} and Text not in other and _Anything not in other:
                    self._say(
                        node,
                        f"“{_said(which)}” is a text with bold and plain words, and is never equal "
                        f"to words in quotation marks. Write “{_said(which)}|string”.",
                    )
            self._require_known_values(node.expr, operand.expr, scope)
        return _YES_NO

    def _of_call(self, node: nodes.Call, scope: Scope) -> Types:
        called = self._types(node.node, scope)
        given = [self._types(argument, scope) for argument in node.args]
        named = {each.key: self._types(each.value, scope) for each in node.kwargs}
        made: set[Any] = set()
        for one in called:
            if isinstance(one, _Macro):
                self._require_arguments(node, one, len(given), named)
                self._follow_macro(one, given, named)
                made.add({"p": _Paragraphs, "r": _Runs}.get(one.level, _Anything))
            elif names.is_group(one) or one in (Text, str, bool, int) or names.element(one):
                self._say(node, f"“{_said(node.node)}” is not called: take the brackets away.")
                made.add(_Anything)
            else:
                made.add(_Anything)
        return frozenset(made)

    def _of_filter(self, node: nodes.Filter, scope: Scope) -> Types:
        kinds = self._types(node.node, scope) if node.node is not None else _WORDS
        given = [self._types(argument, scope) for argument in node.args]
        named = {each.key: self._types(each.value, scope) for each in node.kwargs}
        name = node.name
        if name == "safe":
            self._say(node, "“safe” prints “&” and “<” in a way that breaks the file. Take it out.")
        if name in _OF_LISTS and node.node is not None:
            elements = self._elements(node.node, kinds)
            attribute = self._named_attribute(node, elements)
            if name == "map":
                return frozenset({GenericAlias(tuple, (_one(attribute or _ANYTHING), ...))})
            if name in _ONE_OF_LIST:
                return elements
        if name in _SAME_LIST:
            return kinds
        if name in ("default", "d"):
            return frozenset().union(kinds, *given, *named.values())
        if name in _COUNTS:
            return _NUMBER
        return _WORDS if name in _AS_WORDS else _ANYTHING

    # --- what the model has ----------------------------------------------------------------

    def _attribute(self, node: Any, owners: Types, name: str) -> Types:
        found: set[Any] = set()
        for owner in owners:
            kinds = self._attribute_of(owner, name)
            if kinds is None:
                self._say(node, _says_no_attribute(_said(node.node), owner, name))
                kinds = _ANYTHING
            found |= kinds
        return frozenset(found) or _ANYTHING

    def _attribute_of(self, owner: Any, name: str) -> Types | None:
        if owner == "loop":
            return _ANYTHING if name in _LOOP else None
        if names.is_group(owner) or owner is Text:
            hint = names.attributes(owner).get(name)
            if hint is None:
                return None
            self.used.add((owner, name))
            return _split(hint)
        if owner in (str, int, bool):
            return _ANYTHING if hasattr(owner, name) else None
        if names.element(owner):
            return _ANYTHING if hasattr(tuple, name) else None
        return _ANYTHING

    def _elements(self, node: nodes.Node, kinds: Types) -> Types:
        elements: set[Any] = set()
        for kind in kinds:
            inner = names.element(kind)
            if inner is not None:
                elements |= _split(inner)
                continue
            elements.add(_Anything)
            if names.is_group(kind) or kind in (Text, str, bool, int, Picture, type(None)):
                self._say(node, f"“{_said(node)}” is not a list{_lists_of(_said(node), kind)}.")
        return frozenset(elements)

    def _named_attribute(self, node: nodes.Filter, elements: Types) -> Types | None:
        """Return the types of the attribute that a filter of lists names in quotation marks."""
        first = node.args[0] if node.args and node.name in _WITH_ATTRIBUTE else None
        named = next((each.value for each in node.kwargs if each.key == "attribute"), first)
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
            return None
        kinds = elements
        for name in named.value.split("."):
            stand_in = nodes.Getattr(
                nodes.Name("each", "load", lineno=node.lineno), name, "load", lineno=node.lineno
            )
            kinds = self._attribute(stand_in, kinds, name)
        if len(node.args) > 2 and isinstance(node.args[2], nodes.Const):
            for owner in elements:
                self._require_value(node, (owner, named.value), node.args[2].value)
        return kinds

    def _require_known_values(self, asked: nodes.Node, value: nodes.Node, scope: Scope) -> None:
        for attribute in self._attributes_asked(asked, scope):
            for one in _all(value, nodes.Const):
                self._require_value(asked, attribute, one.value)

    def _require_value(self, node: nodes.Node, attribute: tuple[Any, str], value: object) -> None:
        known = KNOWN_VALUES.get(attribute)
        if known and isinstance(value, str) and value not in known:
            close = nearest(value, known, least=65)
            hint = f"Did you mean “{close}”?" if close else f"It is one of: {', '.join(known)}."
            self._say(node, f"“{attribute[1]}” is never “{value}”. {hint}")

    def _attributes_asked(self, node: nodes.Node, scope: Scope) -> Iterator[tuple[Any, str]]:
        if isinstance(node, nodes.Getattr):
            quiet = NameCheck(_lines=self._lines)
            yield from ((owner, node.attr) for owner in quiet._types(node.node, scope))

    def _miss_kinds(self, node: nodes.If, scope: Scope) -> None:
        """Tell of the kinds of paragraphs for which a choice between kinds has no case."""
        tests = [node.test, *(other.test for other in node.elif_)]
        handled = [self._kinds_asked(test, scope) for test in tests]
        kinds = set().union(*handled)
        if node.else_ or not all(handled) or len(kinds) < _KINDS_AT_LEAST:
            return
        missing = [kind for kind in BLOCK_KINDS if kind not in kinds]
        if missing:
            self._say(
                node,
                f"Paragraphs of the kind {_and(missing)} are left out here: no “elif” asks for "
                "them, and there is no “else”.",
                is_note=True,
            )

    def _kinds_asked(self, test: nodes.Node, scope: Scope) -> set[str]:
        return {
            value.value
            for compare in _all(test, nodes.Compare)
            if (Block, "kind") in self._attributes_asked(compare.expr, scope)
            for value in compare.find_all(nodes.Const)
        }

    def _require_arguments(
        self, node: nodes.Call, macro: _Macro, given: int, named: Iterable[str]
    ) -> None:
        arguments = [argument.name for argument in macro.node.args]
        optional = arguments[len(arguments) - len(macro.node.defaults) :]
        missing = [name for name in arguments[given:] if name not in (*named, *optional)]
        if missing:
            self._say(node, f"“{macro.node.name}” is called without {_and(missing)}.")
        if given > len(arguments):
            self._say(
                node, f"“{macro.node.name}” is called with {given} values, not {len(arguments)}."
            )

    def _require_known(self, node: Any, environment: SandboxedEnvironment) -> None:
        is_filter = isinstance(node, nodes.Filter)
        known = environment.filters if is_filter else environment.tests
        if node.name not in known:
            close = nearest(node.name, known, least=65)
            hint = f" Did you mean “{close}”?" if close else ""
            what = "filter" if is_filter else "test"
            self._say(node, f"There is no {what} “{node.name}”.{hint}")

    # --- printing --------------------------------------------------------------------------

    def _judge_printed(self, node: nodes.Node, kinds: Types) -> None:
        tag = self._tag(node)
        if not tag.prints:
            return
        for kind in sorted(kinds, key=str):
            said = self._misprinted(kind, tag, node)
            if said:
                self._say(node, said)
                return

    def _misprinted(self, kind: Any, tag: Tag, node: nodes.Node) -> str:
        """Return what is wrong with printing a ``kind`` by ``tag``, empty if nothing is."""
        level = _LEVEL_OF.get(kind)
        if level == tag.level:
            return ""
        if level is None:
            return self._unprintable(kind, tag, node)
        right = f"{{{{{level} {tag.words} }}}}"
        if kind is Text:
            return (
                f"“{tag.written}” is a text that can have bold words, and would break the file. "
                f"Write “{right}”."
            )
        if kind is _Paragraphs:
            return (
                f"“{tag.written}” prints whole paragraphs. Write “{right}”, in a paragraph of its "
                "own."
            )
        if kind in (Picture, _Runs):
            return f"“{tag.written}” would break the file. Write “{right}”."
        return f"“{tag.written}” is plain words, which would be lost. Write “{right}”."

    def _unprintable(self, kind: Any, tag: Tag, node: nodes.Node) -> str:
        if names.is_group(kind):
            inner = ", ".join(f"{_said(node)}.{name}" for name in names.attributes(kind))
            return f"“{tag.written}” is not one thing. It has: {inner}."
        if names.element(kind):
            return f"“{tag.written}” is a list{_lists_of(_said(node), kind)}."
        if kind is bool:
            return f"“{tag.written}” is only true or false. Ask with “{{% if {tag.words} %}}”."
        asked = isinstance(node, nodes.Name) and node.name in self._asked
        if kind is type(None) and not asked:
            return f"“{tag.written}” may be missing. Put “{{%p if {tag.words} %}}” before it."
        return ""

    def _tag(self, node: nodes.Node) -> Tag:
        return self._lines[node.lineno - 1].tag

    def _say(self, node: nodes.Node, message: str, *, is_note: bool = False) -> None:
        fault = Fault(message, self._tag(node).paragraph, is_note)
        if fault not in self.faults:
            self.faults.append(fault)


# --- words -------------------------------------------------------------------------------------


def _split(hint: Any) -> Types:
    if get_origin(hint) is UnionType:
        return frozenset(get_args(hint))
    return frozenset({hint})


_OFFERED: Scope = {name: _split(hint) for name, hint in names.offered().items()}


def _one(kinds: Types) -> Any:
    return next(iter(kinds)) if len(kinds) == 1 else _Anything


def _all(node: nodes.Node, kind: type[_N]) -> Iterator[_N]:
    """Yield every node of ``kind`` in ``node``, itself included."""
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _assign(target: nodes.Node, kinds: Types, scope: Scope) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = kinds
    else:
        scope |= {name.name: _ANYTHING for name in target.find_all(nodes.Name)}


def _said(node: nodes.Node) -> str:
    """Return an expression as the template has it, as far as it is a name."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_said(node.node)}[…]"
    if isinstance(node, nodes.Call):
        return f"{_said(node.node)}(…)"
    return _said(node.node) if isinstance(node, nodes.Filter) and node.node else "it"


def _did_you_mean(name: str, scope: Scope) -> str:
    known = [each for each in scope if not each.startswith("_") and each not in _GLOBALS]
    close = nearest(name, known, least=65)
    if close:
        return f"Did you mean “{close}”?"
    own, lists = names.names_of(EXAMPLE)
    for each in own:
        if each.attribute == name:
            return f"Did you mean “{each.path}”?"
    for group in lists:
        if name == group.variable or name in (each.attribute for each in group.names):
            return (
                f"It is known between “{{%p for {group.variable} in {group.lists[0]} %}}” and "
                "“{%p endfor %}” only."
            )
    return "All names: report-builder template guide."


def _says_no_attribute(said: str, owner: Any, name: str) -> str:
    if owner == "loop":
        known: Iterable[str] = _LOOP
    elif names.is_group(owner):
        known = names.attributes(owner)
    elif owner is Text:
        return f"“{said}” is a text; it has no “{name}”, only “{said}.light”."
    elif names.element(owner):
        return f"“{said}” is a list and has no “{name}”{_lists_of(said, owner)}."
    else:
        return f"“{said}” is plain words, a number or a yes or no; it has no “{name}”."
    close = nearest(name, known, least=65)
    if close:
        return f"“{said}” has no “{name}”. Did you mean “{said}.{close}”?"
    return f"“{said}” has no “{name}”. It has: {', '.join(known)}."


def _lists_of(said: str, kind: Any) -> str:
    """Return how to loop over a list, or over the lists that a group has."""
    if names.element(kind):
        variable = (
            next(
                each.variable
                for each in names.names_of(EXAMPLE)[1]
                if each.kind is names.element(kind)
            )
            if names.is_group(names.element(kind))
            else "one"
        )
        return f": loop over it with “{{%p for {variable} in {said} %}}”"
    if not names.is_group(kind):
        return ""
    inner = [name for name, hint in names.attributes(kind).items() if names.element(hint)]
    return f"; {_and([f'{said}.{name}' for name in inner])} is" if inner else ""


def _and(words: list[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
