"""The state of an election: the stages' states side by side, and which stage decides and applies what.

Nothing is decided here. This module gives every stage what it may see of the stages before it.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import msgspec

from comitia.charter.model import Charter
from comitia.record.entry import Draft, Entry, Event
from comitia.stages import apportion, certify, count, credentials, founding, nominate, notice, poll, shortlist, vet
from comitia.stages.intent import Act, Given, Intent
from comitia.stages.names import paper_order

EVENTS: tuple[type[Event], ...] = tuple(
    kind for kind in Event.__subclasses__() if kind.__module__.startswith("comitia.stages.")
)
INTENTS: tuple[type[Intent], ...] = tuple(
    kind for kind in Intent.__subclasses__() if kind.__module__.startswith("comitia.stages.")
)
_ANY_EVENT: Any = reduce(or_, EVENTS)


def event_of(entry: Entry) -> Event:
    """The event that an entry records. Raises msgspec.ValidationError for an entry that no stage has written."""
    event: Event = msgspec.convert({"kind": entry.kind, **entry.body}, _ANY_EVENT)
    return event


@dataclass
class Election:
    """One election as replayed: what every stage knows so far."""

    founding: founding.Founding
    seats: apportion.Seats = field(default_factory=apportion.Seats)
    nominations: nominate.Nominations = field(default_factory=dict)
    vetting: vet.Vetting = field(default_factory=dict)
    notices: notice.Notices = field(default_factory=dict)
    shortlists: shortlist.Shortlists = field(default_factory=dict)
    polls: poll.Polls = field(default_factory=dict)
    counts: count.Counts = field(default_factory=dict)
    credentials: credentials.Credentials = field(default_factory=dict)
    certificate: certify.Certificate = field(default_factory=certify.Certificate)

    @property
    def charter(self) -> Charter:
        return self.founding.charter

    def decide(self, intent: Intent, act: Act, given: Given) -> list[Draft]:
        """What the intent leads to. Raises RuleBroken (RulesBroken for a file); changes nothing."""
        if self.certificate.certified:
            raise certify.OVER.broken()
        founding.permit(self.founding, intent, act)
        module, unit = type(intent).__module__, getattr(intent, "unit", "")
        if module == founding.__name__:
            return founding.decide(intent, act, self.founding)
        if isinstance(intent, apportion.Apportion):
            return apportion.decide(intent, self.seats, self.charter, self.founding.seed)
        if isinstance(intent, certify.SignCertificate):
            return certify.decide(intent, act, self.certificate, self.founding, self.credentials, given)

        seats = apportion.seats_of(self.seats, unit)
        if module == nominate.__name__:
            return nominate.decide(intent, act, self.nominations, self.founding, seats, given)
        if module == vet.__name__:
            return self._vet(intent, act, given, unit, seats)
        if module == notice.__name__:
            return notice.decide(intent, act, self.notices, self.founding, self.lists(unit))
        if isinstance(intent, shortlist.MakeShortlist):
            return self._shortlist(intent, act, unit, seats)
        if module == poll.__name__:
            own = self.nominations.get(unit, nominate.UnitNominations())
            return poll.decide(
                intent,
                act,
                self.polls,
                self.founding,
                due_next=lambda: self.next_vote(unit),
                order=lambda persons: paper_order(persons, self.charter.poll, own, given),
            )
        if module == count.__name__:
            return count.decide(intent, act, self.counts, self.polls, self.founding, self.groups(unit), seats)
        assert isinstance(intent, credentials.ReviewCredentials)
        done = self.counts.get(unit, count.UnitCount())
        return credentials.decide(intent, act, self.credentials, done, self.founding)

    def _vet(self, intent: Intent, act: Act, given: Given, unit: str, seats: int) -> list[Draft]:
        own = self.nominations.get(unit, nominate.UnitNominations())
        listed: dict[str, tuple[str, ...]] = {}
        if isinstance(intent, vet.OpenVetting):
            groups = own.groups(given)
            listed = {person: groups[person] for person in own.standing() if person not in self.upheld(unit)}
        return vet.decide(
            intent,
            act,
            self.vetting,
            self.founding,
            ready=self.rounds_closed(unit) and notice.over(self.founding, self.own_notices(unit), "vet"),
            listed=listed,
            placed=len(own.placed & listed.keys()),
            seats=seats,
            withdrawn=frozenset(own.withdrawn),
        )

    def _shortlist(self, intent: shortlist.MakeShortlist, act: Act, unit: str, seats: int) -> list[Draft]:
        own, vetting = self.nominations.get(unit, nominate.UnitNominations()), self.vetting.get(unit)
        eligible = {person: vetting.nominees[person] for person in self.eligible(unit)} if vetting else {}
        organisations_first = self.charter.nomination.rank_by[0] == "organisations"
        return shortlist.decide(
            intent,
            act,
            self.founding,
            ready=self.vetting_closed(unit)
            and notice.over(self.founding, self.own_notices(unit), "shortlist")
            and unit not in self.polls,
            seats=seats,
            eligible=eligible,
            placed=frozenset(own.placed & eligible.keys()),
            support={row[0]: row[1] if organisations_first else row[2] for row in own.nominees},
        )

    # What one stage may see of those before it, unit by unit.

    def rounds_closed(self, unit: str) -> bool:
        """Whether every nomination round of the charter is closed in the unit."""
        own = self.nominations.get(unit)
        return own is not None and len(own.closed) == len(self.charter.nomination.rounds)

    def vetting_closed(self, unit: str) -> bool:
        return unit in self.vetting and self.vetting[unit].closed

    def own_notices(self, unit: str) -> notice.UnitNotices:
        return self.notices.get(unit, notice.UnitNotices())

    def upheld(self, unit: str) -> frozenset[str]:
        """Those whom an upheld objection took off the unit's lists."""
        return self.own_notices(unit).upheld()

    def eligible(self, unit: str) -> tuple[str, ...]:
        """Those who passed vetting and still stand."""
        off = self.upheld(unit) | self.nominations[unit].withdrawn if unit in self.nominations else frozenset()
        return tuple(person for person in self.vetting[unit].passed if person not in off)

    def candidates(self, unit: str) -> tuple[str, ...]:
        """The shortlist less those who have left it since."""
        off = self.upheld(unit) | self.nominations[unit].withdrawn
        return tuple(person for person in self.shortlists[unit].candidates if person not in off)

    def groups(self, unit: str) -> dict[str, tuple[str, ...]]:
        """The groups of everybody who was vetted in the unit."""
        return self.vetting[unit].nominees if unit in self.vetting else {}

    def lists(self, unit: str) -> dict[str, tuple[str, ...]]:
        """The lists that are settled, by the stage that a notice of them precedes."""
        lists: dict[str, tuple[str, ...]] = {}
        if self.rounds_closed(unit) and unit not in self.vetting:
            lists["vet"] = self.nominations[unit].standing()
        if self.vetting_closed(unit) and unit not in self.shortlists:
            lists["shortlist"] = self.eligible(unit)
        if unit in self.shortlists and unit not in self.polls:
            lists["poll"] = self.candidates(unit)
        return lists

    def next_vote(self, unit: str) -> poll.Next | None:
        """The vote that is due in the unit. Raises RuleBroken where withdrawals have broken the margin."""
        seats, held = self.seats.of[unit], self.polls.get(unit)
        if held:
            own = self.counts.get(unit, count.UnitCount())
            return count.next_vote(own, held.votes, self.charter, unit, seats, self.groups(unit))
        if unit not in self.shortlists or not notice.over(self.founding, self.own_notices(unit), "poll"):
            return None
        off = self.upheld(unit) | self.nominations[unit].withdrawn
        return poll.Next("first", seats, shortlist.standing(self.shortlists[unit], self.founding, seats, off))

    def apply(self, entry: Entry) -> None:
        """Replay one entry. Never refuses: what is on the record has happened."""
        event = event_of(entry)
        match type(event).__module__:
            case founding.__name__:
                founding.apply(self.founding, event, entry)
            case apportion.__name__:
                apportion.apply(self.seats, event)
            case nominate.__name__:
                nominate.apply(self.nominations, event, entry)
            case vet.__name__:
                vet.apply(self.vetting, event, entry)
            case notice.__name__:
                notice.apply(self.notices, event, entry)
            case shortlist.__name__:
                shortlist.apply(self.shortlists, event)
            case poll.__name__:
                poll.apply(self.polls, event)
            case count.__name__:
                count.apply(self.counts, event, entry, self.polls, self.charter)
            case credentials.__name__:
                credentials.apply(self.credentials, event)
            case certify.__name__:
                certify.apply(self.certificate, event, entry)


def founded(entry: Entry) -> Election:
    """The election after its first entry."""
    event = event_of(entry)
    assert isinstance(event, founding.ElectionFounded)
    return Election(founding.found(event, entry))
