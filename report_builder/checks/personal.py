"""Checks for personal data in the texts that are printed; what they find is shown masked.

What must not leak, and how it did elsewhere: five children's details in committee papers (2022),
2,342 children in a published workbook (reprimand of the Information Commissioner, 2025).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from report_builder import masking
from report_builder.checks.passages import Passage
from report_builder.checks.registry import text_rule
from report_builder.problems import Severity

_EXPLAIN = "or explain why it must be printed"
_HIDDEN = "Stars hide here what you wrote, to protect the person."


@text_rule(
    "nhs-number",
    Severity.ERROR,
    f"Take the NHS number {{value}} out of {{label}}: the report is public. {_HIDDEN}",
    masking.NHS_NUMBER.needs,
)
def nhs_number(passage: Passage) -> Iterator[str]:
    """An NHS number names one patient; ten digits are one if their check digit is right."""
    for seen in masking.NHS_NUMBER.found_in(passage.text):
        from stdnum.gb import nhs  # few texts have one, and it loads what it takes to ask the web

        if nhs.is_valid("".join(filter(str.isdecimal, seen.words))):
            yield seen.shown


@text_rule(
    "pupil-number",
    Severity.ERROR,
    f"Take the unique pupil number {{value}} out of {{label}}: the report is public. {_HIDDEN}",
    masking.PUPIL_NUMBER.needs,
)
def pupil_number(passage: Passage) -> Iterator[str]:
    """A unique pupil number names one child; its first letter is the check of the rest.

    The local authority's code in it is not looked up: lists of these codes grow old.
    """
    for seen in masking.PUPIL_NUMBER.found_in(passage.text):
        from stdnum.gb import upn

        number = "".join(filter(str.isalnum, seen.words)).upper()
        if number.isascii() and upn.calc_check_digit(number[1:]) == number[0]:
            yield seen.shown


@text_rule(
    "national-insurance-number",
    Severity.ERROR,
    "Take the National Insurance number {value} out of {label}: the report is public. "
    f"{_HIDDEN}",
    masking.NATIONAL_INSURANCE.needs,
)
def national_insurance_number(passage: Passage) -> Iterable[str]:
    """A National Insurance number names one person."""
    return _shown(masking.NATIONAL_INSURANCE, passage)


@text_rule(
    "date-of-birth",
    Severity.QUERY,
    f"Take the date of birth out of {{label}}, {_EXPLAIN}: “{{value}}”. {_HIDDEN}",
    masking.DATE_OF_BIRTH.needs,
)
def date_of_birth(passage: Passage) -> Iterable[str]:
    """A date of birth, with all that is known locally, can name a child."""
    return _shown(masking.DATE_OF_BIRTH, passage)


@text_rule(
    "postcode",
    Severity.QUERY,
    f"Take the postcode {{value}} out of {{label}}, {_EXPLAIN}. {_HIDDEN}",
    masking.POSTCODE.needs,
)
def postcode(passage: Passage) -> Iterable[str]:
    """A full postcode stands for some fifteen homes."""
    return _shown(masking.POSTCODE, passage)


@text_rule(
    "mobile-number",
    Severity.QUERY,
    f"Take the mobile number {{value}} out of {{label}}, {_EXPLAIN}. {_HIDDEN}",
    masking.MOBILE.needs,
)
def mobile_number(passage: Passage) -> Iterable[str]:
    """A mobile telephone belongs to a person; the author's own number is printed on purpose."""
    if passage.field.name == "author_telephone":
        return []
    return _shown(masking.MOBILE, passage)


@text_rule(
    "private-e-mail",
    Severity.QUERY,
    f"Take the e-mail address {{value}} out of {{label}}, {_EXPLAIN}: it is not one of a public "
    f"body. {_HIDDEN}",
    masking.E_MAIL.needs,
)
def private_e_mail(passage: Passage) -> Iterable[str]:
    """An address outside public bodies is somebody's own, until it is said whose."""
    return _shown(masking.E_MAIL, passage)


@text_rule(
    "child-with-age",
    Severity.QUERY,
    f"Take the age out of {{label}}, {_EXPLAIN}: “{{value}}”. {_HIDDEN}",
    masking.LETTERED_CHILD.needs,
)
def child_with_age(passage: Passage) -> Iterable[str]:
    """“Child A aged nine” is known to everybody in the street."""
    return _shown(masking.LETTERED_CHILD, passage)


@text_rule(
    "named-child",
    Severity.QUERY,
    f"Take the name and the age out of {{label}}, {_EXPLAIN}: “{{value}}”. {_HIDDEN}",
    masking.NAMED_CHILD.needs,
)
def named_child(passage: Passage) -> Iterable[str]:
    """A name beside an age is a child that anybody can find."""
    return _shown(masking.NAMED_CHILD, passage)


@text_rule(
    "child-by-name",
    Severity.QUERY,
    f"Take the child's name out of {{label}}, {_EXPLAIN}: “{{value}}”. {_HIDDEN}",
    masking.CHILD_BY_NAME.needs,
)
def child_by_name(passage: Passage) -> Iterable[str]:
    """“Her son Jack” is a child whose school friends read the report as well."""
    return _shown(masking.CHILD_BY_NAME, passage)


@text_rule(
    "age-of-a-child",
    Severity.QUERY,
    f"Take the age out of {{label}}, {_EXPLAIN}: “{{value}}”. {_HIDDEN}",
    masking.AGE_OF_A_CHILD.needs,
)
def age_of_a_child(passage: Passage) -> Iterable[str]:
    """“A 14-year-old boy in Elm Street” is known to everybody in the street."""
    return _shown(masking.AGE_OF_A_CHILD, passage)


@text_rule(
    "initials-with-age",
    Severity.QUERY,
    f"Take the initials out of {{label}}, {_EXPLAIN}: “{{value}}”. {_HIDDEN}",
    masking.INITIALS_WITH_AGE.needs,
)
def initials_with_age(passage: Passage) -> Iterable[str]:
    """Initials hide nobody once an age stands beside them."""
    return _shown(masking.INITIALS_WITH_AGE, passage)


@text_rule(
    "small-number-of-children",
    Severity.QUERY,
    f"Write “fewer than six” in {{label}}, leave the number out, {_EXPLAIN}: “{{value}}”. "
    f"{_HIDDEN}",
    masking.SMALL_COUNT.needs,
)
def small_number_of_children(passage: Passage) -> Iterable[str]:
    """One to five children can be told apart by those who know some of them.

    The Department for Education suppresses such counts in its statistics of children in need.
    """
    return _shown(masking.SMALL_COUNT, passage)


def _shown(shape: masking.Shape, passage: Passage) -> list[str]:
    return [seen.shown for seen in shape.found_in(passage.text)]
