"""Made-up units of any size, for rehearsals: organisations, persons and returns from a seed, the same on every run.

The figures are plausible, not real: participation of 98 to 100 %, about 3.2 nominees a return, some known in the whole
unit and some around their own organisation only, so that lists differ from place to place and are contested at the cut.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from math import ceil

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import PCG64, Generator

from comitia.register.chinese_names import chinese_names
from comitia.register.persons import Person

Integers = npt.NDArray[np.int64]

FAN_OUT = (
    120,
    13,
    9,
)  # primary organisations in a township, townships in a county, counties in a prefecture, and above
BRANCHING = 3
"""So many nodes, at least, below each of the higher nodes, so that a unit made small still has places that compete."""
LEAST_MEMBERS = 3
NOMINEES = (1, 2, 3, 3, 3, 4, 4, 4, 5, 6)  # named in a return, each length as likely as it stands here
FROM_UNIT, FROM_REGION = 45, 80  # of 100 nominations: by the whole unit's liking, by the region's; the rest next door


class Synthetic(msgspec.Struct, frozen=True):
    """A unit's tables, in the columns of ``AdoptRegister`` and ``ReturnsImported``, and its persons."""

    organisations: pa.Table
    persons: list[Person]
    returns: pa.Table
    support: pa.Table


def synthesise(
    unit: str,
    levels: Sequence[str],
    *,
    seed: int,
    organisations: int,
    members: int,
    seats: int,
    groups: Mapping[str, Fraction],
    scale: Fraction = Fraction(1),
    persons_per_seat: int = 3,
) -> Synthetic:
    """Make up one unit.

    ``levels`` are the charter's, the unit's last; ``organisations`` (primary) and ``members`` the unit's figures, of
    which the part ``scale`` is made (so many organisations, rounded up, each as large as before); ``groups`` the share
    of persons in each group. Each unit has its own stream of the seed.
    """
    stream = int.from_bytes(sha256(unit.encode()).digest())
    random = Generator(PCG64([seed, stream]))
    primary = max(1, ceil(organisations * scale))
    register = _register(random, unit, levels, primary, Fraction(members, organisations))
    persons = _persons(random, unit, persons_per_seat * seats, groups)
    leaves = register.slice(register.num_rows - primary)
    filed = np.flatnonzero(random.integers(1000, size=primary) > 0)
    rate = random.integers(980, 1001, size=primary // FAN_OUT[0] + 1)[filed // FAN_OUT[0]]
    own = leaves["members"].to_numpy()[filed]
    participants = np.maximum(1, own - random.binomial(own, (1000 - rate) / 1000))
    ids = leaves["organisation"].combine_chunks().take(pa.array(filed))
    returns = pa.table({"organisation": ids, "participants": participants})
    place, person = _nominations(random, filed, primary, len(persons))
    given = 1 + random.binomial(participants[place] - 1, random.integers(20, 96, size=len(place)) / 100)
    numbers = pa.array([one.person for one in persons])
    support = pa.table(
        {"organisation": ids.take(pa.array(place)), "person": numbers.take(pa.array(person)), "members": given}
    )
    return Synthetic(register, persons, returns, support)


def _register(random: Generator, unit: str, levels: Sequence[str], primary: int, average: Fraction) -> pa.Table:
    """From the unit downward; ids tell the way: ``guangdong-03-07-012-0145``. The primary organisations come last."""
    sizes = [primary]
    for depth in range(len(levels) - 2):
        usual = ceil(sizes[-1] / FAN_OUT[min(depth, len(FAN_OUT) - 1)])
        least = BRANCHING ** (len(levels) - 2 - depth)
        sizes.append(min(sizes[-1], max(usual, least)))
    above = pa.array([unit])
    tables = []
    for level, size in zip(reversed(levels[:-1]), reversed(sizes), strict=True):
        parents = _shared_out(random, size, len(above))
        number = np.arange(size) - np.searchsorted(parents, parents) + 1
        own = pc.utf8_lpad(pa.array(number).cast(pa.string()), len(str(number.max())), "0")
        parent = above.take(pa.array(parents))
        above = pc.binary_join_element_wise(parent, own, "-")
        tables.append(pa.table({"organisation": above, "parent": parent, "level": pa.repeat(level, size)}))
    more = max(0.0, float(average) - LEAST_MEMBERS)
    members = LEAST_MEMBERS + random.negative_binomial(2, 2 / (2 + more), size=primary)
    counts = np.zeros(sum(sizes), np.int64)
    counts[-primary:] = members
    return pa.concat_tables(tables).append_column("members", pa.array(counts))


def _shared_out(random: Generator, children: int, parents: int) -> Integers:
    """The parent of each child, in order: every parent has one, the others are spread unevenly."""
    weights = random.integers(50, 151, size=parents)
    spread = np.searchsorted(np.cumsum(weights), random.integers(weights.sum(), size=children - parents), side="right")
    return np.sort(np.concatenate([np.arange(parents), spread]))


def _persons(random: Generator, unit: str, number: int, groups: Mapping[str, Fraction]) -> list[Person]:
    names = chinese_names(random, number)
    born = random.integers(1957, 2000, size=number).tolist()
    belongs = {group: random.permutation(number) < ceil(share * number) for group, share in sorted(groups.items())}
    return [
        Person(
            f"{unit}-p{n + 1:04}",
            tuple(group for group, members in belongs.items() if members[n]),
            {"name": names[n], "born": str(born[n])},
        )
        for n in range(number)
    ]


def _nominations(random: Generator, filed: Integers, primary: int, persons: int) -> tuple[Integers, Integers]:
    """Which returns name whom: pairs without repetition, in order of the returns.

    Persons are at home along the same line that the organisations stand in: a region likes those from its own stretch.
    """
    more = ceil(persons / primary) - 1  # few organisations name more people, or nobody would have a choice
    length = np.array(NOMINEES)[random.integers(len(NOMINEES), size=len(filed))] + more
    place = np.repeat(np.arange(len(filed)), length)
    home = filed[place] * persons // primary
    kind = random.integers(100, size=len(place))
    liking = np.repeat(np.arange(persons), 1 + 400 // (np.arange(persons) + 20))
    unit_wide = random.permutation(persons)[liking[random.integers(len(liking), size=len(place))]]
    region = home // 9 * 9 + random.integers(9, size=len(place)) * random.integers(9, size=len(place)) // 8
    next_door = home + random.integers(-1, 2, size=len(place))
    person = np.where(kind < FROM_UNIT, unit_wide, np.where(kind < FROM_REGION, region, next_door)) % persons
    pairs = np.unique(place * persons + person)
    return pairs // persons, pairs % persons
