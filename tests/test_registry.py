"""The catalogue as a whole: each rule tested both ways, none alters a table, none hides a crash."""

from __future__ import annotations

import copy
import importlib
import json
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from cases import Case, Words, all_of, area, at, more, row, rows, sheet
from make_samples import SAMPLES
from reports import written

from report_builder import checks, pipeline
from report_builder.checks import catalogue
from report_builder.checks.registry import (
    RULES,
    Finding,
    Rule,
    field_rule,
    row_rule,
    rule,
    text_rule,
)
from report_builder.folder import ReportFolder
from report_builder.merged import Merged
from report_builder.problems import Cell, ProblemKind, Severity

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def cases_of(topic: str) -> tuple[Case | Words, ...]:
    """Return the cases of the test module of a topic, if it says them as cases."""
    module = f"test_checks_{topic}"
    if not (TESTS / f"{module}.py").exists():
        return ()
    return getattr(importlib.import_module(module), "CASES", ())


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_a_silent_and_a_firing_case(code: str) -> None:
    cases = cases_of(RULES[code].topic.rsplit(".", 1)[-1])
    if cases:
        assert {case.fires for case in cases if case.code == code} == {True, False}
    else:  # topics whose tests are written in another way name the code at least
        tests = (path.read_text(encoding="utf-8") for path in TESTS.glob("test_*.py"))
        assert any(f'"{code}"' in test for test in tests)


def test_codes_differ() -> None:
    codes = [kind.code for kind in catalogue.kinds()]
    assert sorted(set(codes)) == sorted(codes)


def test_every_topic_of_the_folder_is_in_the_catalogue() -> None:
    for module in pkgutil.iter_modules(checks.__path__, f"{checks.__name__}."):
        importlib.import_module(module.name)
    assert {one.topic for one in RULES.values()} == {topic.__name__ for topic in catalogue.TOPICS}


# --- a rule is refused --------------------------------------------------------------------


def with_a_reason(*_: object) -> Iterator[Finding]:
    """It has one."""
    yield from ()


def without_a_reason(*_: object) -> Iterator[Finding]:
    yield from ()


DECORATORS = {
    "rule": lambda code: rule(code, Severity.NOTE, "Do this."),
    "field_rule": lambda code: field_rule(code, Severity.NOTE, "Do this."),
    "text_rule": lambda code: text_rule(code, Severity.NOTE, "Do this."),
    "row_rule": lambda code: row_rule(code, Severity.NOTE, "areas", "status", "Do this."),
}
by_decorator = pytest.mark.parametrize("decorator", DECORATORS.values(), ids=DECORATORS)


@by_decorator
def test_a_code_cannot_be_registered_twice(decorator) -> None:
    before = dict(RULES)
    with pytest.raises(ValueError, match=r"missing-answer.*twice"):
        decorator("missing-answer")(with_a_reason)
    assert before == RULES


@by_decorator
def test_a_rule_without_a_reason_is_refused(decorator) -> None:
    with pytest.raises(ValueError, match="no reason"):
        decorator("a-new-rule")(without_a_reason)
    assert "a-new-rule" not in RULES


# --- no rule alters what it judges ----------------------------------------------------------


def faulty(folder: Path) -> ReportFolder:
    """Return a report in which most rules find something."""
    long = "The service has agreed with its partners how plans are reviewed (and what is kept"
    return Case(
        "",
        "",
        all_of(
            sheet("cover", title=""),
            row("meetings", 0, date="31.08.2025"),
            rows("summary", {"kind": "Bullet", "text": "[areas] of 99 areas, TBC: SG-09 & LAC."}),
            more("supporting", {"kind": "Areas"}, {"kind": "Narrative", "text": "None"}),
            more("register", {"reference": "sg-01", "part": "Nowhere", "wording": "a\nb"}),
            more("narrative", {"text": f"{long} of three children, 943 476 5919"}),
            area(0, status="Completed", date=None, progress="It will be done.", further_work="x"),
            area(1, reference="SG-2", impact="Too early."),
        ),
    ).written(folder)


def merged_of(name: str, folder: Path) -> Merged:
    report = faulty(folder) if name == "faulty" else ReportFolder(SAMPLE_FOLDERS[name])
    checked = pipeline.check(report)
    assert checked.merged is not None
    assert checked.crashes == ()
    return checked.merged


SAMPLE_FOLDERS = {text.name: folder for text, folder in SAMPLES.items()}


@pytest.mark.parametrize("name", [*SAMPLE_FOLDERS, "faulty"])
def test_no_rule_alters_a_table(name: str, tmp_path: Path) -> None:
    merged = merged_of(name, tmp_path)
    rows = {
        **{key: table.records for key, table in merged.tables.items()},
        **{"areas": merged.areas, "withdrawn": merged.withdrawn},
    }
    columns = {key: table.columns for key, table in merged.tables.items()}
    before = copy.deepcopy((rows, columns))
    for code, one in RULES.items():
        one.problems(merged)
        assert (rows, columns) == before, code


def test_most_rules_have_something_to_alter(tmp_path: Path) -> None:
    codes = {problem.code for problem in pipeline.check(faulty(tmp_path)).problems}
    assert len(codes & set(RULES)) > 20


# --- a rule that crashes ---------------------------------------------------------------------


def crashing(_: Merged) -> NoReturn:
    raise LookupError("943 476 5919 is not there")


CRASHING = Rule(ProblemKind("crashing", Severity.NOTE, "Never said.", "For a test."), crashing, "")


def test_a_rule_that_crashes_is_an_error_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Case("", "", area(0, status="")).written(tmp_path)
    before = pipeline.check(folder).problems
    monkeypatch.setitem(RULES, "crashing", CRASHING)
    checked = pipeline.check(folder)
    assert checked.has_errors
    assert [str(crash) for crash in checked.crashes] == ["943 476 5919 is not there"]
    (problem,) = set(checked.problems) - set(before)
    assert (problem.code, problem.severity, problem.value, problem.where) == (
        "check-not-run",
        Severity.ERROR,
        "crashing",
        Cell("report.xlsx"),
    )
    assert set(before) < set(checked.problems)
    assert (*at("actions", "status"), "missing-answer") in [
        (each.where.sheet, each.where.address, each.code) for each in before
    ]


@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"], ["build"]])
def test_the_command_fails_and_shows_the_traceback(command: list[str], tmp_path: Path) -> None:
    written(tmp_path)
    code = (
        "import sys; sys.argv = ['report-builder', *sys.argv[1:]]\n"
        f"sys.path[:0] = {[str(TESTS), str(ROOT / 'samples')]!r}\n"
        "from test_registry import CRASHING, RULES\n"
        "from report_builder.cli import main\n"
        "RULES['crashing'] = CRASHING\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "LookupError: 943 *** **** is not there" in done.stderr
    assert "Traceback" not in done.stdout
    assert list((tmp_path / "output").iterdir()) == []
    if "json" in command:
        assert [problem["code"] for problem in json.loads(done.stdout)] == ["check-not-run"]
    else:
        assert "check-not-run" in done.stdout
