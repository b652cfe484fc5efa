"""A language: where a template and its parameters become a text that a person reads.

The catalogue is the .po file itself, read when it is first asked for, so that there is nothing to compile and nothing
that can be out of date. The message ids are the English texts.
"""

import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from math import floor
from typing import Literal

import msgspec
import polib  # type: ignore[import-untyped]

from comitia.texts import N_, Parameter, Sentence, Text

Code = Literal["en", "zh"]
CODES: tuple[Code, ...] = ("en", "zh")

DAY = N_("{year}-{month:02}-{day:02}")
PERCENT = N_("{number} %")


class Language(msgspec.Struct, frozen=True):
    """One language. ``tag`` is its BCP 47 tag, ``name`` what its readers call it."""

    code: Code
    tag: str
    name: str
    translate: Callable[[str], str]

    def _(self, message: str) -> str:
        """The message in this language; in English where the catalogue lacks it."""
        return self.translate(message) if message else ""

    def say(self, sentence: Sentence) -> str:
        """The sentence in this language, its parameters put in. Raises KeyError where one is missing."""
        spoken = {name: self.parameter(value) for name, value in sentence.parameters.items()}
        return self._(sentence.template).format(**spoken)

    def parameter(self, value: Parameter) -> str:
        """A parameter as it stands in a sentence; a fraction stays exact, as ``3/20``."""
        match value:
            case Text():
                return self.text(value)
            case Sentence():
                return self.say(value)
            case int():
                return self.n(value)
            case _:
                return str(value)

    def text(self, text: Text) -> str:
        """The organisation's own words, in this language."""
        return text.zh if self.code == "zh" else text.en

    def n(self, number: int) -> str:
        """A number with its thousands apart: 2,300."""
        return f"{number:,}"

    def percent(self, share: Fraction, digits: int = 1) -> str:
        """A share in percent, ``Fraction(3, 20)`` as 15.0 %; cut, not rounded, as refusals have it: 15.99 % never
        shows as 16.0 %."""
        scale = 10**digits
        whole, rest = divmod(floor(abs(share) * 100 * scale), scale)
        number = self.n(whole) + (f".{rest:0{digits}}" if digits else "")
        return self._(PERCENT).format(number=f"-{number}" if share < 0 and (whole or rest) else number)

    def day(self, day: date) -> str:
        """A date: 2021-11-18, 2021年11月18日."""
        return self._(DAY).format(year=day.year, month=day.month, day=day.day)


@cache
def language(code: Code) -> Language:
    """The language of that code: ``en`` or ``zh`` (Simplified Chinese)."""
    if code == "en":
        return Language("en", "en", "English", NullTranslations().gettext)
    source = files("comitia") / "locale" / "zh_CN" / "LC_MESSAGES" / "comitia.po"
    catalogue = polib.pofile(source.read_text(encoding="utf-8"))
    return Language("zh", "zh-Hans", "中文", GNUTranslations(io.BytesIO(catalogue.to_binary())).gettext)
