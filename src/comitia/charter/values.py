"""Single values, as people write them in a charter: one function and one rule for each kind.

Every function takes the value that the TOML file holds and the key it stands at, for the message; each returns the
value as the structs hold it, or raises RuleBroken.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from comitia.rules import rule
from comitia.texts import N_

RATIO = rule(
    "charter.ratio",
    says=N_("A ratio is exact: a percentage, a fraction or a number, as a text."),
    refusal=N_("{key} is {value}, and must be a ratio"),
    cure=N_('write it in quotes, as "15 %", "1/3" or "3"'),
)
TEXT = rule(
    "charter.text",
    says=N_("A text is written in quotes, on one line."),
    refusal=N_("{key} is {value}, and must be a text on one line"),
    cure=N_("write it in straight quotes, without line breaks or control characters"),
)
ID = rule(
    "charter.id",
    says=N_("An id has at most 32 characters: small letters, digits, dots, hyphens and underscores."),
    refusal=N_("{key} is {value}, and cannot be an id"),
    cure=N_("use 1 to 32 small letters a-z, digits, dots, hyphens and underscores, and begin with a letter or digit"),
)
WHOLE_NUMBER = rule(
    "charter.whole-number",
    says=N_("A number of things is a whole number within its limits."),
    refusal=N_("{key} is {value}, and must be a whole number from {least} to {most}"),
    cure=N_("write the digits only, without quotes"),
)
DATE = rule(
    "charter.date",
    says=N_("A date is a day of the years 1900 to 2199."),
    refusal=N_("{key} is {value}, and must be a date of the years 1900 to 2199"),
    cure=N_("write it without quotes or time, as 2026-03-01"),
)
YES_OR_NO = rule(
    "charter.yes-or-no",
    says=N_("What is so or not so is written as true or false."),
    refusal=N_("{key} is {value}, and must be true or false"),
    cure=N_("write true or false, without quotes"),
)
CHOICE = rule(
    "charter.choice",
    says=N_("Where there are only some possibilities, the key names one of them."),
    refusal=N_("{key} is {value}, which is none of: {known}"),
    cure=N_("write one of these, in quotes"),
)

_RATIO = re.compile(r"(?P<number>[0-9]{1,9}(\.[0-9]{1,9}|/[0-9]{1,9})?)(?P<percent> ?%)?")


def ratio(value: object, key: str) -> Fraction:
    """The exact ratio that is written.

    >>> ratio("15 %", "margins.ballot.more_than")
    Fraction(3, 20)
    """
    match = _RATIO.fullmatch(value) if isinstance(value, str) else None
    try:
        number = Fraction(match["number"]) if match else None
    except ZeroDivisionError:
        number = None
    if match is None or number is None:
        raise RATIO.broken(key=key, value=shown(value))
    return number / 100 if match["percent"] else number


def text(value: object, key: str) -> str:
    """A text in Unicode's composed form (NFC), as the record holds texts; any character of any script may be in it."""
    if not isinstance(value, str) or any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in value):
        raise TEXT.broken(key=key, value=shown(value))
    return unicodedata.normalize("NFC", value)


def identifier(value: object, key: str, pattern: str) -> str:
    """An id, as the record and file names use it."""
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise ID.broken(key=key, value=shown(value))
    return value


def whole_number(value: object, key: str, least: int, most: int) -> int:
    """A whole number between two limits, both included."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise WHOLE_NUMBER.broken(key=key, value=shown(value), least=least, most=most)
    return value


def day(value: object, key: str) -> date:
    """A date; the years are limited so that no period that a charter can name leaves the calendar."""
    if not isinstance(value, date) or isinstance(value, datetime) or not 1900 <= value.year < 2200:
        raise DATE.broken(key=key, value=shown(value))
    return value


def yes_or_no(value: object, key: str) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise YES_OR_NO.broken(key=key, value=shown(value))
    return value


def choice(value: object, key: str, known: Iterable[str]) -> str:
    """One of the words that are known at this key."""
    if not isinstance(value, str) or value not in known:
        raise CHOICE.broken(key=key, value=shown(value), known=", ".join(known))
    return value


def shown(value: object) -> str:
    """A value of the file as a message shows it, cut where it is long, with nothing that a terminal would obey."""
    match value:
        case bool():
            written = str(value).lower()
        case dict():
            written = "{…}"
        case list():
            written = "[…]"
        case int() if value.bit_length() > 128:
            written = f"{value:#x}"  # Python refuses to print so many decimal digits
        case _:
            written = "".join(character if character.isprintable() else "\ufffd" for character in str(value))
    return written if len(written) <= 40 else f"{written[:39]}…"
