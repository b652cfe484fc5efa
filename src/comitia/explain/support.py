"""A nominee's support in a round, organisation by organisation, and where the lists of the levels cut it off."""

from collections.abc import Iterator, Sequence

import msgspec

from comitia.record.entry import Table
from comitia.register.filings import Filed, Imported
from comitia.stages.nominate import RoundClosed
from comitia.tables.archive import Archive
from comitia.texts import N_, Sentence


class Support(msgspec.Struct, frozen=True):
    """Support within a node: primary organisations where there is any, and supporting members."""

    organisations: int
    members: int


def support_by_organisation(person: str, filings: Sequence[Filed | Imported], archive: Archive) -> dict[str, int]:
    """The members who support a person, by primary organisation; of an organisation's returns the last counts."""
    members: dict[str, int] = {}
    for filing in filings:
        if isinstance(filing, Filed):
            filed, support = {filing.organisation}, {filing.organisation: filing.support.get(person, 0)}
        else:
            filed = {str(row[0]) for row in archive.rows(filing.returns)}
            rows = archive.rows(filing.support)
            support = {str(organisation): int(count) for organisation, named, count in rows if named == person}
        members = {id: count for id, count in members.items() if id not in filed}
        members |= {id: count for id, count in support.items() if count}
    return members


def by_node(members: dict[str, int], parents: dict[str, str], deliberated: bool = False) -> dict[str, Support]:
    """The same added up for every node above the organisations, the unit among them.

    ``deliberated``: the organisations' own bodies filed, and each organisation is the first of these nodes itself.
    """
    nodes: dict[str, Support] = {}
    for organisation, count in members.items():
        node: str | None = organisation if deliberated else parents[organisation]
        while node is not None:
            below = nodes.get(node, Support(0, 0))
            nodes[node] = Support(below.organisations + 1, below.members + count)
            node = parents.get(node)
    return nodes


def cuts(
    person: str,
    closed: RoundClosed,
    filings: Sequence[Filed | Imported],
    register: Table,
    rank_by: Sequence[str],
    archive: Archive,
    deliberated: bool = False,
) -> Iterator[Sentence]:
    """Where a person who is not on the unit's list dropped out: at every node that took the name up no further.

    The name came to these nodes from below, or in a round that their own bodies ``deliberated`` in from these; each cut
    its list above it, by support in the charter's order.
    """
    parents = {str(row[0]): str(row[1]) for row in archive.rows(register)}
    members = support_by_organisation(person, filings, archive)
    if not members:
        yield Sentence(N_("No organisation supported this nominee in round {round}."), {"round": closed.round})
        return
    lists: dict[str, list[tuple[str, Support]]] = {}
    for node, named, organisations, supporters in archive.rows(closed.lists):
        lists.setdefault(str(node), []).append((str(named), Support(int(organisations), int(supporters))))
    went_up = {node for node, names in lists.items() if person in dict(names)}
    nodes = by_node(members, parents, deliberated)
    reached = set(members) if deliberated else {parents[id] for id in members}
    for node in sorted(reached.union(parents[id] for id in went_up if id in parents) - went_up):
        last = min((support for _, support in lists[node]), key=lambda s: [getattr(s, name) for name in rank_by])
        what = N_(
            "Round {round}: cut at {node}, with {organisations} organisations and {members} members; the list there "
            "took {count} names further, the last with {last_organisations} organisations and {last_members} members."
        )
        figures = {"organisations": nodes[node].organisations, "members": nodes[node].members}
        others = {"last_organisations": last.organisations, "last_members": last.members, "count": len(lists[node])}
        yield Sentence(what, {"round": closed.round, "node": node, **figures, **others})
