"""Panels for a lottery: chances that a split panel could give are made up of whole ones, each drawn so many times."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from comitia.methods.lottery_types import Panel, Search, Types

Tickets = dict[Panel, int]
"""How many tickets each panel has."""


def split(types: Types, expected: Sequence[Fraction]) -> Tickets:
    """Tickets that give of each type just what is expected, or as many as were found before none was left to take.

    Panel after panel is taken off what is expected of all tickets, each as often as the rest can still be panels on
    average. That makes a row or a type tight, so that few panels are needed (Birkhoff's argument; Budish, Che, Kojima
    and Milgrom, *Designing random allocation mechanisms*, 2013). It can come to a rest that only split panels fill.
    """
    tickets: Tickets = {}
    times = lcm(*(each.denominator for each in expected))
    rest = [int(each * times) for each in expected]
    search = Search(types)
    while times:
        panel = search.near(rest, times)
        if panel is None:
            break
        taken = _times(types, panel, rest, times)
        tickets[panel] = tickets.get(panel, 0) + taken
        rest = [each - taken * count for each, count in zip(rest, panel, strict=True)]
        times -= taken
    return tickets


def complete(tickets: Tickets, expected: Sequence[Fraction]) -> bool:
    """Whether tickets give of each type just what is expected."""
    return bool(tickets) and expectation(tickets) == list(expected)


def expectation(tickets: Tickets) -> list[Fraction]:
    """How many of each type are chosen on average over the tickets."""
    number = sum(tickets.values())
    sums = [
        sum(column) for column in zip(*([n * count for count in panel] for panel, n in tickets.items()), strict=True)
    ]
    return [Fraction(each, number) for each in sums]


def _times(types: Types, panel: Panel, rest: Sequence[int], times: int) -> int:
    """How often at most a panel can be taken, so that the rest keeps sizes and rows on average."""
    limits = [(each, count, 0, size) for each, count, size in zip(rest, panel, types.sizes, strict=True)]
    limits += [(row.of(rest), row.of(panel), row.least, row.most) for row in types.rows]
    most = times
    for in_all, once, least, upper in limits:
        if once > least:
            most = min(most, (in_all - times * least) // (once - least))
        if once < upper:
            most = min(most, (times * upper - in_all) // (upper - once))
    return most
