"""Documents that cannot lie: generated ones are up to date, and every command is told of."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from report_builder.checks.catalogue import kinds
from report_builder.cli.commands import program

ROOT = Path(__file__).parents[1]
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["DOCUMENTS"]


@pytest.mark.parametrize("name", GENERATED)
def test_generated_document_is_what_the_program_says_today(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("name", program().commands)
def test_every_command_has_help_an_example_and_a_place_in_the_readme(name: str) -> None:
    command = program().commands[name]
    assert command.description
    assert any(f"report-builder {name}" in example for example in command.examples)
    assert f"report-builder {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_codes_are_unique_and_every_kind_says_what_to_do_and_why() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))
    assert all(kind.message and kind.reason for kind in kinds())
