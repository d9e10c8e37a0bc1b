"""The fields of a Word file: what Word is asked to work out, and what it says for now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_SIGN, _CODE, _RUN, _SIMPLE = map(qn, ("w:fldChar", "w:instrText", "w:r", "w:fldSimple"))
_ON = frozenset(("1", "true", "on"))


@dataclass(eq=False)
class Field:
    """A field: its instruction, where it begins, and the runs of its result."""

    element: Element
    instruction: str = ""
    result: list[Element] = field(default_factory=list)
    is_dirty: bool = False
    is_open: bool = True
    """Whether the end of the field has not been found."""

    @property
    def name(self) -> str:
        """Return the first word of the instruction, such as ``TOC``."""
        return self.instruction.split()[0].upper() if self.instruction.split() else ""

    @property
    def switches(self) -> list[str]:
        """Return the words of the instruction after its name."""
        return self.instruction.split()[1:]

    @property
    def text(self) -> str:
        """Return the words of the result."""
        texts = (text.text or "" for run in self.result for text in run.iter(qn("w:t")))
        return "".join(texts)


def fields_in(root: Element) -> Iterator[Field]:
    """Yield the fields below ``root`` in the order in which they begin, nested ones too."""
    found: list[Field] = []
    open_fields: list[tuple[Field, bool]] = []  # with whether the instruction is over
    for element in root.iter(_SIMPLE, _RUN):
        if element.tag == _SIMPLE:
            instruction = element.get(qn("w:instr")) or ""
            runs = list(element.iter(_RUN))
            found.append(Field(element, instruction, runs, _is_on(element), is_open=False))
            continue
        for child in element:
            if child.tag == _CODE and open_fields:
                open_fields[-1][0].instruction += child.text or ""
            elif child.tag == _SIGN:
                _take(child, open_fields, found)
        for each, is_result in open_fields:
            if is_result:
                each.result.append(element)
    yield from found


def _take(sign: Element, open_fields: list[tuple[Field, bool]], found: list[Field]) -> None:
    kind = sign.get(qn("w:fldCharType"))
    if kind == "begin":
        new = Field(sign, is_dirty=_is_on(sign))
        open_fields.append((new, False))
        found.append(new)
    elif kind == "separate" and open_fields:
        open_fields[-1] = (open_fields[-1][0], True)
    elif kind == "end" and open_fields:
        open_fields.pop()[0].is_open = False


def _is_on(element: Element) -> bool:
    return element.get(qn("w:dirty")) in _ON
