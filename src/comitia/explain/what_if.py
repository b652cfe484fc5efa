"""What if the quotas were others: who would enter the shortlist, who would leave it, and what it would cost."""

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from functools import partial
from math import ceil, floor
from typing import Literal

import msgspec

from comitia.election import Election
from comitia.explain.earlier import before
from comitia.explain.slate import Slate, answered, recorded
from comitia.record.entry import Entry
from comitia.rules import rule
from comitia.stages.choosing import Question
from comitia.stages.contradiction import Demand, Way, Weights, contradicting, nearest, ways
from comitia.stages.quotas import Limit
from comitia.stages.shortlist import BY_LOTTERY, ShortlistMade, require_places
from comitia.stages.support import Support
from comitia.texts import N_

TOO_EARLY = rule(
    "explain.vetting",
    says=N_("A shortlist can be looked at beforehand as soon as vetting is closed."),
    refusal=N_("{unit}: vetting is not closed, so that nobody can be chosen yet"),
    cure=N_("look at what comes next with `comitia status {unit}`"),
)
NO_QUOTA = rule(
    "explain.quota",
    says=N_("What is changed is a quota for the unit's candidates, or a new limit for a group of the charter."),
    refusal=N_("{name} is no quota for the candidates of {unit}, and no group"),
    cure=N_("write one of these: {known}"),
)


class Change(msgspec.Struct, frozen=True):
    """Another figure for a side of a quota, or of a new limit for a group: a number, or a part of the places."""

    quota: str
    side: Literal["least", "most"]
    figure: int | Fraction


def as_it_stands(unit: str, election: Election, entries: Sequence[Entry]) -> tuple[Election, ShortlistMade | None]:
    """What the unit's shortlist answers, or would: the election as it was when the shortlist was made, and that; where
    there is none, or somebody has left it, the election as it is.

    Raises RuleBroken: ``explain.vetting``, ``shortlist.by-lottery``.
    """
    if election.charter.shortlist.by_lottery:
        raise BY_LOTTERY.broken(unit=unit)
    made = election.shortlists.get(unit)
    if isinstance(made, ShortlistMade) and election.settled(unit):
        number = max(index for index, entry in enumerate(entries) if _made(entry, unit))
        return before(number, election.charter, entries), made
    if not election.vetting_closed(unit):
        raise TOO_EARLY.broken(unit=unit)
    return election, None


def _made(entry: Entry, unit: str) -> bool:
    return entry.kind == ShortlistMade.__struct_config__.tag and entry.body["unit"] == unit


class Impossible(msgspec.Struct, frozen=True):
    """A question without an answer: contradictions, the smallest first; changes, the cheapest first; and the nearest
    number of places that the quotas allow, 0 where there is none."""

    asked: Question
    conflicts: tuple[tuple[Demand, ...], ...]
    ways: tuple[Way, ...]
    fits: int


def made_slate(unit: str, election: Election, entries: Sequence[Entry]) -> Slate:
    """The shortlist that was just made."""
    number = len(entries) - 1
    made = election.shortlists[unit]
    assert isinstance(made, ShortlistMade)
    return recorded(before(number, election.charter, entries).question(unit, len(made.candidates)), made)


def slate_of(
    unit: str, election: Election, made: ShortlistMade | None, places: int = 0, weights: Weights | None = None
) -> Slate | Impossible:
    """The shortlist that was made, or that would be. Raises RuleBroken as making it does, but for its quotas."""
    if made and places in (0, len(made.candidates)):
        return recorded(election.question(unit, len(made.candidates)), made)
    return outcome(partial(election.question, unit), places, election, weights)


def outcome(
    question: Callable[[int], Question], places: int, election: Election, weights: Weights | None = None
) -> Slate | Impossible:
    """The slate that answers a question for so many places, or why there is none.

    ``weights`` are those of the changes that would do. Raises RuleBroken as making one does, but for its quotas.
    """
    asked = question(places)
    require_places(asked, election.founding, election.seats.of[asked.unit])
    conflicts = contradicting(asked)
    if not conflicts:
        return answered(asked)
    return Impossible(asked, conflicts, ways(asked, weights), nearest(asked, question))


def changed(asked: Question, changes: Sequence[Change], without: Collection[str], groups: Collection[str]) -> Question:
    """The question with other quotas, and less those in ``without``. ``groups`` are those of the charter.

    Raises RuleBroken ``explain.quota``.
    """
    limits = {limit.quota: limit for limit in asked.limits}
    for name in (*without, *(change.quota for change in changes)):
        if name not in limits and (name not in groups or name in without):
            known = ", ".join([*limits, *(group for group in groups if group not in limits and name not in without)])
            raise NO_QUOTA.broken(name=name, unit=asked.unit, known=known or "-")
    for change in changes:
        old = limits.get(change.quota, Limit(change.quota, change.quota, 0, asked.places))
        limits[change.quota] = msgspec.structs.replace(old, **{change.side: _number(change, asked.places)})
    kept = tuple(limit for quota, limit in limits.items() if quota not in without)
    return msgspec.structs.replace(asked, limits=kept)


def _number(change: Change, places: int) -> int:
    """The figure in whole places, rounded so that a part of them is met."""
    if isinstance(change.figure, int):
        return change.figure
    return ceil(change.figure * places) if change.side == "least" else floor(change.figure * places)


class Difference(msgspec.Struct, frozen=True):
    """Who enters and who leaves, and how much more support the candidates have together."""

    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    support: Support


def difference(before: Slate, after: Slate) -> Difference:
    """What changes from one slate to the other."""
    return Difference(
        tuple(sorted(after.candidates - before.candidates, key=after.place)),
        tuple(sorted(before.candidates - after.candidates, key=after.place)),
        after.support - before.support,
    )
