"""Support: what that of a nominee counts when candidates are chosen, by the charter, and whether it is enough."""

from fractions import Fraction
from math import gcd
from typing import Self

import msgspec

from comitia.charter.model import Nomination, Shortlisting
from comitia.stages.margin import percent
from comitia.stages.nominate import RoundClosed
from comitia.texts import N_, Parameter, Sentence


class Support(msgspec.Struct, frozen=True):
    """The primary organisations and the members who support one nominee, or all of a slate together."""

    organisations: int
    members: int

    def __add__(self, other: "Support") -> "Support":
        return Support(self.organisations + other.organisations, self.members + other.members)

    def __sub__(self, other: "Support") -> "Support":
        return Support(self.organisations - other.organisations, self.members - other.members)


class Measure(msgspec.Struct, frozen=True):
    """What support counts, as one whole number: ``organisations`` for each of them, ``members`` for each of these.

    The weights are large enough to be exact: parts of different wholes are brought to one denominator, and what decides
    only between equals never outweighs what decides first. ``full`` is what the support of everybody would count.
    """

    plan: Shortlisting
    organisations: int
    members: int
    full: Support

    @classmethod
    def of(cls, nomination: Nomination, plan: Shortlisting, closed: RoundClosed) -> Self:
        """The measure of the charter for one unit, by the figures of its last round."""
        present = plan.base == "present"
        full = Support(
            max(1, closed.returned if present else closed.organisations),
            max(1, closed.participants if present else closed.members),
        )
        if plan.by == "shares":
            # organisations / full.organisations + members / full.members, times what makes both whole
            weights = plan.organisations * full.members, plan.members * full.organisations
            return cls(plan, weights[0] // gcd(*weights), weights[1] // gcd(*weights), full)
        first = nomination.rank_by[0]
        if plan.by == "first":
            return cls(plan, int(first == "organisations"), int(first == "members"), full)
        # one of the first figure outweighs all there is of the second
        if first == "organisations":
            return cls(plan, 2 * sum(members for _, _, members in closed.nominees) + 1, 1, full)
        return cls(plan, 1, 2 * sum(organisations for _, organisations, _ in closed.nominees) + 1, full)

    def worth(self, support: Support) -> int:
        return support.organisations * self.organisations + support.members * self.members

    def enough(self, support: Support) -> bool:
        """Whether it is enough to be chosen: more than the charter's part of either (CN-P-09, CN-B-10)."""
        asked = (
            (support.organisations, self.plan.organisations_more_than, self.full.organisations),
            (support.members, self.plan.members_more_than, self.full.members),
        )
        return not any(ratio is not None and number <= ratio * whole for number, ratio, whole in asked)

    def said(self, support: Support) -> Parameter:
        """Support as a person reads it: with the figures that count."""
        if self.plan.by == "first":
            return self.worth(support)
        figures: dict[str, Parameter] = {"organisations": support.organisations, "members": support.members}
        if self.plan.by == "rank":
            return Sentence(N_("organisations: {organisations}, members: {members}"), figures)
        what = N_("{share} (organisations: {organisations}, members: {members})")
        return Sentence(what, {"share": self.share(support), **figures})

    def share(self, support: Support) -> Parameter:
        """The part of all support there could be; under another measure the figure that decides first."""
        if self.plan.by == "shares":
            return Sentence(N_("{share} %"), {"share": percent(Fraction(self.worth(support), self.worth(self.full)))})
        return support.organisations if self.organisations > self.members else support.members

    def said_of(self, worth: int) -> Parameter:
        """The same for a difference of which only the worth is known."""
        if self.plan.by == "first" or not worth:
            return worth
        if self.plan.by == "shares":
            return Sentence(N_("{share} %"), {"share": percent(Fraction(worth, self.worth(self.full)))})
        scale = max(self.organisations, self.members)  # more than twice all there is of the second figure
        first = (worth + scale // 2) // scale
        second = worth - first * scale
        return self.said(Support(first, second) if self.members == 1 else Support(second, first))


def supports(closed: RoundClosed) -> dict[str, Support]:
    """The support of everybody on the unit's list."""
    return {person: Support(organisations, members) for person, organisations, members in closed.nominees}
