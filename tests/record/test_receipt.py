"""Receipts: what is made proves its entry, to us and to tlog-scales, and nothing else is taken for one."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import InclusionProof

from comitia.record.checkpoint import Checkpoint
from comitia.record.merkle import inclusion, leaf_hash, nodes_over, root
from comitia.record.note import Signer
from comitia.record.receipt import Receipt
from comitia.rules import RuleBroken

SIGNER = Signer("comitia/test", SigningKey(bytes(range(32))))  # ids of tests must not change from run to run
LEAVES = [f"entry {number}".encode() for number in range(20)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


def receipt(index: int, size: int = 20) -> Receipt:
    note = SIGNER.sign(str(Checkpoint("comitia/test", size, root(HASHES[:size]))))
    return Receipt(index, tuple(inclusion(index, size, nodes_over(HASHES))), note)


TEXT = str(receipt(17))


@given(st.integers(1, 20), st.integers(0, 19))
def test_a_receipt_proves_its_entry_and_no_other(size: int, index: int) -> None:
    index %= size
    again = Receipt.parse(str(receipt(index, size)))
    assert again == receipt(index, size)
    assert again.verify(LEAVES[index], SIGNER.key).size == size
    with pytest.raises(RuleBroken, match=rf"record\.unproved: .* number {index} of the {size} entries of comitia/test"):
        again.verify(LEAVES[index] + b" ", SIGNER.key)


def test_tlog_scales_verifies_a_receipt() -> None:
    heading, index, *encoded = TEXT.partition("\n\n")[0].split("\n")
    checkpoint = TheirCheckpoint.from_text(TEXT.partition("\n\n")[2])
    checkpoint.verify(Vkey.from_string(str(SIGNER.key)))
    assert (heading, index) == ("c2sp.org/tlog-proof@v1", "index 17")
    proof = InclusionProof(17, checkpoint.size, [b64decode(line) for line in encoded])
    proof.check(HASHES[17], checkpoint.root_hash)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        (TEXT.replace("@v1", "@v2"), 1),
        (TEXT.replace("\n", "\r\n"), 1),
        (TEXT.partition("\n")[0], 2),
        (TEXT.replace("index 17\n", ""), 2),
        (TEXT.replace("index 17", "extra AAAA\nindex 17"), 2),
        *[
            (TEXT.replace("index 17", f"index {index}"), 2)
            for index in ["-1", "017", "+17", " 17", "", "1" * 19, "17 "]
        ],
        (TEXT.replace("index 17", "Index 17"), 2),
        (TEXT.replace("index 17\n", "index 17\nAAAA\n"), 3),
        (TEXT.replace("=\n", "\n", 1), 3),
        (TEXT.partition("\n\n")[0], 6),
        (TEXT.partition("\n\n")[0] + "\n", 6),
    ],
)
def test_what_is_no_receipt(text: str, line: int) -> None:
    with pytest.raises(RuleBroken, match=rf"record\.receipt: line {line} of the receipt"):
        Receipt.parse(text)


@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(0, 7))
def test_a_flipped_bit_is_never_accepted(place: int, bit: int) -> None:
    changed = bytearray(TEXT.encode())
    changed[place] ^= 1 << bit
    with pytest.raises(RuleBroken):
        Receipt.parse(changed.decode(errors="replace")).verify(LEAVES[17], SIGNER.key)


def test_a_receipt_of_another_record_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"record\.unsigned"):
        receipt(17).verify(LEAVES[17], Signer.new("comitia/test").key)
