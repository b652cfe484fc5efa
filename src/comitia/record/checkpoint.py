"""Checkpoints (C2SP tlog-checkpoint v1.0.0): how many entries a record has, and the root over them, signed."""

import re
from base64 import b64encode
from collections.abc import Sequence

import msgspec

from comitia.record.merkle import EMPTY, is_extended
from comitia.record.note import Signer, VerifierKey, open_note, unbase64
from comitia.rules import rule
from comitia.texts import N_

FORM = rule(
    "record.checkpoint",
    says=N_("A checkpoint is three lines: the record's name, its number of entries, the root hash in Base64."),
    refusal=N_("line {line} of the checkpoint is not as the standard has it"),
    cure=N_("take the checkpoint as it was published, byte for byte"),
)
FORK = rule(
    "record.fork",
    says=N_("A checkpoint is signed only if it extends the last one that was signed."),
    refusal=N_("the {new} entries do not extend the {old} entries of the last checkpoint: what was signed was changed"),
    cure=N_("leave the record as it is, restore its last backup beside it, and compare the two"),
)

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


class Checkpoint(msgspec.Struct, frozen=True):
    """What the key signs: the tree of the record's first ``size`` entries has this ``root``."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint in a note's text. Raises RuleBroken ``record.checkpoint``.

        Extension lines, which the standard advises against because nobody can audit them, are refused.
        """
        lines = text.split("\n")
        if not lines[0]:
            raise FORM.broken(line=1)
        size = number(lines[1]) if len(lines) > 1 else None
        if size is None:
            raise FORM.broken(line=2)
        root = unbase64(lines[2]) if len(lines) > 2 else None
        if root is None or len(root) != 32 or (size == 0 and root != EMPTY):
            raise FORM.broken(line=3)
        if lines[3:] != [""]:
            raise FORM.broken(line=4)
        return cls(lines[0], size, root)


def number(text: str) -> int | None:
    """A number in ASCII decimals without leading zeros and below 10**18, or None where the text is not one."""
    return int(text) if _NUMBER.fullmatch(text) else None


def open_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint that the key signed, whose origin is the key's name. Raises RuleBroken as ``open_note`` does."""
    checkpoint = Checkpoint.parse(open_note(note, key))
    if checkpoint.origin != key.name:
        raise FORM.broken(line=1)
    return checkpoint


def sign_extension(signer: Signer, last: str, checkpoint: Checkpoint, proof: Sequence[bytes]) -> str:
    """The checkpoint as a signed note, given the last note that was signed ("" for none) and a proof of consistency.

    Raises RuleBroken ``record.fork`` where the proof does not show that the one extends the other, so that the key
    never signs two histories; and as ``open_checkpoint`` does where the last note is not the key's own.
    """
    before = open_checkpoint(last, signer.key) if last else Checkpoint(checkpoint.origin, 0, EMPTY)
    if not is_extended(before.root, before.size, checkpoint.root, checkpoint.size, proof):
        raise FORK.broken(old=before.size, new=checkpoint.size)
    return signer.sign(str(checkpoint))
