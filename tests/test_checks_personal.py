"""The checks for personal data: silent and firing words, and nothing of it in any output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cases import Case, Words, all_of, area, at, problems_of_words, row, sheet, words_ids
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports import completed, recorded, reported

from report_builder import pipeline
from report_builder.checks import personal, text
from report_builder.checks.passages import Passage
from report_builder.checks.registry import NEEDS, TextJudge
from report_builder.masking import SHAPES, SMALL_COUNT, Shape, folded, masked
from report_builder.problems import Cell, Problem
from report_builder.workbooks.standard_return import ACTIONS

# Numbers that nobody has: the NHS's and the DfE's own examples, and Ofcom's telephone numbers.
NHS, UPN, NI, MOBILE = "943 476 5919", "H801200001001", "AB 12 34 56 C", "07700 900123"

CASES = (
    Words("nhs-number", "His record, 943 476 5918, does not exist; ring 01632 960 117."),
    Words("nhs-number", "It costs £9434765919 or 9,434,765,919; see 20260831-9434765919."),
    Words("nhs-number", "Ring +44 943 476 5919 or 0943476591."),
    Words("nhs-number", f"His record, {NHS}, was read.", ("943 *** ****",)),
    Words("nhs-number", "His record, 9434765919, was read.", ("943*******",)),
    Words("named-child", "Those aged 16, Children aged five and children aged nine were heard."),
    Words("named-child", "Anna Smith, aged nine, was heard.", ("** **, aged **",)),
    Words("named-child", "Oadby (4), Wigston, 9, and Appendix (2) said so; he said 9 is old."),
    Words("named-child", "Attendance is 9 in 10. The plan turned two; every 5 years old Part 2."),
    Words("named-child", "Jayden (14) said so.", ("** (**) said",)),
    Words("named-child", "Maria, nine, told us.", ("**, **, told",)),
    Words("named-child", "When Ella Smith was 12 years old.", ("** ** was ** ** **",)),
    Words("child-by-name", "Her son spoke; a pupil called it fair; their child Protection Plan."),
    Words("child-by-name", "Her son Jack spoke.", ("Her son **",)),
    Words("child-by-name", "A young person called Ella spoke.", ("young person called **",)),
    Words("age-of-a-child", "The plan is two years old; a new 5-year plan is made."),
    Words("age-of-a-child", "A 14-year-old boy was moved.", ("**-**-** **",)),
    Words("nhs-number", "His record, 943-476\u00a05919, was read.", ("943-***\u00a0****",)),
    Words("pupil-number", "The form X801200001001 was kept, and H80120000100 too."),
    Words("pupil-number", f"The pupil {UPN} was seen.", ("H************",)),
    Words("pupil-number", "Strange signs: H80120000100\u0661 and \u212a801200001001."),
    Words("pupil-number", "The pupil h801200001001 was seen.", ("h************",)),
    Words("national-insurance-number", "Forms QQ123456C, GB123456A and AB123456 were kept."),
    Words("national-insurance-number", f"Her number is {NI}.", ("AB ** ** ** *",)),
    Words("national-insurance-number", "Her number is ab123456c.", ("ab*******",)),
    Words("date-of-birth", "The team was born in 2014; the visit was on 12/03/2014."),
    Words("date-of-birth", "He was born on 12/03/2014.", ("born on **/**/****",)),
    Words("date-of-birth", "He (d.o.b. 12.3.14) was seen.", ("d.o.b. **/**/****",)),
    Words("date-of-birth", "Date of birth: 12th March 2014.", ("Date of birth: **/**/****",)),
    Words("date-of-birth", "DOB 2014-03-12.", ("DOB **/**/****",)),
    Words("postcode", "The ward LE1, the road A14, form 1FZ 2AB and 9am."),
    Words("postcode", "Visits in Y9 1st and W3 2nd, KS2 and SG-01 1AA."),
    Words("postcode", "The home at LE1 1FZ was visited.", ("L** ***",)),
    Words("postcode", "The home at sw1a1aa was visited.", ("s******",)),
    Words("mobile-number", "Ring 01632 960117, or 0770 0900 12."),
    Words("mobile-number", f"Ring {MOBILE}.", ("07*** ******",)),
    Words("mobile-number", "Ring +44 (0)7700 900 123.", ("+44 (*)**** *** ***",)),
    Words("private-e-mail", "Write to a.b@wexcombe.gov.uk, c@nhs.net or d@high.wexcombe.sch.uk."),
    Words("private-e-mail", "Write to amy.smith@gmail.com.", ("***@***",)),
    Words("private-e-mail", "Write to help@children.org.uk.", ("***@***",)),
    Words("private-e-mail", "Write to a@gov.uk.evil.com or b@fakegov.uk.", ("***@***",)),
    Words("child-with-age", "Child A was seen, aged care is not the matter, child a aged 3."),
    Words("child-with-age", "Child A aged nine was seen.", ("Child ** aged **",)),
    Words("child-with-age", "Young Person C (14) was seen.", ("Young Person ** (**",)),
    Words("initials-with-age", "The GP aged well; in section A.B. 12 was added."),
    Words("initials-with-age", "J.S. (14) was seen.", ("**.**. (**)",)),
    Words("initials-with-age", "We met J.S., aged fourteen.", ("**.**., aged **",)),
    Words(
        "small-number-of-children",
        "Year 5 pupils, 25 children, two children’s homes, one child in ten.",
    ),
    Words(
        "small-number-of-children", "Fewer than five children; one in five children; four audits."
    ),
    Words(
        "small-number-of-children",
        "Part 3 of the Children Act; one child protection plan; 1.5 pupils.",
    ),
    Words("small-number-of-children", "Of them, three children left.", ("** children",)),
    Words(
        "small-number-of-children",
        "4 young people and one baby left.",
        ("** young people", "** baby"),
    ),
    Words(
        "small-number-of-children",
        "Two of our disabled children left.",
        ("** of our disabled children",),
    ),
)


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[Words, list[Problem]]:
    found = problems_of_words(tmp_path_factory.mktemp("words"), CASES)
    return dict(zip(CASES, found, strict=True))


@pytest.mark.parametrize("words", CASES, ids=words_ids(CASES))
def test_check_of_personal_data(words: Words, problems: dict[Words, list[Problem]]) -> None:
    found = [(problem.code, problem.value) for problem in problems[words]]
    assert found == [(words.code, shown) for shown in words.shown]


def test_personal_data_is_looked_for_in_the_authors_texts_too(tmp_path: Path) -> None:
    case = Case(
        "",
        "",
        all_of(
            sheet("cover", author_email="bea@gmail.com", author_telephone=MOBILE),
            row("register", 0, wording=f"ensure that {UPN} is seen"),
        ),
    )
    assert case.found_in(tmp_path) == [
        (*at("cover", "author_email"), "private-e-mail"),
        (*at("register", "wording"), "pupil-number"),
    ]


def test_what_is_never_printed_is_not_looked_at(tmp_path: Path) -> None:
    case = Case(
        "", "", all_of(area(0, remarks=f"Ring {MOBILE}."), sheet("return", email="a@b.com"))
    )
    assert case.found_in(tmp_path) == []


SECRETS = {
    "NHS number": (NHS, "476"),
    "pupil number": (UPN, "801200"),
    "National Insurance number": (NI, "34 56"),
    "date of birth": ("born on 12 March 2014", "March 2014"),
    "postcode": ("LE1 1FZ", "1FZ"),
    "mobile": (MOBILE, "900123"),
    "e-mail": ("amy.smith@gmail.com", "amy"),
    "child": ("Child Q aged nine", "Q aged"),
    "initials": ("J.Q. (14)", "J.Q"),
    "small count": ("three children", "three"),
}


@pytest.mark.parametrize("output", [[], ["--format", "json"]], ids=["lines", "json"])
def test_no_output_tells_it_whatever_the_problem_is(output: list[str], tmp_path: Path) -> None:
    told = "; ".join(whole for whole, _ in SECRETS.values())
    folder = Case(
        "",
        "",
        all_of(
            row("supporting", 2, show="Wording only"),  # told beside what the checks of texts find
            area(0, progress=f"Known: {told}.", status=f"Done {told}", date=f"on {NHS}"),
            area(1, evidence=f"Known: {told}"),
        ),
    ).written(tmp_path)
    codes = {problem.code for problem in pipeline.check(folder).problems}
    assert {"stops-short", "not-in-the-list", "not-a-date", "nhs-number"} <= codes
    done = subprocess.run(
        [sys.executable, "-m", "report_builder", "check", *output],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    printed = done.stdout + done.stderr
    assert "943 *** ****" in printed
    assert [name for name, (_, secret) in SECRETS.items() if secret in printed] == []


@given(st.text())
def test_any_text_can_be_judged(words: str) -> None:
    passage = passage_of(words + ".")
    judges = [text.stops_short, text.at_a_length_limit, text.unclosed, text.leftover]
    judges += [judge for name, judge in vars(personal).items() if name in NAMES]
    assert len(judges) == 17
    for judge in judges:
        assert all(isinstance(found, str) for found in judge(passage))


FIRING = (
    *(case.text for case in CASES),
    "t.b.c.",
    "[INSERT date]",
    "Choose an item",
    "1.2 Reviewed",
    "(a) read",
    "1) all",
    "2. Next",
    "said “so",
    "(never closed",
    'a "straight quote',
    "word " * 15,
    f"{'word ' * 15}\nand so on",
    f"{'word ' * 15}\rand so on",
    "x" * 255,
    "É" * 255,
    "🙂" * 127 + "x",
)


@given(st.lists(st.sampled_from((*FIRING, "İſ", "٣", "\n", " ", "end.")), min_size=1, max_size=3))
def test_no_rule_of_texts_passes_over_what_it_finds(pieces: list[str]) -> None:
    for words in (separator.join(pieces) for separator in ("", " ", "\n")):
        assert passed_over(words) == []


def test_each_rule_of_texts_finds_something_there() -> None:
    found = {judge for words in FIRING for judge in NEEDS if any(judge(passage_of(words)))}
    assert found == NEEDS.keys()


def passed_over(words: str) -> list[TextJudge]:
    """Return the rules that find something in a text of which they say that they cannot."""
    said = folded(words)
    quiet = [judge for judge, needs in NEEDS.items() if not needs(said)]
    return [judge for judge in quiet if any(judge(passage_of(words)))]


def passage_of(words: str) -> Passage:
    """Return a text of somebody's progress."""
    field = ACTIONS.by_name["progress"]
    return Passage(words, field, "", 0, lambda *_: Cell("x"), lambda *_: "“Progress”")


