"""Step tables: 1 delegate up to 5,000 members, 2 above, and so on, as in the rules of many federations.

An example is that of the International Transport Workers' Federation, from 1 delegate to 23. The total is what comes of
it: no unit's seats depend on another's.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from comitia.rules import rule
from comitia.texts import N_

TABLE = rule(
    "apportion.steps",
    says=N_(
        "Each step of a table goes higher than the one before and gives no fewer seats; only the last may be open."
    ),
    refusal=N_("step {number} of {steps} does not follow from the one before"),
    cure=N_("put the steps in ascending order, and leave `up_to` out in none but the last"),
    sources=("INT-ITF",),
)
ABOVE = rule(
    "apportion.above-steps",
    says=N_("A table of steps says how many seats every unit has."),
    refusal=N_("{unit} has a weight of {weight}, and the last step ends at {last}"),
    cure=N_("add a step to the table, or leave `up_to` out in its last"),
    sources=("INT-ITF",),
)


class Step(msgspec.Struct, frozen=True):
    """``seats`` for a weight up to ``up_to`` and above the step before; the last step may have no end."""

    up_to: int | None
    seats: int


def by_steps(weights: Mapping[str, int], steps: Sequence[Step]) -> dict[str, int]:
    """The seats of every unit by its weight. Raises RuleBroken ``apportion.steps``, ``apportion.above-steps``."""
    for number, (step, later) in enumerate(pairwise(steps), start=2):
        ends = step.up_to is not None and (later.up_to is None or step.up_to < later.up_to)
        if not ends or later.seats < step.seats:
            raise TABLE.broken(number=number, steps=len(steps))
    ends_at = [step.up_to for step in steps if step.up_to is not None]
    result = {}
    for unit, weight in weights.items():
        place = bisect_left(ends_at, weight)
        if place == len(steps):
            raise ABOVE.broken(unit=unit, weight=weight, last=ends_at[-1] if ends_at else 0)
        result[unit] = steps[place].seats
    return result
