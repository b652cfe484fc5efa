"""Shortlist: the candidates for the ballot are chosen by support, within the margin and the quotas."""

from typing import ClassVar

from comitia.record.entry import Count, Event, Id
from comitia.stages.intent import Intent

# --- entries ---------------------------------------------------------------------------------------------------------


class ShortlistMade(Event, frozen=True, tag="shortlist.made"):
    """The unit's candidates, in the order of their ids; ``placed`` are those among them whom a higher body placed.

    The others are the slate with the greatest total weight within the quotas among those who passed vetting and notices.
    A nominee's weight is ``support * lots + lot``: support by the first of the charter's ``rank_by``, and a lot number
    from the public seed (``lots`` is larger than all lot numbers together, so lots decide between equal slates only).
    ``total`` is the slate's weight. ``prices`` prove that no slate weighs more: see ``methods/selection.py``.
    """

    unit: Id
    candidates: tuple[Id, ...]
    total: Count
    placed: tuple[Id, ...] = ()
    prices: dict[Id, str] = {}


# --- intents ---------------------------------------------------------------------------------------------------------


class MakeShortlist(Intent, frozen=True, tag="shortlist.make"):
    """``places`` is the number of candidates, placed ones included; 0 takes the least that the margin allows."""

    roles: ClassVar[tuple[str, ...]] = ("secretary",)
    unit: Id
    places: Count = 0
