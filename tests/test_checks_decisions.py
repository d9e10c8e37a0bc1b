"""The checks of key decisions: silent and firing cases for each, on real workbooks.

The tiny report is decided on 22 October 2026: 28 clear days reach back to 23 September, five clear
working days to 14 October.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cases import Case, Change, all_of, at, ids, row, sheet

from report_builder import pipeline

IN_TIME, TOO_LATE = dt.date(2026, 9, 23), dt.date(2026, 9, 24)
FIVE_DAYS, FOUR_DAYS = dt.date(2026, 10, 14), dt.date(2026, 10, 15)
REASON = at("decision", "key_decision_reason")
NOTICE = at("decision", "key_notice_date")

EXCEPTION = {
    "general_exception_told": dt.date(2026, 10, 13),
    "general_exception_notice": FIVE_DAYS,
    "general_exception_reasons": "The grant was offered late.",
}
URGENCY = {
    "urgency_agreed_by": "Eve Chair, chair of the Scrutiny Commission",
    "urgency_agreed_date": dt.date(2026, 10, 20),
    "urgency_reasons": "The grant ends on Friday.",
}


def key(**answers: object) -> Change:
    """Return the change to a key decision that was announced in time, but for ``answers``."""
    return sheet(
        "decision",
        **{
            "key_decision": "Yes",
            "key_decision_reason": "Every ward is affected.",
            "key_limb": "Two or more wards",
            "key_notice_date": IN_TIME,
            **answers,
        },
    )


def not_key(wards: str = "Castle", **answers: object) -> Change:
    """Return the change to a decision that is not key, for which no reason is given."""
    return all_of(
        sheet("cover", wards=wards), sheet("decision", **{"key_decision_reason": "", **answers})
    )


def settings(**answers: object) -> Change:
    """Return the change of the council's settings."""
    return lambda said: said.update(settings=answers)


def decided_on(day: dt.date) -> Change:
    """Return the change of the day of the decision."""
    return sheet("cover", decision_date=day)


def costs(words: str) -> Change:
    """Return the change to financial implications that name a sum."""
    return row("implications", 0, text=f"It costs {words}.")


