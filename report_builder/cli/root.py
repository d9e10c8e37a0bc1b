"""What the commands are declared with: their parser, the options that they share, exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from report_builder import console

PROBLEMS = 1
TROUBLE = 2
_COLUMNS = 80


class Parser(argparse.ArgumentParser):
    """The parser of the program, of a command, or of a group of commands.

    What is not known is refused in a sentence, with exit code 2. No option may be abbreviated: an
    option that is new one day would change what the abbreviation means.
    """

    def __init__(self, says: str, examples: Sequence[str], **named: Any) -> None:
        """Have a parser whose help is what ``says`` says, with ``examples`` at its end."""
        title = "Example:" if len(examples) == 1 else "Examples:"
        super().__init__(
            description="\n\n".join(" ".join(part.split()) for part in says.split("\n\n")),
            epilog="\n".join([title, *(f"  {example}" for example in examples)]),
            formatter_class=_Help,
            allow_abbrev=False,
            add_help=False,
            **named,
        )
        self.examples = examples
        self.commands: dict[str, Parser] = {}
        self._registered: argparse._SubParsersAction[Parser] | None = None
        self._positionals.title, self._optionals.title = "Arguments", "Options"
        self.add_argument("-h", "--help", action="help", help="Show this message and exit.")

    def command(self, name: str, run: Callable[..., int], *examples: str) -> Parser:
        """Add a command; return its parser, which takes its arguments.

        ``run`` does the work: it is called with the arguments by their names, and returns the exit
        code. Its docstring is the command's help, the first sentence that in the list of commands.
        """
        command = self._added(name, run.__doc__ or "", examples)
        command.set_defaults(run=run)
        return command

    def group(self, name: str, says: str, *examples: str) -> Parser:
        """Add a command that consists of commands; return its parser, which takes these."""
        group = self._added(name, says, examples)
        group.asks_for_a_command()
        return group

    def asks_for_a_command(self) -> None:
        """Answer with the help where no command is given."""
        self.set_defaults(run=self._help_instead)

    def _added(self, name: str, says: str, examples: Sequence[str]) -> Parser:
        if self._registered is None:
            self._registered = self.add_subparsers(
                title="Commands", metavar="COMMAND", prog=self.prog
            )
        summary = " ".join(says.partition("\n\n")[0].split())
        added = self._registered.add_parser(name, help=summary, says=says, examples=examples)
        self.commands[name] = added
        return added

    def _help_instead(self) -> int:
        self.print_help(sys.stderr)
        return TROUBLE

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str], namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Return what ``args`` say; what is not known is refused by the command it was told."""
        if self.commands and args and args[0].startswith("-"):
            self._refuse_option(args[0])
        told, unknown = super().parse_known_args(args, namespace)
        for one in unknown:
            self._refuse_option(one)
            self.error(f"“{one}” is one argument too many")
        return told, []

    def _refuse_option(self, word: str) -> None:
        option = word.partition("=")[0]
        if option.startswith("-") and option not in self._option_string_actions:
            self.error(f"there is no option {option}{_near(option, self._option_string_actions)}")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action is self._registered and value not in self.commands:
            raise argparse.ArgumentError(
                None, f"there is no command “{value}”{_near(value, self.commands)}"
            )
        super()._check_value(action, value)

    def _print_message(self, message: str, file: Any = None) -> None:
        with console.read_by_somebody():
            super()._print_message(message, file)

    def error(self, message: str) -> NoReturn:
        """End with what is wrong with the arguments, and how to get help."""
        sentence = message[0].upper() + message[1:]
        stop = "" if sentence.endswith(("?", ".")) else "."
        self.exit(TROUBLE, f"{self.format_usage()}{sentence}{stop}\nFor help: {self.prog} --help\n")


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal, at most 80 columns; a line of a text is a paragraph of it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_width() - 2)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Usage: " if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled = (self._filled(line, width, indent) for line in text.splitlines())
        return "\n".join(filled)

    def _filled(self, line: str, width: int, indent: str) -> str:
        from textwrap import fill

        if not line.startswith(" "):
            return fill(line, width, initial_indent=indent, subsequent_indent=indent)
        # A command: it goes on further in, and is broken at no hyphen and in no name of a file.
        parts = line.split('"')
        parts[1::2] = [part.replace(" ", "\xa0") for part in parts[1::2]]
        within = f"{indent}      "
        filled = fill('"'.join(parts), width, subsequent_indent=within, break_on_hyphens=False)
        return filled.replace("\xa0", " ")

    def _format_action(self, action: argparse.Action) -> str:
        if action.nargs != argparse.PARSER:
            return super()._format_action(action)
        self._dedent()
        formatted = super()._format_action(action)
        self._indent()
        return formatted.partition("\n")[2]  # without COMMAND, which the heading says


def _width() -> int:
    try:
        return min(_COLUMNS, os.get_terminal_size().columns or _COLUMNS)
    except OSError:
        return _COLUMNS


def _near(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    return f". Did you mean {near[0]}?" if near else ""


def add_folder(command: Parser) -> None:
    """Give ``command`` the option that names its report folder."""
    command.add_argument(
        "--folder",
        metavar="DIR",
        type=Path,
        default=Path(),
        help="The report folder: it holds inputs, templates and output. [default: %(default)s]",
    )


def add_profile(command: Parser) -> None:
    """Give ``command`` the option that tells how long it took."""
    command.add_argument(
        "--profile",
        action="store_true",
        help="Print how long each phase took, on standard error; nothing of the report is in it.",
    )
