"""Checkpoints, in both directions with tlog-scales; its lax parsing is a list of what must be refused here."""

from base64 import b64encode

import pytest
from nacl.signing import SigningKey
from tlog_scales.signing import PlainEd25519Signer, Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint

from comitia.record.checkpoint import Checkpoint, number, open_checkpoint, sign_extension
from comitia.record.merkle import EMPTY, consistency, leaf_hash, nodes_over, root
from comitia.record.note import Signer, VerifierKey
from comitia.rules import RuleBroken

SIGNER = Signer("comitia/test", SigningKey(bytes(range(32))))  # ids of tests must not change from run to run
HASHES = [leaf_hash(number.to_bytes(2)) for number in range(20)]
ROOT = b64encode(root(HASHES)).decode()
HEAD = Checkpoint("comitia/test", 20, root(HASHES))


def head(size: int, hashes: list[bytes] = HASHES) -> Checkpoint:
    return Checkpoint("comitia/test", size, root(hashes[:size]))


def proof(old: int, new: int, hashes: list[bytes] = HASHES) -> list[bytes]:
    return consistency(old, new, nodes_over(hashes))


def test_tlog_scales_verifies_our_checkpoint() -> None:
    note = SIGNER.sign(str(HEAD))
    theirs = TheirCheckpoint.from_text(note)
    theirs.verify(Vkey.from_string(str(SIGNER.key)))
    assert (theirs.origin, theirs.size, theirs.root_hash) == ("comitia/test", 20, root(HASHES))
    assert theirs.serialize() == note


def test_we_verify_a_checkpoint_of_tlog_scales() -> None:
    theirs = PlainEd25519Signer("comitia/test", bytes(range(32)))
    note = TheirCheckpoint.make_signed("comitia/test", 20, root(HASHES), [theirs]).serialize()
    assert open_checkpoint(note, VerifierKey.parse(theirs.vkey.serialize())) == HEAD


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n20\n" + ROOT + "\n", 1),
        ("comitia/test", 2),
        ("comitia/test\n", 2),
        *[
            (f"comitia/test\n{size}\n{ROOT}\n", 2)
            for size in ["", "020", "+20", "-1", " 20", "20 ", "2e1", "0x14", "1_0", "٢٠", "9" * 19, "20\r"]
        ],
        ("comitia/test\n20", 3),
        ("comitia/test\n20\n", 3),
        (f"comitia/test\n0\n{ROOT}\n", 3),
        *[
            (f"comitia/test\n20\n{encoded}\n", 3)
            for encoded in [
                "",
                ROOT[:-1],
                ROOT + "=",
                " " + ROOT,
                ROOT.replace("=", ""),
                ROOT + "\r",
                b64encode(bytes(31)).decode(),
                b64encode(bytes(33)).decode(),
                ROOT[:-2] + "!=",
                "é" + ROOT[1:],
                b64encode(bytes(32)).decode()[:-2] + "B=",
            ]
        ],
        (f"comitia/test\n20\n{ROOT}", 4),
        (f"comitia/test\n20\n{ROOT}\n\n", 4),
        (f"comitia/test\n20\n{ROOT}\nextension\n", 4),
    ],
)
def test_what_is_no_checkpoint(text: str, line: int) -> None:
    with pytest.raises(RuleBroken, match=rf"record\.checkpoint: line {line} of the checkpoint"):
        Checkpoint.parse(text)


def test_the_empty_tree_has_a_checkpoint() -> None:
    empty = Checkpoint("comitia/test", 0, EMPTY)
    assert Checkpoint.parse(str(empty)) == empty


def test_numbers_have_one_spelling() -> None:
    assert [number(text) for text in ("0", "7", "10", str(10**18 - 1))] == [0, 7, 10, 10**18 - 1]
    assert [number(text) for text in ("", "00", "07", "-0", str(10**18), "1\n")] == [None] * 6


def test_the_origin_is_the_name_of_the_key() -> None:
    with pytest.raises(RuleBroken, match=r"record\.checkpoint: line 1"):
        open_checkpoint(SIGNER.sign(str(Checkpoint("comitia/other", 20, root(HASHES)))), SIGNER.key)


def test_each_checkpoint_extends_the_last() -> None:
    note = ""
    for old, new in [(0, 3), (3, 4), (4, 4), (4, 20)]:
        note = sign_extension(SIGNER, note, head(new), proof(old, new))
        assert open_checkpoint(note, SIGNER.key) == head(new)


def test_the_key_never_signs_two_histories() -> None:
    other = [*HASHES[:2], leaf_hash(b"changed"), *HASHES[3:]]
    note = SIGNER.sign(str(head(4)))
    for forked, path in [
        (head(20, other), proof(4, 20, other)),
        (head(20), []),
        (head(4, other), []),
        (head(3), []),
        (Checkpoint("comitia/test", 0, EMPTY), []),
    ]:
        with pytest.raises(RuleBroken, match=rf"record\.fork: the {forked.size} entries do not extend the 4 entries"):
            sign_extension(SIGNER, note, forked, path)


def test_the_last_checkpoint_must_be_the_keys_own() -> None:
    with pytest.raises(RuleBroken, match=r"record\.unsigned"):
        sign_extension(SIGNER, Signer.new("comitia/test").sign(str(head(4))), head(20), proof(4, 20))