CASES = (
    Case("key-decision-without-limb", "a limb is chosen", key()),
    Case(
        "key-decision-without-limb",
        "none is chosen",
        key(key_limb=""),
        at=(at("decision", "key_limb"),),
    ),
    Case("many-wards-but-not-key", "one ward, no reason", not_key()),
    Case("many-wards-but-not-key", "a reason is given", sheet("cover", wards="All wards")),
    Case("many-wards-but-not-key", "a ward whose name begins with All", not_key("All Saints")),
    Case("many-wards-but-not-key", "one ward with & in its name", not_key("Park & Rowley Fields")),
    Case(
        "many-wards-but-not-key",
        "two wards, and the council asks from three on",
        all_of(not_key("Castle, Abbey"), settings(wards_asked_about=3)),
    ),
    *(
        Case("many-wards-but-not-key", wards, not_key(wards), at=(REASON,))
        for wards in (
            "All",
            "all wards",
            "All 22 wards",
            "Every ward",
            "City-wide",
            "The whole city",
        )
    ),
    *(
        Case("many-wards-but-not-key", wards, not_key(wards), at=(REASON,))
        for wards in ("Castle and Abbey", "Castle, Abbey", "Castle; Abbey; Saffron")
    ),
    Case("large-sum-but-not-key", "a pound less", all_of(not_key(), costs("£499,999"))),
    Case("large-sum-but-not-key", "a reason is given", costs("£1.4 million")),
    Case("large-sum-but-not-key", "key", all_of(key(), costs("£1.4 million"))),
    Case(
        "large-sum-but-not-key",
        "the council's own figure is higher",
        all_of(not_key(), costs("£1.4 million"), settings(sum_asked_about=2_000_000)),
    ),
    *(
        Case("large-sum-but-not-key", words, all_of(not_key(), costs(words)), at=(REASON,))
        for words in ("£500,000", "£1.4 million", "£0.5m", "£ 750k", "£2bn", "£3 and £600000")
    ),
    Case(
        "large-sum-but-not-key",
        "in a recommendation",
        all_of(not_key(), row("recommendations", 0, text="To spend £1m.")),
        at=(REASON,),
    ),
    Case("key-decision-without-notice", "a date", key()),
    Case("key-decision-without-notice", "not key", not_key()),
    Case("key-decision-without-notice", "no date", key(key_notice_date=""), at=(NOTICE,)),
    Case(
        "key-decision-without-notice",
        "no date, and the day of the decision not known either",
        all_of(key(key_notice_date=""), sheet("cover", decision_date="")),
        at=(NOTICE,),
        also=((*at("cover", "decision_date"), "missing-answer"),),
    ),
    Case("key-notice-too-short", "28 clear days", key()),
    Case("key-notice-too-short", "not key", sheet("decision", key_notice_date=TOO_LATE)),
    Case("key-notice-too-short", "27 clear days", key(key_notice_date=TOO_LATE), at=(NOTICE,)),
    Case(
        "key-notice-too-short",
        "on the day of the decision",
        key(key_notice_date=dt.date(2026, 10, 22)),
        at=(NOTICE,),
    ),
    Case(
        "key-notice-too-short",
        "after the decision",
        key(key_notice_date=dt.date(2026, 12, 22)),
        at=(NOTICE,),
    ),
    Case(
        "key-notice-too-short",
        "the council asks for 40",
        all_of(key(), settings(key_notice_days=40)),
        at=(NOTICE,),
    ),
    Case(
        "key-notice-too-short",
        "the council counts working days",
        all_of(key(), settings(days_of_long_periods="Working days")),
        at=(NOTICE,),
    ),
    Case(
        "key-notice-too-short",
        "a date as text is a problem of its own",
        key(key_notice_date="24 September"),
        also=((*NOTICE, "not-a-date"),),
    ),
    Case(
        "general-exception-incomplete",
        "complete, with a notice that was too short",
        key(key_notice_date=TOO_LATE, **EXCEPTION),
    ),
    Case(
        "general-exception-incomplete",
        "complete, without a notice",
        key(key_notice_date="", **EXCEPTION),
    ),
    Case(
        "general-exception-incomplete",
        "begun, but the notice was in time",
        key(general_exception_told=FIVE_DAYS),
    ),
    Case(
        "general-exception-incomplete",
        "begun, but special urgency was agreed",
        key(key_notice_date="", general_exception_told=FIVE_DAYS, **URGENCY),
    ),
    Case(
        "general-exception-incomplete",
        "only the chair was told",
        key(key_notice_date=TOO_LATE, general_exception_told=FIVE_DAYS),
        at=(
            at("decision", "general_exception_notice"),
            at("decision", "general_exception_reasons"),
        ),
    ),
    Case(
        "general-exception-incomplete",
        "the chair was not told",
        key(key_notice_date="", **{**EXCEPTION, "general_exception_told": ""}),
        at=(at("decision", "general_exception_told"),),
    ),
    Case(
        "general-exception-too-soon",
        "four working days, and the council counts all days",
        all_of(
            key(key_notice_date="", **{**EXCEPTION, "general_exception_notice": FOUR_DAYS}),
            settings(days_of_short_periods="All days"),
        ),
    ),
    Case(
        "general-exception-too-soon",
        "four working days, and special urgency",
        key(key_notice_date="", **{**EXCEPTION, "general_exception_notice": FOUR_DAYS}, **URGENCY),
    ),
    Case(
        "general-exception-too-soon",
        "four working days",
        key(key_notice_date="", **{**EXCEPTION, "general_exception_notice": FOUR_DAYS}),
        at=(at("decision", "general_exception_notice"),),
    ),
    Case(
        "general-exception-too-soon",
        "over Christmas",
        all_of(
            key(
                key_notice_date="",
                general_exception_told=dt.date(2026, 12, 21),
                general_exception_notice=dt.date(2026, 12, 22),
                general_exception_reasons="The grant was offered late.",
            ),
            decided_on(dt.date(2026, 12, 31)),
        ),
        at=(at("decision", "general_exception_notice"),),
    ),
    Case(
        "general-exception-out-of-order",
        "told on the same day",
        key(key_notice_date="", **{**EXCEPTION, "general_exception_told": FIVE_DAYS}),
    ),
    Case(
        "general-exception-out-of-order",
        "told a day later",
        key(key_notice_date="", **{**EXCEPTION, "general_exception_told": FOUR_DAYS}),
        at=(at("decision", "general_exception_notice"),),
    ),
    Case("special-urgency-incomplete", "complete", key(key_notice_date="", **URGENCY)),
    Case(
        "special-urgency-incomplete",
        "begun, but the general exception is complete",
        key(key_notice_date="", urgency_agreed_by="Eve Chair", **EXCEPTION),
    ),
    Case(
        "special-urgency-incomplete",
        "the chair alone",
        key(key_notice_date=TOO_LATE, urgency_agreed_by="Eve Chair"),
        at=(at("decision", "urgency_agreed_date"), at("decision", "urgency_reasons")),
    ),
    Case(
        "special-urgency-incomplete",
        "begun, and the general exception too soon",
        key(
            key_notice_date="",
            urgency_reasons="The grant ends on Friday.",
            **{**EXCEPTION, "general_exception_notice": FOUR_DAYS},
        ),
        at=(at("decision", "urgency_agreed_by"), at("decision", "urgency_agreed_date")),
    ),
    Case(
        "urgency-agreed-after-decision",
        "on the day",
        key(key_notice_date="", **{**URGENCY, "urgency_agreed_date": dt.date(2026, 10, 22)}),
    ),
    Case(
        "urgency-agreed-after-decision",
        "a day later",
        key(key_notice_date="", **{**URGENCY, "urgency_agreed_date": dt.date(2026, 10, 23)}),
        at=(at("decision", "urgency_agreed_date"),),
    ),
    Case("period-out-of-range", "longer than the law asks", settings(private_notice_days=40)),
    Case("period-out-of-range", "left empty", settings(key_notice_days="")),
    Case(
        "period-out-of-range",
        "shorter than the law asks, and longer than a year",
        settings(key_notice_days=27, publication_days=366),
        at=(at("settings", "key_notice_days"), at("settings", "publication_days")),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_check_of_key_decisions(case: Case, tmp_path: Path) -> None:
    assert case.found_in(tmp_path) == case.expected()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            key(key_notice_date=""),
            "Give the date on which the notice of the key decision was published: 28 clear days "
            "before the decision, that is, by 23/09/2026. If there was no notice, fill in the "
            "general exception or the special urgency.",
            id="no notice",
        ),
        pytest.param(
            key(key_notice_date=TOO_LATE),
            "Put off the decision to 23/10/2026, or fill in the general exception or the special "
            "urgency: the notice was published on 24/09/2026, which leaves 27 clear days before "
            "the decision on 22/10/2026. It must be 28 clear days.",
            id="notice too short",
        ),
        pytest.param(
            key(key_notice_date="", **{**EXCEPTION, "general_exception_notice": FOUR_DAYS}),
            "Put off the decision to 23/10/2026, or fill in the special urgency: the notice of the "
            "general exception was published on 15/10/2026, which leaves 4 clear working days "
            "before the decision on 22/10/2026. It must be 5 clear working days.",
            id="general exception too soon",
        ),
        pytest.param(
            not_key("Castle, Abbey"),
            "Say why this is no key decision: the Cover names Castle, Abbey as affected. A "
            "significant effect on communities in 2 or more wards makes a decision key.",
            id="two wards",
        ),
        pytest.param(
            all_of(not_key(), costs("£2,500 a month, £1.4 million in all")),
            "Say why this is no key decision: 5 Implications, B6 names £1.4 million, and the "
            "council asks from £500,000 on.",
            id="a large sum",
        ),
        pytest.param(
            settings(key_notice_days=20),
            "Correct “Notice of a key decision”: 20 is not between 28, which the law asks for, and "
            "365.",
            id="a setting",
        ),
    ],
)
def test_messages_name_days_dates_and_limits(change: Change, message: str, tmp_path: Path) -> None:
    problems = pipeline.check(Case("", "", change).written(tmp_path)).problems
    assert [problem.message for problem in problems] == [message]


def test_a_new_workbook_holds_the_settings_and_an_older_one_without_them_means_the_same(
    tmp_path: Path,
) -> None:
    folder = Case("", "", key(key_notice_date=TOO_LATE)).written(tmp_path)
    merged = pipeline.check(folder).merged
    assert merged is not None
    assert merged.tables["settings"].value("key_notice_days") == 28
    assert merged.tables["settings"].value("days_of_short_periods") == "Working days"
    empty = Case(
        "",
        "",
        all_of(
            key(key_notice_date=TOO_LATE),
            settings(**dict.fromkeys(merged.tables["settings"].sheet.by_name, "")),
        ),
    )
    assert empty.found_in(tmp_path / "empty") == [(*NOTICE, "key-notice-too-short")]
