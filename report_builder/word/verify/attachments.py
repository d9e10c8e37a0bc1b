"""Rules about what a Word file can carry or fetch beside its text."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, WordFile

_MACROS = ("vbaproject", "vbadata", "activex/", "keymapcustomizations")
_EMBEDDING_KINDS = frozenset(("oleObject", "package", "aFChunk", "subDocument"))
_FETCHING = frozenset(("DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "LINK"))
_PLAIN_LINKS = frozenset(("hyperlink", "attachedTemplate"))


@rule(
    "embedded-object",
    Severity.ERROR,
    "Delete the embedded object {value}, or paste what it shows as text or as a picture.",
)
def embedded_object(file: WordFile) -> Iterator[Finding]:
    """An embedded workbook or document comes with all that it holds, hidden sheets included.

    In 2025 the Information Commissioner reprimanded a council whose published file held 35 hidden
    workbooks.
    """
    for each in file.package.references:
        if each.kind in _EMBEDDING_KINDS and not each.is_external:
            place = _holder(file, each.identifier) if each.source == file.package.main else None
            yield Finding(place, each.target.rpartition("/")[2])


@rule(
    "macro",
    Severity.ERROR,
    "Save the file as “Word Document (.docx)”, which has no macros or controls: it holds {value}.",
)
def macro(file: WordFile) -> Iterator[Finding]:
    """A program in a document is refused by many readers' computers, and rightly."""
    for name in file.package.parts:
        if any(sign in name.casefold() for sign in _MACROS) and not name.endswith(".rels"):
            yield Finding(value=name.rpartition("/")[2])


@rule(
    "link-to-another-file",
    Severity.ERROR,
    "Break the link to “{value}” (File, Info, Edit Links to Files, Break Link): Word fetches a "
    "part of the report from there.",
)
def link_to_another_file(file: WordFile) -> Iterator[Finding]:
    """What is fetched from elsewhere is missing for readers, and can be changed after the decision.

    Links in the text that a reader may click are not meant.
    """
    for each in file.package.references:
        if each.is_external and each.kind not in _PLAIN_LINKS:
            yield Finding(value=each.target)
    for field in file.fields:
        if field.name in _FETCHING:
            yield Finding(file.around(field.element), " ".join(field.switches))


@rule(
    "attached-template",
    Severity.ERROR,
    "Detach the template “{value}” (Developer, Document Template, Normal): its path is in the "
    "file.",
)
def attached_template(file: WordFile) -> Iterator[Finding]:
    """The path tells of the council's folders, and Word looks there each time it opens the file."""
    for each in file.package.references:
        if each.kind == "attachedTemplate":
            yield Finding(value=each.target)


@rule(
    "data-behind-the-text",
    Severity.ERROR,
    "Remove the data that {value} (File, Info, Check for Issues, Inspect Document, Custom XML "
    "Data, Remove All).",
)
def data_behind_the_text(file: WordFile) -> Iterator[Finding]:
    """Nobody sees what other programs have stored in a file, and it is published with it."""
    if any(name.casefold().startswith("customxml/") for name in file.package.parts):
        yield Finding(value="another program has stored behind the text (custom XML)")
    settings = file.package.one_of_kind("settings")
    for tag in ("w:docVars", "w:mailMerge"):
        if settings is not None and settings.find(qn(tag)) is not None:
            what = "a macro" if tag == "w:docVars" else "a mail merge"
            yield Finding(value=f"{what} has stored in the settings")


def _holder(file: WordFile, identifier: str) -> Paragraph | None:
    for element in file.roots[0].iter():
        if identifier in (element.get(qn("r:id")), element.get(qn("r:embed"))):
            return file.around(element)
    return None