NAMES = frozenset(case.code.replace("-", "_") for case in CASES)


@pytest.mark.parametrize(("whole", "secret"), SECRETS.values(), ids=SECRETS)
def test_a_masked_text_keeps_all_other_words(whole: str, secret: str) -> None:
    shown = masked(f"Before, {whole}, after & <so on>.")
    assert secret not in shown
    assert shown.startswith("Before, ")
    assert shown.endswith(", after & <so on>.")


DRAWN = [shape for shape in SHAPES if shape is not SMALL_COUNT]  # drawing that takes too long


@pytest.mark.parametrize("shape", DRAWN, ids=range(len(DRAWN)))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_has_a_shape_is_never_passed_over(shape: Shape, data: st.DataObject) -> None:
    assert shape.needs(folded(data.draw(st.from_regex(shape.pattern))))
    assert not shape.needs("...")


@pytest.mark.parametrize("few", ["1", "Five"])
@pytest.mark.parametrize(
    "children",
    ["children", "CHILD", "young\npeople", "Young Person", "pupils", "baby", "babieſ"],
)
def test_no_small_count_is_passed_over(few: str, children: str) -> None:
    words = f"we saw {few} {children}."
    assert SMALL_COUNT.needs(folded(words))
    assert SMALL_COUNT.found_in(words)


def test_capitals_of_other_languages_hide_nothing() -> None:
    words = "Tom, 12, SAİD that all was well."
    assert "Tom" not in masked(words)


def test_what_is_cut_short_is_masked_first(tmp_path: Path) -> None:
    progress = (
        "The reviews have begun, and the first child who was heard is Jayden Parker, aged 14."
    )
    case = Case(
        "",
        "",
        area(1, progress=progress),
        history=(recorded(completed(), reported(progress=progress)),),
    )
    values = [problem.value for problem in pipeline.check(case.written(tmp_path)).problems]
    assert any(value.startswith("The reviews have begun") for value in values)
    assert not any("Jayden" in value for value in values)
