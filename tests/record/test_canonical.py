"""Entries as canonical JSON, against rfc8785 (Trail of Bits), an implementation that is not ours."""

import json
import unicodedata
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from comitia.record.canonical import decode, encode
from comitia.record.entry import LONGEST, Entry
from comitia.rules import RuleBroken

ENTRY = Entry("return.filed", "2021-11-18T01:00:00Z", "sec-11", {"unit": "beijing", "members": 53})

keys = st.text(st.characters(max_codepoint=127), max_size=6)
texts = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    texts | numbers, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
bodies = st.dictionaries(keys, values, max_size=5)


def with_body(body: Any) -> Entry:
    return msgspec.structs.replace(ENTRY, body=body)


@given(bodies)
def test_an_entry_is_its_rfc_8785_form(body: dict[str, Any]) -> None:
    leaf = encode(with_body(body))
    assert leaf == rfc8785.dumps(json.loads(leaf))
    again = decode(leaf)
    assert encode(again) == leaf
    assert unicodedata.is_normalized("NFC", leaf.decode())


@given(st.dictionaries(keys, numbers | st.text(st.characters(max_codepoint=0xBF)), max_size=5))
def test_what_needs_no_normalising_comes_back_as_it_was(body: dict[str, Any]) -> None:
    assert decode(encode(with_body(body))).body == body


def test_one_name_typed_in_two_ways_is_one_name() -> None:
    assert encode(with_body({"name": "Ange\u0301lique"})) == encode(with_body({"name": "Ang\u00e9lique"}))


def test_rare_characters_middle_dots_and_spaces_are_kept() -> None:
    names = ["𠮷田", "阿卜杜拉·买买提", "M a r i a", "㼆", "a\u2028b", '\x00\x1f\x7f"\\']
    leaf = encode(with_body({"names": names}))
    assert decode(leaf).body == {"names": names}
    assert leaf == rfc8785.dumps(json.loads(leaf))


def test_sealed_parts_are_in_the_entry_only_where_there_are_some() -> None:
    assert b"sealed" not in encode(ENTRY)
    sealed = msgspec.structs.replace(ENTRY, sealed={"name": "0" * 64})
    assert decode(encode(sealed)) == sealed


def test_tuples_are_lists() -> None:
    assert encode(with_body({"list": ("p1", ("p2", 3))})) == encode(with_body({"list": ["p1", ["p2", 3]]}))


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_nesting_ends_at_32() -> None:
    assert decode(encode(with_body({"deep": nested(31)}))).body == {"deep": nested(31)}


@pytest.mark.parametrize("value", [1.5, 1.0, True, None, 2**53, -(2**53), b"x", {1, 2}, nested(32), nested(5000)])
def test_what_no_entry_may_hold(value: Any) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-value: body\.share.* of a return\.filed entry is ") as refusal:
        encode(with_body({"share": value}))
    assert "3/20" in str(refusal.value.cure)


@pytest.mark.parametrize("key", ["é", 1, "\ud800"])
def test_keys_are_ascii(key: Any) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-key: body\.people\.0 "):
        encode(with_body({"people": [{key: 1}]}))


@pytest.mark.parametrize("entry", [with_body({"name": "ab\ud800c"}), msgspec.structs.replace(ENTRY, kind="ab\udfff")])
def test_a_lone_surrogate_is_refused_with_its_place(entry: Entry) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-text: (body\.name|kind) has .* at position 3"):
        encode(entry)


@pytest.mark.parametrize(
    "time",
    [
        "",
        "today",
        "2021-11-18",
        "2021-02-29T01:00:00Z",
        "2021-11-18T01:00:00",
        "2021-11-18T01:00:00+00:00",
        "20211118T010000Z",
    ],
)
def test_a_time_is_written_in_one_way(time: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-time"):
        encode(msgspec.structs.replace(ENTRY, time=time))


def test_an_actor_is_an_id_and_never_a_name() -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-form.*actor"):
        encode(msgspec.structs.replace(ENTRY, actor="Zhang San"))


def test_an_entry_may_be_65535_bytes_long_and_no_longer() -> None:
    room = LONGEST - len(encode(with_body({"text": ""})))
    longest = encode(with_body({"text": "a" * room}))
    assert len(longest) == 65_535
    assert encode(decode(longest)) == longest
    with pytest.raises(RuleBroken, match=r"record\.entry-size: the entry is 65536 bytes long"):
        encode(with_body({"text": "a" * (room + 1)}))
    with pytest.raises(RuleBroken, match=r"record\.entry-size: the entry is 65536 bytes long"):
        decode(longest + b" ")


LEAF = encode(ENTRY)


@pytest.mark.parametrize(
    "leaf",
    [
        b"",
        b"{}",
        b"[" * 60_000,
        b"\xff",
        b"\xef\xbb\xbf" + LEAF,
        LEAF + b"\n",
        LEAF.replace(b":", b": ", 1),
        LEAF.replace(b'"unit"', b'"\\u0075nit"'),
        LEAF.replace(b'{"members":53,"unit":"beijing"}', b'{"unit":"beijing","members":53}'),
        LEAF.replace(b'"members":53', b'"members":52,"members":53'),
        LEAF.replace(b'"members":53', b'"members":053'),
        LEAF.replace(b'"members":53', b'"members":-0'),
        LEAF.replace(b'"members":53', b'"members":1e400'),
        LEAF.replace(b'"beijing"', '"北京"'.encode("gbk")),
        LEAF.replace(b'"beijing"', '"e\u0301"'.encode()),
        LEAF.replace(b'"beijing"', b'"\\ud800"'),
        LEAF.replace(b'"time"', b'"sealed":{},"time"'),
        LEAF.replace(b'"time"', b'"extra":1,"time"'),
        LEAF.replace(b'"time"', b'"sealed":{"name":"ABC"},"time"'),
    ],
)
def test_decoding_refuses_all_but_the_canonical_bytes(leaf: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-form"):
        decode(leaf)


@pytest.mark.parametrize("number", [b"53.0", b"5e1", b"9007199254740993", b"true", b"null"])
def test_decoding_refuses_other_numbers(number: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-value: body\.members"):
        decode(LEAF.replace(b"53", number))


@given(st.integers(0, len(LEAF) - 1), st.integers(0, 7))
def test_a_flipped_bit_never_gives_the_same_entry(place: int, bit: int) -> None:
    changed = bytearray(LEAF)
    changed[place] ^= 1 << bit
    try:
        entry = decode(bytes(changed))
    except RuleBroken:
        return
    assert entry != ENTRY
    assert encode(entry) == changed
