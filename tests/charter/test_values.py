"""Single values as people write them, and how wrong ones are refused."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.charter import values
from comitia.rules import RuleBroken


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("15 %", Fraction(3, 20)),  # CN-P-01
        ("15%", Fraction(3, 20)),
        ("12.5 %", Fraction(1, 8)),
        ("1/3", Fraction(1, 3)),  # CN-P-10: no decimal is exact
        ("3", Fraction(3)),
        ("0", Fraction(0)),
        ("0.15", Fraction(3, 20)),
        ("1/3 %", Fraction(1, 300)),
    ],
)
def test_ratios_are_exact(written: str, meant: Fraction):
    assert values.ratio(written, "key") == meant


@given(st.integers(0, 999_999_999), st.integers(1, 999_999_999))
def test_any_ratio_of_whole_numbers_can_be_written(numerator: int, denominator: int):
    assert values.ratio(f"{numerator}/{denominator}", "key") == Fraction(numerator, denominator)
    assert values.ratio(f"{numerator}/{denominator} %", "key") == Fraction(numerator, denominator) / 100


@pytest.mark.parametrize(
    "written",
    [
        0.15,
        3,
        True,
        "",
        "1/0",
        "-1",
        "1e3",
        "15 percent",
        "１５ %",
        "1 / 3",
        "15  %",
        "15 %\n",
        "½",
        "1/3/5",
        "9" * 5000,
    ],
)
def test_what_is_no_exact_ratio_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.ratio: margins.ballot is .*, and must be a ratio"):
        values.ratio(written, "margins.ballot")


@pytest.mark.parametrize("name", ["䶮𠮷", "阿卜杜拉·买买提", "Ó Súilleabháin", "欧阳 娜娜", "—"])
def test_names_of_any_script_are_texts(name: str):
    assert values.text(name, "key") == name


@pytest.mark.parametrize("written", [3, "two\nlines", "\x1b[31m", "\x00", "\u2028", ["a"]])
def test_what_is_no_text_on_one_line_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.text") as refusal:
        values.text(written, "key")
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize("written", ["North", "", "-a", "a" * 33, "north\n", "北", "a/b", "..", 3])
def test_what_cannot_be_an_id_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.id"):
        values.identifier(written, "key", r"^[a-z0-9][a-z0-9._-]{0,31}$")


@pytest.mark.parametrize("written", [0, 10, True, "3", 3.0, 2**4000])
def test_what_is_no_whole_number_in_its_limits_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.whole-number: key is .* from 1 to 9"):
        values.whole_number(written, "key", 1, 9)


@pytest.mark.parametrize("written", ["2026-03-01", datetime(2026, 3, 1), date(1899, 12, 31), date(2200, 1, 1), 2026])
def test_what_is_no_date_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.date"):
        values.day(written, "key")


@pytest.mark.parametrize("written", [1, 0, "true"])
def test_what_is_neither_true_nor_false_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.yes-or-no"):
        values.yes_or_no(written, "key")


@pytest.mark.parametrize("written", ["Webster", "", 1, True])
def test_what_is_none_of_the_choices_is_refused(written: object):
    with pytest.raises(RuleBroken, match=r"charter\.choice: .* none of: webster, jefferson"):
        values.choice(written, "key", ("webster", "jefferson"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        ({"a": 1}, "{…}"),
        ([2**9999], "[…]"),
        ("x" * 41, "x" * 39 + "…"),
        ("\x1b[2J", "\ufffd[2J"),
        (2**9999, "0x8" + "0" * 36 + "…"),
        (-7, "-7"),
    ],
)
def test_a_value_is_shown_short_and_harmless(value: object, shown: str):
    assert values.shown(value) == shown
