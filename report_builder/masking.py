"""Personal data in texts: the shapes that it has, and how it is shown without being told.

A shape finds more than there is: whether ten digits are an NHS number is for the checks to say.
What is shown to anybody is masked by shape alone, so that a mistyped number is not told either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

_GAP = r"[ \u00a0\u2009\u202f\u2010\u2011\u2013-]?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+\d{{4}}"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
_AGE = r"(?:1?\d|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve)\b"
_PUBLIC = r"(?:gov|nhs|police|sch|ac|parliament|mod)\.uk|nhs\.net|gov\.(?:wales|scot)|llyw\.cymru"
_CHILDREN = r"(?:children|child|young\s+people|young\s+persons?|pupils?|bab(?:y|ies))"
_FEW = r"(?:[1-5]|one|two|three|four|five)"


# Not "Year 5 pupils", "fewer than five children", "one in five children", "Part 3 of the Children
# Act"; nor "one child in ten", "two child protection plans".
_NO_COUNT_AFTER = "".join(
    rf"(?<!\b{word}\s)"
    for word in (
        *("year", "years", "stage", "class", "aged", "than", "under", "over", "no"),
        *("part", "section", "paragraph", "table", "appendix", r"one\sin", r"out\sof", r"\d\sin"),
    )
)
_NO_COUNT_BEFORE = (
    r"(?:protection|care|health|death|benefit|poverty|safeguarding|in\s+need\s+plans?"
    r"|in\s+(?:every|each|two|three|four|five|six|seven|eight|nine|ten|\d+)|at\s+a\s+time"
    r"|plans?|homes?)"
)
_INITIALS = r"(?:(?:[A-Z]\.\s?){1,3}|[A-Z]\.[A-Z]\b|[A-Z]{2,3}\b)"
_WORD = re.compile(r"\w+")
_TELL_NOTHING = frozenset(("age", "aged", "is", "was", "who", "turned", "said", "told", "says"))


class Seen(NamedTuple):
    """Words that have a shape, and how they are shown."""

    words: str
    shown: str


@dataclass(frozen=True)
class Shape:
    """What one sort of personal data looks like, and how its group ``hidden`` is masked."""

    words: str
    """Its regular expression, which is compiled when it is first needed."""
    hide: Callable[[str], str]
    needs: Callable[[str], object]
    """Whether a text can have this shape at all, which is quickly said of it :func:`folded`."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds the shape."""
        return re.compile(self.words, re.IGNORECASE)

    def found_in(self, text: str) -> list[Seen]:
        """Return the words of ``text`` that have this shape."""
        if not self.needs(folded(text)):
            return []
        return [Seen(match[0], self._mask(match)) for match in self.pattern.finditer(text)]

    def masked(self, text: str) -> str:
        """Return ``text`` with all words of this shape masked."""
        return self.pattern.sub(self._mask, text) if self.needs(folded(text)) else text

    def _mask(self, match: re.Match[str]) -> str:
        start, end = (place - match.start() for place in match.span("hidden"))
        words = match[0]
        return words[:start] + self.hide(words[start:end]) + words[end:]


def hide_after(words: str, kept: int) -> str:
    """Return ``words`` with every letter and digit but the first ``kept`` as a star."""
    shown = []
    for sign in words:
        kept -= sign.isalnum()
        shown.append("*" if sign.isalnum() and kept < 0 else sign)
    return "".join(shown)


def _hide_words(words: str) -> str:
    return _WORD.sub(lambda word: word[0] if word[0].casefold() in _TELL_NOTHING else "**", words)


@lru_cache(maxsize=1)  # one text after another is asked for all that it can hold
def folded(text: str) -> str:
    """Return ``text`` in small letters, those that a pattern takes for the same made the same."""
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")


# What follows is asked of folded texts, before a pattern is: words are found more quickly than
# patterns, and patterns that begin with letters more quickly than others.
_DIGITS = "0123456789"
_digit = re.compile(r"\d").search
_told_age = re.compile(r"aged?\s").search
_years_old = re.compile(r"years?[\s-]+old").search
_birth = re.compile(r"born|birth|d\.?\s?o\.?\s?b").search
_end_of_a_postcode = re.compile(r"\d[a-z]{2}").search


@lru_cache(maxsize=1)
def has_digit(said: str) -> bool:
    """Return whether there is a digit, of whatever script, in a folded text."""
    return any(map(said.__contains__, _DIGITS)) or bool(not said.isascii() and _digit(said))


