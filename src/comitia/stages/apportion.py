"""Apportion: the seats go to the units."""

from typing import ClassVar

from comitia.record.entry import Count, Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class SeatsApportioned(Event, frozen=True, tag="seats.apportioned"):
    """The seats of every unit, by the charter's method from the charter's figures.

    ``certificate`` lets a person check it: for a divisor method ``lower`` and ``upper``, the smallest and the largest
    divisor that give this result, as ratios (``upper`` is absent where it is unbounded); for largest remainder ``quota``.
    ``lot`` lists the units that were tied for the last ``lot_seats`` seats, in the order the seed drew them.
    """

    seats: dict[Id, Count]
    certificate: dict[str, str]
    lot: tuple[Id, ...] = ()
    lot_seats: Count = 0


# --- intents ---------------------------------------------------------------------------------------------------------


class Apportion(Intent, frozen=True, tag="seats.apportion"):
    roles: ClassVar[tuple[str, ...]] = ("returning_officer",)
