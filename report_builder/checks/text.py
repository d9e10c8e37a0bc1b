"""Checks of what the printed texts say: cut off, left over, miscounted, not explained."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, product

from report_builder import statuses
from report_builder.checks.passages import Passage, in_report_order, passages_with_tokens
from report_builder.checks.registry import Finding, rule, text_rule
from report_builder.figures import GROUPS, Figures, in_words
from report_builder.masking import has_digit, masked, says
from report_builder.merged import Merged
from report_builder.nearest import nearest
from report_builder.problems import Severity
from report_builder.text import Level, Run, lines, plain
from report_builder.workbooks.declare import EXCEL_LIMIT, Kind
from report_builder.workbooks.report_workbook import (
    BULLET,
    EVERYDAY_ACRONYMS,
    HEADING,
    SUB_BULLET,
)

_TAIL = 40  # characters of a text that are shown
_SHORT = 60  # a last paragraph of no more characters may be a label or a title
_CLOSING = ".!?…:;\"'"
_CLOSING_CATEGORIES = ("Pe", "Pf", "So")  # brackets, quotation marks, signs such as emoji
_OLD_LIMIT = 255

_PAIRS = {"(": ")", "[": "]", "“": "”"}
_SIGN = re.compile(r"(?<!\S)[:;]-?[()]|[()\[\]“”]")  # a smiley opens and closes nothing

_LEFTOVER = re.compile(
    r"\bt\.?b\.?[acd]\b\.?|\blorem\s+ipsum\b|(?-i:\bXX+\b)"
    r"|\[\s*(?:insert|add|enter|type|name|date|number|xx*|tb[acd])\b[^\[\]]*\]?"
    r"|<[a-z][a-z ]+>|\b(?:click(?: or tap)? here to enter|choose an item|please select)\b",
    re.IGNORECASE,
)

_TYPED_NUMBER = re.compile(r"(\d+(?:\.\d+)+\.?|\(?[a-z]\)|\d+[.)])\s")
_DIGIT_AND_STOP = re.compile(r"\d\.")
_LINE_END = re.compile(r"[\r\n]")
_NUMBERS = {in_words(number): number for number in range(2, 100)}
_COUNT = re.compile(
    rf"(?<![\w.,-])({'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,3}}(?:,\d{{3}})+|\d+)"
    r"\s+areas\b",
    re.IGNORECASE,
)

# No acronyms: words that people put in capitals to stress them, and those of the markers.
_STRESSED = frozenset(
    (
        *("ALL", "AND", "DO", "IF", "IS", "MUST", "NEVER", "NO", "NOT", "ONLY", "OR", "THE", "YES"),
        *(word for status in statuses.ALL for word in status.marker.split()),
    )
)
_ACRONYM = re.compile(
    r"(?<![\w’'&\\=.-])([A-Z]{2,7}|[A-Z](?:&[A-Z])+)s?(?![\w&\\(]|-?\d|\s\d\d\s\d\d|\.\w|[’']\w\w)"
)
_CAPITALS = re.compile(r"[A-Z][A-Z&]")  # in every acronym
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){3,}\b")
_ROMAN = re.compile(r"[IVX]+")
_OPENS = re.compile(r"\((?:the |or )?[‘“'\"]?$")
_CLOSES = re.compile(r"[’”'\"]?[,)]")
_WRITTEN_OUT = re.compile(r"s?[’”'\"]?\s+\(([^()]+)\)")


# What a folded text must hold so that it can be at fault; looking for it is quick.
_may_open = says(*'()[]“”"')
_may_be_left_over = says("tb", "t.b", "lorem", "xx", "[", "<", "click", "choose", "please")


def _may_stop_short(said: str) -> bool:
    return len(said) > _SHORT and not _is_closed(said)


def _may_be_at_a_limit(said: str) -> bool:
    return _length_in_excel(said) in (_OLD_LIMIT, EXCEL_LIMIT)


def _may_be_numbered(said: str) -> bool:
    return ")" in said or ("." in said and has_digit(said) and bool(_DIGIT_AND_STOP.search(said)))


def _may_be_broken(said: str) -> bool:
    if "\n" not in said and "\r" not in said:
        return False
    parts = _LINE_END.split(said)
    return any(len(part) > _SHORT and part.rstrip()[-1:].isalnum() for part in parts[:-1])


@text_rule(
    "stops-short",
    Severity.QUERY,
    "Finish {label}, or add the full stop: its last paragraph ends “{value}”.",
    _may_stop_short,
)
def stops_short(passage: Passage) -> Iterator[str]:
    """A text that was cut off in copying ends without a full stop; nobody sees it in the cell."""
    if passage.row_kind not in (HEADING, BULLET, SUB_BULLET) and passage.field.name != "paper":
        ending = _unfinished_ending(passage)
        if ending:
            yield ending


@text_rule(
    "at-a-length-limit",
    Severity.QUERY,
    "Check the end of {label}: the text has exactly {value}, where a program may have cut it off.",
    _may_be_at_a_limit,
)
def at_a_length_limit(passage: Passage) -> Iterator[str]:
    """Excel holds 32,767 characters in a cell, and older programs pass on 255, without a word."""
    if _is_at_a_limit(passage.text):
        yield f"{_length_in_excel(passage.text):,} characters"


@text_rule(
    "unclosed",
    Severity.QUERY,
    "Close the bracket or the quotation mark in {label}, or take it out: it is opened here and "
    "never closed: “{value}”.",
    _may_open,
)
def unclosed(passage: Passage) -> Iterator[str]:
    """A bracket or quotation that never ends is the trace of a text that was cut off.

    So ended the last recommendation of the council's report of 2012.
    """
    if _unclosed_at(passage.text) is not None:
        text = masked(passage.text)
        yield _cut(text[_unclosed_at(text) or 0 :])


@text_rule(
    "typed-number",
    Severity.QUERY,
    "Take the number “{value}” out of {label}: the report numbers its paragraphs by itself.",
    _may_be_numbered,
)
def typed_number(passage: Passage) -> Iterator[str]:
    """A number that is typed stands beside the printed one, and is wrong after the next change."""
    for line in lines(passage.text):
        number = _TYPED_NUMBER.match(line.text)
        if number:
            yield number[1]


@text_rule(
    "broken-paragraph",
    Severity.QUERY,
    "Join the paragraph of {label} that is broken here, or end its first part with a full stop: "
    "“{value}”.",
    _may_be_broken,
)
def broken_paragraph(passage: Passage) -> Iterator[str]:
    """Text copied from a PDF carries stray line ends; each begins a paragraph of its own.

    So were two paragraphs of the council's report of 2012 torn in two.
    """
    found = lines(passage.text)
    for line, following in pairwise(found):
        both = line.level is Level.PARAGRAPH and following.level is Level.PARAGRAPH
        if both and len(line.text) > _SHORT and line.text.rstrip()[-1].isalnum():
            yield f"…{masked(line.text)[-_TAIL:]} ¶ {_cut(masked(following.text))}"


@text_rule(
    "leftover",
    Severity.QUERY,
    "Replace “{value}” in {label}: it looks like a placeholder.",
    _may_be_left_over,
)
def leftover(passage: Passage) -> Iterator[str]:
    """TBC, XX or [insert date] tells the reader of a public report that it was not finished."""
    for match in _LEFTOVER.finditer(passage.text):
        # In the author's own texts, square brackets are tokens, and judged as such.
        if not (passage.field.tokens and match[0].startswith("[")):
            yield match[0]


@rule(
    "count-differs",
    Severity.QUERY,
    "Write a token in place of “{value}”: no figure of the returns is {number}. The Tokens sheet "
    "lists the tokens.",
)
def count_differs(merged: Merged) -> Iterator[Finding]:
    """A figure that is typed stays as it is when the answers change."""
    known: set[int] = set()
    for passage in passages_with_tokens(merged):
        for match in _COUNT.finditer(passage.text):
            known = known or _all_figures(merged)
            said = match[1].casefold()
            number = _NUMBERS.get(said) or int(said.replace(",", ""))
            if number > 1 and number not in known:
                yield Finding(passage.cell, match[0], {"number": match[1]})


@rule(
    "acronym-not-written-out",
    Severity.QUERY,
    "Write out {value} in {label}, where the report uses it first, as in Local Safeguarding "
    "Children Partnership (LSCP).{later}",
)
def acronym_not_written_out(merged: Merged) -> Iterator[Finding]:
    """The public reads the report from its beginning; headings and the title count.

    DAS, LADO, LSCB and LAC were used without a word in the council's report of 2012. Which ones
    need no writing out is a setting of the report workbook.
    """
    known = {*_STRESSED, *_said_to_be_known(merged)}
    for area in merged.areas:
        known.update(re.findall(r"[A-Z]+", str(area["reference"])))
    used: dict[str, Passage] = {}
    explained: dict[str, Passage] = {}
    for passage in in_report_order(merged):
        for acronym, is_explained in _acronyms(passage.text):
            if acronym in known:
                continue
            if not is_explained:
                used.setdefault(acronym, passage)
            elif acronym in used:
                explained.setdefault(acronym, passage)
            else:
                known.add(acronym)
    for acronym, passage in used.items():
        later = (
            f" It is written out only in {explained[acronym].cell}." if acronym in explained else ""
        )
        yield Finding(passage.cell, acronym, {"label": passage.label, "later": later})


@rule(
    "unknown-area-in-text",
    Severity.QUERY,
    "Correct {value}: it looks like a reference, and is not in the register.{nearest}",
)
def unknown_area_in_text(merged: Merged) -> Iterator[Finding]:
    """A recommendation about an area that does not exist cannot be followed."""
    references = [str(area["reference"]) for area in merged.areas if area["reference"] != ""]
    pattern = _like(references)
    if pattern is None:
        return
    known = {plain(reference) for reference in references}
    for passage in passages_with_tokens(merged):
        for match in pattern.finditer(passage.text):
            if plain(match[0]) not in known:
                near = nearest(match[0], references, least=85)
                meant = f" Did you mean {near}?" if near else ""
                yield Finding(passage.cell, match[0], {"nearest": meant})


def _length_in_excel(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _is_at_a_limit(text: str) -> bool:
    length = _length_in_excel(text)
    return length == EXCEL_LIMIT or (length == _OLD_LIMIT and not _is_closed(text))


def _is_closed(text: str) -> bool:
    last = text.rstrip()[-1:]
    return last in _CLOSING or unicodedata.category(last) in _CLOSING_CATEGORIES


def _unfinished_ending(passage: Passage) -> str:
    text = passage.text
    if passage.field.kind is not Kind.TEXT or _is_closed(text) or _is_at_a_limit(text):
        return ""
    last = next(reversed(lines(text)), None)
    if last is None or last.level is not Level.PARAGRAPH or len(last.text) <= _SHORT:
        return ""
    return f"…{masked(last.text)[-_TAIL:]}"


def _unclosed_at(text: str) -> int | None:
    """Return where the bracket or quotation that is never closed opens, ``None`` if none is."""
    opened: list[int] = []
    for match in _SIGN.finditer(text):
        sign, at = match[0], match.start()
        if sign in _PAIRS:
            # A quotation of many paragraphs opens again in each of them, and closes once.
            if not (sign == "“" and any(text[place] == "“" for place in opened)):
                opened.append(at)
        else:
            while any(_PAIRS[text[place]] == sign for place in opened):
                if _PAIRS[text[opened.pop()]] == sign:
                    break
    straight = text.count('"')
    if not opened and straight % 2 and not re.search(r'\d"', text):
        return text.rindex('"')
    return opened[0] if opened else None


def _cut(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _TAIL else f"{shown[:_TAIL]}…"


def _all_figures(merged: Merged) -> set[int]:
    """Return all counts that a token for a group, a timescale and a part, or a service, gives."""
    figures, tables = Figures(merged), merged.tables
    timescales = tables["timescales"].values("timescale")
    choices = product(
        ("", *GROUPS),
        ("", *timescales, *(f"{name} only" for name in timescales)),
        ("", *(f"in {name}" for name in tables["parts"].values("part"))),
    )
    services = ((f"led by {name}",) for name in tables["services"].values("service"))
    counts = set()
    for choice in (*choices, *services):
        token = " ".join(("figure of areas", *filter(None, choice)))
        shown = "".join(run.text for run in figures.replaced((Run(f"[{token}]"),)))
        if shown.replace(",", "").isdecimal():
            counts.add(int(shown.replace(",", "")))
    return counts


def _said_to_be_known(merged: Merged) -> list[str]:
    """Return the acronyms that the council's settings name; a plural counts with its singular."""
    said = str(merged.tables["settings"].value("known_acronyms")) or EVERYDAY_ACRONYMS
    return [known.removesuffix("s") for known in re.split(r"[,;\s]+", said)]


