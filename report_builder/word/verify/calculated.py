"""Rules about what Word works out: fields, and the contents list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from docx.oxml.ns import qn

from report_builder.problems import Severity
from report_builder.word.contents import LONGEST_WITHOUT, is_long, pages_of
from report_builder.word.verify.fields import Field
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, WordFile

_WITHOUT_RESULT = frozenset((
    "ADVANCE", "ASK", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BIBLIOGRAPHY", "EQ",
    "FORMCHECKBOX", "FORMDROPDOWN", "GOTOBUTTON", "INDEX", "LISTNUM", "MACROBUTTON", "PRIVATE",
    "RD", "SET", "SYMBOL", "TA", "TC", "XE",
))  # fmt: skip
_CHANGING = frozenset(
    ("DATE", "FILENAME", "PRINTDATE", "SAVEDATE", "TIME", "USERADDRESS", "USERINITIALS", "USERNAME")
)
_OWN_HEADING = "toc heading"  # the style of the words “Contents”
_OTHER_LISTS = frozenset((r"\a", r"\b", r"\c", r"\f", r"\t"))
_PAGE = re.compile(r"\t\d+$")
_LEVELS = re.compile(r'"?(\d)-(\d)"?')
_ON = frozenset((None, "1", "true", "on"))


@rule(
    "field-not-calculated",
    Severity.ERROR,
    "Let Word work out the field {value}: click on it and press F9.",
)
def field_not_calculated(file: WordFile) -> Iterator[Finding]:
    """A field without its result is a gap in print, and in every program but Word."""
    for field in file.fields:
        is_empty = not field.text.strip() and not _shows_a_picture(field)
        if field.name not in _WITHOUT_RESULT and (field.is_open or field.is_dirty or is_empty):
            yield Finding(file.around(field.element), field.name or "without a name")


@rule(
    "fields-to-be-updated",
    Severity.ERROR,
    "Open the file in Word, answer Yes to its question about fields, and save it: it is marked for "
    "updating.",
)
def fields_to_be_updated(file: WordFile) -> Iterator[Finding]:
    """Word asks every reader whether fields that “may refer to other files” shall be updated."""
    settings = file.package.one_of_kind("settings")
    asked = None if settings is None else settings.find(qn("w:updateFields"))
    if asked is not None and asked.get(qn("w:val")) in _ON:
        yield Finding()


@rule(
    "field-with-an-error",
    Severity.ERROR,
    "Mend what Word could not work out: “{value}” in “{paragraph}”.",
)
def field_with_an_error(file: WordFile) -> Iterator[Finding]:
    """“Error! Reference source not found.” has been printed in many a council's report."""
    for field in file.fields:
        if field.text.startswith("Error!"):
            yield Finding(file.around(field.element), field.text)


@rule(
    "field-that-changes",
    Severity.QUERY,
    "Write out what the field {value} says, “{said}” (click on it, then Ctrl+Shift+F9): it changes "
    "by itself.",
)
def field_that_changes(file: WordFile) -> Iterator[Finding]:
    """A date that is always today's is wrong tomorrow; a file's name or login is not for print."""
    for field in file.fields:
        if field.name in _CHANGING:
            yield Finding(file.around(field.element), field.name, {"said": field.text})


@rule(
    "contents-list-missing",
    Severity.ERROR,
    "Put in a contents list (References, Table of Contents): the report has about {value} pages, "
    f"and above {LONGEST_WITHOUT} it needs one.",
)
def contents_list_missing(file: WordFile) -> Iterator[Finding]:
    """Nobody finds the way through a long report without one.

    Pages are counted by Word when it saves; in a file that Word has not saved they are estimated
    from the words. WCAG 2.2, 2.4.5.
    """
    words = sum(len(paragraph.text.split()) for paragraph in file.body)
    counted = _pages_counted_by_word(file)
    long = counted > LONGEST_WITHOUT if counted else is_long(words)
    if long and not any(field.name == "TOC" for field in file.fields):
        yield Finding(value=str(counted or pages_of(words)))


@rule(
    "contents-list-out-of-date",
    Severity.ERROR,
    "Update the contents list (right-click it, Update Field, Update entire table): it says "
    "“{value}” where the headings say “{heading}”.",
)
def contents_list_out_of_date(file: WordFile) -> Iterator[Finding]:
    """Word does not follow a heading that is changed; the list goes on naming the old one."""
    for field in file.fields:
        if field.name != "TOC" or _OTHER_LISTS.intersection(field.switches):
            continue
        own = {each.printed for each in file.headings if each.style.casefold() == _OWN_HEADING}
        lines = {file.around(run): None for run in field.result}
        listed = [
            said
            for each in lines
            if each is not None
            and (said := " ".join(_PAGE.sub("", each.text).split()))
            and said not in own
        ]
        printed = [each.printed for each in file.headings if _belongs(each, field)]
        for line, heading in zip_longest(listed, printed, fillvalue=""):
            if line != heading:
                at = file.around(field.element)
                yield Finding(at, line or "(nothing)", {"heading": heading or "(nothing)"})
                break


def _belongs(heading: Paragraph, field: Field) -> bool:
    """Return whether Word puts ``heading`` into the contents list ``field``."""
    first, last = _levels(field)
    style = heading.style.casefold()
    is_asked_for = style.startswith("heading ") or r"\u" in field.switches
    return is_asked_for and style != _OWN_HEADING and first <= (heading.level or 0) <= last


def _levels(field: Field) -> tuple[int, int]:
    switches = field.switches
    if r"\o" in switches and switches.index(r"\o") + 1 < len(switches):
        found = _LEVELS.fullmatch(switches[switches.index(r"\o") + 1])
        if found:
            return int(found[1]), int(found[2])
    return 1, 9 if r"\o" in switches else 3


def _pages_counted_by_word(file: WordFile) -> int:
    properties = file.package.properties("extended-properties")
    pages = None if properties is None else properties.find("{*}Pages")
    said = "" if pages is None else (pages.text or "").strip()
    return int(said) if said.isdigit() else 0


def _shows_a_picture(field: Field) -> bool:
    pictures = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
    return any(next(run.iter(*pictures), None) is not None for run in field.result)
