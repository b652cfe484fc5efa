"""Where nothing fits: which quotas contradict one another, and the least change that would do."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

import msgspec

from comitia.charter.model import Charter
from comitia.methods.contradiction import contradictions
from comitia.methods.crowd import Side
from comitia.methods.relaxation import relaxations
from comitia.methods.selection import INFEASIBLE, Selection
from comitia.rules import RuleBroken, rule
from comitia.stages.choosing import Question
from comitia.texts import N_, Parameter, Sentence

Weights = Mapping[tuple[str, Side], int | None]
"""What it costs, for each person, that a side of a quota gives way; None where it may not."""


class Demand(msgspec.Struct, frozen=True):
    """What a quota asks of all candidates together: at ``least`` or at ``most`` so many of its group."""

    quota: str
    side: Side
    figure: int


class Change(msgspec.Struct, frozen=True):
    """Another figure for a side of a quota."""

    quota: str
    side: Side
    was: int
    becomes: int


class Way(msgspec.Struct, frozen=True):
    """Changes that together let the quotas be met, and what they cost."""

    changes: tuple[Change, ...]
    cost: int


def names_of_quotas(charter: Charter) -> dict[str, Parameter]:
    """What people call a quota, or a group that a limit was asked for."""
    return {thing.id: thing.name for thing in (*charter.groups, *charter.quotas)}


def contradicting(asked: Question, at_most: int = 3) -> tuple[tuple[Demand, ...], ...]:
    """Smallest sets of quotas that no choice meets together; none where there is a choice."""
    filled, places = asked.filled, asked.places - len(asked.placed)
    return tuple(
        tuple(Demand(each.bound, each.side, each.figure + filled[each.bound]) for each in conflict)
        for conflict in contradictions(asked.free, places, asked.bounds, at_most)
    )


def ways(asked: Question, weights: Weights | None = None, at_most: int = 3) -> tuple[Way, ...]:
    """The cheapest changes that let the quotas be met, the cheapest first."""
    filled, places = asked.filled, asked.places - len(asked.placed)
    return tuple(
        Way(
            tuple(
                Change(each.bound, each.side, each.was + filled[each.bound], each.becomes + filled[each.bound])
                for each in found.changes
            ),
            found.cost,
        )
        for found in relaxations(asked.free, places, asked.bounds, weights, at_most)
    )


def demanded(each: Demand, names: Mapping[str, Parameter]) -> Sentence:
    """``Women: at least 12``."""
    what = {"least": N_("{quota}: at least {figure}"), "most": N_("{quota}: at most {figure}")}[each.side]
    return Sentence(what, {"figure": each.figure, "quota": names[each.quota]})


def altered(each: Change, names: Mapping[str, Parameter]) -> Sentence:
    """``Women: at least 10 instead of 12``."""
    what = {
        "least": N_("{quota}: at least {becomes} instead of {was}"),
        "most": N_("{quota}: at most {becomes} instead of {was}"),
    }[each.side]
    return Sentence(what, {"becomes": each.becomes, "was": each.was, "quota": names[each.quota]})


def joined(sentences: Sequence[Sentence]) -> Parameter:
    """Several in a row."""

    def pair(one: Sentence, other: Sentence) -> Sentence:
        return Sentence(N_("{one}; {other}"), {"one": one, "other": other})

    return reduce(pair, sentences) if sentences else "-"


CONTRADICTION = rule(
    "shortlist.quotas",
    says=N_("The quotas for the candidates can be met together by those who may be chosen."),
    refusal=N_(
        "{unit}: no choice of {places} candidates meets these quotas together: {quotas}. The least change that would "
        "do: {changes}"
    ),
    cure=N_("{instead}; every contradiction, and what else would do: `comitia shortlist {unit} --preview`"),
    sources=("CN-P-10",),
)


def answer(asked: Question, charter: Charter, question: Callable[[int], Question]) -> Selection:
    """The slate that answers a question; ``question`` is the same for another number of places.

    Where there is none it raises RuleBroken ``shortlist.quotas``, with a smallest contradiction, the least change that
    would do, and the nearest number of places that fits.
    """
    try:
        return asked.answer()
    except RuleBroken as broken:
        if broken.rule is not INFEASIBLE:
            raise
    names, fits = names_of_quotas(charter), nearest(asked, question)
    instead = N_("`comitia shortlist {unit} --places {fits}` makes one that fits")
    raise CONTRADICTION.broken(
        unit=asked.unit,
        places=asked.places,
        quotas=joined([demanded(each, names) for conflict in contradicting(asked, 1) for each in conflict]),
        changes=joined([altered(each, names) for way in ways(asked, at_most=1) for each in way.changes]),
        instead=Sentence(instead if fits else N_("no other number fits"), {"unit": asked.unit, "fits": fits}),
    )


def nearest(asked: Question, question: Callable[[int], Question]) -> int:
    """The number of places nearest to the one asked for that the quotas allow; 0 where there is none."""
    numbers = range(asked.least, len(asked.placed) + len(asked.free) + 1)
    in_order = sorted(numbers, key=lambda number: abs(number - asked.places))
    return next((number for number in in_order if not contradicting(question(number), 1)), 0)
