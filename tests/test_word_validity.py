"""Both samples' Word files are valid, and final ones are fit to publish."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import docx
import pytest
import sample_files
from sample_files import FINAL, NAMES

from report_builder.word.verify import catalogue

COMMANDS = {
    # A process for each file: a validator that is used twice reports the first file's findings.
    "openxml-audit": ["openxml-audit", "--quiet", "--ooxml-security"],
    "ooxml-integrity": ["ooxml-integrity", "check", "--fail-on", "info"],
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    return sample_files.built(tmp_path_factory)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_valid(command: list[str], name: str, files: dict[str, list[Path]]) -> None:
    program = str(Path(sys.executable).with_name(command[0]))
    for path in files[name]:
        done = subprocess.run(
            [program, *command[1:], str(path)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_validators_find_what_is_wrong(
    command: list[str], files: dict[str, list[Path]], tmp_path: Path
) -> None:
    document = docx.Document(str(files[FINAL[0]][0]))
    properties = document.paragraphs[0]._p.get_or_add_pPr()
    properties.get_or_add_pStyle().val = "NoSuchStyle"
    properties.append(properties.makeelement(properties.tag + "NoSuchElement"))
    path = tmp_path / "report.docx"
    document.save(str(path))
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([program, *command[1:], str(path)], capture_output=True, check=False)
    assert done.returncode == 1


@pytest.mark.parametrize("name", FINAL)
def test_fit_to_publish(name: str, files: dict[str, list[Path]]) -> None:
    for path in files[name]:
        outcome = catalogue.verify(path)
        assert (outcome.problems, outcome.crashes) == ([], ())
