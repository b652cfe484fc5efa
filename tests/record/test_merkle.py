"""The tree against RFC 6962's recursive definitions, its published vectors, and tlog-scales."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tlog_scales.tlog import ConsistencyProof, ConsistencyProofInvalid, InclusionProof, InclusionProofInvalid

from comitia.record.merkle import (
    EMPTY,
    Frontier,
    consistency,
    includes,
    inclusion,
    is_extended,
    leaf_hash,
    node_hash,
    nodes_over,
    root,
)

HASHES = [leaf_hash(number.to_bytes(2)) for number in range(200)]
SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 127, 128, 129]


def split(size: int) -> int:
    return max(1 << power for power in range(20) if 1 << power < size)


def mth(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def test_the_vectors_of_certificate_transparency() -> None:
    """From the reference implementation's test data (google/certificate-transparency, merkle_tree_test)."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    leaves = [leaf_hash(bytes.fromhex(text)) for text in inputs]
    assert {size: root(leaves[:size]).hex() for size in roots} == roots


@given(st.integers(0, 200))
def test_a_growing_tree_has_the_root_of_the_definition(size: int) -> None:
    assert root(HASHES[:size]) == mth(HASHES[:size])


@given(st.integers(0, 130), st.integers(0, 60))
def test_a_frontier_goes_on_where_another_stopped(size: int, more: int) -> None:
    frontier = Frontier(size, nodes_over(HASHES[:size]))
    for hash in HASHES[size : size + more]:
        frontier.append(hash)
    assert (frontier.size, frontier.root()) == (size + more, mth(HASHES[: size + more]))


def test_each_node_is_completed_once_and_right() -> None:
    frontier = Frontier()
    nodes = [node for hash in HASHES[:100] for node in frontier.append(hash)]
    assert {(level, index): hash for level, index, hash in nodes} == {
        (level, index): mth(HASHES[index << level : (index + 1) << level])
        for level in range(7)
        for index in range(100 >> level)
    }
    assert len(nodes) == sum(100 >> level for level in range(7))


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof(size: int) -> None:
    leaves = HASHES[:size]
    top = mth(leaves)
    for index in range(size):
        proof = inclusion(index, size, nodes_over(leaves))
        assert proof == path(index, leaves)
        assert includes(top, size, index, leaves[index], proof)
        InclusionProof(index, size, proof).check(leaves[index], top)


@pytest.mark.parametrize("new", SIZES)
def test_every_consistency_proof(new: int) -> None:
    leaves = HASHES[:new]
    top = mth(leaves)
    assert consistency(0, new, nodes_over(leaves)) == []
    assert is_extended(EMPTY, 0, top, new, [])
    for old in range(1, new + 1):
        proof = consistency(old, new, nodes_over(leaves))
        assert proof == subproof(old, leaves, True)
        assert is_extended(mth(leaves[:old]), old, top, new, proof)
        ConsistencyProof(old, new, proof).check(mth(leaves[:old]), top)


changes = st.sampled_from(["drop", "double", "swap", "flip", "none"])


def changed(proof: list[bytes], how: str, place: int) -> list[bytes]:
    at = place % len(proof) if proof else 0
    match how:
        case "drop":
            return proof[:at] + proof[at + 1 :]
        case "double":
            return [*proof[:at], bytes(32), *proof[at:]]
        case "swap":
            return proof[::-1]
        case "flip":
            return [*proof[:at], *(bytes([hash[0] ^ 1]) + hash[1:] for hash in proof[at : at + 1]), *proof[at + 1 :]]
    return proof


@given(st.integers(1, 40), st.integers(-1, 41), st.integers(0, 39), changes, st.integers(0, 9), st.booleans())
def test_an_inclusion_proof_proves_one_thing(size: int, claim: int, index: int, how: str, at: int, other: bool) -> None:
    """Whatever is changed: ours says yes exactly where tlog-scales does, and only where the claim is true."""
    index %= size
    proof = changed(path(index, HASHES[:size]), how, at)
    leaf = HASHES[150] if other else HASHES[index]
    top = mth(HASHES[:size])
    ours = includes(top, size, claim, leaf, proof)
    try:
        InclusionProof(claim, size, proof).check(leaf, top)
        theirs = claim >= 0
    except InclusionProofInvalid:
        theirs = False
    assert ours == theirs
    if ours:
        assert HASHES[claim] == leaf


@given(st.integers(0, 40), st.integers(0, 40), st.integers(-1, 41), changes, st.integers(0, 9), st.booleans())
def test_a_consistency_proof_proves_one_thing(old: int, new: int, claim: int, how: str, at: int, other: bool) -> None:
    old, new = sorted((old, new))
    proof = changed(subproof(old, HASHES[:new], True), how, at) if old else []
    before = mth([*HASHES[: max(old - 1, 0)], *HASHES[150:151]] if other else HASHES[:old])
    after = mth(HASHES[:new])
    ours = is_extended(before, claim, after, new, proof)
    try:
        ConsistencyProof(claim, new, proof).check(before, after)
        theirs = claim >= 0
    except ConsistencyProofInvalid:
        theirs = False
    assert ours == theirs
    if ours:
        assert mth(HASHES[:claim]) == before


def test_a_root_of_another_kind_is_never_a_node() -> None:
    """A leaf that is two hashes long is no node: the prefixes keep them apart (RFC 6962, 2.1)."""
    left, right = HASHES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)
