"""Shortlist: the candidates for the ballot are chosen by support, within the margin and the quotas."""

from collections.abc import Mapping, Set
from typing import ClassVar

from comitia.methods.lots import lot_numbers
from comitia.methods.selection import Bound, select
from comitia.record.entry import Count, Draft, Id
from comitia.rules import rule
from comitia.stages.event import UnitEvent
from comitia.stages.founding import Founding
from comitia.stages.intent import Act, UnitIntent
from comitia.stages.margin import least_candidates, require_margin
from comitia.stages.quotas import Limit, limits
from comitia.stages.window import within
from comitia.texts import N_

# --- entries ---------------------------------------------------------------------------------------------------------


class ShortlistMade(UnitEvent, frozen=True, tag="shortlist.made"):
    """The unit's candidates, in the order of their ids; ``placed`` are those among them whom a higher body placed.

    The others are the slate with the greatest total weight within the quotas, of those who passed vetting and notices.
    A nominee's weight is ``support * lots + lot``: support by the first of the charter's ``rank_by``, and a lot number
    from the public seed (``lots`` is larger than all lot numbers together, so lots decide between equal slates only).
    ``total`` is the slate's weight. ``prices`` prove that no slate weighs more: see ``methods/selection.py``.
    """

    candidates: tuple[Id, ...]
    total: Count
    placed: tuple[Id, ...] = ()
    prices: dict[Id, str] = {}


# --- intents ---------------------------------------------------------------------------------------------------------


class MakeShortlist(UnitIntent, frozen=True, tag="shortlist.make"):
    """``places`` is the number of candidates, placed ones included; 0 takes the least that the margin allows."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    places: Count = 0


# --- state -----------------------------------------------------------------------------------------------------------

Shortlists = dict[str, ShortlistMade]
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
TOO_FEW = rule(
    "shortlist.places",
    says=N_(
        "A shortlist has room for everybody who was placed, and is no longer than the list of those who may stand."
    ),
    refusal=N_("{unit}: {places} candidates are wanted; {placed} were placed, and {eligible} may stand"),
    cure=N_("ask for {placed} to {eligible} candidates"),
)


def decide(
    intent: MakeShortlist,
    act: Act,
    founding: Founding,
    *,
    ready: bool,
    settled: bool,
    seats: int,
    eligible: Mapping[str, tuple[str, ...]],
    placed: frozenset[str],
    support: Mapping[str, int],
) -> list[Draft]:
    """``ready``: the stages before are closed and no poll has opened. ``settled``: there is a shortlist that nobody has
    left. ``eligible``: who may stand, with their groups;
    ``placed``: those of them who stand in any case; ``support``: by the first of the charter's ``rank_by``."""
    charter, unit = founding.charter, intent.unit
    if not ready:
        raise VETTING_FIRST.broken(unit=unit)
    within(founding, "shortlist", unit, act)
    if settled:
        raise AGAIN.broken(unit=unit)
    if not founding.seed:
        raise SEED_FIRST.broken()
    margin, permitted = charter.margins.ballot, founding.uncontested(unit)
    places = intent.places or max(least_candidates(margin, seats, len(placed), permitted), len(placed))
    require_margin(margin, unit, min(places, len(eligible)), seats, len(placed), permitted)
    if not len(placed) <= places <= len(eligible):
        raise TOO_FEW.broken(unit=unit, places=places, placed=len(placed), eligible=len(eligible))

    chosen_from = sorted(person for person in eligible if person not in placed)
    bounds = [bound(limit, eligible, placed) for limit in limits(charter, charter.unit(unit), "candidates", places)]
    lots = lot_numbers(founding.seed, f"shortlist/{unit}", chosen_from)
    factor = lot_factor(len(chosen_from))
    weights = {person: support.get(person, 0) * factor + lots[person] for person in chosen_from}
    slate = select(weights, places - len(placed), bounds)
    prices = {id: str(price) for id, price in slate.prices.items() if price}
    everybody = tuple(sorted([*slate.chosen, *placed]))
    return [Draft(ShortlistMade(unit, everybody, slate.total, tuple(sorted(placed)), prices))]


def lot_factor(people: int) -> int:
    """More than all lot numbers together, so that one supporter more always outweighs every lot."""
    return people * (people + 1) // 2 + 1


def bound(limit: Limit, eligible: Mapping[str, tuple[str, ...]], placed: frozenset[str]) -> Bound:
    """A quota as it binds those who are chosen: what the placed candidates already fill is taken off."""
    filled = sum(limit.group in eligible[person] for person in placed)
    members = frozenset(person for person, groups in eligible.items() if limit.group in groups and person not in placed)
    return Bound(limit.quota, members, max(0, limit.least - filled), limit.most - filled)


def standing(shortlist: ShortlistMade, founding: Founding, seats: int, withdrawn: Set[str]) -> tuple[str, ...]:
    """Those of the shortlist who still stand; refuses where withdrawals have broken the margin (CN-P-01)."""
    candidates = tuple(person for person in shortlist.candidates if person not in withdrawn)
    placed = sum(person in candidates for person in shortlist.placed)
    unit, margin = shortlist.unit, founding.charter.margins.ballot
    require_margin(margin, unit, len(candidates), seats, placed, founding.uncontested(unit))
    return candidates


def apply(state: Shortlists, event: ShortlistMade) -> None:
    state[event.unit] = event
