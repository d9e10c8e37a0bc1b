"""How the commands are asked: their help, what is refused and how, and what each is given."""

from __future__ import annotations

import inspect
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli import run

from report_builder.cli.commands import _HOMES, program
from report_builder.cli.root import Parser


def _below(group: Parser) -> Iterator[Parser]:
    for command in group.commands.values():
        yield command
        yield from _below(command)


COMMANDS = {command.prog.removeprefix("report-builder "): command for command in _below(program())}
EXAMPLES = [example for command in COMMANDS.values() for example in command.examples]


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_whole_fits_a_terminal_and_ends_in_examples(
    name: str, option: str, tmp_path: Path
) -> None:
    done = run(*name.split(), option, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(len(line) < 80 for line in done.stdout.splitlines())
    assert "..." not in done.stdout.replace("COMMAND ...", "")
    last = done.stdout.split("\n\n")[-1]
    assert last.startswith("Example")
    assert f"  report-builder {name}" in last


def test_the_help_of_the_program_lists_each_command_with_all_of_its_first_sentence(
    tmp_path: Path,
) -> None:
    told = " ".join(run("--help", cwd=tmp_path).stdout.split())
    for name, command in program().commands.items():
        assert f" {name} {(command.description or '').partition(chr(10))[0]}" in told


@pytest.mark.parametrize("arguments", [[], ["template"]], ids=["none", "template"])
def test_who_names_no_command_gets_the_help(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run(*arguments, "--help", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("bild", "There is no command “bild”. Did you mean build?"),
        ("xyzzy", "There is no command “xyzzy”."),
        ("template chek", "There is no command “chek”. Did you mean check?"),
        ("--verison", "There is no option --verison. Did you mean --version?"),
        ("--folder here build", "There is no option --folder."),
        ("build --drafts=yes", "There is no option --drafts. Did you mean --draft?"),
        ("build --dra", "There is no option --dra. Did you mean --draft?"),  # no abbreviations
        ("verify --xyz a.docx", "There is no option --xyz."),
        ("build --folder", "--folder: expected one argument."),
        ("check --format xml", "--format: invalid choice: 'xml'"),
        ("serve --port many", "“many” is no whole number from 0 to 65535."),
        ("serve --port 65536", "“65536” is no whole number from 0 to 65535."),
        ("serve --port ٣", "“٣” is no whole number from 0 to 65535."),
        ("build --pdf=no", "--pdf: ignored explicit argument 'no'."),
        ("new", "required: FOLDER."),
        ("compare one", "required: NEW."),
        ("new one two", "“two” is one argument too many."),
    ],
)
def test_wrong_usage_is_said_in_a_sentence_with_the_way_to_help(
    asked: str, said: str, tmp_path: Path
) -> None:
    done = run(*asked.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    usage, sentence, help_wanted = done.stderr.rstrip("\n").rsplit("\n", 2)
    assert usage.startswith("Usage: report-builder")
    assert said in sentence
    command = help_wanted.removeprefix("For help: ")
    assert run(*command.split()[1:], cwd=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "asked",
    [
        ["trace", "some words", "--folder", "there"],
        ["trace", "--folder", "there", "some words"],
        ["trace", "--folder=there", "some words"],
        ["trace", "--folder", "there", "--", "some words"],
    ],
    ids=" ".join,
)
def test_options_stand_before_or_after_the_other_arguments(
    asked: list[str], tmp_path: Path
) -> None:
    done = run(*asked, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"No report has been built into {Path('there') / 'output'} yet.")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood(example: str) -> None:
    words = shlex.split(example.partition(" > ")[0])[1:]
    assert callable(program().parse_args(words).run)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_what_a_command_is_told_is_what_its_function_takes(command: Parser) -> None:
    told = {action.dest for action in command._actions} - {"help", "==SUPPRESS=="}
    assert told == set(inspect.signature(command.get_default("run")).parameters)


def test_each_module_has_the_commands_that_are_looked_for_in_it() -> None:
    assert list(program().commands) == list(_HOMES)
    for home in _HOMES.values():
        names = [name for name, its_home in _HOMES.items() if its_home == home]
        assert list(program(names[:1]).commands) == names
    assert program(()).commands == {}


@pytest.mark.skipif(os.name == "nt", reason="there is no sh")
@pytest.mark.parametrize("command", ["new x", "checks", "--help", "--version"])
def test_a_command_runs_without_standard_output(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m report_builder {command} >&-', sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"]])
def test_a_broken_pipe_within_a_command_is_a_crash_like_any_other(
    command: list[str], tmp_path: Path
) -> None:
    code = (
        "import sys; sys.argv = ['report-builder', *sys.argv[1:]]\n"
        "from report_builder import cli, pipeline\n"
        "def check(*_): raise BrokenPipeError\n"
        "pipeline.check = check\n"
        "cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "BrokenPipeError" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows ends such a pipe in another way")
@pytest.mark.parametrize("command", ["--help", "checks"])
def test_who_reads_no_further_ends_the_command_quietly(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "report_builder", command],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.stderr == b""
