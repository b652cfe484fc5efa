"""The charter on the record: canonical, and the same charter again."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from comitia.charter.file import from_record, loads, to_record
from comitia.charter.shipped import shipped, shipped_text


def parts(value):
    yield value
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield key
        yield from parts(part)


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_charter_comes_back_from_the_record_as_it_was(name: str):
    charter = loads(shipped_text(name), name)
    record = json.loads(json.dumps(to_record(charter)))
    assert from_record(record) == charter
    assert to_record(from_record(record)) == record


@pytest.mark.parametrize("name", shipped())
def test_the_record_holds_integers_texts_lists_and_objects_only(name: str):
    record = to_record(loads(shipped_text(name), name))
    assert {type(part) for part in parts(record)} <= {int, str, list, dict}
    assert all(key.isascii() for part in parts(record) if isinstance(part, dict) for key in part)


def test_the_founding_entry_of_the_largest_shipped_charter_has_room():
    record = to_record(loads(shipped_text("national-congress"), "national"))
    assert len(json.dumps(record, ensure_ascii=False).encode()) < 65_535 // 2


def test_ratios_dates_and_yes_or_no_as_the_record_writes_them():
    record = to_record(loads(shipped_text("national-congress"), "national"))
    assert record["margins"]["ballot"] == {"more_than": "3/20", "base": "contested"}
    assert record["calendar"]["windows"][0] == {"stage": "nominate", "opens": "2021-11-18", "closes": "2022-03-18"}
    assert record["quotas"][2]["above_membership"] == 1
    assert record["levels"][3]["list"] == "1"


def test_a_default_is_left_out_also_where_the_file_writes_it():
    text = shipped_text("co-operative")
    written = text.replace("[poll]\n", '[poll]\nscrutineers = 2\norder = "number"\n').replace(
        "[counting]\n", '[counting]\nleast_marks = "0 %"\ntie = "new-vote"\nlast_round = 3\n'
    )
    assert to_record(loads(written, "written")) == to_record(loads(text, "left out"))


def test_texts_are_composed_as_the_record_holds_them():
    decomposed = shipped_text("german-party").replace("Südkreis", "Su\u0308dkreis")
    assert "Su\u0308dkreis" in decomposed
    assert loads(decomposed, "c") == loads(shipped_text("german-party"), "c")


ratios = st.fractions(0, 1, max_denominator=10**6)
BASE = loads(shipped_text("co-operative"), "co-operative")


@given(ratios, st.none() | ratios, st.booleans(), st.integers(1, 2**53 - 1))
def test_any_values_come_back_as_they_were(share: Fraction, more: Fraction | None, above: bool, members: int):
    charter = replace(
        BASE,
        units=(replace(BASE.units[0], members=members, shares={"women": share}), BASE.units[1]),
        counting=replace(BASE.counting, more_than=more),
        quotas=(replace(BASE.quotas[0], above_membership=above),),
    )
    assert from_record(json.loads(json.dumps(to_record(charter)))) == charter
