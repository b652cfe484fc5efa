"""The roll-up of one nomination round of one unit, from the register and every return, one row after the other.

Memory is set by one unit: its organisations, and the nominees below each node above the primary organisations.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from comitia_verify.findings import Wrong, must
from comitia_verify.folder import Folder, whole

ONE = 1 << 64  # support is held in one number: organisations times ONE, plus members
Return = tuple[str, int, list[tuple[str, int]]]  # organisation, participants, support of each person
Figures = tuple[int, int, int, int]  # organisations, returned, members, participants
Rank = Callable[[tuple[str, int]], list[int]]


class Organisation(NamedTuple):
    """``electors``: how many belong to its own body, where its level holds rounds."""

    parent: str
    level: int
    members: int
    electors: int = 0


class Filing(NamedTuple):
    """Returns as one entry filed or imported them; ``read`` reads them anew each time. A correction seals a reason."""

    entry: str
    reason: bool
    read: Callable[[], Iterator[Return]]


@dataclass
class Node:
    """What is known of a node above the primary organisations: its subtree's figures, and who came up to it."""

    level: int
    figures: Figures = (0, 0, 0, 0)
    support: dict[str, int] = field(default_factory=dict)
    came_up: set[str] = field(default_factory=set)

    def add(self, figures: Figures) -> None:
        one, two, three, four = self.figures
        self.figures = (one + figures[0], two + figures[1], three + figures[2], four + figures[3])


class RollUp(NamedTuple):
    nodes: list[tuple[str, str, int, int, int, int]]
    lists: list[tuple[str, str, int, int]]
    nominees: tuple[tuple[str, int, int], ...]
    figures: Figures


def single(body: Any) -> Iterator[Return]:
    yield body.organisation, body.participants, sorted(body.support.items())


def imported(folder: Folder, body: Any) -> Iterator[Return]:
    """The rows of the two tables, side by side: both are in the order of the organisations."""
    grouped = groupby(folder.rows_of(body.support, 2), key=itemgetter(0))
    name, rows = next(grouped, ("", iter(())))
    for organisation, participants in folder.rows_of(body.returns, 1):
        supported = [(person, whole(members)) for _, person, members in rows] if name == organisation else []
        yield organisation, whole(participants), supported
        if name == organisation:
            name, rows = next(grouped, ("", iter(())))
    must(not name, "{organisation} reports support and has no return", organisation=name)


def read_register(
    folder: Folder, table: Any, unit: str, levels: Sequence[str], deliberating: Collection[int] = ()
) -> dict[str, Organisation]:
    """The unit's organisations. Every parent is at a higher level, so that the tree has no circles. Where levels are
    ``deliberating``, every organisation there has a body, and none below leaves the level out. Raises Wrong."""
    must(len(table.columns) == 4 + bool(deliberating), "the register has no electors, or nobody to be one")
    register: dict[str, Organisation] = {}
    for id, parent, level, members, *electors in folder.rows_of(table, 1):
        own = Organisation(parent, (*levels, level).index(level), whole(members), *map(whole, electors))
        good = id != unit and level in levels[:-1] and (members != "0") == (own.level == 0)
        good = good and bool(own.electors or own.level not in deliberating)
        must(good, "the organisation {organisation} has a wrong level or number of members", organisation=id)
        register[id] = own
    for id, own in register.items():
        above = register[own.parent].level if own.parent in register else len(levels) * (own.parent == unit)
        good = above > own.level and not any(own.level < level < above for level in deliberating)
        must(good, "the organisation {organisation} has no parent above it", organisation=id)
    return register


