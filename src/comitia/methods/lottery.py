"""A lottery over all panels that keep every limit: nobody's chance is less than it has to be, and that is proved.

``maximin`` makes the least chance as great as it can be, those aside who can be on no panel at all; ``leximin`` then
makes the least chance of the others as great as it can be, and so on, so that no other lottery helps anybody without
harming somebody who has less (Flanigan, Gölz, Gupta, Hennig and Procaccia, *Nature* 596, 2021). People who are members
of the same groups have the same chance.

A panel here says how many of each type of people are chosen. It has a whole number of tickets; one ticket is drawn, and
then who of each type, both from a public seed. So a person's chance is exactly

    sum over the panels of tickets x people of the type in the panel / (all tickets x people of the type),

and the quotas hold whichever ticket is drawn. The levels and their proofs are in ``lottery_levels.py``, the tickets in
``lottery_panels.py``; and ``lottery_columns.py`` helps where whole panels cannot do what split ones could.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Literal

import msgspec

from comitia.methods.lots import draw, number
from comitia.methods.lottery_columns import NODES, UNPROVED, generate
from comitia.methods.lottery_levels import Level, fix, goal, relaxed
from comitia.methods.lottery_panels import complete, expectation, split
from comitia.methods.lottery_types import Panel, Types
from comitia.methods.selection import Bound, select

__all__ = ["Level", "Lottery", "drawn", "lottery"]

Method = Literal["maximin", "leximin"]


class Lottery(msgspec.Struct, frozen=True):
    """``types``: who is alike, by id; ``panels``: how many of each type are chosen, and ``tickets`` how many tickets
    each panel has. ``levels`` prove how great the chances can be.

    All panels weigh ``total``, and ``prices`` prove that none weighs more, as those of ``selection.Selection``.

    No one's chance falls short of the own level's by more than ``shortfall``. It is 0 unless the shares of panels could
    not be found in whole numbers; only then the tickets come near to the best lottery instead of being it.
    """

    types: tuple[tuple[str, ...], ...]
    panels: tuple[Panel, ...]
    tickets: tuple[int, ...]
    levels: tuple[Level, ...]
    total: int = 0
    prices: dict[str, Fraction] = {}
    shortfall: Fraction = Fraction(0)

    def chances(self) -> tuple[Fraction, ...]:
        """The chance of everybody of each type: of being chosen when one ticket, and then within types, is drawn."""
        expected = expectation(dict(zip(self.panels, self.tickets, strict=True)))
        return tuple(each / len(people) for each, people in zip(expected, self.types, strict=True))

    def panel_of(self, ticket: int) -> int:
        """The place of the panel that a ticket belongs to: tickets count from 1, one panel after the other."""
        return next(place for place, last in enumerate(accumulate(self.tickets)) if ticket <= last)


def lottery(weights: Mapping[str, int], places: int, bounds: Sequence[Bound], method: Method) -> Lottery:
    """The lottery for ``places`` of the ids of ``weights`` (not negative), within all ``bounds``, over the slates of
    greatest total weight: over all slates where everybody's weight is 0.

    Raises RuleBroken: ``lottery.unproved``, and as ``selection.select`` does ``selection.candidates`` and
    ``selection.infeasible``.
    """
    heaviest = select(weights, places, bounds, nodes=NODES)
    if not heaviest.proved:
        raise UNPROVED.broken(found=heaviest.total, proved=heaviest.upper)
    types = Types(places, bounds, weights, heaviest.total)
    if not types.sizes:
        return Lottery((), ((),), (1,), ())
    levels = relaxed(types)
    expected = list(goal(types, levels).values())
    tickets = split(types, expected) if levels else {}
    if not complete(tickets, expected):
        seeds = [*tickets, types.panel(heaviest.chosen)]
        levels, tickets = generate(types, seeds, levels, method == "leximin")
    if method == "maximin":
        levels = levels[: 1 + sum(not level.chance for level in levels)]
    panels = tuple(sorted(tickets, reverse=True))
    numbers = tuple(tickets[panel] for panel in panels)
    found = Lottery(tuple(types.people), panels, numbers, levels, heaviest.total, heaviest.prices)
    return msgspec.structs.replace(found, shortfall=_shortfall(found))


def _shortfall(lottery: Lottery) -> Fraction:
    fixed: dict[int, Fraction] = {}
    for level in lottery.levels:
        fix(fixed, level)
    least = lottery.levels[-1].chance
    return max(fixed.get(type, least) - chance for type, chance in enumerate(lottery.chances()))


def drawn(lottery: Lottery, seed: str, purpose: str) -> tuple[int, tuple[str, ...]]:
    """The ticket that is drawn, from 1, and who is chosen: within each type those drawn first.

    See ``lots.py`` for both draws.
    """
    ticket = number(seed, purpose, sum(lottery.tickets))
    panel = lottery.panels[lottery.panel_of(ticket)]
    order = draw(seed, purpose, [id for people in lottery.types for id in people])
    chosen = []
    for people, count in zip(lottery.types, panel, strict=True):
        chosen += [id for id in order if id in people][:count]
    return ticket, tuple(sorted(chosen))
