"""Apportionment: whole seats go to units in proportion to their weights, exactly, with a certificate and ties as data.

The methods are largest remainder with the quota of Hare (Hamilton) or of Droop (see ``remainders.py``) and the five
classic divisor methods (see ``divisors.py``); the theory is Balinski and Young, *Fair Representation* (2nd ed., 2001),
and Pukelsheim, *Proportional Representation* (2nd ed., 2017). Nothing is decided by the order of the units: those with
equal claims to the last seats are *tied*, and a lot or a decision settles them.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comitia.methods.divisors import DIVISOR_METHODS, by_divisor
from comitia.methods.remainders import QUOTAS, by_remainders
from comitia.rules import rule
from comitia.texts import N_

METHODS = (*QUOTAS, *DIVISOR_METHODS)
_FAR = 2**40
"""A bound that is this far, or farther, does not bind."""

BOUNDS = rule(
    "apportion.bounds",
    says=N_("The most seats that a unit may have are not fewer than the least that it must have."),
    refusal=N_("{unit} must have {least} at least, and may have {most} at most"),
    cure=N_("raise the maximum of the unit, or lower its minimum"),
)
INFEASIBLE = rule(
    "apportion.infeasible",
    says=N_("There are seats enough to give every unit the least that it must have."),
    refusal=N_("the minima of the units ({which}) add up to {least}, more than the {seats} to be apportioned"),
    cure=N_(
        "have more seats, or lower the minima; Adams, Dean and Huntington-Hill give a seat to every unit that has any"
        " weight, other methods do not"
    ),
)
MAXIMUM = rule(
    "apportion.maximum",
    says=N_("The units may have all the seats between them; a unit without weight has just the least that it must."),
    refusal=N_("the maxima of the units ({which}) add up to {most}, fewer than the {seats} to be apportioned"),
    cure=N_("have fewer seats, raise the maxima, and give every unit its weight"),
)


class Apportionment(msgspec.Struct, frozen=True):
    """Who gets how many seats, and why.

    ``seats`` holds every unit's seats without the tied ones; ``tied`` are the units with equal claims to the last
    ``tied_seats``, at most one each, in the order of their ids.

    ``certificate``, its values ratios ``"p/q"``, lets a person check the seats with a pocket calculator.

    For a divisor method ``lower`` and ``upper`` bound the divisors d for which each unit's seats are its weight / d,
    rounded by the method, or the bound that this would pass (a quotient on a signpost may go either way, as it has to
    at a bound; a tie has one divisor only). ``upper`` is absent where every unit has just its least, and ``lower``
    where every unit has its most. For Huntington-Hill they are ``lower-squared`` and ``upper-squared``, and bound d².

    For largest remainder ``quota`` is the weight that a seat stands for among the units that no bound set aside, and
    ``remainder`` the smallest remainder that gives a seat: a unit has a seat for each whole quota in its weight, and
    one more if what remains is not less than ``remainder`` (the tied units are those with just that). ``quota`` is
    absent where bounds alone decide, ``remainder`` where no seat goes by remainders.
    """

    seats: dict[str, int]
    tied: tuple[str, ...] = ()
    tied_seats: int = 0
    certificate: dict[str, str] = {}


def apportion(
    weights: Mapping[str, int],
    seats: int,
    method: str,
    least: Mapping[str, int] | int = 0,
    most: Mapping[str, int] | int | None = None,
) -> Apportionment:
    """Apportion ``seats`` by ``weights`` (from 0 to 10**300), every unit having from ``least`` to ``most`` of them.

    ``method`` is one of METHODS. A bound is one figure for all units or a mapping, where a unit that is absent is not
    bounded. Under a divisor method bounds are met by rounding: a unit gets its rounded quotient, or the bound that this
    would pass, which is the best apportionment within the bounds. Under largest remainder units are set aside with
    their bounds before the rest is apportioned among the others: ``by_remainders`` states how.

    Raises RuleBroken ``apportion.bounds``, ``apportion.infeasible`` (also where Adams, Dean or Huntington-Hill, which
    give a seat to every unit that has any weight, find fewer seats than such units), ``apportion.maximum`` or, where
    there is too little weight for Droop's quota, ``apportion.droop``.
    """
    units, figures = list(weights), list(weights.values())
    far = max(_FAR, seats + 1)
    floors, caps = _of_each(units, least, 0, far), _of_each(units, most, far, far)
    if most is not None and (floors > caps).any():
        unit, low, high = min((units[at], int(floors[at]), int(caps[at])) for at in np.flatnonzero(floors > caps))
        raise BOUNDS.broken(unit=unit, least=low, most=high)
    if 0 in figures:
        caps = np.where([bool(weight) for weight in figures], caps, floors)
    signposts = DIVISOR_METHODS.get(method)
    if signposts is not None and signposts.first_seat_is_free:
        floors = np.maximum(floors, np.minimum(caps, 1))
    if (wanted := int(floors.sum())) > seats:
        raise INFEASIBLE.broken(which=_list(units, floors), least=wanted, seats=seats)
    if (most is not None or not all(figures) or not units) and (room := int(caps.sum())) < seats:
        raise MAXIMUM.broken(which=_list(units, caps), most=room, seats=seats)

    if not any(figures):
        return Apportionment(dict(zip(units, floors.tolist(), strict=True)))
    if signposts is not None:
        counts, tied, tied_seats, certificate = by_divisor(figures, seats, signposts, floors, caps)
    else:
        counts, tied, tied_seats, certificate = by_remainders(figures, seats, QUOTAS[method], floors, caps)
    names = tuple(sorted(units[at] for at in tied))
    return Apportionment(dict(zip(units, counts, strict=True)), names, tied_seats, certificate)


def settle(apportionment: Apportionment, lot: Sequence[str]) -> dict[str, int]:
    """Every unit's seats, the tied ones going to the first in the ``lot``, which must hold just the tied units."""
    if sorted(lot) != sorted(apportionment.tied):
        raise ValueError(f"the lot {lot} is not one of {apportionment.tied}")
    lucky = set(lot[: apportionment.tied_seats])
    return {unit: seats + (unit in lucky) for unit, seats in apportionment.seats.items()}


def _of_each(
    units: Sequence[str], bound: Mapping[str, int] | int | None, otherwise: int, far: int
) -> NDArray[np.int64]:
    if bound is None or isinstance(bound, int):
        return np.full(len(units), otherwise if bound is None else min(bound, far), np.int64)
    return np.fromiter((min(bound.get(unit, otherwise), far) for unit in units), np.int64, len(units))


def _list(units: Sequence[str], bounds: NDArray[np.int64]) -> str:
    """The units with the largest bounds first, as many as a person reads."""
    largest = sorted((-int(bound), unit) for unit, bound in zip(units, bounds, strict=True) if bound)
    return ", ".join([f"{unit} {-bound}" for bound, unit in largest[:8]] + ["…"] * (len(largest) > 8)) or "-"