@lru_cache(maxsize=1)
def _tells_age(said: str) -> bool:
    return bool(_told_age(said) or _years_old(said))


def says(*words: str) -> Callable[[str], bool]:
    """Return what tells whether a folded text holds one of ``words``, if only within another."""
    return lambda said: any(map(said.__contains__, words))


def _digits(least: int) -> Callable[[str], bool]:
    """Return what tells whether a text has so many digits with no more than two signs between."""
    search = re.compile(rf"\d(?:\D{{0,2}}\d){{{least - 1}}}").search
    return lambda said: has_digit(said) and bool(search(said))


_has_six_digits = _digits(6)
_has_ten_digits = _digits(10)
_says_a_child = says("child", "baby", "sibling", "pupil", "boy", "girl", "young")
_says_few = says("one", "two", "three", "four", "five")
_says_children = says("child", "young", "pupil", "bab")
_says_beside_initials = says("(", "yo", "y/o")  # “J.P. (12)”, “JP, 12 y/o”
_speaks = says(
    *("said", "says", "told", "asked", "wrote", "writes", "explained"),
    *("live", "love", "want", "enjoy"),
)


def _may_be_a_birthday(said: str) -> bool:
    return has_digit(said) and bool(_birth(said))


def _may_be_a_postcode(said: str) -> bool:
    return has_digit(said) and bool(_end_of_a_postcode(said))


def _may_be_a_lettered_child(said: str) -> bool:
    return (_tells_age(said) or has_digit(said)) and _says_a_child(said)


def _may_be_a_named_child(said: str) -> bool:
    is_set_off = "(" in said or said.count(",") > 1  # as in “Tom, 12, said”
    return _tells_age(said) or (is_set_off and _speaks(said))


def _may_be_initials(said: str) -> bool:
    return _tells_age(said) or (has_digit(said) and _says_beside_initials(said))


def _may_be_a_small_count(said: str) -> bool:
    return _says_children(said) and (has_digit(said) or _says_few(said))


