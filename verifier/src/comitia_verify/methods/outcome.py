"""What the rules make of approvals: who is elected, who is tied, and which places stay open.

Places can be reserved for groups that do not overlap: so many are kept for the members of each, and the others are open
to everybody. Sets of people who find a place so are the independent sets of a matroid (a transversal one; Edmonds and
Fulkerson 1965), and its rank tells all: of people with equal votes one is elected without whom the rank would fall, has
no place if the rank does not rise, and is tied otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from comitia_verify.findings import must

Votes = tuple[int, ...]
Reserves = Sequence[tuple[frozenset[str], int]]


class Outcome(NamedTuple):
    """``elected`` from the top, equals by id; ``tied`` by id."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    tied_places: int
    open: int


def elect(votes: Mapping[str, Votes], places: int, needed: int, reserves: Reserves) -> Outcome:
    """Those with at least ``needed`` approvals (and at least one), most first.

    ``votes``: a person's approvals, and then those in new votes among the tied, or the number drawn in a lot, which
    only part equals; whom nobody approves of there has no place, and leaves it open. Where fewer members stand than
    places are reserved for them, so many are kept as stand.
    """
    kept = [(members, min(least, len(members & votes.keys()))) for members, least in reserves]
    unreserved = places - sum(least for _, least in kept)
    shared = any(sum(person in members for members, _ in kept) > 1 for person in votes)
    must(unreserved >= 0 and not shared, "more places are reserved than there are, or reserves overlap")

    def rank(people: Iterable[str]) -> int:
        """How many of these people can have a place together."""
        everybody = set(people)
        reserved = sum(min(len(members & everybody), least) for members, least in kept)
        return reserved + min(len(everybody) - reserved, unreserved)

    reached = sorted((person for person, own in votes.items() if own[0] >= max(needed, 1)), key=votes.__getitem__)
    above: set[str] = set()
    elected, tied, tied_places = list[str](), list[str](), 0
    for own, equals in groupby(reversed(reached), key=votes.__getitem__):
        level = set(equals)
        if min(own) > 0:
            before, after = rank(above), rank(above | level)
            sure = sorted(person for person in level if rank(above | level - {person}) < after)
            elected += sure
            tied += [person for person in level.difference(sure) if rank({*above, person}) > before]
            tied_places += after - before - len(sure)
        above |= level
    return Outcome(tuple(elected), tuple(sorted(tied)), tied_places, places - len(elected) - tied_places)
