"""Sealed parts: one shown proves itself and reveals no other; the commitment is that of an independent computation."""

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comitia.record.canonical import decode, encode
from comitia.record.entry import Entry
from comitia.record.sealed import seal
from comitia.rules import RuleBroken

texts = st.text(st.characters(codec="utf-8"))


def hmac_sha256(key: bytes, message: bytes) -> str:
    """RFC 2104, as it is written, for a key shorter than a block."""
    padded = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(octet ^ 0x36 for octet in padded) + message).digest()
    return hashlib.sha256(bytes(octet ^ 0x5C for octet in padded) + inner).hexdigest()


@given(texts)
def test_a_commitment_is_an_hmac_of_part_and_content(content: str) -> None:
    opening = seal("name", content)
    assert opening.commitment == hmac_sha256(opening.salt, b"name\0" + content.encode())
    assert (opening.part, opening.content, len(opening.salt)) == ("name", content, 32)
    opening.verify()


@given(texts, texts)
def test_no_other_content_or_part_or_salt_fits(content: str, other: str) -> None:
    opening = seal("name", content)
    wrong = [
        msgspec.structs.replace(opening, content=other + content + "."),
        msgspec.structs.replace(opening, part="text"),
        msgspec.structs.replace(opening, salt=bytes(32)),
        msgspec.structs.replace(opening, salt=opening.salt[:-1]),
        msgspec.structs.replace(opening, commitment="0" * 64),
    ]
    for forged in wrong:
        with pytest.raises(RuleBroken, match=r"record\.opening"):
            forged.verify()


def test_part_and_content_cannot_be_cut_elsewhere() -> None:
    opening = seal("name", "x\0y")
    with pytest.raises(RuleBroken, match=r"record\.opening"):
        msgspec.structs.replace(opening, part="name\0x", content="y").verify()


def test_equal_contents_cannot_be_told_from_the_commitments() -> None:
    assert len({seal("name", "张三").commitment for _ in range(50)}) == 50


def test_one_part_shown_proves_itself_and_the_entry_stays_as_it_is_when_the_other_is_erased() -> None:
    name, text = seal("name", "张三"), seal("text", "He lives elsewhere.")
    entry = Entry(
        "objection.filed", "2021-11-18T01:00:00Z", "sec-11", {}, {"name": name.commitment, "text": text.commitment}
    )
    leaf = encode(entry)
    assert "张三".encode() not in leaf
    del text
    assert decode(leaf).sealed["name"] == name.commitment
    name.verify()


@pytest.mark.parametrize("part", ["", "a b", "a\0b", "姓名", ".x", "a" * 65, "name\n"])
def test_how_a_part_may_not_be_named(part: str) -> None:
    with pytest.raises(RuleBroken, match=r"record\.sealed-part"):
        seal(part, "content")


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"record\.entry-text: name has .* at position 2"):
        seal("name", "a\ud800")
