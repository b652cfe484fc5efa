"""The record's store: entries, the nodes of their tree, and the last signed checkpoint, in one transaction an act."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from comitia.record.checkpoint import open_checkpoint
from comitia.record.merkle import Frontier, consistency, inclusion
from comitia.record.note import Signer, VerifierKey
from comitia.record.receipt import Receipt
from comitia.record.sealed import Opening
from comitia.rules import RuleBroken, rule
from comitia.stores.database import DAMAGED, FOREIGN, Database, Row
from comitia.stores.postgres import Postgres
from comitia.stores.reading import Reading, size_under
from comitia.stores.sqlite import Sqlite
from comitia.stores.writing import Writing
from comitia.texts import N_, Sentence

FORMAT = 1

NEWER = rule(
    "record.newer",
    says=N_("A record is not touched by a comitia that is older than its format."),
    refusal=N_("the record at {place} has format {found}, and this comitia knows format {known}"),
    cure=N_("install the newest comitia"),
)
READ_ONLY = rule(
    "record.read-only",
    says=N_("Nothing is written on a record without its key."),
    refusal=N_("the record at {place} was opened without its key"),
    cure=N_("give the secret key of {origin}"),
)
OTHER_KEY = rule(
    "record.other-key",
    says=N_("A record is signed by one key from its first entry to its last."),
    refusal=N_("the record at {place} is signed by {wanted}, and the key given is {given}"),
    cure=N_("give the key that the record was made with"),
)
NO_ENTRY = rule(
    "record.no-entry",
    says=N_("A proof is about entries that are on the record."),
    refusal=N_("there is no entry or size {number} on a record of {size} entries"),
    cure=N_("count entries from 0, and give a size that the record has reached"),
)


def create_store(url: str, signer: Signer) -> "Store":
    """Make an empty record that the signer's key signs. ``url`` is as for ``open_store``.

    Raises RuleBroken ``record.exists``, ``record.unusable``, ``record.postgres-driver``.
    """
    return Store(_database(url, create=(FORMAT, str(signer.key), "")), signer)


def open_store(url: str, signer: Signer | None = None) -> "Store":
    """Open a record, for reading only unless its signer is given.

    ``url`` is a path, ``sqlite:///path`` (one more slash for a path from the root), or ``postgresql://...``.
    Raises RuleBroken ``record.missing``, ``record.foreign``, ``record.newer``, ``record.damaged``,
    ``record.other-key``, ``record.unusable``, ``record.postgres-driver``.
    """
    database = _database(url)
    try:
        return Store(database, signer)
    except RuleBroken:
        database.close()
        raise


def _database(url: str, create: Row | None = None) -> Database:
    if url.startswith(("postgresql://", "postgres://")):
        return Postgres(url, create)
    return Sqlite(Path(url.removeprefix("sqlite:///")), create)


class Store:
    """An open record. Threads may share it; what they read is what is committed."""

    def __init__(self, database: Database, signer: Signer | None) -> None:
        self._database = database
        self._reading = Reading(database, database.place)
        self._signer = signer
        self.key = self._verifier_key()
        if signer and signer.key != self.key:
            raise OTHER_KEY.broken(place=database.place, wanted=str(self.key), given=str(signer.key))
        if note := self.checkpoint():
            checkpoint = open_checkpoint(note, self.key)
            if Frontier(checkpoint.size, self._reading.node).root() != checkpoint.root:
                fault = Sentence(N_("its hashes do not give the root that was signed"))
                raise DAMAGED.broken(place=database.place, fault=fault)

    @property
    def origin(self) -> str:
        """The record's name, which is its key's name too."""
        return self.key.name

    def size(self) -> int:
        """The number of entries."""
        return size_under(self.checkpoint())

    def checkpoint(self) -> str:
        """The latest signed note; "" only before the first entry."""
        return self._reading.note()

    def leaves(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The entries' bytes from ``start`` up to but not including ``stop``, or up to the last.

        Up to the last they are held to what was signed: RuleBroken ``record.damaged`` at the end, where they differ.
        """
        note = self.checkpoint()
        if stop is not None or not note:
            return self._reading.leaves(start, min(stop or 0, size_under(note)))
        checkpoint = open_checkpoint(note, self.key)
        return self._reading.signed_leaves(start, checkpoint.size, checkpoint.root)

    @contextmanager
    def writing(self) -> Iterator["Writing"]:
        """One transaction, exclusive among all writers (threads, processes, hosts).

        It commits on exit, entries and signed checkpoint together and durably, and rolls back on an exception.
        Raises RuleBroken ``record.read-only``, ``record.busy``, ``record.fork``.
        """
        if not self._signer:
            raise READ_ONLY.broken(place=self._database.place, origin=self.origin)
        with self._database.transaction() as inside:
            writing = Writing(inside, self._database.place)
            yield writing
            writing.sign(self._signer)

    def opening(self, commitment: str) -> Opening | None:
        """What opens a sealed part; None where it was erased or never was. Raises RuleBroken ``record.opening``."""
        query = "SELECT part, salt, content FROM opening WHERE commitment = ?"
        for part, salt, content in self._database.rows(query, commitment):
            text = self._reading.octets(content).decode(errors="replace")
            opening = Opening(commitment, str(part), self._reading.octets(salt), text)
            opening.verify()
            return opening
        return None

    def erase(self, commitments: Iterable[str]) -> int:
        """Erase what opens sealed parts, for good. Returns how many there were. The record stays verifiable.

        The digests of intents go with them: what was sealed could be guessed from what an intent had asked.

        Raises RuleBroken ``record.read-only``, ``record.busy``; after the latter erase the same again.
        """
        if not self._signer:
            raise READ_ONLY.broken(place=self._database.place, origin=self.origin)
        with self._database.transaction() as inside:
            erased = inside.many("DELETE FROM opening WHERE commitment = ?", [(each,) for each in commitments])
            inside.rows("UPDATE intent SET digest = ''")
        self._database.scrub()
        return erased

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that entry ``index`` is in the tree of the first ``size`` entries, or of all."""
        size = self._reached(size)
        if not 0 <= index < size:
            raise NO_ENTRY.broken(number=index, size=size)
        return inclusion(index, size, self._reading.node)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the tree of the first ``new`` entries, or of all, extends that of the first ``old``."""
        new = self._reached(new)
        if not 0 <= old <= new:
            raise NO_ENTRY.broken(number=old, size=new)
        return consistency(old, new, self._reading.node)

    def receipt(self, index: int) -> Receipt:
        """The receipt for an entry, under the latest checkpoint."""
        note = self.checkpoint()
        return Receipt(index, tuple(self.inclusion(index, size_under(note))), note)

    def verify(self) -> None:
        """Hash every entry and compare with what was signed. Raises RuleBroken ``record.damaged``."""
        for _ in self.leaves():
            pass

    def close(self) -> None:
        self._database.close()

    def _reached(self, size: int | None) -> int:
        latest = self.size()
        if size is not None and not 0 <= size <= latest:
            raise NO_ENTRY.broken(number=size, size=latest)
        return latest if size is None else size

    def _verifier_key(self) -> VerifierKey:
        place = self._database.place
        for format, key in self._database.rows("SELECT format, key FROM record"):
            if format != FORMAT:
                raise NEWER.broken(place=place, found=str(format), known=FORMAT)
            return VerifierKey.parse(str(key))
        raise FOREIGN.broken(place=place)
