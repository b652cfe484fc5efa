"""The office: the only way in.

``Office.do`` loads the state, asks the stage, writes entries and moves the state on, in one transaction of the store.
What it refuses leaves nothing behind; what it acknowledges is on the record, under a signed checkpoint.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from comitia.charter.calendar import today
from comitia.charter.file import to_record
from comitia.charter.model import Charter
from comitia.election import Election, event_of, founded
from comitia.record.canonical import decode, encode
from comitia.record.entry import Draft, Entry, Event
from comitia.record.sealed import Opening, seal
from comitia.rules import rule
from comitia.stages.form import officer, well_formed
from comitia.stages.founding import ElectionFounded
from comitia.stages.intent import Act, Given, Intent
from comitia.stages.retention import Erase, What, commitments
from comitia.stores import Done, Store, Writing
from comitia.stores.evidence import Evidence
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
    """One election's office, over the store of its record, the archive of its tables, and the evidence of vetting."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        clock: Callable[[], datetime] = utc_now,
        evidence: Evidence | None = None,
    ) -> None:
        self._store, self._archive, self._clock, self._evidence = store, archive, clock, evidence
        self._election: Election | None = None
        self._size, self._last = 0, ""  # entries replayed, and the time of the last

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
            act = Act(officer(founder, event), now, today(charter.calendar, now))
            return self._write(record, [Draft(event)], act, {})

    def do(self, intent: Intent, actor: str, key: str = "", openings: Iterable[Opening] = ()) -> Receipt:
        """Carry out an intent, or refuse it with RuleBroken (RulesBroken for a file) and change nothing.

        ``key``: the idempotency key; a repeated one returns the first receipt. ``openings``: sealed parts that a table
        named by the intent commits to; they are kept with the record.
        """
        intent = well_formed(intent)
        actor, kept = officer(actor, intent), {opening.commitment: opening for opening in openings}
        digest = hashlib.sha256(msgspec.json.encode([actor, intent], order="deterministic")).hexdigest()
        with self._store.writing() as record:
            self._replay(record.leaves(self._size))
            earlier = record.done(key) if key else None
            if earlier:
                if earlier.digest not in ("", digest):
                    raise KEY.broken(key=key)
                return self._receipt_of(earlier)
            if self._election is None:
                raise NOT_FOUNDED.broken()
            now = self._now()
            act = Act(actor, now, today(self._election.charter.calendar, now))
            drafts = self._election.decide(intent, act, Given(self._archive, self._opened_with(kept)))
            return self._write(record, drafts, act, kept, key, digest)

    def done(self, key: str) -> Receipt | None:
        """What was done under an idempotency key; None where nothing was."""
        with self._store.writing() as record:
            earlier = record.done(key)
        return self._receipt_of(earlier) if earlier else None

    def erase(self, what: What, actor: str) -> int:
        """Erase the sealed papers, or all other sealed parts, once the charter's time is over; returns how many.

        The content of all evidence goes with the personal data. Whoever was stopped between the entry and the erasing
        asks again.
        """
        self.do(Erase(what), actor)
        entries = [decode(leaf) for leaf in self._store.leaves()]
        if what == "personal" and self._evidence:
            self._evidence.erase()
        return self._store.erase(commitments(what, ((entry, event_of(entry)) for entry in entries), self._archive))

    def _now(self) -> str:
        now = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if now < self._last:
            raise TIME.broken(now=now, last=self._last)
        return now

    def _receipt_of(self, earlier: Done) -> Receipt:
        entries = tuple(decode(leaf) for leaf in self._store.leaves(earlier.start, earlier.stop))
        return Receipt(earlier.start, entries, repeated=True)

    def _write(
        self,
        record: Writing,
        drafts: list[Draft],
        act: Act,
        openings: Mapping[str, Opening],
        key: str = "",
        digest: str = "",
    ) -> Receipt:
        leaves, kept = [], dict(openings)
        for draft in drafts:
            sealed = [seal(part, content) for part, content in draft.sealed.items()]
            kept.update({opening.commitment: opening for opening in sealed})
            leaves.append(encode(entry_of(draft.event, act, sealed)))
        entries = tuple(decode(leaf) for leaf in leaves)
        for entry in entries:
            event_of(entry)  # what could not be replayed is never written
        written = record.append(leaves, openings=list(kept.values()), key=key, digest=digest)
        return Receipt(written.start, entries)

    def _opened(self, commitment: str) -> str | None:
        opening = self._store.opening(commitment)
        return opening.content if opening else None

    def _opened_with(self, openings: Mapping[str, Opening]) -> Callable[[str], str | None]:
        """Opens what is handed over with an intent too."""

        def opened(commitment: str) -> str | None:
            return openings[commitment].content if commitment in openings else self._opened(commitment)

        return opened

    def _replay(self, leaves: Iterable[bytes]) -> None:
        for entry in [decode(leaf) for leaf in leaves]:  # all of them first: the store refuses what was changed
            if self._election is None:
                self._election = founded(entry)
            else:
                self._election.apply(entry)
            self._size, self._last = self._size + 1, entry.time


def entry_of(event: Event, act: Act, sealed: list[Opening]) -> Entry:
    """The entry that records an event."""
    body: dict[str, Any] = msgspec.to_builtins(event)
    kind = body.pop("event")
    return Entry(kind, act.time, act.actor, body, {opening.part: opening.commitment for opening in sealed})
