"""Rules about what letters look like: size, face, colour, emphasis, and how lines are set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from docx.oxml.ns import qn

from report_builder import statuses
from report_builder.problems import Severity
from report_builder.word.verify.registry import Finding, rule
from report_builder.word.verify.wordfile import Paragraph, Run, WordFile

SMALLEST = 12
LOWEST_CONTRAST = 4.5
# Faces without serifs that are on office computers, by the beginnings of their names; and any
# that says so itself.
_SANS = (
    "arial", "aptos", "atkinson", "avenir", "bahnschrift", "calibri", "candara", "carlito",
    "century gothic", "corbel", "ebrima", "franklin gothic", "frutiger", "futura", "gadugi",
    "gds transport", "geneva", "gill sans", "grandview", "helvetica", "inter", "lato",
    "leelawadee", "lexend", "lucida grande", "microsoft sans", "microsoft yahei", "montserrat",
    "myriad", "neue haas", "nirmala", "poppins", "raleway", "roboto", "segoe ui", "seaford",
    "skeena", "tahoma", "tenorite", "trebuchet", "ubuntu", "univers", "verdana",
)  # fmt: skip
_SAYS_SANS = re.compile(r"\bsans\b", re.IGNORECASE)
_HAS_SERIFS = ("roboto slab", "roboto serif")
_LATIN = re.compile(r"[A-Za-z0-9]")
_FIGURES = re.compile(r"[\d.,£%()\s–-]+")
_LINEAR = 0.04045
_CAPITALS = re.compile(r"\b[A-Z][A-Z’'-]+(?:\s+[A-Z][A-Z’'-]+)+\b")
_WORD = re.compile(r"\w[\w’'-]*")
_EMPHATIC = re.compile(
    r"\b(?:NOT|MUST|NEVER|ALWAYS|ONLY|ALL|URGENT|IMPORTANT|PLEASE|WARNING|IMMEDIATELY)\b"
)
_LONG_WORD = 5
_MARKERS = re.compile(
    "|".join(
        sorted((re.escape(each.marker) for each in statuses.ALL), key=len, reverse=True)
    ).replace(r"\ ", r"\s")
)


@rule(
    "small-letters",
    Severity.ERROR,
    f"Make “{{value}}” {SMALLEST} pt or larger: it has {{size}} pt.",
)
def small_letters(file: WordFile) -> Iterator[Finding]:
    """Smaller letters than 12 pt shut readers out, in headers, footers and tables too.

    SI 2018/952; guidance of GOV.UK and of councils.
    """
    for paragraph, run in _runs(file):
        size = run.look.size
        if size < SMALLEST:
            named = {"size": f"{size:g}"}
            yield Finding(paragraph, run.text, named, alike=f"{size} {paragraph.style}")


@rule(
    "raised-or-lowered-letters",
    Severity.QUERY,
    "Write “{value}” in “{paragraph}” on the line (Home, Superscript or Subscript): raised and "
    "lowered letters are too small.",
)
def raised_or_lowered_letters(file: WordFile) -> Iterator[Finding]:
    """Word makes such letters two thirds of their size, often unasked, as in “6th”."""
    for paragraph, run in _runs(file):
        if run.look.raised:
            yield Finding(paragraph, run.text)


@rule(
    "face-with-serifs",
    Severity.ERROR,
    "Set “{value}” in the face of the report, such as Arial: it is in {face}.",
)
def face_with_serifs(file: WordFile) -> Iterator[Finding]:
    """A sans-serif face is easier to read on a screen and for people with dyslexia.

    Guidance of GOV.UK and of councils.
    """
    for paragraph, run in _runs(file):
        face = run.look.face
        if _LATIN.search(run.text) and not _is_sans(face):
            yield Finding(paragraph, run.text, {"face": face}, alike=f"{face} {paragraph.style}")


@rule(
    "not-left-aligned",
    Severity.ERROR,
    "Align “{value}” left: it is {alignment}.",
)
def not_left_aligned(file: WordFile) -> Iterator[Finding]:
    """Lines that begin at one place are found again; justified ones have gaps that mislead.

    Figures in tables may be aligned right. Guidance of GOV.UK and of councils.
    """
    names = {"center": "centred", "right": "aligned right", "both": "justified"}
    for paragraph in file.paragraphs:
        alignment = file.looks.alignment(paragraph.element)
        figures = paragraph.table is not None and _FIGURES.fullmatch(paragraph.text)
        if alignment != "left" and paragraph.text.strip() and not figures:
            named = {"alignment": names.get(alignment, alignment)}
            yield Finding(paragraph, paragraph.text, named, alike=alignment + paragraph.style)


@rule(
    "several-columns",
    Severity.ERROR,
    "Set the text in one column: Layout, Columns, One. It has {value}.",
)
def several_columns(file: WordFile) -> Iterator[Finding]:
    """Columns make people who enlarge a page scroll to and fro. WCAG 2.2, 1.4.10."""
    for columns in file.roots[0].iter(qn("w:cols")):
        count = max(int(columns.get(qn("w:num")) or 1), len(columns.findall(qn("w:col"))))
        if count > 1:
            yield Finding(file.around(columns), str(count))


@rule(
    "italics",
    Severity.ERROR,
    "Take the italics off “{value}”; use bold where a word must stand out.",
)
def italics(file: WordFile) -> Iterator[Finding]:
    """Slanting letters run together for many readers.

    Guidance of GOV.UK and of councils.
    """
    return _wherever(file, lambda run: run.look.italic and not run.is_link)


@rule(
    "underlining",
    Severity.ERROR,
    "Take the underlining off “{value}”; use bold where a word must stand out.",
)
def underlining(file: WordFile) -> Iterator[Finding]:
    """What is underlined is taken for a link. Guidance of GOV.UK and of councils."""
    return _wherever(file, lambda run: run.look.underlined and not run.is_link)


@rule(
    "capitals-by-format",
    Severity.ERROR,
    "Take the capitals off “{value}”: Home, Font, and clear All caps and Small caps.",
)
def capitals_by_format(file: WordFile) -> Iterator[Finding]:
    """Words in capitals have no shape to know them by, and may be spelt out by a screen reader.

    Guidance of GOV.UK and of councils.
    """
    return _wherever(file, lambda run: run.look.capitals)


@rule(
    "capitals-for-emphasis",
    Severity.QUERY,
    "Write “{value}” in small letters unless it is an abbreviation; use bold where a word must "
    "stand out.",
)
def capitals_for_emphasis(file: WordFile) -> Iterator[Finding]:
    """Words in capitals have no shape to know them by, and may be spelt out by a screen reader.

    The completion markers stand in capitals in the council's layout; they are left alone.
    Guidance of GOV.UK and of councils.
    """
    for paragraph in file.body:
        text = _MARKERS.sub("", paragraph.text)
        shouted = [words[0] for words in _CAPITALS.finditer(text) if _are_words(words[0])]
        for words in [*shouted, *_EMPHATIC.findall(" ".join(_CAPITALS.split(text)))]:
            yield Finding(paragraph, words)


@rule(
    "low-contrast",
    Severity.ERROR,
    f"Give “{{value}}” a colour that stands out more from its background: the contrast is "
    f"{{contrast}} to 1, and {LOWEST_CONTRAST} is needed.",
)
def low_contrast(file: WordFile) -> Iterator[Finding]:
    """Pale letters cannot be read by many, and white ones on white by nobody. WCAG 2.2, 1.4.3."""
    for paragraph, run in _runs(file):
        if not run.look.colour:
            continue  # Word chooses black or white, whichever stands out
        found = contrast(run.look.colour, run.look.background)
        if found < LOWEST_CONTRAST:
            colours = f"{run.look.colour} {run.look.background} {paragraph.style}"
            yield Finding(paragraph, run.text, {"contrast": f"{found:.1f}"}, alike=colours)


@rule(
    "colour-alone",
    Severity.QUERY,
    "Say in words what the colour of “{value}” means, or take it off: Home, Font Color, Automatic.",
)
def colour_alone(file: WordFile) -> Iterator[Finding]:
    """What only a colour says is lost to the colour-blind, in print and by ear. WCAG 2.2, 1.4.1."""
    for paragraph, run in _runs(file):
        if run.look.own_colour and not run.is_link and not run.look.bold:
            others = {each.look.colour for each in paragraph.runs if each.text.strip()}
            if len(others) > 1:
                yield Finding(paragraph, run.text)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_sans(face: str) -> bool:
    name = face.casefold()
    is_sans = name.startswith(_SANS) or _SAYS_SANS.search(name) is not None
    return is_sans and not name.startswith(_HAS_SERIFS)


def _are_words(capitals: str) -> bool:
    """Return whether words in capitals are emphasis rather than a row of abbreviations."""
    words = _WORD.findall(capitals)
    return len(words) > 3 or all(len(word) >= _LONG_WORD for word in words)


def _wherever(file: WordFile, is_so: Callable[[Run], bool]) -> Iterator[Finding]:
    for paragraph, run in _runs(file):
        if is_so(run):
            yield Finding(paragraph, run.text, alike=paragraph.style)


def _runs(file: WordFile) -> Iterator[tuple[Paragraph, Run]]:
    """Yield the runs that have words."""
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                yield paragraph, run
