"""Lottery: candidates are drawn, each with a chance that is on the record before the numbers that decide are known.

A lottery is fair if nobody could have chosen its outcome. So the secretary first publishes it, with every panel, its
tickets, everybody's chance, the public source of the numbers and the day on which that gives them; and whatever happens
then, the draw is from what was published. The election's own seed is known by then, and is not used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from comitia.methods.lottery import drawn, lottery
from comitia.record.entry import Count, Draft, Id, Table
from comitia.rules import rule
from comitia.stages.choosing import Question
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding, is_day, plain_seed
from comitia.stages.intent import Act, Given, UnitIntent
from comitia.stages.shortlist import AGAIN, VETTING_FIRST, require_places
from comitia.stages.tickets import on_record, read
from comitia.stages.window import deadline, within
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class LotteryPublished(UnitEvent, frozen=True, tag="lottery.published"):
    """The lottery that fills the ``places`` of a shortlist which ``placed`` and ``kept`` do not: see
    ``methods/lottery.py``. Placed are those whom a higher body placed, kept those drawn before who still stand.

    ``types`` (person, type) says who are alike; ``panels`` (panel, type, people) how many of each type a panel has, and
    ``tickets`` how many tickets: panel 1 has the first ones. ``chances`` are those of the levels, and ``weights``
    (level, type, weight) with ``prices`` by quota prove them; nobody's chance falls short by more than ``shortfall``.
    Where only slates of the greatest support are drawn from, that is their ``total``, which ``total_prices`` prove, and
    ``support`` has its price at each level.

    ``source`` gives the numbers that the draw is made with on the day ``draws_on``.
    """

    places: Count
    types: Table
    panels: Table
    tickets: tuple[str, ...]
    chances: tuple[str, ...]
    weights: Table
    prices: tuple[dict[Id, str], ...]
    shortfall: str
    total: str
    source: str
    draws_on: str
    placed: tuple[Id, ...] = ()
    kept: tuple[Id, ...] = ()
    total_prices: dict[Id, str] = {}
    support: tuple[str, ...] = ()


class ShortlistDrawn(UnitEvent, frozen=True, tag="shortlist.drawn"):
    """The unit's candidates, in the order of their ids: those placed and kept, and those whom the ``seed`` draws.

    The ``ticket``, in digits, picks the panel; within each type those drawn first are chosen (``methods/lots.py``, for
    the purpose ``lottery/<unit>``).
    """

    seed: str
    ticket: str
    candidates: tuple[Id, ...]
    placed: tuple[Id, ...] = ()


# --- intents ---------------------------------------------------------------------------------------------------------


class PublishLottery(UnitIntent, frozen=True, tag="lottery.publish"):
    """``places`` is the number of candidates, as for a shortlist; ``source`` gives numbers on the day ``draws_on``."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    source: str
    draws_on: str
    places: Count = 0


class DrawShortlist(UnitIntent, frozen=True, tag="shortlist.draw"):
    """``seed``: what the source named in the lottery gave."""

    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
    seed: str


# --- state -----------------------------------------------------------------------------------------------------------


@dataclass
class UnitLottery:
    """The latest lottery of a unit, whether it was drawn, and the seeds of all draws in the unit so far."""

    published: LotteryPublished
    drawn: bool = False
    seeds: tuple[str, ...] = ()


Lotteries = dict[str, UnitLottery]


# --- rules and decisions ---------------------------------------------------------------------------------------------

BY_SUPPORT = rule(
    "lottery.by-support",
    says=N_("A lottery is held only where the charter has candidates drawn by lottery."),
    refusal=N_("{unit}: the charter has the candidates chosen by support"),
    cure=N_("make the shortlist with `comitia shortlist {unit}`"),
)
PENDING = rule(
    "lottery.pending",
    says=N_("A lottery that is published is drawn as it was published, whoever has left it since."),
    refusal=N_("{unit}: a lottery is published and waits for its draw on {day}"),
    cure=N_("draw it with `comitia lottery draw {unit} SEED`"),
)
NONE = rule(
    "lottery.none",
    says=N_("The numbers that decide are recorded after the lottery that they decide."),
    refusal=N_("{unit}: no lottery is published that is still to be drawn"),
    cure=N_("publish it first, with a source whose numbers nobody knows yet: `comitia lottery publish {unit}`"),
)
SOURCE = rule(
    "lottery.source",
    says=N_("A lottery names in advance the public source of its numbers, and the day on which it gives them."),
    refusal=N_("{unit}: the numbers cannot come from {source} on {day}"),
    cure=N_("name the source in one line, and a day from {first} to {last}"),
)
EARLY = rule(
    "lottery.early",
    says=N_("The draw is made when its source has given the numbers."),
    refusal=N_("{unit}: the source gives its numbers on {day}; today is {today}"),
    cure=N_("wait until {day}, and record what the source gave"),
)
KNOWN = rule(
    "lottery.known",
    says=N_("Nobody knew the numbers of a draw when the lottery was published."),
    refusal=N_("{unit}: {seed} was on the record before the lottery"),
    cure=N_("record what the source gave on {day}"),
)


