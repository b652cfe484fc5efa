"""Both languages: nothing that a person reads lacks its Chinese, and figures are exact in either."""

import string
from datetime import date
from fractions import Fraction
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir

from comitia.documents.language import Language, language
from comitia.texts import Sentence, Text

SOURCE = Path(__file__).parents[2] / "src" / "comitia"
CATALOGUE = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "comitia.po"


def extracted() -> set[str]:
    """Every message id in the sources and the templates, as pybabel would extract it."""
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    found = extract_from_dir(str(SOURCE), methods, keywords={"_": None, "N_": None, "say": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_text_is_translated_and_nothing_else_is_kept() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    translated = {entry.msgid for entry in catalogue if entry.msgstr and not entry.fuzzy and not entry.obsolete}
    assert extracted() - translated == set()
    assert {entry.msgid for entry in catalogue} - extracted() == set()


def test_a_translation_takes_the_same_parameters() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    differing = [entry.msgid for entry in catalogue if fields(entry.msgid) != fields(entry.msgstr)]
    assert differing == []


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [
        (Fraction(3, 20), 1, "15.0 %"),
        (Fraction(16, 108), 1, "14.8 %"),  # CN-P-01: 124 candidates for 108 seats
        (Fraction(17, 108), 1, "15.7 %"),  # CN-P-01: 125 candidates
        (Fraction(15999, 100_000), 1, "15.9 %"),
        (Fraction(9999, 10_000), 0, "99 %"),
        (Fraction(12), 2, "1,200.00 %"),
        (Fraction(-1, 8), 1, "-12.5 %"),
        (Fraction(-1, 10_000), 1, "0.0 %"),
    ],
)
def test_a_percentage_is_cut_and_never_shows_what_was_not_reached(share: Fraction, digits: int, shown: str) -> None:
    assert language("en").percent(share, digits) == shown


def test_a_sentence_speaks_its_parameters_in_the_same_language() -> None:
    inner = Sentence("none")
    sentence = Sentence("{text} {inner} {count} {ratio} {id}", {
        "text": Text("North", "北区"), "inner": inner, "count": 4_936_000, "ratio": Fraction(3, 20), "id": "n-1",
    })  # fmt: skip
    assert language("en").say(sentence) == "North none 4,936,000 3/20 n-1"
    assert language("zh").say(sentence) == "北区 无 4,936,000 3/20 n-1"


def test_days_are_written_as_readers_of_each_language_write_them() -> None:
    day = date(2021, 11, 8)
    assert language("en").day(day) == "2021-11-08"
    assert language("zh").day(day) == "2021年11月8日"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_an_empty_text_stays_empty(code: str) -> None:
    spoken: Language = language(code)  # type: ignore[arg-type]
    assert spoken._("") == ""
