"""Block approval: a paper approves of at most as many names as there are places; those with most votes are elected.

Counting is exact, and ties are data. Places can be kept for groups: a *reserve* keeps some for its members, and the
other places are open to everybody, its members too. Such places make a transversal matroid, so that going down by votes
and electing whoever still finds a place is right, and who is elected further down does not depend on how a tie above is
broken (Edmonds and Fulkerson 1965).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import ceil, floor

import msgspec
import numpy as np

from comitia.rules import rule
from comitia.texts import N_

APPROVE, AGAINST, ABSTAIN = "+-0"

UNREADABLE = rule(
    "ballot.unreadable",
    says=N_("A paper has one readable mark for each candidate and nothing else; any other paper is void."),
    refusal=N_("papers whose readable marks are not {candidates}, one for each name: {papers}"),
    cure=N_("mark every name with approval, disapproval or abstention, and nothing else"),
    sources=("CN-B-27c",),
)
OVERVOTE = rule(
    "ballot.overvote",
    says=N_("A paper approves of at most as many names as there are places; one that approves of more is void."),
    refusal=N_("papers that approve of more names than {places}: {papers}"),
    cure=N_("names to approve of on a paper: at most {places}"),
    sources=("CN-B-27b", "DE-CDU-43"),
)
UNDERVOTE = rule(
    "ballot.undervote",
    says=N_("A paper approves of at least the charter's part of the places; one that approves of fewer is void."),
    refusal=N_("papers that approve of fewer names than {least}: {papers}"),
    cure=N_("names to approve of on a paper: at least {least}"),
    sources=("DE-CDU-43",),
)
RESERVED_PLACES = rule(
    "count.reserved-places",
    says=N_("No more places are reserved for groups than there are."),
    refusal=N_("places reserved: {reserved}; places in all: {places}"),
    cure=N_("reserve fewer places"),
    sources=("DE-CDU-15new", "DE-GR-2"),
)
RESERVED_GROUPS = rule(
    "count.reserved-groups",
    says=N_("Nobody belongs to two groups that places are reserved for, because a person takes one place only."),
    refusal=N_("{shared} of those who stand belong to more than one group that places are reserved for"),
    cure=N_("reserve places for groups that do not overlap"),
    sources=("DE-CDU-15new",),
)


class Tally(msgspec.Struct, frozen=True):
    """A counted box. ``rows`` has approve, against, abstain for each candidate, over the ``valid`` papers.

    ``blank`` papers are among the valid and approve of nobody; ``invalid`` counts void papers by the rule that voids
    them, and holds only rules that voided some.
    """

    valid: int
    blank: int
    invalid: dict[str, int]
    rows: tuple[tuple[int, int, int], ...]


def tally(papers: Sequence[str], candidates: int, places: int, least_marks: Fraction) -> Tally:
    """Count ``papers``, each a string of ``candidates`` characters: ``+`` approve, ``-`` against, ``0`` abstain.

    ``least_marks`` is a ratio of the places, rounded up to whole approvals; 0 makes a blank paper valid. A paper that
    cannot be read is void for that reason only.
    """
    whole = [paper for paper in papers if len(paper) == candidates]
    written = "".join(whole).encode("ascii", "replace")
    marks = np.frombuffer(written, np.uint8).reshape(len(whole), candidates)
    approve, against, abstain = (marks == ord(mark) for mark in (APPROVE, AGAINST, ABSTAIN))
    readable = (approve | against | abstain).all(axis=1)
    approvals = approve.sum(axis=1)
    over = readable & (approvals > places)
    under = readable & (approvals < ceil(least_marks * places))
    valid = readable & ~over & ~under
    void = {
        UNREADABLE.id: len(papers) - int(readable.sum()),
        OVERVOTE.id: int(over.sum()),
        UNDERVOTE.id: int(under.sum()),
    }
    columns = [kind[valid].sum(axis=0).tolist() for kind in (approve, against, abstain)]
    return Tally(
        valid=int(valid.sum()),
        blank=int((valid & (approvals == 0)).sum()),
        invalid={rule: count for rule, count in void.items() if count},
        rows=tuple(zip(*columns, strict=True)),
    )


def needed(more_than: Fraction, base: int) -> int:
    """The least number of approvals that is strictly more than the ratio of the base (electors due, present, valid)."""
    return floor(more_than * base) + 1


class Reserve(msgspec.Struct, frozen=True):
    """``least`` places are kept for ``members``; where fewer members stand, as many as stand."""

    members: frozenset[str]
    least: int


class Tie(msgspec.Struct, frozen=True):
    """``candidates``, by id, with equal claims to ``places``, of which ``reserved`` keeps some for some of them."""

    candidates: tuple[str, ...]
    places: int
    reserved: tuple[Reserve, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """``elected`` by votes, equals by id; ``ties`` from the top; ``open`` places found nobody.

    There is more than one tie only where places are reserved: groups that are tied at cuts of their own are apart.
    """

    elected: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    open: int = 0

    @property
    def tied(self) -> tuple[str, ...]:
        """Everybody who is tied, by id."""
        return tuple(sorted(candidate for tie in self.ties for candidate in tie.candidates))

    @property
    def tied_places(self) -> int:
        """The places that the tied compete for, all ties together."""
        return sum(tie.places for tie in self.ties)


def elect(approvals: Mapping[str, int], places: int, needed: int, reserved: Sequence[Reserve] = ()) -> Outcome:
    """Elect to ``places`` those with at least ``needed`` approvals, most first; 0 ``needed`` is a plurality.

    Without any approval nobody is elected. Those who are equal at a cut are tied and not elected. A reserved place that
    no member reached stays open. Raises RuleBroken ``count.reserved-places`` or ``count.reserved-groups``.
    """
    kept = [min(reserve.least, len(reserve.members & approvals.keys())) for reserve in reserved]
    unreserved = places - sum(kept)
    if unreserved < 0:
        raise RESERVED_PLACES.broken(reserved=sum(kept), places=places)
    group = _groups(approvals, reserved)
    kept.append(0)

    elected: list[str] = []
    ties: list[Tie] = []
    reached = {candidate: votes for candidate, votes in approvals.items() if votes >= max(needed, 1)}
    by_votes = sorted(reached, key=lambda candidate: (-reached[candidate], candidate))
    for _, equals in groupby(by_votes, key=reached.__getitem__):
        level = list(equals)
        crowds = {g: [candidate for candidate in level if group[candidate] == g] for g in range(len(kept))}
        beyond = {g: max(0, len(crowd) - kept[g]) for g, crowd in crowds.items()}
        squeezed = [g for g in crowds if beyond[g]] if sum(beyond.values()) > unreserved else []
        elected += [candidate for candidate in level if group[candidate] not in squeezed]
        ties += _ties({g: crowds[g] for g in squeezed}, kept, unreserved)
        unreserved = max(0, unreserved - sum(beyond.values()))
        kept = [max(0, kept[g] - len(crowd)) for g, crowd in crowds.items()]
    return Outcome(tuple(elected), tuple(ties), places - len(elected) - sum(tie.places for tie in ties))


def run_off(ties: Sequence[Tie], approvals: Mapping[str, int]) -> Outcome:
    """What a new vote among the tied decides, most approvals first, or a lot whose numbers are given as ``approvals``.

    Each tie is decided among its own candidates, for its own places; ``open`` are those that nobody approved of.
    """
    outcomes = [elect({id: approvals[id] for id in tie.candidates}, tie.places, 0, tie.reserved) for tie in ties]
    return Outcome(
        tuple(sorted((id for out in outcomes for id in out.elected), key=lambda id: (-approvals[id], id))),
        tuple(tie for out in outcomes for tie in out.ties),
        sum(out.open for out in outcomes),
    )


def _ties(crowds: Mapping[int, list[str]], kept: Sequence[int], unreserved: int) -> list[Tie]:
    """How crowds, each larger than its kept places, compete: all together for the unreserved, else each for its own."""
    if not unreserved:
        return [Tie(tuple(crowd), kept[g]) for g, crowd in crowds.items() if kept[g]]
    if not crowds:
        return []
    own = tuple(Reserve(frozenset(crowd), kept[g]) for g, crowd in crowds.items() if kept[g])
    rivals = tuple(sorted(candidate for crowd in crowds.values() for candidate in crowd))
    return [Tie(rivals, unreserved + sum(kept[g] for g in crowds), own)]


def _groups(approvals: Mapping[str, int], reserved: Sequence[Reserve]) -> dict[str, int]:
    """The index of each candidate's reserve; the number of reserves for whoever belongs to none."""
    belongs = {id: [g for g, reserve in enumerate(reserved) if id in reserve.members] for id in approvals}
    if shared := sum(len(groups) > 1 for groups in belongs.values()):
        raise RESERVED_GROUPS.broken(shared=shared)
    return {id: groups[0] if groups else len(reserved) for id, groups in belongs.items()}
