"""A node's list in a closed round: who is on it with which support, who was cut and by how much, and who took part."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from comitia.election import Election
from comitia.register.filings import Missing, missing
from comitia.register.rollup import Tally, tallies
from comitia.rules import rule
from comitia.stages.apportion import seats_of
from comitia.stages.filing import plan_of
from comitia.stages.ladder import levels
from comitia.stages.nominate import UnitNominations
from comitia.stages.rounds import NO_REGISTER
from comitia.tables.archive import Archive
from comitia.texts import N_

NOT_CLOSED = rule(
    "explain.round",
    says=N_("A list is shown of a round that is closed in the unit."),
    refusal=N_("round {round} is not closed in {unit}"),
    cure=N_("look at who has not filed with `comitia round missing {unit}`"),
)
NO_LIST = rule(
    "explain.node",
    says=N_("A list is that of the unit, or of one of its organisations that lists went up from in the round."),
    refusal=N_("{node} made no list in round {round} of {unit}"),
    cure=N_("name an organisation of a higher level; its id is in the unit's register"),
)


class Place(msgspec.Struct, frozen=True):
    """A nominee at a node. ``place``: equals share it. ``short``: what a name that was cut lacked to the last one
    listed, in the first figure of the charter's order in which they differ, and which figure that is."""

    place: int
    person: str
    organisations: int
    members: int
    listed: bool
    short: int = 0
    figure: str = ""


class NodeList(msgspec.Struct, frozen=True):
    """A node's list, best first, and its participation: those who file in the round, below it or itself."""

    node: str
    level: str
    round: str
    organisations: int
    returned: int
    members: int
    participants: int
    places: tuple[Place, ...]

    @property
    def organised(self) -> Fraction:
        """The part of the organisations that filed."""
        return Fraction(self.returned, max(1, self.organisations))

    @property
    def shared(self) -> Fraction:
        """The part of the members who took part."""
        return Fraction(self.participants, max(1, self.members))


def node_list(election: Election, archive: Archive, unit: str, node: str = "", round: str = "") -> NodeList:
    """The list of a node (the unit's own without one) in a round, the last that was closed without one.

    Raises RuleBroken: ``explain.round``, ``explain.node``, ``round.unknown``, and those of the archive.
    """
    own = election.nominations.get(unit, UnitNominations())
    round = round or "".join([*own.closed][-1:]) or election.charter.nomination.rounds[0].id
    plan, node = plan_of(round, election.founding), node or unit
    if round not in own.closed or own.register is None:
        raise NOT_CLOSED.broken(round=round, unit=unit)
    closed = own.closed[round]
    figures = [row for row in archive.rows(closed.nodes) if row[0] == node]
    if not figures:
        raise NO_LIST.broken(node=node, round=round, unit=unit)
    charter, seats = election.charter, seats_of(election.seats, unit)
    _, level, *numbers = figures[0]
    came_up = tallies(
        archive,
        unit,
        own.register,
        own.filings[round],
        levels(charter, seats),
        charter.nomination.rank_by,
        charter.place(plan),
        own.left[round],
        node,
    )
    organisations, returned, members, participants = map(int, numbers)
    places = tuple(ranked(came_up, charter.nomination.rank_by))
    return NodeList(node, str(level), round, organisations, returned, members, participants, places)


def ranked(came_up: Sequence[Tally], rank_by: Sequence[str]) -> Iterator[Place]:
    """The nominees at a node, best first as they come, with their places and what those who were cut lacked."""
    figures = list(dict.fromkeys(rank_by))
    keys = [[int(getattr(tally, name)) for name in figures] for tally in came_up]
    last = next((key for tally, key in reversed(list(zip(came_up, keys, strict=True))) if tally.listed), None)
    for tally, key in zip(came_up, keys, strict=True):
        place, short, figure = keys.index(key) + 1, 0, ""
        if not tally.listed and last:
            short, figure = next(
                (top - own, name) for top, own, name in zip(last, key, figures, strict=True) if top > own
            )
        yield Place(place, tally.person, tally.organisations, tally.members, tally.listed, short, figure)


def not_filed(election: Election, archive: Archive, unit: str, node: str = "", round: str = "") -> list[Missing]:
    """Who has not filed in a round, below a node (or the node itself): the open round, or the last one, without one.

    Raises RuleBroken: ``register.missing``, ``round.unknown``, and those of the archive.
    """
    own = election.nominations.get(unit, UnitNominations())
    if own.register is None:
        raise NO_REGISTER.broken(unit=unit)
    charter = election.charter
    round = round or own.open_round or "".join([*own.closed][-1:]) or charter.nomination.rounds[0].id
    plan, ladder = plan_of(round, election.founding), levels(charter, seats_of(election.seats, unit))
    filings = own.filings.get(round, [])
    return missing(archive, unit, own.register, filings, ladder, charter.place(plan), node)
