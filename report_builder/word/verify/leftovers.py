"""Rules about what must not be left in a finished report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import BODY, WordFile

_DRAFT = re.compile(r"\bDRAFT\b")
_DRAFT_LINE = re.compile(r"\s*(?:DRAFT\b|Draft\s*(?:$|[–—:-]|\d|v(?:ersion)?\b))")
# Signs of this program's own tags: a letter that stands for a run, paragraph, row or cell; a name
# with a point in it; a macro's name. Other words in curly brackets may be meant.
_TAG = re.compile(
    r"\{[{%#](?:tr|tc|[rp])\s[^{}]*[}%#]\}"
    r"|\{\{-?\s*\w+(?:\[\d+\])?\.\w[^{}]*\}\}"
    r"|\{\{-?\s*paragraphs\([^{}]*\}\}"
    r"|\{%-?\s*(?:end\w+|else|if\s+draft|for\s+\w+\s+in\s+\w+|macro\s)[^{}]*%\}"
)
_NUMERIC_DATE = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d|20\d\d-\d\d-\d\d)\b"
)
_NAME = re.compile(r"[^\W\d_]{3,}")


@rule(
    "draft-mark",
    Severity.ERROR,
    "Build the final report, or delete the mark of a draft: “{value}”.",
)
def draft_mark(file: WordFile) -> Iterator[Finding]:
    """A report that says DRAFT is not the one that was signed off."""
    for paragraph in file.paragraphs:
        mark = _DRAFT_LINE.match if paragraph.story == BODY else _DRAFT.search
        if mark(paragraph.text):
            yield Finding(paragraph, paragraph.text)
    for root in file.roots:
        for watermark in root.iter("{urn:schemas-microsoft-com:vml}textpath"):
            if "draft" in (watermark.get("string") or "").casefold():
                yield Finding(file.around(watermark), watermark.get("string") or "")


@rule(
    "template-tag",
    Severity.ERROR,
    "Replace “{value}” with the words that should stand there: it is a tag of the template.",
)
def template_tag(file: WordFile) -> Iterator[Finding]:
    """A tag was copied from the template, or stands where the program does not look.

    Words in curly brackets that an officer wrote, and that are no tag of ours, are left alone.
    """
    for paragraph in file.paragraphs:
        for tag in _TAG.finditer(paragraph.text):
            yield Finding(paragraph, tag[0])


@rule(
    "placeholder",
    Severity.ERROR,
    "Fill in, or delete, the place that still says “{value}”.",
)
def placeholder(file: WordFile) -> Iterator[Finding]:
    """“Click or tap here to enter text” was meant for the author."""
    for root in file.roots:
        for mark in root.iter(qn("w:showingPlcHdr")):
            control = next(mark.iterancestors(qn("w:sdt")), None)
            if control is not None and mark.get(qn("w:val")) not in ("0", "false", "off"):
                words = "".join(text.text or "" for text in control.iter(qn("w:t")))
                yield Finding(file.around(control), words)


@rule(
    "date-in-figures",
    Severity.QUERY,
    "Write the date “{value}” in “{paragraph}” as 17 September 2021.",
)
def date_in_figures(file: WordFile) -> Iterator[Finding]:
    """A date in figures is read in two ways, and out aloud as a sum. GOV.UK style guide."""
    for paragraph in file.body:
        for date in _NUMERIC_DATE.finditer(paragraph.text):
            yield Finding(paragraph, date[0])


@rule(
    "person-in-the-file-name",
    Severity.QUERY,
    "Rename the file: “{value}” in its name is a name of the report's author.",
)
def person_in_the_file_name(file: WordFile) -> Iterator[Finding]:
    """A file's name is published with it, and stays when its author has moved on."""
    core = file.package.properties("core-properties")
    author = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}creator")
    words = set(map(str.casefold, _NAME.findall(file.name)))
    title = {
        word.casefold() for each in file.body if each.is_title for word in _NAME.findall(each.text)
    }
    for name in _NAME.findall((author.text or "") if author is not None else ""):
        if name.casefold() in words - title:
            yield Finding(value=name)
