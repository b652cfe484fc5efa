"""An acknowledgement: what somebody who handed something in is given, to show later what it was and when it came.

It is one JSON file: the entry, its receipt (C2SP tlog-proof), and the openings of the parts that were sealed. To check
it takes the record's public key, and neither the office nor its record.
"""

import msgspec

from comitia.record.canonical import decode
from comitia.record.checkpoint import Checkpoint
from comitia.record.entry import Entry
from comitia.record.note import VerifierKey
from comitia.record.receipt import Receipt
from comitia.record.sealed import Opening
from comitia.rules import rule
from comitia.texts import N_

FORM = rule(
    "record.acknowledgement",
    says=N_("An acknowledgement holds an entry, its receipt, and what opens each part of it that is shown."),
    refusal=N_("this is no acknowledgement, or it was changed: {fault}"),
    cure=N_("take the file as it was handed out, byte for byte"),
)


class Acknowledgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``leaf`` is the entry's canonical JSON, and ``shown`` the sealed parts that it is handed out with."""

    leaf: bytes
    receipt: str
    shown: tuple[Opening, ...]

    @classmethod
    def parse(cls, text: bytes) -> "Acknowledgement":
        """The acknowledgement in a file. Raises RuleBroken ``record.acknowledgement``."""
        try:
            return msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FORM.broken(fault=str(error)) from None

    def __str__(self) -> str:
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode() + "\n"

    def verify(self, key: VerifierKey) -> tuple[Entry, Checkpoint]:
        """The entry, and the signed checkpoint under which it stands.

        Raises RuleBroken ``record.acknowledgement``, ``record.opening``, and as ``Receipt.verify`` does.
        """
        checkpoint = Receipt.parse(self.receipt).verify(self.leaf, key)
        entry = decode(self.leaf)
        for opening in self.shown:
            opening.verify()
            if entry.sealed.get(opening.part) != opening.commitment:
                raise FORM.broken(fault=opening.part)
        return entry, checkpoint
