"""Documents that cannot lie: generated ones are up to date, and every command is told of."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from typer.main import get_command

from report_builder.checks.catalogue import kinds
from report_builder.cli import app

ROOT = Path(__file__).parents[1]
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["DOCUMENTS"]


@pytest.mark.parametrize("name", GENERATED)
def test_generated_document_is_what_the_program_says_today(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("name", sorted(getattr(get_command(app), "commands", {})))
def test_every_command_has_help_an_example_and_a_place_in_the_readme(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert command.help
    assert f"report-builder {name}" in (command.epilog or "")
    assert f"report-builder {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_codes_are_unique_and_every_kind_says_what_to_do_and_why() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(codes) == len(set(codes))
    assert all(kind.message and kind.reason for kind in kinds())
