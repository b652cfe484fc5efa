"""Shortlist: the candidates for the ballot are chosen by support, within the margin and the quotas."""

from collections.abc import Callable, Set
from typing import ClassVar, Protocol

from comitia.record.entry import Count, Draft, Id, IdOrNothing
from comitia.rules import rule
from comitia.stages.choosing import Question
from comitia.stages.contradiction import answer
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.margin import require_margin
from comitia.stages.window import within
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class ShortlistMade(UnitEvent, frozen=True, tag="shortlist.made"):
    """The unit's candidates, in the order of their ids; ``placed`` are those among them whom a higher body placed.

    The others are the slate with the greatest total weight within the quotas, of those who passed vetting and notices
    and have the support that the charter asks. A nominee's weight is the support, as ``stages/support.py`` measures it,
    and ``lot / lots``: a lot number from the public seed by more than all lot numbers together (n (n + 1) / 2 + 1 for n
    people), so that lots decide between slates of equal support only. ``total`` is the support of the slate, in
    digits: it may be more than a number of JSON holds. ``prices`` prove that no slate has more than ``upper``, which is
    mostly the total itself: see ``methods/selection.py``.

    ``order`` is the list place by place, where a quota zips it; a place that stays empty is ``""``.
    """

    candidates: tuple[Id, ...]
    total: str
    upper: str
    placed: tuple[Id, ...] = ()
    prices: dict[Id, str] = {}
    order: tuple[IdOrNothing, ...] = ()


# --- intents ---------------------------------------------------------------------------------------------------------


class MakeShortlist(UnitIntent, frozen=True, tag="shortlist.make"):
    """``places`` is the number of candidates, placed ones included; 0 takes the least that the margin allows."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    places: Count = 0


# --- state -----------------------------------------------------------------------------------------------------------


class Shortlist(Protocol):
    """The candidates of a unit, whether support or a lottery chose them."""

    @property
    def unit(self) -> str: ...
    @property
    def candidates(self) -> tuple[str, ...]: ...
    @property
    def placed(self) -> tuple[str, ...]: ...


Shortlists = dict[str, Shortlist]
"""The latest shortlist of each unit."""


# --- rules and decisions ---------------------------------------------------------------------------------------------

VETTING_FIRST = rule(
    "shortlist.after",
    says=N_("The shortlist is made when vetting and the notices before it are closed, and before the poll opens."),
    refusal=N_(
        "{unit}: the shortlist cannot be made: vetting or a notice before it is still open, or the poll has opened"
    ),
    cure=N_("look at what comes next with `comitia status`"),
    sources=("CN-P-04", "CN-P-05"),
)
SEED_FIRST = rule(
    "shortlist.seed",
    says=N_("Lots decide between slates of equal support, so the public seed is recorded before the first shortlist."),
    refusal=N_("there is no public seed to draw lots from"),
    cure=N_("record one with `comitia seed`"),
)
AGAIN = rule(
    "shortlist.again",
    says=N_("A shortlist is made once, and again only where somebody has left it."),
    refusal=N_("{unit}: the shortlist was made already, and everybody on it still stands"),
    cure=N_("publish the notice before the poll, or open the poll"),
)
BY_LOTTERY = rule(
    "shortlist.by-lottery",
    says=N_("Where the charter has candidates drawn by lottery, support does not choose them."),
    refusal=N_("{unit}: the charter has the candidates drawn by lottery"),
    cure=N_("publish the lottery: `comitia lottery publish {unit} --source TEXT --on DATE`"),
)
TOO_FEW = rule(
    "shortlist.places",
    says=N_(
        "A shortlist has room for everybody who was placed, and is no longer than the list of those who may stand."
    ),
    refusal=N_("{unit}: {places} candidates are wanted; {placed} were placed, and {eligible} may stand"),
    cure=N_("ask for {placed} to {eligible} candidates"),
)


TOO_LITTLE = rule(
    "shortlist.support",
    says=N_("Whoever is chosen has the support of more than the part of organisations and of members that is asked."),
    refusal=N_(
        "{unit}: {wanted} candidates are wanted, and of {eligible} who may stand {enough} were placed or have the "
        "support that the charter asks"
    ),
    cure=N_(
        "see how much each of them has with `comitia explain PERSON`; fewer can stand where `comitia permit {unit}` "
        "lets the unit go without contest"
    ),
    sources=("CN-P-09", "CN-B-10", "CN-L-37"),
)


def decide(
    intent: MakeShortlist,
    act: Act,
    founding: Founding,
    *,
    ready: bool,
    settled: bool,
    seats: int,
    question: Callable[[int], Question],
) -> list[Draft]:
    """``ready``: the stages before are closed and no poll has opened. ``settled``: there is a shortlist that nobody has
    left. ``question``: what is asked, for so many places."""
    unit = intent.unit
    if not ready:
        raise VETTING_FIRST.broken(unit=unit)
    within(founding, "shortlist", unit, act)
    if settled:
        raise AGAIN.broken(unit=unit)
    if founding.charter.shortlist.by_lottery:
        raise BY_LOTTERY.broken(unit=unit)
    if not founding.seed:
        raise SEED_FIRST.broken()
    asked = question(intent.places)
    require_places(asked, founding, seats)
    slate = answer(asked, founding.charter, question)
    prices = {id: str(price) for id, price in slate.prices.items()}
    candidates = tuple(sorted([*slate.chosen, *asked.placed]))
    placed, total, upper = tuple(sorted(asked.placed)), str(slate.total), str(slate.upper)
    return [Draft(ShortlistMade(unit, candidates, total, upper, placed, prices, asked.order(candidates)))]


def require_places(asked: Question, founding: Founding, seats: int) -> None:
    """Refuse a number of places that the margin forbids, or that those who may stand cannot fill."""
    unit, places, placed, eligible = asked.unit, asked.places, len(asked.placed), len(asked.eligible)
    permitted = founding.uncontested(unit)
    require_margin(founding.charter.margins.ballot, unit, min(places, eligible), seats, placed, permitted)
    if not placed <= places <= eligible:
        raise TOO_FEW.broken(unit=unit, places=places, placed=placed, eligible=eligible)
    enough = placed + len(asked.free)
    if enough < places:
        raise TOO_LITTLE.broken(unit=unit, wanted=places, eligible=eligible, enough=enough)


def standing(shortlist: Shortlist, founding: Founding, seats: int, withdrawn: Set[str]) -> tuple[str, ...]:
    """Those of the shortlist who still stand; refuses where withdrawals have broken the margin (CN-P-01)."""
    candidates = tuple(person for person in shortlist.candidates if person not in withdrawn)
    placed = sum(person in candidates for person in shortlist.placed)
    unit, margin = shortlist.unit, founding.charter.margins.ballot
    require_margin(margin, unit, len(candidates), seats, placed, founding.uncontested(unit))
    return candidates


def apply(state: Shortlists, event: Shortlist) -> None:
    state[event.unit] = event
