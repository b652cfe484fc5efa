"""The arguments and options that several commands share, and how they are written."""

import sys
from collections.abc import Iterable
from typing import Annotated, get_args

import typer

from comitia.register import delimited
from comitia.rules import rule
from comitia.texts import N_

Unit = Annotated[str, typer.Argument(metavar="UNIT", help=N_("The unit's id."))]
Person = Annotated[str, typer.Argument(metavar="PERSON", help=N_("The person's number in this election."))]
RoundId = Annotated[str, typer.Argument(metavar="ROUND", help=N_("The round's id in the charter."))]
File = Annotated[str, typer.Argument(metavar="FILE", help=N_("A CSV, XLSX or Parquet file."))]
Encoding = Annotated[
    str,
    typer.Option(metavar="utf-8|gb18030", help=N_("The encoding of a CSV file; gb18030 for one in GBK or GB18030.")),
]
Authority = Annotated[str, typer.Option(metavar="BODY", help=N_("The body that decided it; this is public."))]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="GROUP", help=N_("A group that the person belongs to; repeatable.")),
]
Name = Annotated[str, typer.Option(metavar="NAME", help=N_("The person's name; it is sealed. - reads standard input."))]
Reasons = Annotated[str, typer.Option("--reasons", metavar="TEXT", help=N_("They are sealed. - reads standard input."))]
Evidence = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="FILE", help=N_("A file that bears it out; repeatable. It is sealed.")),
]

LONGEST = 1_000_000

PAIR = rule(
    "command.pair",
    says=N_("Figures and grounds are given person by person, each person once."),
    refusal=N_("{pair} is not written as {form}, or names somebody twice"),
    cure=N_("write {form}, for each person once"),
)
INPUT = rule(
    "command.input",
    says=N_("A text from standard input is in UTF-8 and at most a million bytes long."),
    refusal=N_("standard input is longer than {most} bytes, or is not UTF-8"),
    cure=N_("save the text as UTF-8, and shorten it"),
)
EMPTY = rule(
    "command.empty",
    says=N_("A text that an act asks for is not empty."),
    refusal=N_("{option} is empty"),
    cure=N_("write a text there, or - to read it from standard input"),
)
ENCODING = rule(
    "command.encoding",
    says=N_("The encoding of a file is utf-8 or gb18030."),
    refusal=N_("{encoding} is no encoding that is read"),
    cure=N_("use utf-8, or gb18030 for a file in GBK or GB18030"),
)


def written(text: str, option: str) -> str:
    """A text as given, or from standard input where it is ``-``.

    Raises RuleBroken ``command.input``, and ``command.empty`` where nothing is left of it.
    """
    if text == "-":
        content = sys.stdin.buffer.read(LONGEST + 1)
        try:
            text = content.decode().removeprefix("\ufeff").rstrip("\r\n")
        except UnicodeDecodeError:
            raise INPUT.broken(most=LONGEST) from None
        if len(content) > LONGEST:
            raise INPUT.broken(most=LONGEST)
    if not text.strip():
        raise EMPTY.broken(option=option)
    return text


def encoding_of(name: str) -> delimited.Encoding:
    """The encoding of that name. Raises RuleBroken ``command.encoding``."""
    for known in get_args(delimited.Encoding):
        if name.lower() == known:
            return known  # type: ignore[no-any-return]
    raise ENCODING.broken(encoding=name)


def each(values: Iterable[str] | None) -> tuple[str, ...]:
    """Ids that were given one by one, or several at a time with commas."""
    return tuple(id for value in values or () for id in value.split(",") if id)


def pairs(values: Iterable[str] | None, form: str) -> dict[str, str]:
    """``PERSON=VALUE`` as a mapping. Raises RuleBroken ``command.pair``."""
    found: dict[str, str] = {}
    for pair in values or ():
        person, equals, value = pair.partition("=")
        if not equals or not value or person in found:
            raise PAIR.broken(pair=pair, form=form)
        found[person] = value
    return found


def figures(values: Iterable[str] | None, form: str = "PERSON=NUMBER") -> dict[str, int]:
    """``PERSON=NUMBER`` as a mapping. Raises RuleBroken ``command.pair``."""
    found = pairs(values, form)
    for person, value in found.items():
        if not (value.isascii() and value.isdecimal() and len(value) <= 16):
            raise PAIR.broken(pair=f"{person}={value}", form=form)
    return {person: int(value) for person, value in found.items()}
