"""Receipts (C2SP tlog-proof v1, ``.tlog-proof``): a small file that proves, offline, that an entry is on the record."""

from base64 import b64encode

import msgspec

from comitia.record.checkpoint import Checkpoint, number, open_checkpoint
from comitia.record.merkle import includes, leaf_hash
from comitia.record.note import VerifierKey, unbase64
from comitia.rules import rule
from comitia.texts import N_

HEADING = "c2sp.org/tlog-proof@v1"

FORM = rule(
    "record.receipt",
    says=N_("A receipt is a heading, the entry's number, the hashes of its proof, an empty line and the checkpoint."),
    refusal=N_("line {line} of the receipt is not as the standard has it"),
    cure=N_("take the receipt as it was handed out, byte for byte"),
)
UNPROVED = rule(
    "record.unproved",
    says=N_("A receipt proves the entry that it was made for, and no other."),
    refusal=N_("the receipt does not prove this entry to be number {index} of the {size} entries of {origin}"),
    cure=N_("check that the receipt and the entry belong together; if they do, report it"),
)


class Receipt(msgspec.Struct, frozen=True):
    """The proof that an entry is number ``index`` (the first is 0) of the record that ``note``, a checkpoint, signs."""

    index: int
    path: tuple[bytes, ...]
    note: str

    def __str__(self) -> str:
        hashes = "".join(b64encode(hash).decode() + "\n" for hash in self.path)
        return f"{HEADING}\nindex {self.index}\n{hashes}\n{self.note}"

    @classmethod
    def parse(cls, text: str) -> "Receipt":
        """The receipt in a ``.tlog-proof`` file. Raises RuleBroken ``record.receipt``.

        The line of extra data, which proves nothing and which comitia never writes, is refused.
        """
        head, parting, note = text.partition("\n\n")
        heading, *lines = head.split("\n")
        if heading != HEADING:
            raise FORM.broken(line=1)
        index = number(lines[0].removeprefix("index ")) if lines and lines[0].startswith("index ") else None
        if index is None:
            raise FORM.broken(line=2)
        path = []
        for line, encoded in enumerate(lines[1:], start=3):
            hash = unbase64(encoded)
            if hash is None or len(hash) != 32:
                raise FORM.broken(line=line)
            path.append(hash)
        if not parting:
            raise FORM.broken(line=len(lines) + 2)
        return cls(index, tuple(path), note)

    def verify(self, leaf: bytes, key: VerifierKey) -> Checkpoint:
        """The signed checkpoint under which the entry with these bytes stands.

        Raises RuleBroken ``record.unproved``, and as ``open_checkpoint`` does.
        """
        checkpoint = open_checkpoint(self.note, key)
        if not includes(checkpoint.root, checkpoint.size, self.index, leaf_hash(leaf), self.path):
            raise UNPROVED.broken(index=self.index, size=checkpoint.size, origin=checkpoint.origin)
        return checkpoint
