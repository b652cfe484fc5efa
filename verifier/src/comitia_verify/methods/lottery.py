"""A lottery: whatever ticket is drawn keeps the quotas, and nobody's chance could be better but at the cost of less.

A level is proved by weights. If no panel weighs more than W, nor does a panel on average, whatever the lottery; and
that average is the sum of everybody's weight times chance. So, if those of the levels before have their chances, the
others with a weight cannot all have more than (W - what those before take) / (the weights of these others). A lottery
that gives everybody the chance of the own level is the fairest (Ogryczak and others, 2005; Flanigan and others, 2021).
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import Any, NamedTuple

from comitia_verify.findings import must, same, same_people
from comitia_verify.folder import Folder, whole
from comitia_verify.methods.lots import draw
from comitia_verify.methods.lots import number as number_of
from comitia_verify.methods.selection import Bound, check_best, priced_by


class Lottery(NamedTuple):
    """``people`` by type; ``panels``: how many of each type (of the others none), and ``tickets`` how many tickets."""

    people: dict[str, list[str]]
    panels: list[dict[str, int]]
    tickets: Sequence[int]

    def chances(self) -> dict[str, Fraction]:
        """Of everybody of a type: how many are chosen on average, over how many there are."""
        drawn = dict.fromkeys(self.people, 0)
        for panel, tickets in zip(self.panels, self.tickets, strict=True):
            for type, count in panel.items():
                drawn[type] += tickets * count
        return {type: Fraction(drawn[type], sum(self.tickets) * len(own)) for type, own in self.people.items()}

    def drawn(self, seed: str, purpose: str) -> tuple[int, set[str]]:
        """The ticket, and who is chosen: of each type those drawn first."""
        ticket = number_of(seed, purpose, sum(self.tickets))
        panel = next(p for p, last in zip(self.panels, accumulate(self.tickets), strict=True) if ticket <= last)
        return ticket, {id for type, count in panel.items() for id in draw(seed, purpose, self.people[type])[:count]}


class Level(NamedTuple):
    """``weights`` by type and the prices of the ``bounds`` prove the chance; ``support`` is the price of support."""

    chance: Fraction
    weights: dict[str, int]
    bounds: list[Bound]
    support: Fraction


def check_lottery(
    folder: Folder, body: Any, places: int, bounds: Mapping[str, Bound], worth: Mapping[str, int], every_level: bool
) -> tuple[Lottery, bool]:
    """The lottery of ``lottery.published``, and whether it is proved the fairest. Raises Wrong.

    ``worth``: the support of everybody who may be drawn, or nothing where support does not count; ``every_level``: not
    the least chance alone is to be proved.
    """
    lottery = read(folder, body)
    same_people("people", (id for own in lottery.people.values() for id in own), worth)
    check_panels(lottery, places, list(bounds.values()), worth, body.total)
    best = check_best(worth, places, priced_by(body.total_prices, bounds), body.total)
    weights = by_type(folder, body.weights, len(body.chances), lottery.people)
    support = body.support or (Fraction(0),) * len(weights)
    must(len(weights) == len(body.prices) == len(support), "a level lacks its prices")
    proofs = zip(body.chances, weights, body.prices, support, strict=True)
    levels = [Level(chance, own, priced_by(prices, bounds), price) for chance, own, prices, price in proofs]
    proved, complete = check_levels(lottery, places, worth, body.total, levels)
    last = max(body.chances, default=Fraction(0))
    enough = proved.keys() == lottery.people.keys() or (last > 0 and not every_level)
    must(enough, "not everybody's chance is proved")
    short = [proved.get(type, last) - chance for type, chance in lottery.chances().items()]
    same("shortfall", body.shortfall, max(short, default=Fraction(0)))
    return lottery, complete and best != "bounded" and not body.shortfall


def read(folder: Folder, body: Any) -> Lottery:
    """The lottery from its tables."""
    people: dict[str, list[str]] = {}
    folder.check_table(body.types)
    for person, type in folder.rows_of(body.types, 1):
        people.setdefault(type, []).append(person)
    return Lottery(people, by_type(folder, body.panels, len(body.tickets), people), body.tickets)


def by_type(folder: Folder, table: Any, most: int, types: Collection[str]) -> list[dict[str, int]]:
    """The figures of a table, one for each type, of the things that are numbered from 1."""
    found = [dict[str, int]() for _ in range(most)]
    folder.check_table(table)
    for number, type, figure in folder.rows_of(table, 2):
        good = number.isdecimal() and 0 < int(number) <= most and type in types and whole(figure)
        must(good, "there is no {number} or no {type} in the lottery", number=number, type=type)
        found[int(number) - 1][type] = whole(figure)
    return found


def check_panels(lottery: Lottery, places: int, bounds: Sequence[Bound], worth: Mapping[str, int], total: int) -> None:
    """Every panel fills the places, keeps the bounds and has the support ``total``. Raises Wrong."""
    for own in lottery.people.values():
        alike = len({(worth[id], *(id in bound.members for bound in bounds)) for id in own}) == 1
        must(alike, "people of one type differ in their groups or their support")
    must(lottery.tickets and min(lottery.tickets) > 0, "a panel has no tickets")
    for panel in lottery.panels:
        slate = [id for type, count in panel.items() for id in lottery.people[type][:count]]
        there = all(count <= len(lottery.people[type]) for type, count in panel.items()) and len(slate) == places
        kept = all(bound.least <= len(bound.members.intersection(slate)) <= bound.most for bound in bounds)
        must(there and kept, "a panel does not fill the places, or does not keep a quota")
        same("total", total, sum(worth[id] for id in slate))


def check_levels(
    lottery: Lottery, places: int, worth: Mapping[str, int], total: int, levels: Sequence[Level]
) -> tuple[dict[str, Fraction], bool]:
    """The chance that every type can have at most, if those with less have theirs; and whether all of it is proved,
    or a search would be too long. Raises Wrong."""
    proved: dict[str, Fraction] = {}
    last, complete = Fraction(0), True
    for chance, weights, bounds, support in levels:
        mass = {type: weight * len(lottery.people[type]) for type, weight in weights.items()}
        before = sum(mass.get(type, 0) * own for type, own in proved.items())
        others = sum(own for type, own in mass.items() if type not in proved)
        must(last <= chance and others, "the levels of chances are out of order")
        scale, of_support = support.denominator, support.numerator
        scaled = {
            id: weights.get(type, 0) * scale + of_support * worth[id]
            for type, own in lottery.people.items()
            for id in own
        }
        most = floor((chance * others + before) * scale + of_support * total)
        at_scale = [bound._replace(price=bound.price * scale) for bound in bounds]
        complete &= check_best(scaled, places, at_scale, most) != "bounded"
        last, proved = chance, dict.fromkeys(weights, chance) | proved
    return proved, complete
