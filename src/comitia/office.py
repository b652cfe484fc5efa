"""The office: the only way in.

``Office.do`` loads the state, asks the stage, writes entries and moves the state on, in one transaction of the store.
What it refuses leaves nothing behind; what it acknowledges is on the record, under a signed checkpoint.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from comitia.charter.calendar import today
from comitia.charter.file import to_record
from comitia.charter.model import Charter
from comitia.election import Election, founded
from comitia.record.canonical import decode, encode
from comitia.record.entry import Draft, Entry, Event
from comitia.record.sealed import Opening, seal
from comitia.rules import rule
from comitia.stages.founding import ElectionFounded
from comitia.stages.intent import Act, Given, Intent
from comitia.stores.store import Store, Writing
from comitia.tables.archive import Archive
from comitia.texts import N_

TIME = rule(
    "record.time",
    says=N_("Time on the record never goes back."),
    refusal=N_("the clock says {now}, and the last entry is of {last}"),
    cure=N_("set the clock right"),
)
KEY = rule(
    "record.key",
    says=N_("An idempotency key stands for one act: repeated, it returns what was done; it never does something else."),
    refusal=N_("the key {key} was used for another act"),
    cure=N_("use a new key for a new act"),
)
FOUNDED = rule(
    "office.founded",
    says=N_("A record holds one election."),
    refusal=N_("an election was founded on this record already"),
    cure=N_("found another election in another folder"),
)
NOT_FOUNDED = rule(
    "office.not-founded",
    says=N_("An act needs an election that has been founded."),
    refusal=N_("no election was founded on this record"),
    cure=N_("found one with `comitia init`"),
)


class Receipt(msgspec.Struct, frozen=True):
    """What an act put on the record: its entries, and the index of the first. ``repeated``: it was done before."""

    first: int
    entries: tuple[Entry, ...]
    repeated: bool = False


def utc_now() -> datetime:
    return datetime.now(UTC)


class Office:
    """One election's office, over the store of its record and the archive of its tables."""

    def __init__(self, store: Store, archive: Archive, clock: Callable[[], datetime] = utc_now) -> None:
        self._store, self._archive, self._clock = store, archive, clock
        self._election: Election | None = None
        self._size, self._last = 0, ""

    @property
    def election(self) -> Election:
        """The state after the last entry on the record. Raises RuleBroken before the election is founded."""
        self._replay(self._store.leaves(self._size))
        if self._election is None:
            raise NOT_FOUNDED.broken()
        return self._election

    @property
    def given(self) -> Given:
        """What decisions and documents may read besides the record."""
        return Given(self._archive, self._opened)

    def found(self, charter: Charter, founder: str, rehearsal: bool = False) -> Receipt:
        """Open the record with its first entry; the founder becomes the returning officer."""
        event = ElectionFounded(to_record(charter), 1 if rehearsal else 0)
        with self._store.writing() as record:
            if record.size:
                raise FOUNDED.broken()
            now = self._now()
            receipt = self._write(record, [Draft(event)], Act(founder, now, today(charter.calendar, now)))
        self._replay_receipt(receipt)
        return receipt

    def do(self, intent: Intent, actor: str, key: str = "", openings: Iterable[Opening] = ()) -> Receipt:
        """Carry out an intent, or refuse it with RuleBroken (RulesBroken for a file) and change nothing.

        ``key``: the idempotency key; a repeated one returns the first receipt. ``openings``: sealed parts that a table
        named by the intent commits to; they are kept with the record.
        """
        digest = hashlib.sha256(msgspec.json.encode([actor, intent])).hexdigest()
        with self._store.writing() as record:
            self._replay(record.leaves(self._size))
            earlier = record.done(key) if key else None
            if earlier:
                if earlier.digest != digest:
                    raise KEY.broken(key=key)
                entries = [decode(leaf) for leaf in self._store.leaves(earlier.start, earlier.stop)]
                return Receipt(earlier.start, tuple(entries), repeated=True)
            if self._election is None:
                raise NOT_FOUNDED.broken()
            now = self._now()
            act = Act(actor, now, today(self._election.charter.calendar, now))
            drafts = self._election.decide(intent, act, self.given)
            receipt = self._write(record, drafts, act, key, digest, openings)
        self._replay_receipt(receipt)
        return receipt

    def _now(self) -> str:
        now = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if now < self._last:
            raise TIME.broken(now=now, last=self._last)
        return now

    def _write(
        self,
        record: Writing,
        drafts: list[Draft],
        act: Act,
        key: str = "",
        digest: str = "",
        openings: Iterable[Opening] = (),
    ) -> Receipt:
        entries, kept = [], list(openings)
        for draft in drafts:
            sealed = [seal(part, content) for part, content in draft.sealed.items()]
            kept.extend(sealed)
            entries.append(entry_of(draft.event, act, sealed))
        leaves = [encode(entry) for entry in entries]
        written = record.append(leaves, openings=kept, key=key, digest=digest)
        return Receipt(written.start, tuple(entries))

    def _opened(self, commitment: str) -> str | None:
        opening = self._store.opening(commitment)
        return opening.content if opening else None

    def _replay(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            self._apply(decode(leaf))

    def _replay_receipt(self, receipt: Receipt) -> None:
        for entry in receipt.entries[self._size - receipt.first :]:
            self._apply(entry)

    def _apply(self, entry: Entry) -> None:
        if self._election is None:
            self._election = founded(entry)
        else:
            self._election.apply(entry)
        self._size, self._last = self._size + 1, entry.time


def entry_of(event: Event, act: Act, sealed: list[Opening]) -> Entry:
    """The entry that records an event."""
    body: dict[str, Any] = msgspec.to_builtins(event)
    kind = body.pop("kind")
    return Entry(kind, act.time, act.actor, body, {opening.part: opening.commitment for opening in sealed})
