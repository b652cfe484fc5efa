"""Help in the reader's language: what a command says of itself, and what Typer says around it."""

from typing import Any

import typer

from comitia.documents.language import Language
from comitia.texts import N_

HEADINGS = (N_("Arguments"), N_("Options"), N_("Commands"))
"""What Typer writes above the parts of a help page."""
ITSELF = N_("Show this message and exit.")
"""What Typer says of the option ``--help``."""


def translated(command: Any, spoken: Language) -> Any:
    """A command and all below it, with its help in the reader's language, and plain as the rest of what is printed."""
    command.rich_markup_mode = None
    command.context_class = _context(spoken)
    own = command.get_help_option(typer.Context(command))
    parts = [(command, "help"), (command, "epilog"), *((part, "help") for part in (own, *command.params))]
    for part, name in parts:
        if text := getattr(part, name, None):
            setattr(part, name, spoken._(text))
    for below in getattr(command, "commands", {}).values():
        translated(below, spoken)
    return command


def _context(spoken: Language) -> type[typer.Context]:
    formatter: Any = typer.Context.formatter_class

    class Page(formatter):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, spoken._(N_("Usage: ")))

        def write_heading(self, heading: str) -> None:
            super().write_heading(spoken._(heading))

    class Context(typer.Context):
        formatter_class = Page

    return Context
