"""Rules about the appendices: the list, the mentions in the text, and the parts are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, WordFile

_NAME = r"(?:\d{1,2}|[A-Z])\b"
_PART = re.compile(rf"\s*Appendix\s+({_NAME})\s*[–—:.-]?\s*(.*)", re.DOTALL)
_MENTION = re.compile(rf"\bAppendi(?:x|ces)\s+({_NAME}(?:(?:,\s*|\s+(?:and|or|to)\s+){_NAME})*)")
_LIST = re.compile(r"\bappendices\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"separate\s+document|not\s+for\s+publication|\bexempt\b|\bconfidential\b|withheld"
    r"|published\s+separately|to\s+follow",
    re.IGNORECASE,
)


@rule(
    "appendix-not-listed",
    Severity.ERROR,
    "Name Appendix {value} under “{list}”: it is in the report, and not in the list.",
)
def appendix_not_listed(file: WordFile) -> Iterator[Finding]:
    """The list tells a reader what belongs to the report: all of it, and nothing else."""
    listed, heading = _listed(file)
    if heading is not None:
        for name, paragraph in _parts(file):
            if name not in {each for each, _ in listed}:
                yield Finding(paragraph, name, {"list": heading.printed})


@rule(
    "appendix-missing",
    Severity.ERROR,
    "Add Appendix {value}, under a heading that begins with its name, or say in the list that it "
    "is a separate document: “{paragraph}”.",
)
def appendix_missing(file: WordFile) -> Iterator[Finding]:
    """What is listed is there, or the list says where it is or why it is withheld."""
    parts = {name for name, _ in _parts(file)}
    for name, paragraph in _listed(file)[0]:
        if name not in parts and not _ELSEWHERE.search(paragraph.text):
            yield Finding(paragraph, name)


@rule(
    "appendix-twice",
    Severity.ERROR,
    "Give each appendix a name of its own: there are two of the name Appendix {value}{among}.",
)
def appendix_twice(file: WordFile) -> Iterator[Finding]:
    """Nobody can tell which of the two is meant."""
    for named, among in ((_parts(file), ""), (_listed(file)[0], " in the list")):
        seen: set[str] = set()
        for name, paragraph in named:
            if name in seen:
                yield Finding(paragraph, name, {"among": among})
            seen.add(name)


@rule(
    "appendix-title-differs",
    Severity.ERROR,
    "Give Appendix {value} one title: the list says “{listed}”, its heading “{heading}”.",
)
def appendix_title_differs(file: WordFile) -> Iterator[Finding]:
    """With two titles it seems to be two appendices."""
    parts = dict(_parts(file))
    for name, paragraph in _listed(file)[0]:
        if name in parts:
            listed, heading = _title(paragraph), _title(parts[name])
            if listed.casefold() != heading.casefold():
                yield Finding(paragraph, name, {"listed": listed, "heading": heading})


@rule(
    "appendix-unknown",
    Severity.QUERY,
    "Correct the name of the appendix in “{paragraph}”, add it to the list, or say of which other "
    "document it is: there is no Appendix {value}.",
)
def appendix_unknown(file: WordFile) -> Iterator[Finding]:
    """A reader who is sent to an appendix finds it."""
    listed, heading = _listed(file)
    known = {name for name, _ in (*listed, *_parts(file))}
    if not known and heading is None:
        return  # the report has no appendices, and names those of other documents
    for paragraph in file.body:
        for mention in _MENTION.finditer(paragraph.text):
            for name in re.findall(_NAME, mention[1]):
                if name not in known:
                    yield Finding(paragraph, name)


def _parts(file: WordFile) -> list[tuple[str, Paragraph]]:
    """Return the headings of the appendices, each with its number or letter."""
    found = ((_PART.match(each.text), each) for each in file.headings if each.level == 1)
    return [(match[1], heading) for match, heading in found if match]


def _listed(file: WordFile) -> tuple[list[tuple[str, Paragraph]], Paragraph | None]:
    """Return the lines of the list of appendices, and the heading that they stand under."""
    heading = next(
        (each for each in file.headings if _LIST.search(each.text) and not _PART.match(each.text)),
        None,
    )
    lines = []
    for paragraph in file.body[file.body.index(heading) + 1 :] if heading else ():
        if paragraph.level:
            break
        match = _PART.match(paragraph.text)
        if match:
            lines.append((match[1], paragraph))
    return lines, heading


def _title(paragraph: Paragraph) -> str:
    match = _PART.match(paragraph.text)
    return " ".join(match[2].split()).rstrip(".") if match else ""
