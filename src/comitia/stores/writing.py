"""Writing on the record, inside one transaction: entries, the nodes that they complete, and the signed checkpoint."""

from collections.abc import Iterator, Sequence

import msgspec

from comitia.record.checkpoint import Checkpoint, sign_extension
from comitia.record.entry import LONGEST, SIZE
from comitia.record.merkle import Frontier, consistency, leaf_hash
from comitia.record.note import Signer
from comitia.record.sealed import Opening
from comitia.rules import rule
from comitia.stores.database import Transaction
from comitia.stores.reading import Reading, position, size_under
from comitia.texts import N_

REPEATED = rule(
    "record.repeated",
    says=N_("An intent is carried out once."),
    refusal=N_("the intent {key} was carried out already, by the entries from {start} up to but not including {stop}"),
    cure=N_("give a new act a new idempotency key"),
)


class Done(msgspec.Struct, frozen=True):
    """An intent that was carried out: the digest of what it asked, empty once sealed parts were erased, and its entries
    (``stop`` is not one of them)."""

    digest: str
    start: int
    stop: int


class Writing:
    """The inside of one transaction on the record. ``size`` counts what was appended in it too."""

    def __init__(self, inside: Transaction, place: str) -> None:
        self._inside = inside
        self._reading = Reading(inside, place)
        self._last = self._reading.note()
        self._signed = self.size = size_under(self._last)
        self._frontier = Frontier(self.size, self._reading.node)

    def leaves(self, start: int = 0) -> Iterator[bytes]:
        """The entries' bytes from ``start`` on, as seen inside the transaction, held to what was signed."""
        return self._reading.signed_leaves(start, self.size, self._frontier.root())

    def done(self, key: str) -> Done | None:
        """What an earlier intent under this idempotency key became."""
        for row in self._inside.rows("SELECT digest, start, stop FROM intent WHERE key = ?", key):
            return Done(*row)
        return None

    def append(
        self, leaves: Sequence[bytes], *, openings: Sequence[Opening] = (), key: str = "", digest: str = ""
    ) -> range:
        """Append entries, and keep what opens their sealed parts; ``key`` and ``digest`` note the intent as done.

        Returns the numbers of the entries. Raises RuleBroken ``record.entry-size``, ``record.opening``,
        ``record.repeated``.
        """
        for leaf in leaves:
            if len(leaf) > LONGEST:
                raise SIZE.broken(size=len(leaf), longest=LONGEST)
        for opening in openings:
            opening.verify()
        if key and (done := self.done(key)):
            raise REPEATED.broken(key=key, start=done.start, stop=done.stop)
        numbers = range(self.size, self.size + len(leaves))
        completed = [node for leaf in leaves for node in self._frontier.append(leaf_hash(leaf))]
        kept = ((each.commitment, each.part, each.salt, each.content.encode()) for each in openings)
        self._inside.many("INSERT INTO leaf VALUES (?, ?)", zip(numbers, leaves, strict=True))
        self._inside.many(
            "INSERT INTO node VALUES (?, ?)", ((position(level, index), hash) for level, index, hash in completed)
        )
        self._inside.many("INSERT INTO opening VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", kept)
        if key:
            self._inside.many("INSERT INTO intent VALUES (?, ?, ?, ?)", [(key, digest, numbers.start, numbers.stop)])
        self.size = numbers.stop
        return numbers

    def sign(self, signer: Signer) -> None:
        """Sign what was appended as an extension of the last checkpoint. Raises RuleBroken ``record.fork``."""
        if self.size > self._signed:
            checkpoint = Checkpoint(signer.key.name, self.size, self._frontier.root())
            proof = consistency(self._signed, self.size, self._reading.node)
            note = sign_extension(signer, self._last, checkpoint, proof)
            self._inside.many("UPDATE record SET note = ?", [(note,)])
