"""Choosing by support: the question that a shortlist answers, and what it was asked of."""

from collections.abc import Collection, Mapping

import msgspec

from comitia.methods.lots import lot_numbers
from comitia.methods.selection import Bound, Selection, select
from comitia.methods.zipped import length, zipped
from comitia.stages.founding import Founding
from comitia.stages.margin import least_candidates
from comitia.stages.nominate import RoundClosed
from comitia.stages.quotas import Delegation, Limit
from comitia.stages.support import Measure, Support, supports


class Question(msgspec.Struct, frozen=True):
    """Whom to choose of those who may be, for so many ``places`` (those of the placed included), within ``limits``.

    ``eligible``: who passed and stands, with their groups; of these ``placed`` stand in any case. ``support`` is that
    of everybody on the unit's list, and ``measure`` what it counts. ``least``: the least places that the margin allows.
    ``zipped``: the group for which the odd places of the list are kept; empty where the list has no order.
    """

    unit: str
    places: int
    least: int
    eligible: dict[str, tuple[str, ...]]
    placed: frozenset[str]
    support: dict[str, Support]
    measure: Measure
    limits: tuple[Limit, ...]
    seed: str
    zipped: str = ""

    def supported(self, person: str) -> Support:
        return self.support.get(person, Support(0, 0))

    @property
    def free(self) -> list[str]:
        """Who may be chosen: everybody who stands, was not placed, and has support enough."""
        return [p for p in sorted(self.eligible) if p not in self.placed and self.measure.enough(self.supported(p))]

    @property
    def lots(self) -> dict[str, int]:
        return lot_numbers(self.seed, f"shortlist/{self.unit}", self.free)

    @property
    def weights(self) -> dict[str, int]:
        """What the support of everybody who may be chosen counts."""
        return {person: self.measure.worth(self.supported(person)) for person in self.free}

    def least_of(self, limit: Limit) -> int:
        """The least of a quota; where it holds as far as possible, no more than there are who may stand."""
        if not limit.where_possible:
            return limit.least
        return min(limit.least, sum(limit.group in self.eligible[person] for person in (*self.free, *self.placed)))

    @property
    def bounds(self) -> list[Bound]:
        """The quotas as they bind those who are chosen: what the placed candidates already fill is taken off.

        They are in the order of their ids, so that no order of a charter decides anything.
        """
        filled, free = self.filled, self.free
        return [
            Bound(
                limit.quota,
                frozenset(person for person in free if limit.group in self.eligible[person]),
                max(0, self.least_of(limit) - filled[limit.quota]),
                limit.most - filled[limit.quota],
            )
            for limit in sorted(self.limits, key=lambda limit: limit.quota)
        ]

    @property
    def filled(self) -> dict[str, int]:
        """How many of those who were placed each quota counts."""
        return {
            limit.quota: sum(limit.group in self.eligible[person] for person in self.placed) for limit in self.limits
        }

    def answer(self) -> Selection:
        """The slate, without those who were placed; lots decide between equals. Raises RuleBroken as ``select``."""
        return select(self.weights, self.places - len(self.placed), self.bounds, self.lots)

    def order(self, candidates: Collection[str]) -> tuple[str, ...]:
        """The list, place by place, ``""`` where a place stays empty; nothing where the list has no order.

        The kept places and the open ones go by support, and equals by a lot of their own.
        """
        if not self.zipped:
            return ()
        lots = lot_numbers(self.seed, f"order/{self.unit}", candidates)
        factor = len(lots) + 1
        weights = {id: self.measure.worth(self.supported(id)) * factor + lot for id, lot in lots.items()}
        members = {id for id in candidates if self.zipped in self.eligible[id]}
        return zipped(weights, members, length(len(weights), len(members)))


def question(
    founding: Founding,
    delegation: Delegation,
    eligible: Mapping[str, tuple[str, ...]],
    placed: Collection[str],
    closed: RoundClosed,
    places: int = 0,
) -> Question:
    """What the charter asks in a unit after its last round; no ``places`` are the least that the margin allows."""
    charter, outside = founding.charter, frozenset(placed) & eligible.keys()
    unit, seats = delegation.unit.id, delegation.seats
    least = least_candidates(charter.margins.ballot, seats, len(outside), founding.uncontested(unit))
    places = places or max(least, len(outside))
    return Question(
        unit,
        places,
        least,
        dict(eligible),
        outside,
        supports(closed),
        Measure.of(charter.nomination, charter.shortlist, closed),
        tuple(delegation.limits("candidates", places)),
        founding.seed,
        delegation.zipped(),
    )
