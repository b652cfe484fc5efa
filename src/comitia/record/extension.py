"""Whether one history extends another: the same record, only longer."""

from collections.abc import Sequence

import msgspec

from comitia.record.checkpoint import Checkpoint
from comitia.record.merkle import consistency, is_extended, nodes_over
from comitia.record.note import VerifierKey
from comitia.rules import rule
from comitia.texts import N_

OTHER = rule(
    "record.other",
    says=N_("Only two copies of one record, signed by one key, can extend one another."),
    refusal=N_("the old copy is of {old}, the new one of {new}"),
    cure=N_("give two copies of the same record"),
)
SHORTER = rule(
    "record.shorter",
    says=N_("A record never loses entries."),
    refusal=N_("the new copy has {new} entries, the first of the {old} entries of the old copy"),
    cure=N_("give the older copy first; if the order was right, ask where the entries went"),
)
PARTED = rule(
    "record.parted",
    says=N_("What is on the record is never changed."),
    refusal=N_("the two copies part at entry {entry}: up to it they are the same"),
    cure=N_("compare entry {entry} in both, and ask who signed two histories"),
)


class History(msgspec.Struct, frozen=True):
    """A copy of a record whose checkpoint was verified by ``key`` and whose ``leaves`` (hashes) give its root."""

    key: VerifierKey
    checkpoint: Checkpoint
    leaves: Sequence[bytes]


def extends(old: History, new: History) -> list[bytes]:
    """The proof of consistency (RFC 6962, 2.1.2) that ``new`` extends ``old``.

    Raises RuleBroken: ``record.other``; ``record.parted`` with the first entry that differs; ``record.shorter``.
    """
    if old.key != new.key:
        raise OTHER.broken(old=str(old.key), new=str(new.key))
    before, after = old.checkpoint, new.checkpoint
    if before.size <= after.size:
        proof = consistency(before.size, after.size, nodes_over(new.leaves))
        if is_extended(before.root, before.size, after.root, after.size, proof):
            return proof
    for entry, (ours, theirs) in enumerate(zip(old.leaves, new.leaves, strict=False)):
        if ours != theirs:
            raise PARTED.broken(entry=entry)
    raise SHORTER.broken(old=before.size, new=after.size)