def _acronyms(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the acronyms of ``text`` in order, and whether each is written out on the spot."""
    if not _CAPITALS.search(text):
        return
    quiet = _SHOUTED.sub(lambda shouted: " " * len(shouted[0]), text)
    for match in _ACRONYM.finditer(quiet):
        acronym = match[1]
        if not _ROMAN.fullmatch(acronym):
            before, after = text[: match.start()], text[match.end(1) :]
            yield acronym, _ends_in_words_for(acronym, before, after) or _follows(acronym, after)


def _ends_in_words_for(acronym: str, before: str, after: str) -> bool:
    """Return whether it reads as in ``Words Written Out (WWO)``."""
    opens = _OPENS.search(before[-12:])
    if opens is None or not _CLOSES.match(after.removeprefix("s")):
        return False
    words = before[: len(before) - len(opens[0])].split()[-2 * len(acronym) - 2 :]
    return len(words) > 1 and any(_begins(word, acronym) for word in words[:-1])


def _follows(acronym: str, after: str) -> bool:
    """Return whether it reads as in ``WWO (Words Written Out)``."""
    told = _WRITTEN_OUT.match(after)
    return told is not None and " " in told[1] and _begins(told[1], acronym)


def _begins(words: str, acronym: str) -> bool:
    return words.lstrip("‘“'\"(").casefold().startswith(acronym[0].casefold())


def _like(references: list[str]) -> re.Pattern[str] | None:
    """Return the pattern of words that look like ``references``, ``None`` if they are too plain."""
    beginnings = set()
    for reference in references:
        match = re.fullmatch(r"(.*[A-Za-z]{2}.*?)\d+[a-z]?", reference.strip())
        if match:
            beginnings.add(re.escape(match[1]))
    if not beginnings:
        return None
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(beginnings))})\d+[a-z]?(?![\w-])", re.IGNORECASE
    )
