"""Why each nominee is on a shortlist or not: by support, by which quotas, or by lot; and what each quota costs.

Support decides for whoever would be on the list, or off it, without any quota too. All the others owe it to quotas.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import msgspec

from comitia.explain.told import listed
from comitia.stages.choosing import Question
from comitia.stages.margin import percent
from comitia.stages.quotas import Limit
from comitia.stages.shortlist import ShortlistMade
from comitia.stages.support import Support
from comitia.texts import N_, Parameter, Sentence


@dataclass(frozen=True)
class Slate:
    """The ``candidates`` that answer a question, those who were placed among them."""

    asked: Question
    candidates: tuple[str, ...]
    _without: dict[frozenset[str], "Slate"] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def worth(self) -> dict[str, int]:
        """What the support of everybody who could be chosen counts."""
        return {person: self.asked.measure.worth(self.asked.supported(person)) for person in self.asked.free}

    @cached_property
    def lots(self) -> dict[str, int]:
        return self.asked.lots

    @cached_property
    def chosen(self) -> frozenset[str]:
        return frozenset(self.candidates) - self.asked.placed

    @cached_property
    def by_support(self) -> tuple[str, ...]:
        """Who would be chosen if there were no quotas, the last of them last."""
        in_order = sorted(self.worth, key=lambda person: (-self.worth[person], -self.lots[person]))
        return tuple(in_order[: len(self.chosen)])

    @cached_property
    def last(self) -> Support:
        """The least support that is enough where there are no quotas."""
        return self.asked.supported(self.by_support[-1]) if self.by_support else Support(0, 0)

    @property
    def support(self) -> Support:
        """The support of all candidates together."""
        return sum((self.asked.supported(person) for person in self.candidates), Support(0, 0))

    @property
    def off(self) -> tuple[str, ...]:
        """Those who stand and are not on the list."""
        return tuple(person for person in self.asked.eligible if person not in self.candidates)

    def place(self, person: str) -> tuple[bool, int, int, str]:
        """The order in which people are shown: those who were placed, then by support and by lot."""
        own = self.asked.measure.worth(self.asked.supported(person))
        return person not in self.asked.placed, -own, -self.lots.get(person, 0), person

    def by_quota(self, person: str) -> bool:
        """Whether a quota has put the person on the list, or kept one off it."""
        return person in self.worth and (person in self.chosen) != (person in self.by_support)

    def reached(self, limit: Limit) -> int:
        """How many of the candidates a quota counts."""
        return sum(limit.group in self.asked.eligible[person] for person in self.candidates)

    def without(self, quotas: frozenset[str]) -> "Slate":
        """The slate that there would be without these quotas, all others being kept."""
        if quotas not in self._without:
            limits = tuple(limit for limit in self.asked.limits if limit.quota not in quotas)
            self._without[quotas] = answered(msgspec.structs.replace(self.asked, limits=limits))
        return self._without[quotas]

    def quotas(self, person: str) -> tuple[str, ...]:
        """The quotas that put a person on the list, or keep one off it: without any one of these it would be otherwise;
        or, where no single one decides, without all of these together, none of which could stay.
        """
        inside, all_of_them = person in self.chosen, sorted(limit.quota for limit in self.asked.limits)

        def decide(quotas: Iterable[str]) -> bool:
            return (person in self.without(frozenset(quotas)).chosen) != inside

        if alone := tuple(quota for quota in all_of_them if decide([quota])):
            return alone
        together = set(all_of_them)
        for quota in all_of_them:
            if decide(together - {quota}):
                together.discard(quota)
        return tuple(sorted(together))

    def needed_lot(self, person: str) -> int:
        """The least lot with which the person's support is enough, where somebody equal has lost by lot; else 0.

        It is that of the last on the list by support, or of the last whom a quota took of those in the same groups.
        """
        lots = []
        equals = [each for each, worth in self.worth.items() if worth == self.worth[person]]
        if person not in self.chosen or person in self.by_support:
            taken = [each for each in equals if each in self.by_support]
            lots += [min(self.lots[each] for each in taken)] if taken and len(taken) < len(equals) else []
        if person not in self.by_support:
            groups = {limit.group for limit in self.asked.limits}
            kind = groups.intersection(self.asked.eligible[person])
            alike = [each for each in equals if groups.intersection(self.asked.eligible[each]) == kind]
            taken = [each for each in alike if each in self.chosen]
            lots += [min(self.lots[each] for each in taken)] if taken and len(taken) < len(alike) else []
        return min(lots, default=0)


def answered(asked: Question) -> Slate:
    """The slate that answers a question. Raises RuleBroken as ``methods.selection.select``."""
    return Slate(asked, tuple(sorted([*asked.answer().chosen, *asked.placed])))


def recorded(asked: Question, made: ShortlistMade) -> Slate:
    """The slate that is on the record; ``asked`` is what it answered, as things stood then."""
    return Slate(asked, made.candidates)


def cost(quota: str, slate: Slate) -> Support:
    """How much more support the candidates would have without a quota."""
    return slate.without(frozenset([quota])).support - slate.support


def why(person: str, slate: Slate) -> Sentence:
    """What decided about somebody who stands: support, a lot, or quotas, by their ids."""
    if person in slate.asked.placed:
        return Sentence(N_("placed by a higher body"))
    if person not in slate.worth:
        return _too_little(slate.asked, person)
    needed = slate.needed_lot(person)
    lots: dict[str, Parameter] = {"lot": slate.lots[person], "needed": needed}
    if not slate.by_quota(person):
        return Sentence(N_("by lot {lot}; it took {needed}"), lots) if needed else Sentence(N_("by support"))
    quotas = listed(slate.quotas(person))
    if needed and person in slate.chosen:
        return Sentence(N_("by quota {quotas}, and by lot {lot}; it took {needed}"), {"quotas": quotas, **lots})
    return Sentence(N_("by quota {quotas}"), {"quotas": quotas})


def figures(person: str, slate: Slate) -> dict[str, Parameter]:
    """A person's support, and the least that is enough where there are no quotas."""
    asked = slate.asked
    return {"own": asked.measure.said(asked.supported(person)), "least": asked.measure.said(slate.last)}


def _too_little(asked: Question, person: str) -> Sentence:
    """The support was not enough to be chosen at all: what the charter asks, and what there was."""
    plan, full, own = asked.measure.plan, asked.measure.full, asked.supported(person)
    ratio, number, whole = plan.organisations_more_than, own.organisations, full.organisations
    what = N_("too little support: {own} of {whole} organisations; it takes more than {ratio} %")
    if ratio is None or number > ratio * whole:
        ratio, number, whole = plan.members_more_than, own.members, full.members
        what = N_("too little support: {own} of {whole} members; it takes more than {ratio} %")
    return Sentence(what, {"own": number, "whole": whole, "ratio": percent(ratio or Fraction(0))})
