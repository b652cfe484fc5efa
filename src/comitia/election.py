"""An election: which stage decides on an intent, and which applies an entry.

Nothing is decided here. This module gives every stage what it may see of the stages before it (``state.py``).
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any, TypeVar

import msgspec

from comitia.record.entry import Draft, Entry, Event
from comitia.stages import (
    appeal,
    apportion,
    certify,
    choosing,
    conflicts,
    consultations,
    count,
    credentials,
    founding,
    lottery,
    nominate,
    nominees,
    notice,
    objections,
    opinions,
    poll,
    retention,
    rounds,
    shortlist,
    split,
    tally,
    tip_offs,
    vet,
    veto,
    window,
)
from comitia.stages.event import UnitEvent
from comitia.stages.intent import Act, Given, Intent, UnitIntent
from comitia.stages.names import paper_order
from comitia.stages.poll import ORDER
from comitia.state import State
from comitia.texts import N_, Sentence

Kind = TypeVar("Kind", Event, Intent)

DOSSIERS: dict[str, Any] = {module.__name__: module for module in (opinions, consultations, tip_offs, veto, appeal)}
"""What is said about nominees while vetting is open: modules that all decide on the same and apply alike."""


def _kinds(of: type[Kind]) -> Iterator[type[Kind]]:
    """The events, or intents, that the stages declare."""
    for kind in of.__subclasses__():
        if kind in {UnitEvent, UnitIntent}:
            yield from _kinds(kind)
        elif kind.__module__.startswith("comitia.stages."):
            yield kind


EVENTS: tuple[type[Event], ...] = tuple(_kinds(Event))
INTENTS: tuple[type[Intent], ...] = tuple(_kinds(Intent))
_ANY_EVENT: Any = reduce(or_, EVENTS)


def event_of(entry: Entry) -> Event:
    """The event that an entry records. Raises msgspec.ValidationError for an entry that no stage has written."""
    event: Event = msgspec.convert({"event": entry.kind, **entry.body}, _ANY_EVENT)
    return event


class Election(State):
    """One election as replayed."""

    def decide(self, intent: Intent, act: Act, given: Given) -> list[Draft]:
        """What the intent leads to. Raises RuleBroken (RulesBroken for a file); changes nothing."""
        if self.certificate.certified and not isinstance(intent, retention.Erase):
            raise certify.OVER.broken()
        founding.permit(self.founding, intent, act)
        if isinstance(intent, founding.PermitMargin) and intent.node:
            rounds.known_node(self.nominations, intent.unit, intent.node, given)
        match intent:
            case retention.Erase():
                return retention.decide(intent, act, self.charter.retention, self.certified_on())
            case apportion.Apportion() | apportion.DecideTie():
                return apportion.decide(intent, act, self.seats, self.charter, self.founding.seed)
            case split.SplitQuota():
                return self._split(intent)
            case certify.SignCertificate():
                return certify.decide(intent, act, self.certificate, self.founding, self.credentials, given)
            case UnitIntent() if type(intent).__module__ != founding.__name__:
                return self._decide_in(intent.unit, intent, act, given)
        return founding.decide(intent, act, self.founding)

    def _split(self, intent: split.SplitQuota) -> list[Draft]:
        units = [unit.id for unit in self.charter.units]
        return split.decide(
            intent,
            self.splits,
            self.founding,
            delegations={unit: self.delegation(unit) for unit in units},
            eligible={unit: self.eligible(unit) for unit in units if self.vetting_closed(unit)},
            shortlisted=self.shortlists.keys(),
            ask=self.asked,
        )

    def _decide_in(self, unit: str, intent: UnitIntent, act: Act, given: Given) -> list[Draft]:
        """What an intent leads to in its unit."""
        seats, own = apportion.seats_of(self.seats, unit), self.nominations.get(unit, nominate.UnitNominations())
        match intent:
            case (
                nominate.EnterNominee()
                | nominate.EnterNominees()
                | nominate.PlaceNominee()
                | nominate.WithdrawNominee()
            ):
                vetted, polled = unit in self.vetting, unit in self.polls
                return nominees.decide(intent, act, own, self.founding, given, vetted=vetted, polled=polled)
            case conflicts.DeclareConflict() | conflicts.WithdrawConflict():
                return conflicts.decide(
                    intent,
                    act,
                    self.own_conflicts(unit),
                    self.founding,
                    persons=own.groups(given),
                    acted=self.vetting[unit].acted() if unit in self.vetting else (),
                )
            case notice.FileObjection() | notice.AnswerObjection() | notice.ConfirmObjection():
                return objections.decide(intent, act, self.notices, self.founding, self.own_conflicts(unit))
            case shortlist.MakeShortlist() | lottery.PublishLottery() | lottery.DrawShortlist():
                return self._shortlist(intent, act, given, unit, seats)
            case credentials.ReviewCredentials():
                done = self.counts.get(unit, count.UnitCount())
                return credentials.decide(intent, act, self.credentials, done, self.founding, self.own_conflicts(unit))
        match type(intent).__module__:
            case name if name in DOSSIERS:
                drafts: list[Draft] = DOSSIERS[name].decide(
                    intent, act, self.vetting, self.founding, self.own_conflicts(unit)
                )
                return drafts
            case nominate.__name__:
                return rounds.decide(
                    intent,
                    act,
                    self.nominations,
                    self.founding,
                    seats,
                    given,
                    off=self.off(unit),
                    vetted=unit in self.vetting,
                )
            case vet.__name__:
                return self._vet(intent, act, given, unit, seats)
            case notice.__name__:
                return notice.decide(
                    intent, act, self.notices, self.founding, self.lists(unit), self.own_conflicts(unit)
                )
            case poll.__name__:
                return poll.decide(
                    intent,
                    act,
                    self.polls,
                    self.founding,
                    counting=self.counting(unit),
                    due_next=lambda: self._due_next(unit, act),
                    order=lambda persons: paper_order(persons, self.charter.poll, own, given),
                )
            case count.__name__:
                return self._count(intent, act, unit)
            case _:
                raise AssertionError(intent)

    def _vet(self, intent: UnitIntent, act: Act, given: Given, unit: str, seats: int) -> list[Draft]:
        own = self.nominations.get(unit, nominate.UnitNominations())
        groups, off = own.groups(given), self.upheld(unit)
        listed = {person: groups[person] for person in own.standing() if person not in off}
        return vet.decide(
            intent,
            act,
            self.vetting,
            self.founding,
            ready=self.rounds_closed(unit) and notice.over(self.founding, self.own_notices(unit), "vet", listed),
            listed=listed,
            placed=len(own.placed & listed.keys()),
            seats=seats,
            gone=self.off(unit),
            polled=unit in self.polls,
            conflicts=self.own_conflicts(unit),
        )

    def _shortlist(self, intent: UnitIntent, act: Act, given: Given, unit: str, seats: int) -> list[Draft]:
        eligible = self.eligible(unit) if unit in self.vetting else ()
        ready = (
            self.vetting_closed(unit)
            and notice.over(self.founding, self.own_notices(unit), "shortlist", eligible)
            and unit not in self.polls
        )
        if ready and not isinstance(intent, lottery.DrawShortlist):
            self._still_counts(unit, self.vetting[unit].nominees, act)
        listed = self.candidates(unit) if unit in self.shortlists else ()

        def question(places: int) -> choosing.Question:
            return self.question(unit, places)

        if isinstance(intent, shortlist.MakeShortlist):
            return shortlist.decide(
                intent, act, self.founding, ready=ready, settled=self.settled(unit), seats=seats, question=question
            )
        assert isinstance(intent, lottery.PublishLottery | lottery.DrawShortlist)
        return lottery.decide(
            intent,
            act,
            self.lotteries,
            self.founding,
            given,
            ready=ready,
            settled=self.settled(unit),
            seats=seats,
            candidates=listed,
            question=question,
        )

    def _count(self, intent: UnitIntent, act: Act, unit: str) -> list[Draft]:
        window.within(self.founding, "poll", unit, act)
        if unit not in self.polls:
            raise ORDER.broken(unit=unit, reason=Sentence(N_("no poll is open")))
        vote = self.polls[unit].votes[-1]
        return tally.decide(intent, act, self.counts, vote, self.founding, self.groups(unit), self.delegation(unit))

    def _due_next(self, unit: str, act: Act) -> poll.Next | None:
        """The vote that is due; before the first one, those who stand in it are asked to be well vetted still."""
        following = self.next_vote(unit)
        if following and unit not in self.polls:
            self._still_counts(unit, following.candidates, act)
        return following

    def _still_counts(self, unit: str, people: Iterable[str], act: Act) -> None:
        off = self.off(unit)
        standing = [person for person in people if person not in off]
        vet.still_counts(unit, standing, self.vetting[unit], self.charter, self.own_conflicts(unit), act.today)

    def apply(self, entry: Entry) -> None:
        """Replay one entry. Never refuses: what is on the record has happened."""
        event = event_of(entry)
        match event:
            case apportion.SeatsApportioned() | apportion.SeatsDecided():
                apportion.apply(self.seats, event, entry, self.charter.seats.tie)
            case split.QuotaSplit():
                split.apply(self.splits, event, {unit: self.eligible(unit) for unit in event.parts})
            case certify.CertificateSigned() | certify.ElectionCertified():
                certify.apply(self.certificate, event, entry)
            case retention.SealedErased():
                pass  # what is sealed is no part of the state
            case UnitEvent() if type(event).__module__ != founding.__name__:
                self._apply_in_unit(event, entry)
            case _:
                founding.apply(self.founding, event, entry)

    def _apply_in_unit(self, event: UnitEvent, entry: Entry) -> None:
        match event:
            case shortlist.ShortlistMade():
                return shortlist.apply(self.shortlists, event)
            case lottery.LotteryPublished():
                return lottery.apply(self.lotteries, event)
            case lottery.ShortlistDrawn():
                lottery.apply(self.lotteries, event)
                return shortlist.apply(self.shortlists, event)
            case credentials.CredentialsReviewed():
                return credentials.apply(self.credentials, event)
        match type(event).__module__:
            case nominate.__name__:
                nominate.apply(self.nominations, event, entry, self.off(event.unit))
            case conflicts.__name__:
                conflicts.apply(self.conflicts, event, entry)
            case name if name in DOSSIERS:
                DOSSIERS[name].apply(self.vetting, event, entry)
            case vet.__name__:
                vet.apply(self.vetting, event, entry)
            case notice.__name__:
                notice.apply(self.notices, event, entry)
            case poll.__name__:
                poll.apply(self.polls, event)
            case count.__name__:
                count.apply(self.counts, event, entry, self.polls, self.charter.counting.last_round)


def founded(entry: Entry) -> Election:
    """The election after its first entry."""
    event = event_of(entry)
    assert isinstance(event, founding.ElectionFounded)
    return Election(founding.found(event, entry))
