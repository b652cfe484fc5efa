"""The state of an election: the stages' states side by side, and what one stage may see of those before it.

Nothing is decided here, and nothing changes: entries are applied in ``election.py``.
"""

from dataclasses import dataclass, field
from datetime import date

from comitia.charter.calendar import today
from comitia.charter.model import Charter, Quota
from comitia.stages import (
    apportion,
    certify,
    choosing,
    count,
    founding,
    lottery,
    nominate,
    notice,
    outcome,
    poll,
    shortlist,
    split,
)
from comitia.stages.conflicts import Conflicts, UnitConflicts
from comitia.stages.credentials import Credentials
from comitia.stages.dossier import Vetting
from comitia.stages.quotas import Delegation, Limit


@dataclass
class State:
    """What every stage knows so far."""

    founding: founding.Founding
    seats: apportion.Seats = field(default_factory=apportion.Seats)
    splits: split.Splits = field(default_factory=dict)
    nominations: nominate.Nominations = field(default_factory=dict)
    vetting: Vetting = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=dict)
    notices: notice.Notices = field(default_factory=dict)
    shortlists: shortlist.Shortlists = field(default_factory=dict)
    lotteries: lottery.Lotteries = field(default_factory=dict)
    polls: poll.Polls = field(default_factory=dict)
    counts: count.Counts = field(default_factory=dict)
    credentials: Credentials = field(default_factory=dict)
    certificate: certify.Certificate = field(default_factory=certify.Certificate)

    @property
    def charter(self) -> Charter:
        return self.founding.charter

    def rounds_closed(self, unit: str) -> bool:
        """Whether every nomination round of the charter is closed in the unit."""
        own = self.nominations.get(unit)
        return own is not None and len(own.closed) == len(self.charter.nomination.rounds)

    def vetting_closed(self, unit: str) -> bool:
        return unit in self.vetting and self.vetting[unit].closed

    def own_notices(self, unit: str) -> notice.UnitNotices:
        return self.notices.get(unit, notice.UnitNotices())

    def own_conflicts(self, unit: str) -> UnitConflicts:
        return self.conflicts.get(unit, UnitConflicts())

    def upheld(self, unit: str) -> frozenset[str]:
        """Those whom an upheld objection took off the unit's lists."""
        return self.own_notices(unit).upheld()

    def off(self, unit: str) -> frozenset[str]:
        """Those who left the unit's lists: withdrawn, or taken off by an upheld objection."""
        own = self.nominations.get(unit, nominate.UnitNominations())
        return self.upheld(unit) | own.withdrawn

    def out(self, unit: str) -> frozenset[str]:
        """Those who cannot be elected any more: they left the lists, or failed vetting."""
        return self.off(unit).union(self.vetting[unit].failed if unit in self.vetting else ())

    def eligible(self, unit: str) -> tuple[str, ...]:
        """Those who passed vetting and still stand."""
        off = self.off(unit)
        return tuple(person for person in self.vetting[unit].passed if person not in off)

    def question(self, unit: str, places: int = 0) -> choosing.Question:
        """What the unit's shortlist answers, for so many places; vetting has to be closed."""
        return self.asked(self.delegation(unit), places)

    def asked(self, delegation: Delegation, places: int = 0) -> choosing.Question:
        unit = delegation.unit.id
        own, groups = self.nominations[unit], self.vetting[unit].nominees
        eligible = {person: groups[person] for person in self.eligible(unit)}
        *_, last = own.closed.values()
        return choosing.question(self.founding, delegation, eligible, own.placed, last, places)

    def delegation(self, unit: str) -> Delegation:
        """What is known of the unit's delegation, as far as its quotas depend on it; the seats have to be known."""
        seats = apportion.seats_of(self.seats, unit)
        cells = apportion.cells_of(self.seats, unit)
        parts = {quota.id: cells[quota.group] for quota in self.charter.quotas if quota.apportioned}
        parts |= {quota: own.parts[unit] for quota, own in self.splits.items() if unit in own.parts}
        return Delegation(self.charter.quotas, self.charter.unit(unit), seats, parts)

    def unsplit(self) -> list[Quota]:
        """The quotas of the whole that can be split now: vetting is closed wherever they hold."""
        if not self.seats.of or self.seats.tied:
            return []
        units = [unit.id for unit in self.charter.units]
        return [
            quota
            for quota in split.wholes(self.charter)
            if quota.id not in self.splits
            and all(self.vetting_closed(unit) for unit in units if self.delegation(unit).holds(quota))
        ]

    def advice(self, unit: str) -> list[tuple[Limit, int]]:
        """The quotas that advise on those elected, and how many of their groups are elected."""
        delegation, groups = self.delegation(unit), self.groups(unit)
        elected = self.counts.get(unit, count.UnitCount()).elected
        return [
            (limit, sum(limit.group in groups[person] for person in elected))
            for limit in delegation.advised("elected", delegation.seats)
        ]

    def candidates(self, unit: str) -> tuple[str, ...]:
        """The shortlist less those who have left it since."""
        out = self.out(unit)
        return tuple(person for person in self.shortlists[unit].candidates if person not in out)

    def settled(self, unit: str) -> bool:
        """Whether there is a shortlist that nobody has left."""
        return unit in self.shortlists and self.candidates(unit) == self.shortlists[unit].candidates

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
        if unit in self.shortlists and self.vetting_closed(unit) and unit not in self.polls:
            lists["poll"] = self.candidates(unit)
        return lists

    def counting(self, unit: str) -> bool:
        """Whether the papers of the unit's last vote are entered, be it signed or not."""
        own, held = self.counts.get(unit, count.UnitCount()), self.polls.get(unit)
        return own.sheet is not None or (held is not None and own.counted == held.votes[-1].opened.round)

    def next_vote(self, unit: str) -> poll.Next | None:
        """The vote that is due in the unit. Raises RuleBroken where withdrawals have broken the margin."""
        seats, held = self.seats.of[unit], self.polls.get(unit)
        if held:
            own = self.counts.get(unit, count.UnitCount())
            return outcome.next_vote(own, held.votes, self.charter, self.delegation(unit), self.groups(unit))
        if unit not in self.shortlists or not self.vetting_closed(unit):
            return None
        candidates = shortlist.standing(self.shortlists[unit], self.founding, seats, self.out(unit))
        published = notice.over(self.founding, self.own_notices(unit), "poll", candidates)
        return poll.Next("first", seats, candidates) if published else None

    def certified_on(self) -> date | None:
        """The day of certification, in the charter's time zone."""
        at = self.certificate.certified_at
        return today(self.charter.calendar, at) if at else None
