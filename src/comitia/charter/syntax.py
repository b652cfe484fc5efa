"""A text becomes the values of a TOML document, or every place where it is none."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from comitia.charter.finding import dotted
from comitia.charter.places import Place, Places, broken_places, places
from comitia.charter.values import shown
from comitia.rules import Fault, RulesBroken, rule
from comitia.texts import N_

SYNTAX = rule(
    "charter.syntax",
    says=N_("A charter is a TOML file."),
    refusal=N_("this is not TOML: {line}"),
    cure=N_(
        "write key = value on one line, with texts, ratios and ids in straight quotes and lists in square brackets"
    ),
)
REPEATED_KEY = rule(
    "charter.repeated-key",
    says=N_("A key is written once."),
    refusal=N_("{key} is written above already"),
    cure=N_("remove one of the two"),
)

LONG_LINE = rule(
    "charter.long-line",
    says=N_("A line of a charter has at most 4,000 characters."),
    refusal=N_("the line has more than {most} characters"),
    cure=N_("break the list on it into several lines, or give the path of a charter"),
)

MOST_CHARACTERS = 4_000
"""Longer lines hold no charter, and the time to read a key of many dots grows with the square of its length."""
MOST_LINES_SHOWN = 10
"""Each takes a reading of the whole text."""


def read_toml(text: str, name: str) -> tuple[dict[str, Any], Places]:
    """The document, and where its keys stand. Raises RulesBroken with every line that is no TOML."""
    for row, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_CHARACTERS:
            raise RulesBroken((Fault(LONG_LINE, {"most": MOST_CHARACTERS}, name, row, MOST_CHARACTERS + 1),))
    where = places(text)
    try:
        return tomllib.loads(text), where
    except (ValueError, RecursionError):
        raise RulesBroken(tuple(sorted(_not_toml(text, name, where), key=reading_order))) from None


def reading_order(fault: Fault) -> tuple[int, int, str]:
    """Faults are told in the order of the text."""
    return fault.row, fault.column, str(fault)


def _not_toml(text: str, name: str, where: Places) -> Iterator[Fault]:
    """Keys written twice, and lines that are no TOML.

    The reader stops at the first such line; so it is left out, and the text read again. A further line is only reported
    where the grammar says the same of it: otherwise an open bracket would condemn everything below.
    """
    lines = text.split("\n")
    twice = {place.row: path for path, place in where.repeated}
    for path, place in where.repeated:
        yield Fault(REPEATED_KEY, {"key": dotted(path)}, name, *place)
    for number in range(MOST_LINES_SHOWN):
        left = "\n".join(lines)
        try:
            tomllib.loads(left)
            return
        except (ValueError, RecursionError) as error:
            told = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        broken = broken_places(left)
        end = min(broken, default=Place(len(lines), 1))  # where what is still open at the end begins
        stopped = Place(int(told[1]), int(told[2])) if told else end
        if stopped.row not in twice:
            if number and stopped.row not in {place.row for place in broken}:
                return
            yield Fault(SYNTAX, {"line": shown(lines[stopped.row - 1].strip())}, name, *stopped)
        if not told:
            return
        lines[stopped.row - 1] = ""
