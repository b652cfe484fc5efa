"""What all events of one unit have in common."""

from comitia.record.entry import Event, Id


class UnitEvent(Event, frozen=True):
    """Something that happened in one unit of the charter."""

    unit: Id
