"""Why each nominee is on a shortlist or not: by support, by lot, or by which quotas; and what each quota costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from comitia.charter.model import Charter
from comitia.explain.told import listed
from comitia.methods.reasons import Reason, costs, reasons
from comitia.methods.selection import Selection
from comitia.stages.choosing import Question
from comitia.stages.margin import percent
from comitia.stages.quotas import Limit
from comitia.stages.shortlist import ShortlistMade
from comitia.stages.support import Support
from comitia.texts import N_, Parameter, Sentence


@dataclass(frozen=True)
class Slate:
    """A question and what answers it: whom to choose, beside those who were placed."""

    asked: Question
    selection: Selection

    @cached_property
    def candidates(self) -> frozenset[str]:
        return self.asked.placed.union(self.selection.chosen)

    @cached_property
    def lots(self) -> dict[str, int]:
        return self.asked.lots

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        """What decided about everybody who could be chosen."""
        places = len(self.selection.chosen)
        return reasons(self.asked.weights, places, self.asked.bounds, self.selection, self.lots)

    @cached_property
    def costs(self) -> dict[str, int]:
        """How much more the support of all candidates would count without each quota."""
        return costs(self.asked.weights, len(self.selection.chosen), self.asked.bounds, self.selection)

    @property
    def off(self) -> frozenset[str]:
        """Those who stand and are not on the list."""
        return frozenset(self.asked.eligible) - self.candidates

    @property
    def support(self) -> Support:
        """The support of all candidates together."""
        return sum(map(self.asked.supported, self.candidates), Support(0, 0))

    @cached_property
    def enough(self) -> Support:
        """The least support that is enough where there are no quotas."""
        in_order = sorted(self.reasons, key=self.place)
        places = len(self.selection.chosen)
        return self.asked.supported(in_order[places - 1]) if places else Support(0, 0)

    def place(self, person: str) -> tuple[bool, int, int, str]:
        """The order in which people are shown: those who were placed, then by support and by lot."""
        own = self.asked.measure.worth(self.asked.supported(person))
        return person not in self.asked.placed, -own, -self.lots.get(person, 0), person

    def by_quota(self, person: str) -> bool:
        """Whether the person owes it to quotas to be on the list, or not to be."""
        return person in self.reasons and self.reasons[person].decided == "bounds"

    def ahead(self, person: str) -> Iterable[str]:
        """Those on the list by quota who have no more support than a person who is not on it."""
        own = self.asked.measure.worth(self.asked.supported(person))
        return (
            each
            for each in sorted(self.selection.chosen, key=self.place)
            if self.by_quota(each) and self.asked.measure.worth(self.asked.supported(each)) <= own
        )

    @property
    def order(self) -> tuple[str, ...]:
        """A zipped list, place by place, nobody at a place that stays empty; nothing where the list has no order."""
        return self.asked.order(sorted(self.candidates))

    def reached(self, limit: Limit) -> int:
        """How many of the candidates a quota counts."""
        return sum(limit.group in self.asked.eligible[person] for person in self.candidates)


def answered(asked: Question) -> Slate:
    """The slate that answers a question. Raises RuleBroken as ``methods.selection.select``."""
    return Slate(asked, asked.answer())


def recorded(asked: Question, made: ShortlistMade) -> Slate:
    """The slate that is on the record; ``asked`` is what it answered, as things stood then."""
    chosen = tuple(person for person in made.candidates if person not in made.placed)
    prices = {quota: Fraction(price) for quota, price in made.prices.items()}
    total, upper = int(made.total), int(made.upper)
    return Slate(asked, Selection(chosen, total, prices, upper, proved=total == upper))


def as_a_whole(slate: Slate, charter: Charter) -> Iterator[Sentence]:
    """What each quota reached and costs, what support the candidates have, and what is proved to be the most."""
    names, measure = {quota.id: quota.name for quota in charter.quotas}, slate.asked.measure
    for limit in slate.asked.limits:
        what = N_("Quota {quota}: {reached} of the candidates, within {least} to {most}; cost in support: {cost}.")
        figures = {"reached": slate.reached(limit), "least": slate.asked.least_of(limit), "most": limit.most}
        yield Sentence(
            what, {"quota": names[limit.quota], **figures, "cost": measure.said_of(slate.costs[limit.quota])}
        )
    what = N_("Support of those chosen: {total}; no other choice within the quotas has more than {upper}.")
    selection = slate.selection
    yield Sentence(what, {"total": measure.said_of(selection.total), "upper": measure.said_of(selection.upper)})


def why(person: str, slate: Slate) -> Sentence:
    """What decided about somebody who stands: support, a lot, or quotas, by their ids."""
    if person in slate.asked.placed:
        return Sentence(N_("placed by a higher body"))
    if person not in slate.reasons:
        return _too_little(slate.asked, person)
    reason, lots = slate.reasons[person], slate.lots
    figures: dict[str, Parameter] = {"quotas": listed(reason.bounds)}
    if reason.rival:
        figures |= {"lot": lots[person], "other": lots[reason.rival], "rival": reason.rival}
    match reason.decided, reason.rival:
        case "weight", _:
            return Sentence(N_("by support"))
        case "lot", _:
            return Sentence(N_("by lot {lot}, against {other} of {rival}"), figures)
        case _, "":
            return Sentence(N_("by quota {quotas}"), figures)
        case _:
            return Sentence(N_("by quota {quotas}, and by lot {lot}, against {other} of {rival}"), figures)


def _too_little(asked: Question, person: str) -> Sentence:
    """The support was not enough to be chosen at all: what the charter asks, and what there was."""
    plan, full, own = asked.measure.plan, asked.measure.full, asked.supported(person)
    ratio, number, whole = plan.organisations_more_than, own.organisations, full.organisations
    what = N_("too little support: {own} of {whole} organisations; it takes more than {ratio} %")
    if ratio is None or number > ratio * whole:
        ratio, number, whole = plan.members_more_than, own.members, full.members
        what = N_("too little support: {own} of {whole} members; it takes more than {ratio} %")
    return Sentence(what, {"own": number, "whole": whole, "ratio": percent(ratio or Fraction(0))})
