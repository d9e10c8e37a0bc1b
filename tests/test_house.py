"""The house: one way for imports, formatter, linter and strict types, all in the test command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = {
    "imports point one way": ["lint-imports"],
    "formatted": ["ruff", "format", "--check", "--quiet", "."],
    "linted": ["ruff", "check", "--quiet", "."],
    "strictly typed": ["mypy"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_house(command: list[str]) -> None:
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_heavy_libraries_are_not_imported_for_help(option: str) -> None:
    code = (
        "import sys; sys.argv = ['report-builder', sys.argv[1]]\n"
        "from report_builder.cli import exit_code\n"
        "assert exit_code() == 0\n"
        "heavy = {'pandas', 'numpy', 'openpyxl', 'docx', 'docxtpl', 'lxml', 'starlette'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, option], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