NHS_NUMBER = Shape(
    r"(?<![\w£$€.,/+-])(?<!\+44\s)"
    rf"(?P<hidden>[1-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}})(?![\w/-]|[.,]\d)",
    lambda words: hide_after(words, 3),
    needs=_has_ten_digits,
)
PUPIL_NUMBER = Shape(
    rf"(?<!\w)(?P<hidden>[A-HJ-NP-RT-Z](?:{_GAP}\d){{11}}{_GAP}[\dA-HJ-NP-RT-Z])(?!\w)",
    lambda words: hide_after(words, 1),
    needs=_has_ten_digits,
)
NATIONAL_INSURANCE = Shape(
    r"(?<!\w)(?P<hidden>(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    rf"{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}[A-D])(?!\w)",
    lambda words: hide_after(words, 2),
    needs=_has_six_digits,
)
DATE_OF_BIRTH = Shape(
    r"\b(?:born|d\.?\s?o\.?\s?b\b|date\s+of\s+birth|birth\s?date|birthday)"
    rf"[\s.:,()=–-]*(?:(?:on|is|was)\s+)?(?:the\s+)?(?P<hidden>{_DATE})(?!\d)",
    lambda _: "**/**/****",
    needs=_may_be_a_birthday,
)
POSTCODE = Shape(
    r"(?<![\w£])(?P<hidden>[A-PR-UWYZ](?:[A-HK-Y]?\d{1,2}|[A-HK-Y]?\d[A-HJKMNP-Y])"
    r"[ \u00a0]{0,2}(?!\d(?:st|nd|rd|th))\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    lambda words: hide_after(words, 1),
    needs=_may_be_a_postcode,
)
MOBILE = Shape(
    r"(?<![\w+])(?P<hidden>(?:(?:\+|00)44[\s-]?(?:\(0\)[\s-]?)?|\(?0)7(?:[\s)-]{0,2}\d){9})(?!\w)",
    lambda words: hide_after(words, 2),
    needs=_has_ten_digits,
)
E_MAIL = Shape(
    rf"(?<![\w.+@-])(?P<hidden>[\w.+'’-]+@(?!(?:[\w-]+\.)*(?:{_PUBLIC})(?![\w-]|\.\w))"
    r"[\w-]+(?:\.[\w-]+)+)",
    lambda _: "***@***",
    needs=says("@"),
)
LETTERED_CHILD = Shape(
    r"\b(?:child|baby|sibling|pupil|boy|girl|young\s+person)\s+(?P<hidden>(?-i:[A-Z])\b"
    rf"[\s,(]*(?:who\s+is\s+|is\s+)?(?:aged?\s+{_AGE}|\d{{1,2}}(?=\s?(?:years|yrs|\)))))",
    _hide_words,
    needs=_may_be_a_lettered_child,
)
_MANY = (
    r"(?:Those|These|They|Children|People|Young|Anyone|Anybody|Everyone|Everybody|Pupils|Students"
    r"|Appendix|Annex|Section|Table|Figure|Residents|Parents|Carers|Families|Leavers|Girls|Boys|Some|Many|Most|All|Both|Each|Nobody)\b"
)
_NAME = rf"(?-i:(?!{_MANY})[A-Z][a-z’'-]+(?:\s(?!{_MANY})[A-Z][a-z’'-]+)?)"
# Beside these verbs, “Oadby (4)” is no count and “Appendix (2)” no heading.
_PERSONAL = (
    r"(?:said|says|told|asked|wrote|writes|explained|lives|lived|loves|wants|wanted|enjoys)\b"
)
NAMED_CHILD = Shape(
    rf"(?<![\w.])(?P<hidden>{_NAME}[\s,(]+(?:(?:who\s+)?is\s+)?aged\s+{_AGE}"
    rf"|{_NAME}(?:,\s{_AGE},|\s\({_AGE}\)),?\s+{_PERSONAL}"
    rf"|{_NAME},?\s+(?:who\s+)?(?:is|was|turned)\s+(?:only\s+|just\s+)?{_AGE}\s+years?\s+old"
    rf"|{_AGE}-year-old\s+{_NAME})",
    _hide_words,
    needs=_may_be_a_named_child,
)
CHILD_BY_NAME = Shape(
    rf"\b(?:(?:his|her|their|my)\s+(?:\w+\s)?(?:son|daughter|brother|sister|grandson"
    rf"|granddaughter)|(?:boy|girl|child|baby|toddler|teenager|pupil|young\s+person|young\s+man"
    rf"|young\s+woman),?\s+(?:called|named))\s+(?P<hidden>{_NAME})",
    _hide_words,
    needs=says("son", "daughter", "brother", "sister", "called", "named"),
)
AGE_OF_A_CHILD = Shape(
    rf"\b(?P<hidden>{_AGE}[\s-]years?[\s-]old\s+(?:boy|girl|child|pupil|baby))\b",
    _hide_words,
    needs=_years_old,
)
INITIALS_WITH_AGE = Shape(
    rf"(?<![\w.&-])(?P<hidden>(?-i:{_INITIALS})[\s,(]*(?:(?:who\s+)?is\s+)?aged?\s+{_AGE}"
    rf"|(?-i:{_INITIALS})[\s,(]+(?:(?:who\s+)?is\s+)?\d{{1,2}}"
    r"(?=[\s-]?years?[\s-]old|\s?y/?o\b)"
    r"|(?-i:(?:[A-Z]\.\s?)+[A-Z]?)\s*\(1?\d\))",
    _hide_words,
    needs=_may_be_initials,
)
SMALL_COUNT = Shape(
    rf"(?=[1-5otf])(?<![\w£.,/-]){_NO_COUNT_AFTER}(?P<hidden>{_FEW})\s+"
    r"(?:(?:of\s+(?:the|our)|disabled|looked\s+after|other|more|young|unborn)\s+)*"
    rf"{_CHILDREN}\b(?![’']s?\b|\s+{_NO_COUNT_BEFORE}\b)",
    lambda _: "**",
    needs=_may_be_a_small_count,
)

SHAPES = (
    NHS_NUMBER,
    PUPIL_NUMBER,
    NATIONAL_INSURANCE,
    DATE_OF_BIRTH,
    POSTCODE,
    MOBILE,
    E_MAIL,
    LETTERED_CHILD,
    NAMED_CHILD,
    CHILD_BY_NAME,
    AGE_OF_A_CHILD,
    INITIALS_WITH_AGE,
    SMALL_COUNT,
)


def masked(text: str) -> str:
    """Return ``text`` as it may be shown: everything that looks like personal data masked.

    Mask before you cut: half a number is not known as one.
    """
    for shape in SHAPES:
        text = shape.masked(text)
    return text
