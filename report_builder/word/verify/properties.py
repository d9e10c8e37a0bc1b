"""Rules about the properties of the file: its title, its language, and whose names are in it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import WordFile

LANGUAGE = "en-GB"
_ENGLISH = "en-"
_LONGEST_TITLE = 255  # what a property can hold
_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_PEOPLE = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_INSPECT = (
    "File, Info, Check for Issues, Inspect Document, Document Properties and Personal "
    "Information, Remove All"
)


@rule(
    "title-property-missing",
    Severity.ERROR,
    "Give the file its title: File, Info, Properties, Title. It should say: “{value}”.",
)
def title_property_missing(file: WordFile) -> Iterator[Finding]:
    """A screen reader says the title first, and a browser shows it on the tab.

    WCAG 2.2, 2.4.2; SI 2018/952.
    """
    if not _core(file, f"{_DC}title"):
        yield Finding(value=_title(file))


@rule(
    "title-property-differs",
    Severity.ERROR,
    "Make the title of the file (File, Info, Properties, Title) the same as the title on the "
    "cover, “{cover}”. It says “{value}”.",
)
def title_property_differs(file: WordFile) -> Iterator[Finding]:
    """The title that is read out is the title that is printed. WCAG 2.2, 2.4.2."""
    said, cover = _core(file, f"{_DC}title"), _title(file)
    if said and cover and said != cover[:_LONGEST_TITLE].strip():
        yield Finding(value=said, named={"cover": cover})


@rule(
    "language-not-british-english",
    Severity.ERROR,
    "Make English (United Kingdom) the language of the document: Review, Language, Set Proofing "
    "Language, Set As Default. It is {value}.",
)
def language_not_british_english(file: WordFile) -> Iterator[Finding]:
    """A screen reader pronounces the words of the language that the file names. WCAG 2.2, 3.1.1."""
    language = file.looks.default_language
    if language != LANGUAGE:
        yield Finding(value=language or "not said")


@rule(
    "words-in-another-english",
    Severity.ERROR,
    "Select “{value}”, then Review, Language, Set Proofing Language, English (United Kingdom). "
    "These words are marked as {language}.",
)
def words_in_another_english(file: WordFile) -> Iterator[Finding]:
    """Words that are marked as American English are read, and spelt, as such.

    Words that are marked as another language than English are left alone: they may be it.
    WCAG 2.2, 3.1.2.
    """
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            language = run.look.language
            another = language.startswith(_ENGLISH) and language != LANGUAGE
            if another and language != file.looks.default_language and run.text.strip():
                yield Finding(paragraph, run.text, {"language": language}, alike=language)


@rule(
    "names-in-the-properties",
    Severity.ERROR,
    f"Remove the name “{{value}}” of {{who}}: {_INSPECT}. Then write the title again under File, "
    "Info, Properties.",
)
def names_in_the_properties(file: WordFile) -> Iterator[Finding]:
    """Who typed or saved a file is not for publication; only the report's author is.

    Guidance of councils on publishing documents.
    """
    saved_by = _core(file, f"{_CORE}lastModifiedBy")
    if saved_by:
        yield Finding(value=saved_by, named={"who": "the person who saved the file last"})
    manager = _text(file.package.properties("extended-properties"), f"{_APP}Manager")
    if manager:
        yield Finding(value=manager, named={"who": "the manager in the properties"})
    people = file.package.one_of_kind("people")
    for person in people if people is not None else ():
        name = person.get(f"{_PEOPLE}author") or ""
        yield Finding(value=name, named={"who": "a person who commented on the file"})


@rule(
    "notes-in-the-properties",
    Severity.ERROR,
    "Remove what stands under {what} in the properties of the file (File, Info, Properties, "
    "Advanced Properties): “{value}”.",
)
def notes_in_the_properties(file: WordFile) -> Iterator[Finding]:
    """Notes, keywords and labels of offices travel with a file, and nobody sees them there.

    Guidance of councils on publishing documents.
    """
    for what, name in (("Comments", f"{_DC}description"), ("Keywords", f"{_CORE}keywords")):
        said = _core(file, name)
        if said:
            yield Finding(value=said, named={"what": what})
    custom = file.package.properties("custom-properties")
    for each in custom if custom is not None else ():
        said = " ".join("".join(str(text) for text in each.itertext()).split())
        yield Finding(value=f"{each.get('name')}: {said}", named={"what": "Custom"})


def _title(file: WordFile) -> str:
    """Return the title on the cover."""
    return " ".join(next((each.text for each in file.body if each.is_title), "").split())


def _core(file: WordFile, name: str) -> str:
    return _text(file.package.properties("core-properties"), name)


def _text(properties: Element | None, name: str) -> str:
    found = None if properties is None else properties.find(name)
    return "" if found is None else " ".join((found.text or "").split())
