"""Acknowledgements: whoever handed something in can show what it was; what was changed is no proof."""

import msgspec
import pytest
from nacl.signing import SigningKey

from comitia.record.acknowledgement import Acknowledgement
from comitia.record.canonical import encode
from comitia.record.checkpoint import Checkpoint
from comitia.record.entry import Entry
from comitia.record.merkle import inclusion, leaf_hash, nodes_over, root
from comitia.record.note import Signer
from comitia.record.receipt import Receipt
from comitia.record.sealed import seal
from comitia.rules import RuleBroken

SIGNER = Signer("comitia/test", SigningKey(bytes(range(32))))
TEXT = seal("text", "He moved away.")
ENTRY = Entry(
    kind="objection.filed",
    time="2026-03-12T09:00:00Z",
    actor="ben",
    body={"person": "p6"},
    sealed={"text": TEXT.commitment},
)
LEAVES = [b"one", b"two", encode(ENTRY), b"four"]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
NOTE = SIGNER.sign(str(Checkpoint("comitia/test", 4, root(HASHES))))
PAPER = Acknowledgement(LEAVES[2], str(Receipt(2, tuple(inclusion(2, 4, nodes_over(HASHES))), NOTE)), (TEXT,))


def test_it_proves_the_entry_and_what_was_sealed_in_it() -> None:
    entry, checkpoint = Acknowledgement.parse(str(PAPER).encode()).verify(SIGNER.key)
    assert (entry, checkpoint.size) == (ENTRY, 4)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"leaf": LEAVES[2] + b" "}, "record.unproved"),
        ({"receipt": "no receipt"}, "record.receipt"),
        ({"shown": (msgspec.structs.replace(TEXT, content="She moved away."),)}, "record.opening"),
        ({"shown": (msgspec.structs.replace(TEXT, salt=b"short"),)}, "record.opening"),
        ({"shown": (seal("text", "He moved away."),)}, "record.acknowledgement"),
        ({"shown": (seal("objector", "Zhou"),)}, "record.acknowledgement"),
    ],
)
def test_what_was_changed_proves_nothing(changes: dict[str, object], rule: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        msgspec.structs.replace(PAPER, **changes).verify(SIGNER.key)
    assert caught.value.rule.id == rule


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff", b'{"leaf": "!", "receipt": "", "shown": []}', b"[1]"])
def test_what_is_no_acknowledgement_is_refused(text: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"record\.acknowledgement"):
        Acknowledgement.parse(text)