def roll_up(
    register: Mapping[str, Organisation],
    unit: str,
    filings: Sequence[Filing],
    persons: Collection[str],
    levels: Sequence[tuple[str, int | None]],
    rank_by: Sequence[str],
    place: int = 0,
    off: Collection[str] = (),
    came_up: Collection[tuple[str, str]] = (),
) -> RollUp:
    """``levels`` from below, each with the most nominees who go up from one of its nodes; the unit is the last. The
    level at ``place`` holds the round: above the primary organisations, its bodies decide on those who ``came_up`` to
    their own organisations. Nobody who is ``off`` the lists comes up."""
    nodes = {id: Node(own.level) for id, own in register.items() if own.level >= max(1, place)}
    nodes[unit] = Node(len(levels) - 1)
    filers = {id: own for id, own in register.items() if own.level == place}
    for id, own in filers.items():
        nodes[id if place else own.parent].add((1, 0, own.electors if place else own.members, 0))
    filed: dict[str, Filing] = {}
    for filing in reversed(filings):  # the last return of an organisation counts
        for each in _checked(filing, filers, persons, came_up):
            later = filed.setdefault(each[0], filing)
            if later is filing:
                _count(nodes[each[0] if place else filers[each[0]].parent], each, off)
            elif not later.reason:
                wrong = Wrong("{organisation} corrects its return without a reason", organisation=each[0])
                wrong.entry = later.entry
                raise wrong
            filed[each[0]] = filing

    def rank(nominee: tuple[str, int]) -> list[int]:
        figures = dict(zip(("organisations", "members"), divmod(nominee[1], ONE), strict=True))
        return [-figures[name] for name in rank_by]

    lists: dict[str, list[tuple[str, int]]] = {}
    for id, node in sorted(nodes.items(), key=lambda item: item[1].level):
        lists[id] = _cut(sorted((person, node.support[person]) for person in node.came_up), levels[node.level][1], rank)
        if id != unit:
            above = nodes[register[id].parent]
            above.add(node.figures)
            above.came_up.update(person for person, _ in lists[id])
            for person, support in node.support.items():
                above.support[person] = above.support.get(person, 0) + support
            node.support = {}
    return RollUp(
        [(id, levels[node.level][0], *node.figures) for id, node in sorted(nodes.items())],
        [(id, person, *divmod(own, ONE)) for id in sorted(lists) for person, own in sorted(lists[id])],
        tuple((person, *divmod(own, ONE)) for person, own in lists[unit]),
        nodes[unit].figures,
    )


def _checked(
    filing: Filing,
    filers: Mapping[str, Organisation],
    persons: Collection[str],
    came_up: Collection[tuple[str, str]],
) -> Iterator[Return]:
    """The returns of an entry, which is named where one is wrong."""
    try:
        for each in filing.read():
            _check_return(filers, each, persons, came_up)
            yield each
    except Wrong as wrong:
        wrong.entry = filing.entry
        raise


def _check_return(
    filers: Mapping[str, Organisation], each: Return, persons: Collection[str], came_up: Collection[tuple[str, str]]
) -> None:
    id, participants, supported = each
    must(id in filers, "{organisation} files no returns in this round", organisation=id)
    own = filers[id]
    most = own.electors if own.level else own.members
    must(participants <= most, "more people took part in {organisation} than it has members", organisation=id)
    for person, members in supported:
        known = person in persons if own.level == 0 else (id, person) in came_up or ("", person) in came_up
        if not known or not 1 <= members <= participants:
            text = "{organisation} reports {members} supporters of {person}, who is unknown, or more than took part"
            raise Wrong(text, organisation=id, members=members, person=person)


def _count(node: Node, each: Return, off: Collection[str]) -> None:
    node.add((0, 1, 0, each[1]))
    for person, members in each[2]:
        if person not in off:
            node.support[person] = node.support.get(person, 0) + ONE + members
            node.came_up.add(person)


def _cut(came_up: list[tuple[str, int]], most: int | None, rank: Rank) -> list[tuple[str, int]]:
    """The best by the charter's order, equals by id: so many, and with them whoever is equal to the last of these."""
    ranked = sorted(came_up, key=rank)
    if most is None or len(ranked) <= most:
        return ranked
    return [nominee for nominee in ranked if most and rank(nominee) <= rank(ranked[most - 1])]
