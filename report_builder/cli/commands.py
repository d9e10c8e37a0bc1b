"""All commands: which module each is in, in the order in which the help shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

from report_builder import __version__
from report_builder.cli.root import Parser

_HOMES = {
    "new": "preparing",
    "issue": "preparing",
    "check": "checking",
    "checks": "checking",
    "build": "building",
    "verify": "publishing",
    "trace": "publishing",
    "compare": "comparing",
    "next": "following",
    "template": "templates",
    "serve": "serving",
}


def program(names: Iterable[str] = _HOMES) -> Parser:
    """Return the parser of the program, with the commands of all modules that ``names`` are in."""
    parser = Parser(
        "Turn the Excel returns of heads of service into the council's Executive Decision Report "
        "in Word.",
        ["report-builder new my-report", "report-builder build --help"],
        prog="report-builder",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help="Print the version.",
    )
    parser.asks_for_a_command()
    for home in dict.fromkeys(_HOMES[name] for name in names):
        import_module(f"report_builder.cli.{home}").register(parser)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Do what ``arguments`` say; return the exit code.

    Raises:
        SystemExit: they ask for help or for the version, or are wrong, and this has been said.
    """
    told = vars(_parser_for(arguments).parse_args(arguments))
    work = told.pop("run")
    code: int = work(**told)
    return code


def _parser_for(arguments: Sequence[str]) -> Parser:
    """Return a parser that knows no more commands than ``arguments`` need, so that it is quick."""
    first = arguments[0] if arguments else ""
    if first == "--version":
        return program(())
    return program([first] if first in _HOMES else _HOMES)
