"""The way of a command: which language, which group, what is refused, and the exit code.

Exit codes: 0 done, 1 refused, 2 not understood, 130 interrupted.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from comitia.cli import contents
from comitia.cli.help import translated
from comitia.cli.line import Line
from comitia.cli.printing import Printer
from comitia.documents.language import Code, language
from comitia.rules import RuleBroken, RulesBroken
from comitia.texts import N_

GLOBAL = ("--folder", "--as", "--at", "--lang", "--key")

HELP = N_(
    "Level-by-level elections of delegates, on a record that anyone can verify.\n\n"
    "The options below may stand anywhere on the line. A text that should not be seen in the list of processes can "
    "come from standard input: write - for it."
)
FIRST = N_(
    "Three commands to begin with:  "
    "comitia charter show co-operative  |  "
    "comitia init election --charter co-operative --as anna --rehearsal  |  "
    "comitia --folder election status"
)


class River(TyperGroup):
    """The commands in the order of an election; a command's module is imported when the command is given."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, _, rest = super().resolve_command(ctx, args)
        module, attribute = contents.MODULES[str(name)]
        command = get_command(getattr(import_module(f"comitia.cli.{module}"), attribute))
        printer: Printer = ctx.obj  # until the options are read
        return name, translated(command, printer.language), rest


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line. Returns the exit code; never raises for what a person or a file did wrong."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    arguments = list(hoisted(arguments)) or ["--help"]
    printer = Printer(language(code_of(arguments)), as_json="--json" in arguments)
    try:
        root(printer).main(arguments, prog_name="comitia", obj=printer)
    except SystemExit as exit:
        return exit.code if isinstance(exit.code, int) else 0
    except RuleBroken as broken:
        printer.refusal(broken)
    except RulesBroken as broken:
        printer.faults(broken)
    except OSError as error:
        printer.failure(error)
    return 1


def hoisted(arguments: Sequence[str]) -> Iterator[str]:
    """The same arguments, the global options before all others, so that they may stand anywhere."""
    front: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            rest += [argument, *given]
        elif argument == "--json" or argument.partition("=")[0] in GLOBAL:
            front.append(argument)
            if argument in GLOBAL:
                front += [value for value in [next(given, None)] if value is not None]
        else:
            rest.append(argument)
    yield from [*front, *rest]


def code_of(arguments: Sequence[str]) -> Code:
    """The language: ``--lang``, else COMITIA_LANG, else what the system's locale says; English where none is known."""
    named = [value for option, value in pairwise(arguments) if option == "--lang"]
    named += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    environment = [os.environ.get(name, "") for name in ("COMITIA_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((value for value in [*named, *environment] if value), "en")
    return "zh" if chosen.startswith("zh") else "en"


def root(printer: Printer) -> TyperGroup:
    """The command ``comitia`` with its global options, in the printer's language."""
    app = typer.Typer(cls=River, help=HELP, epilog=FIRST, add_completion=False, rich_markup_mode=None)

    @app.callback()
    def options(
        ctx: typer.Context,
        folder: Annotated[
            str, typer.Option(envvar="COMITIA_FOLDER", metavar="DIR", help=N_("The election's folder."))
        ] = ".",
        officer: Annotated[
            str, typer.Option("--as", envvar="COMITIA_AS", metavar="OFFICER", help=N_("Who acts."))
        ] = "",
        at: Annotated[
            str,
            typer.Option(
                envvar="COMITIA_AT",
                metavar="TIME",
                help=N_(
                    "In a rehearsal: the time of the act in the charter's zone, as 2026-03-02 or 2026-03-02T10:30."
                ),
            ),
        ] = "",
        lang: Annotated[
            str, typer.Option(envvar="COMITIA_LANG", metavar="en|zh", help=N_("The language: English or Chinese."))
        ] = "",
        key: Annotated[
            str, typer.Option(help=N_("The act's idempotency key: repeated, it does not act a second time."))
        ] = "",
        json: Annotated[bool, typer.Option("--json", help=N_("Print JSON, for programs."))] = False,
    ) -> None:
        ctx.obj = Line(printer, folder, officer, at, key)

    group = get_command(app)
    assert isinstance(group, TyperGroup)
    group.commands = {name: TyperGroup(name=name, help=help) for name, help in contents.HELP.items()}
    translated(group, printer.language)
    return group