KEPT = rule(
    "lottery.kept",
    says=N_("Those who were drawn stay candidates when others are drawn after them."),
    refusal=N_("{unit}: {places} candidates are wanted, and {held} were placed or drawn before and still stand"),
    cure=N_("ask for {held} candidates or more"),
)


def decide(
    intent: PublishLottery | DrawShortlist,
    act: Act,
    state: Lotteries,
    founding: Founding,
    given: Given,
    *,
    ready: bool,
    settled: bool,
    seats: int,
    candidates: tuple[str, ...],
    question: Callable[[int], Question],
) -> list[Draft]:
    """``ready``, ``settled``, ``question``: as for a shortlist. ``candidates``: those drawn before who still stand."""
    unit, own = intent.unit, state.get(intent.unit)
    if not ready:
        raise VETTING_FIRST.broken(unit=unit)
    within(founding, "shortlist", unit, act)
    if isinstance(intent, DrawShortlist):
        if own is None or own.drawn:
            raise NONE.broken(unit=unit)
        return [Draft(draw_from(own, intent, act, founding, given))]
    if own and not own.drawn:
        raise PENDING.broken(unit=unit, day=own.published.draws_on)
    if settled:
        raise AGAIN.broken(unit=unit)
    if not founding.charter.shortlist.by_lottery:
        raise BY_SUPPORT.broken(unit=unit)
    require_source(intent, act, founding)
    asked = question(intent.places or (own.published.places if own else 0))
    require_places(asked, founding, seats)
    kept = frozenset(candidates) - asked.placed
    held = len(asked.placed | kept)
    if held > asked.places:
        raise KEPT.broken(unit=unit, places=asked.places, held=held)
    return [Draft(publish(intent, asked, founding, kept, given))]


def require_source(intent: PublishLottery, act: Act, founding: Founding) -> None:
    """Refuse a source whose numbers may be known already, or come when it is too late to draw."""
    last = deadline(founding, "shortlist", intent.unit)
    line = intent.source.strip() and intent.source.isprintable()
    if not (line and is_day(intent.draws_on) and act.today.isoformat() < intent.draws_on <= last):
        tomorrow = act.today.fromordinal(act.today.toordinal() + 1).isoformat()
        raise SOURCE.broken(
            unit=intent.unit, source=repr(intent.source), day=intent.draws_on or "-", first=tomorrow, last=last
        )


def publish(
    intent: PublishLottery, asked: Question, founding: Founding, kept: frozenset[str], given: Given
) -> LotteryPublished:
    """The lottery for the places that are left; where support decides first, among the slates of the most support."""
    plan = founding.charter.shortlist
    rest = msgspec.structs.replace(asked, placed=asked.placed | kept)
    support = {person: rest.measure.worth(rest.supported(person)) for person in rest.free}
    weights = support if plan.method == "support" else dict.fromkeys(support, 0)
    places = rest.places - len(rest.placed)
    found = lottery(weights, places, rest.bounds, "maximin" if plan.method == "lottery-maximin" else "leximin")
    return LotteryPublished(
        intent.unit,
        asked.places,
        source=intent.source,
        draws_on=intent.draws_on,
        placed=tuple(sorted(asked.placed)),
        kept=tuple(sorted(kept)),
        **on_record(found, rest.bounds, given.archive),
    )


def draw_from(own: UnitLottery, intent: DrawShortlist, act: Act, founding: Founding, given: Given) -> ShortlistDrawn:
    """The candidates, from the lottery as it was published."""
    unit, published = intent.unit, own.published
    if act.today.isoformat() < published.draws_on:
        raise EARLY.broken(unit=unit, day=published.draws_on, today=act.today.isoformat())
    plain_seed(intent.seed, published.source)
    if intent.seed in (founding.seed, *own.seeds):
        raise KNOWN.broken(unit=unit, seed=intent.seed, day=published.draws_on)
    ticket, chosen = drawn(read(published, given.archive), intent.seed, f"lottery/{unit}")
    candidates = tuple(sorted([*chosen, *published.placed, *published.kept]))
    return ShortlistDrawn(unit, intent.seed, str(ticket), candidates, published.placed)


def apply(state: Lotteries, event: LotteryPublished | ShortlistDrawn) -> None:
    match event:
        case LotteryPublished():
            before = state.get(event.unit)
            state[event.unit] = UnitLottery(event, seeds=before.seeds if before else ())
        case ShortlistDrawn():
            own = state[event.unit]
            own.drawn, own.seeds = True, (*own.seeds, event.seed)
