"""docxtpl, for large reports: what it prints is the same, in a small part of the time and room.

Six steps of docxtpl cost more than all others together, and are done otherwise here: the tags of
a template are patched and compiled once and kept, as long as the process lives; a body is printed
and parsed piece by piece, and never held as a whole; its plain paragraphs are not parsed at all
(:mod:`report_builder.word.folding`); no line end is put before each paragraph; the search for line
ends in every run is made only where there is one; and the body is parsed in its place, where
docxtpl parses it elsewhere and moves every element. A test holds the output to that of docxtpl
itself, but for the empty runs that docxtpl leaves around tags, which are dropped.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import lru_cache
from html import escape
from types import CodeType
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from docx.oxml.parser import element_class_lookup, parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from report_builder.problems import writable
from report_builder.report import model
from report_builder.word import folding
from report_builder.word.asked_once import ask_once
from report_builder.word.folding import Folding, Stretch, Texts, styles_of_headings
from report_builder.word.in_place import print_macros_in_place

_LISTING_SIGNS = "\t\n\a\f"
_SIGNS = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
"""What a template can say in the place of the signs of a tag, to have them printed."""
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)  # as docxtpl finds them
_TABLE = qn("w:tbl")
_BODY = re.compile(r"<w:body[^>]*>")
_NAMESPACE = re.compile(r'\sxmlns:(\w+)="([^"]*)"')
_PLACE = "body"
# docxtpl leaves one before and one after each tag {{r … }}, in every paragraph of a report.
_EMPTY_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?></w:t></w:r>", re.DOTALL
)
_SAFE: dict[type, frozenset[str]] = {
    each: frozenset(name for name in dir(each) if not name.startswith("_"))
    for each in vars(model).values()
    if isinstance(each, type) and dataclasses.is_dataclass(each)
}
"""What a template may ask of the report's own classes: all that they show."""
_FIELDS = frozenset(field.name for each in _SAFE for field in dataclasses.fields(each))
"""The attributes of the report's own classes that hold something."""


class Environment(SandboxedEnvironment):
    """A sandbox that keeps compiled templates; it escapes every value, knows no missing name."""

    def __init__(self, finalize: Callable[[object], object], *, in_place: bool = False) -> None:
        """Print each value as ``finalize`` returns it; macros ``in_place`` if much is printed.

        Then it takes longer to compile a template, and less room to print it.
        """
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=finalize)
        self._in_place = in_place

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        """Return the template that ``source`` is; it is compiled once."""
        code = _program(source, in_place=self._in_place).code
        return Template.from_code(self, code, self.make_globals(None))

    def only_prints(self, source: str) -> bool:
        """Return whether a template does nothing with what it prints but print it.

        If it does, as by ``{% filter upper %}`` or ``{% set … %}…{% endset %}``, the words must be
        there when they are printed. That is so too if what a macro prints is not just printed.
        """
        return _program(source, in_place=self._in_place).only_prints

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute; those of the report's own classes are known to be safe."""
        if attribute in _SAFE.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class _Program(NamedTuple):
    """A template that is compiled."""

    code: CodeType
    only_prints: bool


@lru_cache(maxsize=64)
def _program(source: str, *, in_place: bool) -> _Program:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=printed)
    tree = environment.parse(source)
    only_prints = _only_prints(tree)
    ask_once(tree, _FIELDS)
    if in_place:
        print_macros_in_place(tree)
    tree.set_environment(environment)  # also for the nodes that are new
    return _Program(environment.compile(tree), only_prints)


def _only_prints(tree: nodes.Template) -> bool:
    if any(tree.find_all((nodes.FilterBlock, nodes.AssignBlock, nodes.CallBlock, nodes.Block))):
        return False
    printed_at_once = {
        id(each.node)
        for output in tree.find_all(nodes.Output)
        for each in output.nodes
        if isinstance(each, nodes.Call)
    }
    asked_of = {id(each.node) for each in tree.find_all(nodes.Getattr)}  # as by loop.index
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    return all(
        id(each) in printed_at_once or (each.name == "loop" and id(each) in asked_of)
        for each in tree.find_all(nodes.Name)
        if each.ctx == "load" and each.name in {"loop", *macros}
    )


@lru_cache(maxsize=64)
def _patched(source: str) -> str:
    return _EMPTY_RUN.sub("", DocxTemplate.patch_xml(None, source))


class FilledTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl is not typed
    """A Word template that is filled in with an :class:`Environment`."""

    def __init__(self, file: object) -> None:
        """Open a template."""
        super().__init__(file)
        self.stretches: list[Stretch] = []
        """The plain paragraphs that elements of the document stand for."""
        self._texts: Texts | None = None

    def keep_plain_paragraphs(self, texts: Texts) -> None:
        """Keep the plain paragraphs of the body apart, and in them the ``texts`` that are printed.

        Nothing is kept apart if the template does anything with what it prints but print it.
        """
        self._texts = texts

    def patch_xml(self, src_xml: str) -> str:
        """Return a part with its tags made ready for Jinja."""
        return _patched(src_xml)

    def render_xml_part(
        self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Environment
    ) -> str:
        """Return a part, rendered.

        docxtpl puts every paragraph on a line of its own for a while, to name lines in its errors.
        """
        self.current_rendering_part = part  # where pictures are put
        return self._finished(jinja_env.from_string(src_xml).render(context))

    def build_xml(self, context: dict[str, Any], jinja_env: Environment) -> _Printing:
        """Return what prints the body."""
        self.current_rendering_part = self.docx.part
        source = self.patch_xml(self.get_xml())
        if not jinja_env.only_prints(source):
            self._texts = None
        return _Printing(jinja_env.from_string(source), context, self._finished)

    def _finished(self, xml: str) -> str:
        """Return printed XML with the signs and the line ends that Word is to show."""
        for sign, printed_as in _SIGNS.items():
            xml = xml.replace(sign, printed_as)
        return self.resolve_listing(xml)

    def resolve_listing(self, xml: str) -> str:
        """Return ``xml`` with line ends, tabs and page ends in words as Word spells them."""
        if not _has_listing_signs(xml):
            return xml

        def resolved(paragraph: re.Match[str]) -> str:
            words = paragraph[0]
            if _has_listing_signs(words):
                words = super(FilledTemplate, self).resolve_listing(words)
            return words

        return _PARAGRAPH.sub(resolved, xml)

    def fix_tables(self, printing: _Printing) -> Any:
        """Return the body that is printed, its tables put right, in a document as the template's.

        What is no XML, because of a wrong tag, is what docxtpl makes of it.
        """
        try:
            with self._texts.putting_off() if self._texts else contextlib.nullcontext():
                body = self._parsed(printing.pieces()).body
        except etree.XMLSyntaxError:
            self.stretches = []
            if self._texts:
                self._texts.forget()
            return super().fix_tables("".join(printing.pieces()))
        finally:
            self._texts = None  # who prints them knows this template: neither is to hold the other
        for table in list(body.iter(_TABLE)):
            if next(table.iterancestors(_TABLE), None) is None:  # with it those in it are put right
                self._put_right(table)
        return body

    def _put_right(self, table: Any) -> None:
        xml = etree.tostring(table, encoding="unicode", with_tail=False)
        right = parse_xml(etree.tostring(super().fix_tables(xml)))
        right.tail = table.tail
        table.getparent().replace(table, right)

    def fix_docpr_ids(self, tree: Any) -> None:
        """Give each picture and drawing of the body a number of its own."""
        for properties in tree.iter(qn("wp:docPr")):
            self.docx_ids_index += 1
            properties.set("id", str(self.docx_ids_index))

    def map_tree(self, tree: Any) -> None:
        """Make ``tree`` the body of the document."""
        root = tree.getparent()
        if root is None:
            super().map_tree(tree)
            return
        part: Any = self.docx.part
        part._element = root
        self.docx: Any = part.document

    def _parsed(self, pieces: Iterator[str]) -> Any:
        """Return the root of the document, its body parsed from ``pieces``."""
        # As python-docx's own, but that it keeps spaces, as docxtpl does.
        parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
        parser.set_element_class_lookup(element_class_lookup)
        before, after = self._around_body()
        first = next(pieces)
        begin = _BODY.match(first)
        at = begin.end() if begin else 0
        parser.feed(before + self._undeclared(first[:at]))
        take: Callable[[str], object] = parser.feed
        if self._texts:
            folded = Folding(parser.feed, self._texts, styles_of_headings(self.docx))
            take, self.stretches = folded.take, folded.stretches
        for piece in itertools.chain([first[at:]], pieces):
            take(piece)
        parser.feed(after)
        return parser.close()

    def _around_body(self) -> tuple[str, str]:
        """Return what stands in the document before its body, and after it."""
        root = self.docx.element
        around = etree.Element(root.tag, root.attrib, root.nsmap)
        around.extend(
            etree.Element(_PLACE) if child is root.body else deepcopy(child) for child in root
        )
        before, _, after = etree.tostring(around, encoding="unicode").partition(f"<{_PLACE}/>")
        return before, after

    def _undeclared(self, tag: str) -> str:
        """Return a tag without the namespaces that the document has declared already."""
        known = self.docx.element.nsmap

        def undeclared(name: re.Match[str]) -> str:
            return "" if known.get(name[1]) == name[2] else name[0]

        return _NAMESPACE.sub(undeclared, tag)


class _Printing:
    """A body that can be printed, piece by piece."""

    def __init__(
        self, template: Template, context: dict[str, Any], finish: Callable[[str], str]
    ) -> None:
        self._template, self._context, self._finish = template, context, finish

    def pieces(self) -> Iterator[str]:
        """Yield what is printed, in pieces of whole paragraphs."""
        return map(self._finish, folding.pieces(self._template.generate(self._context)))


def _has_listing_signs(xml: str) -> bool:
    return any(sign in xml for sign in _LISTING_SIGNS)


def printed(value: object) -> object:
    """Return a value as it is printed: words as XML."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(escaped(value))  # noqa: S704
    return value


def escaped(text: str) -> str:
    """Return ``text`` for XML, with the sequences that docxtpl rewrites after rendering broken."""
    text = writable(text)
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    return text.replace("{_", "&#123;_").replace("_}", "_&#125;") if "_" in text else text
