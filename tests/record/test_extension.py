"""One copy of a record extends another, or they part at an entry that is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tlog_scales.tlog import ConsistencyProof

from comitia.record.checkpoint import Checkpoint
from comitia.record.extension import History, extends
from comitia.record.merkle import leaf_hash, root
from comitia.record.note import Signer
from comitia.rules import RuleBroken

KEY = Signer.new("comitia/test").key
HASHES = [leaf_hash(number.to_bytes(2)) for number in range(60)]


def history(hashes: list[bytes]) -> History:
    return History(KEY, Checkpoint(KEY.name, len(hashes), root(hashes)), hashes)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_longer_copy_extends_a_shorter_one(old: int, new: int) -> None:
    old, new = sorted((old, new))
    proof = extends(history(HASHES[:old]), history(HASHES[:new]))
    ConsistencyProof(old, new, proof).check(root(HASHES[:old]), root(HASHES[:new]))


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 59))
def test_two_histories_part_at_the_first_entry_that_differs(old: int, new: int, entry: int) -> None:
    entry %= min(old, new)
    other = [*HASHES[:entry], *(leaf_hash(hash) for hash in HASHES[entry:new])]
    with pytest.raises(RuleBroken, match=rf"record\.parted: the two copies part at entry {entry}:"):
        extends(history(HASHES[:old]), history(other))


def test_a_shorter_copy_extends_nothing() -> None:
    with pytest.raises(
        RuleBroken, match=r"record\.shorter: the new copy has 20 entries, .* 21 entries of the old copy"
    ):
        extends(history(HASHES[:21]), history(HASHES[:20]))


def test_copies_of_two_records_are_not_compared() -> None:
    other = Signer.new("comitia/other").key
    with pytest.raises(RuleBroken, match=r"record\.other: .* is of comitia/test\+.* the new one of comitia/other\+"):
        extends(history(HASHES), History(other, Checkpoint(other.name, 60, root(HASHES)), HASHES))
